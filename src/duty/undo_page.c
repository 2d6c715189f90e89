#include "duty/undo_page.h"
#include "duty/undo_act.h"

// Back to the page one came from, when it is one of ours (S21).
static Url came_from(const Request *req) {
    Str from = request_header(req, "referer"), host = request_header(req, "host");
    size_t at = host.size ? str_find(from, host) : STR_NOT_FOUND;
    Str path = at == STR_NOT_FOUND ? STR("") : str_slice(from, at + host.size, from.size);
    bool own = path.size > 1 && path.data[0] == '/' && path.data[1] != '/' && path.data[1] != '\\';
    return own ? (Url){str_copy(req->arena, path)} : url(req->arena, "/");
}

bool do_undo(Request *req, Reply *reply, Err *err) {
    int64_t entry;
    if (!request_id(req, "id", &entry, err)) return false;
    Act act = request_act(req, "undo");
    if (!undo_own(&act, entry, err)) return false;
    reply_redirect_done(req, reply, came_from(req), msg(N_("Ändringen är ångrad.")), act.audit);
    return true;
}
