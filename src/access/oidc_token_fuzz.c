// A token's three parts, each with one newline after it (so that a fuzzer need not find base64), then
// raw: read within bounds; what passes is of an allowed algorithm and never verifies by itself.
#include "access/oidc_token.h"
#include <assert.h>
#include <sodium.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Str encoded(Arena *arena, Str part) {
    size_t room = sodium_base64_ENCODED_LEN(part.size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(arena, room, 1);
    sodium_bin2base64(text, room, (const unsigned char *)part.data, part.size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_from_c(text);
}

static void use(Arena *arena, Str compact) {
    OidcToken token;
    OidcClaims claims;
    OidcConfig config = {.issuer = STR("https://i"), .client_id = STR("r"), .person_claim = STR("h")};
    OidcExpected expected = {.config = &config, .nonce = STR("n"), .access_token = STR("a"), .now_s = 1800000000};
    list_add(arena, &config.acr, STR("l"));
    if (oidc_token_read(arena, compact, &token) != OIDC_FINE) return;
    assert(token.algorithm >= 0 && token.algorithm < 3);
    assert(oidc_token_verify(arena, &token, STR("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\","
        "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}")) != OIDC_FINE);
    if (oidc_claims_check(arena, token.claims, &expected, &claims) == OIDC_FINE)
        assert(claims.subject.size > 0 && claims.staff.count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_open((size_t)64 << 20);
    Str raw = {(const char *)data, size}, rest = raw, header, claims;
    use(arena, raw);
    if (str_split(&rest, '\n', &header) && str_split(&rest, '\n', &claims)) {
        Str start = encoded(arena, header), middle = encoded(arena, claims), end = encoded(arena, rest);
        use(arena, str_printf(arena, "%.*s.%.*s.%.*s", STR_ARG(start), STR_ARG(middle), STR_ARG(end)));
    }
    // Keys are the provider's, but read from the network all the same.
    OidcToken token = {.compact = STR("eyJhbGciOiJFUzI1NiJ9.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                       .algorithm = 2};
    assert(oidc_token_verify(arena, &token, raw) != OIDC_FINE);
    arena_close(arena);
    return 0;
}
