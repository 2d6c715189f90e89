#include "access/may.h"

#define O REACH_OWN
#define M REACH_MAIN
#define A REACH_ASSIGNED
#define U REACH_UNIT
#define R REACH_REGION

// What the table of rights says, role by role. The overall director and the training office see
// groups only, never one doctor's plan; the administrator runs the system without reading about
// doctors in training; the education administrator acts for the director but settles nothing.
static const struct {
    const char *name;
    const char *what; // "kan {…}" of may_who
    Reach reach[ROLE_COUNT];
} rights[RIGHT_COUNT] = {
    [NOBODY] = {"NOBODY", "", {0}},
    [ANYONE] = {"ANYONE", "", {0}},
    [SIGNED_IN] = {"SIGNED_IN", "", {0}},
#define ROW(right, what, tra, sup, dir, hea, ove, con, rot, edu, off, btu, adm)                      \
    [right] = {#right, what,                                                                       \
               {[ROLE_TRAINEE] = tra, [ROLE_SUPERVISOR] = sup, [ROLE_DIRECTOR] = dir,              \
                [ROLE_HEAD] = hea, [ROLE_OVERALL_DIRECTOR] = ove, [ROLE_CONTACT] = con,            \
                [ROLE_ROTA_PLANNER] = rot, [ROLE_EDUCATION_ADMIN] = edu,                           \
                [ROLE_TRAINING_OFFICE] = off, [ROLE_BT_UNIT] = btu, [ROLE_ADMIN] = adm}}
    //                                                              tra sup dir hea ove con rot edu off btu adm
    ROW(MAY_READ_TODO,       N_("läsa det som är att göra"),         O,  A,  U,  U,  R,  U,  0,  U,  0,  0,  0),
    ROW(MAY_HANDLE_FINDING,  N_("ta upp ärendet senare eller lämna över det"), 0, 0, U, U, 0, 0, 0, U, 0, 0, 0),
    ROW(MAY_ACCEPT_FINDING,  N_("godta läget"),                      0,  0,  0,  U,  0,  0,  0,  0,  0,  0,  0),
    ROW(MAY_READ_TRAINING,   N_("läsa om ST-läkarna"),               O,  A,  U,  U,  0,  0,  0,  U,  0,  0,  0),
    ROW(MAY_EDIT_TRAINING,   N_("ändra uppgifter om en utbildning"), 0,  0,  U,  U,  0,  0,  0,  U,  0,  0,  0),
    ROW(MAY_REGISTER,        N_("registrera det som är gjort"),      0,  A,  U,  U,  0,  0,  0,  U,  0,  0,  0),
    ROW(MAY_READ_PLAN,       N_("läsa planen"),                      O,  A,  U,  U,  0,  0,  0,  U,  0,  0,  0),
    ROW(MAY_EDIT_PLAN,       N_("ändra planen"),                     0,  M,  U,  U,  0,  0,  0,  U,  0,  0,  0),
    ROW(MAY_PROPOSE_PLAN,    N_("ta fram planförslag"),              0,  0,  U,  U,  0,  0,  0,  U,  0,  0,  0),
    ROW(MAY_PUBLISH_PLAN,    N_("göra ett förslag till gällande plan"), 0, 0, U,  U,  0,  0,  0,  0,  0,  0,  0),
    ROW(MAY_READ_IN_OUT,     N_("läsa vilka som kommer och går"),    0,  0,  U,  U,  0,  U,  U,  U,  0,  0,  0),
    ROW(MAY_READ_UNIT,       N_("läsa om enheterna"),                R,  R,  R,  R,  R,  R,  R,  R,  R,  R,  R),
    ROW(MAY_EDIT_UNIT,       N_("ändra en enhet och dess platser"),  0,  0,  U,  U,  R,  U,  0,  U,  0,  0,  R),
    ROW(MAY_EDIT_PERSON,     N_("ändra personer och uppdrag"),       0,  0,  U,  U,  0,  0,  0,  U,  0,  0,  R),
    ROW(MAY_IMPORT,          N_("läsa in filer"),                    0,  0,  U,  U,  0,  0,  0,  U,  0,  0,  0),
    ROW(MAY_EXPORT,          N_("hämta listor"),                     0,  0,  U,  U,  0,  0,  0,  0,  0,  0,  0),
    ROW(MAY_READ_SETTING,    N_("läsa inställningarna"),             0,  0,  U,  U,  R,  0,  0,  U,  R,  0,  R),
    ROW(MAY_EDIT_SETTING,    N_("ändra inställningarna"),            0,  0,  U,  U,  R,  0,  0,  0,  0,  0,  0),
    ROW(MAY_READ_COURSE,     N_("läsa om kurser"),                   R,  R,  R,  R,  R,  0,  0,  R,  R,  R,  0),
    ROW(MAY_EDIT_COURSE,     N_("ändra kurser"),                     0,  0,  U,  U,  R,  0,  0,  U,  R,  0,  0),
    ROW(MAY_MANAGE_ACCOUNTS, N_("sköta konton"),                     0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  R),
    ROW(MAY_READ_LOG,        N_("läsa loggen"),                      0,  0,  U,  U,  0,  0,  0,  0,  0,  0,  R),
    ROW(MAY_RUN,             N_("sköta driften"),                    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  R),
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

Reach may_reach(Role role, Right right) {
    if ((unsigned)role >= ROLE_COUNT || (unsigned)right >= RIGHT_COUNT) return REACH_NONE;
    return rights[right].reach[role];
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

static bool is_for(Right right, Role role) {
    return may_reach(role, right) != REACH_NONE;
}

// The roles that hold nearly every right are named; a right that only one role has names that one.
Msg may_who(Right right) {
    const char *what = (unsigned)right < RIGHT_COUNT ? rights[right].what : "";
    MsgArg arg = msg_text(str_from_c(what));
    if (is_for(right, ROLE_DIRECTOR) && is_for(right, ROLE_HEAD))
        return msg(N_("Bara studierektorn och verksamhetschefen kan {1}."), arg);
    if (is_for(right, ROLE_HEAD)) return msg(N_("Bara verksamhetschefen kan {1}."), arg);
    if (is_for(right, ROLE_ADMIN)) return msg(N_("Bara systemförvaltaren kan {1}."), arg);
    return msg(N_("Din roll kan inte {1}."), arg);
}
