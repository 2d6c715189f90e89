#include "people/person_store.h"
#include "base/buf.h"
#include "gen/sql.h"

static bool hsa_is_free(Act *act, const Person *person, Err *err) {
    Query query;
    if (str_is_empty(person->hsa_id)) return true;
    if (!query_begin(&query, act->db, SQL_PERSON_BY_HSA, err)) return false;
    query_bind_text(&query, 1, person->hsa_id);
    PersonList same = {0};
    if (!person_list_all(&query, act->arena, &same, err)) return false;
    for (size_t i = 0; i < same.count; i++)
        if (same.items[i].id.raw != person->id.raw)
            return err_set(err, ERR_INVALID,
                           msg(N_("HSA-id {1} tillhör redan {2}."), msg_text(person->hsa_id),
                               msg_text(person_full_name(act->arena, &same.items[i]))));
    return true;
}

// In a pilot the form showed initials: left as they were, they stand for the names behind them.
static bool names_behind(Act *act, Person *person, Err *err) {
    Person stored;
    if (!db_scope(act->db).initials || !person->id.raw) return true;
    if (!person_load(act->db, act->arena, person->id, &stored, err)) return false;
    if (str_equal(person->given_name, str_initial(act->arena, stored.given_name))) person->given_name = stored.given_name;
    if (str_equal(person->family_name, str_initial(act->arena, stored.family_name))) person->family_name = stored.family_name;
    return true;
}

bool person_put(Act *act, Person *person, Err *err) {
    person->given_name = str_trim(person->given_name);
    person->family_name = str_trim(person->family_name);
    person->hsa_id = str_trim(person->hsa_id);
    if (!names_behind(act, person, err)) return false;
    if (str_is_empty(person->given_name) || str_is_empty(person->family_name))
        return err_set(err, ERR_INVALID, msg(N_("Skriv både förnamn och efternamn.")));
    if (!hsa_is_free(act, person, err)) return false;
    Str name = str_printf(act->arena, "%.*s %.*s", STR_ARG(person->family_name),
                          STR_ARG(person->given_name));
    person->sort_key = str_sort_key(act->arena, name);
    return person_save(act, person, err);
}

bool person_get(Db *db, Arena *arena, PersonId id, Person *ret, Err *err) {
    Query query;
    PersonList list = {0};
    if (!query_begin(&query, db, SQL_PERSON_GET, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!person_list_all(&query, arena, &list, err)) return false;
    if (list.count == 0) return err_set(err, ERR_NOT_FOUND, msg(N_("Personen finns inte.")));
    *ret = list.items[0];
    return true;
}

bool person_qualifications(Db *db, Arena *arena, PersonId id, QualificationList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_PERSON_QUALIFICATIONS, err)) return false;
    query_bind_id(&query, 1, id.raw);
    return qualification_list_all(&query, arena, ret, err);
}

bool person_appointments(Db *db, Arena *arena, PersonId id, AppointmentRowList *ret, Err *err) {
    Query query;
    AppointmentRowList list = {0};
    if (!query_begin(&query, db, SQL_PERSON_APPOINTMENTS, err)) return false;
    query_bind_id(&query, 1, id.raw);
    while (query_next(&query)) {
        AppointmentRow row = {.appointment = appointment_from_row(&query, arena, 0),
                              .unit_name = query_text(&query, arena, APPOINTMENT_COLUMNS)};
        list_add(arena, &list, row);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

bool unit_supervisions(Db *db, Arena *arena, UnitId unit, SupervisionHeldList *ret, Err *err) {
    Query query;
    SupervisionHeldList list = {0};
    if (!query_begin(&query, db, SQL_UNIT_SUPERVISIONS, err)) return false;
    query_bind_id(&query, 1, unit.raw);
    while (query_next(&query)) {
        SupervisionHeld held = {.supervisor = {query_int(&query, 0)},
                                .given_name = query_text(&query, arena, 1),
                                .family_name = query_text(&query, arena, 2),
                                .kind = (SupervisionKind)query_int(&query, 3),
                                .training = {query_int(&query, 4)},
                                .trainee_given_name = query_text(&query, arena, 5),
                                .trainee_family_name = query_text(&query, arena, 6),
                                .dates = date_span(query_date(&query, 7), query_date(&query, 8)),
                                .id = {query_int(&query, 9)}};
        list_add(arena, &list, held);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

bool unit_appointments(Db *db, Arena *arena, UnitId unit, AppointmentRowList *ret, Err *err) {
    Query query;
    AppointmentRowList list = {0};
    if (!query_begin(&query, db, SQL_UNIT_APPOINTMENTS, err)) return false;
    query_bind_id(&query, 1, unit.raw);
    while (query_next(&query)) {
        AppointmentRow row = {.appointment = appointment_from_row(&query, arena, 0),
                              .given_name = query_text(&query, arena, APPOINTMENT_COLUMNS),
                              .family_name = query_text(&query, arena, APPOINTMENT_COLUMNS + 1),
                              .unit_name = query_text(&query, arena, APPOINTMENT_COLUMNS + 2)};
        list_add(arena, &list, row);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

bool person_supervisors(Db *db, Arena *arena, PersonList *ret, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_PERSON_SUPERVISORS, err) &&
           person_list_all(&query, arena, ret, err);
}

Str person_full_name(Arena *arena, const Person *person) {
    return str_printf(arena, "%.*s %.*s", STR_ARG(person->given_name),
                      STR_ARG(person->family_name));
}

bool person_name_split(Str name, Str *ret_given, Str *ret_family) {
    name = str_trim(name);
    size_t comma = str_find_char(name, ',');
    if (comma != STR_NOT_FOUND) {
        *ret_family = str_trim(str_slice(name, 0, comma));
        *ret_given = str_trim(str_slice(name, comma + 1, name.size));
    } else {
        size_t space = str_find_char(name, ' ');
        if (space == STR_NOT_FOUND) return false;
        *ret_given = str_slice(name, 0, space);
        *ret_family = str_trim(str_slice(name, space + 1, name.size));
    }
    return ret_given->size > 0 && ret_family->size > 0;
}
