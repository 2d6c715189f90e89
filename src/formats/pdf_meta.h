// pdf_meta.h: what a PDF file says about itself (the same in Info and in XMP), its colour profile
// and its bookmarks.
#pragma once
#include "formats/pdf.h"
#include "formats/pdf_tag.h"

typedef struct {
    int info, metadata, profile; // objects
} PdfAbout;
Str pdf_instant(Arena *arena, int64_t made); // "D:20261123081500Z", of milliseconds since 1970
PdfAbout pdf_about_put(PdfFile *file, const PdfInfo *info);

typedef struct {
    Str text;
    int level, page;
    double y;
} PdfMark;
LIST_OF(PdfMarkList, PdfMark);
int pdf_outline_put(PdfFile *file, const PdfMarkList *marks, const PdfPageList *pages); // 0: none
