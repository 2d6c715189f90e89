#include "access/oidc_token.h"
#include "base/json.h"
#include "base/test.h"
#include <cjose/cjose.h>
#include <sodium.h>

#define NOW 1800000000
#define BASE "\"iss\":\"https://idp.example\",\"sub\":\"s1\",\"nonce\":\"n1\",\"acr\":\"loa3\",\"hsa\":\"SE1-A\""
#define TIMES "\"exp\":1800000300,\"iat\":1800000000,\"auth_time\":1799999000"

static OidcConfig config_of(Arena *arena) {
    OidcConfig config;
    Err err;
    CHECK(oidc_config_parse(arena, STR("{\"issuer\":\"https://idp.example\",\"client_id\":\"randa\","
                                       "\"client_secret_file\":\"/x\",\"acr\":[\"loa3\",\"loa4\"],\"person_claim\":\"hsa\"}"),
                            &config, &err), "the settings are read");
    return config;
}

TEST(oidc_claims) {
    static const struct {
        const char *why, *json;
        OidcFault expect;
    } cases[] = {
        {"as it should be", "{" BASE ",\"aud\":\"randa\"," TIMES "}", OIDC_FINE},
        {"a list of one audience", "{" BASE ",\"aud\":[\"randa\"]," TIMES "}", OIDC_FINE},
        {"two audiences, made for us", "{" BASE ",\"aud\":[\"x\",\"randa\"],\"azp\":\"randa\"," TIMES "}", OIDC_FINE},
        {"two audiences, made for nobody named", "{" BASE ",\"aud\":[\"x\",\"randa\"]," TIMES "}", OIDC_AUDIENCE},
        {"made for another", "{" BASE ",\"aud\":\"randa\",\"azp\":\"x\"," TIMES "}", OIDC_AUDIENCE},
        {"another's audience", "{" BASE ",\"aud\":\"randa2\"," TIMES "}", OIDC_AUDIENCE},
        {"no audience", "{" BASE "," TIMES "}", OIDC_AUDIENCE},
        {"an empty list of audiences", "{" BASE ",\"aud\":[]," TIMES "}", OIDC_AUDIENCE},
        {"an audience that is no text", "{" BASE ",\"aud\":[\"randa\",7],\"azp\":\"randa\"," TIMES "}", OIDC_AUDIENCE},
        {"ended 59 s ago", "{" BASE ",\"aud\":\"randa\",\"exp\":1799999941,\"iat\":1799999000,\"auth_time\":1799999000}", OIDC_FINE},
        {"ended 60 s ago", "{" BASE ",\"aud\":\"randa\",\"exp\":1799999940,\"iat\":1799999000,\"auth_time\":1799999000}", OIDC_TIME},
        {"without an end", "{" BASE ",\"aud\":\"randa\",\"iat\":1800000000}", OIDC_TIME},
        {"an end that is text", "{" BASE ",\"aud\":\"randa\",\"exp\":\"1800000300\",\"iat\":1800000000,\"auth_time\":1799999000}", OIDC_TIME},
        {"an end beyond all numbers", "{" BASE ",\"aud\":\"randa\",\"exp\":9223372036854775807,\"iat\":1800000000,\"auth_time\":1799999000}", OIDC_TIME},
        {"made 60 s ahead", "{" BASE ",\"aud\":\"randa\",\"exp\":1800000300,\"iat\":1800000060,\"auth_time\":1799999000}", OIDC_FINE},
        {"made 61 s ahead", "{" BASE ",\"aud\":\"randa\",\"exp\":1800000300,\"iat\":1800000061,\"auth_time\":1799999000}", OIDC_TIME},
        {"without when it was made", "{" BASE ",\"aud\":\"randa\",\"exp\":1800000300}", OIDC_TIME},
        {"identified ten hours ago", "{" BASE ",\"aud\":\"randa\",\"exp\":1800000300,\"iat\":1800000000,\"auth_time\":1799963940}", OIDC_FINE},
        {"identified longer ago", "{" BASE ",\"aud\":\"randa\",\"exp\":1800000300,\"iat\":1800000000,\"auth_time\":1799963939}", OIDC_TIME},
        {"not said when identified", "{" BASE ",\"aud\":\"randa\",\"exp\":1800000300,\"iat\":1800000000}", OIDC_TIME},
        {"identified 61 s ahead", "{" BASE ",\"aud\":\"randa\",\"exp\":1800000300,\"iat\":1800000000,\"auth_time\":1800000061}", OIDC_TIME},
        {"valid from 60 s ahead", "{" BASE ",\"aud\":\"randa\"," TIMES ",\"nbf\":1800000060}", OIDC_FINE},
        {"valid from 61 s ahead", "{" BASE ",\"aud\":\"randa\"," TIMES ",\"nbf\":1800000061}", OIDC_TIME},
        {"a list of staff ids", "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"nonce\":\"n1\",\"acr\":\"loa4\",\"hsa\":[\"A\",\"B\"],\"aud\":\"randa\"," TIMES "}", OIDC_FINE},
        {"an empty list of staff ids", "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"nonce\":\"n1\",\"acr\":\"loa3\",\"hsa\":[],\"aud\":\"randa\"," TIMES "}", OIDC_PERSON},
        {"an empty staff id", "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"nonce\":\"n1\",\"acr\":\"loa3\",\"hsa\":\" \",\"aud\":\"randa\"," TIMES "}", OIDC_PERSON},
        {"two staff ids in one", "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"nonce\":\"n1\",\"acr\":\"loa3\",\"hsa\":\"A\\nB\",\"aud\":\"randa\"," TIMES "}", OIDC_PERSON},
        {"no staff id", "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"nonce\":\"n1\",\"acr\":\"loa3\",\"aud\":\"randa\"," TIMES "}", OIDC_PERSON},
        {"no subject", "{\"iss\":\"https://idp.example\",\"nonce\":\"n1\",\"acr\":\"loa3\",\"hsa\":\"A\",\"aud\":\"randa\"," TIMES "}", OIDC_SUBJECT},
        {"another's issuer", "{\"iss\":\"https://idp.example/\",\"sub\":\"s\",\"nonce\":\"n1\",\"acr\":\"loa3\",\"hsa\":\"A\",\"aud\":\"randa\"," TIMES "}", OIDC_ISSUER},
        {"another's nonce", "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"nonce\":\"n2\",\"acr\":\"loa3\",\"hsa\":\"A\",\"aud\":\"randa\"," TIMES "}", OIDC_NONCE},
        {"no nonce", "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"acr\":\"loa3\",\"hsa\":\"A\",\"aud\":\"randa\"," TIMES "}", OIDC_NONCE},
        {"a level too low", "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"nonce\":\"n1\",\"acr\":\"loa2\",\"hsa\":\"A\",\"aud\":\"randa\"," TIMES "}", OIDC_ACR},
        {"no level", "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"nonce\":\"n1\",\"hsa\":\"A\",\"aud\":\"randa\"," TIMES "}", OIDC_ACR},
        {"an access token's own hash", "{" BASE ",\"aud\":\"randa\"," TIMES ",\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RQ\"}", OIDC_FINE},
        {"another access token's hash", "{" BASE ",\"aud\":\"randa\"," TIMES ",\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RA\"}", OIDC_AT_HASH},
    };
    Arena *arena = arena_open(16 << 20);
    OidcConfig config = config_of(arena);
    // The access token and its hash are those of OpenID Connect Core, A.3.
    OidcExpected expected = {.config = &config, .nonce = STR("n1"), .now_s = NOW,
                             .access_token = STR("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y")};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        json_t *claims;
        Err err;
        OidcClaims read = {0};
        CHECK(json_read(arena, str_from_c(cases[i].json), &claims, &err), cases[i].why);
        CHECK_STR(str_from_c(oidc_fault_name(oidc_claims_check(arena, claims, &expected, &read))),
                  str_from_c(oidc_fault_name(cases[i].expect)), cases[i].why);
    }
    arena_close(arena);
}

static Str sign(Arena *arena, cjose_jwk_t *key, json_t *header, const char *claims) {
    cjose_err err;
    const char *compact;
    cjose_jws_t *jws = cjose_jws_sign(key, header, (const uint8_t *)claims, strlen(claims), &err);
    CHECK(jws && cjose_jws_export(jws, &compact, &err), "signed");
    Str copy = str_copy(arena, str_from_c(compact));
    cjose_jws_release(jws);
    json_decref(header);
    return copy;
}

// The public key with what is said about it beside.
static Str key_set(Arena *arena, cjose_jwk_t *key, const char *beside) {
    cjose_err err;
    char *json = cjose_jwk_to_json(key, false, &err);
    Str set = str_printf(arena, "{\"keys\":[%.*s,%s}]}", (int)strlen(json) - 1, json, beside);
    cjose_get_dealloc()(json);
    return set;
}

static OidcFault read_and_verify(Arena *arena, Str compact, Str keys) {
    OidcToken token;
    OidcFault fault = oidc_token_read(arena, compact, &token);
    return fault == OIDC_FINE ? oidc_token_verify(arena, &token, keys) : fault;
}

TEST(oidc_signature) {
    Arena *arena = arena_open(16 << 20);
    cjose_err err;
    cjose_jwk_t *rsa = cjose_jwk_create_RSA_random(2048, (const uint8_t *)"\x01\x00\x01", 3, &err);
    cjose_jwk_t *small = cjose_jwk_create_RSA_random(1024, (const uint8_t *)"\x01\x00\x01", 3, &err);
    cjose_jwk_t *ec = cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &err);
    cjose_jwk_t *other = cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &err);
    Str rsa_keys = key_set(arena, rsa, "\"kid\":\"a\",\"use\":\"sig\""), ec_keys = key_set(arena, ec, "\"kid\":\"a\"");
    Str rs = sign(arena, rsa, json_pack("{s:s,s:s}", "alg", "RS256", "kid", "a"), "{}");
    Str ps = sign(arena, rsa, json_pack("{s:s,s:s}", "alg", "PS256", "kid", "a"), "{}");
    Str es = sign(arena, ec, json_pack("{s:s,s:s}", "alg", "ES256", "kid", "a"), "{}");
    Str nameless = sign(arena, ec, json_pack("{s:s}", "alg", "ES256"), "{}");
    CHECK(read_and_verify(arena, rs, rsa_keys) == OIDC_FINE, "RS256");
    CHECK(read_and_verify(arena, ps, rsa_keys) == OIDC_FINE, "PS256");
    CHECK(read_and_verify(arena, es, ec_keys) == OIDC_FINE, "ES256");
    CHECK(read_and_verify(arena, nameless, ec_keys) == OIDC_FINE, "no name of a key, and one key");
    CHECK(read_and_verify(arena, es, rsa_keys) == OIDC_KEY_UNKNOWN, "a key of another kind does not count");
    CHECK(read_and_verify(arena, es, key_set(arena, other, "\"kid\":\"a\"")) == OIDC_SIGNATURE, "another's key");
    CHECK(read_and_verify(arena, es, key_set(arena, ec, "\"kid\":\"b\"")) == OIDC_KEY_UNKNOWN, "another name");
    CHECK(read_and_verify(arena, es, key_set(arena, ec, "\"kid\":\"a\",\"use\":\"enc\"")) == OIDC_KEY_UNKNOWN, "a key for secrets");
    CHECK(read_and_verify(arena, rs, key_set(arena, rsa, "\"kid\":\"a\",\"alg\":\"PS256\"")) == OIDC_KEY_UNKNOWN, "a key for another algorithm");
    Str broken = STR("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe=gHMzV76e8Tus9uPHvRVEU\","
                     "\"y\":\"x_FEzRu9m36HLN_tue?59LNpXW6pCyStikYjKIWI5a0\",\"kid\":\"a\"}]}");
    CHECK(read_and_verify(arena, es, broken) == OIDC_SIGNATURE, "a key that is no number");
    CHECK(read_and_verify(arena, es, STR("{\"keys\":7}")) == OIDC_KEY_UNKNOWN, "no list of keys");
    Str two = str_printf(arena, "{\"keys\":[%.*s,%.*s]}", (int)ec_keys.size - 11, ec_keys.data + 9, (int)ec_keys.size - 11, ec_keys.data + 9);
    CHECK(read_and_verify(arena, nameless, two) == OIDC_KEY_UNKNOWN, "no name, and a choice");
    CHECK(read_and_verify(arena, es, two) == OIDC_FINE, "the same two, and a name");
    Str weak = sign(arena, small, json_pack("{s:s,s:s}", "alg", "RS256", "kid", "a"), "{}");
    CHECK(read_and_verify(arena, weak, key_set(arena, small, "\"kid\":\"a\"")) == OIDC_SIGNATURE, "1024 bits are too few");
    cjose_jwk_release(rsa), cjose_jwk_release(small), cjose_jwk_release(ec), cjose_jwk_release(other);
    arena_close(arena);
}

static Str token_of(Arena *arena, const char *header, const char *claims, const char *signature) {
    const char *parts[] = {header, claims, signature};
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        char encoded[1024];
        sodium_bin2base64(encoded, sizeof encoded, (const unsigned char *)parts[i], strlen(parts[i]),
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        buf_addf(&buf, "%s%s", i ? "." : "", encoded);
    }
    return buf_end(&buf);
}

TEST(oidc_form) {
    static const struct {
        const char *why, *header, *claims, *signature;
        OidcFault expect;
    } cases[] = {
        {"as it should be", "{\"alg\":\"RS256\"}", "{}", "x", OIDC_FINE},
        {"none", "{\"alg\":\"none\"}", "{}", "x", OIDC_ALGORITHM},
        {"None, another way", "{\"alg\":\"nOnE\"}", "{}", "", OIDC_ALGORITHM},
        {"a shared secret", "{\"alg\":\"HS256\"}", "{}", "x", OIDC_ALGORITHM},
        {"no algorithm", "{}", "{}", "x", OIDC_ALGORITHM},
        {"two algorithms", "{\"alg\":\"RS256\",\"alg\":\"none\"}", "{}", "x", OIDC_MALFORMED},
        {"two of a claim", "{\"alg\":\"RS256\"}", "{\"sub\":\"a\",\"sub\":\"b\"}", "x", OIDC_MALFORMED},
        {"what must be understood", "{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}", "{}", "x", OIDC_MALFORMED},
        {"a key's name that is none", "{\"alg\":\"RS256\",\"kid\":7}", "{}", "x", OIDC_MALFORMED},
        {"no signature", "{\"alg\":\"RS256\"}", "{}", "", OIDC_MALFORMED},
        {"a list for claims", "{\"alg\":\"RS256\"}", "[]", "x", OIDC_MALFORMED},
    };
    Arena *arena = arena_open(16 << 20);
    OidcToken token;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK(oidc_token_read(arena, token_of(arena, cases[i].header, cases[i].claims, cases[i].signature), &token) ==
              cases[i].expect, cases[i].why);
    CHECK(oidc_token_read(arena, STR("eyJhbGciOiJSUzI1NiJ9.e30"), &token) == OIDC_MALFORMED, "two parts");
    CHECK(oidc_token_read(arena, STR("eyJhbGciOiJSUzI1NiJ9.e30.eA.eA"), &token) == OIDC_MALFORMED, "four parts");
    CHECK(oidc_token_read(arena, STR("eyJhbGciOiJSUzI1NiJ9.e30=.eA"), &token) == OIDC_MALFORMED, "padding");
    Str huge = {arena_alloc(arena, OIDC_TOKEN_BYTES_MAX + 1, 1), OIDC_TOKEN_BYTES_MAX + 1};
    CHECK(oidc_token_read(arena, huge, &token) == OIDC_MALFORMED, "larger than any token");
    arena_close(arena);
}

TEST(oidc_addresses) {
    static const struct {
        const char *why, *address, *origin;
    } cases[] = {
        {"plain", "https://idp.example/x?y=1", "https://idp.example:443"},
        {"with a port", "https://idp.example:8443", "https://idp.example:8443"},
        {"plain http on loopback", "http://127.0.0.1:9000/", "http://127.0.0.1:9000"},
        {"loopback in six", "http://[::1]:9000/", "http://[::1]:9000"},
        {"loopback in six, no port", "http://[::1]/", "http://[::1]:80"},
        {"plain http elsewhere", "http://idp.example/", ""},
        {"loopback as a name's beginning", "http://localhost.evil.example/", ""},
        {"a user before the host", "https://idp.example@evil.example/", ""},
        {"a backslash", "https://idp.example\\@evil.example/", ""},
        {"capitals in the host", "https://IDP.example/", ""},
        {"another scheme", "file:///etc/passwd", ""},
        {"no host", "https:///x", ""},
        {"no such port", "https://idp.example:70000/", ""},
        {"a line end", "https://idp.example/\r\nX: 1", ""},
    };
    Arena *arena = arena_open(16 << 20);
    OidcConfig config = config_of(arena);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_STR(oidc_origin(arena, str_from_c(cases[i].address)), str_from_c(cases[i].origin), cases[i].why);
    CHECK(oidc_is_configured(arena, &config, STR("https://idp.example/token")), "the issuer's own");
    CHECK(!oidc_is_configured(arena, &config, STR("https://idp.example.evil.example/token")), "another host");
    CHECK(!oidc_is_configured(arena, &config, STR("https://idp.example:444/token")), "another port");
    CHECK(oidc_port(STR("https://idp.example/")) == 443, "the port of https");
    arena_close(arena);
}

#define MINIMUM "\"client_id\":\"r\",\"client_secret_file\":\"/x\",\"person_claim\":\"h\""

TEST(oidc_settings) {
    static const struct {
        const char *why, *json;
        bool expect;
    } cases[] = {
        {"the least", "{" MINIMUM ",\"issuer\":\"https://i.example\",\"acr\":[\"a\"]}", true},
        {"no level", "{" MINIMUM ",\"issuer\":\"https://i.example\"}", false},
        {"no level in the list", "{" MINIMUM ",\"issuer\":\"https://i.example\",\"acr\":[]}", false},
        {"plain http", "{" MINIMUM ",\"issuer\":\"http://i.example\",\"acr\":[\"a\"]}", false},
        {"scopes without openid", "{" MINIMUM ",\"issuer\":\"https://i.example\",\"acr\":[\"a\"],\"scopes\":[\"x\"]}", false},
        {"an unknown key", "{" MINIMUM ",\"issuer\":\"https://i.example\",\"acr\":[\"a\"],\"verify\":false}", false},
        {"a secret in the file itself", "{" MINIMUM ",\"issuer\":\"https://i.example\",\"acr\":[\"a\"],\"client_secret\":\"x\"}", false},
        {"no issuer", "{" MINIMUM ",\"acr\":[\"a\"]}", false},
        {"a list", "[]", false},
    };
    Arena *arena = arena_open(16 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        OidcConfig config;
        Err err;
        CHECK(oidc_config_parse(arena, str_from_c(cases[i].json), &config, &err) == cases[i].expect, cases[i].why);
    }
    arena_close(arena);
}
