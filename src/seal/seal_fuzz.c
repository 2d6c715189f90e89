// A file as it comes, then as what stands in the hole of a seal of ours: read within bounds, never valid.
#include "formats/pdf.h"
#include "seal/cms.h"
#include "seal/seal.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_open((size_t)256 << 20);
    Str raw = {(const char *)data, size};
    X509 *certificate;
    assert(seal_verify(arena, NULL, raw).verdict != SEAL_VALID);
    assert(!cms_verify(arena, raw, STR("0123456789abcdef0123456789abcdef"), &certificate));
    arena_close(arena);
    return 0;
}
