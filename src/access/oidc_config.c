#include "access/oidc_config.h"
#include "base/file.h"
#include "base/json.h"
#include <string.h>

#define FILE_BYTES_MAX 65536
#define TEXTS_MAX 32

bool oidc_texts_have(const OidcTexts *list, Str text) {
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i], text)) return true;
    return false;
}

// --- addresses -----------------------------------------------------------------------------------

static bool is_clean(Str address) {
    for (size_t i = 0; i < address.size; i++) {
        unsigned char c = (unsigned char)address.data[i];
        if (c <= ' ' || c >= 0x7f || strchr("\\@\"<>^`{|}#", c)) return false;
    }
    return address.size > 0 && address.size <= 2000;
}

static bool is_host(Str host) {
    bool bracketed = str_starts(host, STR("[")) && str_ends(host, STR("]"));
    for (size_t i = 0; i < host.size; i++) {
        char c = host.data[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        bool inside = bracketed && (c == ':' || c == '[' || c == ']');
        if (!plain && !inside) return false;
    }
    return host.size > 0 && host.size <= 253;
}

static bool is_loopback(Str host) {
    return str_equal(host, STR("127.0.0.1")) || str_equal(host, STR("[::1]")) || str_equal(host, STR("localhost"));
}

typedef struct {
    bool secure;
    Str host;
    int64_t port;
} Place;

static bool read_place(Str address, Place *ret) {
    Place place = {.secure = str_starts(address, STR("https://"))};
    if (!is_clean(address) || (!place.secure && !str_starts(address, STR("http://")))) return false;
    Str rest = str_slice(address, place.secure ? 8 : 7, address.size);
    size_t end = 0, colon = STR_NOT_FOUND;
    for (; end < rest.size && rest.data[end] != '/' && rest.data[end] != '?'; end++)
        if (rest.data[end] == ':') colon = end;
    if (str_starts(rest, STR("[")) && end > 0 && rest.data[end - 1] == ']') colon = STR_NOT_FOUND;
    place.host = str_slice(rest, 0, colon < end ? colon : end);
    place.port = place.secure ? 443 : 80;
    if (colon < end && !str_to_int(str_slice(rest, colon + 1, end), &place.port)) return false;
    if (!is_host(place.host) || place.port < 1 || place.port > 65535) return false;
    if (!place.secure && !is_loopback(place.host)) return false;
    *ret = place;
    return true;
}

Str oidc_origin(Arena *arena, Str address) {
    Place place;
    if (!read_place(address, &place)) return STR("");
    return str_printf(arena, "%s://%.*s:%lld", place.secure ? "https" : "http", STR_ARG(place.host), (long long)place.port);
}

int oidc_port(Str address) {
    Place place;
    return read_place(address, &place) ? (int)place.port : 0;
}

bool oidc_is_configured(Arena *arena, const OidcConfig *config, Str address) {
    Str origin = oidc_origin(arena, address);
    return origin.size > 0 && oidc_texts_have(&config->origins, origin);
}

// --- the file ------------------------------------------------------------------------------------

static bool fault(Err *err, const char *key) {
    return err_set(err, ERR_INVALID, msg(N_("Inställningen {1} för inloggning saknas eller är fel."),
                                         msg_text(str_from_c(key))));
}

static bool read_text(Arena *arena, const json_t *tree, const char *key, Str *ret, Err *err) {
    const json_t *value = json_object_get(tree, key);
    if (!value) return true;
    if (!json_is_string(value) || json_string_length(value) == 0 || json_string_length(value) > 2000 ||
        strlen(json_string_value(value)) != json_string_length(value))
        return fault(err, key);
    *ret = str_copy(arena, (Str){json_string_value(value), json_string_length(value)});
    return true;
}

static bool read_texts(Arena *arena, const json_t *tree, const char *key, OidcTexts *ret, Err *err) {
    const json_t *value = json_object_get(tree, key);
    if (!value) return true;
    if (!json_is_array(value) || json_array_size(value) > TEXTS_MAX) return fault(err, key);
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        if (!json_is_string(item) || json_string_length(item) == 0) return fault(err, key);
        Str text = str_copy(arena, str_from_c(json_string_value(item)));
        if (str_find_char(text, ' ') != STR_NOT_FOUND) return fault(err, key); // they are sent with spaces between
        list_add(arena, ret, text);
    }
    return true;
}

static bool only_known_keys(json_t *tree, Err *err) {
    static const char *const known[] = {"issuer", "client_id", "client_secret_file", "acr", "person_claim",
                                        "scopes", "origins", "ca_file", "post_logout"};
    const char *key;
    json_t *value;
    json_object_foreach(tree, key, value) {
        bool found = false;
        for (size_t i = 0; i < COUNT_OF(known); i++) found = found || strcmp(key, known[i]) == 0;
        if (!found) return fault(err, "?");
    }
    return true;
}

static bool read_origins(Arena *arena, OidcConfig *config, Err *err) {
    OidcTexts given = config->origins;
    Str own = oidc_origin(arena, config->issuer);
    config->origins = (OidcTexts){0};
    if (own.size == 0 || str_find_char(config->issuer, '?') != STR_NOT_FOUND) return fault(err, "issuer");
    list_add(arena, &config->origins, own);
    for (size_t i = 0; i < given.count; i++) {
        Str origin = oidc_origin(arena, given.items[i]);
        if (origin.size == 0) return fault(err, "origins");
        list_add(arena, &config->origins, origin);
    }
    return true;
}

bool oidc_config_parse(Arena *arena, Str json, OidcConfig *ret, Err *err) {
    OidcConfig config = {0};
    json_t *tree;
    if (!json_read(arena, json, &tree, err)) return false;
    if (!json_is_object(tree)) return fault(err, "?");
    if (!only_known_keys(tree, err)) return false;
    if (!read_text(arena, tree, "issuer", &config.issuer, err)) return false;
    if (!read_text(arena, tree, "client_id", &config.client_id, err)) return false;
    if (!read_text(arena, tree, "client_secret_file", &config.client_secret_file, err)) return false;
    if (!read_text(arena, tree, "person_claim", &config.person_claim, err)) return false;
    if (!read_text(arena, tree, "ca_file", &config.ca_file, err)) return false;
    if (!read_text(arena, tree, "post_logout", &config.post_logout, err)) return false;
    if (!read_texts(arena, tree, "scopes", &config.scopes, err)) return false;
    if (!read_texts(arena, tree, "acr", &config.acr, err)) return false;
    if (!read_texts(arena, tree, "origins", &config.origins, err)) return false;
    if (config.client_id.size == 0) return fault(err, "client_id");
    if (config.client_secret_file.size == 0) return fault(err, "client_secret_file");
    if (config.person_claim.size == 0) return fault(err, "person_claim");
    if (config.acr.count == 0) return fault(err, "acr");
    if (config.post_logout.size > 0 && oidc_origin(arena, config.post_logout).size == 0) return fault(err, "post_logout");
    if (config.scopes.count == 0) list_add(arena, &config.scopes, STR("openid"));
    if (!oidc_texts_have(&config.scopes, STR("openid"))) return fault(err, "scopes");
    if (!read_origins(arena, &config, err)) return false;
    *ret = config;
    return true;
}

bool oidc_config_read(Arena *arena, const char *path, OidcConfig *ret, Err *err) {
    OidcConfig config;
    Str json, secret;
    if (!file_read(arena, path, FILE_BYTES_MAX, false, &json, err) || !oidc_config_parse(arena, json, &config, err)) return false;
    if (!file_read(arena, str_to_c(arena, config.client_secret_file), FILE_BYTES_MAX, true, &secret, err)) return false;
    config.client_secret = str_trim(secret);
    if (config.client_secret.size < 16) return fault(err, "client_secret_file");
    *ret = config;
    return true;
}
