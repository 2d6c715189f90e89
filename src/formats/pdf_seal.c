#include "formats/pdf_seal.h"
#include "formats/pdf_file.h"
#include "formats/pdf_meta.h"
#include "base/date.h"
#include <sodium.h>
#include <string.h>

static bool not_ours(Err *err) {
    return err_set(err, ERR_INVALID, msg(N_("Filen är ingen PDF som Randa har gjort, eller så är den ändrad.")));
}

// --- finding one's way in a file of our own

typedef struct {
    size_t table, prev; // where this revision's list of objects is, and the one before; 0: none
    size_t from;        // how large the file was before this revision; 0: it is the first
    int size, root, info;
    Str identity;
} Trailer;

// The number after `key` in text, which must hold it once.
static bool number_after(Str text, Str key, size_t *ret) {
    size_t at = str_find(text, key), value = 0, digits = 0;
    if (at == STR_NOT_FOUND) return false;
    for (at += key.size; at < text.size && text.data[at] >= '0' && text.data[at] <= '9' && digits < 10; at++, digits++)
        value = value * 10 + (size_t)(text.data[at] - '0');
    *ret = value;
    return digits > 0;
}

// Where the last "startxref" of the file begins; it must be all that the file ends with.
static bool read_start(Str file, size_t *ret_at, size_t *ret_table) {
    Str end = STR("\n%%EOF\n"), key = STR("\nstartxref\n");
    if (!str_ends(file, end) || file.size < 40) return false;
    size_t first = file.size - 40;
    size_t at = str_find(str_slice(file, first, file.size), key);
    if (at == STR_NOT_FOUND) return false;
    *ret_at = first + at;
    return number_after(str_slice(file, first + at, file.size), key, ret_table) && *ret_table < *ret_at;
}

static bool read_trailer(Str file, Trailer *ret) {
    size_t at, size, root, info;
    Trailer trailer = {0};
    if (!read_start(file, &at, &trailer.table)) return false;
    Str text = str_slice(file, trailer.table, at);
    size_t word = str_find(text, STR("trailer\n<<"));
    if (!str_starts(text, STR("xref\n")) || word == STR_NOT_FOUND) return false;
    text = str_slice(text, word, text.size);
    if (!number_after(text, STR("/Size "), &size) || !number_after(text, STR("/Root "), &root) || !number_after(text, STR("/Info "), &info)) return false;
    size_t id = str_find(text, STR("/ID[<"));
    if (id == STR_NOT_FOUND || id + 37 > text.size || size > 1000000 || root >= size || info >= size) return false;
    if (number_after(text, STR("/Prev "), &trailer.prev) != number_after(text, STR("/RNDA_From "), &trailer.from)) return false;
    if (trailer.from >= file.size || trailer.prev >= trailer.table) return false;
    trailer.size = (int)size, trailer.root = (int)root, trailer.info = (int)info;
    trailer.identity = str_slice(text, id + 5, id + 37);
    *ret = trailer;
    return true;
}

// Our own lists have entries of twenty bytes, in runs that each have a line "first count".
static bool find_in_table(Str file, size_t table, int number, size_t *ret) {
    Str rest = str_slice(file, table + 5, file.size), line;
    for (int runs = 0; runs < 100 && rest.size && rest.data[0] >= '0' && rest.data[0] <= '9'; runs++) {
        int64_t first, count;
        Str word;
        if (!str_split(&rest, '\n', &line) || !str_split(&line, ' ', &word)) return false;
        if (!str_to_int(word, &first) || !str_to_int(line, &count) || first < 0 || count < 1 || count > 1000000) return false;
        if (number >= first && number - first < count) {
            size_t at = (size_t)(number - first) * 20;
            int64_t offset;
            if (!str_to_int(str_slice(rest, at, at + 10), &offset) || offset < 0) return false;
            *ret = (size_t)offset;
            return true;
        }
        rest = str_slice(rest, (size_t)count * 20, rest.size);
    }
    return false;
}

// What stands between "N 0 obj" and "endobj", in its newest revision.
static bool find_object(Arena *arena, Str file, int number, Str *ret) {
    Trailer trailer;
    for (int i = 0; i <= PDF_SEALS_MAX + 1; i++) {
        size_t at;
        if (!read_trailer(file, &trailer)) return false;
        if (find_in_table(file, trailer.table, number, &at)) {
            Str text = str_slice(file, at, file.size), head = str_printf(arena, "%d 0 obj\n", number);
            size_t end = str_find(text, STR("\nendobj\n"));
            if (!str_starts(text, head) || end == STR_NOT_FOUND || end < head.size) return false;
            *ret = str_slice(text, head.size, end);
            return true;
        }
        if (trailer.from == 0) return false;
        file = str_slice(file, 0, trailer.from);
    }
    return false;
}

static bool find_dictionary(Arena *arena, Str file, int number, Str *ret) {
    return find_object(arena, file, number, ret) && str_starts(*ret, STR("<<")) && str_ends(*ret, STR(">>"));
}

// --- writing

typedef struct {
    int catalog, page; // as they are called in the file
    int form, annots;  // 0: there are none yet
    Str catalog_text, page_text, fields;
} Places;

static bool find_places(Arena *arena, Str file, const Trailer *trailer, Places *ret) {
    Str pages, form;
    size_t parent, kid, number;
    Places places = {.catalog = trailer->root};
    if (!find_dictionary(arena, file, places.catalog, &places.catalog_text)) return false;
    if (!number_after(places.catalog_text, STR("/Pages "), &parent) || !find_dictionary(arena, file, (int)parent, &pages)) return false;
    if (!number_after(pages, STR("/Kids["), &kid)) return false;
    places.page = (int)kid;
    if (!find_dictionary(arena, file, places.page, &places.page_text)) return false;
    if (number_after(places.catalog_text, STR("/AcroForm "), &number)) {
        places.form = (int)number;
        if (!number_after(places.page_text, STR("/Annots "), &number)) return false;
        places.annots = (int)number;
        if (!find_dictionary(arena, file, places.form, &form)) return false;
        size_t begin = str_find(form, STR("/Fields[")), end = str_find(form, STR("]"));
        if (begin == STR_NOT_FOUND || end == STR_NOT_FOUND || begin + 8 > end) return false;
        places.fields = str_slice(form, begin + 8, end);
    }
    *ret = places;
    return true;
}

typedef struct {
    int number;
    size_t at;
} Put;

typedef struct {
    Buf buf;
    Put put[8];
    size_t count;
} Update;

static void put(Update *update, int number, Str body) {
    update->put[update->count++] = (Put){number, update->buf.size};
    buf_addf(&update->buf, "%d 0 obj\n", number);
    buf_add(&update->buf, body);
    buf_add(&update->buf, STR("\nendobj\n"));
}

static void put_key(Buf *buf, const char *key, Str text) {
    buf_addf(buf, "/%s", key);
    pdf_put_text(buf, text);
}

// Ten places for each number, so that they can be set when the end is known.
#define RANGE_SIZE ((size_t)34)
static Str signature_text(Arena *arena, const PdfSealNote *note, size_t *ret_range, size_t *ret_hole) {
    Buf buf = buf_begin(arena);
    buf_addf(&buf, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(%.*s)", STR_ARG(pdf_instant(arena, note->made)));
    put_key(&buf, "Name", note->name);
    put_key(&buf, "Reason", note->sentence);
    put_key(&buf, "RNDA_Role", note->role);
    put_key(&buf, "RNDA_Level", note->level);
    put_key(&buf, "RNDA_Document", note->document);
    put_key(&buf, "RNDA_Digest", note->digest);
    buf_addf(&buf, "/RNDA_Version %d/RNDA_Place %d/RNDA_Of %d/ByteRange[", note->version, note->place, note->of);
    *ret_range = buf.size;
    for (size_t i = 0; i < RANGE_SIZE; i++) buf_add_char(&buf, ' ');
    buf_add(&buf, STR("]/Contents<"));
    *ret_hole = buf.size;
    for (size_t i = 0; i < PDF_SEAL_HOLE_BYTES * 2; i++) buf_add_char(&buf, '0');
    buf_add(&buf, STR(">>>"));
    return buf_end(&buf);
}

static Str with_entry(Arena *arena, Str dictionary, Str entry) {
    return str_printf(arena, "%.*s%.*s>>", STR_ARG(str_slice(dictionary, 0, dictionary.size - 2)), STR_ARG(entry));
}

static int by_number(const void *a, const void *b) {
    return ((const Put *)a)->number - ((const Put *)b)->number;
}

// The file's second identity tells its revisions apart.
static Str identity_of(Arena *arena, Str file) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *)file.data, file.size);
    char *text = arena_alloc(arena, 33, 1);
    sodium_bin2hex(text, 33, digest, 16);
    return (Str){text, 32};
}

static void put_table(Update *update, Str file, const Trailer *before, int size) {
    Buf *buf = &update->buf;
    Arena *arena = buf->arena;
    size_t table = buf->size;
    buf_add(buf, STR("xref\n"));
    for (size_t i = 1; i < update->count; i++) // a handful
        for (size_t k = i; k > 0 && by_number(&update->put[k], &update->put[k - 1]) < 0; k--) {
            Put moved = update->put[k];
            update->put[k] = update->put[k - 1];
            update->put[k - 1] = moved;
        }
    for (size_t i = 0; i < update->count; i++) buf_addf(buf, "%d 1\n%010zu 00000 n \n", update->put[i].number, update->put[i].at);
    buf_addf(buf, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%.*s><%.*s>]/Prev %zu/RNDA_From %zu>>\nstartxref\n%zu\n%%%%EOF\n", size,
             before->root, before->info, STR_ARG(before->identity), STR_ARG(identity_of(arena, file)), before->table, file.size, table);
}

static bool is_sound(const PdfSealNote *note) {
    return note->version >= 0 && note->place > 0 && note->of >= note->place && note->of <= PDF_SEALS_MAX && note->made >= 0 && note->made % 1000 == 0;
}

bool pdf_seal_begin(Arena *arena, Str file, const PdfSealNote *note, PdfSealing *ret, Err *err) {
    Trailer trailer;
    Places places;
    size_t range, hole;
    if (!str_starts(file, STR("%PDF-1.7\n")) || file.size > (size_t)64 << 20 || !is_sound(note)) return not_ours(err);
    if (!read_trailer(file, &trailer) || !find_places(arena, file, &trailer, &places)) return not_ours(err);
    Update update = {.buf = buf_begin(arena)};
    buf_add(&update.buf, file);
    int next = trailer.size, value = next++, field = next++, form = places.form ? places.form : next++, annots = places.annots ? places.annots : next++;
    Str text = signature_text(arena, note, &range, &hole);
    size_t head = update.buf.size + (size_t)str_printf(arena, "%d 0 obj\n", value).size;
    put(&update, value, text);
    // No size, and outside the page: nothing to show, to tag or to draw (PDF/A-2 6.3.3, PDF/UA-1 7.18.1).
    put(&update, field, str_printf(arena, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Underskrift%d)/TU(Underskrift %d)/V %d 0 R/F 132/P %d 0 R/Rect[-9 -9 -9 -9]>>",
                                   note->place, note->place, value, places.page));
    Str fields = str_printf(arena, "%.*s%d 0 R ", STR_ARG(places.fields), field);
    put(&update, form, str_printf(arena, "<</Fields[%.*s]/SigFlags 3>>", STR_ARG(fields)));
    put(&update, annots, str_printf(arena, "[%.*s]", STR_ARG(fields)));
    if (!places.form) {
        put(&update, places.catalog, with_entry(arena, places.catalog_text, str_printf(arena, "/AcroForm %d 0 R", form)));
        put(&update, places.page, with_entry(arena, places.page_text, str_printf(arena, "/Annots %d 0 R", annots)));
    }
    put_table(&update, file, &trailer, next);
    size_t past = head + hole + PDF_SEAL_HOLE_BYTES * 2 + 1;
    Str numbers = str_printf(arena, "0 %-10zu %-10zu %-10zu", head + hole - 1, past, update.buf.size - past);
    memcpy(update.buf.data + head + range, numbers.data, RANGE_SIZE);
    *ret = (PdfSealing){buf_end(&update.buf), head + hole};
    return true;
}

PdfSealed pdf_seal_covers(const PdfSealing *sealing) {
    return (PdfSealed){str_slice(sealing->file, 0, sealing->hole - 1),
                       str_slice(sealing->file, sealing->hole + PDF_SEAL_HOLE_BYTES * 2 + 1, sealing->file.size)};
}

bool pdf_seal_end(Arena *arena, const PdfSealing *sealing, Str signature, Str *ret, Err *err) {
    static const char digits[] = "0123456789abcdef";
    if (signature.size > PDF_SEAL_HOLE_BYTES) return err_set(err, ERR_TOO_LARGE, msg(N_("Underskriften är för stor för filen.")));
    char *bytes = arena_alloc(arena, sealing->file.size, 1);
    memcpy(bytes, sealing->file.data, sealing->file.size);
    for (size_t i = 0; i < signature.size; i++) {
        bytes[sealing->hole + 2 * i] = digits[(unsigned char)signature.data[i] >> 4];
        bytes[sealing->hole + 2 * i + 1] = digits[(unsigned char)signature.data[i] & 15];
    }
    *ret = (Str){bytes, sealing->file.size};
    return true;
}

// --- reading: whatever is read is written again and compared

static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_unit(Str hex, size_t at, uint32_t *ret) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        int d = at + i < hex.size ? digit(hex.data[at + i]) : -1;
        if (d < 0) return false;
        value = value << 4 | (uint32_t)d;
    }
    *ret = value;
    return true;
}

static void put_utf8(Buf *buf, uint32_t code) {
    if (code < 0x80) buf_add_char(buf, (char)code);
    else if (code < 0x800) buf_addf(buf, "%c%c", (char)(0xC0 | code >> 6), (char)(0x80 | (code & 63)));
    else if (code < 0x10000) buf_addf(buf, "%c%c%c", (char)(0xE0 | code >> 12), (char)(0x80 | (code >> 6 & 63)), (char)(0x80 | (code & 63)));
    else buf_addf(buf, "%c%c%c%c", (char)(0xF0 | code >> 18), (char)(0x80 | (code >> 12 & 63)), (char)(0x80 | (code >> 6 & 63)), (char)(0x80 | (code & 63)));
}

static bool read_text(Arena *arena, Str from, const char *key, Str *ret) {
    Str head = str_printf(arena, "/%s<FEFF", key);
    size_t at = str_find(from, head);
    if (at == STR_NOT_FOUND) return false;
    Str rest = str_slice(from, at + head.size, from.size);
    size_t end = str_find_char(rest, '>');
    if (end == STR_NOT_FOUND || end > 8000) return false;
    Str hex = str_slice(rest, 0, end);
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < hex.size; i += 4) {
        uint32_t unit, low;
        if (!read_unit(hex, i, &unit)) return false;
        if (unit == 0) return false;
        if (unit >= 0xD800 && unit < 0xDC00 && read_unit(hex, i + 4, &low) && low >= 0xDC00 && low < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            i += 4;
        }
        put_utf8(&buf, unit);
    }
    *ret = buf_end(&buf);
    return true;
}

// "D:20261123081500Z"
static bool read_instant(Str from, int64_t *ret) {
    size_t at = str_find(from, STR("/M(D:"));
    int64_t parts[6], place = 0;
    static const size_t widths[] = {4, 2, 2, 2, 2, 2};
    if (at == STR_NOT_FOUND) return false;
    Str digits = str_slice(from, at + 5, at + 19);
    if (digits.size != 14) return false;
    for (size_t i = 0; i < digits.size; i++)
        if (digits.data[i] < '0' || digits.data[i] > '9') return false;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (!str_to_int(str_slice(digits, (size_t)place, (size_t)place + widths[i]), &parts[i])) return false;
        place += (int64_t)widths[i];
    }
    if (parts[0] < 1970 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > 31) return false;
    Date day = date_from_ymd((int)parts[0], (int)parts[1], (int)parts[2]);
    *ret = ((int64_t)day.day * 86400 + parts[3] * 3600 + parts[4] * 60 + parts[5]) * 1000;
    return true;
}

static bool read_note(Arena *arena, Str from, PdfSealNote *ret) {
    size_t version, place, of;
    PdfSealNote note = {0};
    if (!read_text(arena, from, "Name", &note.name) || !read_text(arena, from, "Reason", &note.sentence) || !read_text(arena, from, "RNDA_Role", &note.role) ||
        !read_text(arena, from, "RNDA_Level", &note.level) || !read_text(arena, from, "RNDA_Document", &note.document) ||
        !read_text(arena, from, "RNDA_Digest", &note.digest) || !read_instant(from, &note.made))
        return false;
    if (!number_after(from, STR("/RNDA_Version "), &version) || !number_after(from, STR("/RNDA_Place "), &place) || !number_after(from, STR("/RNDA_Of "), &of)) return false;
    if (version > 1000000 || place > PDF_SEALS_MAX || of > PDF_SEALS_MAX) return false;
    note.version = (int)version, note.place = (int)place, note.of = (int)of;
    *ret = note;
    return true;
}

// What stands in the hole: lower case, and nothing but zeros after the one value that it holds.
static bool read_hole(Arena *arena, Str hex, Str *ret) {
    char *bytes = arena_alloc(arena, PDF_SEAL_HOLE_BYTES, 1);
    for (size_t i = 0; i < PDF_SEAL_HOLE_BYTES; i++) {
        int high = digit(hex.data[2 * i]), low = digit(hex.data[2 * i + 1]);
        bool upper = (hex.data[2 * i] >= 'A' && hex.data[2 * i] <= 'F') || (hex.data[2 * i + 1] >= 'A' && hex.data[2 * i + 1] <= 'F');
        if (high < 0 || low < 0 || upper) return false;
        bytes[i] = (char)(high << 4 | low);
    }
    // A value of DER with a length of two bytes: 30 82 hi lo.
    size_t size = ((size_t)(unsigned char)bytes[2] << 8 | (unsigned char)bytes[3]) + 4;
    if (bytes[0] != 0x30 || (unsigned char)bytes[1] != 0x82 || size > PDF_SEAL_HOLE_BYTES) return false;
    for (size_t i = size; i < PDF_SEAL_HOLE_BYTES; i++)
        if (bytes[i]) return false;
    *ret = (Str){bytes, size};
    return true;
}

static bool read_seal(Arena *arena, Str file, size_t from, PdfSeal *ret) {
    Err err;
    PdfSeal seal = {0};
    Str update = str_slice(file, from, file.size);
    if (!read_note(arena, update, &seal.note) || !pdf_seal_begin(arena, str_slice(file, 0, from), &seal.note, &seal.sealing, &err)) return false;
    size_t hole = seal.sealing.hole, past = hole + PDF_SEAL_HOLE_BYTES * 2;
    if (seal.sealing.file.size != file.size || memcmp(seal.sealing.file.data, file.data, hole) != 0 ||
        memcmp(seal.sealing.file.data + past, file.data + past, file.size - past) != 0)
        return false;
    if (!read_hole(arena, str_slice(file, hole, past), &seal.signature)) return false;
    seal.sealing.file = file; // the same but for the hole, and nothing that is only ours to keep
    *ret = seal;
    return true;
}

bool pdf_seals_read(Arena *arena, Str file, Str *ret_frozen, PdfSealList *ret, Err *err) {
    PdfSeal seals[PDF_SEALS_MAX];
    size_t count = 0;
    Trailer trailer;
    if (!str_starts(file, STR("%PDF-1.7\n")) || file.size > (size_t)64 << 20) return not_ours(err);
    for (;;) {
        if (!read_trailer(file, &trailer)) return not_ours(err);
        if (trailer.from == 0) break;
        if (count == PDF_SEALS_MAX || !read_seal(arena, file, trailer.from, &seals[count++])) return not_ours(err);
        file = str_slice(file, 0, trailer.from);
    }
    PdfSealList list = {0};
    while (count > 0) list_add(arena, &list, seals[--count]);
    *ret_frozen = file;
    *ret = list;
    return true;
}
