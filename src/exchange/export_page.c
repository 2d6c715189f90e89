#include "exchange/export_act.h"
#include "exchange/import_page.h"
#include "exchange/import_store.h"
#include "exchange/table_reply.h"
#include "gen/export.html.h"

bool page_export(Request *req, Reply *reply, Err *err) {
    Import stored;
    ImportRecords records = {0};
    HtmlExport page = {.may_import = may(req->session.role, MAY_IMPORT)};
    if (!import_load(req->db, req->arena, &stored, &records, err)) return false;
    for (size_t l = 1; l < LIST_COUNT; l++) {
        size_t count = export_table(req->arena, &stored, &lists[l]).rows.count - 1;
        HtmlExportLists row = {.name = tr_str(req->lang, lists[l].name), .count = str_printf(req->arena, "%zu", count),
                               .csv = url(req->arena, "/export/%s.csv", lists[l].file),
                               .xlsx = url(req->arena, "/export/%s.xlsx", lists[l].file)};
        list_add(req->arena, &page.lists, row);
    }
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Hämta listor")), .nav = "import",
                                  .main = html_export(req->arena, req->lang, &page)});
    return true;
}

// /export/placeringar.csv
bool page_export_list(Request *req, Reply *reply, Err *err) {
    Str name = request_param(req, "fil");
    bool csv = str_ends(name, STR(".csv")), xlsx = str_ends(name, STR(".xlsx"));
    size_t stem = csv ? name.size - 4 : xlsx ? name.size - 5 : 0;
    const List *list = stem ? list_named(req->arena, str_slice(name, 0, stem)) : NULL;
    Import stored;
    ImportRecords records = {0};
    if (!list) return err_set(err, ERR_NOT_FOUND, msg(N_("Listan finns inte.")));
    if (!db_begin_read(req->db, err) || !import_load(req->db, req->arena, &stored, &records, err)) return false;
    db_rollback(req->db);
    Table table = export_table(req->arena, &stored, list);
    Act act = request_act(req, "export");
    if (!export_note(&act, list, &table, err)) return false;
    return reply_table(req, reply, name, table, err);
}
