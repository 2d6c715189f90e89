#include "access/oidc_fetch.h"
#include "base/html.h"
#include "base/log.h"
#include <curl/curl.h>
#include <sodium.h>
#include <string.h>

#define ANSWER_BYTES_MAX ((size_t)256 << 10)
#define CONNECT_MS_MAX 5000L
#define TOTAL_MS_MAX 10000L

void oidc_fetch_prepare(void) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

typedef struct {
    char *bytes;
    size_t size;
} Answer;

// Less than was given ends the transfer.
static size_t on_bytes(char *bytes, size_t one, size_t count, void *context) {
    Answer *answer = context;
    size_t size = one * count;
    if (size > ANSWER_BYTES_MAX - answer->size) return 0;
    memcpy(answer->bytes + answer->size, bytes, size);
    answer->size += size;
    return size;
}

static Str encoded(Arena *arena, Str text) {
    Url address = url_add(arena, (Url){STR("")}, "", text); // "?=text"
    return str_slice(address.address, 2, address.address.size);
}

// client_secret_basic: both are percent-encoded first (RFC 6749, 2.3.1).
static const char *authorization(Arena *arena, const OidcConfig *config) {
    Str pair = str_printf(arena, "%.*s:%.*s", STR_ARG(encoded(arena, config->client_id)),
                          STR_ARG(encoded(arena, config->client_secret)));
    size_t room = sodium_base64_ENCODED_LEN(pair.size, sodium_base64_VARIANT_ORIGINAL);
    char *packed = arena_alloc(arena, room, 1);
    sodium_bin2base64(packed, room, (const unsigned char *)pair.data, pair.size, sodium_base64_VARIANT_ORIGINAL);
    return str_to_c(arena, str_printf(arena, "Authorization: Basic %s", packed));
}

static void limit(CURL *curl, const OidcConfig *config, const char *ca_file) {
    bool plain = str_starts(config->issuer, STR("http://")); // only ever on loopback
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, plain ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS_MAX);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, TOTAL_MS_MAX);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)ANSWER_BYTES_MAX);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (config->ca_file.size > 0) curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file);
}

// Nothing is taken from the arena while curl holds its own: leaving the arena early would lose it.
static CURLcode perform(const char *address, const char *form, const char *secret, const char *ca_file,
                        const OidcConfig *config, Answer *answer, long *ret_status) {
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    if (form) headers = curl_slist_append(headers, secret);
    if (!curl || !headers) return CURLE_OUT_OF_MEMORY;
    limit(curl, config, ca_file);
    curl_easy_setopt(curl, CURLOPT_URL, address);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    if (form) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, ret_status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return code;
}

bool oidc_fetch(Arena *arena, const OidcConfig *config, Str address, Str form, int *ret_status, Str *ret, Err *err) {
    Answer answer = {.bytes = arena_alloc(arena, ANSWER_BYTES_MAX, 1)};
    long status = 0;
    if (!oidc_is_configured(arena, config, address)) {
        log_warn("oidc: an address that is not configured was not fetched");
        return err_set(err, ERR_FORBIDDEN, (Msg){0});
    }
    CURLcode code = perform(str_to_c(arena, address), form.size > 0 ? str_to_c(arena, form) : NULL,
                            authorization(arena, config), str_to_c(arena, config->ca_file), config, &answer, &status);
    if (code != CURLE_OK) {
        log_warn("oidc: %s", curl_easy_strerror(code));
        return err_set(err, ERR_BUSY, (Msg){0});
    }
    *ret_status = (int)status;
    *ret = (Str){answer.bytes, answer.size};
    return true;
}
