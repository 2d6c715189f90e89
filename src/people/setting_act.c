#include "people/setting_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "rulebook/rulebook_store.h"

bool may_set(Db *db, Actor actor, UnitId unit, Err *err) {
    if (unit.raw) return may_unit(db, actor, MAY_EDIT_SETTING, unit, err);
    bool reaches =
        actor.person == 0 || may_reach((Role)actor.role, MAY_EDIT_SETTING) == REACH_REGION;
    return reaches || err_set(err, ERR_FORBIDDEN, may_who(MAY_EDIT_SETTING));
}

// A second change on the same day replaces the first; a later day's stands over it.
static bool put_one(Act *act, UnitId unit, const SettingChange *change, Err *err) {
    SettingList stored = {0};
    if (!setting_of_key(act->db, act->arena, change->key, unit, &stored, err)) return false;
    Setting setting = {.unit = unit,
                       .key = change->key,
                       .valid_from = act->today,
                       .value = change->value,
                       .author = {act->actor.person}};
    if (stored.count > 0 && stored.items[0].valid_from.day == act->today.day) {
        setting.id = stored.items[0].id;
        setting.version = stored.items[0].version;
    }
    return setting_save(act, &setting, err);
}

bool settings_put(Act *act, UnitId unit, const SettingChangeList *changes, size_t *ret_wrong,
                  Err *err) {
    if (!may_set(act->db, act->actor, unit, err)) return false;
    for (size_t i = 0; i < changes->count; i++) {
        const SettingChange *change = &changes->items[i];
        RulebookOverride override = {.key = change->key,
                                     .unit = unit.raw,
                                     .valid_from = act->today,
                                     .value_json = change->value};
        *ret_wrong = i;
        if (!rulebook_override_check(&override, err) || !put_one(act, unit, change, err))
            return false;
    }
    return act_end(act, err);
}

bool settings_clear(Act *act, UnitId unit, Err *err) {
    Rulebook now;
    if (!may_set(act->db, act->actor, unit, err) || !rulebook_load(act->db, act->arena, act->today, &now, err))
        return false;
    for (size_t i = 0; i < now.override_count; i++) {
        SettingChange nothing = {.key = now.overrides[i].key, .value = STR("")};
        if (now.overrides[i].unit == unit.raw && !put_one(act, unit, &nothing, err)) return false;
    }
    return act_end(act, err);
}
