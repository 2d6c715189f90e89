// demo_documents.h: a few plans of the invented region, frozen and signed as people would do it.
#pragma once
#include "demo/demo_store.h"

// After the world is stored: the first plans that are signed already get a version in force, the next
// ones one that waits for signatures.
MUST_CHECK bool demo_documents(Db *db, Arena *arena, Actor actor, Date today, Instant now, const DemoWorld *world, Err *err);
