#include "people/person_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "duty/finding_store.h"
#include "gen/sql.h"

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

// Whoever stands in does so for one who holds the role there, until a day that is said.
static bool check_stand_in(Act *act, const Appointment *appointment, Err *err) {
    AppointmentRowList held = {0};
    bool holds = false;
    if (!appointment->for_person.raw) return true;
    if (appointment->past.day == DATE_OPEN.day)
        return err_set(err, ERR_INVALID, msg(N_("Skriv sista dagen: en ställföreträdare har alltid ett slut.")));
    if (!person_appointments(act->db, act->arena, appointment->for_person, &held, err)) return false;
    for (size_t i = 0; i < held.count; i++) {
        const Appointment *a = &held.items[i].appointment;
        holds |= a->role == appointment->role && a->unit.raw == appointment->unit.raw && !a->for_person.raw &&
                 a->first.day < appointment->past.day && a->past.day > appointment->first.day;
    }
    return (holds && appointment->for_person.raw != appointment->person.raw) ||
           err_set(err, ERR_INVALID, msg(N_("Den som ska företrädas har inte uppdraget då.")));
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
        appointment->for_person = before.for_person;
        appointment->takes_over = before.takes_over;
    }
    if (!appointment_may_give(act->db, act->actor, appointment, err)) return false;
    if (!date_is_known(appointment->first))
        return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag uppdraget börjar.")));
    if (appointment->past.day <= appointment->first.day)
        return err_set(err, ERR_INVALID, msg(N_("Uppdraget slutar innan det börjar.")));
    if (!check_stand_in(act, appointment, err)) return false;
    return appointment_save(act, appointment, err) && act_end(act, err);
}

// The stand-ins of whoever goes, go with her.
static bool end_stand_ins(Act *act, const Appointment *old, Err *err) {
    AppointmentList list = {0};
    Query query;
    if (!query_begin(&query, act->db, SQL_APPOINTMENT_STAND_INS, err)) return false;
    query_bind_id(&query, 1, old->person.raw);
    query_bind_int(&query, 2, old->role);
    query_bind_id(&query, 3, old->unit.raw);
    query_bind_date(&query, 4, old->past);
    if (!appointment_list_all(&query, act->arena, &list, err)) return false;
    for (size_t i = 0; i < list.count; i++) {
        Appointment *a = &list.items[i];
        bool began = a->first.day < old->past.day;
        a->past = old->past;
        if (!(began ? appointment_save(act, a, err) : appointment_delete(act, a, err))) return false;
    }
    return true;
}

bool appointment_hand_over(Act *act, AppointmentId id, PersonId to, DateSpan dates, Err *err) {
    Appointment old;
    if (!appointment_load(act->db, act->arena, id, &old, err)) return false;
    if (!appointment_may_give(act->db, act->actor, &old, err)) return false;
    if (!person_get(act->db, act->arena, to, &(Person){0}, err)) return false;
    if (!date_is_known(dates.first) || dates.first.day <= old.first.day || dates.first.day > old.past.day)
        return err_set(err, ERR_INVALID, msg(N_("Välj en dag medan det nuvarande uppdraget gäller.")));
    if (dates.past.day <= dates.first.day)
        return err_set(err, ERR_INVALID, msg(N_("Uppdraget slutar innan det börjar.")));
    if (to.raw == old.person.raw) return err_set(err, ERR_INVALID, msg(N_("Välj någon annan än den som lämnar över.")));
    Appointment new = {.person = to, .role = old.role, .unit = old.unit, .first = dates.first, .past = dates.past,
                       .share = old.share, .minutes_week = old.minutes_week, .for_person = old.for_person, .takes_over = old.id};
    if (!appointment_may_give(act->db, act->actor, &new, err)) return false;
    old.past = dates.first;
    return appointment_save(act, &old, err) && end_stand_ins(act, &old, err) && appointment_save(act, &new, err) &&
           finding_follow_handover(act->db, err) && act_end(act, err);
}
