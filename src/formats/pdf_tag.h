// pdf_tag.h: what each piece of a page *is* (heading, cell, figure), beside how it looks: the tree
// that a screen reader reads (PDF/UA-1). Every operator of a page lies either in an element of the
// tree or in an artifact.
#pragma once
#include "formats/pdf_file.h"

typedef struct PdfTag PdfTag;
typedef struct {
    PdfTag *tag; // NULL: a piece of the page's content
    int page, mark;
} PdfTagKid;
LIST_OF(PdfTagKidList, PdfTagKid);

struct PdfTag {
    const char *type; // "P", "TH"
    PdfTag *parent;
    PdfTagKidList kids;
    Str alt;        // a figure's words
    Str attributes; // "<</O/Table/Scope/Column>>"
    int object;
};

LIST_OF(PdfTagList, PdfTag *);
typedef struct {
    Buf content;
    PdfTagList marks; // by number: the element a piece belongs to
    int object;
} PdfPage;
LIST_OF(PdfPageList, PdfPage);

PdfTag *pdf_tag_new(Arena *arena, PdfTag *parent, const char *type);
// The operators that follow on the page are this element's, until pdf_tag_end. `actual` is the text
// where the glyphs do not tell it; else empty.
void pdf_tag_begin(Arena *arena, PdfPageList *pages, PdfTag *tag, Str actual);
void pdf_artifact_begin(PdfPageList *pages, const char *kind); // "Pagination", "Layout"
void pdf_tag_end(PdfPageList *pages);

// The tree with its list from pages' pieces to elements; gives the root's number.
int pdf_tags_put(PdfFile *file, PdfTag *document, const PdfPageList *pages);
