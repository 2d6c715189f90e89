// What is coming, what has been, and the form that plans one or a series.
#include "gathering/gathering_page.h"
#include "gathering/gathering_act.h"
#include "gathering/gathering_view.h"
#include "gen/gathering_form.html.h"
#include "gen/gathering_list.html.h"
#include "people/person_store.h"

#define ROWS_MAX 50
#define UNCLOSED_MAX 20

// --- the list

// What is planned among what is coming, or held among what has been, needs no tag.
static bool is_as_said(const Request *req, const Gathering *g) {
    bool coming = g->held_on.day >= req->today.day;
    return g->state == (coming ? GATHERING_STATE_PLANNED : GATHERING_STATE_HELD);
}

static HtmlGatheringListRows row_of(Request *req, const GatheringRow *row) {
    const Gathering *g = &row->gathering;
    return (HtmlGatheringListRows){.day = date_short(req->arena, req->lang, g->held_on),
                                   .year = str_printf(req->arena, "%d", date_to_ymd(g->held_on).year),
                                   .to = url_gathering(req->arena, g->id, ""),
                                   .title = gathering_title(g, req->lang),
                                   .about = gathering_about(req, row),
                                   .state = is_as_said(req, g) ? html_none() : gathering_state_tag(req, g)};
}

static void kinds_add(Request *req, Str chosen, HtmlGatheringList *page) {
    HtmlGatheringListKinds all = {.label = tr_str(req->lang, N_("Alla slag"))};
    list_add(req->arena, &page->kinds, all);
    for (size_t i = 0; i < rulebook_data.gathering_kind_count; i++) {
        const GatheringKind *kind = &rulebook_data.gathering_kinds[i];
        HtmlGatheringListKinds one = {.value = kind->id, .label = tr_str(req->lang, kind->name), .chosen = str_equal(kind->id, chosen)};
        list_add(req->arena, &page->kinds, one);
    }
}

static Url list_url(Request *req, bool past, Str kind, int64_t skip) {
    Url to = url(req->arena, "/sammankomster");
    if (past) to = url_add(req->arena, to, "visa", STR("tidigare"));
    if (kind.size) to = url_add(req->arena, to, "vad", kind);
    return skip ? url_add(req->arena, to, "fran", str_printf(req->arena, "%lld", (long long)skip)) : to;
}

static void tabs_add(Request *req, bool past, Str kind, HtmlGatheringList *page) {
    HtmlGatheringListTabs coming = {.to = list_url(req, false, kind, 0), .label = tr_str(req->lang, N_("Kommande")), .current = !past};
    HtmlGatheringListTabs been = {.to = list_url(req, true, kind, 0), .label = tr_str(req->lang, N_("Tidigare")), .current = past};
    HtmlGatheringListTabs actions = {.to = url(req->arena, "/sammankomster/atgarder"), .label = tr_str(req->lang, N_("Åtgärder"))};
    HtmlGatheringListTabs issues = {.to = url(req->arena, "/sammankomster/fragor"), .label = tr_str(req->lang, N_("Frågor till ledningen"))};
    list_add(req->arena, &page->tabs, coming);
    list_add(req->arena, &page->tabs, been);
    list_add(req->arena, &page->tabs, actions);
    if (may(req->actor.role, MAY_EDIT_ISSUE)) list_add(req->arena, &page->tabs, issues);
}

static bool unclosed_add(Request *req, Str kind, HtmlGatheringList *page, Err *err) {
    GatheringRowList rows;
    GatheringQuery asked = {.which = GATHERINGS_UNCLOSED, .kind = kind, .max = UNCLOSED_MAX};
    if (!gathering_rows(req->db, req->arena, asked, req->today, &rows, err)) return false;
    for (size_t i = 0; i < rows.count; i++) {
        HtmlGatheringListRows row = row_of(req, &rows.items[i]);
        HtmlGatheringListUnclosed shown = {.day = row.day, .year = row.year, .to = row.to, .title = row.title, .about = row.about, .state = row.state};
        list_add(req->arena, &page->unclosed, shown);
    }
    return true;
}

bool page_gatherings(Request *req, Reply *reply, Err *err) {
    bool past = str_equal(request_query(req, "visa"), STR("tidigare"));
    const GatheringKind *kind = rulebook_gathering_kind(request_query(req, "vad"));
    Str chosen = kind ? kind->id : STR("");
    int64_t skip = 0;
    GatheringRowList rows;
    HtmlGatheringList page = {.past = past, .print = list_url(req, past, chosen, 0)};
    if (!request_query_int(req, "fran", &skip) || skip < 0) skip = 0;
    GatheringQuery asked = {.which = past ? GATHERINGS_PAST : GATHERINGS_COMING, .kind = chosen, .skip = skip, .max = ROWS_MAX + 1};
    if (!gathering_rows(req->db, req->arena, asked, req->today, &rows, err)) return false;
    if (!past && !unclosed_add(req, chosen, &page, err)) return false;
    size_t shown = rows.count > ROWS_MAX ? ROWS_MAX : rows.count;
    for (size_t i = 0; i < shown; i++) list_add(req->arena, &page.rows, row_of(req, &rows.items[i]));
    kinds_add(req, chosen, &page);
    tabs_add(req, past, chosen, &page);
    if (may_arrange_any(req)) page.add = url_add(req->arena, url(req->arena, "/sammankomster/ny"), "vad", chosen);
    if (skip) page.before = list_url(req, past, chosen, skip > ROWS_MAX ? skip - ROWS_MAX : 0);
    if (skip || rows.count > ROWS_MAX)
        page.shown = msg_format(req->arena, req->lang, msg(N_("{1}–{2}"), msg_number(skip + 1), msg_number(skip + (int64_t)shown)));
    if (rows.count > ROWS_MAX) page.after = list_url(req, past, chosen, skip + ROWS_MAX);
    page.lede = past ? tr_str(req->lang, N_("Det som har varit, det senaste först.")) : tr_str(req->lang, N_("Det som kommer, det närmaste först."));
    page.empty = tr_str(req->lang, chosen.size ? N_("Inga träffar för det slaget") : past ? N_("Inget har hållits än") : N_("Inget är planerat"));
    if (chosen.size) page.clear = list_url(req, past, STR(""), 0);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Sammankomster")), .nav = "sammankomster",
                                  .main = html_gathering_list(req->arena, req->lang, &page)});
    return true;
}

// --- the form

typedef struct {
    Gathering gathering; // id 0: a new one
    const GatheringKind *kind;
    InviteeList people;  // who may be asked, or talked with
    InviteeList chairs;
    PersonIdList chosen;
    FieldErrorList errors;
} GatheringForm;

static bool people_load(Request *req, GatheringForm *form, Err *err) {
    UnitId unit = gathering_unit(req);
    InviteeList leaders = {0}, supervisors = {0};
    UnitId at = unit.raw ? unit : req->session.unit;
    if (form->kind->subject == GATHERS_ONE || form->kind->subject == GATHERS_TRAINEES) {
        if (!gathering_trainees(req->db, req->arena, unit, &form->people, err)) return false;
    } else if (form->kind->subject == GATHERS_SUPERVISORS) {
        if (!gathering_supervisors(req->db, req->arena, at, &form->people, err)) return false;
    } else if (form->kind->subject == GATHERS_UNIT) {
        if (!gathering_leaders(req->db, req->arena, at, &form->people, err)) return false;
    }
    if (!gathering_leaders(req->db, req->arena, at, &leaders, err)) return false;
    if (!gathering_supervisors(req->db, req->arena, at, &supervisors, err)) return false;
    form->chairs = leaders;
    for (size_t i = 0; i < supervisors.count; i++) {
        bool there = false;
        for (size_t k = 0; k < leaders.count; k++) there |= leaders.items[k].person.raw == supervisors.items[i].person.raw;
        if (!there) list_add(req->arena, &form->chairs, supervisors.items[i]);
    }
    return true;
}

static bool chooses(const GatheringForm *form, PersonId person) {
    for (size_t i = 0; i < form->chosen.count; i++)
        if (form->chosen.items[i].raw == person.raw) return true;
    return false;
}

static Html trainee_field(Request *req, const GatheringForm *form) {
    FieldOptionList options = {0};
    field_option(req->arena, &options, STR(""), STR("–"));
    for (size_t i = 0; i < form->people.count; i++)
        field_option(req->arena, &options, id_text(req->arena, form->people.items[i].training.raw), form->people.items[i].name);
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "vem", .label = N_("Vem"), .errors = &form->errors,
                                     .value = field_value(req, "vem", id_text(req->arena, form->gathering.training.raw))},
                             &options);
}

static Html repeats_field(Request *req) {
    FieldOptionList options = {0};
    field_option(req->arena, &options, STR(""), tr_str(req->lang, N_("Nej, en gång")));
    field_option(req->arena, &options, STR("week"), tr_str(req->lang, N_("Vecka")));
    field_option(req->arena, &options, STR("month"), tr_str(req->lang, N_("Månad")));
    field_option(req->arena, &options, STR("term"), tr_str(req->lang, N_("Termin")));
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "upprepas", .label = N_("Varje"), .value = request_form(req, "upprepas")}, &options);
}

static void people_add(Request *req, const GatheringForm *form, HtmlGatheringForm *page) {
    size_t chosen = 0;
    if (form->kind->subject == GATHERS_ONE || form->kind->subject == GATHERS_OWN) return;
    for (size_t i = 0; i < form->people.count; i++) {
        HtmlGatheringFormPeople row = {.id = id_text(req->arena, form->people.items[i].person.raw), .name = form->people.items[i].name,
                                       .chosen = chooses(form, form->people.items[i].person)};
        chosen += row.chosen;
        list_add(req->arena, &page->people, row);
    }
    page->chosen_count = msg_format(req->arena, req->lang, msg(N_("{1} av {2} valda"), msg_number((int64_t)chosen), msg_number((int64_t)form->people.count)));
}

static void fields_add(Request *req, const GatheringForm *form, HtmlGatheringForm *page) {
    Arena *arena = req->arena;
    const Gathering *g = &form->gathering;
    const FieldErrorList *errors = &form->errors;
    page->day = field_day(req, "dag", N_("Dag"), g->held_on, errors);
    page->time = field_text(req, errors, "tid", N_("Klockslag"), "w1", true, minute_text(arena, g->start_minute));
    page->minutes = field_text(req, errors, "minuter", N_("Minuter"), "w1", false, id_text(arena, g->length));
    page->name = field_text(req, errors, "rubrik", form->kind->counts_attendance ? N_("Ämne") : N_("Rubrik"), "grow", true, g->title);
    page->place = field_text(req, errors, "plats", N_("Plats eller länk"), "w2", true, g->place);
    page->chair = field_person(req, "ledare", N_("Leds av"), &form->chairs, g->chair, true);
    page->agenda = html_field_area(arena, req->lang, (Field){.name = "dagordning", .label = N_("En punkt per rad"), .optional = true,
                                                             .value = field_value(req, "dagordning", g->agenda), .errors = errors});
    if (str_equal(form->kind->id, STR("teaching")))
        page->goals = field_text(req, errors, "delmal", N_("Delmål som tas upp, till exempel STc4 c2"), "w2", true, g->goals);
    if (form->kind->subject == GATHERS_ONE) page->trainee = trainee_field(req, form);
    page->series = !g->id.raw && form->kind->subject != GATHERS_ONE;
    if (!page->series) return;
    page->repeats = repeats_field(req);
    page->every = field_text(req, errors, "hur_ofta", N_("Hur ofta: 2 är varannan"), "w1", true, STR("1"));
    page->last = field_day(req, "till", N_("Till och med"), DATE_NONE, errors);
    page->left_out = field_text(req, errors, "utom", N_("Utom dagarna"), "w2", true, STR(""));
}

static void form_show(Request *req, Reply *reply, const GatheringForm *form) {
    bool new = form->gathering.id.raw == 0;
    Str name = tr_str(req->lang, form->kind->name);
    HtmlGatheringForm page = {.title = new ? msg_format(req->arena, req->lang, msg(N_("Ny: {1}"), msg_text(name))) : gathering_title(&form->gathering, req->lang),
                              .errors = html_form_errors(req->arena, req->lang, N_("Sammankomsten sparades inte. Rätta:"), &form->errors),
                              .action = new ? url(req->arena, "/sammankomster/ny") : url_gathering(req->arena, form->gathering.id, "/andra"),
                              .guard = request_guard(req),
                              .kind = form->kind->id,
                              .version = id_text(req->arena, form->gathering.version),
                              .save = tr_str(req->lang, new ? N_("Planera") : N_("Spara")),
                              .back = new ? url(req->arena, "/sammankomster") : url_gathering(req->arena, form->gathering.id, "")};
    if (!new) page.lede = name;
    fields_add(req, form, &page);
    people_add(req, form, &page);
    reply_page(req, reply, (Page){.title = page.title, .nav = "sammankomster", .main = html_gathering_form(req->arena, req->lang, &page)});
}

static void choose_kind(Request *req, Reply *reply) {
    HtmlGatheringForm page = {.title = tr_str(req->lang, N_("Ny sammankomst")), .lede = tr_str(req->lang, N_("Välj vad det är.")), .back = url(req->arena, "/sammankomster")};
    static const char *const whom[] = {[GATHERS_ONE] = N_("Med en utbildningsläkare"), [GATHERS_TRAINEES] = N_("Med flera utbildningsläkare"),
                                       [GATHERS_SUPERVISORS] = N_("Med handledarna"), [GATHERS_UNIT] = N_("Med ledningen"),
                                       [GATHERS_OWN] = N_("Studierektorns egen")};
    for (size_t i = 0; i < rulebook_data.gathering_kind_count; i++) {
        const GatheringKind *kind = &rulebook_data.gathering_kinds[i];
        if (!may_arrange(req, kind)) continue;
        HtmlGatheringFormKinds one = {.to = url_add(req->arena, url(req->arena, "/sammankomster/ny"), "vad", kind->id),
                                      .name = tr_str(req->lang, kind->name), .about = tr_str(req->lang, whom[kind->subject])};
        list_add(req->arena, &page.kinds, one);
    }
    reply_page(req, reply, (Page){.title = page.title, .nav = "sammankomster", .main = html_gathering_form(req->arena, req->lang, &page)});
}

// Teaching and meetings are for all; a review or a collegium for those one ticks.
static bool begins_with_all(const GatheringKind *kind) {
    return kind->counts_attendance || kind->subject == GATHERS_UNIT;
}

static bool form_new(Request *req, GatheringForm *form, Err *err) {
    int64_t training = 0;
    request_query_int(req, "st", &training);
    form->gathering = (Gathering){.unit = req->session.unit, .kind = form->kind->id, .held_on = DATE_NONE, .start_minute = -1,
                                  .length = form->kind->minutes, .chair = req->session.person, .training = {training},
                                  .agenda = agenda_text(req->arena, req->lang, form->kind)};
    if (!people_load(req, form, err)) return false;
    for (size_t i = 0; i < form->people.count; i++)
        if (begins_with_all(form->kind) || (training && form->people.items[i].training.raw == training))
            list_add(req->arena, &form->chosen, form->people.items[i].person);
    return true;
}

static bool form_is_allowed(Request *req, const GatheringKind *kind, Err *err) {
    return may_arrange(req, kind) || err_set(err, ERR_FORBIDDEN, msg(N_("Din roll ordnar inte sådana sammankomster.")));
}

bool page_gathering_new(Request *req, Reply *reply, Err *err) {
    GatheringForm form = {.kind = rulebook_gathering_kind(request_query(req, "vad"))};
    if (!form.kind) {
        choose_kind(req, reply);
        return true;
    }
    if (!form_is_allowed(req, form.kind, err) || !form_new(req, &form, err)) return false;
    form_show(req, reply, &form);
    return true;
}

static void form_read(Request *req, GatheringForm *form) {
    Gathering *g = &form->gathering;
    g->held_on = field_date(req, "dag", &form->errors);
    if (!minute_read(request_form(req, "tid"), &g->start_minute))
        field_error(req->arena, &form->errors, "tid", msg(N_("Skriv en tid, till exempel 13.00.")));
    if (!request_form_int(req, "minuter", &g->length)) field_error(req->arena, &form->errors, "minuter", msg(N_("Skriv ett antal minuter.")));
    g->title = request_form(req, "rubrik");
    g->place = request_form(req, "plats");
    g->agenda = request_form(req, "dagordning");
    g->goals = request_form(req, "delmal");
    g->chair.raw = 0;
    request_form_int(req, "ledare", &g->chair.raw);
    if (!g->id.raw) {
        g->training.raw = 0;
        request_form_int(req, "vem", &g->training.raw);
    }
    StrList values = request_form_all(req, "st");
    form->chosen = (PersonIdList){0};
    for (size_t i = 0; i < values.count; i++) {
        PersonId person;
        if (str_to_int(values.items[i], &person.raw)) list_add(req->arena, &form->chosen, person);
    }
}

static bool form_again(Request *req, Reply *reply, GatheringForm *form, Err *err) {
    if (err->kind != ERR_INVALID) return false;
    if (form->errors.count == 0) field_error(req->arena, &form->errors, "dag", err->message);
    form_show(req, reply, form);
    return false;
}

static bool series_read(Request *req, GatheringForm *form, GatheringSeries *series) {
    Str how = request_form(req, "upprepas");
    if (how.size == 0) return false;
    *series = (GatheringSeries){.first = form->gathering.held_on, .every = 1, .past = DATE_NONE};
    for (int i = 0; i < SERIES_REPEATS_COUNT; i++)
        if (str_equal(how, str_from_c(series_repeats_names[i]))) series->repeats = (SeriesRepeats)i;
    request_form_int(req, "hur_ofta", &series->every);
    Date last = field_date(req, "till", &form->errors);
    if (date_is_known(last)) series->past = date_add_days(last, 1);
    else if (form->errors.count == 0) field_error(req->arena, &form->errors, "till", msg(N_("Skriv vilken dag serien slutar.")));
    if (!days_read(req->arena, request_form(req, "utom"), &series->left_out))
        field_error(req->arena, &form->errors, "utom", msg(N_("Skriv dagar med mellanslag mellan, till exempel 2026-12-24 2026-12-31.")));
    return true;
}

bool do_gathering_new(Request *req, Reply *reply, Err *err) {
    GatheringForm form = {.kind = rulebook_gathering_kind(request_form(req, "vad"))};
    GatheringSeries series;
    size_t count;
    if (!form.kind) return err_set(err, ERR_INVALID, msg(N_("Välj vad det är för sammankomst.")));
    if (!form_is_allowed(req, form.kind, err) || !form_new(req, &form, err)) return false;
    form_read(req, &form);
    bool repeats = series_read(req, &form, &series);
    if (field_refused(&form.errors, err)) return form_again(req, reply, &form, err);
    Act act = request_act(req, repeats ? "gathering.series" : "gathering.plan");
    bool planned = repeats ? series_plan(&act, &series, &form.gathering, &form.chosen, &count, err)
                           : gathering_plan(&act, &form.gathering, &form.chosen, err);
    if (!planned) return form_again(req, reply, &form, err);
    Str name = tr_str(req->lang, form.kind->name);
    if (repeats)
        reply_redirect_done(req, reply, url_add(req->arena, url(req->arena, "/sammankomster"), "vad", form.kind->id),
                            msg(N_("{1}: {2} tillfällen är planerade."), msg_text(name), msg_number((int64_t)count)), act.audit);
    else reply_redirect_done(req, reply, url_gathering(req->arena, form.gathering.id, ""), msg(N_("{1} är planerat."), msg_text(name)), act.audit);
    return true;
}

static bool form_of(Request *req, GatheringForm *form, Err *err) {
    GatheringRow row;
    AttendanceRowList people;
    GatheringId id;
    if (!request_id(req, "id", &id.raw, err) || !gathering_get(req->db, req->arena, id, &row, err)) return false;
    form->gathering = row.gathering;
    form->kind = rulebook_gathering_kind(row.gathering.kind);
    if (!form->kind) return err_set(err, ERR_NOT_FOUND, msg(N_("Sammankomsten finns inte.")));
    if (!form_is_allowed(req, form->kind, err) || !people_load(req, form, err)) return false;
    if (!gathering_people(req->db, req->arena, id, &people, err)) return false;
    for (size_t i = 0; i < people.count; i++) {
        Invitee one = {.person = people.items[i].attendance.person, .name = people.items[i].name};
        bool there = false;
        for (size_t k = 0; k < form->people.count; k++) there |= form->people.items[k].person.raw == one.person.raw;
        if (!there) list_add(req->arena, &form->people, one);
        list_add(req->arena, &form->chosen, one.person);
    }
    return true;
}

bool page_gathering_edit(Request *req, Reply *reply, Err *err) {
    GatheringForm form = {0};
    if (!form_of(req, &form, err)) return false;
    form_show(req, reply, &form);
    return true;
}

bool do_gathering_edit(Request *req, Reply *reply, Err *err) {
    GatheringForm form = {0};
    if (!form_of(req, &form, err)) return false;
    form_read(req, &form);
    request_form_int(req, "version", &form.gathering.version);
    if (field_refused(&form.errors, err)) return form_again(req, reply, &form, err);
    Act act = request_act(req, "gathering.plan");
    if (!gathering_plan(&act, &form.gathering, &form.chosen, err)) return form_again(req, reply, &form, err);
    reply_redirect_done(req, reply, url_gathering(req->arena, form.gathering.id, ""), msg(N_("Ändringen är sparad.")), act.audit);
    return true;
}

bool do_series_end(Request *req, Reply *reply, Err *err) {
    GatheringSeriesId id;
    size_t cancelled;
    Act act = request_act(req, "gathering.series_end");
    if (!request_id(req, "id", &id.raw, err) || !series_end(&act, id, req->today, &cancelled, err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/sammankomster"),
                        msg(N_("Serien är avslutad. {1} kommande tillfällen är inställda."), msg_number((int64_t)cancelled)), act.audit);
    return true;
}
