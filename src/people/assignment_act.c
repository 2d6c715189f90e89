#include "people/assignment_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "gen/sql.h"
#include "people/person_act.h"

static bool director_load(Act *act, AppointmentId id, Appointment *ret, Err *err) {
    if (!appointment_load(act->db, act->arena, id, ret, err)) return false;
    return ret->role == ROLE_DIRECTOR || err_set(err, ERR_NOT_FOUND, msg(N_("Uppdraget finns inte.")));
}

static bool terms_of(Act *act, AppointmentId id, DirectorTermsList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_TERMS_OF_APPOINTMENT, err)) return false;
    query_bind_id(&query, 1, id.raw);
    return director_terms_list_all(&query, act->arena, ret, err);
}

bool terms_edit(Act *act, DirectorTerms *terms, Err *err) {
    Appointment a;
    DirectorTermsList there = {0};
    if (!director_load(act, terms->appointment, &a, err) || !appointment_may_give(act->db, act->actor, &a, err)) return false;
    if (!terms_of(act, a.id, &there, err)) return false;
    terms->id = there.count ? there.items[0].id : (DirectorTermsId){0};
    if (!there.count) terms->version = 0;
    terms->person = a.person;
    terms->unit = a.unit;
    terms->consulted = str_trim(terms->consulted);
    if (terms->appointed_by == APPOINTER_OVERALL_DIRECTOR && terms->consulted.size > 2000)
        return err_set(err, ERR_INVALID, msg(N_("Skriv kortare vilka som har hörts.")));
    return director_terms_save(act, terms, err) && act_end(act, err);
}

bool director_time_add(Act *act, DirectorTime *time, AppointmentId of, Err *err) {
    Appointment a;
    bool extra = time->kind == DIRECTOR_TIME_KIND_EXTRA;
    if (!director_load(act, of, &a, err)) return false;
    if (extra && !appointment_may_give(act->db, act->actor, &a, err)) return false;
    if (!extra && a.person.raw != act->actor.person)
        return err_set(err, ERR_NOT_FOUND, msg(N_("Uppdraget finns inte.")));
    time->person = a.person;
    time->unit = a.unit;
    if (!date_is_known(time->day)) return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag, till exempel 2026-11-20.")));
    if (!extra && time->day.day > act->today.day)
        return err_set(err, ERR_INVALID, msg(N_("Dagen har inte varit än. Registrera när det har skett.")));
    if (time->minutes <= 0 || time->minutes > (extra ? 1000 * 60 : 24 * 60))
        return err_set(err, ERR_INVALID, msg(N_("Skriv hur många timmar, till exempel 1,5.")));
    if (extra && str_is_empty(str_trim(time->what)))
        return err_set(err, ERR_INVALID, msg(N_("Skriv vad tiden är till för, till exempel ”extern granskning”.")));
    return director_time_save(act, time, err) && act_end(act, err);
}

bool in_out_acknowledge(Act *act, UnitId unit, Date month, Err *err) {
    InOutReceiptList there = {0};
    Query query;
    if (!may_unit(act->db, act->actor, MAY_READ_IN_OUT, unit, err)) return false;
    if (!query_begin(&query, act->db, SQL_RECEIPT_OF_MONTH, err)) return false;
    query_bind_id(&query, 1, unit.raw);
    query_bind_date(&query, 2, month);
    if (!in_out_receipt_list_all(&query, act->arena, &there, err)) return false;
    InOutReceipt receipt = {.unit = unit, .month = month, .person = {act->actor.person}, .day = act->today};
    return (there.count > 0 || in_out_receipt_save(act, &receipt, err)) && act_end(act, err);
}

bool merit_give(Act *act, UnitId unit, int year, Err *err) {
    MeritExtractList given = {0};
    Query query;
    bool there = false;
    if (!may_unit(act->db, act->actor, MAY_EDIT_ASSIGNMENT, unit, err)) return false;
    if (year < 1990 || year > date_to_ymd(act->today).year)
        return err_set(err, ERR_INVALID, msg(N_("Välj ett år som har varit eller det här året.")));
    if (!query_begin(&query, act->db, SQL_MERIT_GIVEN, err)) return false;
    query_bind_id(&query, 1, unit.raw);
    if (!merit_extract_list_all(&query, act->arena, &given, err)) return false;
    for (size_t i = 0; i < given.count; i++) there = there || given.items[i].year == year;
    MeritExtract extract = {.unit = unit, .year = year, .person = {act->actor.person}, .day = act->today};
    return (there || merit_extract_save(act, &extract, err)) && act_end(act, err);
}
