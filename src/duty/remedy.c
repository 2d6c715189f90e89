#include "duty/remedy.h"

// The page of the training, the unit or the placement; `tail` follows the id. Other keys have one
// address for all.
static const struct {
    const char *key, *tail;
} trainings[] = {
    {"training.supervisors", "/uppgifter"}, {"training.edit", "/uppgifter"},
    {"training.plan", "/plan"},             {"training.goals", "/mal"},
    {"training.iup", "/registrera"},        {"training.register", "/registrera"},
    {"training.bt", "/registrera"},         {"training.certificates", "/intyg"},
}, others[] = {
    {"training.history", "/st/komplettera"},
    {"unit.register", "/registrera"},
    {"unit.inspection", "/registrera"},
};

Url url_remedy(Arena *arena, Str page, RemedyFor of) {
    for (size_t i = 0; i < COUNT_OF(trainings); i++)
        if (str_equal(page, str_from_c(trainings[i].key)))
            return url(arena, "/st/%lld%s", (long long)of.training.raw, trainings[i].tail);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (str_equal(page, str_from_c(others[i].key))) return url(arena, "%s", others[i].tail);
    if (str_equal(page, STR("plan.board"))) {
        if (!of.placement.raw) return url(arena, "/plan?visa=krock");
        return url(arena, "/plan?vald=%lld#p-%lld", (long long)of.placement.raw, (long long)of.placement.raw);
    }
    // Appointments, supervisors and people are kept at their unit.
    return of.unit.raw ? url(arena, "/enhet/%lld", (long long)of.unit.raw) : url(arena, "/att-gora");
}

Url url_finding(Arena *arena, FindingId id) {
    return url(arena, "/arende/%lld", (long long)id.raw);
}

Url url_finding_kind(Arena *arena, Str rule, Str how, Str grouping) {
    Url to = url_add(arena, url(arena, "/att-gora"), "regel", rule);
    to = url_add(arena, to, "fall", how);
    return grouping.size ? url_add(arena, to, "grupp", grouping) : to;
}
