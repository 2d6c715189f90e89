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
    {"training.introduction", "/introduktion"},
}, others[] = {
    {"training.history", "/st/komplettera"},
    {"unit.assignment", "/uppdrag"},
    {"unit.questions", "/fragor"},
    {"unit.merit", "/meriter"},
    {"plan.in_out", "/plan/in-ut"},
    {"unit.register", "/registrera"},
    {"unit.inspection", "/registrera"},
    {"unit.actions", "/sammankomster/atgarder"},
    {"unit.issues", "/sammankomster/fragor"},
    {"unit.teaching", "/sammankomster/ny"},
};

// What is registered when a rule's demand has been met.
static const struct {
    const char *rule, *variant; // NULL: every case
    EventKind kind;
} registered[] = {
    {"R08", NULL, EVENT_KIND_BT_NOTICE},          {"R19", "draft", EVENT_KIND_IUP_DRAFT},
    {"R19", NULL, EVENT_KIND_IUP_SIGNED},         {"R20", NULL, EVENT_KIND_IUP_SIGNED},
    {"R42", NULL, EVENT_KIND_SUPERVISION_TALK},   {"R48", "bt", EVENT_KIND_BT_COLLEGIUM},
    {"R48", NULL, EVENT_KIND_COLLEGIUM},          {"R55", NULL, EVENT_KIND_YEARLY_REVIEW},
    {"R79", NULL, EVENT_KIND_SUPERVISOR_MEETING}, {"R83", NULL, EVENT_KIND_INSPECTION_EXTERNAL},
    {"R25", NULL, EVENT_KIND_ST_CONTRACT_SIGNED}, {"R59", "preparatory", EVENT_KIND_FINAL_REVIEW_PREPARATORY},
    {"R59", "preparatory_late", EVENT_KIND_FINAL_REVIEW_PREPARATORY},
    {"R59", NULL, EVENT_KIND_FINAL_REVIEW},       {"R86", NULL, EVENT_KIND_INSPECTION_INTERNAL},
    {"evaluate-role", NULL, EVENT_KIND_APPRAISAL},
    {"R18", NULL, EVENT_KIND_START_SEMINAR_TOLD}, {"R68", NULL, EVENT_KIND_TEACHING},
    {"R69", NULL, EVENT_KIND_TEACHING},           {"joint-education", NULL, EVENT_KIND_JOINT_EDUCATION},
    {"networks", NULL, EVENT_KIND_NETWORK},       {"own-cpd", NULL, EVENT_KIND_CPD},
    {"pedagogy", NULL, EVENT_KIND_PEDAGOGY},      {"council", NULL, EVENT_KIND_COUNCIL},
};

static Url with_kind(Arena *arena, Url to, Str rule, Str variant) {
    for (size_t i = 0; i < COUNT_OF(registered); i++)
        if (str_equal(rule, str_from_c(registered[i].rule)) &&
            (!registered[i].variant || str_equal(variant, str_from_c(registered[i].variant))))
            return url_add(arena, to, "vad", str_from_c(event_kind_names[registered[i].kind]));
    return to;
}

Url url_register_many(Arena *arena, Str rule, Str variant, const TrainingId *chosen, size_t count) {
    Url bare = url(arena, "/registrera"), to = with_kind(arena, bare, rule, variant);
    if (to.address.size == bare.address.size) return (Url){STR("")};
    for (size_t i = 0; i < count; i++)
        if (chosen[i].raw) to = url_add(arena, to, "st", str_printf(arena, "%lld", (long long)chosen[i].raw));
    return to;
}

Url url_remedy(Arena *arena, Str page, RemedyFor of) {
    for (size_t i = 0; i < COUNT_OF(trainings); i++)
        if (str_equal(page, str_from_c(trainings[i].key))) {
            Url to = url(arena, "/st/%lld%s", (long long)of.training.raw, trainings[i].tail);
            bool registers = str_equal(str_from_c(trainings[i].tail), STR("/registrera"));
            return registers ? with_kind(arena, to, of.rule, of.variant) : to;
        }
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (str_equal(page, str_from_c(others[i].key)))
            return with_kind(arena, url(arena, "%s", others[i].tail), of.rule, of.variant);
    if (str_equal(page, STR("plan.board"))) {
        if (!of.placement.raw && of.unit.raw) return url(arena, "/plan?visa=krock&enhet=%lld", (long long)of.unit.raw);
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
