// rulebook_show.h: one record of the rulebook as text a person reads, with what it stands on.
//
// Keys: a duty rule (R38), one of its settings (R42.warn_days), a regulation (2021), one of its
// rules (2021/bt.min), a common goal (2021/STa1), a specialty (internmedicin), one of its goals
// (2021/internmedicin/STc4), a form (2021-9), a template (mall/internmedicin), an activity, a role,
// a kind of data, a source.
#pragma once
#include "rulebook/rulebook.h"

// False when the rulebook has nothing by that key.
MUST_CHECK bool rulebook_show(Arena *arena, const Rulebook *rulebook, Str key, Str *ret);

// What a role may do in one way with one kind of data, in words: "egen enhet, datum och antal; i
// ärendet". Empty: nothing.
Str rights_text(Arena *arena, Lang lang, const DataClass *data, const RoleInfo *role, RightAct act);
const char *data_level_text(int level); // "om en utpekad person" (K2)
