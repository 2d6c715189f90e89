// Any bytes: read within the limits or refused; what was read and written again reads the same.
#include <stdlib.h>
#include "formats/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_open(256u << 20);
    Table table, again;
    Err err;
    if (csv_read(arena, (Str){(const char *)data, size}, &table, &err)) {
        CsvOut out = csv_begin(arena);
        for (size_t r = 0; r < table.rows.count; r++) {
            for (size_t c = 0; c < table.rows.items[r].count; c++)
                csv_put(&out, table.rows.items[r].cells[c].text);
            csv_put(&out, STR("|")); // a second column keeps the separator plain to see
            csv_end_row(&out);
        }
        if (!csv_read(arena, csv_end(&out), &again, &err)) abort();
        if (again.rows.count != table.rows.count) abort();
    }
    arena_close(arena);
    return 0;
}
