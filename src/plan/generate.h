// generate.h: invented problems with a hidden plan, for tests and benchmarks. A plan is laid first
// and the limits are drawn around it, so that every hard rule can be kept; the plan itself is not
// told.
#pragma once
#include "plan/model.h"

typedef struct {
    int64_t seed;
    int32_t trainees, periods, homes, units;
    int32_t slack;  // percent of unit periods with one place more than the hidden plan uses
    bool all_rules; // splits, levels, needs, electives, groups, pins, leave, orders too
} PlanRecipe;

// Fields left 0 get a size by the seed: a small clinic.
PlanInstance *plan_generate(Arena *arena, PlanRecipe recipe, PlanSolution *ret_hidden);

// Clinics of forty that share a region's units, six years in weeks: the benchmark's problems.
PlanInstance *plan_generate_clinics(Arena *arena, int64_t seed, int32_t trainees,
                                    PlanSolution *ret_hidden);
