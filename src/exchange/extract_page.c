// /konto/utdrag.html and .json: everything about oneself. Others' extracts are taken out with `randa extract`.
#include "exchange/extract_store.h"
#include "exchange/import_page.h"

bool page_extract(Request *req, Reply *reply, Err *err) {
    Extract extract;
    bool json = str_ends(req->path, STR(".json"));
    if (!extract_person(req->db, req->arena, req->lang, (PersonId){req->actor.person}, req->now, &extract, err)) return false;
    if (json) reply_bytes(reply, STR("application/json; charset=utf-8"), STR("utdrag.json"), extract.json);
    else reply_bytes(reply, STR("text/html; charset=utf-8"), STR("utdrag.html"), extract.page.markup);
    return true;
}
