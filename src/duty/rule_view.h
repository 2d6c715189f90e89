// rule_view.h: "Varför?": what a rule asks, where that is written, how binding it is, the intervals that
// hold for a unit and who set them, who answers and who can mend it.
#pragma once
#include "http/reply.h"
#include "rulebook/rulebook.h"

// A tag: law and advice look different from what people here have agreed on.
Html rule_binding_tag(const Request *req, Binding binding);
bool binding_is_law(Binding binding);
// `at` 0: as for the whole region.
MUST_CHECK bool rule_why(Request *req, const DutyRule *rule, UnitId at, Html *ret, Err *err);
