#include "mail/mail_config.h"
#include "base/file.h"
#include "base/json.h"
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX 65536
#define ADDRESS_BYTES_MAX 254

static bool fault(Err *err, const char *key) {
    return err_set(err, ERR_INVALID, msg(N_("Inställningen {1} för e-post saknas eller är fel."), msg_text(str_from_c(key))));
}

static bool is_in(char c, const char *others) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr(others, c);
}

static bool is_host(Str host) {
    for (size_t i = 0; i < host.size; i++)
        if (!host.data[i] || !is_in(host.data[i], "-.")) return false;
    return host.size > 0 && host.size <= 253 && host.data[0] != '-' && host.data[0] != '.';
}

// Only what needs no quoting: a line end or a bracket would be a command of its own.
bool mail_address_is_good(Str address) {
    size_t at = str_find_char(address, '@');
    if (at == STR_NOT_FOUND || at == 0 || address.size > ADDRESS_BYTES_MAX || address.data[0] == '-') return false;
    for (size_t i = 0; i < at; i++)
        if (!address.data[i] || !is_in(address.data[i], "!#$%&'*+-/=?^_`{|}~.")) return false;
    return is_host(str_slice(address, at + 1, address.size));
}

static bool is_loopback(Str host) {
    return str_equal(host, STR("127.0.0.1")) || str_equal(host, STR("localhost"));
}

static bool is_site(Str site) {
    size_t scheme = str_starts(site, STR("https://")) ? 8 : str_starts(site, STR("http://")) ? 7 : 0;
    Str host = str_slice(site, scheme, site.size);
    size_t colon = str_find_char(host, ':');
    int64_t port = 443;
    if (colon != STR_NOT_FOUND && !str_to_int(str_slice(host, colon + 1, host.size), &port)) return false;
    host = str_slice(host, 0, colon);
    return scheme && is_host(host) && port > 0 && port < 65536 && (scheme == 8 || is_loopback(host));
}

static bool read_text(Arena *arena, const json_t *tree, const char *key, Str *ret, Err *err) {
    const json_t *value = json_object_get(tree, key);
    if (!value) return true;
    if (!json_is_string(value) || json_string_length(value) == 0 || json_string_length(value) > 1000 ||
        strlen(json_string_value(value)) != json_string_length(value))
        return fault(err, key);
    *ret = str_copy(arena, str_from_c(json_string_value(value)));
    return true;
}

static bool read_number(const json_t *tree, const char *key, int min, int max, int *ret, Err *err) {
    const json_t *value = json_object_get(tree, key);
    if (!value) return true;
    if (!json_is_integer(value) || json_integer_value(value) < min || json_integer_value(value) > max) return fault(err, key);
    *ret = (int)json_integer_value(value);
    return true;
}

static bool only_known_keys(json_t *tree, Err *err) {
    static const char *const known[] = {"host", "port", "tls", "from", "site", "user", "password_file", "ca_file", "retry_seconds"};
    const char *key;
    json_t *value;
    json_object_foreach(tree, key, value) {
        bool found = false;
        for (size_t i = 0; i < COUNT_OF(known); i++) found = found || strcmp(key, known[i]) == 0;
        if (!found) return fault(err, "?");
    }
    return true;
}

static bool read_tls(Str word, MailTls *ret) {
    static const char *const words[] = {[MAIL_STARTTLS] = "starttls", [MAIL_IMPLICIT] = "implicit", [MAIL_NO_TLS] = "none"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_equal(word, str_from_c(words[i]))) {
            *ret = (MailTls)i;
            return true;
        }
    return false;
}

bool mail_config_parse(Arena *arena, Str json, MailConfig *ret, Err *err) {
    MailConfig config = {.retry_seconds = 60};
    Str tls = STR("starttls");
    json_t *tree;
    if (!json_read(arena, json, &tree, err)) return false;
    if (!json_is_object(tree)) return fault(err, "?");
    if (!only_known_keys(tree, err)) return false;
    if (!read_text(arena, tree, "host", &config.host, err) || !read_text(arena, tree, "tls", &tls, err) ||
        !read_text(arena, tree, "from", &config.from, err) || !read_text(arena, tree, "site", &config.site, err) ||
        !read_text(arena, tree, "user", &config.user, err) || !read_text(arena, tree, "ca_file", &config.ca_file, err) ||
        !read_text(arena, tree, "password_file", &config.password_file, err) ||
        !read_number(tree, "retry_seconds", 1, 3600, &config.retry_seconds, err))
        return false;
    if (!is_host(config.host)) return fault(err, "host");
    if (!read_tls(tls, &config.tls) || (config.tls == MAIL_NO_TLS && !is_loopback(config.host))) return fault(err, "tls");
    config.port = config.tls == MAIL_IMPLICIT ? 465 : 587;
    if (!read_number(tree, "port", 1, 65535, &config.port, err)) return false;
    if (!mail_address_is_good(config.from)) return fault(err, "from");
    if (!is_site(config.site)) return fault(err, "site");
    if (config.user.size && config.tls == MAIL_NO_TLS) return fault(err, "user"); // no password in the clear
    *ret = config;
    return true;
}

bool mail_config_read(Arena *arena, const char *path, MailConfig *ret, Err *err) {
    MailConfig config;
    Str json;
    if (!file_read(arena, path, FILE_BYTES_MAX, false, &json, err) || !mail_config_parse(arena, json, &config, err)) return false;
    if (config.password_file.size) {
        if (!file_read(arena, str_to_c(arena, config.password_file), FILE_BYTES_MAX, true, &config.password, err)) return false;
        config.password = str_trim(config.password);
    } else config.password = str_copy(arena, str_from_c(getenv("RANDA_SMTP_PASSWORD")));
    if (config.user.size && !config.password.size) return fault(err, "password_file");
    *ret = config;
    return true;
}
