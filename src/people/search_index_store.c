#include "people/search_index_store.h"
#include "gen/records_store.h"
#include "store/search.h"

static bool put(Act *act, const Touched *touched, Err *err) {
    const char *kind = touched->type == &record_person ? "person" : "unit";
    if (!touched->after) return search_remove(act->db, kind, touched->id, err);
    if (touched->type == &record_unit)
        return search_put(act->db, act->arena, kind, touched->id, ((const Unit *)touched->after)->name, err);
    const Person *person = touched->after;
    Str name = str_printf(act->arena, "%.*s %.*s", STR_ARG(person->given_name), STR_ARG(person->family_name));
    return search_put(act->db, act->arena, kind, touched->id, name, err);
}

bool search_index_touched(Act *act, Err *err) {
    for (size_t i = 0; i < act->touched.count; i++) {
        const Touched *touched = &act->touched.items[i];
        bool named = touched->type == &record_person || touched->type == &record_unit;
        if (named && !put(act, touched, err)) return false;
    }
    return true;
}
