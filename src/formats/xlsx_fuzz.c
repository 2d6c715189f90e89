// Any bytes as a workbook; and, since few mutations survive a zip's checksum, any bytes as the XML
// of a sheet or of the workbook in an otherwise good one.
#include <string.h>
#include <zip.h>
#include "formats/xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add(zip_t *zip, const char *path, const void *data, size_t size) {
    (void)zip_file_add(zip, path, zip_source_buffer(zip, data, size, 0), 0);
}

static Str pack(Arena *arena, const uint8_t *sheet, size_t size) {
    static const char workbook[] = "<workbook xmlns:r='r'><sheets><sheet name='a' r:id='x'/></sheets></workbook>";
    static const char relations[] =
        "<Relationships><Relationship Id='x' Type='/worksheet' Target='s.xml'/></Relationships>";
    static const char styles[] = "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>";
    zip_error_t error;
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(to);
    zip_t *zip = zip_open_from_source(to, ZIP_TRUNCATE, &error);
    add(zip, "xl/workbook.xml", workbook, strlen(workbook));
    add(zip, "xl/_rels/workbook.xml.rels", relations, strlen(relations));
    add(zip, "xl/styles.xml", styles, strlen(styles));
    add(zip, "xl/s.xml", sheet, size);
    zip_close(zip);
    zip_stat_t stat;
    zip_source_stat(to, &stat);
    zip_source_open(to);
    char *bytes = arena_alloc(arena, stat.size + 1, 1);
    (void)zip_source_read(to, bytes, stat.size);
    zip_source_close(to);
    zip_source_free(to);
    return (Str){bytes, stat.size};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_open(512u << 20);
    TableList tables;
    Err err;
    (void)!xlsx_read(arena, (Str){(const char *)data, size}, &tables, &err);
    (void)!xlsx_read(arena, pack(arena, data, size), &tables, &err);
    arena_close(arena);
    return 0;
}
