#include "access/oidc.h"
#include "access/oidc_fetch.h"
#include "base/html.h"
#include "base/json.h"
#include "base/log.h"
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define AT_ONCE_MAX 2
#define KEPT_MS ((int64_t)3600 * 1000)
#define AGAIN_MS ((int64_t)60 * 1000) // what failed, and a key that is not there

typedef struct {
    Arena *arena; // holds the text
    Str text;
    int64_t until;
} Kept;

struct Oidc {
    const OidcConfig *config;
    atomic_int waiting;
    pthread_mutex_t lock; // of all below
    Kept document, keys;
    int64_t keys_asked; // when an unknown key last made us ask
};

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

Oidc *oidc_open(Arena *arena, const OidcConfig *config) {
    Oidc *oidc = arena_new(arena, Oidc);
    oidc_fetch_prepare();
    oidc->config = config;
    oidc->keys_asked = -AGAIN_MS;
    oidc->document.arena = arena_open((size_t)1 << 20);
    oidc->keys.arena = arena_open((size_t)1 << 20);
    pthread_mutex_init(&oidc->lock, NULL);
    return oidc;
}

void oidc_close(Oidc *oidc) {
    if (!oidc) return;
    arena_close(oidc->document.arena);
    arena_close(oidc->keys.arena);
    pthread_mutex_destroy(&oidc->lock);
}

const OidcConfig *oidc_config(const Oidc *oidc) {
    return oidc->config;
}

static void leave(void *oidc) {
    atomic_fetch_sub(&((Oidc *)oidc)->waiting, 1);
}

bool oidc_enter(Oidc *oidc, Arena *arena) {
    if (atomic_fetch_add(&oidc->waiting, 1) < AT_ONCE_MAX) {
        arena_defer(arena, leave, oidc);
        return true;
    }
    leave(oidc);
    return false;
}

// --- what is kept --------------------------------------------------------------------------------

static bool kept_find(Oidc *oidc, Arena *arena, const Kept *kept, bool stale_too, Str *ret) {
    pthread_mutex_lock(&oidc->lock);
    bool found = kept->text.size > 0 && (stale_too || now_ms() < kept->until);
    if (found) *ret = str_copy(arena, kept->text);
    pthread_mutex_unlock(&oidc->lock);
    return found;
}

static void kept_set(Oidc *oidc, Kept *kept, Str text) {
    pthread_mutex_lock(&oidc->lock);
    arena_clear(kept->arena);
    kept->text = str_copy(kept->arena, text);
    kept->until = now_ms() + KEPT_MS;
    pthread_mutex_unlock(&oidc->lock);
}

static void kept_prolong(Oidc *oidc, Kept *kept) {
    pthread_mutex_lock(&oidc->lock);
    kept->until = now_ms() + AGAIN_MS;
    pthread_mutex_unlock(&oidc->lock);
}

static void kept_drop(Oidc *oidc, Kept *kept) {
    pthread_mutex_lock(&oidc->lock);
    kept->text = STR("");
    pthread_mutex_unlock(&oidc->lock);
}

// A document that is JSON, in time. When the provider fails, what it said last stands.
static bool fetch_kept(Oidc *oidc, Arena *arena, Kept *kept, Str address, Str *ret, Err *err) {
    int status;
    json_t *tree;
    Err ignored;
    if (oidc_fetch(arena, oidc->config, address, STR(""), &status, ret, err)) {
        if (status == 200 && json_read(arena, *ret, &tree, &ignored) && json_is_object(tree)) {
            kept_set(oidc, kept, *ret);
            return true;
        }
        log_warn("oidc: an answer of the provider cannot be used, status=%d", status);
    }
    if (!kept_find(oidc, arena, kept, true, ret)) return err_set(err, ERR_BUSY, (Msg){0});
    kept_prolong(oidc, kept);
    return true;
}

static Str text_of(Arena *arena, const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? str_copy(arena, (Str){json_string_value(value), json_string_length(value)}) : STR("");
}

// --- where it is ---------------------------------------------------------------------------------

static bool read_document(Oidc *oidc, Arena *arena, Str text, OidcEndpoints *ret) {
    json_t *tree;
    Err ignored;
    if (!json_read(arena, text, &tree, &ignored)) return false;
    OidcEndpoints found = {.authorization = text_of(arena, tree, "authorization_endpoint"),
                           .token = text_of(arena, tree, "token_endpoint"),
                           .keys = text_of(arena, tree, "jwks_uri"),
                           .end_session = text_of(arena, tree, "end_session_endpoint"),
                           .says_issuer = json_is_true(json_object_get(tree, "authorization_response_iss_parameter_supported"))};
    if (!str_equal(text_of(arena, tree, "issuer"), oidc->config->issuer)) return false;
    if (!oidc_is_configured(arena, oidc->config, found.authorization)) return false;
    if (!oidc_is_configured(arena, oidc->config, found.token)) return false;
    if (!oidc_is_configured(arena, oidc->config, found.keys)) return false;
    if (found.end_session.size > 0 && !oidc_is_configured(arena, oidc->config, found.end_session)) return false;
    *ret = found;
    return true;
}

bool oidc_endpoints(Oidc *oidc, Arena *arena, OidcEndpoints *ret, Err *err) {
    Str issuer = oidc->config->issuer, text;
    if (str_ends(issuer, STR("/"))) issuer = str_slice(issuer, 0, issuer.size - 1);
    Str address = str_printf(arena, "%.*s/.well-known/openid-configuration", STR_ARG(issuer));
    if (!kept_find(oidc, arena, &oidc->document, false, &text) &&
        !fetch_kept(oidc, arena, &oidc->document, address, &text, err))
        return false;
    if (read_document(oidc, arena, text, ret)) return true;
    kept_drop(oidc, &oidc->document);
    log_warn("oidc: the provider's document names another issuer, or addresses that are not configured");
    return err_set(err, ERR_BUSY, (Msg){0});
}

// --- the token -----------------------------------------------------------------------------------

bool oidc_exchange(Oidc *oidc, Arena *arena, Str code, Str verifier, Str redirect, OidcTokens *ret, Err *err) {
    OidcEndpoints at;
    Url form = {STR("")};
    Str answer;
    json_t *tree;
    int status;
    if (!oidc_endpoints(oidc, arena, &at, err)) return false;
    form = url_add(arena, form, "grant_type", STR("authorization_code"));
    form = url_add(arena, form, "code", code);
    form = url_add(arena, form, "redirect_uri", redirect);
    form = url_add(arena, form, "code_verifier", verifier);
    if (!oidc_fetch(arena, oidc->config, at.token, str_slice(form.address, 1, form.address.size), &status, &answer, err))
        return false;
    if (status != 200 || !json_read(arena, answer, &tree, err)) return err_set(err, ERR_FORBIDDEN, (Msg){0});
    *ret = (OidcTokens){.id_token = text_of(arena, tree, "id_token"), .access_token = text_of(arena, tree, "access_token")};
    return ret->id_token.size > 0 || err_set(err, ERR_FORBIDDEN, (Msg){0});
}

static bool may_ask_again(Oidc *oidc) {
    pthread_mutex_lock(&oidc->lock);
    bool may = now_ms() - oidc->keys_asked >= AGAIN_MS;
    if (may) oidc->keys_asked = now_ms();
    pthread_mutex_unlock(&oidc->lock);
    return may;
}

bool oidc_check_signature(Oidc *oidc, Arena *arena, const OidcToken *token, OidcFault *ret, Err *err) {
    OidcEndpoints at;
    Str keys;
    if (!oidc_endpoints(oidc, arena, &at, err)) return false;
    if (!kept_find(oidc, arena, &oidc->keys, false, &keys) &&
        !fetch_kept(oidc, arena, &oidc->keys, at.keys, &keys, err))
        return false;
    *ret = oidc_token_verify(arena, token, keys);
    if (*ret != OIDC_KEY_UNKNOWN || !may_ask_again(oidc)) return true;
    if (!fetch_kept(oidc, arena, &oidc->keys, at.keys, &keys, err)) return false;
    *ret = oidc_token_verify(arena, token, keys);
    return true;
}
