// content.h: what a version says, apart from how it looks: canonical JSON with a line for each
// thing, so that two versions can be told apart in words. The same facts give the same bytes. Pure.
#pragma once
#include "document/document.h"

Str document_content(Arena *arena, const DocumentFacts *facts, const DocumentType *type);

// What the newer says that the older does not, and the other way round.
typedef struct {
    PdfTexts gone, come;
} ContentChange;
MUST_CHECK bool content_compare(Arena *arena, Str older, Str newer, ContentChange *ret, Err *err);
