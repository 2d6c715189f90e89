// The year is cut at every edge (a placement, a share, a leave, today, the planned end begins or
// ends); between two edges every day counts alike. Each stretch gives one line per placement, the
// earliest placement first until the employed share is used up, so that the lines add up to the
// sums exactly and the BT floors can be summed per placement.
#include "training/progress.h"

// --- what the regulation asks

// The months stand in the rulebook too (a test holds them equal); the kind of training decides
// which of them are asked for.
ServiceDemand service_demand(const Training *training) {
    bool is_2015 = str_equal(training->regulation, STR("2015"));
    if (training->kind == TRAINING_KIND_BT)
        return (ServiceDemand){
            .months = 6, .bt_months = 6, .bt_primary_months = 3, .bt_acute_months = 3};
    if (is_2015) return (ServiceDemand){.months = 60, .doctorate_months = 6};
    ServiceDemand demand = {.months = 66,
                            .doctorate_months = 6,
                            .doctorate_is_proposal = true,
                            .bt_months = 6,
                            .bt_primary_months = 3,
                            .bt_acute_months = 3};
    if (!date_is_known(training->bt_approved)) return demand;
    // With the authority's proof of BT in hand its floors are met; approved before this training
    // began, its six months at the least are served already and count.
    demand.bt_months = demand.bt_primary_months = demand.bt_acute_months = 0;
    if (date_is_known(training->first) && training->bt_approved.day <= training->first.day)
        demand.bt_before_months = 6;
    return demand;
}

static bool specialty_is_acute_ward(Str specialty) {
    static const char *const wards[] = {"internmedicin", "kirurgi", "ortopedi",
                                        "anestesi-och-intensivvard", "kardiologi"};
    for (size_t i = 0; i < COUNT_OF(wards); i++)
        if (str_equal(specialty, str_from_c(wards[i]))) return true;
    return false;
}

BtSetting bt_setting(const Placement *placement, const Unit *unit) {
    // At the home clinic BT is told by the item that it answers.
    if (placement->kind != PLACEMENT_KIND_BT && !str_starts(placement->item, STR("bt-"))) return BT_NOT;
    if (str_equal(placement->item, STR("bt-primarvard"))) return BT_PRIMARY;
    if (str_equal(placement->item, STR("bt-akut"))) return BT_ACUTE;
    if (!unit) return BT_OTHER;
    if (unit->care == CARE_FORM_PRIMARY || str_equal(unit->specialty, STR("allmanmedicin")))
        return BT_PRIMARY;
    if (unit->care == CARE_FORM_EMERGENCY || str_equal(unit->specialty, STR("akutsjukvard")))
        return BT_ACUTE;
    return specialty_is_acute_ward(unit->specialty) ? BT_WARD : BT_OTHER;
}

bool absence_counts(AbsenceCause cause) {
    return cause == ABSENCE_CAUSE_HOLIDAY || cause == ABSENCE_CAUSE_ON_CALL_COMP;
}

bool placement_counts(const Placement *placement) {
    return placement->state != PLACEMENT_STATE_CANCELLED &&
           placement->kind != PLACEMENT_KIND_COURSE &&
           placement->kind != PLACEMENT_KIND_OBSERVATION;
}

// --- one day's shares

static DateSpan absence_span(const Absence *absence) {
    return date_span(absence->first, absence->past);
}

static DateSpan placement_span(const Placement *placement) {
    return date_span(placement->first, placement->past);
}

static int share_on(const EmploymentShareList *shares, Date day) {
    const EmploymentShare *begun = NULL, *earliest = NULL;
    for (size_t i = 0; i < shares->count; i++) {
        const EmploymentShare *share = &shares->items[i];
        if (!earliest || share->first.day < earliest->first.day) earliest = share;
        if (share->first.day > day.day) continue;
        if (!begun || share->first.day >= begun->first.day) begun = share;
    }
    if (begun) return begun->share.value;
    return earliest ? earliest->share.value : 100;
}

// The leave of a day that does not count, and which absence takes most of it.
static int leave_on(const AbsenceList *absences, Date day, const Absence **ret_most) {
    int sum = 0;
    *ret_most = NULL;
    for (size_t i = 0; i < absences->count; i++) {
        const Absence *absence = &absences->items[i];
        if (absence_counts(absence->cause) || !date_span_has(absence_span(absence), day)) continue;
        sum += absence->share.value;
        if (!*ret_most || absence->share.value > (*ret_most)->share.value) *ret_most = absence;
    }
    return sum < 100 ? sum : 100;
}

static const Unit *unit_of(const UnitList *units, UnitId id) {
    for (size_t i = 0; i < units->count; i++)
        if (units->items[i].id.raw == id.raw) return &units->items[i];
    return NULL;
}

// --- edges

LIST_OF(DateList, Date);

static void edge_add(Arena *arena, DateList *edges, DateSpan within, Date date) {
    if (date.day > within.first.day && date.day < within.past.day) list_add(arena, edges, date);
}

static int date_order(const void *a, const void *b, __attribute__((unused)) void *context) {
    return date_compare(*(const Date *)a, *(const Date *)b);
}

// Everywhere something begins or ends inside `within`, with both its ends, in order.
static DateList edges_of(Arena *arena, const ServiceInput *input, DateSpan within, Date on) {
    DateList edges = {0};
    list_add(arena, &edges, within.first);
    list_add(arena, &edges, within.past);
    edge_add(arena, &edges, within, date_add_days(on, 1));
    edge_add(arena, &edges, within, input->training->first);
    if (date_is_known(input->training->planned_end))
        edge_add(arena, &edges, within, date_add_days(input->training->planned_end, 1));
    if (date_is_known(input->training->ended))
        edge_add(arena, &edges, within, date_add_days(input->training->ended, 1));
    for (size_t i = 0; i < input->shares.count; i++)
        edge_add(arena, &edges, within, input->shares.items[i].first);
    for (size_t i = 0; i < input->absences.count; i++) {
        edge_add(arena, &edges, within, input->absences.items[i].first);
        edge_add(arena, &edges, within, input->absences.items[i].past);
    }
    for (size_t i = 0; i < input->placements.count; i++) {
        edge_add(arena, &edges, within, input->placements.items[i].first);
        edge_add(arena, &edges, within, input->placements.items[i].past);
    }
    list_sort(arena, edges.items, edges.count, sizeof *edges.items, date_order, NULL);
    return edges;
}

// --- lines

static bool line_continues(const ServiceLine *a, const ServiceLine *b) {
    return a->span.past.day == b->span.first.day && a->ahead == b->ahead && a->why == b->why &&
           a->placement == b->placement && a->leave == b->leave &&
           a->placed.value == b->placed.value && a->employed.value == b->employed.value &&
           a->counted.value == b->counted.value;
}

static void line_add(Arena *arena, ServiceLineList *lines, ServiceLine line) {
    line.time = service_time_of_span(line.span, line.counted);
    for (size_t i = lines->count; i-- > 0;) {
        ServiceLine *before = &lines->items[i];
        if (!line_continues(before, &line)) continue;
        before->span.past = line.span.past;
        before->time = service_time_add(before->time, line.time);
        return;
    }
    list_add(arena, lines, line);
}

static ServiceWhy why_counted(const ServiceLine *line, int leave) {
    if (line->counted.value == line->placed.value) return SERVICE_COUNTED;
    if (leave == 0) return line->employed.value == 0 ? SERVICE_NO_SHARE : SERVICE_BEYOND;
    return line->counted.value == 0 ? SERVICE_LEAVE : SERVICE_PART_LEAVE;
}

// The stretch at each of its placements, earliest first, until the day is full.
static bool lines_of_placements(Arena *arena, const ServiceInput *input, ServiceLine base,
                                int leave, ServiceLineList *lines) {
    int room = base.employed.value - leave;
    if (room < 0) room = 0;
    bool any = false;
    for (size_t i = 0; i < input->placements.count; i++) {
        const Placement *placement = &input->placements.items[i];
        if (!placement_counts(placement) ||
            !date_span_has(placement_span(placement), base.span.first))
            continue;
        any = true;
        ServiceLine line = base;
        line.placement = placement;
        line.placed = placement->share;
        line.counted = (Percent){placement->share.value < room ? placement->share.value : room};
        room -= line.counted.value;
        line.why = why_counted(&line, leave);
        line.bt = bt_setting(placement, unit_of(&input->units, placement->unit));
        line_add(arena, lines, line);
    }
    return any;
}

static int placed_on(const ServiceInput *input, Date day) {
    int sum = 0;
    for (size_t i = 0; i < input->placements.count; i++) {
        const Placement *placement = &input->placements.items[i];
        if (placement_counts(placement) && date_span_has(placement_span(placement), day))
            sum += placement->share.value;
    }
    return sum;
}

static bool line_is_outside(const ServiceInput *input, const ServiceLine *line) {
    const Training *training = input->training;
    if (line->span.first.day < training->first.day) return true;
    if (date_is_known(training->ended) && line->span.first.day > training->ended.day) return true;
    return date_is_known(training->planned_end) && line->ahead &&
           line->span.first.day > training->planned_end.day;
}

static void lines_outside(Arena *arena, const ServiceInput *input, ServiceLine base,
                          ServiceLineList *lines) {
    for (size_t i = 0; i < input->placements.count; i++) {
        const Placement *placement = &input->placements.items[i];
        if (!placement_counts(placement) ||
            !date_span_has(placement_span(placement), base.span.first))
            continue;
        ServiceLine line = base;
        line.placement = placement;
        line.placed = placement->share;
        line.why = SERVICE_OUTSIDE;
        line_add(arena, lines, line);
    }
}

// Days that count alike, all placements together: what the forecast walks.
typedef struct {
    DateSpan span;
    bool ahead;
    Percent counted, leave; // leave: of the employed share, what leave takes
} Stretch;
LIST_OF(StretchList, Stretch);

// The lines of one stretch are added to `lines`.
static Stretch stretch_read(Arena *arena, const ServiceInput *input, DateSpan span, Date on,
                            ServiceLineList *lines) {
    ServiceLine line = {.span = span, .ahead = span.first.day > on.day};
    Stretch stretch = {.span = span, .ahead = line.ahead};
    if (line_is_outside(input, &line)) {
        lines_outside(arena, input, line, lines);
        return stretch;
    }
    int employed = share_on(&input->shares, span.first);
    int leave = leave_on(&input->absences, span.first, &line.leave);
    line.employed = (Percent){employed};
    stretch.leave = (Percent){leave < employed ? leave : employed};
    if (!lines_of_placements(arena, input, line, leave, lines)) {
        int rest = employed - stretch.leave.value;
        line.counted = (Percent){rest};
        line.why = employed == 0 ? SERVICE_NO_SHARE
                   : rest == 0   ? SERVICE_LEAVE
                   : line.ahead  ? SERVICE_NOT_PLANNED
                                 : SERVICE_UNPLACED;
        line_add(arena, lines, line);
        stretch.counted = line.counted;
        return stretch;
    }
    stretch.counted = (Percent){placed_on(input, span.first)};
    if (stretch.counted.value > employed - stretch.leave.value)
        stretch.counted.value = employed - stretch.leave.value;
    return stretch;
}

// From the first day there is anything to say about to the last one.
static DateSpan span_of_interest(const ServiceInput *input, Date on) {
    const Training *training = input->training;
    Date first = training->first;
    Date past = date_add_days(on, 1);
    if (date_is_known(training->planned_end))
        past = date_max(past, date_add_days(training->planned_end, 1));
    if (date_is_known(training->ended)) past = date_add_days(training->ended, 1);
    for (size_t i = 0; i < input->placements.count; i++) {
        const Placement *placement = &input->placements.items[i];
        if (!placement_counts(placement)) continue;
        first = date_min(first, placement->first);
        past = date_max(past, placement->past);
    }
    return date_span(first, past);
}

static StretchList stretches_read(Arena *arena, const ServiceInput *input, Date on,
                                  ServiceLineList *lines) {
    StretchList stretches = {0};
    DateSpan within = span_of_interest(input, on);
    if (date_span_is_empty(within)) return stretches;
    DateList edges = edges_of(arena, input, within, on);
    for (size_t i = 0; i + 1 < edges.count; i++) {
        DateSpan span = date_span(edges.items[i], edges.items[i + 1]);
        if (date_span_is_empty(span)) continue;
        list_add(arena, &stretches, stretch_read(arena, input, span, on, lines));
    }
    return stretches;
}

// Earliest first, and by id where two begin together: which one fills the day must not hang on the
// order of rows.
static int placement_order(const void *a, const void *b, __attribute__((unused)) void *context) {
    const Placement *x = a, *y = b;
    int order = date_compare(x->first, y->first);
    return order != 0 ? order : (x->id.raw > y->id.raw) - (x->id.raw < y->id.raw);
}

static PlacementList placements_in_order(Arena *arena, const PlacementList *placements) {
    PlacementList sorted = {0};
    for (size_t i = 0; i < placements->count; i++) list_add(arena, &sorted, placements->items[i]);
    list_sort(arena, sorted.items, sorted.count, sizeof *sorted.items, placement_order, NULL);
    return sorted;
}

// --- sums

static void bt_add(BtSum *sum, const ServiceLine *line) {
    sum->planned = service_time_add(sum->planned, line->time);
    if (!line->ahead) sum->done = service_time_add(sum->done, line->time);
}

static void sum_bt(ServiceProgress *progress, const ServiceLine *line) {
    if (line->bt != BT_NOT) bt_add(&progress->bt, line);
    if (line->bt == BT_PRIMARY) bt_add(&progress->bt_primary, line);
    if (line->bt == BT_ACUTE) bt_add(&progress->bt_acute, line);
    if (line->bt == BT_WARD) bt_add(&progress->bt_ward, line);
}

static void sum_lines(ServiceProgress *progress) {
    for (size_t i = 0; i < progress->lines.count; i++) {
        const ServiceLine *line = &progress->lines.items[i];
        ServiceTime *sum = line->why == SERVICE_UNPLACED ? &progress->unplaced
                           : line->ahead                 ? &progress->ahead
                                                         : &progress->done;
        *sum = service_time_add(*sum, line->time);
        sum_bt(progress, line);
    }
    progress->at_planned_end =
        service_time_add(service_time_add(progress->done, progress->unplaced), progress->ahead);
}

static ServiceTime leave_so_far(const StretchList *stretches) {
    ServiceTime sum = {0};
    for (size_t i = 0; i < stretches->count; i++) {
        const Stretch *stretch = &stretches->items[i];
        if (!stretch->ahead)
            sum = service_time_add(sum, service_time_of_span(stretch->span, stretch->leave));
    }
    return sum;
}

static ServiceTime required_of(const Training *training, const ServiceDemand *demand) {
    int months = demand->months - demand->bt_before_months;
    if (training->doctorate_credit) months -= demand->doctorate_months;
    return service_time_of_months(months * 100);
}

static int percent_of(ServiceTime part, ServiceTime whole) {
    if (whole.parts <= 0) return 100;
    int64_t percent = part.parts * 100 / whole.parts;
    return percent > 100 ? 100 : (int)percent;
}

// --- forecast

#define FORECAST_YEARS_MAX 40

// The last day needed to reach what is required. Goes past the planned end: a training that is too
// short simply goes on, at the share and with the leave that is known. What is unplaced in the past
// is taken as served.
static Date forecast(Arena *arena, const ServiceInput *input, Date on, ServiceTime required) {
    Training endless = *input->training;
    endless.planned_end = date_add_months(on, 12 * FORECAST_YEARS_MAX);
    ServiceInput open = *input;
    open.training = &endless;

    ServiceLineList unused = {0};
    StretchList stretches = stretches_read(arena, &open, on, &unused);
    ServiceTime sum = {0};
    for (size_t i = 0; i < stretches.count; i++) {
        const Stretch *stretch = &stretches.items[i];
        ServiceTime after =
            service_time_add(sum, service_time_of_span(stretch->span, stretch->counted));
        if (service_time_compare(after, required) >= 0 && stretch->counted.value > 0) {
            ServiceTime rest = service_time_subtract(required, sum);
            return date_add_days(service_time_end(stretch->span.first, rest, stretch->counted), -1);
        }
        sum = after;
    }
    return DATE_NONE;
}

ServiceProgress service_progress(Arena *arena, const ServiceInput *input, Date on) {
    ServiceProgress progress = {.on = on, .forecast_end = DATE_NONE};
    progress.demand = service_demand(input->training);
    progress.required = required_of(input->training, &progress.demand);
    progress.required_is_proposal =
        input->training->doctorate_credit && progress.demand.doctorate_is_proposal;
    progress.left = progress.required;
    if (!date_is_known(input->training->first)) return progress;

    ServiceInput sorted = *input;
    sorted.placements = placements_in_order(arena, &input->placements);
    progress.known = true;
    progress.share_assumed = input->shares.count == 0;
    StretchList stretches = stretches_read(arena, &sorted, on, &progress.lines);
    sum_lines(&progress);
    progress.leave = leave_so_far(&stretches);
    progress.left = service_time_compare(progress.done, progress.required) >= 0
                        ? (ServiceTime){0}
                        : service_time_subtract(progress.required, progress.done);
    progress.percent = percent_of(progress.done, progress.required);
    if (!date_is_known(input->training->ended))
        progress.forecast_end = forecast(arena, &sorted, on, progress.required);
    return progress;
}

// --- words

static const char *cause_sentence(AbsenceCause cause) {
    switch (cause) {
    case ABSENCE_CAUSE_PARENTAL: return N_("Föräldraledighet räknas inte.");
    case ABSENCE_CAUSE_SICK: return N_("Sjukskrivning räknas inte.");
    case ABSENCE_CAUSE_OTHER_SERVICE: return N_("Annan tjänstgöring räknas inte.");
    case ABSENCE_CAUSE_STUDY: return N_("Studieledighet räknas inte.");
    case ABSENCE_CAUSE_HOLIDAY: return N_("Semester räknas.");
    case ABSENCE_CAUSE_ON_CALL_COMP: return N_("Jourkompensation räknas.");
    case ABSENCE_CAUSE_OTHER: break;
    }
    return N_("Ledigheten räknas inte.");
}

static const char *part_leave_sentence(AbsenceCause cause, bool may_see_cause) {
    if (may_see_cause && cause == ABSENCE_CAUSE_PARENTAL)
        return N_("Föräldraledig en del av tiden: {1} % räknas.");
    if (may_see_cause && cause == ABSENCE_CAUSE_SICK)
        return N_("Sjukskriven en del av tiden: {1} % räknas.");
    return N_("Ledig en del av tiden: {1} % räknas.");
}

static Msg counted_sentence(const ServiceLine *line) {
    MsgArg share = msg_number(line->counted.value);
    bool full = line->counted.value == 100;
    switch (line->bt) {
    case BT_PRIMARY:
        return full ? msg(N_("BT i primärvård.")) : msg(N_("BT i primärvård, {1} %."), share);
    case BT_ACUTE:
        return full ? msg(N_("BT i akut sjukvård.")) : msg(N_("BT i akut sjukvård, {1} %."), share);
    case BT_WARD:
    case BT_OTHER: return full ? msg(N_("BT.")) : msg(N_("BT, {1} %."), share);
    case BT_NOT: break;
    }
    if (full) return msg(N_("Heltid."));
    return line->counted.value == 50 ? msg(N_("Halvtid.")) : msg(N_("{1} % av heltid."), share);
}

Msg service_line_why(const ServiceLine *line, bool may_see_cause) {
    MsgArg share = msg_number(line->counted.value);
    switch (line->why) {
    case SERVICE_COUNTED: break;
    case SERVICE_BEYOND:
        return msg(N_("Placerad {1} %, men anställd {2} %: anställningen räknas."),
                   msg_number(line->placed.value), msg_number(line->employed.value));
    case SERVICE_PART_LEAVE:
        return msg(part_leave_sentence(line->leave->cause, may_see_cause), share);
    case SERVICE_LEAVE:
        return msg(may_see_cause ? cause_sentence(line->leave->cause)
                                 : N_("Ledigheten räknas inte."));
    case SERVICE_UNPLACED:
        return msg(N_("Ingen placering är registrerad. Räknas när den fylls i."));
    case SERVICE_NOT_PLANNED: return msg(N_("Inte planerat än, {1} % antas."), share);
    case SERVICE_OUTSIDE: return msg(N_("Ligger utanför tjänstgöringen och räknas inte."));
    case SERVICE_NO_SHARE: return msg(N_("Tjänstgöringsgraden är 0 %."));
    }
    return counted_sentence(line);
}

Str service_time_years(Arena *arena, Lang lang, ServiceTime time) {
    long long months = time.parts / SERVICE_TIME_MONTH.parts;
    const char *text = months < 12        ? N_("{2} mån")
                       : months % 12 == 0 ? N_("{1} år")
                                          : N_("{1} år {2} mån");
    return msg_format(arena, lang, msg(text, msg_number(months / 12), msg_number(months % 12)));
}
