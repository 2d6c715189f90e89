#include "people/search_page.h"
#include "gen/records_store.h"
#include "gen/search.html.h"
#include "gen/sql.h"
#include "store/search.h"

#define HITS_MAX 50

static bool add_trainee(Request *req, int64_t person, HtmlSearch *page, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_SEARCH_TRAINING_OF, err)) return false;
    query_bind_id(&query, 1, person);
    while (query_next(&query)) {
        Str given = query_text(&query, req->arena, 1), family = query_text(&query, req->arena, 2);
        list_add(req->arena, &page->trainees,
                 ((HtmlSearchTrainees){url(req->arena, "/st/%lld", (long long)query_int(&query, 0)),
                                       str_printf(req->arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family)),
                                       query_text(&query, req->arena, 3)}));
    }
    return query_end(&query, err);
}

static bool add_unit(Request *req, int64_t id, HtmlSearch *page, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_SEARCH_UNIT_OF, err)) return false;
    query_bind_id(&query, 1, id);
    if (query_next(&query))
        list_add(req->arena, &page->units,
                 ((HtmlSearchUnits){url(req->arena, "/enhet/%lld", (long long)id), query_text(&query, req->arena, 0),
                                    query_text(&query, req->arena, 1)}));
    return query_end(&query, err);
}

static bool add_courses(Request *req, Str text, HtmlSearch *page, Err *err) {
    Query query;
    CourseList courses;
    if (!query_begin(&query, req->db, SQL_SEARCH_COURSES_AHEAD, err) || !course_list_all(&query, req->arena, &courses, err))
        return false;
    Str wanted = str_fold(req->arena, text);
    for (size_t i = 0; i < courses.count && page->courses.count < HITS_MAX; i++) {
        const Course *course = &courses.items[i];
        if (str_find(str_fold(req->arena, course->name), wanted) == STR_NOT_FOUND) continue;
        Str when = date_span_text(req->arena, req->lang, (DateSpan){course->first, course->past});
        list_add(req->arena, &page->courses, ((HtmlSearchCourses){course->name, when}));
    }
    return true;
}

bool page_search(Request *req, Reply *reply, Err *err) {
    Str text = request_query(req, "q");
    HtmlSearch page = {0};
    SearchHitList hits = {0};
    if (text.size && !search_find(req->db, req->arena, NULL, text, HITS_MAX * 4, &hits, err)) return false;
    for (size_t i = 0; i < hits.count; i++) {
        bool person = str_equal(hits.items[i].kind, STR("person"));
        size_t count = person ? page.trainees.count : page.units.count;
        if (count >= HITS_MAX) continue;
        if (person ? !add_trainee(req, hits.items[i].id, &page, err) : !add_unit(req, hits.items[i].id, &page, err)) return false;
    }
    if (text.size && may(req->actor.role, MAY_READ_COURSE) && !add_courses(req, text, &page, err)) return false;
    size_t count = page.trainees.count + page.units.count + page.courses.count;
    page.title = msg_format(req->arena, req->lang, msg(N_("Sökning: ”{1}”"), msg_text(text)));
    page.count = msg_format(req->arena, req->lang, msg(count == 1 ? N_("{1} träff") : N_("{1} träffar"), msg_number((int64_t)count)));
    if (!count) page.nothing = msg_format(req->arena, req->lang, msg(N_("Inga träffar på ”{1}”"), msg_text(text)));
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Sökning")), .main = html_search(req->arena, req->lang, &page)});
    return true;
}
