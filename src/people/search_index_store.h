// search_index_store.h: the search words follow the names: every act that touches a person or a unit puts
// them anew.
#pragma once
#include "store/record.h"

MUST_CHECK bool search_index_touched(Act *act, Err *err);
