// Facts of a conflict in words.
#include "plan/explain.h"

MsgArg plan_period_arg(const PlanInstance *plan, int32_t period) {
    if (date_is_known(plan->start))
        return msg_date(plan_period_first(plan, period == PLAN_NONE ? 0 : period));
    return msg_number(period == PLAN_NONE ? 0 : period);
}

static Msg leave_text(const PlanInstance *plan, const PlanGroup *group) {
    MsgArg trainee = msg_text(plan->trainees.items[group->trainee].id);
    if (group->first == PLAN_NONE) return msg(N_("ledigheten för {1}"), trainee);
    return msg(N_("ledigheten för {1}, {2}–{3}"), trainee, plan_period_arg(plan, group->first),
               plan_period_arg(plan, group->past));
}

static Msg capacity_text(const PlanInstance *plan, const PlanGroup *group) {
    MsgArg unit = msg_text(plan->units.items[group->unit].id),
           first = plan_period_arg(plan, group->first), past = plan_period_arg(plan, group->past);
    if (group->level == PLAN_NONE) return msg(N_("platserna på {1}, {2}–{3}"), unit, first, past);
    return msg(N_("platserna för {4} på {1}, {2}–{3}"), unit, first, past,
               msg_text(plan->levels.items[group->level]));
}

Msg plan_group_text(const PlanInstance *plan, const PlanGroup *group) {
    MsgArg activity = group->activity == PLAN_NONE
                          ? (MsgArg){0}
                          : msg_text(plan->activities.items[group->activity].id),
           trainee = group->trainee == PLAN_NONE
                         ? (MsgArg){0}
                         : msg_text(plan->trainees.items[group->trainee].id),
           home =
               group->home == PLAN_NONE ? (MsgArg){0} : msg_text(plan->homes.items[group->home].id),
           unit =
               group->unit == PLAN_NONE ? (MsgArg){0} : msg_text(plan->units.items[group->unit].id),
           first = plan_period_arg(plan, group->first), past = plan_period_arg(plan, group->past);
    switch (group->kind) {
    case PLAN_GROUP_REQUIRED: return msg(N_("{1} måste göras"), activity);
    case PLAN_GROUP_CAPACITY: return capacity_text(plan, group);
    case PLAN_GROUP_UNIT_MIN:
        return msg(N_("det minsta antal som {1} räknar med, {2}–{3}"), unit, first, past);
    case PLAN_GROUP_HOME_MIN: return msg(N_("minsta bemanning på {1}, {2}–{3}"), home, first, past);
    case PLAN_GROUP_HOME_MAX:
        return msg(N_("största bemanning på {1}, {2}–{3}"), home, first, past);
    case PLAN_GROUP_ORDER:
        return msg(N_("{2} ska komma efter {1}"),
                   msg_text(plan->activities.items[group->before].id), activity);
    case PLAN_GROUP_PIN: return msg(N_("{1} är låst"), activity);
    case PLAN_GROUP_LEAVE: return leave_text(plan, group);
    case PLAN_GROUP_COURSE_DATES: return msg(N_("kursdatumen för {1}"), activity);
    case PLAN_GROUP_WINDOW: return msg(N_("tiden inom vilken {1} får ligga"), activity);
    case PLAN_GROUP_NEED:
        return msg(N_("målet {2} för {1}"), trainee, msg_text(plan->goals.items[group->goal]));
    case PLAN_GROUP_BT_FIRST: return msg(N_("BT först för {1}"), trainee);
    case PLAN_GROUPS: break;
    }
    return msg(N_("okänt"));
}

Msg plan_group_source(const PlanGroup *group) {
    switch (group->kind) {
    case PLAN_GROUP_REQUIRED: return msg(N_("vad utbildningen ska innehålla (H1)"));
    case PLAN_GROUP_CAPACITY: return msg(N_("enhetens uppgift om platser (H7)"));
    case PLAN_GROUP_UNIT_MIN: return msg(N_("enhetens uppgift om minsta antal (H7)"));
    case PLAN_GROUP_HOME_MIN: return msg(N_("klinikens minsta bemanning (H10)"));
    case PLAN_GROUP_HOME_MAX: return msg(N_("klinikens största bemanning (H11)"));
    case PLAN_GROUP_ORDER: return msg(N_("ordningen mellan placeringar (H8)"));
    case PLAN_GROUP_PIN: return msg(N_("det som är gjort eller överenskommet (H9)"));
    case PLAN_GROUP_LEAVE: return msg(N_("anmäld ledighet (H4)"));
    case PLAN_GROUP_COURSE_DATES: return msg(N_("kursgivarens tillfällen (H3)"));
    case PLAN_GROUP_WINDOW: return msg(N_("den tid som är satt för placeringen (H5)"));
    case PLAN_GROUP_NEED: return msg(N_("delmål och krav på tid (H12)"));
    case PLAN_GROUP_BT_FIRST: return msg(N_("regeln att BT kommer först (H14)"));
    case PLAN_GROUPS: break;
    }
    return msg(N_("okänt"));
}
