#include "access/session_begin.h"
#include "access/factor_store.h"
#include "http/csrf.h"
#include "store/region.h"

#define WAITING_MS ((Instant)10 * 60 * 1000)

Str own_path(Str text) {
    bool own = text.size > 0 && text.size < 2000 && text.data[0] == '/' &&
               !(text.size > 1 && (text.data[1] == '/' || text.data[1] == '\\'));
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] <= ' ' || text.data[i] == '\\' || text.data[i] == 0x7f) own = false;
    return own && !str_starts(text, STR("/logga-")) ? text : STR("");
}

bool session_enter(Request *req, const Recognised *who, RoleHeld *ret, Err *err) {
    RoleHeldList held;
    if (!region_is_demo(req->db, who->region, &req->is_demo, err)) return false;
    if (req->is_demo && date_is_known(req->demo_today)) req->today = req->demo_today;
    req->actor = (Actor){.region = who->region, .person = who->person.raw};
    db_scope_set(req->db, (DbScope){who->region, who->person.raw, req->today});
    if (!session_roles(req->db, req->arena, who->person, &held, err)) return false;
    if (held.count == 0)
        return err_set(err, ERR_FORBIDDEN,
                       msg(N_("Du har inget uppdrag som gäller i dag. Be din verksamhetschef lägga in det.")));
    *ret = held.items[0];
    req->actor.role = (int)ret->role;
    return true;
}

static bool remember_device(Request *req, Reply *reply, AccountId account, Err *err) {
    Str device = request_own_cookie(req, DEVICE_COOKIE);
    if (device.size != 64) device = session_random(req->arena, 32);
    reply_cookie(req, reply, DEVICE_COOKIE, device, DEVICE_DAYS * 24 * 3600);
    return device_remember(req->db, req->arena, device, account, req->now, err);
}

static bool start(Request *req, Reply *reply, const SessionDraft *draft, Err *err) {
    Str token;
    if (!session_start(req->db, req->arena, draft, req->now, &token, &req->session, err)) return false;
    reply_cookie(req, reply, SESSION_COOKIE, token, 0);
    reply_cookie(req, reply, START_COOKIE, STR(""), -1);
    return true;
}

// Who has none yet gets a fresh secret, to be shown until its first code has been typed.
static bool begin_waiting(Request *req, Reply *reply, SessionDraft draft, Str onward, Err *err) {
    Factor factor;
    draft.waits = true;
    draft.ends = req->now + WAITING_MS;
    if (!factor_load(req->db, req->arena, draft.account, &factor, err)) return false;
    if (!factor.confirmed && !factor_begin(req->db, req->arena, draft.account, &factor, err)) return false;
    if (!start(req, reply, &draft, err)) return false;
    Url to = url(req->arena, factor.confirmed ? "/logga-in/kod" : "/logga-in/koppla");
    reply_redirect(reply, onward.size > 0 ? url_add(req->arena, to, "till", onward) : to);
    return true;
}

bool session_begin(Request *req, Reply *reply, const Recognised *who, const RoleHeld *role, Str onward, Err *err) {
    Act act = request_act(req, "session.start");
    SessionDraft draft = {.account = who->account, .role = role->role, .unit = role->unit, .fresh = who->vouched ? who->vouched : req->now,
                          .address = req->address, .agent = req->agent};
    if (!who->factors_done && !req->is_demo) return begin_waiting(req, reply, draft, onward, err);
    if (!remember_device(req, reply, who->account, err) || !start(req, reply, &draft, err)) return false;
    reply_redirect(reply, onward.size > 0 ? (Url){onward} : url(req->arena, "/"));
    return audit_note(&act, "session.start", str_printf(req->arena, "account %lld", (long long)who->account.raw), err);
}

bool session_renew(Request *req, Reply *reply, Role role, UnitId unit, Instant fresh, Err *err) {
    SessionDraft draft = {.account = req->session.account, .role = role, .unit = unit, .fresh = fresh,
                          .ends = req->session.ends, .csrf = csrf_unmask(req->arena, req->session.csrf), .address = req->address, .agent = req->agent};
    Session before = req->session;
    if (!session_end(req->db, before.token_hash, err) || !start(req, reply, &draft, err)) return false;
    req->session.person = before.person;
    req->session.person_name = before.person_name;
    req->session.unit_name = before.unit_name;
    req->session.unit_above_name = before.unit_above_name;
    req->session.behalf = before.behalf;
    req->session.behalf_name = before.behalf_name;
    req->session.theme = before.theme;
    req->session.keys_off = before.keys_off;
    req->session.csrf = before.csrf;
    return true;
}
