#include "formats/pdf_tag.h"

PdfTag *pdf_tag_new(Arena *arena, PdfTag *parent, const char *type) {
    PdfTag *tag = arena_new(arena, PdfTag);
    *tag = (PdfTag){.type = type, .parent = parent};
    if (parent) list_add(arena, &parent->kids, (PdfTagKid){.tag = tag});
    return tag;
}

static PdfPage *last_page(PdfPageList *pages) {
    return &pages->items[pages->count - 1];
}

void pdf_tag_begin(Arena *arena, PdfPageList *pages, PdfTag *tag, Str actual) {
    PdfPage *page = last_page(pages);
    int mark = (int)page->marks.count;
    list_add(arena, &page->marks, tag);
    list_add(arena, &tag->kids, (PdfTagKid){.page = (int)pages->count - 1, .mark = mark});
    buf_addf(&page->content, "/%s<</MCID %d", tag->type, mark);
    if (actual.size > 0) {
        buf_add(&page->content, STR("/ActualText"));
        pdf_put_text(&page->content, actual);
    }
    buf_add(&page->content, STR(">>BDC\n"));
}

void pdf_artifact_begin(PdfPageList *pages, const char *kind) {
    buf_addf(&last_page(pages)->content, "/Artifact<</Type/%s>>BDC\n", kind);
}

void pdf_tag_end(PdfPageList *pages) {
    buf_add(&last_page(pages)->content, STR("EMC\n"));
}

// An element that never got a piece of any page is none: a reader would stop at nothing.
static bool has_content(const PdfTag *tag) {
    for (size_t i = 0; i < tag->kids.count; i++)
        if (!tag->kids.items[i].tag || has_content(tag->kids.items[i].tag)) return true;
    return false;
}

static bool is_cell(const PdfTag *tag) {
    return tag->type[0] == 'T' && (tag->type[1] == 'D' || tag->type[1] == 'H') && tag->type[2] == 0;
}

// Empty cells stay: without them the columns of a row would slide.
static bool stays(const PdfTag *tag) {
    return is_cell(tag) || has_content(tag);
}

static void number_tags(PdfFile *file, PdfTag *tag) {
    tag->object = pdf_object_new(file);
    for (size_t i = 0; i < tag->kids.count; i++)
        if (tag->kids.items[i].tag && stays(tag->kids.items[i].tag)) number_tags(file, tag->kids.items[i].tag);
}

static void put_tag(PdfFile *file, const PdfTag *tag, int parent, const PdfPageList *pages) {
    Buf buf = buf_begin(file->buf.arena);
    buf_addf(&buf, "<</Type/StructElem/S/%s/P %d 0 R", tag->type, parent);
    if (tag->alt.size > 0) {
        buf_add(&buf, STR("/Alt"));
        pdf_put_text(&buf, tag->alt);
    }
    if (tag->attributes.size > 0) buf_addf(&buf, "/A%.*s", STR_ARG(tag->attributes));
    buf_add(&buf, STR("/K["));
    for (size_t i = 0; i < tag->kids.count; i++) {
        const PdfTagKid *kid = &tag->kids.items[i];
        if (!kid->tag)
            buf_addf(&buf, "<</Type/MCR/Pg %d 0 R/MCID %d>>", pages->items[kid->page].object, kid->mark);
        else if (kid->tag->object) buf_addf(&buf, " %d 0 R", kid->tag->object);
    }
    buf_add(&buf, STR("]>>"));
    pdf_object_put(file, tag->object, buf_end(&buf));
    for (size_t i = 0; i < tag->kids.count; i++)
        if (tag->kids.items[i].tag && tag->kids.items[i].tag->object) put_tag(file, tag->kids.items[i].tag, tag->object, pages);
}

int pdf_tags_put(PdfFile *file, PdfTag *document, const PdfPageList *pages) {
    Arena *arena = file->buf.arena;
    int root = pdf_object_new(file), parents = pdf_object_new(file);
    number_tags(file, document);
    put_tag(file, document, root, pages);
    Buf buf = buf_begin(arena);
    buf_add(&buf, STR("<</Nums["));
    for (size_t p = 0; p < pages->count; p++) {
        buf_addf(&buf, "%zu[", p);
        for (size_t i = 0; i < pages->items[p].marks.count; i++) buf_addf(&buf, "%d 0 R ", pages->items[p].marks.items[i]->object);
        buf_add(&buf, STR("]\n"));
    }
    buf_add(&buf, STR("]>>"));
    pdf_object_put(file, parents, buf_end(&buf));
    pdf_object_put(file, root,
                   str_printf(arena, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %zu>>",
                              document->object, parents, pages->count));
    return root;
}
