// act.h: how every use case ends.
//
// act_end() looks at the records the act has touched, re-evaluates the findings they can change
// (by training and by unit, for the act's `today`), stores what opened and closed in the same
// transaction, and writes the audit entry. An act that ends any other way leaves Att göra untrue.
#pragma once
#include "store/record.h"

MUST_CHECK bool act_end(Act *act, Err *err);
