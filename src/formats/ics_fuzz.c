// Any text as a line of a calendar: never longer than 75 bytes a piece, never cut in a character, and
// read back as it was.
#include "formats/ics.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_control(Str text) {
    for (size_t i = 0; i < text.size; i++)
        if (((unsigned char)text.data[i] < ' ' && text.data[i] != '\n' && text.data[i] != '\t') || text.data[i] == 0x7f) return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_open(64u << 20);
    Str text = {(const char *)data, size}, again;
    Str line = ics_line(arena, "SUMMARY", text);
    if (!ics_line_read(arena, line, "SUMMARY", &again)) abort();
    if (!has_control(text) && !str_equal(again, text)) abort();
    Str rest = line, piece;
    while (str_split(&rest, '\n', &piece)) {
        if (piece.size > 76) abort(); // with its CR
        if (str_is_utf8(text) && !str_is_utf8(piece)) abort();
    }
    arena_close(arena);
    return 0;
}
