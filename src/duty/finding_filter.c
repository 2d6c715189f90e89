#include "duty/finding_filter.h"
#include "duty/todo_view.h"
#include "gen/sql.h"

Date finding_day(const Finding *finding) {
    return date_is_known(finding->due) ? finding->due : finding->since;
}

static int by_need(const void *a, const void *b, void *context) {
    (void)context;
    const Finding *x = &((const SeenFinding *)a)->finding, *y = &((const SeenFinding *)b)->finding;
    if (x->word != y->word) return (int)x->word - (int)y->word;
    bool known_x = date_is_known(finding_day(x)), known_y = date_is_known(finding_day(y));
    if (known_x != known_y) return known_y - known_x;
    int order = known_x ? date_compare(finding_day(x), finding_day(y)) : 0;
    return order ? order : x->id.raw < y->id.raw ? -1 : x->id.raw > y->id.raw;
}

bool finding_seen(Request *req, SeenFindingList *ret, Err *err) {
    SeenFindingList list = {0};
    Query query;
    if (!query_begin(&query, req->db, SQL_FINDING_SEEN, err)) return false;
    while (query_next(&query)) {
        SeenFinding seen = {.finding = finding_from_row(&query, req->arena, 0)};
        seen.about.raw = query_int(&query, FINDING_COLUMNS);
        Str given = query_text(&query, req->arena, FINDING_COLUMNS + 1), family = query_text(&query, req->arena, FINDING_COLUMNS + 2);
        if (family.size) seen.person_name = str_printf(req->arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
        seen.unit_name = query_text(&query, req->arena, FINDING_COLUMNS + 3);
        if (finding_how(&seen.finding, &seen.rule, &seen.how) && finding_is_for_role(req, &seen.finding))
            list_add(req->arena, &list, seen);
    }
    if (!query_end(&query, err)) return false;
    list_sort(req->arena, list.items, list.count, sizeof *list.items, by_need, NULL);
    *ret = list;
    return true;
}

FindingFilter finding_filter_read(const Request *req) {
    FindingFilter filter = {.rule = request_query(req, "regel"), .responsible = request_query(req, "ansvarig"), .word = -1, .page = 1};
    request_query_int(req, "enhet", &filter.unit);
    request_query_int(req, "person", &filter.person);
    request_query_int(req, "inom", &filter.days);
    if (filter.days < 0 || filter.days > 3660) filter.days = 0;
    if (!request_query_int(req, "sida", &filter.page) || filter.page < 1) filter.page = 1;
    Str word = request_query(req, "slag");
    for (int i = 0; finding_word_names[i]; i++)
        if (str_equal(word, str_from_c(finding_word_names[i]))) filter.word = i;
    return filter;
}

bool finding_filter_is_empty(const FindingFilter *filter) {
    return !filter->rule.size && !filter->responsible.size && !filter->unit && !filter->person && !filter->days && filter->word < 0;
}

static bool passes(const Request *req, const FindingFilter *filter, const SeenFinding *seen) {
    const Finding *finding = &seen->finding;
    if (filter->rule.size && !str_equal(finding->rule, filter->rule)) return false;
    if (filter->responsible.size && !str_equal(seen->rule->responsible->id, filter->responsible)) return false;
    if (filter->unit && finding->unit.raw != filter->unit) return false;
    if (filter->person && seen->about.raw != filter->person) return false;
    if (filter->word >= 0 && (int)finding->word != filter->word) return false;
    Date day = finding_day(finding), last = date_add_days(req->today, (int)filter->days);
    return !filter->days || (date_is_known(day) && date_compare(day, last) <= 0);
}

SeenFindingList finding_filtered(const Request *req, const SeenFindingList *all, const FindingFilter *filter) {
    SeenFindingList list = {0};
    for (size_t i = 0; i < all->count; i++)
        if (passes(req, filter, &all->items[i])) list_add(req->arena, &list, all->items[i]);
    return list;
}

static Url add_number(Arena *arena, Url to, const char *name, int64_t number) {
    return number ? url_add(arena, to, name, str_printf(arena, "%lld", (long long)number)) : to;
}

Url finding_filter_url(Arena *arena, Url to, const FindingFilter *filter, int64_t page) {
    if (filter->rule.size) to = url_add(arena, to, "regel", filter->rule);
    to = add_number(arena, to, "enhet", filter->unit);
    to = add_number(arena, to, "person", filter->person);
    if (filter->word >= 0) to = url_add(arena, to, "slag", str_from_c(finding_word_names[filter->word]));
    if (filter->responsible.size) to = url_add(arena, to, "ansvarig", filter->responsible);
    to = add_number(arena, to, "inom", filter->days);
    return page > 1 ? add_number(arena, to, "sida", page) : to;
}
