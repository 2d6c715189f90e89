#include "duty/finding_act.h"
#include "access/may_store.h"
#include "duty/act.h"

#define REASON_BYTES_MAX 2000
#define PUT_OFF_DAYS_MAX 366

static bool open_finding(Act *act, Right right, FindingId id, Finding *ret, Err *err) {
    if (!may_finding(act->db, act->actor, right, id, err) || !finding_load(act->db, act->arena, id, ret, err))
        return false;
    if (date_is_known(ret->closed))
        return err_set(err, ERR_CONFLICT, msg(N_("Ärendet är redan avslutat.")));
    return true;
}

static bool reason_is_given(Str reason, Err *err) {
    if (str_is_empty(str_trim(reason))) return err_set(err, ERR_INVALID, msg(N_("Skriv ett skäl.")));
    if (reason.size > REASON_BYTES_MAX) return err_set(err, ERR_INVALID, msg(N_("Skriv skälet kortare.")));
    return true;
}

static bool save(Act *act, Finding *finding, Err *err) {
    return finding_save(act, finding, err) && act_end(act, err);
}

bool finding_put_off(Act *act, FindingId id, Date until, Str reason, Err *err) {
    Finding finding;
    if (!open_finding(act, MAY_HANDLE_FINDING, id, &finding, err)) return false;
    if (finding.word == FINDING_WORD_KRAV)
        return err_set(err, ERR_CONFLICT, msg(N_("Krav ej uppfyllt kan inte tas upp senare. Verksamhetschefen kan godta "
                                                 "läget med ett skäl.")));
    if (!date_is_known(until) || date_compare(until, act->today) <= 0 ||
        date_compare(until, date_add_days(act->today, PUT_OFF_DAYS_MAX)) > 0)
        return err_set(err, ERR_INVALID, msg(N_("Välj en dag efter i dag, högst ett år fram.")));
    if (!reason_is_given(reason, err)) return false;
    finding.put_off = until;
    finding.reason = str_trim(reason);
    return save(act, &finding, err);
}

static bool choose_whom(Err *err) {
    return err_set(err, ERR_INVALID, msg(N_("Välj vem som ska ta över ärendet.")));
}

bool finding_hand_over(Act *act, FindingId id, PersonId to, Str reason, Err *err) {
    Finding finding;
    Person person;
    if (!open_finding(act, MAY_HANDLE_FINDING, id, &finding, err)) return false;
    if (!to.raw) return choose_whom(err);
    if (!person_load(act->db, act->arena, to, &person, err)) return err->kind == ERR_NOT_FOUND && choose_whom(err);
    if (!reason_is_given(reason, err)) return false;
    finding.handed_to = to;
    finding.reason = str_trim(reason);
    return save(act, &finding, err);
}

bool finding_accept(Act *act, FindingId id, Str reason, Err *err) {
    Finding finding;
    if (!open_finding(act, MAY_ACCEPT_FINDING, id, &finding, err)) return false;
    if (!reason_is_given(reason, err)) return false;
    finding.accepted_by = (PersonId){act->actor.person};
    finding.reason = str_trim(reason);
    return save(act, &finding, err);
}

bool finding_take_back(Act *act, FindingId id, Err *err) {
    Finding finding;
    if (!open_finding(act, MAY_HANDLE_FINDING, id, &finding, err)) return false;
    if (finding.accepted_by.raw && !may_finding(act->db, act->actor, MAY_ACCEPT_FINDING, id, err)) return false;
    finding.put_off = DATE_NONE;
    finding.handed_to = finding.accepted_by = (PersonId){0};
    return save(act, &finding, err);
}
