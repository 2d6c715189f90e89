#include "exchange/table_reply.h"
#include "exchange/export.h"
#include "formats/xlsx.h"
#include <stdlib.h>

bool table_file_is_known(Str name) {
    return str_ends(name, STR(".csv")) || str_ends(name, STR(".xlsx"));
}

bool reply_table(Request *req, Reply *reply, Str name, Table table, Err *err) {
    TableList tables = {0};
    Str bytes;
    const char *directory = getenv("STATE_DIRECTORY");
    if (str_ends(name, STR(".csv"))) {
        reply_bytes(reply, STR("text/csv; charset=utf-8"), name, export_csv(req->arena, &table));
        return true;
    }
    list_add(req->arena, &tables, table);
    if (!xlsx_write(req->arena, &tables, directory ? directory : "/tmp", &bytes, err)) return false;
    reply_bytes(reply, STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), name, bytes);
    return true;
}
