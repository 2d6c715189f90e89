#include "base/test.h"
#include "duty/case_test.h"
#include <stdlib.h>

#define FIELDS_MAX 16
typedef struct {
    Str fields[FIELDS_MAX];
    size_t count;
} Line;
LIST_OF(LineList, Line);

typedef struct {
    Arena *arena;
    const char *file;
    Case *to;
    StrMap units, people, trainings;
    int64_t next;
} Reader;

static Line line_read(Str text) {
    Line line = {0};
    size_t comment = str_find_char(text, '#');
    text = str_trim(str_slice(text, 0, comment));
    while (text.size && line.count < FIELDS_MAX) {
        size_t gap = str_find(text, STR("  "));
        line.fields[line.count++] = str_trim(str_slice(text, 0, gap));
        text = gap == STR_NOT_FOUND ? STR("") : str_trim(str_slice(text, gap, text.size));
    }
    return line;
}

static _Noreturn void bad(const Reader *reader, const Line *line, const char *why) {
    print_error("%s: %s:", reader->file, why);
    for (size_t i = 0; i < line->count; i++) print_error("  %.*s", STR_ARG(line->fields[i]));
    print_error("\n");
    _fail(__FILE__, __LINE__);
    abort();
}

static Str field(const Line *line, size_t at) {
    return at < line->count ? line->fields[at] : STR("");
}

// The rest of the field that begins with `name` ("licence 2020-01-01"); empty if there is none.
static Str named(const Line *line, const char *name) {
    Str key = str_from_c(name);
    for (size_t i = 0; i < line->count; i++)
        if (str_starts(line->fields[i], key)) return str_trim(str_slice(line->fields[i], key.size, line->fields[i].size));
    return STR("");
}

static Date date_read(const Reader *reader, const Line *line, Str text) {
    Date date = DATE_NONE;
    if (text.size && !date_parse(text, &date)) bad(reader, line, "not a date");
    return date;
}

// "2026-01-01..2026-03-31", last day included; an end left out is open.
static DateSpan span_read(const Reader *reader, const Line *line, Str text) {
    size_t dots = str_find(text, STR(".."));
    if (dots == STR_NOT_FOUND) bad(reader, line, "a span needs ..");
    Str last = str_slice(text, dots + 2, text.size);
    return date_span(date_read(reader, line, str_slice(text, 0, dots)),
                     last.size ? date_add_days(date_read(reader, line, last), 1) : DATE_OPEN);
}

static int64_t lookup(const Reader *reader, const Line *line, const StrMap *map, Str name) {
    int64_t id = 0;
    if (!str_map_get(map, name, &id)) bad(reader, line, "a name that is not known");
    return id;
}

static int name_at(const Reader *reader, const Line *line, const char *const *names, Str name) {
    for (int i = 0; names[i]; i++)
        if (str_equal(str_from_c(names[i]), name)) return i;
    bad(reader, line, "an unknown word");
}

static int number(Str text, int otherwise) {
    int64_t value;
    return str_to_int(text, &value) ? (int)value : otherwise;
}

static void add_unit(Reader *r, const Line *l) {
    Str care = named(l, "care "), parent = named(l, "parent ");
    Unit unit = {.id = {++r->next}, .name = field(l, 1), .specialty = named(l, "specialty "),
                 .kind = (UnitKind)name_at(r, l, unit_kind_names, field(l, 2)),
                 .care = care.size ? (CareForm)name_at(r, l, care_form_names, care) : CARE_FORM_UNKNOWN,
                 .in_use_from = date_read(r, l, named(l, "in use "))};
    if (parent.size) unit.parent.raw = lookup(r, l, &r->units, parent);
    str_map_put(r->arena, &r->units, unit.name, unit.id.raw);
    list_add(r->arena, &r->to->facts.units, unit);
}

static void add_qualification(Reader *r, const Line *l, PersonId person, QualificationKind kind, Str text) {
    size_t gap = str_find_char(text, ' ');
    Str since = kind == QUALIFICATION_KIND_SPECIALIST ? str_slice(text, gap == STR_NOT_FOUND ? text.size : gap + 1, text.size)
                                                      : text;
    Qualification has = {.id = {++r->next}, .person = person, .kind = kind, .since = date_read(r, l, since)};
    if (kind == QUALIFICATION_KIND_SPECIALIST) has.specialty = str_slice(text, 0, gap);
    list_add(r->arena, &r->to->facts.qualifications, has);
}

static void add_person(Reader *r, const Line *l) {
    Str name = field(l, 1);
    size_t gap = str_find_char(name, ' ');
    Person person = {.id = {++r->next}, .given_name = str_slice(name, 0, gap),
                     .family_name = gap == STR_NOT_FOUND ? STR("") : str_slice(name, gap + 1, name.size),
                     .licence_date = date_read(r, l, named(l, "licence "))};
    str_map_put(r->arena, &r->people, name, person.id.raw);
    list_add(r->arena, &r->to->facts.people, person);
    for (size_t i = 2; i < l->count; i++) {
        Line one = {.fields = {l->fields[i]}, .count = 1};
        if (named(&one, "specialist ").size)
            add_qualification(r, l, person.id, QUALIFICATION_KIND_SPECIALIST, named(&one, "specialist "));
        if (named(&one, "course ").size)
            add_qualification(r, l, person.id, QUALIFICATION_KIND_SUPERVISOR_COURSE, named(&one, "course "));
    }
}

static void add_appointment(Reader *r, const Line *l) {
    DateSpan span = span_read(r, l, field(l, 4));
    Appointment a = {.id = {++r->next}, .person = {lookup(r, l, &r->people, field(l, 1))},
                     .role = (Role)name_at(r, l, role_names, field(l, 2)),
                     .unit = {lookup(r, l, &r->units, field(l, 3))}, .first = span.first, .past = span.past,
                     .minutes_week = 60 * number(named(l, "hours "), 0)};
    list_add(r->arena, &r->to->facts.appointments, a);
}

static void add_training(Reader *r, const Line *l) {
    Str at = named(l, "at "), state = named(l, "state "), kind = field(l, 2), span = field(l, 5);
    size_t gap = str_find_char(kind, ' '), dots = str_find(span, STR(".."));
    if (dots == STR_NOT_FOUND) bad(r, l, "a span needs ..");
    Training t = {.id = {++r->next}, .trainee = {lookup(r, l, &r->people, field(l, 1))},
                  .kind = (TrainingKind)name_at(r, l, training_kind_names, str_slice(kind, 0, gap)),
                  .specialty = gap == STR_NOT_FOUND ? STR("") : str_slice(kind, gap + 1, kind.size),
                  .regulation = str_equal(field(l, 3), STR("-")) ? STR("") : field(l, 3),
                  .home_unit = {lookup(r, l, &r->units, field(l, 4))},
                  .first = date_read(r, l, str_slice(span, 0, dots)),
                  .planned_end = date_read(r, l, str_slice(span, dots + 2, span.size)), .ended = DATE_NONE,
                  .swedish_at = at.size ? (KnownBool)name_at(r, l, known_bool_names, at) : KNOWN_BOOL_UNKNOWN,
                  .state = state.size ? (TrainingState)name_at(r, l, training_state_names, state) : TRAINING_STATE_ACTIVE,
                  .bt_approved = date_read(r, l, named(l, "bt approved "))};
    str_map_put(r->arena, &r->trainings, field(l, 1), t.id.raw);
    list_add(r->arena, &r->to->facts.trainings, t);
}

static TrainingId training_of(Reader *r, const Line *l) {
    return (TrainingId){lookup(r, l, &r->trainings, field(l, 1))};
}

static void add_share(Reader *r, const Line *l) {
    DateSpan span = span_read(r, l, field(l, 2));
    EmploymentShare share = {.id = {++r->next}, .training = training_of(r, l), .first = span.first,
                             .past = span.past, .share = {number(field(l, 3), 100)}};
    list_add(r->arena, &r->to->facts.shares, share);
}

static void add_leave(Reader *r, const Line *l) {
    DateSpan span = span_read(r, l, field(l, 3));
    Absence leave = {.id = {++r->next}, .training = training_of(r, l), .first = span.first, .past = span.past,
                     .cause = (AbsenceCause)name_at(r, l, absence_cause_names, field(l, 2)),
                     .share = {number(field(l, 4), 100)}};
    list_add(r->arena, &r->to->facts.absences, leave);
}

static void add_main(Reader *r, const Line *l) {
    DateSpan span = span_read(r, l, field(l, 3));
    Supervision s = {.id = {++r->next}, .training = training_of(r, l), .first = span.first, .past = span.past,
                     .supervisor = {lookup(r, l, &r->people, field(l, 2))}, .kind = SUPERVISION_KIND_MAIN};
    list_add(r->arena, &r->to->facts.supervisions, s);
}

// "all" or "all but c1 c2": the goals of the trainee's specialty and regulation.
static Str goals_read(Reader *r, TrainingId id, Str text) {
    if (!str_starts(text, STR("all"))) return text;
    Buf codes = buf_begin(r->arena);
    for (size_t i = 0; i < r->to->facts.trainings.count; i++) {
        const Training *t = &r->to->facts.trainings.items[i];
        const Specialty *specialty = rulebook_specialty(t->specialty);
        const Regulation *regulation = rulebook_regulation(t->regulation);
        if (t->id.raw != id.raw || !specialty || !regulation) continue;
        const GoalRefs *goals = &specialty->goals[regulation->id];
        for (size_t g = 0; g < goals->count; g++) {
            Str all = str_join(r->arena, text, STR(" ")), code = goals->items[g]->code;
            if (str_find(all, str_printf(r->arena, " %.*s ", STR_ARG(code))) == STR_NOT_FOUND)
                buf_addf(&codes, "%.*s ", STR_ARG(code));
        }
    }
    return str_trim(buf_end(&codes));
}

static void add_placement(Reader *r, const Line *l) {
    DateSpan span = span_read(r, l, field(l, 4));
    Str by = named(l, "by "), state = named(l, "state ");
    Placement p = {.id = {++r->next}, .training = training_of(r, l),
                   .unit = {lookup(r, l, &r->units, field(l, 2))},
                   .kind = (PlacementKind)name_at(r, l, placement_kind_names, field(l, 3)),
                   .first = span.first, .past = span.past, .share = {number(named(l, "share "), 100)},
                   .state = state.size ? (PlacementState)name_at(r, l, placement_state_names, state) : PLACEMENT_STATE_CONFIRMED,
                   .supervisor = {by.size ? lookup(r, l, &r->people, by) : 0}};
    p.goals = goals_read(r, p.training, named(l, "goals "));
    list_add(r->arena, &r->to->facts.placements, p);
    if (!named(l, "certified ").size) return;
    Certificate c = {.id = {++r->next}, .training = p.training, .placement = p.id,
                     .signed_on = date_read(r, l, named(l, "certified "))};
    list_add(r->arena, &r->to->facts.certificates, c);
}

static void add_places(Reader *r, const Line *l) {
    DateSpan span = span_read(r, l, field(l, 3));
    Capacity c = {.id = {++r->next}, .unit = {lookup(r, l, &r->units, field(l, 1))}, .first = span.first,
                  .past = span.past, .places = number(field(l, 2), 0),
                  .level = l->count > 4 ? (CapacityLevel)name_at(r, l, capacity_level_names, field(l, 4)) : CAPACITY_LEVEL_ALL};
    list_add(r->arena, &r->to->facts.capacities, c);
}

// One event for each date of the third field.
static void add_event(Reader *r, const Line *l) {
    Str by = named(l, "by "), dates = field(l, 3), date;
    while (str_split(&dates, ' ', &date)) {
        Event e = {.id = {++r->next}, .kind = (EventKind)name_at(r, l, event_kind_names, field(l, 2)),
                   .held = date_read(r, l, date),
                   .responsible = {by.size ? lookup(r, l, &r->people, by) : 0}};
        int64_t id;
        if (str_map_get(&r->trainings, field(l, 1), &id)) e.training.raw = id;
        else e.unit.raw = lookup(r, l, &r->units, field(l, 1));
        list_add(r->arena, &r->to->facts.events, e);
    }
}

static void add_action(Reader *r, const Line *l) {
    ActionItem a = {.id = {++r->next}, .unit = {lookup(r, l, &r->units, field(l, 1))}, .what = field(l, 2), .due = date_read(r, l, named(l, "due ")),
                    .done = date_read(r, l, named(l, "done ")), .private = named(l, "between ").size > 0};
    list_add(r->arena, &r->to->facts.actions, a);
}

static void add_issue(Reader *r, const Line *l) {
    Issue i = {.id = {++r->next}, .unit = {lookup(r, l, &r->units, field(l, 1))}, .what = field(l, 2), .raised = date_read(r, l, named(l, "raised ")),
               .next_on = date_read(r, l, named(l, "next ")), .answered = date_read(r, l, named(l, "answered "))};
    list_add(r->arena, &r->to->facts.issues, i);
}

static void add_programme(Reader *r, const Line *l) {
    Programme p = {.id = {++r->next}, .unit = {lookup(r, l, &r->units, field(l, 1))}, .approved = date_read(r, l, named(l, "approved ")),
                   .audience = (Audience)name_at(r, l, audience_names, field(l, 2))};
    list_add(r->arena, &r->to->facts.programmes, p);
}

// An introduction with one step.
static void add_introduction(Reader *r, const Line *l) {
    Introduction n = {.id = {++r->next}, .training = training_of(r, l), .first = date_read(r, l, field(l, 2)), .done = DATE_NONE};
    IntroductionStep s = {.id = {++r->next}, .training = n.training, .introduction = n.id, .due = n.first, .what = STR("steg"),
                          .required = !str_equal(named(l, "step "), STR("optional")), .done = date_read(r, l, named(l, "done "))};
    list_add(r->arena, &r->to->facts.introductions, n);
    list_add(r->arena, &r->to->facts.introduction_steps, s);
}

static void add_teaching(Reader *r, const Line *l) {
    Gathering g = {.id = {++r->next}, .unit = {lookup(r, l, &r->units, field(l, 1))}, .kind = STR("teaching"), .state = GATHERING_STATE_HELD,
                   .held_on = date_read(r, l, field(l, 2)), .goals = named(l, "goals ")};
    list_add(r->arena, &r->to->facts.teachings, g);
}

static void add_course(Reader *r, const Line *l) {
    DateSpan span = span_read(r, l, field(l, 3));
    Course c = {.id = {++r->next}, .name = field(l, 2), .first = span.first, .past = span.past};
    CourseApplication a = {.id = {++r->next}, .course = c.id, .training = training_of(r, l),
                           .state = (ApplicationState)name_at(r, l, application_state_names, field(l, 4))};
    c.goals_2015 = c.goals_2021 = named(l, "goals ");
    list_add(r->arena, &r->to->facts.courses, c);
    list_add(r->arena, &r->to->facts.applications, a);
}

// One that lies on paper, for no placement in particular.
static void add_certificate(Reader *r, const Line *l) {
    Certificate c = {.id = {++r->next}, .training = training_of(r, l), .signed_on = date_read(r, l, field(l, 2)),
                     .form = named(l, "form "), .goals = named(l, "goals ")};
    list_add(r->arena, &r->to->facts.certificates, c);
}

static KnownBool known_read(const Reader *r, const Line *l, Str word) {
    return word.size ? (KnownBool)name_at(r, l, known_bool_names, word) : KNOWN_BOOL_UNKNOWN;
}

// What is agreed with the first studierektor of the name at the unit.
static void add_terms(Reader *r, const Line *l) {
    Str by = named(l, "by "), rota = named(l, "rota ");
    DirectorTerms t = {.id = {++r->next}, .person = {lookup(r, l, &r->people, field(l, 1))},
                       .unit = {lookup(r, l, &r->units, field(l, 2))}, .consulted = named(l, "consulted "),
                       .appointed_by = by.size ? (Appointer)name_at(r, l, appointer_names, by) : APPOINTER_UNSAID,
                       .scheduling = rota.size ? (Scheduling)name_at(r, l, scheduling_names, rota) : SCHEDULING_UNSAID,
                       .base_employed = known_read(r, l, named(l, "employed ")), .admin_support = known_read(r, l, named(l, "admin ")),
                       .management_group = known_read(r, l, named(l, "group ")), .supplement = number(named(l, "supplement "), -1),
                       .budget = number(named(l, "budget "), -1), .scheduled = -1};
    for (size_t i = r->to->facts.appointments.count; i-- > 0;) {
        Appointment *a = &r->to->facts.appointments.items[i];
        if (a->person.raw != t.person.raw || a->unit.raw != t.unit.raw || a->role != ROLE_DIRECTOR) continue;
        t.appointment = a->id;
        a->share.value = number(named(l, "share "), 0);
    }
    list_add(r->arena, &r->to->facts.terms, t);
}

static void add_extra(Reader *r, const Line *l) {
    DirectorTime t = {.id = {++r->next}, .person = {lookup(r, l, &r->people, field(l, 1))},
                      .unit = {lookup(r, l, &r->units, field(l, 2))}, .day = date_read(r, l, field(l, 3)),
                      .minutes = 600, .kind = DIRECTOR_TIME_KIND_EXTRA};
    list_add(r->arena, &r->to->facts.times, t);
}

static void add_receipt(Reader *r, const Line *l) {
    InOutReceipt receipt = {.id = {++r->next}, .unit = {lookup(r, l, &r->units, field(l, 1))}, .month = date_read(r, l, field(l, 2))};
    list_add(r->arena, &r->to->facts.receipts, receipt);
}

static void add_merit(Reader *r, const Line *l) {
    MeritExtract m = {.id = {++r->next}, .unit = {lookup(r, l, &r->units, field(l, 1))}, .year = number(field(l, 2), 0), .day = {0}};
    list_add(r->arena, &r->to->facts.merits, m);
}

static void add_question(Reader *r, const Line *l) {
    AskedQuestion q = {.id = {++r->next}, .unit = {lookup(r, l, &r->units, field(l, 1))}, .asked = date_read(r, l, field(l, 2)),
                  .asker = {lookup(r, l, &r->people, named(l, "by "))}, .answered = DATE_NONE, .handed = DATE_NONE};
    list_add(r->arena, &r->to->facts.questions, q);
}

static void add_setting(Reader *r, const Line *l) {
    if (r->to->setting_count == COUNT_OF(r->to->settings)) bad(r, l, "too many settings");
    r->to->settings[r->to->setting_count++] =
        (RulebookOverride){.key = field(l, 1), .value_json = field(l, 2), .valid_from = {0}};
}

// In this order, whatever order they stand in: a line may name what a later one describes.
static const struct {
    const char *word;
    void (*add)(Reader *r, const Line *l);
} words[] = {
    {"setting", add_setting}, {"unit", add_unit},     {"person", add_person}, {"appoint", add_appointment},
    {"training", add_training}, {"share", add_share}, {"leave", add_leave},   {"main", add_main},
    {"place", add_placement}, {"places", add_places}, {"event", add_event},   {"course", add_course},
    {"certificate", add_certificate}, {"terms", add_terms}, {"extra", add_extra}, {"receipt", add_receipt},
    {"question", add_question}, {"merit", add_merit},
    {"action", add_action},     {"issue", add_issue},     {"programme", add_programme}, {"introduction", add_introduction},
    {"teaching", add_teaching},
};

static void add_lines(Reader *r, const LineList *lines) {
    size_t added = 0;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        for (size_t j = 0; j < lines->count; j++)
            if (str_equal(field(&lines->items[j], 0), str_from_c(words[i].word))) {
                words[i].add(r, &lines->items[j]);
                added++;
            }
    for (size_t j = 0; j < lines->count; j++)
        if (str_equal(field(&lines->items[j], 0), STR("day"))) {
            r->to->on = date_read(r, &lines->items[j], field(&lines->items[j], 1));
            added++;
        }
    if (added != lines->count) bad(r, &lines->items[0], "an unknown kind of line in this case");
}

static bool begins_so(const Line *line, const Line *without) {
    for (size_t i = 1; i < without->count; i++)
        if (!str_equal(field(line, i - 1), without->fields[i])) return false;
    return true;
}

static int by_text(const void *a, const void *b, void *context) {
    (void)context;
    return str_compare(*(const Str *)a, *(const Str *)b);
}

LIST_OF(TextList, Str);

static Str sorted_text(Arena *arena, TextList *lines) {
    list_sort(arena, lines->items, lines->count, sizeof(Str), by_text, NULL);
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < lines->count; i++) buf_addf(&buf, "%.*s\n", STR_ARG(lines->items[i]));
    return buf_end(&buf);
}

static void case_read(Arena *arena, const LineList *base, const Line *first, size_t count, const char *file, Case *ret) {
    *ret = (Case){.why = field(first, 1), .on = date_from_ymd(2026, 11, 23)};
    Reader reader = {.arena = arena, .file = file, .to = ret};
    TextList expects = {0};
    LineList facts = {0};
    for (size_t b = 0; b < base->count; b++) {
        bool taken = false;
        for (size_t i = 1; i < count; i++)
            taken = taken || (str_equal(field(&first[i], 0), STR("without")) && begins_so(&base->items[b], &first[i]));
        if (!taken) list_add(arena, &facts, base->items[b]);
    }
    for (size_t i = 1; i < count; i++) {
        if (str_equal(field(&first[i], 0), STR("without"))) continue;
        if (!str_equal(field(&first[i], 0), STR("expect"))) list_add(arena, &facts, first[i]);
        else if (first[i].count > 2)
            list_add(arena, &expects, str_printf(arena, "%.*s  %.*s", STR_ARG(first[i].fields[1]), STR_ARG(first[i].fields[2])));
        else if (!str_equal(field(&first[i], 1), STR("nothing"))) bad(&reader, &first[i], "expect what?");
    }
    add_lines(&reader, &facts);
    ret->expects = sorted_text(arena, &expects);
}

static LineList lines_read(Arena *arena, Str text) {
    LineList lines = {0};
    for (Str row; str_split(&text, '\n', &row);) {
        Line line = line_read(row);
        if (line.count) list_add(arena, &lines, line);
    }
    return lines;
}

CaseList case_list_read(Arena *arena, Str base, Str text, const char *file) {
    LineList before = lines_read(arena, base), lines = lines_read(arena, text);
    CaseList cases = {0};
    for (size_t i = 0, past; i < lines.count; i = past) {
        for (past = i + 1; past < lines.count && !str_equal(field(&lines.items[past], 0), STR("case"));) past++;
        if (!str_equal(field(&lines.items[i], 0), STR("case"))) continue;
        Case one;
        case_read(arena, &before, &lines.items[i], past - i, file, &one);
        list_add(arena, &cases, one);
    }
    return cases;
}

static Str subject_name(Arena *arena, const Facts *facts, const Found *found) {
    const TrainingFacts *t = facts_training(facts, found->training);
    const PersonFacts *person = facts_person(facts, found->person);
    const UnitFacts *unit = facts_unit(facts, found->unit);
    if (t) return facts_person_name(arena, t->trainee->person);
    if (person) return facts_person_name(arena, person->person);
    return unit ? facts_unit_name(unit) : STR("?");
}

Str case_found_text(Arena *arena, const Facts *facts, const FoundList *found) {
    TextList lines = {0};
    for (size_t i = 0; i < found->count; i++) {
        const Found *f = &found->items[i];
        list_add(arena, &lines, str_printf(arena, "%.*s.%.*s  %.*s", STR_ARG(f->rule->id), STR_ARG(f->how->id),
                                           STR_ARG(subject_name(arena, facts, f))));
    }
    return sorted_text(arena, &lines);
}
