// Units as JSON: the tree of the region with its places.
#include "base/json.h"
#include "people/unit_page.h"
#include "people/unit_store.h"

static void put_places(JsonOut *out, const CapacityList *capacities, UnitId unit) {
    out_key(out, "places");
    out_array(out);
    for (size_t i = 0; i < capacities->count; i++) {
        const Capacity *capacity = &capacities->items[i];
        if (capacity->unit.raw != unit.raw) continue;
        out_object(out);
        out_key_text(out, "level", str_from_c(capacity_level_names[capacity->level]));
        out_key_date(out, "first", capacity->first);
        out_key_date(out, "last", date_add_days(capacity->past, -1));
        out_key_int(out, "places", capacity->places);
        out_object_end(out);
    }
    out_array_end(out);
}

bool api_units(Request *req, Reply *reply, Err *err) {
    UnitList units = {0};
    CapacityList capacities = {0};
    if (!unit_list_of_region(req->db, req->arena, &units, err)) return false;
    if (!unit_capacities(req->db, req->arena, (UnitId){0}, &capacities, err)) return false;
    JsonOut out = out_begin(req->arena);
    out_object(&out);
    out_key_int(&out, "total", (int64_t)units.count);
    out_key(&out, "units");
    out_array(&out);
    for (size_t i = 0; i < units.count; i++) {
        const Unit *unit = &units.items[i];
        out_object(&out);
        out_key_int(&out, "id", unit->id.raw);
        out_key_int(&out, "version", unit->version);
        if (unit->parent.raw) out_key_int(&out, "parent", unit->parent.raw);
        out_key_text(&out, "name", unit->name);
        out_key_text(&out, "kind", str_from_c(unit_kind_names[unit->kind]));
        out_key_text(&out, "care", str_from_c(care_form_names[unit->care]));
        out_key_text(&out, "specialty", unit->specialty);
        out_key_text(&out, "email", unit->email);
        out_key_date(&out, "in_use_from", unit->in_use_from);
        put_places(&out, &capacities, unit->id);
        out_object_end(&out);
    }
    out_array_end(&out);
    out_object_end(&out);
    reply_json(reply, out_end(&out));
    return true;
}
