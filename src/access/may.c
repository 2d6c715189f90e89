#include "access/may.h"

#include "rulebook/rulebook.h"

// A right is an act on a kind of data of the rulebook's table. What the table grants by groups,
// pseudonyms or numbers gives no right to a record; `grain` is what suffices beside all of it.
static const struct {
    const char *name;
    const char *what; // "kan {…}" of may_who
    const char *data;
    RightAct act;
    Grain grain;
} rights[RIGHT_COUNT] = {
#define ROW(right, ...) [right] = {#right, __VA_ARGS__}
    ROW(NOBODY, "", "", RIGHT_READ, GRAIN_FULL),
    ROW(ANYONE, "", "", RIGHT_READ, GRAIN_FULL),
    ROW(SIGNED_IN, "", "", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_READ_TODO, N_("läsa det som är att göra"), "finding", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_HANDLE_FINDING, N_("ta upp ärendet senare eller lämna över det"), "finding", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_ACCEPT_FINDING, N_("godta läget"), "finding", RIGHT_SIGN, GRAIN_FULL),
    ROW(MAY_READ_TRAINING, N_("läsa om ST-läkarna"), "training", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_EDIT_TRAINING, N_("ändra uppgifter om en utbildning"), "training", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_READ_CAUSE, N_("läsa orsaken till en ledighet"), "absence_cause", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_REGISTER, N_("registrera det som är gjort"), "event", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_READ_GATHERING, N_("läsa om sammankomster"), "gathering", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_EDIT_GATHERING, N_("planera och stänga sammankomster"), "gathering", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_EDIT_ISSUE, N_("sköta frågorna till ledningen"), "issue", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_TICK_INTRODUCTION, N_("bocka av en introduktion"), "introduction", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_SETTLE_DOCUMENT, N_("fastställa en plan eller ett kontrakt"), "iup", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_SIGN_DOCUMENT, N_("skriva under en plan eller ett kontrakt"), "iup", RIGHT_SIGN, GRAIN_FULL),
    ROW(MAY_READ_PLAN, N_("läsa planen"), "placement", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_EDIT_PLAN, N_("ändra planen"), "placement", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_PROPOSE_PLAN, N_("ta fram planförslag"), "plan_proposal", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_PUBLISH_PLAN, N_("göra ett förslag till gällande plan"), "plan_proposal", RIGHT_SIGN, GRAIN_FULL),
    ROW(MAY_READ_IN_OUT, N_("läsa vilka som kommer och går"), "rota_list", RIGHT_READ, GRAIN_DATES),
    ROW(MAY_READ_UNIT, N_("läsa om enheterna"), "unit", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_EDIT_UNIT, N_("ändra en enhet och dess platser"), "unit", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_EDIT_PLACES, N_("ändra en enhets platser"), "place", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_EDIT_PERSON, N_("ändra uppgifter om personer"), "person", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_APPOINT, N_("ge och avsluta uppdrag"), "role", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_IMPORT, N_("läsa in filer"), "list", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_EXPORT, N_("hämta listor"), "list", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_READ_SETTING, N_("läsa inställningarna"), "setting", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_EDIT_SETTING, N_("ändra inställningarna"), "setting", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_READ_OVERVIEW, N_("läsa översikten"), "inspection", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_READ_COURSE, N_("läsa om kurser"), "course", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_EDIT_COURSE, N_("ändra kurser"), "course", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_READ_ASSIGNMENT, N_("läsa om studierektorns uppdrag"), "appointment", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_EDIT_ASSIGNMENT, N_("ändra det som är överenskommet om uppdraget"), "appointment", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_ASK, N_("fråga studierektorn"), "question", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_ANSWER, N_("svara på frågor till studierektorn"), "question", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_READ_SUPERVISORS, N_("läsa om handledarna"), "supervisor_register", RIGHT_READ, GRAIN_FULL),
    ROW(MAY_MANAGE_ACCOUNTS, N_("sköta konton"), "account", RIGHT_WRITE, GRAIN_FULL),
    ROW(MAY_READ_LOG, N_("läsa loggen"), "audit", RIGHT_READ, GRAIN_NUMBERS),
    ROW(MAY_RUN, N_("sköta driften"), "operation", RIGHT_WRITE, GRAIN_FULL),
#undef ROW
};

static const char *const role_words[ROLE_COUNT] = {
    [ROLE_TRAINEE] = N_("ST-läkare"),
    [ROLE_SUPERVISOR] = N_("Handledare"),
    [ROLE_DIRECTOR] = N_("Studierektor"),
    [ROLE_HEAD] = N_("Verksamhetschef"),
    [ROLE_OVERALL_DIRECTOR] = N_("Övergripande studierektor"),
    [ROLE_CONTACT] = N_("Kontaktperson"),
    [ROLE_ROTA_PLANNER] = N_("Schemaläggare"),
    [ROLE_EDUCATION_ADMIN] = N_("Utbildningsadministratör"),
    [ROLE_TRAINING_OFFICE] = N_("Utbildningscentrum"),
    [ROLE_BT_UNIT] = N_("BT-enheten"),
    [ROLE_ADMIN] = N_("Systemförvaltare"),
};

static Reach reach_of(const RightGrant *grant) {
    switch (grant->reach) {
    case RIGHT_REACH_OWN: return REACH_OWN;
    case RIGHT_REACH_TRAINEES: return str_equal(grant->role->id, STR("main_supervisor")) ? REACH_MAIN : REACH_ASSIGNED;
    case RIGHT_REACH_UNIT: return REACH_UNIT;
    case RIGHT_REACH_REGION: return REACH_REGION;
    case RIGHT_REACH_CASE:
    case RIGHT_REACH_PACK:
    case RIGHT_REACH_REPORTED: break; // given to single persons, not to a role
    }
    return REACH_NONE;
}

// A supervisor may be the main one of some trainee: which of them is the relation's matter.
static bool is_role(const RoleInfo *info, Role role) {
    return str_equal(info->id, str_from_c(role_names[role])) ||
           (role == ROLE_SUPERVISOR && str_equal(info->id, STR("main_supervisor")));
}

Reach may_reach(Role role, Right right) {
    Reach reach = REACH_NONE;
    if ((unsigned)role >= ROLE_COUNT || (unsigned)right >= RIGHT_COUNT) return reach;
    const DataClass *data = rulebook_data_class(str_from_c(rights[right].data));
    for (size_t i = 0; data && i < data->right_count; i++) {
        const RightGrant *grant = &data->rights[i];
        if (grant->act != rights[right].act || !is_role(grant->role, role)) continue;
        if (grant->grain != GRAIN_FULL && grant->grain != rights[right].grain) continue;
        if (reach_of(grant) > reach) reach = reach_of(grant);
    }
    return reach;
}

bool may_give(Role giver, Role role) {
    const RoleInfo *given = rulebook_role(str_from_c(role_names[role])), *by = rulebook_role(str_from_c(role_names[giver]));
    return given && by && may(giver, MAY_APPOINT) && (given->given_by >> (by - rulebook_data.roles) & 1u);
}

bool right_is_held(Right right) {
    for (int role = 0; role < ROLE_COUNT; role++)
        if (may((Role)role, right)) return true;
    return false;
}

bool may(Role role, Right right) {
    if (right == ANYONE || right == SIGNED_IN) return true;
    return may_reach(role, right) != REACH_NONE;
}

const char *right_name(Right right) {
    return (unsigned)right < RIGHT_COUNT ? rights[right].name : "NOBODY";
}

Str role_word(Lang lang, Role role) {
    return (unsigned)role < ROLE_COUNT ? tr_str(lang, role_words[role]) : STR("");
}

// The roles that hold nearly every right are named; a right that only one role has names that one.
Msg may_who(Right right) {
    const char *what = (unsigned)right < RIGHT_COUNT ? rights[right].what : "";
    MsgArg arg = msg_text(str_from_c(what));
    if (may(ROLE_DIRECTOR, right) && may(ROLE_HEAD, right))
        return msg(N_("Bara studierektorn och verksamhetschefen kan {1}."), arg);
    if (may(ROLE_HEAD, right)) return msg(N_("Bara verksamhetschefen kan {1}."), arg);
    if (may(ROLE_ADMIN, right)) return msg(N_("Bara systemförvaltaren kan {1}."), arg);
    return msg(N_("Din roll kan inte {1}."), arg);
}
