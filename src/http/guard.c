#include "http/guard.h"
#include <string.h>
#include <strings.h>

#define TARGET_BYTES_MAX 8192
#define HEADER_BYTES_MAX 32768
#define HEADER_COUNT_MAX 100

bool guard_method(const char *name, Method *ret) {
    static const char *const names[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], name) == 0) {
            *ret = (Method)i;
            return true;
        }
    return false;
}

static bool is_token(Str name) {
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !strchr("!#$%&'*+-.^_`|~", c)) return false;
    }
    return name.size > 0;
}

static bool is_value(Str value) {
    for (size_t i = 0; i < value.size; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) return false;
    }
    return true;
}

static bool is_named(Str name, const char *wanted) {
    return name.size == strlen(wanted) && strncasecmp(name.data, wanted, name.size) == 0;
}

static bool is_ours(Str host, const char *const *hosts) {
    for (; *hosts; hosts++)
        if (host.size == strlen(*hosts) && strncasecmp(host.data, *hosts, host.size) == 0) return true;
    return false;
}

int guard_check(const GuardInput *input, int64_t *ret_length) {
    size_t bytes = 0, hosts = 0, lengths = 0, encodings = 0;
    Str host = STR(""), length = STR("");
    *ret_length = 0;
    if (strcmp(input->version, "HTTP/1.1") != 0) return 505;
    if (input->target.size > TARGET_BYTES_MAX) return 414;
    if (input->target.size == 0 || input->target.data[0] != '/') return 400;
    if (input->headers.count > HEADER_COUNT_MAX) return 431;
    for (size_t i = 0; i < input->headers.count; i++) {
        const Pair *header = &input->headers.items[i];
        bytes += header->name.size + header->value.size + 4;
        if (!is_token(header->name) || !is_value(header->value)) return 400;
        if (is_named(header->name, "host")) hosts++, host = header->value;
        if (is_named(header->name, "content-length")) lengths++, length = header->value;
        if (is_named(header->name, "transfer-encoding")) encodings++;
    }
    if (bytes > HEADER_BYTES_MAX) return 431;
    if (hosts != 1 || lengths > 1 || (lengths && encodings)) return 400;
    if (!is_ours(host, input->hosts)) return 421;
    if (encodings) return 411; // a body says its length first
    if (lengths && (length.size == 0 || length.size > 18 || strspn(length.data, "0123456789") < length.size))
        return 400;
    if (lengths && !str_to_int(length, ret_length)) return 400;
    return 0;
}
