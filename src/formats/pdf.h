// pdf.h: a document for paper, put down from top to bottom: tagged, PDF/A-2a and PDF/UA-1.
//
// Bytes come only from what is given: the same document is the same file. All of it lives in the
// arena; nothing is written to disk. A document is composed by calls, never by a language of its own.
#pragma once
#include "base/buf.h"
#include "base/date.h"
#include "base/list.h"

typedef struct Pdf Pdf;
typedef struct {
    Str title, subject, author;
    Str footer;   // at the left of every page: id, version, valid until, when printed
    int64_t made; // milliseconds since 1970, UTC
} PdfInfo;

Pdf *pdf_begin(Arena *arena, PdfInfo info);
Str pdf_end(Pdf *pdf);

void pdf_heading(Pdf *pdf, int level, Str text); // 1..3; 1 is the title, once, first
void pdf_paragraph(Pdf *pdf, Str text);          // a line end in it begins a new line
void pdf_note(Pdf *pdf, Str text);               // smaller
void pdf_space(Pdf *pdf, double points);
void pdf_page_break(Pdf *pdf);
void pdf_keep(Pdf *pdf, double points); // what follows has so much room, here or on a new page

typedef struct {
    Str *items;
    size_t count, capacity;
} PdfTexts;
void pdf_list(Pdf *pdf, const PdfTexts *items);

// Columns share the width by weight. The head is repeated on each page; a row is never split.
typedef struct {
    Str head;
    double weight;
    bool is_number; // set to the right
} PdfColumn;
typedef struct PdfTable PdfTable;
PdfTable *pdf_table_begin(Pdf *pdf, const PdfColumn *columns, size_t count);
void pdf_table_row(PdfTable *table, const Str *cells); // the first cell is the row's head
void pdf_table_end(PdfTable *table);

// Boxes of a form: a label and what is filled in, empty for a pen. Those of a row lie beside each
// other, by weight; a box grows with its text.
typedef struct {
    Str label, value;
    double weight;
    double height; // at least, in points; 0: one line
} PdfField;
void pdf_fields(Pdf *pdf, const PdfField *fields, size_t count);

// A line for a pen, and beneath it whose it is; `done` says what stands instead of a pen's mark.
typedef struct {
    Str role, name, done;
} PdfSignature;
void pdf_signatures(Pdf *pdf, const PdfSignature *signatures, size_t count);

// Bars, lines and words in a box as wide as the page; alt says in words what it shows.
typedef enum { PDF_BAR, PDF_RULE, PDF_WORD } PdfShapeKind;
typedef struct {
    PdfShapeKind kind;
    double x, y, width, height; // from the upper left corner, in points; x and width of PDF_WIDTH
    int shade;                  // 0 dark … 4 light
    Str text;
} PdfShape;
typedef struct {
    PdfShape *items;
    size_t count, capacity;
} PdfShapes;
#define PDF_WIDTH 481.9 // between the margins
void pdf_picture(Pdf *pdf, const PdfShapes *shapes, double height, Str alt);
