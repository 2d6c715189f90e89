// Any text as a list or a matrix, beside a clinic that is known: read within bounds, every row placed.
#include <stdlib.h>
#include "exchange/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char units[] = "Enhet;Sjukhus\nMedicinkliniken;Norrviks sjukhus\nKardiologi;Norrviks sjukhus\n";
    static const char people[] = "Namn;HSA-id\nAda Berg;SE2321000156-A1\nBo Ek;SE2321000156-B1\n";
    static const char trainings[] = "Namn;Specialitet;Start;Hemklinik\nAda Berg;internmedicin;2026-01-01;Medicinkliniken\n";
    Arena *arena = arena_open(1024u << 20);
    Import import = {0};
    ValueRules rules = {0};
    import_file_read(arena, STR("e.csv"), str_from_c(units), &rules, &import.input);
    import_file_read(arena, STR("p.csv"), str_from_c(people), &rules, &import.input);
    import_file_read(arena, STR("t.csv"), str_from_c(trainings), &rules, &import.input);
    import_file_read(arena, STR("f.csv"), (Str){(const char *)data, size}, &rules, &import.input);
    import_work(arena, &import, date_from_ymd(2026, 11, 23));
    if (import_is_clear(&import))
        for (size_t l = 1; l < LIST_COUNT; l++)
            for (size_t i = 0; i < import.preview.rows[l].count; i++)
                if (!import.preview.rows[l].items[i].row) abort();
    arena_close(arena);
    return 0;
}
