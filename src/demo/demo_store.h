// demo_store.h: puts a made world into a database, as one act.
#pragma once
#include "demo/demo.h"
#include "store/record.h"

// The act's region must be empty of units. Ids in `world` become the stored ones.
MUST_CHECK bool demo_store(Act *act, DemoWorld *world, Err *err);
