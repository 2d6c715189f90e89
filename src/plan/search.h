// search.h: the search for a plan: construct places every task once, ejecting what is in the way;
// improve anneals with targeted moves. Inside the planner only. Everything it does is a function of
// the problem, the seed and the number of the iteration: budgets only decide where it ends.
#pragma once
#include "plan/bound.h"
#include "plan/place.h"
#include "plan/solve.h"
#include "plan/timeline.h"

typedef struct {
    bool is_set, whole;
    int64_t score_out, score_short, cost, rank_score; // compared in this order when not whole
    PlanBlock **blocks;
    int32_t *parts;
    int32_t moved;
} PlanBest;

typedef struct SearchTeam SearchTeam; // searches side by side; solve.c

typedef struct {
    SearchTeam *team;
    const PlanInstance *plan;
    PlanOptions options;
    Arena *arena, *scratch;
    PlanState *state;
    Placer placer;
    Timeline timeline;
    PlanBest best;
    PlanTrace trace;
    int64_t iteration;
    bool stopped, proved, ended; // ended: no more iterations
    PlanBounder *bounder;        // begins with the first whole plan
    int64_t bound;
    bool bound_is_set;
    int64_t neglog[1024]; // -1024 ln((i + 1/2) / 1024)
    int64_t unit_price;
    PlanIndexes movable; // tasks that are not settled
    // Annealing.
    bool all_are_in;     // as the move began, nothing required was out
    int64_t temperature; // sixteenths
    int64_t hot;         // where the cycle began
    int64_t cycle, cycle_first, cycle_length;
} Search;

// One iteration has been done: counts it, tells progress; false when the search is to end.
bool search_step(Search *search);
void search_note_best(Search *search, const char *phase); // keeps the state when it is better
void search_load_best(Search *search);

void construct(Search *search); // until nothing required is out, or it gives up
// Places what is out by ejection; false when it gave up after so many vain tries in a row.
bool repair(Search *search, int64_t patience);
// Sends someone away in a week that is crowded at home, its blockers ejected; false when it finds
// no way. Nothing has changed since the last state_keep.
bool send_away(Search *search);
void place_all_old(Search *search); // what still fits, where it lay in the plan before
bool has_moved(const PlanState *state, int32_t task);
// Instead of improve, when the fewest are to move: tries from the old plan again and again.
void replan(Search *search);
void improve(Search *search); // until search_step says so
