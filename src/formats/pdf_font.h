// pdf_font.h: the two faces a document is set in, shaped with HarfBuzz, and the part of each that
// was used, embedded.
//
// Every glyph remembers which text it stands for (ToUnicode). One that stands for two texts, or for
// a character the face lacks (drawn as a square), makes its line carry its real text beside it.
#pragma once
#include "formats/pdf_file.h"

typedef enum { PDF_REGULAR, PDF_BOLD, PDF_FACE_COUNT } PdfFace;

typedef struct {
    uint16_t glyph;
    int32_t advance, x, y; // in thousandths of the size
    uint32_t from;         // byte in the text
    bool may_break;        // a line may end after it
    bool is_space;
} PdfGlyph;
typedef struct {
    PdfGlyph *items;
    size_t count, capacity;
    Str text;
    bool is_odd; // glyphs alone do not tell the text
} PdfRun;

typedef struct PdfFonts PdfFonts;
PdfFonts *pdf_fonts_open(Arena *arena); // closed with the arena
PdfRun pdf_shape(PdfFonts *fonts, Arena *arena, PdfFace face, Str text);
int pdf_glyph_width(PdfFonts *fonts, PdfFace face, uint16_t glyph);
// "/F0 5 0 R/F1 9 0 R" of the faces in use, written into the file.
Str pdf_fonts_put(PdfFonts *fonts, PdfFile *file);
