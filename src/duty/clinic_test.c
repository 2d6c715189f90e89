// The example clinic, imported as its director has it: what is found, that it stays true by every act,
// and what each role sees of it.
#include "duty/act.h"
#include "duty/digest.h"
#include "duty/facts_load.h"
#include "duty/finding_act.h"
#include "duty/finding_store.h"
#include "duty/preview.h"
#include "duty/todo_page.h"
#include "exchange/import_act.h"
#include "gen/sql.h"
#include "plan/test_files.h"
#include "rulebook/rulebook_store.h"
#include "store/test_db.h"

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    Facts *facts;
} Clinic;

static Clinic clinic_open(void) {
    static const char *const files[] = {"enheter", "kapacitet",  "personer",  "uppdrag", "tjanstgoringar",
                                        "placeringar", "franvaro", "handelser", "kurser"};
    Clinic clinic = {.db = test_db_open(), .arena = arena_open(1u << 30)};
    Import *import = arena_new(clinic.arena, Import);
    ImportRecords records = {0};
    ValueRules rules = import_rules(clinic.arena);
    CHECK_OK(db_begin_write(clinic.db, &clinic.err), clinic.err);
    CHECK_OK(import_load(clinic.db, clinic.arena, import, &records, &clinic.err), clinic.err);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        Str path = str_printf(clinic.arena, "tests/data/norrvik/%s.csv", files[i]);
        import_file_read(clinic.arena, path, test_file(clinic.arena, path.data), &rules, &import->input);
    }
    import_work(clinic.arena, import, date_from_ymd(2026, 11, 23));
    Act act = test_act(clinic.db, clinic.arena, "import");
    CHECK_OK(import_apply(&act, import, &records, &clinic.err), clinic.err);
    CHECK_OK(facts_load(clinic.db, clinic.arena, &clinic.facts, &clinic.err), clinic.err);
    return clinic;
}

static void clinic_close(Clinic *clinic) {
    db_rollback(clinic->db);
    test_db_close(clinic->db);
    arena_close(clinic->arena);
}

static Date today(void) { return date_from_ymd(2026, 11, 23); }

static const TrainingFacts *trainee(const Clinic *clinic, const char *name) {
    for (size_t i = 0; i < clinic->facts->training_count; i++)
        if (str_equal(facts_person_name(clinic->arena, clinic->facts->trainings[i].trainee->person), str_from_c(name)))
            return &clinic->facts->trainings[i];
    CHECK(false, name);
    return NULL;
}

static const UnitFacts *unit(const Clinic *clinic, const char *name) {
    for (size_t i = 0; i < clinic->facts->unit_count; i++)
        if (str_equal(facts_unit_name(&clinic->facts->units[i]), str_from_c(name))) return &clinic->facts->units[i];
    CHECK(false, name);
    return NULL;
}

static PersonId person(const Clinic *clinic, const char *name) {
    for (size_t i = 0; i < clinic->facts->person_count; i++)
        if (str_equal(facts_person_name(clinic->arena, clinic->facts->people[i].person), str_from_c(name)))
            return clinic->facts->people[i].person->id;
    CHECK(false, name);
    return (PersonId){0};
}

static FindingList open_findings(Clinic *clinic) {
    FindingList list;
    CHECK_OK(finding_todo(clinic->db, clinic->arena, &list, &clinic->err), clinic->err);
    return list;
}

static const Finding *find(const FindingList *list, Arena *arena, const char *rule, const char *variant, const char *label) {
    for (size_t i = 0; i < list->count; i++) {
        const Finding *f = &list->items[i];
        bool about = !*label || str_find(finding_title(arena, LANG_SV, f), str_from_c(label)) != STR_NOT_FOUND;
        if (str_equal(f->rule, str_from_c(rule)) && str_equal(f->variant, str_from_c(variant)) && about) return f;
    }
    return NULL;
}

TEST(clinic_shows_every_planted_fault_and_little_else) {
    static const struct {
        const char *rule, *variant, *about;
    } planted[] = {
        {"R38", "none", "Teo Ängslyng"},       {"R38", "none", "Amir Stenberg"},
        {"R39", "untrained", "Signe Ängslyng"}, {"R39", "untrained", "Amir Strandmark"},
        {"R39", "untrained", "Samir Norrvik"},  {"R39", "untrained", "Nils Vinterberg"},
        {"R39", "untrained", "Tove Stenstad"},  {"R19", "none", "Sanna Ekstad"},
        {"R19", "none", "Noor Tallberg"},       {"R55", "late", "Örjan Björkmo"},
        {"R48", "first", "Petter Ängsmark"},    {"R02", "old", ""},
        {"R03", "soon", "31 januari 2027"},     {"ksr-exists", "gap", "1 februari 2027"},
        {"R04", "under", "5 timmar"},           {"R29", "full", "Gastroenterologi"},
        {"R29", "full", "Psykiatriska kliniken"}, {"R29", "full", "Neurologi"},
        {"R29", "full", "Norrviks vårdcentral"},  {"R29", "full", "Hematologi"},
        {"R30", "after", "Nils Fjällfors"},     {"R30", "after", "Signe Ekmo"},
        {"R28", "gap", "Linn Lövhed"},          {"R28", "gap", "Sanna Sjöros"},
        {"R83", "order", "17 maj 2027"},        {"R40", "old", "Sju handledare"},
        {"R60", "forecast", "Teo Ängslyng"},
    };
    Clinic clinic = clinic_open();
    FindingList list = open_findings(&clinic);
    for (size_t i = 0; i < COUNT_OF(planted); i++)
        CHECK(find(&list, clinic.arena, planted[i].rule, planted[i].variant, planted[i].about), planted[i].about);
    Digest digest = digest_make(clinic.arena, LANG_SV, &list, today());
    int demands = 0;
    for (size_t i = 0; i < digest.rows.count; i++) demands += digest.rows.items[i].word == FINDING_WORD_KRAV;
    CHECK(digest.rows.count <= 40 && digest.rows.count >= 20, "at most forty rows");
    CHECK(demands <= 12 && demands >= 3, "at most twelve of them red");
    clinic_close(&clinic);
}

// What a reading of the files says is no fault.
TEST(clinic_cries_no_wolf) {
    static const struct {
        const char *rule, *variant, *about, *why;
    } calm[] = {
        {"R39", "specialty", "", "a cardiologist may supervise in internal medicine"},
        {"R57", "warn", "", "certificates were never registered: unknown"},
        {"R57", "late", "", "certificates were never registered: unknown"},
        {"R08", "late", "", "notices to the BT unit were never registered: unknown"},
        {"R06", "no_right", "", "all under 2015 have Swedish AT"},
        {"R11", "acute_care", "", "psychiatry may be acute care"},
        {"R21", "unplanned", "", "the files say nothing of goals"},
        {"R42", "warn", "Rasmus Ljungberg", "he is on parental leave"},
        {"R28", "gap", "Noor Hedängen", "she is on leave after the plan"},
        {"R79", "late", "", "the supervisors met in October"},
        {"R48", "late", "Rasmus Ljungberg", "he is on parental leave"},
    };
    Clinic clinic = clinic_open();
    FindingList list = open_findings(&clinic);
    for (size_t i = 0; i < COUNT_OF(calm); i++)
        CHECK(!find(&list, clinic.arena, calm[i].rule, calm[i].variant, calm[i].about), calm[i].why);
    clinic_close(&clinic);
}

static void check_nothing_changes(Clinic *clinic, RefreshCount count, const char *why) {
    if (count.opened || count.changed || count.closed)
        print_error("%d opened, %d changed, %d closed\n", count.opened, count.changed, count.closed);
    CHECK(!count.opened && !count.changed && !count.closed && count.same > 0, why);
    (void)clinic;
}

TEST(clinic_is_the_same_whole_and_unit_by_unit) {
    Clinic clinic = clinic_open();
    RefreshCount count;
    CHECK_OK(finding_refresh(clinic.db, clinic.arena, today(), &count, &clinic.err), clinic.err);
    check_nothing_changes(&clinic, count, "a second run finds the same");
    int same = 0;
    for (size_t i = 0; i < clinic.facts->unit_count; i++) {
        int64_t id = clinic.facts->units[i].unit->id.raw;
        RefreshCount one;
        FactsPart part = {0};
        part_add_whole(clinic.arena, &part, id);
        CHECK_OK(finding_refresh_part(clinic.db, clinic.arena, today(), &part, &one, &clinic.err), clinic.err);
        CHECK(!one.opened && !one.changed && !one.closed, "one unit alone finds what the whole finds");
        same += one.same;
    }
    CHECK(same == count.same, "every finding belongs to one unit");
    clinic_close(&clinic);
}

// Each training alone, and each unit without its trainings: together they find what the whole finds.
TEST(clinic_is_the_same_training_by_training) {
    Clinic clinic = clinic_open();
    RefreshCount count, one;
    CHECK_OK(finding_refresh(clinic.db, clinic.arena, today(), &count, &clinic.err), clinic.err);
    int same = 0;
    for (size_t i = 0; i < clinic.facts->unit_count + clinic.facts->training_count; i++) {
        FactsPart part = {0};
        bool is_unit = i < clinic.facts->unit_count;
        if (is_unit) part_add_unit(clinic.arena, &part, clinic.facts->units[i].unit->id.raw);
        else {
            const Training *t = clinic.facts->trainings[i - clinic.facts->unit_count].training;
            part_add_training(clinic.arena, &part, t->id.raw, t->home_unit.raw);
        }
        CHECK_OK(finding_refresh_part(clinic.db, clinic.arena, today(), &part, &one, &clinic.err), clinic.err);
        CHECK(!one.opened && !one.changed && !one.closed, is_unit ? "a unit's own rules alone" : "a training alone");
        same += one.same;
    }
    CHECK(same == count.same, "every finding is about one of them");
    clinic_close(&clinic);
}

static bool is_open(Clinic *clinic, const char *rule, const char *variant, const char *about) {
    FindingList list = open_findings(clinic);
    return find(&list, clinic->arena, rule, variant, about) != NULL;
}

static void check_whole_agrees(Clinic *clinic, const char *why) {
    RefreshCount count;
    CHECK_OK(finding_refresh(clinic->db, clinic->arena, today(), &count, &clinic->err), clinic->err);
    check_nothing_changes(clinic, count, why);
}

TEST(clinic_stays_true_by_every_act) {
    Clinic clinic = clinic_open();
    Supervision main = {.training = trainee(&clinic, "Teo Ängslyng")->training->id, .first = today(), .past = DATE_OPEN,
                        .supervisor = person(&clinic, "Leila Norrmark"), .kind = SUPERVISION_KIND_MAIN};
    Act act = test_act(clinic.db, clinic.arena, "supervision.add");
    CHECK_OK(supervision_save(&act, &main, &clinic.err) && act_end(&act, &clinic.err), clinic.err);
    CHECK(!is_open(&clinic, "R38", "none", "Teo Ängslyng"), "a supervisor is named: the finding closes");
    CHECK(is_open(&clinic, "R38", "none", "Amir Stenberg"), "the other stays");
    check_whole_agrees(&clinic, "after a supervision");

    Event review = {.kind = EVENT_KIND_YEARLY_REVIEW, .training = trainee(&clinic, "Örjan Björkmo")->training->id, .held = today()};
    act = test_act(clinic.db, clinic.arena, "event.add");
    CHECK_OK(event_save(&act, &review, &clinic.err) && act_end(&act, &clinic.err), clinic.err);
    CHECK(!is_open(&clinic, "R55", "late", ""), "a review is registered: the finding closes");
    check_whole_agrees(&clinic, "after an event");

    Capacity more = {.unit = unit(&clinic, "Psykiatriska kliniken")->unit->id, .first = date_from_ymd(2026, 1, 1),
                     .past = date_from_ymd(2027, 1, 1), .places = 4};
    act = test_act(clinic.db, clinic.arena, "capacity.add");
    CHECK_OK(capacity_save(&act, &more, &clinic.err) && act_end(&act, &clinic.err), clinic.err);
    CHECK(!is_open(&clinic, "R29", "full", "Psykiatriska kliniken"), "a place more: the clash is solved");
    check_whole_agrees(&clinic, "after a capacity");

    Placement late = {0};
    const TrainingFacts *t = trainee(&clinic, "Signe Ekmo");
    for (size_t i = 0; i < t->placements.count; i++) late = t->placements.items[i];
    late.state = PLACEMENT_STATE_CANCELLED;
    act = test_act(clinic.db, clinic.arena, "placement.cancel");
    CHECK_OK(placement_save(&act, &late, &clinic.err) && act_end(&act, &clinic.err), clinic.err);
    CHECK(!is_open(&clinic, "R30", "after", "Signe Ekmo"), "the placement after the end is cancelled");
    check_whole_agrees(&clinic, "after a placement");

    Qualification course = {.person = person(&clinic, "Oskar Björkberg"), .kind = QUALIFICATION_KIND_SUPERVISOR_COURSE,
                            .since = date_from_ymd(2026, 10, 1)};
    act = test_act(clinic.db, clinic.arena, "qualification.add");
    CHECK_OK(qualification_save(&act, &course, &clinic.err) && act_end(&act, &clinic.err), clinic.err);
    CHECK(!is_open(&clinic, "R02", "old", ""), "a new course");
    check_whole_agrees(&clinic, "after a qualification");

    Setting longer = {.key = STR("R42.warn_days"), .value = STR("140"), .valid_from = date_from_ymd(2026, 1, 1)};
    act = test_act(clinic.db, clinic.arena, "setting.add");
    CHECK_OK(setting_save(&act, &longer, &clinic.err) && act_end(&act, &clinic.err), clinic.err);
    CHECK(!is_open(&clinic, "R42", "warn", ""), "the region has another interval");
    clinic_close(&clinic);
}

// --- many acts, each on something anywhere in the clinic: what was re-evaluated is what a whole run finds

static uint32_t roll(uint32_t *seed, size_t sides) {
    *seed = *seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)*seed * sides) >> 32);
}

static const TrainingFacts *any_training(const Clinic *clinic, uint32_t *seed) {
    return &clinic->facts->trainings[roll(seed, clinic->facts->training_count)];
}

static const PersonFacts *any_person(const Clinic *clinic, uint32_t *seed) {
    return &clinic->facts->people[roll(seed, clinic->facts->person_count)];
}

static Date any_day(uint32_t *seed) { return date_add_days(today(), (int)roll(seed, 1400) - 1000); }

static bool change_event(Clinic *clinic, Act *act, uint32_t *seed) {
    Event event = {.kind = (EventKind)roll(seed, EVENT_KIND_COUNT), .held = any_day(seed)};
    if (roll(seed, 4)) event.training = any_training(clinic, seed)->training->id;
    else event.unit = clinic->facts->units[roll(seed, clinic->facts->unit_count)].unit->id;
    return event_save(act, &event, &clinic->err);
}

static bool change_placement(Clinic *clinic, Act *act, uint32_t *seed) {
    const TrainingFacts *t = any_training(clinic, seed);
    if (!t->placements.count) return true;
    Placement p, now = t->placements.items[roll(seed, t->placements.count)];
    if (!placement_load(clinic->db, clinic->arena, now.id, &p, &clinic->err)) return false;
    p.unit = clinic->facts->units[roll(seed, clinic->facts->unit_count)].unit->id;
    p.past = date_add_days(p.first, 10 + (int)roll(seed, 300));
    if (!roll(seed, 3)) p.state = PLACEMENT_STATE_CANCELLED;
    return placement_save(act, &p, &clinic->err);
}

static bool change_supervision(Clinic *clinic, Act *act, uint32_t *seed) {
    Supervision s = {.training = any_training(clinic, seed)->training->id, .supervisor = any_person(clinic, seed)->person->id,
                     .first = any_day(seed), .past = DATE_OPEN, .kind = roll(seed, 2) ? SUPERVISION_KIND_MAIN : SUPERVISION_KIND_PLACEMENT};
    return supervision_save(act, &s, &clinic->err);
}

static bool change_training(Clinic *clinic, Act *act, uint32_t *seed) {
    Training t;
    if (!training_load(clinic->db, clinic->arena, any_training(clinic, seed)->training->id, &t, &clinic->err)) return false;
    if (roll(seed, 2)) t.home_unit = clinic->facts->units[roll(seed, clinic->facts->unit_count)].unit->id;
    else t.planned_end = any_day(seed);
    return training_save(act, &t, &clinic->err);
}

static bool change_person(Clinic *clinic, Act *act, uint32_t *seed) {
    Person p;
    if (!person_load(clinic->db, clinic->arena, any_person(clinic, seed)->person->id, &p, &clinic->err)) return false;
    p.family_name = str_printf(clinic->arena, "Bytt%u", (unsigned)roll(seed, 99));
    p.licence_date = roll(seed, 2) ? DATE_NONE : any_day(seed);
    return person_save(act, &p, &clinic->err);
}

static bool change_qualification(Clinic *clinic, Act *act, uint32_t *seed) {
    Qualification q = {.person = any_person(clinic, seed)->person->id, .since = any_day(seed),
                       .kind = roll(seed, 2) ? QUALIFICATION_KIND_SUPERVISOR_COURSE : QUALIFICATION_KIND_SPECIALIST};
    if (q.kind == QUALIFICATION_KIND_SPECIALIST) q.specialty = STR("kardiologi");
    return qualification_save(act, &q, &clinic->err);
}

static bool change_appointment(Clinic *clinic, Act *act, uint32_t *seed) {
    static const Role roles[] = {ROLE_DIRECTOR, ROLE_SUPERVISOR, ROLE_CONTACT, ROLE_HEAD};
    Appointment a = {.person = any_person(clinic, seed)->person->id, .unit = clinic->facts->units[roll(seed, clinic->facts->unit_count)].unit->id,
                     .role = roles[roll(seed, COUNT_OF(roles))], .first = any_day(seed)};
    a.past = date_add_days(a.first, 200 + (int)roll(seed, 900));
    return appointment_save(act, &a, &clinic->err);
}

static bool change_absence(Clinic *clinic, Act *act, uint32_t *seed) {
    Absence a = {.training = any_training(clinic, seed)->training->id, .cause = ABSENCE_CAUSE_PARENTAL, .share = {100}, .first = any_day(seed)};
    a.past = date_add_days(a.first, 1 + (int)roll(seed, 200));
    return absence_save(act, &a, &clinic->err);
}

TEST(clinic_stays_true_by_a_hundred_random_acts) {
    static bool (*const changes[])(Clinic *, Act *, uint32_t *) = {
        change_event, change_event, change_placement, change_supervision, change_training,
        change_person, change_qualification, change_appointment, change_absence,
    };
    Clinic clinic = clinic_open();
    uint32_t seed = 4;
    RefreshCount count;
    for (int i = 0; i < 100; i++) {
        uint32_t which = roll(&seed, COUNT_OF(changes));
        Act act = test_act(clinic.db, clinic.arena, "test.random");
        CHECK_OK(changes[which](&clinic, &act, &seed) && act_end(&act, &clinic.err), clinic.err);
        CHECK_OK(finding_refresh(clinic.db, clinic.arena, today(), &count, &clinic.err), clinic.err);
        if (count.opened || count.changed || count.closed) print_error("act %d of kind %u\n", i, which);
        check_nothing_changes(&clinic, count, "what the act left is what a whole run finds");
        if (count.opened || count.changed || count.closed) break;
    }
    clinic_close(&clinic);
}

static bool holds(const Clinic *clinic, const FindingList *list, const Finding *wanted) {
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(finding_key(clinic->arena, &list->items[i]), finding_key(clinic->arena, wanted)) &&
            str_equal(list->items[i].variant, wanted->variant))
            return true;
    return false;
}

// What the preview says of a change of settings is what the change does, no more and no less.
TEST(clinic_preview_is_what_happens) {
    static const struct {
        const char *why, *key, *value;
        bool opens, closes, changes;
    } cases[] = {
        {"reminded earlier of talks", "R42.warn_days", "40", true, false, true},
        {"and much later", "R42.warn_days", "360", false, true, false},
        {"late a day after the reminder", "R42.late_days", "91", false, false, true},
        {"supervisors' meetings every month", "R79.late_months", "1", true, false, false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Clinic clinic = clinic_open();
        UnitId at = unit(&clinic, "Medicinkliniken")->unit->id;
        RulebookOverride change = {.key = str_from_c(cases[i].key), .unit = at.raw, .valid_from = today(),
                                   .value_json = str_from_c(cases[i].value)};
        FindingPreview preview;
        FindingList before = open_findings(&clinic);
        CHECK_OK(finding_preview(clinic.db, clinic.arena, today(), at, &change, 1, &preview, &clinic.err), clinic.err);
        CHECK((preview.opened.count > 0) == cases[i].opens && (preview.closed.count > 0) == cases[i].closes &&
                  (preview.changed.count > 0) == cases[i].changes,
              cases[i].why);
        CHECK(open_findings(&clinic).count == before.count, "nothing is stored");

        Setting saved = {.unit = at, .key = change.key, .value = change.value_json, .valid_from = today()};
        Act act = test_act(clinic.db, clinic.arena, "setting.add");
        CHECK_OK(setting_save(&act, &saved, &clinic.err) && act_end(&act, &clinic.err), clinic.err);
        FindingList after = open_findings(&clinic);
        CHECK(after.count == before.count + preview.opened.count - preview.closed.count, "as many as was said");
        for (size_t o = 0; o < preview.opened.count; o++)
            CHECK(holds(&clinic, &after, &preview.opened.items[o]) && !holds(&clinic, &before, &preview.opened.items[o]),
                  "opened as was said");
        for (size_t o = 0; o < preview.closed.count; o++)
            CHECK(!holds(&clinic, &after, &preview.closed.items[o]), "closed as was said");
        for (size_t o = 0; o < preview.changed.count; o++)
            CHECK(holds(&clinic, &after, &preview.changed.items[o]), "changed as was said");
        clinic_close(&clinic);
    }
}

static FoundList found_on(Clinic *clinic, Date day) {
    Rulebook rulebook;
    CHECK_OK(rulebook_load(clinic->db, clinic->arena, day, &rulebook, &clinic->err), clinic->err);
    return duty_evaluate(clinic->arena, &rulebook, clinic->facts, day);
}

static Str listing(Clinic *clinic, const FoundList *found) {
    Buf buf = buf_begin(clinic->arena);
    for (size_t i = 0; i < found->count; i++)
        buf_addf(&buf, "%.*s %.*s %.*s\n", STR_ARG(found_key(clinic->arena, &found->items[i])),
                 STR_ARG(found->items[i].how->id), STR_ARG(found_args_json(clinic->arena, &found->items[i])));
    return buf_end(&buf);
}

TEST(clinic_a_day_that_has_been_keeps_its_findings) {
    Clinic clinic = clinic_open();
    UnitId at = unit(&clinic, "Medicinkliniken")->unit->id;
    Date october = date_from_ymd(2026, 10, 12);
    FoundList then = found_on(&clinic, october), now = found_on(&clinic, today());
    Str then_text = listing(&clinic, &then), now_text = listing(&clinic, &now);
    static const char *const values[] = {"30", ""}; // changed today, given up tomorrow
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        Setting setting = {.unit = at, .key = STR("R42.warn_days"), .value = str_from_c(values[i]),
                           .valid_from = date_add_days(today(), (int)i)};
        Act act = test_act(clinic.db, clinic.arena, "setting.add");
        CHECK_OK(setting_save(&act, &setting, &clinic.err) && act_end(&act, &clinic.err), clinic.err);
    }
    FoundList again = found_on(&clinic, october), changed = found_on(&clinic, today());
    CHECK(str_equal(listing(&clinic, &again), then_text), "October as it was, byte for byte");
    CHECK(!str_equal(listing(&clinic, &changed), now_text), "today by today's setting");
    Rulebook tomorrow;
    CHECK_OK(rulebook_load(clinic.db, clinic.arena, date_add_days(today(), 1), &tomorrow, &clinic.err), clinic.err);
    CHECK(rulebook_setting(&tomorrow, STR("R42"), STR("warn_days"), at.raw) == 90, "tomorrow as shipped");
    clinic_close(&clinic);
}

// --- people

static Act act_by(Clinic *clinic, const char *name, Role role, const char *action) {
    Act act = test_act(clinic->db, clinic->arena, action);
    act.actor = (Actor){.region = act.actor.region, .person = person(clinic, name).raw, .role = (int)role};
    db_scope_set(clinic->db, (DbScope){act.actor.region, act.actor.person, today()});
    return act;
}

TEST(clinic_findings_are_put_off_only_where_they_may) {
    Clinic clinic = clinic_open();
    FindingList list = open_findings(&clinic);
    FindingId demand = find(&list, clinic.arena, "R38", "none", "Teo Ängslyng")->id;
    FindingId talk = find(&list, clinic.arena, "R42", "warn", "Ebba Hällvall")->id;
    FindingId places = find(&list, clinic.arena, "R29", "full", "Gastroenterologi")->id;
    Date later = date_add_days(today(), 14);
    Act act = act_by(&clinic, "Oskar Björkberg", ROLE_DIRECTOR, "finding.put_off");
    CHECK(!finding_put_off(&act, demand, later, STR("semester"), &clinic.err) && clinic.err.kind == ERR_CONFLICT, "a krav is never put off");
    CHECK(!finding_accept(&act, demand, STR("vet om det"), &clinic.err) && clinic.err.kind == ERR_FORBIDDEN, "the head accepts, nobody else");
    CHECK(!finding_put_off(&act, talk, later, STR("  "), &clinic.err) && clinic.err.kind == ERR_INVALID, "a reason is needed");
    CHECK(!finding_put_off(&act, talk, today(), STR("nu"), &clinic.err) && clinic.err.kind == ERR_INVALID, "a day ahead is needed");
    CHECK_OK(finding_put_off(&act, talk, later, STR("Samtal är bokat."), &clinic.err), clinic.err);
    act = act_by(&clinic, "Oskar Björkberg", ROLE_DIRECTOR, "finding.put_off");
    CHECK_OK(finding_put_off(&act, places, later, STR("Löses i januari."), &clinic.err), clinic.err);
    Finding finding;
    CHECK_OK(finding_get(clinic.db, clinic.arena, talk, &finding, &clinic.err), clinic.err);
    CHECK(finding_is_hidden(&finding, today()) && !finding_is_hidden(&finding, later), "back on its day");
    act = act_by(&clinic, "Leila Tallgren", ROLE_HEAD, "finding.accept");
    CHECK_OK(finding_accept(&act, demand, STR("Ny handledare börjar i december."), &clinic.err), clinic.err);
    act = act_by(&clinic, "Ebba Hällvall", ROLE_TRAINEE, "finding.put_off");
    CHECK(!finding_put_off(&act, talk, later, STR("nej"), &clinic.err), "a trainee puts nothing off");
    clinic_close(&clinic);
}

static Str page_on(Clinic *clinic, const char *name, Role role, const char *query_name, Str query_value, Date day) {
    Act act = act_by(clinic, name, role, "read");
    Request req = {.arena = clinic->arena, .db = clinic->db, .actor = act.actor, .today = day, .now = act.now, .path = STR("/att-gora"),
                   .session = {.signed_in = true, .person = {act.actor.person}, .role = role, .csrf = STR("csrf"),
                               .unit = unit(clinic, "Medicinkliniken")->unit->id}};
    if (query_value.size) list_add(clinic->arena, &req.query, ((Pair){str_from_c(query_name), query_value}));
    Reply reply = {0};
    CHECK_OK(page_todo(&req, &reply, &clinic->err), clinic->err);
    return reply.page.main.markup;
}

static Str page_for(Clinic *clinic, const char *name, Role role, const char *query_name, Str query_value) {
    return page_on(clinic, name, role, query_name, query_value, today());
}

static bool says(Str page, const char *text) { return str_find(page, str_from_c(text)) != STR_NOT_FOUND; }

TEST(clinic_shows_each_role_its_own) {
    Clinic clinic = clinic_open();
    CHECK_OK(db_commit(clinic.db, &clinic.err), clinic.err);
    Str director = page_for(&clinic, "Oskar Björkberg", ROLE_DIRECTOR, "", STR(""));
    CHECK(says(director, "Två utbildningsläkare saknar huvudhandledare"), "the studierektor sees what the head must mend");
    CHECK(says(director, "Psykiatriska kliniken: fyra"), "and too many at a unit that her trainees go to");
    CHECK(says(director, "class=\"l3\""), "places in half-months");
    CHECK(says(director, "5 timmar per vecka avsatt"), "her own task");
    Str one_by_one = page_for(&clinic, "Oskar Björkberg", ROLE_DIRECTOR, "regel", STR("R38"));
    CHECK(!says(one_by_one, "Örjan Björkmo"), "a row's findings and no others");
    Str trainee_page = page_for(&clinic, "Örjan Björkmo", ROLE_TRAINEE, "", STR(""));
    CHECK(says(trainee_page, "Örjan Björkmo har inte haft årlig avstämning"), "a trainee sees what is hers");
    CHECK(!says(trainee_page, "Teo Ängslyng") && !says(trainee_page, "Psykiatriska kliniken: fyra"), "and nothing of others");
    Str supervisor = page_for(&clinic, "Vera Ekängen", ROLE_SUPERVISOR, "", STR(""));
    CHECK(says(supervisor, "Petter Ängsmark") && !says(supervisor, "Teo Ängslyng"), "a supervisor those she supervises");
    Str contact = page_for(&clinic, "Maja Granmo", ROLE_CONTACT, "", STR(""));
    CHECK(says(contact, "Psykiatriska kliniken: fyra") && !says(contact, "Teo Ängslyng"), "a receiving unit its places");
    clinic_close(&clinic);
}

TEST(clinic_next_morning_is_evaluated_by_the_first_visit) {
    Clinic clinic = clinic_open();
    bool of_day;
    CHECK_OK(db_commit(clinic.db, &clinic.err), clinic.err);
    CHECK(!is_open(&clinic, "R48", "late", "Teo Ängslyng"), "his collegium is not late yet");
    page_on(&clinic, "Oskar Björkberg", ROLE_DIRECTOR, "", STR(""), date_from_ymd(2027, 2, 2));
    CHECK_OK(finding_is_of_day(clinic.db, date_from_ymd(2027, 2, 2), &of_day, &clinic.err), clinic.err);
    CHECK(of_day, "the day is noted");
    db_scope_set(clinic.db, (DbScope){.region = db_scope(clinic.db).region, .today = today()});
    CHECK(is_open(&clinic, "R48", "late", "Teo Ängslyng"), "fifteen months have passed, and three since he came home");
    clinic_close(&clinic);
}

// The n-th statement fails, for every n of an act: an error each time, never half an answer.
TEST(clinic_act_fails_whole) {
    Clinic clinic = clinic_open();
    CHECK_OK(db_commit(clinic.db, &clinic.err), clinic.err);
    bool done = false;
    int failures = 0;
    for (int64_t n = 1; !done && n < 200; n++) {
        Event review = {.kind = EVENT_KIND_YEARLY_REVIEW, .training = trainee(&clinic, "Örjan Björkmo")->training->id, .held = today()};
        CHECK_OK(db_begin_write(clinic.db, &clinic.err), clinic.err);
        Act act = test_act(clinic.db, clinic.arena, "event.add");
        db_fail_at(clinic.db, n);
        done = event_save(&act, &review, &clinic.err) && act_end(&act, &clinic.err);
        db_fail_at(clinic.db, 0);
        if (done) continue;
        failures++;
        CHECK(clinic.err.kind == ERR_STORE, "the failure is said");
        db_rollback(clinic.db);
        CHECK(is_open(&clinic, "R55", "late", ""), "nothing has changed");
    }
    CHECK(done && failures > 20, "each statement has failed once, then none");
    clinic_close(&clinic);
}
