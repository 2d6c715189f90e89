#include "people/setting_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "rulebook/rulebook.h"

static bool may_set(const Act *act, UnitId unit, Err *err) {
    if (unit.raw) return may_unit(act->db, act->actor, MAY_EDIT_SETTING, unit, err);
    bool reaches = act->actor.person == 0 ||
                   may_reach((Role)act->actor.role, MAY_EDIT_SETTING) == REACH_REGION;
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
    if (!may_set(act, unit, err)) return false;
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
    SettingRowList rows = {0};
    if (!may_set(act, unit, err)) return false;
    if (!setting_recent(act->db, act->arena, unit, &rows, err)) return false;
    for (size_t i = 0; i < rows.count; i++) {
        const Setting *setting = &rows.items[i].setting;
        if (setting->unit.raw != unit.raw) continue;
        if (!setting_delete(act, setting, err)) return false;
    }
    return act_end(act, err);
}
