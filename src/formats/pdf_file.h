// pdf_file.h: the objects of a PDF file, put down one after another, and the list that finds them.
// What goes into them is the caller's; the same calls give the same bytes.
#pragma once
#include "base/buf.h"
#include "base/list.h"

typedef struct {
    size_t *items; // where object i + 1 begins; 0: not yet
    size_t count, capacity;
} PdfOffsets;
typedef struct {
    Buf buf;
    PdfOffsets offsets;
} PdfFile;

PdfFile pdf_file_begin(Arena *arena);
int pdf_object_new(PdfFile *file); // a number, to point at before it is written
void pdf_object_put(PdfFile *file, int number, Str body);
// `entries` are those of its dictionary besides Length and Filter.
void pdf_stream_put(PdfFile *file, int number, Str entries, Str bytes, bool deflate);
Str pdf_file_end(PdfFile *file, int root, int info);

// "<FEFF…>": a text string. Never a literal one: nothing in a name has to be escaped.
void pdf_put_text(Buf *buf, Str text);
// Points with at most two decimals, and no trailing zero: "12.5".
void pdf_put_number(Buf *buf, double value);
// The next code point of *rest; U+FFFD for a byte that begins none.
uint32_t pdf_next_code(Str *rest);
void pdf_put_utf16(Buf *buf, uint32_t code); // hexadecimal

// sRGB as a matrix and one curve (IEC 61966-2-1, adapted to D50), made from the standard's numbers.
Str pdf_srgb_profile(Arena *arena);
