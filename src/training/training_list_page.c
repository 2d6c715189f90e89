// The list of trainees: found by name, filtered by how it stands, sorted by link, fifty to a page.
#include "training/training_page.h"
#include "training/training_view.h"
#include "gen/training_list.html.h"
#include <string.h>
#include "training/regulation.h"

typedef enum {
    SORT_NAME,
    SORT_YEAR,
    SORT_REGULATION,
    SORT_PLACE,
    SORT_SUPERVISOR,
    SORT_END,
    SORT_STATE
} Sort;

static const struct {
    const char *key, *label; // key NULL: cannot be sorted by
    Sort sort;
} columns[] = {{"namn", N_("Namn"), SORT_NAME},
               {"ar", N_("Utbildning"), SORT_YEAR},
               {NULL, N_("Föreskrift"), SORT_REGULATION},
               {NULL, N_("Just nu"), SORT_PLACE},
               {"hh", N_("Huvudhandledare"), SORT_SUPERVISOR},
               {"slut", N_("Slutdatum"), SORT_END},
               {"lage", N_("Läge"), SORT_STATE}};

static const struct {
    const char *key, *label;
} states[] = {{"", N_("Alla")},
              {"atgarda", N_("Något att åtgärda")},
              {"inget", N_("Inget att åtgärda")},
              {"bt", N_("I BT")},
              {"avslutade", N_("Även avslutade")}};

typedef struct {
    Str name, state, regulation;
    Sort sort;
    bool descending;
    Str sort_key;
    int64_t page; // from 1
} Asked;

static Asked asked_from(const Request *req) {
    Asked asked = {.name = request_query(req, "namn"),
                   .state = request_query(req, "lage"),
                   .regulation = request_query(req, "foreskrift"),
                   .sort_key = request_query(req, "sort"),
                   .page = 1};
    Str key = asked.sort_key;
    asked.descending = str_starts(key, STR("-"));
    if (asked.descending) key = str_slice(key, 1, key.size);
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (columns[i].key && str_equal(key, str_from_c(columns[i].key)))
            asked.sort = columns[i].sort;
    if (!request_query_int(req, "sida", &asked.page) || asked.page < 1) asked.page = 1;
    return asked;
}

static Url asked_url(Arena *arena, const Asked *asked, Str sort, int64_t page) {
    Url to = url(arena, "/st");
    if (asked->name.size > 0) to = url_add(arena, to, "namn", asked->name);
    if (asked->state.size > 0) to = url_add(arena, to, "lage", asked->state);
    if (asked->regulation.size > 0) to = url_add(arena, to, "foreskrift", asked->regulation);
    if (sort.size > 0) to = url_add(arena, to, "sort", sort);
    if (page > 1) to = url_add(arena, to, "sida", str_printf(arena, "%lld", (long long)page));
    return to;
}

// --- filter

static bool has_something(const TrainingRow *row) {
    return row->findings[FINDING_WORD_KRAV] + row->findings[FINDING_WORD_KROCK] +
               row->findings[FINDING_WORD_FORSENAT] >
           0;
}

static bool row_passes(Arena *arena, const Asked *asked, const TrainingRow *row) {
    if (asked->regulation.size > 0 && !str_equal(row->training.regulation, asked->regulation))
        return false;
    if (str_equal(asked->state, STR("atgarda")) && !has_something(row)) return false;
    if (str_equal(asked->state, STR("inget")) && has_something(row)) return false;
    if (str_equal(asked->state, STR("bt")) && row->training.kind != TRAINING_KIND_BT) return false;
    if (asked->name.size == 0) return true;
    Str name = str_fold(arena, full_name(arena, row->given_name, row->family_name));
    return str_find(name, str_fold(arena, asked->name)) != STR_NOT_FOUND;
}

static TrainingRowList rows_passed(Arena *arena, const Asked *asked, const TrainingRowList *all) {
    TrainingRowList rows = {0};
    for (size_t i = 0; i < all->count; i++)
        if (row_passes(arena, asked, &all->items[i])) list_add(arena, &rows, all->items[i]);
    return rows;
}

// --- sort

static int64_t weight(const TrainingRow *row) {
    return row->findings[FINDING_WORD_KRAV] * 1000000 + row->findings[FINDING_WORD_KROCK] * 10000 +
           row->findings[FINDING_WORD_FORSENAT] * 100 + row->findings[FINDING_WORD_REKOMMENDATION];
}

static int row_order(const void *a, const void *b, void *context) {
    const TrainingRow *x = a, *y = b;
    const Asked *asked = context;
    int order = 0;
    switch (asked->sort) {
    case SORT_YEAR: order = date_compare(y->training.first, x->training.first); break;
    case SORT_SUPERVISOR: order = str_compare(x->supervisor, y->supervisor); break;
    case SORT_END: order = date_compare(x->training.planned_end, y->training.planned_end); break;
    case SORT_STATE: order = (weight(x) < weight(y)) - (weight(x) > weight(y)); break;
    default: break;
    }
    if (order == 0) order = str_compare(x->sort_key, y->sort_key);
    return asked->descending ? -order : order;
}

// --- the page

static Str place_text(const Request *req, const TrainingRow *row) {
    Str name = row->place;
    Date past = row->place_past;
    if (row->on_leave) { // why is not for a list
        name = tr_str(req->lang, N_("Ledig"));
        past = row->leave_past;
    }
    if (name.size == 0 || !date_is_known(past)) return name.size > 0 ? name : STR("–");
    Str last = date_short(req->arena, req->lang, date_add_days(past, -1));
    return msg_format(req->arena, req->lang,
                      msg(N_("{1} till {2}"), msg_text(name), msg_text(last)));
}

static void row_add(const Request *req, HtmlTrainingList *page, const TrainingRow *row) {
    const char *regulation = regulation_name(row->training.regulation);
    const char *space = strchr(regulation, ' ');
    HtmlTrainingListRows shown = {
        .to = url_training(req->arena, row->training.id, ""),
        .name = full_name(req->arena, row->given_name, row->family_name),
        .kind = training_kind_text(req->arena, req->lang, &row->training, req->today),
        .regulation = str_from_c(space ? space + 1 : regulation),
        .place = place_text(req, row),
        .supervisor = row->supervisor,
        .end = date_short_year(req->arena, req->lang, row->training.planned_end),
        .state = training_state_tag(req->arena, req->lang, row->findings, row->next_due)};
    list_add(req->arena, &page->rows, shown);
}

static void columns_add(const Request *req, const Asked *asked, HtmlTrainingList *page) {
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        HtmlTrainingListColumns column = {.label = tr_str(req->lang, columns[i].label)};
        bool is_sorted = columns[i].key && asked->sort == columns[i].sort;
        column.plain = !columns[i].key;
        column.asc = is_sorted && !asked->descending;
        column.desc = is_sorted && asked->descending;
        column.link = columns[i].key && !is_sorted;
        if (columns[i].key) {
            Str key = str_printf(req->arena, "%s%s", column.asc ? "-" : "", columns[i].key);
            column.to = asked_url(req->arena, asked, key, 1);
        }
        list_add(req->arena, &page->columns, column);
    }
}

static void filters_add(const Request *req, const Asked *asked, HtmlTrainingList *page) {
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        HtmlTrainingListStates state = {.value = str_from_c(states[i].key),
                                        .label = tr_str(req->lang, states[i].label),
                                        .chosen =
                                            str_equal(asked->state, str_from_c(states[i].key))};
        list_add(req->arena, &page->states, state);
    }
    static const char *const keys[] = {"", "2021", "2015"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        Str key = str_from_c(keys[i]);
        HtmlTrainingListRegulations regulation = {
            .value = key,
            .label = i == 0 ? tr_str(req->lang, N_("Alla")) : str_from_c(regulation_name(key)),
            .chosen = str_equal(asked->regulation, key)};
        list_add(req->arena, &page->regulations, regulation);
    }
}

static Str lede_text(const Request *req, const TrainingRowList *all, size_t passed) {
    int64_t bt = 0;
    for (size_t i = 0; i < all->count; i++) bt += all->items[i].training.kind == TRAINING_KIND_BT;
    MsgArg total = msg_number((int64_t)all->count);
    if (passed != all->count)
        return msg_format(req->arena, req->lang,
                          msg(N_("{1} av {2} visas."), msg_number((int64_t)passed), total));
    Str where = req->session.unit_name.size > 0 ? req->session.unit_name
                                                : tr_str(req->lang, N_("regionen"));
    if (bt == 0)
        return msg_format(req->arena, req->lang,
                          msg(N_("{1} utbildningsläkare, {2}."), total, msg_text(where)));
    return msg_format(req->arena, req->lang,
                      msg(N_("{1} utbildningsläkare, {2}, varav {3} i BT."), total, msg_text(where),
                          msg_number(bt)));
}

static void pages_add(const Request *req, const Asked *asked, size_t count, size_t first,
                      HtmlTrainingList *page) {
    size_t past = first + TRAINING_ROWS_MAX < count ? first + TRAINING_ROWS_MAX : count;
    page->shown = msg_format(req->arena, req->lang,
                             msg(N_("Visar {1}–{2} av {3}"), msg_number((int64_t)first + 1),
                                 msg_number((int64_t)past), msg_number((int64_t)count)));
    if (first > 0) page->before = asked_url(req->arena, asked, asked->sort_key, asked->page - 1);
    if (past < count) page->after = asked_url(req->arena, asked, asked->sort_key, asked->page + 1);
}

static void buttons_add(const Request *req, HtmlTrainingList *page) {
    if (may(req->actor.role, MAY_EXPORT))
        page->export_link = url(req->arena, "/export/trainings.xlsx");
    if (may(req->actor.role, MAY_REGISTER)) page->register_link = url(req->arena, "/registrera");
    if (may(req->actor.role, MAY_REGISTER)) page->talks = url(req->arena, "/samtal");
    if (may(req->actor.role, MAY_READ_SUPERVISORS)) page->supervisors = url(req->arena, "/handledare");
    if (may(req->actor.role, MAY_EDIT_TRAINING)) page->add = url(req->arena, "/st/ny");
    if (may(req->actor.role, MAY_IMPORT)) page->import = url(req->arena, "/import");
}

bool page_trainings(Request *req, Reply *reply, Err *err) {
    Asked asked = asked_from(req);
    TrainingRowList all;
    TrainingQuery query = {.unit = training_unit(req),
                           .with_ended = str_equal(asked.state, STR("avslutade")),
                           .event_kind = -1};
    if (!training_rows(req->db, req->arena, query, &all, err)) return false;
    TrainingRowList rows = rows_passed(req->arena, &asked, &all);
    list_sort(req->arena, rows.items, rows.count, sizeof *rows.items, row_order, &asked);

    HtmlTrainingList page = {.name = asked.name, .sort = asked.sort_key};
    page.never_used = all.count == 0;
    page.lede = lede_text(req, &all, rows.count);
    size_t first = (size_t)(asked.page - 1) * TRAINING_ROWS_MAX;
    if (first >= rows.count) first = 0;
    columns_add(req, &asked, &page);
    filters_add(req, &asked, &page);
    buttons_add(req, &page);
    for (size_t i = first; i < rows.count && i < first + TRAINING_ROWS_MAX; i++)
        row_add(req, &page, &rows.items[i]), request_lists_training(req, rows.items[i].training.id);
    if (rows.count > 0) pages_add(req, &asked, rows.count, first, &page);
    page.empty = page.never_used ? tr_str(req->lang, N_("Inga ST-läkare än"))
                 : asked.name.size > 0
                     ? msg_format(req->arena, req->lang,
                                  msg(N_("Inga träffar på ”{1}”"), msg_text(asked.name)))
                     : tr_str(req->lang, N_("Inga träffar"));
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("ST-läkare")),
                      .nav = "st",
                      .main = html_training_list(req->arena, req->lang, &page)});
    return true;
}
