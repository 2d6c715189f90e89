// One request, one arena, one transaction: the story of every answer.
#include "http/site.h"
#include "access/session_store.h"
#include "access/step_up.h"
#include "access/token_store.h"
#include "gen/sql.h"
#include "http/csrf.h"
#include "http/error_page.h"
#include "http/form.h"
#include "http/frame.h"
#include "http/kept_page.h"
#include "http/message.h"
#include "http/sight.h"
#include <string.h>

int err_status(ErrKind kind) {
    switch (kind) {
    case ERR_NONE: return 200;
    case ERR_INVALID: return 422;
    case ERR_NOT_FOUND: return 404;
    case ERR_FORBIDDEN: return 403;
    case ERR_CONFLICT:
    case ERR_STALE: return 409;
    case ERR_LIMIT: return 429;
    case ERR_TOO_LARGE: return 413;
    case ERR_FULL: return 507;
    case ERR_BUSY: return 503;
    case ERR_STORE: break;
    }
    return 500;
}

// --- input ---------------------------------------------------------------------------------------

static bool has_control(Str text) {
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f) return true;
    return false;
}

bool site_path(Arena *arena, Str target, Str *ret_path, Str *ret_query) {
    size_t question = str_find_char(target, '?');
    Str path;
    if (target.size == 0 || target.data[0] != '/' || has_control(target)) return false;
    if (!form_decode(arena, str_slice(target, 0, question), false, &path) || has_control(path)) return false;
    *ret_path = path;
    *ret_query = question == STR_NOT_FOUND ? STR("") : str_slice(target, question + 1, target.size);
    return true;
}

static bool is_type(Str type, const char *wanted) {
    return str_equal(str_trim(str_slice(type, 0, str_find_char(type, ';'))), str_from_c(wanted));
}

// 0: read. Else the status that says why not.
static int read_body(Request *req, Str body, Err *err) {
    Str type = request_header(req, "Content-Type");
    req->body = body;
    if (body.size == 0) return 0;
    if (is_type(type, "application/x-www-form-urlencoded"))
        return form_parse(req->arena, body, &req->form, err) ? 0 : 422;
    if (is_type(type, "multipart/form-data"))
        return form_multipart(req->arena, type, body, &req->form, &req->files, err) ? 0 : 422;
    if (is_type(type, "application/json") && str_starts(req->path, STR("/api/"))) return 0;
    err_set(err, ERR_INVALID, (Msg){0});
    return 415;
}

static int read_input(Request *req, const Incoming *in, Err *err) {
    Str query;
    err_set(err, ERR_INVALID, (Msg){0});
    if (!site_path(req->arena, in->target, &req->path, &query)) return 400;
    if (!form_parse(req->arena, query, &req->query, err)) return 400;
    form_cookies(req->arena, request_header(req, "Cookie"), &req->cookies);
    return read_body(req, in->body, err);
}

// --- who asks ------------------------------------------------------------------------------------

// Before sign-in a browser has a token of its own, so that the sign-in form is guarded too.
static void identify_nobody(Request *req, Reply *reply) {
    Str token = request_own_cookie(req, START_COOKIE);
    if (csrf_mask(req->arena, token).size == 0) {
        token = session_random(req->arena, 32);
        reply_cookie(req, reply, START_COOKIE, token, 0);
    }
    req->session = (Session){.csrf = token};
    if (str_equal(request_query(req, "sprak"), STR("en"))) req->lang = LANG_EN;
    req->actor = (Actor){.person = -1};
    db_scope_set(req->db, (DbScope){.region = 0, .actor = -1, .today = req->today});
}

static void touch(Request *req) {
    bool (*touch_row)(Db *, Str, Instant, Err *) = req->session.scopes.size > 0 ? token_touch : session_touch;
    Err ignored; // another writer may hold the gate; the next request tries again
    if (db_begin_write(req->db, &ignored) && touch_row(req->db, req->session.token_hash, req->now, &ignored) &&
        db_commit(req->db, &ignored))
        return;
    db_rollback(req->db);
}

static bool is_api(const Request *req) {
    return str_starts(req->path, STR("/api/"));
}

// A program's token opens nothing but the API; there it alone says who asks.
static Str bearer(const Request *req) {
    Str given = request_header(req, "Authorization");
    return is_api(req) && str_starts(given, STR("Bearer ")) ? str_trim(str_slice(given, 7, given.size)) : STR("");
}

// The role that the token was made in must be held today.
static bool identify_token(Request *req, Str token, SessionFound *ret, Err *err) {
    RoleHeldList held = {0};
    if (!token_find(req->db, req->arena, token, req->now, ret, err)) return false;
    if (!ret->found) return true;
    if (ret->is_demo && date_is_known(req->demo_today)) req->today = req->demo_today;
    db_scope_set(req->db, (DbScope){ret->region, ret->session.person.raw, req->today, ret->initials});
    if (!session_roles(req->db, req->arena, ret->session.person, &held, err)) return false;
    Session as_given = ret->session;
    ret->found = session_take_role(&ret->session, &held, STR("")) && ret->session.role == as_given.role &&
                 ret->session.unit.raw == as_given.unit.raw;
    return true;
}

static bool identify_session(Request *req, Str token, SessionFound *ret, Err *err) {
    SessionFound found;
    RoleHeldList held = {0};
    if (!session_find(req->db, req->arena, token, req->now, &found, err)) return false;
    *ret = found;
    if (!found.found || found.expired) return true;
    if (found.is_demo && date_is_known(req->demo_today)) req->today = req->demo_today;
    db_scope_set(req->db, (DbScope){found.region, found.session.person.raw, req->today, found.initials});
    if (!session_roles(req->db, req->arena, found.session.person, &held, err)) return false;
    ret->found = session_take_role(&ret->session, &held, request_query(req, "roll"));
    return true;
}

// Half signed in is not signed in: only the pages of the second factor look at who it is.
static void identify_waiting(Request *req, const SessionFound *found) {
    const Session *session = &found->session;
    req->session = (Session){.waits = true, .account = session->account, .person = session->person,
                             .csrf = session->csrf, .token_hash = session->token_hash};
    req->actor = (Actor){.region = found->region, .person = -1};
    db_scope_set(req->db, (DbScope){found->region, -1, req->today});
}

static bool identify(Request *req, Reply *reply, Err *err) {
    Str program = bearer(req), token = program.size > 0 ? program : request_own_cookie(req, SESSION_COOKIE);
    SessionFound found = {0};
    db_scope_set(req->db, (DbScope){.actor = -1, .today = req->today}); // nothing of the request before
    if (program.size > 0 || token.size == 64) {
        if (!db_begin_read(req->db, err)) return false;
        if (!(program.size > 0 ? identify_token : identify_session)(req, token, &found, err)) return false;
        if (!db_commit(req->db, err)) return false;
    }
    if (!found.found || found.expired) {
        identify_nobody(req, reply);
        if (found.expired && !found.session.waits && program.size == 0) req->ended_csrf = found.session.csrf;
        return true;
    }
    req->lang = found.lang;
    req->is_demo = found.is_demo;
    if (found.session.waits) {
        identify_waiting(req, &found);
        return true;
    }
    req->session = found.session;
    req->actor = (Actor){.region = found.region, .person = found.session.person.raw, .role = (int)found.session.role,
                          .behalf = found.session.behalf.raw};
    if (found.needs_touch) touch(req);
    return true;
}

// --- may they ------------------------------------------------------------------------------------

static bool has_page(const Site *site, Request *req) {
    PairList params;
    bool other;
    const Route *route = route_find(site->routes, req->arena, GET, req->path, &params, &other);
    return route != NULL;
}

// To sign-in, and from there back to the page.
static void reply_sign_in(const Site *site, Request *req, Reply *reply, Str origin) {
    Url to = url(req->arena, req->session.waits ? "/logga-in/kod" : "/logga-in");
    bool ended = !req->session.waits && request_own_cookie(req, SESSION_COOKIE).size > 0;
    if (req->method == GET) to = url_add(req->arena, to, "till", req->target);
    else if (has_page(site, req)) to = url_add(req->arena, to, "till", req->path);
    if (ended) to = url_add(req->arena, to, "utloggad", STR("1"));
    if (ended) reply_cookie(req, reply, SESSION_COOKIE, STR(""), -1);
    if (kept_page(req, reply, origin)) return;
    reply_redirect(reply, to);
}

static bool is_change(Method method) {
    return method != GET && method != HEAD;
}

static int check_may(Request *req, const Incoming *in, Str csrf, Err *err) {
    Right who = req->route->who;
    bool program = req->session.scopes.size > 0;
    if (program && who != ANYONE && !token_allows(req->session.scopes, who)) {
        err_set(err, ERR_FORBIDDEN, msg(N_("Nyckeln gäller inte det här.")));
        return 403;
    }
    if (who != ANYONE && !may(req->session.role, who)) {
        err_set(err, ERR_FORBIDDEN, may_who(who));
        return 403;
    }
    if (!is_change(req->method) || program) return 0;
    Str given = request_form(req, "csrf");
    if (given.size == 0) given = request_header(req, "X-CSRF");
    if (csrf_is_same_origin(req, in->origin) && (csrf_matches(given, csrf) || kept_token_is_own(req, given))) return 0;
    err_set(err, ERR_FORBIDDEN, msg(N_("Sidan var för gammal. Ladda om den och försök igen.")));
    return 403;
}

// --- the transaction -----------------------------------------------------------------------------

static Str repeat_key(const Request *req) {
    Str key = request_form(req, "nyckel");
    if (key.size == 0 || key.size > 64 || !req->session.signed_in) return STR("");
    return str_printf(req->arena, "%.*s %.*s", STR_ARG(key), STR_ARG(req->path));
}

// The answer kept from the first time this form was sent: "PATH\nMESSAGE".
static bool find_repeat(Request *req, Reply *reply, Str key, bool *ret_found, Err *err) {
    Query query;
    *ret_found = false;
    if (key.size == 0) return true;
    if (!query_begin(&query, req->db, SQL_IDEMPOTENCY_FIND, err)) return false;
    query_bind_id(&query, 1, req->session.account.raw);
    query_bind_text(&query, 2, key);
    Str answer = STR("");
    if (query_next(&query)) {
        answer = query_text(&query, req->arena, 0);
        *ret_found = true;
    }
    if (!query_end(&query, err)) return false;
    size_t line = str_find_char(answer, '\n');
    if (*ret_found) {
        reply_redirect(reply, (Url){str_slice(answer, 0, line)});
        if (line != STR_NOT_FOUND && line + 1 < answer.size)
            reply_cookie(req, reply, MESSAGE_COOKIE, str_slice(answer, line + 1, answer.size), 60);
    }
    return true;
}

static bool keep_for_repeat(Request *req, const Reply *reply, Str key, Str message, Err *err) {
    Query query;
    if (key.size == 0 || reply->kind != REPLY_REDIRECT) return true;
    Str answer = str_printf(req->arena, "%.*s\n%.*s", STR_ARG(reply->location.address), STR_ARG(message));
    if (!query_begin(&query, req->db, SQL_IDEMPOTENCY_ADD, err)) return false;
    query_bind_id(&query, 1, req->session.account.raw);
    query_bind_text(&query, 2, key);
    query_bind_int(&query, 3, req->now);
    query_bind_text(&query, 4, answer);
    if (!query_run(&query, err)) return false;
    if (!query_begin(&query, req->db, SQL_IDEMPOTENCY_PURGE, err)) return false;
    query_bind_int(&query, 1, req->now - 24 * 3600 * 1000);
    return query_run(&query, err);
}

static Str done_message(Request *req, Reply *reply) {
    if (!reply->has_done) return STR("");
    Str value = message_cookie_value(req, reply->done, reply->undo);
    if (value.size > 0) reply_cookie(req, reply, MESSAGE_COOKIE, value, 60);
    return value;
}

static bool run_in_write(Request *req, Reply *reply, Err *err) {
    Str key = repeat_key(req);
    bool repeated;
    if (!db_begin_write(req->db, err)) return false;
    if (!find_repeat(req, reply, key, &repeated, err)) return false;
    if (repeated) {
        db_rollback(req->db);
        return true;
    }
    if (!req->route->handler(req, reply, err)) return false;
    Str message = done_message(req, reply);
    return keep_for_repeat(req, reply, key, message, err) && db_commit(req->db, err);
}

static bool run(Request *req, Reply *reply, Err *err) {
    if (req->route->tx == TX_WRITE) return run_in_write(req, reply, err);
    if (req->route->tx == TX_READ && !db_begin_read(req->db, err)) return false;
    if (!req->route->handler(req, reply, err)) return false;
    done_message(req, reply);
    if (req->route->tx == TX_READ && !db_commit(req->db, err)) return false;
    if (sight_write(req, err)) return true;
    *reply = (Reply){0}; // what cannot be logged is not shown
    return false;
}

// --- the answer ----------------------------------------------------------------------------------

static int64_t todo_count(Request *req) {
    Query query;
    Err ignored;
    int64_t count = 0;
    if (!req->session.signed_in || !req->db || db_is_lost(req->db) || !may(req->session.role, MAY_READ_TODO)) return 0;
    if (!query_begin(&query, req->db, SQL_ACCESS_TODO_COUNT, &ignored)) return 0;
    query_bind_date(&query, 1, date_add_days(req->today, 30));
    if (query_next(&query)) count = query_int(&query, 0);
    return query_end(&query, &ignored) ? count : 0;
}

static void finish_page(const Site *site, Request *req, Reply *reply, bool failed, Outgoing *out) {
    FrameFacts facts = {.todo_count = todo_count(req), .failed = failed};
    if (!reply->page.bare && message_is_there(req)) reply_cookie(req, reply, MESSAGE_COOKIE, STR(""), -1);
    if (req->is_htmx && failed) out->body = reply->page.main.markup;
    else out->body = frame_page(req, &reply->page, site->routes, facts).markup;
    reply->type = STR("text/html; charset=utf-8");
}

#define POLICY                                                                                       \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "     \
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

void site_headers(Arena *arena, PairList *headers, bool is_secure, bool may_cache) {
    static const struct {
        const char *name, *value;
    } always[] = {
        {"Content-Security-Policy", POLICY},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    };
    for (size_t i = 0; i < COUNT_OF(always); i++)
        list_add(arena, headers, (Pair){str_from_c(always[i].name), str_from_c(always[i].value)});
    if (is_secure)
        list_add(arena, headers, (Pair){STR("Strict-Transport-Security"), STR("max-age=63072000")});
    if (!may_cache) list_add(arena, headers, (Pair){STR("Cache-Control"), STR("no-store")});
}

// A file's name in both of the header's spellings; anything odd becomes a dash.
static Str disposition(Arena *arena, Str filename) {
    Buf plain = buf_begin(arena);
    for (size_t i = 0; i < filename.size; i++) {
        char c = filename.data[i];
        buf_add_char(&plain, (c > ' ' && c < 0x7f && !strchr("\"\\/;%", c)) ? c : '-');
    }
    Url encoded = url_add(arena, url(arena, "/"), "", filename);
    return str_printf(arena, "attachment; filename=\"%.*s\"; filename*=UTF-8''%.*s", STR_ARG(buf_end(&plain)),
                      STR_ARG(str_slice(encoded.address, 3, encoded.address.size)));
}

static void finish(const Site *site, Request *req, Reply *reply, int status, Outgoing *out) {
    bool failed = status >= 400;
    if (reply->kind == REPLY_PAGE) finish_page(site, req, reply, failed, out);
    else out->body = reply->body;
    if (reply->kind == REPLY_REDIRECT) {
        status = reply->status ? reply->status : 303;
        out->body = STR("");
        list_add(req->arena, &out->headers, (Pair){STR("Location"), reply->location.address});
    }
    out->status = status ? status : reply->status ? reply->status : 200;
    for (size_t i = 0; i < reply->headers.count; i++) list_add(req->arena, &out->headers, reply->headers.items[i]);
    if (reply->type.size > 0) list_add(req->arena, &out->headers, (Pair){STR("Content-Type"), reply->type});
    if (reply->filename.size > 0)
        list_add(req->arena, &out->headers,
                 (Pair){STR("Content-Disposition"), disposition(req->arena, reply->filename)});
    list_add(req->arena, &out->headers, (Pair){STR("Vary"), STR("HX-Request, Accept-Encoding")});
    list_add(req->arena, &out->headers, (Pair){STR("X-Request-Id"), req->id});
    if (out->status == 503) list_add(req->arena, &out->headers, (Pair){STR("Retry-After"), STR("5")});
    site_headers(req->arena, &out->headers, req->is_secure, reply->may_cache);
}

// 0: done as the handler wished. Else the status of what went wrong; a page it set is kept.
static int attempt(const Site *site, Request *req, Reply *reply, const Incoming *in, Err *err) {
    bool other;
    int status = read_input(req, in, err);
    if (status) return status;
    if (!req->db) return 503;
    if (!identify(req, reply, err)) return err_status(err->kind);
    Str csrf = req->session.csrf;
    req->session.csrf = csrf_mask(req->arena, csrf);
    req->route = route_find(site->routes, req->arena, req->method, req->path, &req->params, &other);
    if (!req->route) return other ? 405 : 404;
    if (req->route->who != ANYONE && !req->session.signed_in) {
        if (str_starts(req->path, STR("/api/"))) return 401;
        reply_sign_in(site, req, reply, in->origin);
        return 0;
    }
    status = check_may(req, in, csrf, err);
    if (status) return status;
    bool fresh = true;
    if (req->route->needs_step_up && !step_up(req, reply, &fresh, err)) return err_status(err->kind);
    if (!fresh) return 0;
    return run(req, reply, err) ? 0 : err_status(err->kind);
}

void site_answer(const Site *site, Db *db, Arena *arena, const Incoming *in, Outgoing *ret) {
    Request *req = arena_new(arena, Request);
    *req = (Request){.arena = arena, .db = db, .method = in->method == HEAD ? GET : in->method,
                     .target = in->target, .path = STR("/"), .headers = in->headers, .id = in->id,
                     .origin = in->origin, .oidc = site->oidc, .seal = site->seal, .mails = site->mails,
                     .address = in->address, .is_secure = in->is_secure, .today = site->today(),
                     .demo_today = site->demo_today,
                     .now = site->now(), .lang = LANG_SV};
    req->is_htmx = str_equal(request_header(req, "HX-Request"), STR("true"));
    req->agent = str_slice(request_header(req, "User-Agent"), 0, 200);
    Reply reply = {0};
    Err err = {0};
    Outgoing out = {0};
    int status = attempt(site, req, &reply, in, &err);
    if (db) db_rollback(db);
    sight_refused(req, status);
    // A form that was refused is the handler's own page; what failed here says nothing of what was to be.
    bool refused = status < 500 && (reply.kind == REPLY_PAGE || reply.kind == REPLY_PART);
    if (status >= 500) reply = (Reply){0};
    if (status && !refused) {
        reply.status = status;
        error_page(req, &reply, status, &err);
    }
    finish(site, req, &reply, status, &out);
    out.route = req->route;
    out.account = req->session.account.raw;
    *ret = out;
}
