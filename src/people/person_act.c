#include "people/person_act.h"
#include "access/may_store.h"
#include "duty/act.h"

bool person_edit(Act *act, Person *person, UnitId unit, Err *err) {
    bool may = person->id.raw ? may_person(act->db, act->actor, MAY_EDIT_PERSON, person->id, err)
                              : may_unit(act->db, act->actor, MAY_EDIT_PERSON, unit, err);
    return may && person_put(act, person, err) && act_end(act, err);
}

bool qualification_edit(Act *act, Qualification *qualification, Err *err) {
    if (qualification->id.raw) {
        Qualification before;
        if (!qualification_load(act->db, act->arena, qualification->id, &before, err)) return false;
        qualification->person = before.person;
    }
    if (!may_person(act->db, act->actor, MAY_EDIT_PERSON, qualification->person, err)) return false;
    if (qualification->kind == QUALIFICATION_KIND_SPECIALIST &&
        str_is_empty(qualification->specialty))
        return err_set(err, ERR_INVALID, msg(N_("Välj specialitet.")));
    if (qualification->kind == QUALIFICATION_KIND_SUPERVISOR_COURSE &&
        !date_is_known(qualification->since))
        return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag kursen gick.")));
    return qualification_save(act, qualification, err) && act_end(act, err);
}

bool qualification_take_away(Act *act, QualificationId id, int64_t version, Err *err) {
    Qualification qualification;
    if (!qualification_load(act->db, act->arena, id, &qualification, err)) return false;
    if (!may_person(act->db, act->actor, MAY_EDIT_PERSON, qualification.person, err)) return false;
    qualification.version = version;
    return qualification_delete(act, &qualification, err) && act_end(act, err);
}

// Rights follow from appointments: nobody gives one to himself, and those that reach the whole
// region are given only by who reaches it.
static bool may_give(const Act *act, const Appointment *appointment, Err *err) {
    static const Role regional[] = {ROLE_OVERALL_DIRECTOR, ROLE_TRAINING_OFFICE, ROLE_BT_UNIT,
                                    ROLE_ADMIN};
    if (act->actor.person == 0) return true;
    if (appointment->person.raw == act->actor.person)
        return err_set(err, ERR_FORBIDDEN,
                       msg(N_("Ingen ändrar sitt eget uppdrag. Be en kollega som får göra det.")));
    for (size_t i = 0; i < COUNT_OF(regional); i++)
        if (appointment->role == regional[i] &&
            may_reach((Role)act->actor.role, MAY_EDIT_PERSON) != REACH_REGION)
            return err_set(err, ERR_FORBIDDEN,
                           msg(N_("Uppdrag för hela regionen ges bara av administratören.")));
    return true;
}

// Who gives one must have a say over its unit, before and after.
bool appointment_edit(Act *act, Appointment *appointment, Err *err) {
    if (appointment->id.raw) {
        Appointment before;
        if (!appointment_load(act->db, act->arena, appointment->id, &before, err)) return false;
        if (!may_unit(act->db, act->actor, MAY_EDIT_PERSON, before.unit, err)) return false;
        appointment->person = before.person;
        if (!may_give(act, &before, err)) return false;
    }
    if (!may_unit(act->db, act->actor, MAY_EDIT_PERSON, appointment->unit, err)) return false;
    if (!may_give(act, appointment, err)) return false;
    if (!date_is_known(appointment->first))
        return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag uppdraget börjar.")));
    if (appointment->past.day <= appointment->first.day)
        return err_set(err, ERR_INVALID, msg(N_("Uppdraget slutar innan det börjar.")));
    return appointment_save(act, appointment, err) && act_end(act, err);
}

bool appointment_take_away(Act *act, AppointmentId id, int64_t version, Err *err) {
    Appointment appointment;
    if (!appointment_load(act->db, act->arena, id, &appointment, err)) return false;
    if (!may_unit(act->db, act->actor, MAY_EDIT_PERSON, appointment.unit, err)) return false;
    if (!may_give(act, &appointment, err)) return false;
    appointment.version = version;
    return appointment_delete(act, &appointment, err) && act_end(act, err);
}
