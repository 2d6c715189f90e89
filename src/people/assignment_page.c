#include "people/assignment_page.h"
#include "base/service_time.h"
#include "duty/digest.h"
#include "duty/finding_store.h"
#include "duty/remedy.h"
#include "gen/assignment.html.h"
#include "gen/assignment_left.html.h"
#include "gen/sql.h"
#include "http/field.h"
#include "people/assignment_act.h"
#include "people/person_act.h"
#include "people/person_store.h"
#include "rulebook/rulebook_store.h"
#include "training/event_act.h"
#include "training/training_view.h"

#define MONTHS 12
#define ROWS_MAX 50

typedef struct {
    AppointmentRowList all;
    const AppointmentRow *row; // the one looked at; NULL: there is none
    DirectorTerms terms;
    DirectorTimeList times;
    Rulebook rulebook;
    bool is_own, may_give;
} Assignment;

static bool rows_read(Request *req, AppointmentRowList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_ASSIGNMENTS, err)) return false;
    while (query_next(&query)) {
        int c = APPOINTMENT_COLUMNS;
        AppointmentRow row = {.appointment = appointment_from_row(&query, req->arena, 0),
                              .given_name = query_text(&query, req->arena, c),
                              .family_name = query_text(&query, req->arena, c + 1),
                              .unit_name = query_text(&query, req->arena, c + 2)};
        list_add(req->arena, ret, row);
    }
    return query_end(&query, err);
}

static bool terms_read(Request *req, AppointmentId id, DirectorTerms *ret, Err *err) {
    DirectorTermsList list = {0};
    Query query;
    if (!query_begin(&query, req->db, SQL_TERMS_OF_APPOINTMENT, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!director_terms_list_all(&query, req->arena, &list, err)) return false;
    *ret = list.count ? list.items[0] : (DirectorTerms){.supplement = -1, .budget = -1, .scheduled = -1};
    return true;
}

static bool times_read(Request *req, const Appointment *a, DirectorTimeList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_ASSIGNMENT_TIMES, err)) return false;
    query_bind_id(&query, 1, a->person.raw);
    query_bind_id(&query, 2, a->unit.raw);
    query_bind_date(&query, 3, date_add_months(date_month_first(req->today), 1 - MONTHS));
    return director_time_list_all(&query, req->arena, ret, err);
}

static bool assignment_load(Request *req, Assignment *ret, Err *err) {
    int64_t asked = 0;
    Err hidden = {0};
    if (!rows_read(req, &ret->all, err)) return false;
    if (!request_form_int(req, "uppdrag", &asked)) request_query_int(req, "uppdrag", &asked);
    for (size_t i = 0; i < ret->all.count && !ret->row; i++)
        if (!asked || ret->all.items[i].appointment.id.raw == asked) ret->row = &ret->all.items[i];
    if (!ret->row)
        return (!asked && req->method == GET) || err_set(err, ERR_NOT_FOUND, msg(N_("Uppdraget finns inte.")));
    const Appointment *a = &ret->row->appointment;
    request_shows(req, a->person);
    ret->is_own = a->person.raw == req->session.person.raw;
    ret->may_give = appointment_may_give(req->db, req->actor, a, &hidden);
    return terms_read(req, a->id, &ret->terms, err) && times_read(req, a, &ret->times, err) &&
           rulebook_load(req->db, req->arena, req->today, &ret->rulebook, err);
}

// --- time

static Str hours_text(Arena *arena, int64_t minutes) {
    return service_time_text(arena, service_time_of_months(minutes * 100 / 60));
}

typedef struct {
    Date first, ended;
    bool is_over;
} TrainedFrom;
LIST_OF(TrainedFromList, TrainedFrom);

static bool trainees_read(Request *req, UnitId unit, TrainedFromList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_ASSIGNMENT_TRAINEES, err)) return false;
    query_bind_id(&query, 1, unit.raw);
    while (query_next(&query)) {
        int64_t state = query_int(&query, 2);
        TrainedFrom one = {query_date(&query, 0), query_date(&query, 1),
                           state == TRAINING_STATE_COMPLETED || state == TRAINING_STATE_ENDED};
        list_add(req->arena, ret, one);
    }
    return query_end(&query, err);
}

// Who has ended on a day that nobody wrote down is not counted.
static int64_t trainees_on(const TrainedFromList *all, Date day) {
    int64_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        const TrainedFrom *one = &all->items[i];
        bool there = date_is_known(one->ended) ? one->ended.day >= day.day : !one->is_over;
        count += there && one->first.day <= day.day;
    }
    return count;
}

static int band_hours(const Assignment *as, int64_t trainees, const char *end) {
    int64_t unit = as->row->appointment.unit.raw;
    Str rule = STR("R04");
    const char *band = trainees <= rulebook_setting(&as->rulebook, rule, STR("few_trainees_max"), unit)    ? "few_hours"
                       : trainees <= rulebook_setting(&as->rulebook, rule, STR("some_trainees_max"), unit) ? "some_hours"
                                                                                                           : "many_hours";
    char name[32];
    snprintf(name, sizeof name, "%s_%s", band, end);
    return rulebook_setting(&as->rulebook, rule, str_from_c(name), unit);
}

static int64_t minutes_in(const Assignment *as, DateSpan span, DirectorTimeKind kind) {
    int64_t minutes = 0;
    for (size_t i = 0; i < as->times.count; i++)
        if (as->times.items[i].kind == kind && date_span_has(span, as->times.items[i].day)) minutes += as->times.items[i].minutes;
    return minutes;
}

static Str or_dash(Arena *arena, int64_t minutes) { return minutes ? hours_text(arena, minutes) : STR("–"); }

static void months_add(Request *req, const Assignment *as, const TrainedFromList *trainees, HtmlAssignment *page) {
    for (int i = 0; i < MONTHS; i++) {
        Date first = date_add_months(date_month_first(req->today), -i);
        DateSpan month = date_span(first, date_add_months(first, 1));
        int64_t count = trainees_on(trainees, date_min(req->today, date_add_days(month.past, -1)));
        Ymd ymd = date_to_ymd(first);
        HtmlAssignmentMonths row = {
            .name = str_printf(req->arena, "%.*s %d", STR_ARG(month_name(req->lang, ymd.month)), ymd.year),
            .trainees = str_printf(req->arena, "%lld", (long long)count),
            .band = count ? str_printf(req->arena, "%d–%d", band_hours(as, count, "min"), band_hours(as, count, "max")) : STR("–"),
            .used = or_dash(req->arena, minutes_in(as, month, DIRECTOR_TIME_KIND_USED)),
            .extra = or_dash(req->arena, minutes_in(as, month, DIRECTOR_TIME_KIND_EXTRA))};
        list_add(req->arena, &page->months, row);
    }
}

static void times_add(Request *req, const Assignment *as, HtmlAssignment *page) {
    for (size_t i = 0; i < as->times.count && i < ROWS_MAX; i++) {
        const DirectorTime *time = &as->times.items[i];
        Str hours = msg_format(req->arena, req->lang, msg(time->kind == DIRECTOR_TIME_KIND_EXTRA ? N_("{1} timmar extra.") : N_("{1} timmar."),
                                                          msg_text(hours_text(req->arena, time->minutes))));
        HtmlAssignmentTimes row = {.day = date_short(req->arena, req->lang, time->day), .hours = hours, .what = time->what};
        list_add(req->arena, &page->times, row);
    }
}

static bool time_add(Request *req, const Assignment *as, const FieldErrorList *errors, HtmlAssignment *page, Err *err) {
    const Appointment *a = &as->row->appointment;
    TrainedFromList trainees = {0};
    if (!trainees_read(req, a->unit, &trainees, err)) return false;
    int64_t count = trainees_on(&trainees, req->today);
    page->agreed = a->minutes_week
                       ? msg_format(req->arena, req->lang, msg(N_("{1} timmar per vecka avsatt, {2} utbildningsläkare."),
                                                               msg_text(hours_text(req->arena, a->minutes_week)), msg_number(count)))
                       : msg_format(req->arena, req->lang, msg(N_("Ingen tid är avtalad, {1} utbildningsläkare."), msg_number(count)));
    page->guideline = msg_format(req->arena, req->lang, msg(N_("Riktlinjen för så många: {1}–{2} timmar per vecka."),
                                                            msg_number(band_hours(as, count, "min")), msg_number(band_hours(as, count, "max"))));
    if (as->is_own) {
        page->time_action = url(req->arena, "/uppdrag/tid");
        page->day = field_day(req, "dag", N_("Dag"), req->today, errors);
        page->hours = field_text(req, errors, "timmar", N_("Timmar"), "w1", false, STR(""));
        page->what = field_text(req, errors, "vad", N_("Vad"), "grow", true, STR(""));
    }
    if (as->may_give) {
        page->extra_action = url(req->arena, "/uppdrag/tid");
        page->extra_day = field_day(req, "xdag", N_("Från dagen"), req->today, errors);
        page->extra_hours = field_text(req, errors, "xtimmar", N_("Timmar extra"), "w1", false, STR(""));
        page->extra_what = field_text(req, errors, "xvad", N_("Till vad"), "grow", false, STR(""));
    }
    months_add(req, as, &trainees, page);
    times_add(req, as, page);
    return true;
}

// --- the year's facts

static bool facts_add(Request *req, const Assignment *as, HtmlAssignment *page, Err *err) {
    Query query;
    int year = date_to_ymd(req->today).year;
    page->facts_title = msg_format(req->arena, req->lang, msg(N_("Det som är registrerat {1}"), msg_text(str_printf(req->arena, "%d", year))));
    if (!query_begin(&query, req->db, SQL_ASSIGNMENT_EVENTS, err)) return false;
    query_bind_id(&query, 1, as->row->appointment.unit.raw);
    query_bind_date(&query, 2, date_from_ymd(year, 1, 1));
    while (query_next(&query)) {
        const char *what = event_kind_text((EventKind)query_int(&query, 0));
        if (!what || !*what) continue;
        Str last = date_short_year(req->arena, req->lang, query_date(&query, 2));
        HtmlAssignmentFacts row = {.what = tr_str(req->lang, what),
                                   .count = str_printf(req->arena, "%lld", (long long)query_int(&query, 1)),
                                   .last = msg_format(req->arena, req->lang, msg(N_("Senast {1}."), msg_text(last)))};
        list_add(req->arena, &page->facts, row);
    }
    return query_end(&query, err);
}

// --- what is agreed

static const char *appointer_text(Appointer by) {
    switch (by) {
    case APPOINTER_HEAD: return N_("Verksamhetschefen");
    case APPOINTER_OVERALL_DIRECTOR: return N_("Övergripande studierektorn");
    case APPOINTER_UNSAID: break;
    }
    return N_("Inte angivet");
}

static const char *scheduling_text(Scheduling scheduling) {
    switch (scheduling) {
    case SCHEDULING_ANSWERS: return N_("Ansvarar");
    case SCHEDULING_OVERSEES: return N_("Har översyn");
    case SCHEDULING_UNSAID: break;
    }
    return N_("Inte angivet");
}

static const char *known_text(KnownBool known) {
    return known == KNOWN_BOOL_YES ? N_("Ja") : known == KNOWN_BOOL_NO ? N_("Nej") : N_("Inte angivet");
}

static void term(Request *req, HtmlAssignment *page, const char *label, Str value) {
    list_add(req->arena, &page->terms, ((HtmlAssignmentTerms){tr_str(req->lang, label), value}));
}

static Str kr_text(Request *req, int64_t kr) {
    return kr < 0 ? tr_str(req->lang, N_("Inte angivet")) : str_printf(req->arena, "%lld kr", (long long)kr);
}

static void terms_add(Request *req, const Assignment *as, HtmlAssignment *page) {
    const Appointment *a = &as->row->appointment;
    const DirectorTerms *terms = &as->terms;
    Str unsaid = tr_str(req->lang, N_("Inte angivet"));
    term(req, page, N_("Period"), date_span_text(req->arena, req->lang, date_span(a->first, a->past)));
    term(req, page, N_("Andel av heltid"), a->share.value ? str_printf(req->arena, "%d %%", a->share.value) : unsaid);
    term(req, page, N_("Avtalat, timmar i veckan"), a->minutes_week ? hours_text(req->arena, a->minutes_week) : unsaid);
    term(req, page, N_("Schemalagt, timmar i veckan"), terms->scheduled >= 0 ? hours_text(req->arena, terms->scheduled) : unsaid);
    term(req, page, N_("Utsedd av"), tr_str(req->lang, appointer_text(terms->appointed_by)));
    if (terms->consulted.size) term(req, page, N_("Efter samråd med"), terms->consulted);
    term(req, page, N_("Anställd i verksamheten"), tr_str(req->lang, known_text(terms->base_employed)));
    // For her and her head: the overall director sees that there is one, not how much.
    bool sees = as->is_own || req->actor.role == ROLE_HEAD;
    if (sees) term(req, page, N_("Tillägg per månad"), kr_text(req, terms->supplement));
    term(req, page, N_("Adjungerad till ledningsgruppen"), tr_str(req->lang, known_text(terms->management_group)));
    term(req, page, N_("Budget per år"), kr_text(req, terms->budget));
    term(req, page, N_("Administrativt stöd"), tr_str(req->lang, known_text(terms->admin_support)));
    term(req, page, N_("Schemaläggning"), tr_str(req->lang, scheduling_text(terms->scheduling)));
}

static Html enum_field(Request *req, const char *name, const char *label, const char *const *names, int count,
                       const char *(*text)(int), int now) {
    FieldOptionList options = {0};
    for (int i = 0; i < count; i++) field_option(req->arena, &options, str_from_c(names[i]), tr_str(req->lang, text(i)));
    return html_field_select(req->arena, req->lang,
                             (Field){.name = name, .label = label, .value = field_value(req, name, str_from_c(names[now]))}, &options);
}

static const char *appointer_at(int i) { return appointer_text((Appointer)i); }
static const char *scheduling_at(int i) { return scheduling_text((Scheduling)i); }
static const char *known_at(int i) { return known_text((KnownBool)i); }

static Str number_text(Arena *arena, int64_t number) { return number < 0 ? STR("") : str_printf(arena, "%lld", (long long)number); }

static void terms_form(Request *req, const Assignment *as, const FieldErrorList *errors, HtmlAssignment *page) {
    const DirectorTerms *t = &as->terms;
    page->terms_action = url(req->arena, "/uppdrag/villkor");
    page->version = id_text(req->arena, t->version);
    page->typed = request_form_has(req, "utsedd");
    page->appointed_by = enum_field(req, "utsedd", N_("Utsedd av"), appointer_names, APPOINTER_COUNT, appointer_at, t->appointed_by);
    page->consulted = field_text(req, errors, "samrad", N_("Efter samråd med"), NULL, true, t->consulted);
    page->base_employed = enum_field(req, "anstalld", N_("Anställd i verksamheten"), known_bool_names, KNOWN_BOOL_COUNT, known_at, t->base_employed);
    page->supplement = field_text(req, errors, "tillagg", N_("Tillägg per månad, kr"), "w1", true, number_text(req->arena, t->supplement));
    page->group = enum_field(req, "grupp", N_("Adjungerad till ledningsgruppen"), known_bool_names, KNOWN_BOOL_COUNT, known_at, t->management_group);
    page->budget = field_text(req, errors, "budget", N_("Budget per år, kr"), "w1", true, number_text(req->arena, t->budget));
    page->admin = enum_field(req, "stod", N_("Administrativt stöd"), known_bool_names, KNOWN_BOOL_COUNT, known_at, t->admin_support);
    page->scheduling = enum_field(req, "schema", N_("Schemaläggning"), scheduling_names, SCHEDULING_COUNT, scheduling_at, t->scheduling);
    page->scheduled = field_text(req, errors, "schemalagt", N_("Schemalagt, timmar i veckan"), "w1", true,
                                 t->scheduled < 0 ? STR("") : hours_text(req->arena, t->scheduled));
}

// --- the page

static void others_add(Request *req, const Assignment *as, HtmlAssignment *page) {
    for (size_t i = 0; as->all.count > 1 && i < as->all.count && i < ROWS_MAX; i++) {
        const AppointmentRow *row = &as->all.items[i];
        Url to = url_add(req->arena, url(req->arena, "/uppdrag"), "uppdrag", id_text(req->arena, row->appointment.id.raw));
        Str name = full_name(req->arena, row->given_name, row->family_name);
        HtmlAssignmentOthers other = {.to = to, .current = row == as->row,
                                      .name = str_printf(req->arena, "%.*s, %.*s", STR_ARG(name), STR_ARG(row->unit_name))};
        list_add(req->arena, &page->others, other);
    }
}

static bool assignment_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    Assignment as = {0};
    if (!assignment_load(req, &as, err)) return false;
    HtmlAssignment page = {.errors = html_form_errors(req->arena, req->lang, N_("Ändringen sparades inte. Rätta:"), errors),
                           .guard = request_guard(req)};
    others_add(req, &as, &page);
    if (as.row) {
        Str name = full_name(req->arena, as.row->given_name, as.row->family_name);
        page.has_task = true;
        page.id = id_text(req->arena, as.row->appointment.id.raw);
        page.lede = str_printf(req->arena, "%.*s, %.*s", STR_ARG(name), STR_ARG(as.row->unit_name));
        if (may(req->actor.role, MAY_HANDLE_FINDING)) page.left = url(req->arena, "/uppdrag/overlamning");
        if (may(req->actor.role, MAY_REGISTER))
            page.evaluate = url_add(req->arena, url(req->arena, "/registrera"), "vad", STR("appraisal"));
        if (!time_add(req, &as, errors, &page, err) || !facts_add(req, &as, &page, err)) return false;
        terms_add(req, &as, &page);
        if (as.may_give) terms_form(req, &as, errors, &page);
    }
    bool others = as.row && !as.is_own;
    page.title = tr_str(req->lang, others ? N_("Uppdrag som studierektor") : N_("Mitt uppdrag"));
    page.merit = url(req->arena, "/meriter");
    reply_page(req, reply, (Page){.title = page.title, .nav = "att-gora",
                                  .main = html_assignment(req->arena, req->lang, &page)});
    return true;
}

bool page_assignment(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return assignment_show(req, reply, &none, err);
}

static bool again(Request *req, Reply *reply, FieldErrorList *errors, const char *field, Err *err) {
    Err shown = *err;
    if (err->kind != ERR_INVALID && err->kind != ERR_STALE) return false;
    if (!errors->count) field_error(req->arena, errors, field, err->message);
    if (!assignment_show(req, reply, errors, err)) return false;
    *err = shown;
    return false;
}

static bool done(Request *req, Reply *reply, AppointmentId id, Msg text, const Act *act) {
    Url to = url_add(req->arena, url(req->arena, "/uppdrag"), "uppdrag", id_text(req->arena, id.raw));
    reply_redirect_done(req, reply, to, text, act->audit);
    return true;
}

static int named(const Request *req, const char *field, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (str_equal(request_form(req, field), str_from_c(names[i]))) return i;
    return 0;
}

// Empty: not said. What is no number is an error at its field.
static int64_t kr_from(Request *req, const char *field, FieldErrorList *errors) {
    int64_t kr = -1;
    if (!request_form(req, field).size) return -1;
    if (!request_form_int(req, field, &kr) || kr < 0 || kr > 100000000)
        field_error(req->arena, errors, field, msg(N_("Skriv ett belopp i hela kronor.")));
    return kr;
}

static int64_t minutes_from(Request *req, const char *field, FieldErrorList *errors) {
    int64_t hundredths = 0;
    if (!months_read(request_form(req, field), &hundredths))
        field_error(req->arena, errors, field, msg(N_("Skriv hur många timmar, till exempel 1,5.")));
    return hundredths * 60 / 100;
}

bool do_assignment_terms(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Assignment as = {0};
    if (!assignment_load(req, &as, err)) return false;
    DirectorTerms terms = {.appointment = as.row->appointment.id,
                           .appointed_by = (Appointer)named(req, "utsedd", appointer_names, APPOINTER_COUNT),
                           .consulted = request_form(req, "samrad"),
                           .base_employed = (KnownBool)named(req, "anstalld", known_bool_names, KNOWN_BOOL_COUNT),
                           .supplement = kr_from(req, "tillagg", &errors),
                           .management_group = (KnownBool)named(req, "grupp", known_bool_names, KNOWN_BOOL_COUNT),
                           .budget = kr_from(req, "budget", &errors),
                           .admin_support = (KnownBool)named(req, "stod", known_bool_names, KNOWN_BOOL_COUNT),
                           .scheduling = (Scheduling)named(req, "schema", scheduling_names, SCHEDULING_COUNT),
                           .scheduled = request_form(req, "schemalagt").size ? minutes_from(req, "schemalagt", &errors) : -1};
    request_form_int(req, "version", &terms.version);
    Act act = request_act(req, "assignment.terms");
    if (errors.count) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count || !terms_edit(&act, &terms, err)) return again(req, reply, &errors, "utsedd", err);
    return done(req, reply, terms.appointment, msg(N_("Överenskommelsen är sparad.")), &act);
}

bool do_assignment_time(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Assignment as = {0};
    if (!assignment_load(req, &as, err)) return false;
    bool extra = str_equal(request_form(req, "slag"), STR("extra"));
    DirectorTime time = {.kind = extra ? DIRECTOR_TIME_KIND_EXTRA : DIRECTOR_TIME_KIND_USED,
                         .day = field_date(req, extra ? "xdag" : "dag", &errors),
                         .minutes = minutes_from(req, extra ? "xtimmar" : "timmar", &errors),
                         .what = request_form(req, extra ? "xvad" : "vad")};
    Act act = request_act(req, extra ? "assignment.extra_time" : "assignment.time");
    if (errors.count) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count || !director_time_add(&act, &time, as.row->appointment.id, err))
        return again(req, reply, &errors, extra ? "xtimmar" : "timmar", err);
    Msg text = msg(extra ? N_("{1} timmar extra är avtalade.") : N_("{1} timmar är registrerade."),
                   msg_text(hours_text(req->arena, time.minutes)));
    return done(req, reply, as.row->appointment.id, text, &act);
}

// --- what is left to whoever comes next

static bool count_read(Request *req, const Sql *sql, Str *ret, Err *err) {
    Query query;
    int64_t count = 0;
    if (!query_begin(&query, req->db, sql, err)) return false;
    if (query_next(&query)) count = query_int(&query, 0);
    *ret = str_printf(req->arena, "%lld", (long long)count);
    return query_end(&query, err);
}

bool page_assignment_left(Request *req, Reply *reply, Err *err) {
    FindingList findings;
    HtmlAssignmentLeft page = {0};
    if (!finding_todo(req->db, req->arena, &findings, err) ||
        !count_read(req, SQL_ASSIGNMENT_REQUESTS, &page.requests, err) ||
        !count_read(req, SQL_ASSIGNMENT_PROPOSALS, &page.proposals, err))
        return false;
    Digest digest = digest_make(req->arena, req->lang, &findings, req->today);
    for (size_t i = 0; i < digest.rows.count && i < ROWS_MAX; i++) {
        const TodoRow *row = &digest.rows.items[i];
        const Finding *first = row->findings.items[0];
        HtmlAssignmentLeftRows shown = {
            .to = row->findings.count == 1 ? url_finding(req->arena, first->id)
                                           : url_finding_kind(req->arena, row->rule->id, row->how->id, first->grouping),
            .title = row->title, .why = row->why,
            .due = due_when(req->arena, req->lang, row->since, row->due, req->today)};
        list_add(req->arena, &page.rows, shown);
    }
    page.count = msg_format(req->arena, req->lang, msg(N_("{1} ärenden"), msg_number((int64_t)digest.rows.count)));
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Överlämning")), .nav = "att-gora", .main_class = "narrow",
                                  .main = html_assignment_left(req->arena, req->lang, &page)});
    return true;
}
