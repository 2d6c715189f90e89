// The register of supervisors: who, in what, how old the course is, and how many each has now.
#include "people/supervisor_page.h"
#include "base/map.h"
#include "formats/csv.h"
#include "gen/sql.h"
#include "gen/supervisors.html.h"
#include "http/field.h"
#include "rulebook/rulebook_store.h"
#include "training/training_view.h"

typedef struct {
    PersonId person;
    Str name, unit, specialties;
    bool trained;
    Date course; // DATE_NONE: none, or no day known
    int64_t main, others;
} Supervisor;
LIST_OF(SupervisorList, Supervisor);

typedef enum { COURSE_ANY, COURSE_NONE, COURSE_OLD } CourseState;
static const struct {
    const char *key, *label;
} courses[] = {[COURSE_ANY] = {"", N_("Alla")},
               [COURSE_NONE] = {"saknas", N_("Saknas")},
               [COURSE_OLD] = {"gammal", N_("Äldre än gränsen")}};

static bool rows_read(Request *req, SupervisorList *rows, IdMap *at, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_SUPERVISOR_ROWS, err)) return false;
    query_bind_id(&query, 1, req->session.unit.raw);
    while (query_next(&query)) {
        Supervisor row = {.person = {query_int(&query, 0)},
                          .name = full_name(req->arena, query_text(&query, req->arena, 1), query_text(&query, req->arena, 2)),
                          .unit = query_text(&query, req->arena, 3),
                          .trained = query_int(&query, 4) > 0,
                          .course = query_date(&query, 5),
                          .main = query_int(&query, 6),
                          .others = query_int(&query, 7)};
        id_map_put(req->arena, at, row.person.raw, (int64_t)rows->count);
        list_add(req->arena, rows, row);
    }
    return query_end(&query, err);
}

static bool specialties_read(Request *req, SupervisorList *rows, const IdMap *at, Err *err) {
    Query query;
    int64_t i;
    if (!query_begin(&query, req->db, SQL_SUPERVISOR_SPECIALTIES, err)) return false;
    while (query_next(&query)) {
        if (!id_map_get(at, query_int(&query, 0), &i)) continue;
        Str name = specialty_name(query_text(&query, req->arena, 1));
        Supervisor *row = &rows->items[i];
        row->specialties = row->specialties.size ? str_printf(req->arena, "%.*s, %.*s", STR_ARG(row->specialties), STR_ARG(name)) : name;
    }
    return query_end(&query, err);
}

static bool register_read(Request *req, SupervisorList *ret, int *ret_years, Err *err) {
    IdMap at = {0};
    Rulebook rulebook;
    if (!rows_read(req, ret, &at, err) || !specialties_read(req, ret, &at, err) ||
        !rulebook_load(req->db, req->arena, req->today, &rulebook, err))
        return false;
    *ret_years = rulebook_setting(&rulebook, STR("R40"), STR("age_years"), req->session.unit.raw);
    return true;
}

static bool is_old(const Request *req, const Supervisor *row, int years) {
    return date_is_known(row->course) && date_add_months(row->course, 12 * years).day <= req->today.day;
}

static CourseState asked_course(const Request *req) {
    for (size_t i = 0; i < COUNT_OF(courses); i++)
        if (str_equal(request_query(req, "kurs"), str_from_c(courses[i].key))) return (CourseState)i;
    return COURSE_ANY;
}

static SupervisorList rows_passed(Request *req, const SupervisorList *all, int years) {
    SupervisorList rows = {0};
    CourseState course = asked_course(req);
    Str name = str_fold(req->arena, request_query(req, "namn"));
    for (size_t i = 0; i < all->count; i++) {
        const Supervisor *row = &all->items[i];
        if (course == COURSE_NONE && row->trained) continue;
        if (course == COURSE_OLD && !is_old(req, row, years)) continue;
        if (name.size && str_find(str_fold(req->arena, row->name), name) == STR_NOT_FOUND) continue;
        list_add(req->arena, &rows, *row);
    }
    return rows;
}

static Html course_tag(Request *req, const Supervisor *row, int years) {
    if (!row->trained) return html_tag_of(req->arena, req->lang, "warn", "i-info", tr_str(req->lang, N_("Ingen registrerad")));
    if (!date_is_known(row->course))
        return html_tag_of(req->arena, req->lang, "ok", "i-check", tr_str(req->lang, N_("Datum okänt")));
    Str day = date_short_year(req->arena, req->lang, row->course);
    if (!is_old(req, row, years)) return html_tag_of(req->arena, req->lang, "ok", "i-check", day);
    return html_tag_of(req->arena, req->lang, "", "i-info",
                       msg_format(req->arena, req->lang, msg(N_("{1}, äldre än {2} år"), msg_text(day), msg_number(years))));
}

static Url asked_url(Request *req, const char *path, int64_t page) {
    Url to = url(req->arena, "%s", path);
    Str name = request_query(req, "namn"), course = request_query(req, "kurs");
    if (name.size) to = url_add(req->arena, to, "namn", name);
    if (course.size) to = url_add(req->arena, to, "kurs", course);
    return page > 1 ? url_add(req->arena, to, "sida", id_text(req->arena, page)) : to;
}

static void filters_add(Request *req, HtmlSupervisors *page) {
    for (size_t i = 0; i < COUNT_OF(courses); i++) {
        HtmlSupervisorsCourses course = {.value = str_from_c(courses[i].key),
                                         .label = tr_str(req->lang, courses[i].label),
                                         .chosen = asked_course(req) == (CourseState)i};
        list_add(req->arena, &page->courses, course);
    }
    page->name = request_query(req, "namn");
}

static void rows_add(Request *req, const SupervisorList *rows, int years, HtmlSupervisors *page) {
    int64_t number = 1;
    if (!request_query_int(req, "sida", &number) || number < 1) number = 1;
    size_t first = (size_t)(number - 1) * TRAINING_ROWS_MAX;
    if (first >= rows->count) first = 0, number = 1;
    size_t past = first + TRAINING_ROWS_MAX < rows->count ? first + TRAINING_ROWS_MAX : rows->count;
    for (size_t i = first; i < past; i++) {
        const Supervisor *row = &rows->items[i];
        HtmlSupervisorsRows shown = {.name = row->name,
                                     .specialty = row->specialties.size ? row->specialties : STR("–"),
                                     .course = course_tag(req, row, years),
                                     .main = str_printf(req->arena, "%lld", (long long)row->main),
                                     .others = str_printf(req->arena, "%lld", (long long)row->others),
                                     .unit = row->unit.size ? row->unit : STR("–")};
        if (may(req->actor.role, MAY_READ_SETTING)) shown.to = url(req->arena, "/person/%lld", (long long)row->person.raw);
        list_add(req->arena, &page->rows, shown);
    }
    if (!rows->count) return;
    page->shown = msg_format(req->arena, req->lang, msg(N_("Visar {1}–{2} av {3}"), msg_number((int64_t)first + 1),
                                                        msg_number((int64_t)past), msg_number((int64_t)rows->count)));
    if (first > 0) page->before = asked_url(req, "/handledare", number - 1);
    if (past < rows->count) page->after = asked_url(req, "/handledare", number + 1);
}

bool page_supervisors(Request *req, Reply *reply, Err *err) {
    SupervisorList all = {0};
    int years;
    if (!register_read(req, &all, &years, err)) return false;
    SupervisorList rows = rows_passed(req, &all, years);
    int64_t none = 0;
    for (size_t i = 0; i < all.count; i++) none += !all.items[i].trained;
    HtmlSupervisors page = {.lede = msg_format(req->arena, req->lang,
                                               msg(N_("{1} handledare, {2} utan registrerad handledarutbildning."),
                                                   msg_number((int64_t)all.count), msg_number(none)))};
    filters_add(req, &page);
    rows_add(req, &rows, years, &page);
    if (may(req->actor.role, MAY_EXPORT)) page.export_link = asked_url(req, "/handledare/lista.csv", 1);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Handledare")), .nav = "st",
                                  .main = html_supervisors(req->arena, req->lang, &page)});
    return true;
}

static Str list_csv(Request *req, const SupervisorList *rows) {
    static const char *const headings[] = {N_("Namn"), N_("Specialitet"), N_("Handledarutbildning"),
                                           N_("Huvudhandledare för"), N_("Handledare för"), N_("Enhet")};
    CsvOut out = csv_begin(req->arena);
    for (size_t i = 0; i < COUNT_OF(headings); i++) csv_put(&out, tr_str(req->lang, headings[i]));
    csv_end_row(&out);
    for (size_t i = 0; i < rows->count; i++) {
        const Supervisor *row = &rows->items[i];
        Str course = date_is_known(row->course) ? date_iso(req->arena, row->course)
                                                : tr_str(req->lang, row->trained ? N_("Datum okänt") : N_("Ingen registrerad"));
        Str cells[] = {row->name, row->specialties, course, str_printf(req->arena, "%lld", (long long)row->main),
                       str_printf(req->arena, "%lld", (long long)row->others), row->unit};
        for (size_t c = 0; c < COUNT_OF(cells); c++) csv_put(&out, cells[c]);
        csv_end_row(&out);
    }
    return csv_end(&out);
}

// Who took the list, and how many rows, is in the log before it leaves.
bool page_supervisors_list(Request *req, Reply *reply, Err *err) {
    SupervisorList all = {0};
    int years;
    if (!db_begin_read(req->db, err) || !register_read(req, &all, &years, err)) return false;
    db_rollback(req->db);
    SupervisorList rows = rows_passed(req, &all, years);
    Act act = request_act(req, "export");
    if (!db_begin_write(req->db, err) ||
        !audit_note(&act, act.action, str_printf(req->arena, "supervisors %zu", rows.count), err) || !db_commit(req->db, err))
        return false;
    reply_bytes(reply, STR("text/csv; charset=utf-8"), STR("handledare.csv"), list_csv(req, &rows));
    return true;
}
