#include "training/template_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "gen/sql.h"

bool unit_items_of(Db *db, Arena *arena, UnitId unit, Str specialty, UnitItemList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TEMPLATE_UNIT_ITEMS, err)) return false;
    query_bind_id(&query, 1, unit.raw);
    query_bind_text(&query, 2, specialty);
    return unit_item_list_all(&query, arena, ret, err);
}

static const UnitItem *stored_item(const UnitItemList *stored, Str item, Str regulation) {
    for (size_t i = 0; i < stored->count; i++)
        if (str_equal(stored->items[i].item, item) &&
            str_equal(stored->items[i].regulation, regulation))
            return &stored->items[i];
    return NULL;
}

bool unit_items_put(Act *act, UnitId unit, Str specialty, Str regulation, UnitItemList items,
                    Err *err) {
    UnitItemList stored = {0};
    if (!may_unit(act->db, act->actor, MAY_EDIT_SETTING, unit, err)) return false;
    if (!unit_items_of(act->db, act->arena, unit, specialty, &stored, err)) return false;
    for (size_t i = 0; i < items.count; i++) {
        UnitItem item = items.items[i];
        const UnitItem *old = stored_item(&stored, item.item, regulation);
        if (item.months > 12000)
            return err_set(err, ERR_INVALID, msg(N_("Skriv ett antal månader mellan 0 och 120.")));
        item.unit = unit;
        item.specialty = specialty;
        item.regulation = regulation;
        item.id = old ? old->id : (UnitItemId){0};
        item.version = old ? old->version : 0;
        if (!unit_item_save(act, &item, err)) return false;
    }
    return act_end(act, err);
}
