#include "demo/demo_gather.h"
#include "gathering/gathering.h"

typedef struct {
    Arena *arena;
    DemoWorld *world;
    const DemoClinic *clinic;
    Date today;
} Gather;

static Date days_ago(const Gather *m, int days) {
    return date_add_days(m->today, -days);
}

static void happened(Gather *m, EventKind kind, Date held, GatheringId gathering) {
    if (held.day > m->today.day) return;
    Event event = {.kind = kind, .unit = m->clinic->unit, .held = held, .responsible = m->clinic->director, .gathering = gathering};
    list_add(m->arena, &m->world->events, event);
}

static bool is_in_term(Date day) {
    Ymd d = date_to_ymd(day);
    return d.month >= 9 ? d.month < 12 || d.day <= 15 : d.month <= 5 && (d.month > 1 || d.day >= 20);
}

// Every second Thursday in term, for a little more than a year; this term's are gatherings where `whole`.
static void past_teaching(Gather *m, Date until) {
    Date day = days_ago(m, 420);
    while (date_weekday(day) != 4) day = date_add_days(day, 1);
    for (; day.day < until.day; day = date_add_days(day, 14))
        if (is_in_term(day)) happened(m, EVENT_KIND_TEACHING, day, (GatheringId){0});
}

// Nobody meets on a Sunday.
static Date weekday(Date day) {
    int number = date_weekday(day);
    return number > 5 ? date_add_days(day, 8 - number) : day;
}

static GatheringId add(Gather *m, Gathering g) {
    if (g.state == GATHERING_STATE_PLANNED) g.held_on = weekday(g.held_on);
    g.id.raw = (int64_t)m->world->gatherings.count + 1;
    if (!g.unit.raw) g.unit = m->clinic->unit;
    if (!g.chair.raw) g.chair = m->clinic->director;
    const GatheringKind *kind = rulebook_gathering_kind(g.kind);
    if (!g.length) g.length = kind->minutes;
    if (!g.agenda.size) g.agenda = agenda_text(m->arena, LANG_SV, kind);
    list_add(m->arena, &m->world->gatherings, g);
    return g.id;
}

static void ask(Gather *m, GatheringId id, PersonId person, TrainingId training, AttendanceAnswer answer, bool came) {
    Attendance a = {.gathering = id, .person = person, .training = training, .answer = answer, .attended = came};
    list_add(m->arena, &m->world->attendances, a);
}

static const Training *trainee(const Gather *m, size_t number) {
    return &m->world->trainings.items[m->clinic->first_training + number % m->clinic->training_count];
}

static bool serves(const Training *t, Date day) {
    return t->first.day <= day.day && (!date_is_known(t->planned_end) || t->planned_end.day >= day.day);
}

// Seven of ten come; of what is to come, some have answered.
static void ask_trainees(Gather *m, GatheringId id, Date day, size_t round, bool held) {
    for (size_t i = 0; i < m->clinic->training_count; i++) {
        const Training *t = trainee(m, i);
        size_t fate = (i * 7 + round * 3) % 10;
        if (!serves(t, day)) continue;
        AttendanceAnswer answer = held || fate > 5 ? ATTENDANCE_ANSWER_NONE : fate == 0 ? ATTENDANCE_ANSWER_NO : ATTENDANCE_ANSWER_YES;
        ask(m, id, t->trainee, t->id, answer, held && fate < 7);
    }
}

static Date term_first(Date today) {
    int year = date_to_ymd(today).year, month = date_to_ymd(today).month;
    Date first = month >= 8 ? date_from_ymd(year, 9, 1) : date_from_ymd(year, 1, 20);
    while (date_weekday(first) != 4) first = date_add_days(first, 1);
    return first;
}

static void teaching_series(Gather *m) {
    static const char *const subjects[] = {"Akut andnöd", "EKG i vardagen", "Sepsis", "Diabetes på vårdavdelning", "Svåra samtal", "Njursvikt",
                                           "Läkemedel hos äldre", "Strokelarm", "Blodgaser", "Vård i livets slut", "Hjärtsvikt", "Anemi"};
    Date first = term_first(m->today), past = date_add_days(first, 15 * 7);
    GatheringSeries series = {.id = {1}, .unit = m->clinic->unit, .kind = STR("teaching"), .title = STR(""), .repeats = SERIES_REPEATS_WEEK,
                              .every = 2, .first = first, .past = past};
    list_add(m->arena, &m->world->gathering_series, series);
    past_teaching(m, first);
    size_t round = 0;
    for (Date day = first; day.day < past.day; day = date_add_days(day, 14), round++) {
        bool been = day.day <= m->today.day, closed = day.day <= days_ago(m, 14).day; // the last one is still to be closed
        GatheringId id = add(m, (Gathering){.kind = STR("teaching"), .series = series.id, .held_on = day, .start_minute = 780, .place = STR("Stora konferensrummet"),
                                            .title = str_from_c(subjects[round % COUNT_OF(subjects)]),
                                            .state = closed ? GATHERING_STATE_HELD : GATHERING_STATE_PLANNED});
        ask_trainees(m, id, day, round, closed);
        if (been && closed) happened(m, EVENT_KIND_TEACHING, day, id);
    }
}

static void own_meetings(Gather *m, bool whole) {
    static const struct {
        EventKind kind;
        int days;
    } been[] = {{EVENT_KIND_NETWORK, 60},          {EVENT_KIND_NETWORK, 240},         {EVENT_KIND_NETWORK, 420},         {EVENT_KIND_COUNCIL, 40},
                {EVENT_KIND_COUNCIL, 220},         {EVENT_KIND_CPD, 150},             {EVENT_KIND_CPD, 400},             {EVENT_KIND_PEDAGOGY, 300},
                {EVENT_KIND_JOINT_EDUCATION, 50},  {EVENT_KIND_JOINT_EDUCATION, 200}, {EVENT_KIND_JOINT_EDUCATION, 380}, {EVENT_KIND_MANAGEMENT_GROUP, 14}};
    for (size_t i = 0; i < COUNT_OF(been); i++) {
        GatheringId id = {0};
        if (whole)
            id = add(m, (Gathering){.kind = str_from_c(event_kind_names[been[i].kind]), .held_on = days_ago(m, been[i].days), .start_minute = 540,
                                    .state = GATHERING_STATE_HELD});
        happened(m, been[i].kind, days_ago(m, been[i].days), id);
    }
}

static void act_on(Gather *m, GatheringId id, TrainingId training, PersonId who, const char *what, Date due, Date done, bool private) {
    ActionItem a = {.unit = m->clinic->unit, .gathering = id, .training = training, .responsible = who, .what = str_from_c(what), .due = due,
                    .done = done, .private = private};
    list_add(m->arena, &m->world->actions, a);
}

static void note(Gather *m, GatheringId id, TrainingId training, PersonId writer, bool private, const char *text) {
    GatheringNote n = {.gathering = id, .training = training, .writer = writer, .private = private, .note = str_from_c(text)};
    list_add(m->arena, &m->world->gathering_notes, n);
}

static void planned_meetings(Gather *m) {
    GatheringId network = add(m, (Gathering){.kind = STR("network"), .held_on = date_add_days(m->today, 20), .start_minute = 540, .place = STR("Utbildningscentrum")});
    (void)network;
    GatheringId meeting = add(m, (Gathering){.kind = STR("supervisor_meeting"), .held_on = date_add_days(m->today, 15), .start_minute = 900,
                                             .place = STR("Biblioteket")});
    for (size_t i = 0; i < m->clinic->supervisor_count; i++)
        ask(m, meeting, m->clinic->supervisors[i], (TrainingId){0}, i % 3 ? ATTENDANCE_ANSWER_YES : ATTENDANCE_ANSWER_NONE, false);
    GatheringId review = add(m, (Gathering){.kind = STR("yearly_review"), .held_on = date_add_days(m->today, 8), .start_minute = 840});
    for (size_t i = 0; i < 3 && i < m->clinic->training_count; i++) ask(m, review, trainee(m, i)->trainee, trainee(m, i)->id, ATTENDANCE_ANSWER_YES, false);
    GatheringId next = add(m, (Gathering){.kind = STR("management_group"), .held_on = date_add_days(m->today, 14), .start_minute = 480});
    ask(m, next, m->clinic->head, (TrainingId){0}, ATTENDANCE_ANSWER_YES, false);
    ask(m, next, m->clinic->director, (TrainingId){0}, ATTENDANCE_ANSWER_YES, false);
    GatheringId last = {0};
    for (size_t i = 0; i < m->world->gatherings.count; i++)
        if (str_equal(m->world->gatherings.items[i].kind, STR("management_group")) && m->world->gatherings.items[i].state == GATHERING_STATE_HELD)
            last = m->world->gatherings.items[i].id;
    note(m, last, (TrainingId){0}, m->clinic->director, false, "Självstudietid läggs i schemat från januari. Frågan om jourschemat tas upp igen.");
    act_on(m, last, (TrainingId){0}, m->clinic->head, "Lägga självstudietid i schemat", date_add_days(m->today, 38), DATE_NONE, false);
    act_on(m, last, (TrainingId){0}, m->clinic->director, "Sammanställa önskemål om jourschemat", days_ago(m, 5), DATE_NONE, false);
    act_on(m, last, (TrainingId){0}, m->clinic->director, "Skicka vårens program till handledarna", days_ago(m, 2), days_ago(m, 3), false);
}

static void talks(Gather *m) {
    const Training *t = trainee(m, 0);
    PersonId supervisor = m->clinic->supervisors[0];
    GatheringId coming = add(m, (Gathering){.kind = STR("supervision_talk"), .training = t->id, .chair = supervisor, .held_on = date_add_days(m->today, 3), .start_minute = 930});
    ask(m, coming, t->trainee, t->id, ATTENDANCE_ANSWER_YES, false);
    GatheringId been = add(m, (Gathering){.kind = STR("supervision_talk"), .training = t->id, .chair = supervisor, .held_on = days_ago(m, 12), .start_minute = 930,
                                          .state = GATHERING_STATE_HELD});
    ask(m, been, t->trainee, t->id, ATTENDANCE_ANSWER_NONE, true);
    Event event = {.kind = EVENT_KIND_SUPERVISION_TALK, .training = t->id, .held = days_ago(m, 12), .responsible = supervisor, .gathering = been};
    list_add(m->arena, &m->world->events, event);
    note(m, been, t->id, supervisor, true, "Tryggare på akuten nu. Vill ha mer tid för ekokardiografi.");
    act_on(m, been, t->id, t->trainee, "Boka två dagar på ekolab", date_add_days(m->today, 20), DATE_NONE, true);
    GatheringId missed = add(m, (Gathering){.kind = STR("supervision_talk"), .training = t->id, .chair = supervisor, .held_on = days_ago(m, 40), .start_minute = 930,
                                            .state = GATHERING_STATE_MISSED, .reason = STR("Akut bemanning")});
    ask(m, missed, t->trainee, t->id, ATTENDANCE_ANSWER_YES, false);
}

static void questions(Gather *m) {
    Issue issues[] = {{.unit = m->clinic->unit, .what = STR("Självstudietiden ligger inte i schemat"), .raised = days_ago(m, 70), .next_on = DATE_NONE,
                       .answer = STR("Läggs i schemat från januari, en halv dag i veckan."), .answered = days_ago(m, 14)},
                      {.unit = m->clinic->unit, .what = STR("Jourschemat kommer för sent för att planera kurser"), .raised = days_ago(m, 45),
                       .next_step = STR("Tas upp på ledningsgruppen"), .next_on = date_add_days(m->today, 14), .answered = DATE_NONE},
                      {.unit = m->clinic->unit, .what = STR("Arbetsrum saknas för dem som randar"), .raised = days_ago(m, 6), .next_on = DATE_NONE, .answered = DATE_NONE}};
    for (size_t i = 0; i < COUNT_OF(issues); i++) list_add(m->arena, &m->world->issues, issues[i]);
}

// --- introduction

static const struct {
    Audience audience;
    const char *what;
    StepWho who;
    int days;
    bool required;
} steps[] = {
    {AUDIENCE_ST, "Behörighet i journal, läkemedel och schema", STEP_WHO_OTHER, 0, true},
    {AUDIENCE_ST, "Rundtur: lokaler, larm och nycklar", STEP_WHO_TRAINEE, 3, true},
    {AUDIENCE_ST, "Hjärt-lungräddning och brandskydd", STEP_WHO_OTHER, 14, true},
    {AUDIENCE_ST, "Första samtalet med huvudhandledaren", STEP_WHO_SUPERVISOR, 14, true},
    {AUDIENCE_ST, "Så görs IUP, bedömningar och kursansökan", STEP_WHO_DIRECTOR, 30, true},
    {AUDIENCE_ST, "Gå bredvid på två jourpass", STEP_WHO_SUPERVISOR, 45, true},
    {AUDIENCE_ST, "Träffa forskningshandledare", STEP_WHO_TRAINEE, 80, false},
    {AUDIENCE_VISITOR, "Behörighet, passerkort och omklädning", STEP_WHO_OTHER, 0, true},
    {AUDIENCE_VISITOR, "Handledare och mål för placeringen", STEP_WHO_SUPERVISOR, 7, true},
};

static void introduce(Gather *m, const Training *t) {
    Introduction intro = {.id = {(int64_t)m->world->introductions.count + 1}, .training = t->id, .unit = m->clinic->unit, .first = t->first, .done = DATE_NONE};
    bool open = false;
    int seq = 0;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        if (steps[i].audience != AUDIENCE_ST) continue;
        Date due = date_add_days(t->first, steps[i].days), done = date_add_days(due, steps[i].days ? -2 : 0);
        bool is_done = done.day <= m->today.day;
        IntroductionStep step = {.introduction = intro.id, .training = t->id, .seq = seq++, .what = str_from_c(steps[i].what), .who = steps[i].who,
                                 .due = due, .required = steps[i].required, .done = is_done ? done : DATE_NONE};
        if (is_done) step.done_by = steps[i].who == STEP_WHO_DIRECTOR ? m->clinic->director : t->trainee;
        open |= !is_done;
        if (is_done) intro.done = date_max(intro.done, done);
        list_add(m->arena, &m->world->introduction_steps, step);
    }
    if (open) intro.done = DATE_NONE;
    list_add(m->arena, &m->world->introductions, intro);
}

static void introductions(Gather *m) {
    Date approved = days_ago(m, 600);
    for (int audience = 0; audience < AUDIENCE_COUNT; audience++) {
        if (audience == AUDIENCE_BT) continue; // none is trained here
        Programme programme = {.id = {(int64_t)m->world->programmes.count + 1}, .unit = m->clinic->unit, .audience = (Audience)audience, .approved = approved};
        list_add(m->arena, &m->world->programmes, programme);
        int seq = 0;
        for (size_t i = 0; i < COUNT_OF(steps); i++) {
            if ((int)steps[i].audience != audience) continue;
            ProgrammeStep step = {.programme = programme.id, .seq = seq++, .what = str_from_c(steps[i].what), .who = steps[i].who, .days = steps[i].days,
                                  .required = steps[i].required};
            list_add(m->arena, &m->world->programme_steps, step);
        }
    }
    for (size_t i = 0; i < m->clinic->training_count; i++)
        if (trainee(m, i)->first.day >= approved.day) introduce(m, trainee(m, i));
}

static void told_of_seminar(Gather *m) {
    for (size_t i = 0; i < m->clinic->training_count; i++) {
        const Training *t = trainee(m, i);
        Date day = date_add_days(t->first, 12);
        Event event = {.kind = EVENT_KIND_START_SEMINAR_TOLD, .training = t->id, .held = day, .responsible = m->clinic->director};
        if (day.day <= m->today.day) list_add(m->arena, &m->world->events, event);
    }
}

void demo_gather(Arena *arena, DemoWorld *world, const DemoClinic *clinic, Date today, bool whole) {
    Gather m = {.arena = arena, .world = world, .clinic = clinic, .today = today};
    if (clinic->training_count == 0) return;
    told_of_seminar(&m);
    own_meetings(&m, whole);
    if (!whole) past_teaching(&m, date_add_days(today, 1));
    if (!whole) return;
    teaching_series(&m);
    planned_meetings(&m);
    talks(&m);
    questions(&m);
    introductions(&m);
}
