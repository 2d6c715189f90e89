#include "rulebook/rulebook_show.h"
#include "base/test.h"

#define ARENA_BYTES_MAX ((size_t)1 << 24)

TEST(rulebook_show_keys) {
    static const struct {
        const char *key, *says;
    } cases[] = {
        {"R38", "{trainee} saknar huvudhandledare"},
        {"R42", "R42.warn_days = 90 dagar"},
        {"iup-early", "Bevakas av: R19"},
        {"st-contract", "Väntar: R26 ST-kontraktet nämner rätt personer"},
        {"ksr-supervisor-trained", "Bevakas av: R01"},
        {"ksr-exists", "saknar studierektor"},
        {"R14", "Omfattar: R14"},
        {"R33", "Prövas inte än, väntar på: Förfrågan om randning"},
        {"R33", "R33.answer_days = 28 dagar"},
        {"R42", "SPUR-område: E"},
        {"R42", "Prövas för: utbildningen; återkommer"},
        {"2021", "Föreskriftens text är inte läst"},
        {"R42.late_days", "R42.late_days = 150 dagar"},
        {"2021", "HSLF-FS 2021:8"},
        {"2021/bt.primary_care", "months_min: 3"},
        {"2021/STa3", "Medicinsk vetenskap"},
        {"2021/internmedicin/STc4", "Multisjuklighet (arbetsnamn)"},
        {"internmedicin", "basspecialitet"},
        {"neonatologi", "Bygger på: Barn- och ungdomsmedicin"},
        {"2021-10", "handledare eller kursledare"},
        {"2015-2", "Studierektorn rådfrågas"},
        {"mall/internmedicin", "Internmedicin, avslutande med mellanjour och mottagning: 3,50 mån"},
        {"kurs", "Deltagande i en eller flera kurser"},
        {"rota_planner", "schemaläggare"},
        {"goal_progress", "regionen, grupper om minst fem"},
        {"sylf_bt", "SYLF"},
    };
    Arena *arena = arena_open(ARENA_BYTES_MAX);
    Rulebook rulebook = rulebook_shipped();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str text;
        CHECK(rulebook_show(arena, &rulebook, str_from_c(cases[i].key), &text), cases[i].key);
        CHECK(str_find(text, str_from_c(cases[i].says)) != STR_NOT_FOUND, cases[i].says);
    }
    static const char *const unknown[] = {"",
                                          "R99",
                                          "R42.days",
                                          "2021/STc4",
                                          "2019/STa1",
                                          "mall/urologi",
                                          "2021/internmedicin/STc99",
                                          "/",
                                          "."};
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        Str text;
        CHECK(!rulebook_show(arena, &rulebook, str_from_c(unknown[i]), &text), unknown[i]);
    }
    for (size_t i = 0; i < rulebook_data.duty_rule_count; i++) {
        Str text;
        CHECK(rulebook_show(arena, &rulebook, rulebook_data.duty_rules[i].id, &text),
              "every rule can be shown");
        CHECK(str_find(text, STR("Källor:\n  ")) != STR_NOT_FOUND, "with its sources");
    }
    arena_close(arena);
}
