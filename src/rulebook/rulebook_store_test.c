#include "rulebook/rulebook_store.h"
#include "gen/records_store.h"
#include "store/test_db.h"

#define ARENA_BYTES_MAX ((size_t)1 << 24)

TEST(rulebook_load_settings) {
    Arena *arena = arena_open(ARENA_BYTES_MAX);
    Db *db = test_db_open();
    Err err = {0};
    Date today = date_from_ymd(2026, 11, 23);
    Act act = test_act(db, arena, "setting.save");
    CHECK_OK(db_begin_write(db, &err), err);
    Unit hospital = {.name = STR("Norrviks sjukhus")}, clinic = {.name = STR("Medicinkliniken")};
    CHECK_OK(unit_save(&act, &hospital, &err), err);
    clinic.parent = hospital.id;
    CHECK_OK(unit_save(&act, &clinic, &err), err);
    Setting settings[] = {
        {.key = STR("R42.warn_days"), .valid_from = date_add_days(today, -30), .value = STR("100")},
        {.unit = hospital.id, .key = STR("R42.warn_days"), .valid_from = today, .value = STR("70")},
        {.unit = hospital.id,
         .key = STR("R42.late_days"),
         .valid_from = date_add_days(today, 1),
         .value = STR("200")},
        {.key = STR("plan.horizon"), .valid_from = today, .value = STR("\"anything\"")},
        {.key = STR("R42.gone"), .valid_from = today, .value = STR("1")},
    };
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        CHECK_OK(setting_save(&act, &settings[i], &err), err);
    CHECK_OK(db_commit(db, &err), err);

    static const struct {
        const char *why, *name;
        int days_later;
        bool at_clinic;
        int32_t expect;
    } cases[] = {
        {"the hospital's holds for its clinic", "warn_days", 0, true, 70},
        {"the region's elsewhere", "warn_days", 0, false, 100},
        {"yesterday the region's held there too", "warn_days", -1, true, 100},
        {"long ago: as shipped", "warn_days", -60, true, 90},
        {"tomorrow's is not in force", "late_days", 0, true, 150},
        {"tomorrow it is", "late_days", 1, true, 200},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Rulebook rulebook;
        Date on = date_add_days(today, cases[i].days_later);
        CHECK_OK(rulebook_load(db, arena, on, &rulebook, &err), err);
        CHECK(rulebook_setting(&rulebook, STR("R42"), str_from_c(cases[i].name),
                               cases[i].at_clinic ? clinic.id.raw : 0) == cases[i].expect,
              cases[i].why);
        CHECK(rulebook.ignored_count == (cases[i].days_later >= 0), "one row names nothing");
    }
    test_db_close(db);
    arena_close(arena);
}
