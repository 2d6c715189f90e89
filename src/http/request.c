#include "http/request.h"
#include <sodium.h>
#include <string.h>
#include <strings.h>

static Str find(const PairList *pairs, const char *name) {
    for (size_t i = 0; i < pairs->count; i++)
        if (str_equal(pairs->items[i].name, str_from_c(name))) return pairs->items[i].value;
    return STR("");
}

Str request_param(const Request *req, const char *name) {
    return find(&req->params, name);
}

bool request_id(const Request *req, const char *name, int64_t *ret, Err *err) {
    int64_t id;
    if (!str_to_int(request_param(req, name), &id) || id <= 0)
        return err_set(err, ERR_NOT_FOUND, msg(N_("Sidan finns inte.")));
    *ret = id;
    return true;
}

Str request_query(const Request *req, const char *name) {
    return str_trim(find(&req->query, name));
}

Str request_form_raw(const Request *req, const char *name) {
    return find(&req->form, name);
}

Str request_form(const Request *req, const char *name) {
    return str_trim(find(&req->form, name));
}

bool request_form_has(const Request *req, const char *name) {
    for (size_t i = 0; i < req->form.count; i++)
        if (str_equal(req->form.items[i].name, str_from_c(name))) return true;
    return false;
}

StrList request_form_all(const Request *req, const char *name) {
    StrList list = {0};
    for (size_t i = 0; i < req->form.count; i++)
        if (str_equal(req->form.items[i].name, str_from_c(name)))
            list_add(req->arena, &list, str_trim(req->form.items[i].value));
    return list;
}

const File *request_file(const Request *req, const char *name) {
    for (size_t i = 0; i < req->files.count; i++)
        if (str_equal(req->files.items[i].name, str_from_c(name))) return &req->files.items[i];
    return NULL;
}

FileList request_file_all(const Request *req, const char *name) {
    FileList list = {0};
    for (size_t i = 0; i < req->files.count; i++)
        if (str_equal(req->files.items[i].name, str_from_c(name)))
            list_add(req->arena, &list, req->files.items[i]);
    return list;
}

Str request_header(const Request *req, const char *name) {
    size_t size = strlen(name);
    for (size_t i = 0; i < req->headers.count; i++) {
        const Pair *pair = &req->headers.items[i];
        if (pair->name.size == size && strncasecmp(pair->name.data, name, size) == 0) return pair->value;
    }
    return STR("");
}

Str request_cookie(const Request *req, const char *name) {
    return find(&req->cookies, name);
}

bool request_form_int(const Request *req, const char *name, int64_t *ret) {
    return str_to_int(request_form(req, name), ret);
}

bool request_form_date(const Request *req, const char *name, Date *ret) {
    return date_parse(request_form(req, name), ret);
}

bool request_query_int(const Request *req, const char *name, int64_t *ret) {
    return str_to_int(request_query(req, name), ret);
}

bool request_query_date(const Request *req, const char *name, Date *ret) {
    return date_parse(request_query(req, name), ret);
}

void request_shows(Request *req, PersonId person) {
    if (req->method == GET) list_add(req->arena, &req->shown, (Shown){.person = person});
}

void request_shows_training(Request *req, TrainingId training) {
    if (req->method == GET) list_add(req->arena, &req->shown, (Shown){.training = training});
}

void request_lists_training(Request *req, TrainingId training) {
    if (req->method == GET && training.raw) list_add(req->arena, &req->listed, (Shown){.training = training});
}

Str request_place(const Request *req) {
    char between = str_find_char(req->address, ':') != STR_NOT_FOUND ? ':' : '.';
    size_t past = 0;
    for (int parts = 0; past < req->address.size; past++)
        if (req->address.data[past] == between && ++parts == 3) break;
    if (past == req->address.size) return req->address;
    return str_printf(req->arena, "%.*s%c*", STR_ARG(str_slice(req->address, 0, past)), between);
}

Act request_act(const Request *req, const char *action) {
    Act act = {.db = req->db, .arena = req->arena, .actor = req->actor, .today = req->today,
               .now = req->now, .action = action};
    act.actor.place = request_place(req);
    return act;
}

Html request_guard(const Request *req) {
    unsigned char key[16];
    char hex[33];
    randombytes_buf(key, sizeof key);
    sodium_bin2hex(hex, sizeof hex, key, sizeof key);
    Buf buf = buf_begin(req->arena);
    buf_add(&buf, STR("<input type=\"hidden\" name=\"csrf\" value=\""));
    html_put_text(&buf, req->session.csrf);
    buf_addf(&buf, "\"><input type=\"hidden\" name=\"nyckel\" value=\"%s\">", hex);
    return html_from_buf(&buf);
}
