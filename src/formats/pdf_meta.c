#include "formats/pdf_meta.h"
#include "base/date.h"

#define PRODUCER "Randa"

static void put_xml(Buf *buf, Str text) {
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '&') buf_add(buf, STR("&amp;"));
        else if (c == '<') buf_add(buf, STR("&lt;"));
        else if (c == '>') buf_add(buf, STR("&gt;"));
        else if ((unsigned char)c >= ' ') buf_add_char(buf, c);
        else buf_add_char(buf, ' ');
    }
}

typedef struct {
    Str pdf, iso;
} When;

static When when_of(Arena *arena, int64_t made) {
    int64_t second = made / 1000 % 86400;
    Date date = {(int32_t)(made / 1000 / 86400)};
    Ymd day = date_to_ymd(date);
    int h = (int)(second / 3600), m = (int)(second / 60 % 60), s = (int)(second % 60);
    return (When){str_printf(arena, "D:%04d%02d%02d%02d%02d%02dZ", day.year, day.month, day.day, h, m, s),
                  str_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", day.year, day.month, day.day, h, m, s)};
}

Str pdf_instant(Arena *arena, int64_t made) {
    return when_of(arena, made).pdf;
}

// A name outside XMP's own must be described in the file itself (PDF/A-2, 6.6.2.3).
static const char described[] =
    "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\n";

static Str xmp_of(Arena *arena, const PdfInfo *info, When when) {
    Buf buf = buf_begin(arena);
    buf_add(&buf, STR("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                      " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
                      " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
                      "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>\n"
                      "<dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>sv-SE</rdf:li></rdf:Bag></dc:language>\n"
                      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">"));
    put_xml(&buf, info->title);
    buf_add(&buf, STR("</rdf:li></rdf:Alt></dc:title>\n<dc:creator><rdf:Seq><rdf:li>"));
    put_xml(&buf, info->author);
    buf_add(&buf, STR("</rdf:li></rdf:Seq></dc:creator>\n<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">"));
    put_xml(&buf, info->subject);
    buf_addf(&buf,
             "</rdf:li></rdf:Alt></dc:description>\n<xmp:CreateDate>%.*s</xmp:CreateDate><xmp:ModifyDate>%.*s</xmp:ModifyDate>"
             "<xmp:CreatorTool>" PRODUCER "</xmp:CreatorTool><pdf:Producer>" PRODUCER "</pdf:Producer>\n</rdf:Description>\n",
             STR_ARG(when.iso), STR_ARG(when.iso));
    buf_addf(&buf, "%s</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>", described);
    return buf_end(&buf);
}

static Str info_of(Arena *arena, const PdfInfo *info, When when) {
    Buf buf = buf_begin(arena);
    buf_add(&buf, STR("<</Title"));
    pdf_put_text(&buf, info->title);
    buf_add(&buf, STR("/Subject"));
    pdf_put_text(&buf, info->subject);
    buf_add(&buf, STR("/Author"));
    pdf_put_text(&buf, info->author);
    buf_addf(&buf, "/Creator(" PRODUCER ")/Producer(" PRODUCER ")/CreationDate(%.*s)/ModDate(%.*s)>>", STR_ARG(when.pdf), STR_ARG(when.pdf));
    return buf_end(&buf);
}

PdfAbout pdf_about_put(PdfFile *file, const PdfInfo *info) {
    Arena *arena = file->buf.arena;
    When when = when_of(arena, info->made);
    PdfAbout about = {pdf_object_new(file), pdf_object_new(file), pdf_object_new(file)};
    pdf_object_put(file, about.info, info_of(arena, info, when));
    // Readable without unpacking anything.
    pdf_stream_put(file, about.metadata, STR("/Type/Metadata/Subtype/XML"), xmp_of(arena, info, when), false);
    pdf_stream_put(file, about.profile, STR("/N 3"), pdf_srgb_profile(arena), true);
    return about;
}

// --- bookmarks

// The next mark of the same level under the same parent, or one past the last.
static size_t next_beside(const PdfMarkList *marks, size_t i) {
    size_t next = i + 1;
    while (next < marks->count && marks->items[next].level > marks->items[i].level) next++;
    return next < marks->count && marks->items[next].level == marks->items[i].level ? next : marks->count;
}

static size_t parent_of(const PdfMarkList *marks, size_t i) {
    for (size_t p = i; p-- > 0;)
        if (marks->items[p].level < marks->items[i].level) return p;
    return marks->count;
}

static size_t before_of(const PdfMarkList *marks, size_t i) {
    for (size_t p = i; p-- > 0 && marks->items[p].level >= marks->items[i].level;)
        if (marks->items[p].level == marks->items[i].level) return p;
    return marks->count;
}

static void put_mark(PdfFile *file, const PdfMarkList *marks, const PdfPageList *pages, size_t i, int root) {
    size_t none = marks->count, parent = parent_of(marks, i), next = next_beside(marks, i), before = before_of(marks, i);
    const PdfMark *mark = &marks->items[i];
    Buf buf = buf_begin(file->buf.arena);
    buf_add(&buf, STR("<</Title"));
    pdf_put_text(&buf, mark->text);
    buf_addf(&buf, "/Parent %d 0 R/Dest[%d 0 R/XYZ null ", parent == none ? root : root + 1 + (int)parent,
             pages->items[mark->page].object);
    pdf_put_number(&buf, mark->y);
    buf_add(&buf, STR(" null]"));
    if (before != none) buf_addf(&buf, "/Prev %d 0 R", root + 1 + (int)before);
    if (next != none) buf_addf(&buf, "/Next %d 0 R", root + 1 + (int)next);
    size_t last = none, count = 0;
    for (size_t k = i + 1; k < marks->count && marks->items[k].level > mark->level; k++)
        if (parent_of(marks, k) == i) {
            last = k;
            count++;
        }
    if (count > 0) buf_addf(&buf, "/First %d 0 R/Last %d 0 R/Count -%zu", root + 2 + (int)i, root + 1 + (int)last, count);
    buf_add(&buf, STR(">>"));
    pdf_object_put(file, root + 1 + (int)i, buf_end(&buf));
}

int pdf_outline_put(PdfFile *file, const PdfMarkList *marks, const PdfPageList *pages) {
    if (marks->count == 0) return 0;
    int root = pdf_object_new(file);
    size_t last = 0, count = 0;
    for (size_t i = 0; i < marks->count; i++) {
        pdf_object_new(file); // root + 1 + i
        if (parent_of(marks, i) != marks->count) continue;
        last = i;
        count++;
    }
    for (size_t i = 0; i < marks->count; i++) put_mark(file, marks, pages, i, root);
    pdf_object_put(file, root,
                   str_printf(file->buf.arena, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %zu>>", root + 1, root + 1 + (int)last, count));
    return root;
}
