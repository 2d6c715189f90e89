// How a world is made: units first, then clinic by clinic its specialists, and trainee by trainee a
// timeline from the specialty's template: base training, then home service and rotations in turn,
// each rotation where a unit still has a place. What happened follows from the timeline; the faults
// are planted last, so that everything else is as it should be.
#include "demo/demo.h"
#include "demo/demo_gather.h"
#include "demo/demo_names.h"
#include "base/buf.h"
#include "base/service_time.h"
#include "rulebook/rulebook.h"
#include <assert.h>

#define LOAD_PERIODS 480 // half-months, from ten years before today

typedef struct {
    const char *specialty, *name, *short_name;
    CareForm care;
    int weight; // trainees per thousand of a hospital's
} ClinicKind;

static const ClinicKind clinic_kinds[] = {
    {"internmedicin", "Medicinkliniken", "Med", CARE_FORM_INPATIENT, 150},
    {"kirurgi", "Kirurgkliniken", "Kir", CARE_FORM_INPATIENT, 105},
    {"ortopedi", "Ortopedkliniken", "Ort", CARE_FORM_INPATIENT, 80},
    {"anestesi-och-intensivvard", "Intensivvård och anestesi", "IVA", CARE_FORM_EMERGENCY, 105},
    {"akutsjukvard", "Akutmottagningen", "Akut", CARE_FORM_EMERGENCY, 50},
    {"psykiatri", "Psykiatriska kliniken", "Psyk", CARE_FORM_INPATIENT, 95},
    {"barn-och-ungdomsmedicin", "Barn- och ungdomskliniken", "Barn", CARE_FORM_INPATIENT, 80},
    {"barn-och-ungdomspsykiatri", "Barn- och ungdomspsykiatri", "BUP", CARE_FORM_OUTPATIENT, 45},
    {"obstetrik-och-gynekologi", "Kvinnokliniken", "KK", CARE_FORM_INPATIENT, 65},
    {"radiologi", "Röntgenkliniken", "Rtg", CARE_FORM_OUTPATIENT, 60},
    {"kardiologi", "Kardiologi", "Kardio", CARE_FORM_INPATIENT, 35},
    {"geriatrik", "Geriatrik", "Ger", CARE_FORM_INPATIENT, 35},
    {"infektionssjukdomar", "Infektionskliniken", "Inf", CARE_FORM_INPATIENT, 25},
    {"lungsjukdomar", "Lungmedicin", "Lung", CARE_FORM_INPATIENT, 20},
    {"neurologi", "Neurologi", "Neu", CARE_FORM_INPATIENT, 25},
    {"onkologi", "Onkologi", "Onk", CARE_FORM_INPATIENT, 25},
    {"njurmedicin", "Njurmedicin", "Nju", CARE_FORM_INPATIENT, 0},
    {"medicinsk-gastroenterologi-och-hepatologi", "Gastroenterologi", "Gastro", CARE_FORM_INPATIENT, 0},
    {"endokrinologi-och-diabetologi", "Endokrinologi", "End", CARE_FORM_INPATIENT, 0},
    {"hematologi", "Hematologi", "Hem", CARE_FORM_INPATIENT, 0},
    {"reumatologi", "Reumatologi", "Reu", CARE_FORM_INPATIENT, 0},
    {"urologi", "Urologi", "Uro", CARE_FORM_INPATIENT, 0},
    {"karlkirurgi", "Kärlkirurgi", "Kärl", CARE_FORM_INPATIENT, 0},
    {"handkirurgi", "Handkirurgi", "Hand", CARE_FORM_INPATIENT, 0},
    {"oron-nas-och-halssjukdomar", "Öron-näsa-hals", "ÖNH", CARE_FORM_INPATIENT, 0},
    {"hud-och-konssjukdomar", "Hudkliniken", "Hud", CARE_FORM_OUTPATIENT, 0},
    {"rehabiliteringsmedicin", "Rehabiliteringsmedicin", "Rehab", CARE_FORM_INPATIENT, 0},
    {"klinisk-fysiologi", "Klinisk fysiologi", "Fys", CARE_FORM_OUTPATIENT, 0},
    {"beroendemedicin", "Beroendemedicin", "Ber", CARE_FORM_OUTPATIENT, 0},
    {"palliativ-medicin", "Palliativ vård", "Pall", CARE_FORM_INPATIENT, 0},
    {"thoraxkirurgi", "Thoraxkirurgi", "Thx", CARE_FORM_INPATIENT, 0},
    {"klinisk-mikrobiologi", "Klinisk mikrobiologi", "Mikro", CARE_FORM_OUTPATIENT, 0},
};

static const struct {
    int trainees, hospitals, health_centres, primary_trainees;
} sizes[] = {
    [DEMO_CLINIC] = {38, 1, 4, 0},
    [DEMO_HOSPITAL] = {150, 1, 8, 22},
    [DEMO_REGION] = {1500, 4, 48, 260},
    [DEMO_NATION] = {1500, 4, 48, 260},
};

typedef struct {
    Arena *arena;
    Dice dice;
    Date today, origin;
    DemoWorld *world;
    int names;
    uint16_t (*load)[LOAD_PERIODS]; // visitors by unit and half-month
    int *places;                    // by unit
    int unit_max;
} Maker;

int demo_region_count(DemoSize size) {
    return size == DEMO_NATION ? 10 : 1;
}

static UnitId add_unit(Maker *m, Unit unit) {
    unit.id = (UnitId){(int64_t)m->world->units.count + 1};
    unit.sort_key = str_sort_key(m->arena, unit.name);
    list_add(m->arena, &m->world->units, unit);
    return unit.id;
}

static PersonId add_person(Maker *m, Date licence) {
    DemoName name = demo_name(m->arena, &m->dice, m->names++);
    int64_t id = (int64_t)m->world->people.count + 1;
    Str ascii = str_sort_key(m->arena, str_printf(m->arena, "%.*s.%.*s", STR_ARG(name.given), STR_ARG(name.family)));
    char *letters = (char *)(uintptr_t)ascii.data; // å ä ö came out as { | }
    for (size_t i = 0; i < ascii.size; i++)
        letters[i] = letters[i] == '{' || letters[i] == '|' ? 'a' : letters[i] == '}' ? 'o' : letters[i];
    Person person = {
        .id = {id},
        .hsa_id = str_printf(m->arena, "TSTNMT2321000156-D%05lld", (long long)id),
        .given_name = name.given,
        .family_name = name.family,
        .sort_key = str_sort_key(m->arena, str_printf(m->arena, "%.*s %.*s", STR_ARG(name.family), STR_ARG(name.given))),
        .email = str_printf(m->arena, "%.*s@%.*s.example", STR_ARG(ascii), STR_ARG(m->world->key)),
        .licence_date = licence,
    };
    list_add(m->arena, &m->world->people, person);
    return person.id;
}

static void appoint(Maker *m, PersonId person, Role role, UnitId unit, Date first, Date past, int share, int hours) {
    Appointment appointment = {.person = person, .role = role, .unit = unit, .first = first, .past = past,
                               .share = {share}, .minutes_week = hours};
    list_add(m->arena, &m->world->appointments, appointment);
}

static void qualify(Maker *m, PersonId person, QualificationKind kind, Str specialty, Date since) {
    list_add(m->arena, &m->world->qualifications,
             (Qualification){.person = person, .kind = kind, .specialty = specialty, .since = since});
}

static void sign_in_as(Maker *m, Role role, PersonId person, const char *login) {
    DemoWorld *world = m->world;
    if (world->account_count == COUNT_OF(world->accounts)) return;
    world->accounts[world->account_count].role = role;
    world->accounts[world->account_count].person = person;
    world->accounts[world->account_count++].login = login;
}

static Date years_before(const Maker *m, int years, int days) {
    return date_add_days(date_add_months(m->today, -12 * years), -days);
}

static PersonId add_specialist(Maker *m, UnitId unit, Str specialty, Role role) {
    int years = dice_between(&m->dice, 4, 24);
    PersonId person = add_person(m, years_before(m, years + 7, dice_below(&m->dice, 300)));
    qualify(m, person, QUALIFICATION_KIND_SPECIALIST, specialty, years_before(m, years, dice_below(&m->dice, 300)));
    qualify(m, person, QUALIFICATION_KIND_SUPERVISOR_COURSE, STR(""),
            years_before(m, dice_below(&m->dice, 4), dice_between(&m->dice, 30, 300)));
    appoint(m, person, role, unit, years_before(m, dice_between(&m->dice, 3, years), 40), DATE_OPEN, 0, 0);
    return person;
}

// --- a trainee's timeline ------------------------------------------------------------------------

typedef struct {
    const TemplateItem *item; // NULL: home service
    int64_t months;           // hundredths of full time
} Step;
LIST_OF(StepList, Step);

typedef struct {
    Maker *m;
    Training training;
    UnitId hospital;
    Percent share;
    Absence leave; // share 0: none
    Date cursor, end;
    RegulationId regulation;
} Timeline;

static int half_month(const Maker *m, Date date) {
    Ymd a = date_to_ymd(m->origin), b = date_to_ymd(date);
    return (b.year - a.year) * 24 + (b.month - a.month) * 2 + (b.day > 15);
}

static Date next_boundary(Date date) {
    Ymd ymd = date_to_ymd(date);
    if (ymd.day == 1 || ymd.day == 16) return date;
    return date_from_ymd(ymd.year, ymd.month + (ymd.day > 16), ymd.day > 16 ? 1 : 16);
}

static bool unit_is_free(const Maker *m, UnitId unit, DateSpan span) {
    for (int p = half_month(m, span.first); p < half_month(m, span.past); p++)
        if (p >= 0 && p < LOAD_PERIODS && m->load[unit.raw][p] >= m->places[unit.raw]) return false;
    return true;
}

static void load_unit(Maker *m, UnitId unit, DateSpan span) {
    for (int p = half_month(m, span.first); p < half_month(m, span.past); p++)
        if (p >= 0 && p < LOAD_PERIODS) m->load[unit.raw][p]++;
}

static bool unit_receives(const Unit *unit, const TemplateItem *item) {
    for (size_t i = 0; i < item->at.count; i++)
        if (str_equal(item->at.items[i]->id, unit->specialty)) return true;
    return false;
}

// A unit of the hospital, or of primary care, that takes such visitors and has room; none: raw 0.
static UnitId find_unit(Timeline *t, const TemplateItem *item, DateSpan span) {
    Maker *m = t->m;
    UnitId best = {0};
    int start = dice_below(&m->dice, (int)m->world->units.count);
    for (size_t i = 0; i < m->world->units.count; i++) {
        const Unit *unit = &m->world->units.items[((size_t)start + i) % m->world->units.count];
        bool near = unit->parent.raw == t->hospital.raw || unit->kind == UNIT_KIND_HEALTH_CENTRE;
        if (!near || unit->id.raw == t->training.home_unit.raw || !unit_receives(unit, item)) continue;
        if (unit_is_free(m, unit->id, span)) return unit->id;
        best = best.raw ? best : unit->id;
    }
    return (UnitId){-best.raw}; // full everywhere; 0: nobody takes such
}

static Str goal_codes(Arena *arena, GoalRefs goals) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < goals.count; i++) {
        if (i) buf_add_char(&buf, ' ');
        buf_add(&buf, goals.items[i]->code);
    }
    return buf_end(&buf);
}

static PlacementKind kind_of(const TemplateItem *item) {
    if (item->kind == PLACE_BT) return PLACEMENT_KIND_BT;
    if (item->kind == PLACE_PROJECT) return PLACEMENT_KIND_PROJECT;
    if (item->kind == PLACE_OBSERVATION) return PLACEMENT_KIND_OBSERVATION;
    return item->kind == PLACE_ROTATION ? PLACEMENT_KIND_ROTATION : PLACEMENT_KIND_HOME;
}

static PlacementState state_of(const Maker *m, DateSpan span) {
    if (span.past.day <= m->today.day) return PLACEMENT_STATE_COMPLETED;
    if (span.first.day < date_add_months(m->today, 7).day) return PLACEMENT_STATE_CONFIRMED;
    return PLACEMENT_STATE_PLANNED;
}

static void place(Timeline *t, UnitId unit, PlacementKind kind, const TemplateItem *item, DateSpan span) {
    Maker *m = t->m;
    Placement placement = {.training = t->training.id, .unit = unit, .kind = kind, .first = span.first,
                           .past = span.past, .share = t->share, .state = state_of(m, span)};
    if (item) {
        placement.item = item->id;
        placement.goals = goal_codes(m->arena, item->goals[t->regulation]);
    }
    if (unit.raw != t->training.home_unit.raw) load_unit(m, unit, span);
    list_add(m->arena, &m->world->placements, placement);
}

static DateSpan span_for(const Timeline *t, Date first, int64_t months) {
    Date end = service_time_end(first, service_time_of_months(months), t->share);
    return (DateSpan){first, next_boundary(end)};
}

// Home service from the cursor to `past`, around the leave.
static void stay_home(Timeline *t, const TemplateItem *item, Date past) {
    DateSpan leave = {t->leave.first, t->leave.past};
    if (t->leave.share.value && t->cursor.day < leave.past.day && past.day > leave.first.day) {
        if (t->cursor.day < leave.first.day)
            place(t, t->training.home_unit, PLACEMENT_KIND_HOME, item, (DateSpan){t->cursor, leave.first});
        t->cursor = date_max(t->cursor, leave.past);
        past = date_max(past, t->cursor);
    }
    if (t->cursor.day < past.day)
        place(t, t->training.home_unit, PLACEMENT_KIND_HOME, item, (DateSpan){t->cursor, past});
    t->cursor = date_max(t->cursor, past);
}

static void go_out(Timeline *t, const Step *step) {
    for (int tries = 0;; tries++) {
        DateSpan span = span_for(t, t->cursor, step->months);
        if (span.past.day > t->end.day) return; // no time left for it: the planner's to see
        bool on_leave = t->leave.share.value && date_span_overlaps(span, (DateSpan){t->leave.first, t->leave.past});
        UnitId unit = on_leave ? (UnitId){-1} : find_unit(t, step->item, span);
        if (unit.raw > 0) {
            place(t, unit, kind_of(step->item), step->item, span);
            t->cursor = span.past;
            return;
        }
        if (unit.raw == 0) break; // nobody here takes such: served at home
        if (tries > 40) break;
        stay_home(t, NULL, date_add_months(t->cursor, on_leave ? 2 : 1));
    }
    stay_home(t, step->item, date_min(span_for(t, t->cursor, step->months).past, t->end));
}

static StepList steps_of(Timeline *t, const Template *template) {
    Maker *m = t->m;
    StepList early = {0}, out = {0}, home = {0}, all = {0};
    for (size_t i = 0; i < template->item_count; i++) {
        const TemplateItem *item = &template->items[i];
        Step step = {item, item->months[t->regulation]};
        if (!item->applies[t->regulation] || !item->counts_time || !step.months) continue;
        if (item->kind == PLACE_COURSE || (item->optional && dice_percent(&m->dice, 40))) continue;
        bool away = item->at.count > 0;
        if (item->kind == PLACE_BT && away) list_add(m->arena, &early, step);
        else if (away) list_add(m->arena, &out, step);
        else list_add(m->arena, &home, step);
    }
    for (size_t i = out.count; i > 1; i--) { // the rotations in an order of their own
        size_t other = (size_t)dice_below(&m->dice, (int)i);
        Step swap = out.items[i - 1];
        out.items[i - 1] = out.items[other];
        out.items[other] = swap;
    }
    // Home service in slices between all that is away.
    size_t away = early.count + out.count, h = 0;
    for (size_t i = 0; i < away; i++) {
        list_add(m->arena, &all, i < early.count ? early.items[i] : out.items[i - early.count]);
        size_t until = away ? (i + 1) * home.count / away : home.count;
        bool sliced = h < until;
        for (; h < until; h++) list_add(m->arena, &all, home.items[h]);
        if (!sliced) list_add(m->arena, &all, (Step){NULL, 200});
    }
    for (; h < home.count; h++) list_add(m->arena, &all, home.items[h]);
    return all;
}

static void lay_timeline(Timeline *t, const Template *template, bool to_the_end) {
    Maker *m = t->m;
    StepList steps = steps_of(t, template);
    Date horizon = to_the_end ? date_add_months(m->today, 120) : date_add_months(m->today, 14);
    int64_t months = template->months_total[t->regulation];
    Date end = service_time_end(t->training.first, service_time_of_months(months), t->share);
    if (t->leave.share.value) end = date_add_days(end, date_span_days((DateSpan){t->leave.first, t->leave.past}));
    t->end = end = next_boundary(end);
    for (size_t i = 0; i < steps.count && t->cursor.day < end.day && t->cursor.day < horizon.day; i++) {
        const Step *step = &steps.items[i];
        if (step->item && step->item->at.count) go_out(t, step);
        else stay_home(t, step->item, date_min(span_for(t, t->cursor, step->months).past, end));
    }
    if (t->cursor.day < end.day && to_the_end) stay_home(t, NULL, end);
    t->training.planned_end = date_add_days(date_max(end, to_the_end ? t->cursor : end), -1); // the last day
}

// --- what has happened ---------------------------------------------------------------------------

static void happen(Maker *m, Event event) {
    list_add(m->arena, &m->world->events, event);
}

static bool on_leave(const Timeline *t, Date date) {
    return t->leave.share.value && date_span_has((DateSpan){t->leave.first, t->leave.past}, date);
}

static void past_talks(Timeline *t, PersonId supervisor) {
    Maker *m = t->m;
    Date date = date_add_days(t->training.first, dice_between(&m->dice, 14, 40));
    for (; date.day <= m->today.day; date = date_add_days(date, dice_between(&m->dice, 35, 60))) {
        int year;
        if (on_leave(t, date) || (week_number(date, &year) >= 27 && week_number(date, &year) <= 32)) continue;
        happen(m, (Event){.kind = EVENT_KIND_SUPERVISION_TALK, .training = t->training.id, .held = date,
                          .responsible = supervisor});
    }
}

static void past_years(Timeline *t, PersonId director, PersonId supervisor) {
    Maker *m = t->m;
    TrainingId training = t->training.id;
    Date first = t->training.first;
    Date iup = date_add_days(first, dice_between(&m->dice, 60, 150));
    for (; iup.day <= m->today.day; iup = date_add_days(iup, dice_between(&m->dice, 300, 360)))
        happen(m, (Event){.kind = EVENT_KIND_IUP_SIGNED, .training = training, .held = iup, .responsible = supervisor});
    int from = date_to_ymd(first).year + 1, to = date_to_ymd(m->today).year;
    for (int year = from; year <= to; year++) {
        Date review = date_from_ymd(year, 2, dice_between(&m->dice, 1, 28));
        Date collegium = date_from_ymd(year, dice_percent(&m->dice, 50) ? 4 : 10, dice_between(&m->dice, 1, 28));
        if (on_leave(t, review)) review = date_add_months(t->leave.past, 2);
        if (on_leave(t, collegium)) collegium = date_add_months(t->leave.past, 2);
        if (review.day <= m->today.day)
            happen(m, (Event){.kind = EVENT_KIND_YEARLY_REVIEW, .training = training, .held = review,
                              .responsible = director});
        if (collegium.day <= m->today.day)
            happen(m, (Event){.kind = EVENT_KIND_COLLEGIUM, .training = training, .held = collegium,
                              .responsible = director,
                              .outcome = dice_percent(&m->dice, 88) ? EVENT_OUTCOME_ON_TRACK : EVENT_OUTCOME_AHEAD});
    }
    happen(m, (Event){.kind = EVENT_KIND_INTRODUCTION_DONE, .training = training,
                      .held = date_add_days(first, dice_between(&m->dice, 20, 80)), .responsible = director});
    if (t->regulation == REGULATION_2021)
        happen(m, (Event){.kind = EVENT_KIND_BT_NOTICE, .training = training,
                          .held = date_add_days(first, -dice_between(&m->dice, 5, 40)), .responsible = director});
}

static void past_certificates(Timeline *t, size_t first_placement, PersonId signer) {
    Maker *m = t->m;
    for (size_t i = first_placement; i < m->world->placements.count; i++) {
        const Placement *placement = &m->world->placements.items[i];
            if (placement->state != PLACEMENT_STATE_COMPLETED || !placement->goals.size) continue;
        Date signed_on = date_add_days(placement->past, dice_between(&m->dice, 3, 24));
        if (signed_on.day > m->today.day) continue;
        Certificate certificate = {
            .training = t->training.id, .placement = {(int64_t)i + 1}, .goals = placement->goals, .signer = signer,
            .form = t->regulation == REGULATION_2015 ? STR("2015-4")
                    : placement->kind == PLACEMENT_KIND_BT ? STR("2021-2") : STR("2021-9"),
            .signed_on = signed_on, .kept_at = STR("pärm hos studierektorn")};
        list_add(m->arena, &m->world->certificates, certificate);
    }
}

// --- clinics -------------------------------------------------------------------------------------

typedef struct {
    UnitId unit, hospital;
    const Specialty *specialty;
    PersonId director, head;
    PersonId *supervisors;
    int supervisor_count;
    size_t first_training; // in the world's list
} Clinic;

static void add_trainee(Maker *m, const Clinic *clinic, int number) {
    // Starts spread evenly over the last five years, on the first of a month.
    Date start = date_month_first(date_add_days(m->today, -dice_between(&m->dice, 20, 1790)));
    bool old = dice_percent(&m->dice, 30);
    static const int shares[] = {100, 100, 100, 100, 100, 80, 80, 75};
    Timeline t = {.m = m,
                  .hospital = clinic->hospital,
                  .share = {shares[dice_below(&m->dice, COUNT_OF(shares))]},
                  .cursor = start,
                  .regulation = old ? REGULATION_2015 : REGULATION_2021};
    PersonId person = add_person(m, date_add_months(start, -dice_between(&m->dice, 2, 20)));
    t.training = (Training){.id = {(int64_t)m->world->trainings.count + 1},
                            .trainee = person,
                            .kind = TRAINING_KIND_ST,
                            .specialty = clinic->specialty->id,
                            .regulation = old ? STR("2015") : STR("2021"),
                            .regulation_reason = old ? REGULATION_REASON_SWEDISH_AT : REGULATION_REASON_MUST_2021,
                            .swedish_at = old ? KNOWN_BOOL_YES : KNOWN_BOOL_NO,
                            .home_unit = clinic->unit,
                            .first = start,
                            .bt_approved = DATE_NONE,
                            .ended = DATE_NONE};
    if (dice_percent(&m->dice, 22)) {
        Date from = date_month_first(date_add_days(start, dice_between(&m->dice, 300, 1500)));
        t.leave = (Absence){.training = t.training.id, .cause = ABSENCE_CAUSE_PARENTAL, .first = from,
                            .past = date_add_months(from, dice_between(&m->dice, 5, 12)), .share = {100}};
        list_add(m->arena, &m->world->absences, t.leave);
    }
    size_t placements = m->world->placements.count;
    lay_timeline(&t, clinic->specialty->plan_template, number % 4 != 3);
    if (t.regulation == REGULATION_2021 && start.day < years_before(m, 2, 200).day)
        t.training.bt_approved = date_add_months(start, 26);
    if (t.training.bt_approved.day > m->today.day) t.training.bt_approved = DATE_NONE;
    list_add(m->arena, &m->world->trainings, t.training);
    list_add(m->arena, &m->world->shares,
             (EmploymentShare){.training = t.training.id, .first = start, .past = DATE_OPEN, .share = t.share});
    PersonId supervisor = clinic->supervisors[number % clinic->supervisor_count];
    list_add(m->arena, &m->world->supervisions,
             (Supervision){.training = t.training.id, .supervisor = supervisor, .kind = SUPERVISION_KIND_MAIN,
                           .first = start, .past = DATE_OPEN});
    past_talks(&t, supervisor);
    past_years(&t, clinic->director, supervisor);
    past_certificates(&t, placements, supervisor);
}

// Whoever is near the end has gone through what is left: fifteen to nine months before, then the last
// six.
static void past_reviews_at_the_end(Maker *m, const Clinic *clinic) {
    for (size_t i = clinic->first_training; i < m->world->trainings.count; i++) {
        const Training *t = &m->world->trainings.items[i];
        const struct {
            EventKind kind;
            int months, days;
        } reviews[] = {{EVENT_KIND_FINAL_REVIEW_PREPARATORY, 12, 0}, {EVENT_KIND_FINAL_REVIEW, 6, 20}};
        for (size_t k = 0; k < COUNT_OF(reviews) && t->kind == TRAINING_KIND_ST; k++) {
            Date held = date_add_days(date_add_months(t->planned_end, -reviews[k].months), reviews[k].days);
            if (held.day < m->today.day)
                happen(m, (Event){.kind = reviews[k].kind, .training = t->id, .held = held,
                                  .responsible = clinic->director});
        }
    }
}

// What is agreed with the clinic's studierektor, her time of the last months, and the lists that were read.
static void agree_on_task(Maker *m, const Clinic *clinic) {
    size_t at = m->world->appointments.count;
    while (at-- > 0) {
        const Appointment *a = &m->world->appointments.items[at];
        if (a->person.raw == clinic->director.raw && a->role == ROLE_DIRECTOR) break;
    }
    const Unit *unit = &m->world->units.items[clinic->unit.raw - 1];
    const Appointment *a = &m->world->appointments.items[at];
    bool primary = unit->care == CARE_FORM_PRIMARY;
    list_add(m->arena, &m->world->terms,
             (DirectorTerms){.appointment = {(int64_t)at + 1}, .person = a->person, .unit = a->unit,
                             .appointed_by = primary ? APPOINTER_OVERALL_DIRECTOR : APPOINTER_HEAD,
                             .consulted = primary ? STR("Verksamhetscheferna vid vårdcentralerna") : STR(""),
                             .base_employed = KNOWN_BOOL_YES, .supplement = 150 * a->share.value, .management_group = KNOWN_BOOL_YES,
                             .budget = 60000, .admin_support = KNOWN_BOOL_YES, .scheduling = SCHEDULING_OVERSEES,
                             .scheduled = a->minutes_week});
    static const char *const what[] = {"Samtal och planering", "Möte med handledarna", "Kollegium", "Rapport och listor"};
    for (int week = 1; week <= 26; week++)
        list_add(m->arena, &m->world->times,
                 (DirectorTime){.person = a->person, .unit = a->unit, .day = years_before(m, 0, 7 * week - 3),
                                .minutes = a->minutes_week * (3 + week % 3) / 4, .what = str_from_c(what[week % 4])});
    bool read = false; // a unit may have been given trainees twice
    for (size_t i = 0; i < m->world->receipts.count; i++) read = read || m->world->receipts.items[i].unit.raw == a->unit.raw;
    for (int month = -5; month <= 1 && !read; month++)
        list_add(m->arena, &m->world->receipts,
                 (InOutReceipt){.unit = a->unit, .person = a->person, .month = date_add_months(date_month_first(m->today), month),
                                .day = date_add_days(date_add_months(date_month_first(m->today), month - 1), 4)});
}

static void ask_some_questions(Maker *m, const Clinic *clinic) {
    PersonId trainee = m->world->trainings.items[clinic->first_training].trainee;
    const AskedQuestion questions[] = {
        {.asker = clinic->supervisors[0], .asked = years_before(m, 0, 20), .answered = years_before(m, 0, 16), .answerer = clinic->director,
         .text = STR("Vilken bedömningsmall ska vi använda på mottagningen?"), .answer = STR("Mini-CEX. Mallen ligger på klinikens sida.")},
        {.asker = trainee, .asked = years_before(m, 0, 5), .answered = DATE_NONE,
         .text = STR("När ska jag söka till kursen i ledarskap?")},
    };
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        AskedQuestion question = questions[i];
        question.unit = clinic->unit;
        question.handed = DATE_NONE;
        list_add(m->arena, &m->world->questions, question);
    }
}

static void miss_some_talks(Maker *m, const Clinic *clinic) {
    static const MissedCause causes[] = {MISSED_CAUSE_ROTA, MISSED_CAUSE_ON_CALL, MISSED_CAUSE_AWAY};
    for (size_t i = clinic->first_training; i < m->world->trainings.count; i += 4)
        list_add(m->arena, &m->world->missed,
                 (MissedTalk){.training = m->world->trainings.items[i].id, .cause = causes[i % COUNT_OF(causes)],
                              .supervisor = clinic->supervisors[(i - clinic->first_training) % (size_t)clinic->supervisor_count],
                              .planned = years_before(m, 0, 40 + (int)(i % 30))});
}

static void add_clinic_events(Maker *m, const Clinic *clinic) {
    for (int years = 3; years >= 0; years--)
        happen(m, (Event){.kind = EVENT_KIND_SUPERVISOR_MEETING, .unit = clinic->unit,
                          .held = years_before(m, years, dice_between(&m->dice, 20, 200)),
                          .responsible = clinic->director});
    happen(m, (Event){.kind = EVENT_KIND_INSPECTION_EXTERNAL, .unit = clinic->unit,
                      .held = years_before(m, dice_between(&m->dice, 1, 3), dice_below(&m->dice, 300))});
    happen(m, (Event){.kind = EVENT_KIND_APPRAISAL, .unit = clinic->unit, .held = years_before(m, 0, 170),
                      .responsible = clinic->director});
    past_reviews_at_the_end(m, clinic);
    agree_on_task(m, clinic);
    miss_some_talks(m, clinic);
    ask_some_questions(m, clinic);
}

static Clinic add_clinic_people(Maker *m, const Unit *unit, int trainees) {
    Clinic clinic = {.unit = unit->id, .hospital = unit->parent, .specialty = rulebook_specialty(unit->specialty),
                     .first_training = m->world->trainings.count};
    clinic.head = add_specialist(m, unit->id, unit->specialty, ROLE_HEAD);
    clinic.director = add_specialist(m, unit->id, unit->specialty, ROLE_SUPERVISOR);
    Date term = years_before(m, dice_between(&m->dice, 0, 1), dice_between(&m->dice, 10, 300));
    appoint(m, clinic.director, ROLE_DIRECTOR, unit->id, term, date_add_months(term, 36), trainees >= 10 ? 20 : 12,
            (trainees >= 10 ? 7 : trainees >= 5 ? 5 : 3) * 60);
    clinic.supervisor_count = trainees / 2 + 2;
    clinic.supervisors = arena_array(m->arena, PersonId, (size_t)clinic.supervisor_count);
    for (int i = 0; i < clinic.supervisor_count; i++)
        clinic.supervisors[i] = add_specialist(m, unit->id, unit->specialty, ROLE_SUPERVISOR);
    return clinic;
}

static Training *trainee_of(Maker *m, const Clinic *clinic, int number, size_t count) {
    return &m->world->trainings.items[clinic->first_training + (size_t)(number * 5 + 2) % count];
}

static void drop_events(Maker *m, TrainingId training, EventKind kind, Date after) {
    EventList *events = &m->world->events;
    size_t kept = 0;
    for (size_t i = 0; i < events->count; i++) {
        const Event *event = &events->items[i];
        bool drop = event->training.raw == training.raw && event->kind == kind && event->held.day > after.day;
        if (!drop) events->items[kept++] = *event;
    }
    events->count = kept;
}

// A few faults of each kind, in some clinics: what a director's data have.
static void plant_faults(Maker *m, const Clinic *clinic, size_t count, int clinic_number) {
    if (count < 5) return;
    DemoWorld *world = m->world;
    const Training *alone = trainee_of(m, clinic, 0, count);
    for (size_t i = 0; i < world->supervisions.count; i++)
        if (world->supervisions.items[i].training.raw == alone->id.raw && clinic_number % 2 == 0)
            world->supervisions.items[i].past = years_before(m, 0, 14);
    const Training *silent = trainee_of(m, clinic, 1, count);
    drop_events(m, silent->id, EVENT_KIND_SUPERVISION_TALK, years_before(m, 0, 170));
    const Training *unseen = trainee_of(m, clinic, 2, count);
    if (clinic_number % 3 != 1) drop_events(m, unseen->id, EVENT_KIND_YEARLY_REVIEW, years_before(m, 1, 120));
    const Training *unheard = trainee_of(m, clinic, 3, count);
    if (clinic_number % 3 != 2) drop_events(m, unheard->id, EVENT_KIND_COLLEGIUM, years_before(m, 1, 100));
    // One supervisor without a course, two whose course is old.
    int changed = 0;
    for (size_t i = 0; i < world->qualifications.count && changed < 3; i++) {
        Qualification *q = &world->qualifications.items[i];
        bool ours = q->kind == QUALIFICATION_KIND_SUPERVISOR_COURSE &&
                    q->person.raw == clinic->supervisors[changed + 1].raw;
        if (ours && changed == 0 && clinic_number % 2) q->person = clinic->head;
        else if (ours) q->since = years_before(m, 6 + changed, 20);
        changed += ours;
    }
    // One certificate never asked for.
    for (size_t i = world->certificates.count; i-- > 0;) {
        if (world->certificates.items[i].training.raw != alone->id.raw) continue;
        for (size_t k = i + 1; k < world->certificates.count; k++) world->certificates.items[k - 1] = world->certificates.items[k];
        world->certificates.count--;
        break;
    }
}

static int add_clinic(Maker *m, const Unit *unit, int trainees, int clinic_number) {
    Clinic clinic = add_clinic_people(m, unit, trainees);
    for (int i = 0; i < trainees; i++) add_trainee(m, &clinic, i);
    add_clinic_events(m, &clinic);
    plant_faults(m, &clinic, (size_t)trainees, clinic_number);
    DemoClinic meets = {.unit = unit->id, .director = clinic.director, .head = clinic.head, .supervisors = clinic.supervisors,
                        .supervisor_count = (size_t)clinic.supervisor_count, .first_training = clinic.first_training,
                        .training_count = (size_t)trainees};
    demo_gather(m->arena, m->world, &meets, m->today, clinic_number == 0);
    if (clinic_number == 0) {
        sign_in_as(m, ROLE_DIRECTOR, clinic.director, "studierektor");
        sign_in_as(m, ROLE_HEAD, clinic.head, "verksamhetschef");
        sign_in_as(m, ROLE_SUPERVISOR, clinic.supervisors[0], "handledare");
        sign_in_as(m, ROLE_TRAINEE, m->world->trainings.items[clinic.first_training].trainee, "st-lakare");
        PersonId planner = add_person(m, DATE_NONE), office = add_person(m, DATE_NONE);
        appoint(m, planner, ROLE_ROTA_PLANNER, unit->id, years_before(m, 2, 0), DATE_OPEN, 0, 0);
        sign_in_as(m, ROLE_ROTA_PLANNER, planner, "schemalaggare");
        appoint(m, office, ROLE_EDUCATION_ADMIN, unit->id, years_before(m, 1, 0), DATE_OPEN, 0, 0);
        sign_in_as(m, ROLE_EDUCATION_ADMIN, office, "administrator");
    }
    return trainees;
}

// --- units and capacities ------------------------------------------------------------------------

static void add_units(Maker *m, DemoSize size, int region) {
    Date in_use = date_from_ymd(date_to_ymd(m->today).year - 5, 1, 1);
    Str place = demo_place_name(region * 3);
    UnitId top = add_unit(m, (Unit){.name = m->world->name, .kind = UNIT_KIND_OFFICE, .in_use_from = in_use});
    for (int h = 0; h < sizes[size].hospitals; h++) {
        Str town = demo_place_name(region * 3 + h);
        UnitId hospital = add_unit(m, (Unit){.parent = top, .kind = UNIT_KIND_HOSPITAL, .in_use_from = in_use,
                                             .name = str_printf(m->arena, "%.*s sjukhus", STR_ARG(town))});
        for (size_t i = 0; i < COUNT_OF(clinic_kinds); i++) {
            const ClinicKind *kind = &clinic_kinds[i];
            bool alone = sizes[size].hospitals == 1;
            Str name = alone ? str_from_c(kind->name) : str_printf(m->arena, "%s %.*s", kind->name, STR_ARG(town));
            add_unit(m, (Unit){.parent = hospital, .name = name, .short_name = str_from_c(kind->short_name),
                               .kind = UNIT_KIND_CLINIC, .care = kind->care, .in_use_from = in_use,
                               .specialty = str_from_c(kind->specialty),
                               .email = str_printf(m->arena, "%s.%d@%.*s.example", kind->specialty, h + 1,
                                                   STR_ARG(m->world->key))});
        }
    }
    UnitId primary = add_unit(m, (Unit){.parent = top, .kind = UNIT_KIND_PRIMARY_CARE, .care = CARE_FORM_PRIMARY,
                                        .in_use_from = in_use, .specialty = STR("allmanmedicin"),
                                        .name = str_printf(m->arena, "Primärvården %.*s", STR_ARG(place))});
    static const char *const quarters[] = {"Centrum", "Hamnen", "Ängsbacken", "Hedeby", "Klockargården", "Sjövik"};
    for (int i = 0; i < sizes[size].health_centres; i++) {
        Str town = demo_place_name(region * 3 + i);
        Str name = str_printf(m->arena, "%s vårdcentral, %.*s", quarters[(size_t)i % COUNT_OF(quarters)], STR_ARG(town));
        if (i >= 42) name = str_printf(m->arena, "%.*s %d", STR_ARG(name), i / 42 + 1);
        add_unit(m, (Unit){.parent = primary, .name = name, .short_name = str_from_c(quarters[(size_t)i % COUNT_OF(quarters)]),
                           .kind = UNIT_KIND_HEALTH_CENTRE, .care = CARE_FORM_PRIMARY, .in_use_from = in_use,
                           .specialty = STR("allmanmedicin")});
    }
}

// Places by what a hospital's trainees will ask for, a little more; at least two.
static void set_places(Maker *m, DemoSize size) {
    int per_hospital = (sizes[size].trainees - sizes[size].primary_trainees) / sizes[size].hospitals;
    for (size_t i = 0; i < m->world->units.count; i++) {
        const Unit *unit = &m->world->units.items[i];
        bool own = str_equal(unit->specialty, STR("internmedicin"));
        int places = 2 + per_hospital / (own ? 20 : 34);
        if (unit->care == CARE_FORM_EMERGENCY) places = 3 + per_hospital / 14;
        if (unit->kind == UNIT_KIND_HEALTH_CENTRE) places = 2 + sizes[size].trainees / sizes[size].health_centres / 12;
        m->places[unit->id.raw] = places;
    }
}

static void add_capacities(Maker *m, int tight) {
    Date first = m->origin, past = date_add_months(m->today, 120);
    for (size_t i = 0; i < m->world->units.count; i++) {
        const Unit *unit = &m->world->units.items[i];
        if (unit->kind != UNIT_KIND_CLINIC && unit->kind != UNIT_KIND_HEALTH_CENTRE) continue;
        int most = 0, next_year = half_month(m, date_add_months(m->today, 3));
        for (int p = 0; p < LOAD_PERIODS; p++) most = m->load[unit->id.raw][p] > most ? m->load[unit->id.raw][p] : most;
        int places = most > m->places[unit->id.raw] ? most : m->places[unit->id.raw];
        list_add(m->arena, &m->world->capacities,
                 (Capacity){.unit = unit->id, .level = CAPACITY_LEVEL_ALL, .first = first, .past = past, .places = places});
        // A planted fault: one place fewer where two are already expected.
        int load = m->load[unit->id.raw][next_year];
        if (tight > 0 && load >= 2 && load <= 4) {
            Date from = date_add_months(date_month_first(m->today), 3);
            list_add(m->arena, &m->world->capacities,
                     (Capacity){.unit = unit->id, .level = CAPACITY_LEVEL_ALL, .first = from,
                                .past = date_add_months(from, 2), .places = load - 1});
            tight--;
        }
    }
}

static void add_courses(Maker *m) {
    static const struct {
        const char *name, *organiser, *goals_2015, *goals_2021;
        int seats;
    } kinds[] = {{"Ledarskap för ST-läkare", "Utbildningscentrum", "a1", "STa5 STa6", 24},
                 {"Försäkringsmedicin", "Utbildningscentrum", "b4", "STb3", 30},
                 {"Palliativ vård", "Utbildningscentrum", "b5", "STb4", 20},
                 {"Medicinsk vetenskap", "Forskningscentrum", "a5", "STa3", 16},
                 {"Hälso- och sjukvårdens förutsättningar", "Utbildningscentrum", "a6", "STa1", 30},
                 {"Etik och kommunikation", "Utbildningscentrum", "a2 b1", "STa4 STb1", 24}};
    int year = date_to_ymd(m->today).year;
    for (int term = 0; term < 10; term++)
        for (size_t k = 0; k < COUNT_OF(kinds); k++) {
            int y = year - 1 + term / 2;
            Date first = date_from_ymd(y, term % 2 ? 10 : 3, 2 + (int)k * 7);
            Course course = {.name = str_printf(m->arena, "%s %d%c", kinds[k].name, y, term % 2 ? 'H' : 'V'),
                             .organiser = str_from_c(kinds[k].organiser), .town = demo_place_name((int)k),
                             .first = first, .past = date_add_days(first, 3), .seats = kinds[k].seats,
                             .apply_by = term % 2 ? date_from_ymd(y, 5, 1) : date_from_ymd(y - 1, 10, 1),
                             .goals_2015 = str_from_c(kinds[k].goals_2015), .goals_2021 = str_from_c(kinds[k].goals_2021)};
            list_add(m->arena, &m->world->courses, course);
        }
}

static void add_region_people(Maker *m, UnitId top) {
    PersonId overall = add_specialist(m, top, STR("allmanmedicin"), ROLE_SUPERVISOR);
    appoint(m, overall, ROLE_OVERALL_DIRECTOR, top, years_before(m, 1, 30), date_add_months(years_before(m, 1, 30), 36), 50, 20 * 60);
    sign_in_as(m, ROLE_OVERALL_DIRECTOR, overall, "overgripande");
    PersonId office = add_person(m, DATE_NONE), admin = add_person(m, DATE_NONE);
    appoint(m, office, ROLE_TRAINING_OFFICE, top, years_before(m, 2, 0), DATE_OPEN, 0, 0);
    sign_in_as(m, ROLE_TRAINING_OFFICE, office, "utbildningscentrum");
    appoint(m, admin, ROLE_ADMIN, top, years_before(m, 2, 0), DATE_OPEN, 0, 0);
    sign_in_as(m, ROLE_ADMIN, admin, "admin");
}

// The trainees of a hospital, shared out by weight; every one is placed.
static void add_hospital(Maker *m, UnitId hospital, int trainees, int *clinic_number) {
    int weight = 0, left = trainees;
    for (size_t i = 0; i < COUNT_OF(clinic_kinds); i++) weight += clinic_kinds[i].weight;
    size_t units = m->world->units.count;
    for (size_t i = 0; i < units; i++) {
        Unit unit = m->world->units.items[i];
        if (unit.parent.raw != hospital.raw) continue;
        const ClinicKind *kind = clinic_kinds;
        while (!str_equal(str_from_c(kind->specialty), unit.specialty)) kind++;
        int count = kind->weight * trainees / weight;
        left -= count;
        if (count) add_clinic(m, &unit, count, (*clinic_number)++);
    }
    // What rounding left over goes to the first clinic's neighbours, one each.
    for (size_t i = 0; i < units && left > 0; i++) {
        Unit unit = m->world->units.items[i];
        if (unit.parent.raw != hospital.raw || !rulebook_specialty(unit.specialty)->plan_template) continue;
        add_clinic(m, &unit, 1, (*clinic_number)++);
        left--;
    }
}

static void add_everyone(Maker *m, DemoSize size) {
    int clinic_number = 0;
    size_t units = m->world->units.count;
    if (size == DEMO_CLINIC) {
        Unit clinic = m->world->units.items[2];
        add_clinic(m, &clinic, sizes[size].trainees, clinic_number++);
        return;
    }
    int per_hospital = (sizes[size].trainees - sizes[size].primary_trainees) / sizes[size].hospitals;
    for (size_t i = 0; i < units; i++)
        if (m->world->units.items[i].kind == UNIT_KIND_HOSPITAL)
            add_hospital(m, m->world->units.items[i].id, per_hospital, &clinic_number);
    // Primary care has one director for all its health centres.
    for (size_t i = 0; i < units; i++) {
        Unit unit = m->world->units.items[i];
        if (unit.kind == UNIT_KIND_PRIMARY_CARE) {
            unit.parent = m->world->units.items[1].id; // rotates at the first hospital
            add_clinic(m, &unit, sizes[size].primary_trainees, clinic_number++);
        }
    }
}

void demo_make(Arena *arena, DemoSize size, int region, uint64_t seed, Date today, DemoWorld *ret) {
    *ret = (DemoWorld){0};
    Str place = demo_place_name(region * 3);
    ret->name = str_printf(arena, "Region %.*s", STR_ARG(place));
    ret->key = str_printf(arena, "demo%d", region + 1);
    Maker maker = {.arena = arena, .dice = {seed * 1000003 + (uint64_t)region}, .today = today, .world = ret,
                   .origin = date_from_ymd(date_to_ymd(today).year - 10, 1, 1)};
    add_units(&maker, size, region);
    maker.load = (uint16_t(*)[LOAD_PERIODS])arena_alloc_array(arena, ret->units.count + 1, sizeof *maker.load, 8);
    maker.places = arena_array(arena, int, ret->units.count + 1);
    set_places(&maker, size);
    add_everyone(&maker, size);
    add_region_people(&maker, ret->units.items[0].id);
    add_capacities(&maker, size == DEMO_CLINIC ? 1 : 6);
    add_courses(&maker);
}
