#include "demo/demo_documents.h"
#include "document/version_act.h"

#define IN_FORCE_COUNT 2
#define WAITING_COUNT 2

static bool is_signed(const DemoWorld *world, TrainingId id) {
    for (size_t i = 0; i < world->events.count; i++)
        if (world->events.items[i].training.raw == id.raw && world->events.items[i].kind == EVENT_KIND_IUP_SIGNED) return true;
    return false;
}

static bool sign(Act *act, DocumentVersionId version, const char *role, Err *err) {
    PaperSignature paper = {.version = version, .role = str_from_c(role), .signed_on = act->today, .kept_at = STR("Pärm hos studierektorn")};
    Act own = {.db = act->db, .arena = act->arena, .actor = act->actor, .today = act->today, .now = act->now, .action = "signature.register"};
    return signature_register(&own, &paper, err);
}

static bool one(Act *act, TrainingId training, bool all, Err *err) {
    static const char *const roles[] = {"trainee", "main_supervisor", "head"};
    DocumentVersion version;
    if (!document_settle(act, training, STR("iup"), &version, err)) return false;
    for (size_t i = 0; i < (all ? COUNT_OF(roles) : 1); i++)
        if (!sign(act, version.id, roles[i], err)) return false;
    return true;
}

bool demo_documents(Db *db, Arena *arena, Actor actor, Date today, Instant now, const DemoWorld *world, Err *err) {
    int made = 0;
    for (size_t i = 0; i < world->trainings.count && made < IN_FORCE_COUNT + WAITING_COUNT; i++) {
        if (!is_signed(world, world->trainings.items[i].id)) continue;
        Act act = {.db = db, .arena = arena, .actor = actor, .today = today, .now = now, .action = "document.settle"};
        if (!one(&act, world->trainings.items[i].id, made < IN_FORCE_COUNT, err)) return false;
        made++;
    }
    return true;
}
