// The remedy of each rule, performed: the first breach of its case file is laid in a database, found there,
// mended by the page that the finding names, and gone. A row for a rule:
//
//   {"R55", "late", 'D', "/st/{training}/registrera", "vad=yearly_review&nar=2026-11-23&st={training}"},
//
// rule and case, who mends it (D director, H head), the address (or several, parted by |) and fields of the form. {training},
// {unit}, {person} and {placement} are the finding's own; {Vera Holm} is a person of tests/cases/clean.clinic
// and {Medicin} a unit, by name; {st Cia Tall} a training; {capacity}, {leave}, {certificate} and {last place}
// belong to the finding's unit or training; {question} is the first, {terms} the version of the first. docs/uppdraget.md lists the rows.
#include "access/account_store.h"
#include "demo/demo_store.h"
#include "duty/case_test.h"
#include "duty/finding_store.h"
#include "gen/sql.h"
#include "http/test_site.h"
#include "people/unit_store.h"
#include "plan/test_files.h"

typedef struct {
    const char *rule, *variant;
    char who;
    const char *target, *fields;
} Remedy;

static const Remedy remedies[] = {
    {"ksr-exists", "none", 'H', "/person/{Dag Rektor}/uppdrag", "roll=director&enhet={Medicin}&fran=2026-11-23&till=2029-11-22&timmar=4"},
    {"evaluate-role", "none", 'D', "/registrera", "vad=appraisal&nar=2026-11-23&enhet={Medicin}"},
    {"ksr-base-employment", "elsewhere", 'H', "/uppdrag/villkor", "version={terms}&utsedd=head&anstalld=yes&tillagg=2000&grupp=yes&budget=50000&stod=yes&schema=oversees"},
    {"appoint-hospital", "unsaid", 'H', "/uppdrag/villkor", "version={terms}&utsedd=head&anstalld=yes&tillagg=2000&grupp=yes&budget=50000&stod=yes&schema=oversees"},
    {"R87", "unsaid", 'H', "/uppdrag/villkor", "version={terms}&utsedd=head&anstalld=yes&tillagg=2000&grupp=yes&budget=50000&stod=yes&schema=oversees"},
    {"management-group", "no", 'H', "/uppdrag/villkor", "version={terms}&utsedd=head&anstalld=yes&tillagg=2000&grupp=yes&budget=50000&stod=yes&schema=oversees"},
    {"resources", "lacking", 'H', "/uppdrag/villkor", "version={terms}&utsedd=head&anstalld=yes&tillagg=2000&grupp=yes&budget=50000&stod=yes&schema=oversees"},
    {"extra-time", "none", 'H', "/uppdrag/tid", "slag=extra&xdag=2026-11-23&xtimmar=20&xvad=granskning"},
    {"schedule-oversight", "planner", 'D', "/plan/in-ut", "manad=2026-12"},
    {"support-supervisor", "waits", 'D', "/fragor/svar", "fraga={question}&version=1&svar=I+mars"},
    {"merit", "due", 'H', "/meriter", "ar=2025"},
    {"R01", "untrained", 'H', "/person/{person}/kompetens", "slag=supervisor_course&sedan=2026-11-02"},
    {"R02", "old", 'H', "/person/{person}/kompetens", "slag=supervisor_course&sedan=2026-11-02"},
    {"R03", "soon", 'H', "/person/{Dag Rektor}/uppdrag", "roll=director&enhet={Medicin}&fran=2027-05-23&till=2030-05-22&timmar=4"},
    {"R04", "under", 'H', "/person/{Karl Ros}/uppdrag", "roll=director&enhet={Medicin}&fran=2026-11-23&till=2029-11-22&timmar=4"},
    {"R06", "no_right", 'D', "/st/{training}/uppgifter", "{training form}"},
    {"R08", "late", 'D', "/st/{training}/registrera", "vad=bt_notice&nar=2026-11-23&st={training}"},
    {"R10", "missing", 'D', "/person/{Bo Ek}", "version=1&fornamn=Bo&efternamn=Ek&leg=2021-02-01"},
    {"R11", "total", 'D', "/plan/ny", "st={training}&enhet={Akuten}&typ=bt&fran=2027-01-01&till=2027-03-31&omfattning=100"},
    {"R16", "none", 'D', "/st/{training}/introduktion", "x=1"},
    {"R17", "late", 'D', "/st/{training}/introduktion/steg", "steg={step}"},
    {"R18", "untold", 'D', "/st/{training}/registrera", "vad=start_seminar_told&nar=2026-11-23&st={training}"},
    {"R19", "none", 'D', "/st/{training}/registrera", "vad=iup_signed&nar=2026-11-23&st={training}"},
    {"R20", "late", 'D', "/st/{training}/registrera", "vad=iup_signed&nar=2026-11-23&st={training}"},
    {"R21", "unplanned", 'D', "/plan/ny", "st={training}&enhet={Medicin}&typ=hem&fran=2027-01-01&till=2027-03-31&omfattning=100&mal=c3"},
    {"R22", "unplanned", 'D', "/plan/ny", "st={training}&enhet={Medicin}&typ=hem&fran=2027-01-01&till=2027-03-31&omfattning=100&mal=c3"},
    {"R25", "late", 'D', "/st/{training}/registrera", "vad=st_contract_signed&nar=2026-11-23&st={training}"},
    {"R27", "overlap", 'D', "/plan/placering/{placement}/ta-bort", "version=1"},
    {"R28", "gap", 'D', "/plan/ny", "st={training}&enhet={Medicin}&typ=hem&fran=2027-03-01&till=2027-04-04&omfattning=100"},
    {"R29", "full", 'D', "/enhet/{unit}/platser/{capacity}", "niva=all&fran=2024-01-01&till=2034-12-31&antal=9&version=1"},
    {"R30", "after", 'D', "/plan/placering/{placement}/ta-bort", "version=1"},
    {"R38", "none", 'H', "/st/{training}/huvudhandledare", "hh={Vera Holm}&hh-fran=2026-11-23"},
    {"R39", "untrained", 'H', "/person/{person}/kompetens", "slag=supervisor_course&sedan=2026-11-02"},
    {"R40", "old", 'D', "/person/{Vera Holm}/kompetens|/person/{Karl Ros}/kompetens", "slag=supervisor_course&sedan=2026-11-02"},
    {"R41", "share", 'D', "/st/{training}/registrera", "vad=supervision_talk&nar=2026-10-05&st={training}"},
    {"R42", "late", 'D', "/st/{training}/registrera", "vad=supervision_talk&nar=2026-11-23&st={training}"},
    {"R43", "many", 'H', "/st/{st Cia Tall}/huvudhandledare", "hh={Hedda Chef}&hh-fran=2026-11-23"},
    {"R48", "late", 'D', "/st/{training}/registrera", "vad=collegium&nar=2026-11-23&st={training}&utfall=on_track"},
    {"R55", "late", 'D', "/st/{training}/registrera", "vad=yearly_review&nar=2026-11-23&st={training}"},
    {"R56", "late", 'D', "/sammankomster/atgarder/{action}", "klar=1&version=1"},
    {"R57", "warn", 'D', "/st/{training}/intyg", "blankett=2021-9&placering={placement}&av={Vera Holm}&dag=2026-11-20&var=P%C3%A4rm"},
    {"R58", "form", 'D', "/st/{training}/intyg/{certificate}/ta-bort", "version=1"},
    {"R59", "preparatory", 'D', "/st/{training}/registrera", "vad=final_review_preparatory&nar=2026-11-23&st={training}"},
    {"R60", "forecast", 'D', "/st/{training}/uppgifter", "slut=2029-06-30&{training form}"},
    {"R68", "few", 'D', "/registrera", "vad=teaching&nar=2026-05-07&enhet={unit}"},
    {"R73", "leave", 'D', "/st/{training}/ledighet/{leave}/ta-bort", "version=1"},
    {"R79", "late", 'D', "/registrera", "vad=supervisor_meeting&nar=2026-11-23&enhet={unit}"},
    {"R83", "passed", 'D', "/registrera", "vad=inspection_external&nar=2026-11-20&enhet={unit}"},
    {"R86", "none", 'D', "/registrera", "vad=inspection_internal&nar=2026-11-20&enhet={unit}"},
    {"R92", "many", 'D', "/plan/placering/{last place}/ta-bort", "version=1"},
    {"joint-education", "few", 'D', "/registrera", "vad=joint_education&nar=2026-11-20&enhet={unit}"},
    {"networks", "few", 'D', "/registrera", "vad=network&nar=2026-11-20&enhet={unit}&vem={Dag Rektor}"},
    {"own-cpd", "few", 'D', "/registrera", "vad=cpd&nar=2026-11-20&enhet={unit}&vem={Dag Rektor}"},
    {"pedagogy", "none", 'D', "/registrera", "vad=pedagogy&nar=2026-11-20&enhet={unit}&vem={Dag Rektor}"},
    {"council", "none", 'D', "/registrera", "vad=council&nar=2026-11-20&enhet={unit}&vem={Dag Rektor}"},
    {"ul-interests", "silent", 'D', "/sammankomster/fragor", "id={issue}&version=1&steg=Tas+upp&nar=2026-12-10"},
    {"history", "unknown", 'D', "/st/komplettera", "st={training}&var=P%C3%A4rm{answers}"},
};

// --- the case in a database

typedef struct {
    Browser browser;
    Case *of;
    Err err;
    Finding finding;
    int64_t *training_ids; // as the case numbers them
    size_t training_count;
} World;

// The numbers of a case run through all its lists; demo_store wants each list's own, from 1.
#define INDEX(list, id) index_of((list).items, (list).count, sizeof *(list).items, id)

static int64_t index_of(const void *items, size_t count, size_t size, int64_t id) {
    for (size_t i = 0; i < count; i++) {
        int64_t there;
        memcpy(&there, (const char *)items + i * size, sizeof there);
        if (id && there == id) return (int64_t)i + 1;
    }
    return 0;
}

static void to_world(const FactsInput *in, DemoWorld *w) {
    w->units = in->units, w->people = in->people, w->qualifications = in->qualifications, w->appointments = in->appointments;
    w->trainings = in->trainings, w->shares = in->shares, w->absences = in->absences, w->supervisions = in->supervisions;
    w->placements = in->placements, w->capacities = in->capacities, w->events = in->events, w->certificates = in->certificates;
    w->terms = in->terms, w->receipts = in->receipts, w->questions = in->questions;
    for (size_t i = 0; i < w->terms.count; i++) {
        DirectorTerms *t = &w->terms.items[i];
        t->id.raw = 0, t->appointment.raw = INDEX(in->appointments, t->appointment.raw);
        t->person.raw = INDEX(in->people, t->person.raw), t->unit.raw = INDEX(in->units, t->unit.raw);
    }
    for (size_t i = 0; i < w->receipts.count; i++) {
        InOutReceipt *r = &w->receipts.items[i];
        r->id.raw = 0, r->unit.raw = INDEX(in->units, r->unit.raw), r->person.raw = 1;
    }
    for (size_t i = 0; i < w->questions.count; i++) {
        AskedQuestion *q = &w->questions.items[i];
        q->id.raw = 0, q->unit.raw = INDEX(in->units, q->unit.raw), q->asker.raw = INDEX(in->people, q->asker.raw);
    }
    for (size_t i = 0; i < w->units.count; i++) w->units.items[i].parent.raw = INDEX(in->units, w->units.items[i].parent.raw);
    for (size_t i = 0; i < w->qualifications.count; i++) w->qualifications.items[i].person.raw = INDEX(in->people, w->qualifications.items[i].person.raw);
    for (size_t i = 0; i < w->appointments.count; i++) {
        Appointment *a = &w->appointments.items[i];
        a->id.raw = 0, a->person.raw = INDEX(in->people, a->person.raw), a->unit.raw = INDEX(in->units, a->unit.raw);
    }
    for (size_t i = 0; i < w->shares.count; i++) w->shares.items[i].id.raw = 0, w->shares.items[i].training.raw = INDEX(in->trainings, w->shares.items[i].training.raw);
    for (size_t i = 0; i < w->absences.count; i++) w->absences.items[i].id.raw = 0, w->absences.items[i].training.raw = INDEX(in->trainings, w->absences.items[i].training.raw);
    for (size_t i = 0; i < w->supervisions.count; i++) {
        Supervision *s = &w->supervisions.items[i];
        s->id.raw = 0, s->training.raw = INDEX(in->trainings, s->training.raw), s->supervisor.raw = INDEX(in->people, s->supervisor.raw);
    }
    for (size_t i = 0; i < w->events.count; i++) {
        Event *e = &w->events.items[i];
        e->id.raw = 0, e->training.raw = INDEX(in->trainings, e->training.raw), e->unit.raw = INDEX(in->units, e->unit.raw);
        e->responsible.raw = INDEX(in->people, e->responsible.raw);
    }
    for (size_t i = 0; i < w->certificates.count; i++) {
        Certificate *c = &w->certificates.items[i];
        c->id.raw = 0, c->training.raw = INDEX(in->trainings, c->training.raw), c->placement.raw = INDEX(in->placements, c->placement.raw);
        c->signer.raw = INDEX(in->people, c->signer.raw);
    }
    for (size_t i = 0; i < w->capacities.count; i++) w->capacities.items[i].id.raw = 0, w->capacities.items[i].unit.raw = INDEX(in->units, w->capacities.items[i].unit.raw);
    for (size_t i = 0; i < w->placements.count; i++) {
        Placement *p = &w->placements.items[i];
        p->training.raw = INDEX(in->trainings, p->training.raw), p->unit.raw = INDEX(in->units, p->unit.raw);
        p->supervisor.raw = 0; // demo_store keeps none
    }
    for (size_t i = 0; i < w->trainings.count; i++) {
        Training *t = &w->trainings.items[i];
        t->trainee.raw = INDEX(in->people, t->trainee.raw), t->home_unit.raw = INDEX(in->units, t->home_unit.raw);
    }
    for (size_t i = 0; i < w->qualifications.count; i++) w->qualifications.items[i].id.raw = 0;
    w->actions = in->actions, w->issues = in->issues, w->programmes = in->programmes, w->introductions = in->introductions;
    w->introduction_steps = in->introduction_steps;
    for (size_t i = 0; i < w->actions.count; i++) w->actions.items[i].id.raw = 0, w->actions.items[i].unit.raw = INDEX(in->units, w->actions.items[i].unit.raw);
    for (size_t i = 0; i < w->issues.count; i++) w->issues.items[i].id.raw = 0, w->issues.items[i].unit.raw = INDEX(in->units, w->issues.items[i].unit.raw);
    for (size_t i = 0; i < w->programmes.count; i++) w->programmes.items[i].unit.raw = INDEX(in->units, w->programmes.items[i].unit.raw);
    for (size_t i = 0; i < w->introduction_steps.count; i++) {
        IntroductionStep *s = &w->introduction_steps.items[i];
        s->id.raw = 0, s->training.raw = INDEX(in->trainings, s->training.raw), s->introduction.raw = INDEX(in->introductions, s->introduction.raw);
    }
    for (size_t i = 0; i < w->introductions.count; i++) {
        Introduction *n = &w->introductions.items[i];
        n->training.raw = INDEX(in->trainings, n->training.raw), n->unit.raw = 1;
    }
}

static PersonId person_named(const DemoWorld *world, Arena *arena, Str name) {
    for (size_t i = 0; i < world->people.count; i++)
        if (str_equal(facts_person_name(arena, &world->people.items[i]), name)) return world->people.items[i].id;
    return (PersonId){0};
}

static void give_account(World *world, const DemoWorld *demo, Act *act, const char *name, const char *login, Role role) {
    Account account = {.person = person_named(demo, world->browser.arena, str_from_c(name)), .login = str_from_c(login),
                       .password_hash = browser_hash(world->browser.arena, TEST_PASSWORD), .language = STR("sv")};
    (void)role;
    CHECK(account.person.raw, name);
    CHECK_OK(account_save(act, &account, &world->err), world->err);
}

static Case *breach(Arena *arena, const Remedy *remedy) {
    const char *file = str_to_c(arena, str_printf(arena, "tests/cases/duty/%s.case", remedy->rule));
    CaseList cases = case_list_read(arena, test_file(arena, "tests/cases/clean.clinic"), test_file(arena, file), file);
    Str expected = str_printf(arena, "%s.%s  ", remedy->rule, remedy->variant);
    for (size_t i = 0; i < cases.count; i++)
        if (str_find(cases.items[i].expects, expected) != STR_NOT_FOUND &&
            date_compare(cases.items[i].on, date_from_ymd(2026, 11, 23)) == 0)
            return &cases.items[i];
    return NULL;
}

static bool is_of_case(const DemoWorld *demo, UnitId unit) {
    for (size_t i = 0; i < demo->units.count; i++)
        if (demo->units.items[i].id.raw == unit.raw) return true;
    return false;
}

// Not one about whoever test_site.h has put in a unit of her own.
static bool find_open(World *world, const DemoWorld *demo, const Remedy *remedy, Finding *ret) {
    FindingList all;
    CHECK_OK(finding_open_all(world->browser.db, world->browser.arena, &all, &world->err), world->err);
    for (size_t i = 0; i < all.count; i++)
        if (str_equal(all.items[i].rule, str_from_c(remedy->rule)) && str_equal(all.items[i].variant, str_from_c(remedy->variant)) && is_of_case(demo, all.items[i].unit)) {
            *ret = all.items[i];
            return true;
        }
    return false;
}

// What an invented clinic has none of: courses applied for, and settings.
static void lay_rest(World *world, const DemoWorld *demo, Act *act) {
    const FactsInput *in = &world->of->facts;
    IdMap trainings = {0};
    for (size_t i = 0; i < world->training_count; i++) id_map_put(act->arena, &trainings, world->training_ids[i], demo->trainings.items[i].id.raw);
    for (size_t i = 0; i < in->courses.count; i++) {
        Course course = in->courses.items[i];
        course.id.raw = 0;
        CHECK_OK(course_save(act, &course, &world->err), world->err);
        for (size_t a = 0; a < in->applications.count; a++) {
            CourseApplication application = in->applications.items[a];
            if (application.course.raw != in->courses.items[i].id.raw) continue;
            application.id.raw = 0, application.course = course.id;
            CHECK(id_map_get(&trainings, application.training.raw, &application.training.raw), "whose application");
            CHECK_OK(course_application_save(act, &application, &world->err), world->err);
        }
    }
    for (size_t i = 0; i < world->of->setting_count; i++) {
        Setting setting = {.key = world->of->settings[i].key, .value = world->of->settings[i].value_json, .valid_from = date_from_ymd(2020, 1, 1)};
        CHECK_OK(setting_save(act, &setting, &world->err), world->err);
    }
}

static bool lay(World *world, const Remedy *remedy, DemoWorld *demo) {
    Db *db = world->browser.db;
    RefreshCount count;
    world->training_count = world->of->facts.trainings.count;
    world->training_ids = arena_array(world->browser.arena, int64_t, world->training_count + 1);
    for (size_t i = 0; i < world->training_count; i++) world->training_ids[i] = world->of->facts.trainings.items[i].id.raw;
    to_world(&world->of->facts, demo);
    CHECK_OK(db_begin_write(db, &world->err), world->err);
    Act act = test_act(db, world->browser.arena, "test.lay");
    CHECK_OK(demo_store(&act, demo, &world->err), world->err);
    lay_rest(world, demo, &act);
    give_account(world, demo, &act, "Dag Rektor", "dag", ROLE_DIRECTOR);
    give_account(world, demo, &act, "Hedda Chef", "hedda", ROLE_HEAD);
    CHECK_OK(audit_end(&act, &world->err), world->err);
    CHECK_OK(finding_refresh(db, world->browser.arena, date_from_ymd(2026, 11, 23), &count, &world->err), world->err);
    CHECK_OK(db_commit(db, &world->err), world->err);
    bool found = find_open(world, demo, remedy, &world->finding);
    if (!found) print_error("%s.%s is not found in the database\n", remedy->rule, remedy->variant);
    return found;
}

// --- the remedy

static Str training_form(World *world, const DemoWorld *demo) {
    Arena *arena = world->browser.arena;
    for (size_t i = 0; i < demo->trainings.count; i++) {
        const Training *t = &demo->trainings.items[i];
        if (t->id.raw != world->finding.training.raw) continue;
        return str_printf(arena, "version=1&specialitet=%.*s&foreskrift=2021&at=no&hem=%lld&start=%.*s&slut=%.*s&lage=active", STR_ARG(t->specialty),
                          (long long)t->home_unit.raw, STR_ARG(date_iso(arena, t->first)), STR_ARG(date_iso(arena, t->planned_end)));
    }
    return STR("");
}

static Str answers(World *world, const DemoWorld *demo) {
    Buf buf = buf_begin(world->browser.arena);
    for (size_t i = 0; i < demo->placements.count; i++)
        if (demo->placements.items[i].training.raw == world->finding.training.raw)
            buf_addf(&buf, "&u%lld=papper", (long long)demo->placements.items[i].id.raw);
    return buf_end(&buf);
}

static Str value_of(World *world, const DemoWorld *demo, Str name) {
    Arena *arena = world->browser.arena;
    const Finding *f = &world->finding;
    int64_t id = str_equal(name, STR("training")) ? f->training.raw : str_equal(name, STR("unit")) ? f->unit.raw
                 : str_equal(name, STR("person")) ? f->person.raw : str_equal(name, STR("placement")) ? f->placement.raw : 0;
    if (str_equal(name, STR("training form"))) return training_form(world, demo);
    if (str_equal(name, STR("answers"))) return answers(world, demo);
    for (size_t i = 0; i < demo->placements.count && str_equal(name, STR("last place")); i++)
        if (demo->placements.items[i].training.raw == f->training.raw) id = demo->placements.items[i].id.raw;
    for (size_t i = 0; i < demo->certificates.count && str_equal(name, STR("certificate")); i++)
        if (demo->certificates.items[i].training.raw == f->training.raw) id = demo->certificates.items[i].id.raw;
    if (str_equal(name, STR("question")) && demo->questions.count) id = demo->questions.items[0].id.raw;
    if (str_equal(name, STR("terms")) && demo->terms.count) id = demo->terms.items[0].version;
    for (size_t i = 0; i < demo->absences.count && str_equal(name, STR("leave")); i++)
        if (demo->absences.items[i].training.raw == f->training.raw) id = demo->absences.items[i].id.raw;
    for (size_t i = 0; i < demo->trainings.count && str_starts(name, STR("st ")); i++)
        if (demo->trainings.items[i].trainee.raw == person_named(demo, arena, str_slice(name, 3, name.size)).raw) id = demo->trainings.items[i].id.raw;
    for (size_t i = 0; i < demo->capacities.count && str_equal(name, STR("capacity")); i++)
        if (demo->capacities.items[i].unit.raw == f->unit.raw) id = demo->capacities.items[i].id.raw;
    for (size_t i = 0; i < demo->actions.count && str_equal(name, STR("action")); i++) id = demo->actions.items[i].id.raw;
    for (size_t i = 0; i < demo->issues.count && str_equal(name, STR("issue")); i++) id = demo->issues.items[i].id.raw;
    for (size_t i = 0; i < demo->introduction_steps.count && str_equal(name, STR("step")); i++) id = demo->introduction_steps.items[i].id.raw;
    for (size_t i = 0; !id && i < demo->units.count; i++)
        if (str_equal(demo->units.items[i].name, name)) id = demo->units.items[i].id.raw;
    if (!id) id = person_named(demo, arena, name).raw;
    if (!id) print_error("%s: nothing is called %s\n", str_to_c(arena, f->rule), str_to_c(arena, name));
    return str_printf(arena, "%lld", (long long)id);
}

static Str fill(World *world, const DemoWorld *demo, const char *text) {
    Buf buf = buf_begin(world->browser.arena);
    for (Str rest = str_from_c(text); rest.size;) {
        size_t from = str_find_char(rest, '{'), to = str_find_char(rest, '}');
        buf_add(&buf, str_slice(rest, 0, from));
        if (from == STR_NOT_FOUND) break;
        buf_add(&buf, value_of(world, demo, str_slice(rest, from + 1, to)));
        rest = str_slice(rest, to + 1, rest.size);
    }
    return buf_end(&buf);
}

static Str error_of(const Browser *browser) {
    size_t at = str_find(browser->out.body, STR("role=\"alert\""));
    Str from = str_slice(browser->out.body, at == STR_NOT_FOUND ? browser->out.body.size : at, browser->out.body.size);
    return str_slice(from, 0, from.size > 700 ? 700 : from.size);
}

static bool mend(World *world, const DemoWorld *demo, const Remedy *remedy) {
    Browser *browser = &world->browser;
    Finding after;
    CHECK(sign_in(browser, remedy->who == 'H' ? "hedda" : "dag", "kaffekopp+i+tisdagsregn") == 303, "signed in");
    int shown = get(browser, str_to_c(browser->arena, str_printf(browser->arena, "/arende/%lld", (long long)world->finding.id.raw)));
    if (shown != 200) print_error("%s: /arende answered %d\n", remedy->rule, shown);
    CHECK(get(browser, "/konto") == 200, "a page");
    Str csrf = field(browser, "csrf");
    Str targets = fill(world, demo, remedy->target), target;
    while (str_split(&targets, '|', &target)) {
        int status = post(browser, str_to_c(browser->arena, target), csrf, str_to_c(browser->arena, fill(world, demo, remedy->fields)));
        if (status == 303) continue;
        print_error("%s: %.*s answered %d\n%.*s\n", remedy->rule, STR_ARG(target), status, STR_ARG(error_of(browser)));
        return false;
    }
    bool open = find_open(world, demo, remedy, &after) && after.id.raw == world->finding.id.raw;
    if (open) print_error("%s.%s is still open\n", remedy->rule, remedy->variant);
    return !open;
}

TEST(remedy_of_each_rule_closes_its_finding) {
    size_t mended = 0;
    for (size_t i = 0; i < COUNT_OF(remedies); i++) {
        World world = {.browser = browser_open(routes, true)};
        DemoWorld demo = {0};
        world.of = breach(world.browser.arena, &remedies[i]);
        if (!world.of) print_error("%s.%s has no plain case\n", remedies[i].rule, remedies[i].variant);
        mended += world.of && lay(&world, &remedies[i], &demo) && mend(&world, &demo, &remedies[i]);
        browser_close(&world.browser);
    }
    CHECK(mended == COUNT_OF(remedies), "every remedy closes what it is for");
}
