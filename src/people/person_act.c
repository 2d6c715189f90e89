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

// Rights follow from appointments: nobody gives or ends one of her own, the table says who may give
// which role, and who gives one has a say over its unit.
bool appointment_may_give(Db *db, Actor actor, const Appointment *appointment, Err *err) {
    if (actor.person == 0) return true;
    if (!may_unit(db, actor, MAY_APPOINT, appointment->unit, err)) return false;
    if (appointment->person.raw == actor.person)
        return err_set(err, ERR_FORBIDDEN,
                       msg(N_("Ingen ändrar sitt eget uppdrag. Be en kollega som får göra det.")));
    if (may_give((Role)actor.role, appointment->role)) return true;
    return err_set(err, ERR_FORBIDDEN, msg(N_("Din roll får inte ge eller avsluta det uppdraget.")));
}

// Asked before and after: neither to take what is another's, nor to give what one may not.
bool appointment_edit(Act *act, Appointment *appointment, Err *err) {
    if (!appointment->id.raw &&
        !person_get(act->db, act->arena, appointment->person, &(Person){0}, err))
        return false;
    if (appointment->id.raw) {
        Appointment before;
        if (!appointment_load(act->db, act->arena, appointment->id, &before, err)) return false;
        if (!appointment_may_give(act->db, act->actor, &before, err)) return false;
        appointment->person = before.person;
    }
    if (!appointment_may_give(act->db, act->actor, appointment, err)) return false;
    if (!date_is_known(appointment->first))
        return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag uppdraget börjar.")));
    if (appointment->past.day <= appointment->first.day)
        return err_set(err, ERR_INVALID, msg(N_("Uppdraget slutar innan det börjar.")));
    return appointment_save(act, appointment, err) && act_end(act, err);
}
