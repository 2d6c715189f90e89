#include "exchange/extract_store.h"
#include "gen/tables.h"
#include "store/test_db.h"

// What an extract does not take from the records: keys, kept for minutes, made from the rest, or added by
// the extract itself (audit) or by whom it names (change: the values of records that it holds).
static bool is_apart(const char *table) {
    static const char *const apart[] = {"audit", "change", "session", "idempotency", "search_word", "sign_in_failure", 
                                        "factor", "recovery_code", "known_device", "password_code", "api_token",
                                        "local_sign_in", "reminded"};
    for (size_t i = 0; i < COUNT_OF(apart); i++)
        if (strcmp(apart[i], table) == 0) return true;
    return false;
}

static bool says_who(const char *column) {
    static const char *const words[] = {"person", "trainee", "training", "account", "actor", "supervisor", "maker", "author",
                                        "responsible", "signer", "behalf", "about"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i], column) == 0) return true;
    return false;
}

// A new table about people that is no record, or whose column no statement follows, is found here.
TEST(extract_covers_every_table_about_a_person) {
    for (const StoredTable *table = stored_tables; table->name; table++) {
        const RecordType *type = record_type_named(str_from_c(table->name));
        for (size_t i = 0; i < table->column_count; i++)
            if (says_who(table->columns[i].name) && !is_apart(table->name))
                CHECK(type && (type->about || type->named), table->name);
    }
    for (const RecordType *const *type = record_types; *type; type++)
        for (size_t i = 0; i < (*type)->column_count; i++) {
            const char *to = (*type)->columns[i].to;
            if (to && strcmp(to, "person") == 0) CHECK((*type)->about || (*type)->named, (*type)->name);
            if (to && (strcmp(to, "training") == 0 || strcmp(to, "account") == 0)) CHECK((*type)->about, (*type)->name);
        }
}

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    Person ada, bo;
} World;

static bool add_training(World *world, Act *act, UnitId home, PersonId trainee, PersonId supervisor, Str note) {
    Training training = {.trainee = trainee, .home_unit = home, .first = {20000}, .bt_approved = DATE_NONE, .planned_end = DATE_NONE,
                         .ended = DATE_NONE, .note = note};
    if (!training_save(act, &training, &world->err)) return false;
    Absence absence = {.training = training.id, .cause = ABSENCE_CAUSE_SICK, .first = {20000}, .past = {20010}, .share = {100}};
    Event event = {.training = training.id, .held = {20100}, .responsible = supervisor, .note = note};
    return absence_save(act, &absence, &world->err) && event_save(act, &event, &world->err);
}

static bool fill(World *world, Act *act) {
    Unit unit = {.name = STR("Medicinkliniken"), .in_use_from = DATE_NONE};
    world->ada = (Person){.given_name = STR("Ada"), .family_name = STR("<Åberg>"), .licence_date = DATE_NONE};
    world->bo = (Person){.given_name = STR("Bo"), .family_name = STR("Ek"), .licence_date = DATE_NONE};
    if (!unit_save(act, &unit, &world->err) || !person_save(act, &world->ada, &world->err)) return false;
    if (!person_save(act, &world->bo, &world->err)) return false;
    Account account = {.person = world->ada.id, .login = STR("ada"), .password_hash = STR("hemlig-hash"), .language = STR("sv")};
    return account_save(act, &account, &world->err) &&
           add_training(world, act, unit.id, world->ada.id, world->bo.id, STR("adas anteckning")) &&
           add_training(world, act, unit.id, world->bo.id, world->ada.id, STR("bos anteckning")) && audit_end(act, &world->err);
}

static bool has(Str text, const char *part) {
    return str_find(text, str_from_c(part)) != STR_NOT_FOUND;
}

TEST(extract_holds_all_of_ones_own_and_nothing_secret_of_others) {
    World world = {.db = test_db_open(), .arena = arena_open((size_t)64 << 20)};
    Act act = test_act(world.db, world.arena, "test.begin");
    Extract extract;
    json_t *tree;
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(fill(&world, &act), world.err);
    CHECK_OK(extract_person(world.db, world.arena, LANG_SV, world.ada.id, act.now, &extract, &world.err), world.err);
    const Str both[] = {extract.json, extract.page.markup};
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        CHECK(has(both[i], "adas anteckning") && has(both[i], "sick"), "her notes, and her absence");
        CHECK(!has(both[i], "bos anteckning"), "a talk that she held is there, what was written of another is not");
        CHECK(!has(both[i], "hemlig-hash"), "no key");
    }
    CHECK(extract.secret == 1, "one cause to be checked");
    CHECK(!has(extract.page.markup, "<Åberg>") && has(extract.page.markup, "&lt;Åberg&gt;"), "escaped");
    CHECK(has(extract.page.markup, "sekretessprövas]</strong>"), "marked on paper");
    CHECK_OK(json_read(world.arena, extract.json, &tree, &world.err), world.err);
    CHECK(json_array_size(json_object_get(tree, "event")) == 1 && json_array_size(json_object_get(tree, "event.named")) == 1 &&
              json_array_size(json_object_get(tree, "absence")) == 1, "rows apart by whose they are");
    db_rollback(world.db);
    test_db_close(world.db);
    arena_close(world.arena);
}
