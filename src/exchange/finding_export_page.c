#include "exchange/finding_export_page.h"
#include "duty/finding_filter.h"
#include "exchange/table_reply.h"

static void put(Arena *arena, TableRow *row, CellKind kind, Str text) {
    (void)arena;
    row->cells[row->count++] = (Cell){text.size ? kind : CELL_EMPTY, text};
}

static Str day_of(const Request *req, Date date) {
    return date_is_known(date) ? date_iso(req->arena, date) : STR("");
}

#define COLUMNS 10

static Table table_of(const Request *req, const SeenFindingList *list) {
    static const char *const heads[COLUMNS] = {N_("Regel"), N_("Regelns namn"), N_("Slag"), N_("Grund"), N_("Ärende"),
                                               N_("Person"), N_("Enhet"), N_("Sedan"), N_("Klart senast"), N_("Kan rätta")};
    Table table = {.name = tr_str(req->lang, N_("Ärenden"))};
    TableRow head = {.number = 1, .cells = arena_array(req->arena, Cell, COLUMNS)};
    for (size_t i = 0; i < COLUMNS; i++) put(req->arena, &head, CELL_TEXT, tr_str(req->lang, heads[i]));
    list_add(req->arena, &table.rows, head);
    for (size_t i = 0; i < list->count; i++) {
        const SeenFinding *seen = &list->items[i];
        const Finding *f = &seen->finding;
        TableRow row = {.number = (uint32_t)i + 2, .cells = arena_array(req->arena, Cell, COLUMNS)};
        put(req->arena, &row, CELL_TEXT, f->rule);
        put(req->arena, &row, CELL_TEXT, tr_str(req->lang, seen->rule->name));
        put(req->arena, &row, CELL_TEXT, tr_str(req->lang, finding_word_text(f->word)));
        put(req->arena, &row, CELL_TEXT, tr_str(req->lang, binding_name(seen->how->binding)));
        put(req->arena, &row, CELL_TEXT, finding_title(req->arena, req->lang, f));
        put(req->arena, &row, CELL_TEXT, seen->person_name);
        put(req->arena, &row, CELL_TEXT, seen->unit_name);
        put(req->arena, &row, CELL_DATE, day_of(req, f->since));
        put(req->arena, &row, CELL_DATE, day_of(req, f->due));
        put(req->arena, &row, CELL_TEXT, tr_str(req->lang, seen->rule->responsible->name));
        list_add(req->arena, &table.rows, row);
    }
    return table;
}

// Whom the list shows is logged before it leaves, once for each.
static bool note(Act *act, const SeenFindingList *list, Err *err) {
    IdMap noted = {0};
    Str subject = str_printf(act->arena, "findings %zu", list->count);
    if (!db_begin_write(act->db, err) || !audit_note(act, act->action, subject, err)) return false;
    for (size_t i = 0; i < list->count; i++) {
        int64_t about = list->items[i].about.raw, there;
        if (!about || about == act->actor.person || id_map_get(&noted, about, &there)) continue;
        id_map_put(act->arena, &noted, about, 1);
        if (!audit_sight(act, &(Sight){.about = about, .subject = subject}, err)) return false;
    }
    return db_commit(act->db, err);
}

bool page_finding_export(Request *req, Reply *reply, Err *err) {
    Str name = request_param(req, "fil");
    SeenFindingList all;
    FindingFilter filter = finding_filter_read(req);
    if (!table_file_is_known(name)) return err_set(err, ERR_NOT_FOUND, msg(N_("Listan finns inte.")));
    if (!db_begin_read(req->db, err) || !finding_seen(req, &all, err)) return false;
    db_rollback(req->db);
    SeenFindingList list = finding_filtered(req, &all, &filter);
    Act act = request_act(req, "export");
    return note(&act, &list, err) && reply_table(req, reply, name, table_of(req, &list), err);
}
