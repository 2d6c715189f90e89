#include "training/talk_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "gen/sql.h"

const char *missed_cause_text(MissedCause cause) {
    switch (cause) {
    case MISSED_CAUSE_ROTA: return N_("Schemat gick inte ihop");
    case MISSED_CAUSE_ON_CALL: return N_("Jour eller akut arbete");
    case MISSED_CAUSE_AWAY: return N_("Någon var borta");
    case MISSED_CAUSE_FORGOTTEN: return N_("Glömdes bort");
    case MISSED_CAUSE_OTHER: break;
    }
    return N_("Annat");
}

const char *change_reason_text(ChangeReason reason) {
    switch (reason) {
    case CHANGE_REASON_MOVED: return N_("Handledaren har slutat eller flyttat");
    case CHANGE_REASON_LEAVE: return N_("Handledaren är ledig länge");
    case CHANGE_REASON_LOAD: return N_("Handledaren har för många");
    case CHANGE_REASON_SPECIALTY: return N_("Annan specialitet behövs");
    case CHANGE_REASON_WISH: return N_("Önskan om byte");
    case CHANGE_REASON_UNSAID: break;
    }
    return "";
}

static bool is_there(Act *act, const MissedTalk *talk, bool *ret, Err *err) {
    MissedTalkList there = {0};
    Query query;
    if (!query_begin(&query, act->db, SQL_TALK_MISSED_ON, err)) return false;
    query_bind_id(&query, 1, talk->training.raw);
    query_bind_date(&query, 2, talk->planned);
    if (!missed_talk_list_all(&query, act->arena, &there, err)) return false;
    *ret = there.count > 0;
    return true;
}

bool talk_miss(Act *act, MissedTalk *talk, Err *err) {
    bool there;
    if (!may_training(act->db, act->actor, MAY_REGISTER, talk->training, err)) return false;
    if (!date_is_known(talk->planned))
        return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag, till exempel 2026-11-20.")));
    if (talk->planned.day > act->today.day)
        return err_set(err, ERR_INVALID, msg(N_("Dagen har inte varit än. Registrera när det har skett.")));
    if (!is_there(act, talk, &there, err)) return false;
    if (there) return err_set(err, ERR_INVALID, msg(N_("Det är redan registrerat att samtalet inte blev av den dagen.")));
    return missed_talk_save(act, talk, err) && act_end(act, err);
}
