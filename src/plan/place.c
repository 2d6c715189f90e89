// A scan prices every start of a task in one pass over the weeks for the trainee and the home, and
// one for each option's unit: prefix sums of what is taken and of what a week costs make each start
// O(1).
#include "plan/place.h"
#include <string.h>

#define PUSH_UNIT 16
#define PUSH_HOME 64 // for each week in which someone else would have to come home
#define PUSH_NEVER ((int64_t)1 << 50)

static int32_t least(int32_t a, int32_t b) {
    return a < b ? a : b;
}
static int32_t most(int32_t a, int32_t b) {
    return a > b ? a : b;
}

// ---- random ----

PlanRandom random_begin(int64_t seed) {
    PlanRandom random = {(uint64_t)seed * 0xd1342543de82ef95u + 0x2545f4914f6cdd1du};
    random.state = ((uint64_t)random_next(&random) << 32) | random_next(&random); // far apart
    return random;
}

// splitmix64 (Steele, Lea, Flood 2014).
uint32_t random_next(PlanRandom *random) {
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ (z >> 31)) >> 32);
}

int32_t random_below(PlanRandom *random, int32_t bound) {
    return (int32_t)(((uint64_t)random_next(random) * (uint32_t)bound) >> 32);
}

Placer placer_begin(Arena *arena, PlanState *state, int64_t seed) {
    size_t entries = (size_t)state->periods + 1;
    return (Placer){.state = state,
                    .random = random_begin(seed),
                    .arena = arena,
                    .base_taken = arena_array(arena, int32_t, entries),
                    .taken = arena_array(arena, int32_t, entries),
                    .base_price = arena_array(arena, int64_t, entries),
                    .price = arena_array(arena, int64_t, entries),
                    .fails = arena_array(arena, int64_t, (size_t)state->task_count + 1)};
}

// ---- the range left by the order ----

typedef struct {
    int32_t first, past;            // all of the block lies here
    int32_t start_last, past_least; // the start at most, the end at least
} Range;

static Range range_of(const PlanState *state, int32_t t, bool ordered) {
    const PlanTask *task = &state->tasks[t];
    Range range = {task->first, task->past, state->periods, 0};
    if (task->time_pinned) range = (Range){0, state->periods, state->periods, 0};
    for (size_t i = 0; ordered && i < task->before.count; i++) {
        PlanArc arc = task->before.items[i];
        if (!state_is_on(state, arc.other)) continue;
        int32_t past = state_past(state, arc.other);
        range.first = most(range.first, past + arc.lag);
        if (arc.max != PLAN_NO_LIMIT) range.start_last = least(range.start_last, past + arc.max);
    }
    for (size_t i = 0; ordered && i < task->after.count; i++) {
        PlanArc arc = task->after.items[i];
        if (!state_is_on(state, arc.other)) continue;
        int32_t start = state_start(state, arc.other);
        range.past = least(range.past, start - arc.lag);
        if (arc.max != PLAN_NO_LIMIT) range.past_least = most(range.past_least, start - arc.max);
    }
    return range;
}

// ---- the scan ----

// What a week between two bt blocks costs a task of another kind (P8).
static void price_bt_gap(const PlanState *state, int32_t t, int64_t *gap_price, int32_t *ret_first,
                         int32_t *ret_past) {
    PlanIndexes own = state->plan->trainees.items[state->tasks[t].trainee].activities;
    *ret_first = state->periods, *ret_past = 0;
    *gap_price = state->weight[PLAN_BT_ORDER];
    if (state->plan->bt_is_hard || *gap_price == 0 || state->tasks[t].activity->kind == PLAN_BT)
        return;
    for (size_t i = 0; i < own.count; i++) {
        int32_t other = own.items[i];
        if (state->tasks[other].activity->kind != PLAN_BT || !state_is_on(state, other)) continue;
        *ret_first = least(*ret_first, state_start(state, other));
        *ret_past = most(*ret_past, state_past(state, other));
    }
}

static void scan_base(Placer *placer, int32_t t, int32_t first, int32_t past) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[t];
    size_t row = (size_t)task->trainee * (size_t)state->periods;
    const int16_t *used = state->used + row, *used_max = state->used_max + row;
    const uint8_t *courses = state->courses + row, *insides = state->insides + row;
    bool inside = task->activity->inside, course = task->activity->kind == PLAN_COURSE;
    int32_t share = inside ? -32768 : task->activity->share;
    size_t home = (size_t)most(0, task->home) * (size_t)state->periods;
    const uint8_t *home_full = state->home_full + home;
    const int64_t *home_price = state->home_price + home;
    const int32_t *service = state->plan->trainees.items[task->trainee].service;
    int32_t *taken = placer->base_taken;
    int64_t *price = placer->base_price;
    taken[first] = 0;
    price[first] = 0;
    if (task->home != PLAN_NONE)
        for (int32_t w = first; w < past; w++) {
            bool served = service[w] > 0;
            taken[w + 1] = taken[w] + ((used[w] + share > used_max[w]) | (home_full[w] & served));
            price[w + 1] = price[w] + (served ? home_price[w] : 0);
        }
    else
        for (int32_t w = first; w < past; w++) {
            taken[w + 1] = taken[w] + (used[w] + share > used_max[w]);
            price[w + 1] = 0;
        }
    if (course) {
        int32_t more = 0;
        for (int32_t w = first; w < past; w++) {
            more += inside ? courses[w] > 0 : insides[w] > 0;
            taken[w + 1] += more;
        }
    }
    int64_t gap_price, extra = 0;
    int32_t gap_first, gap_past;
    price_bt_gap(state, t, &gap_price, &gap_first, &gap_past);
    if (gap_first < gap_past)
        for (int32_t w = first; w < past; w++) {
            if (w >= gap_first && w < gap_past) extra += gap_price;
            price[w + 1] += extra;
        }
}

static void scan_unit(Placer *placer, int32_t t, int32_t unit, int32_t first, int32_t past) {
    const PlanState *state = placer->state;
    size_t bytes = (size_t)(past - first + 1);
    if (unit < 0) {
        memcpy(placer->taken + first, placer->base_taken + first, bytes * sizeof(int32_t));
        memcpy(placer->price + first, placer->base_price + first, bytes * sizeof(int64_t));
        return;
    }
    const PlanUnitRows *rows = &state->unit_rows[unit];
    size_t row = (size_t)rows->capacity_row * (size_t)state->periods;
    const uint8_t *full = state->full + row;
    int32_t more = 0;
    for (int32_t w = first; w < past; w++) {
        placer->taken[w] = placer->base_taken[w] + more;
        more += full[w];
    }
    placer->taken[past] = placer->base_taken[past] + more;
    const int32_t *level = state->plan->trainees.items[state->tasks[t].trainee].level;
    for (int32_t l = 0; l < rows->level_count; l++) {
        const uint8_t *level_full = full + (size_t)(l + 1) * (size_t)state->periods;
        more = 0;
        for (int32_t w = first; w < past; w++) {
            more += level[w] == rows->levels[l].level && level_full[w];
            placer->taken[w + 1] += more;
        }
    }
    memcpy(placer->price + first, placer->base_price + first, bytes * sizeof(int64_t));
    const PlanUnit *record = &state->plan->units.items[unit];
    int64_t pressure = state->pressure[PLAN_SHORT_UNIT_MIN], even = state->weight[PLAN_EVENNESS],
            extra = 0;
    if (record->min_steps.count == 0 && even == 0) return;
    const int32_t *load = state->load + row;
    for (int32_t w = first; w < past; w++) {
        if (load[w] < record->min[w]) extra -= pressure;
        extra += even * load[w];
        placer->price[w + 1] += extra;
    }
}

// When the trainee's other activities end, for P7.
static int32_t last_past(const PlanState *state, int32_t t) {
    const PlanTrainee *trainee = &state->plan->trainees.items[state->tasks[t].trainee];
    int32_t last = trainee->wished_end;
    if (last == PLAN_NONE || state->weight[PLAN_COMPLETION] == 0) return state->periods;
    for (size_t i = 0; i < trainee->activities.count; i++)
        if (state_is_on(state, trainee->activities.items[i]))
            last = most(last, state_past(state, trainee->activities.items[i]));
    return last;
}

typedef struct {
    int32_t task, last; // last: when the trainee's other activities end
    PlaceWish wish;
    Range range;
    int64_t best;
    PlanBlock *ret;
} Look;

static void look_at(Placer *placer, Look *look, int32_t o, int32_t s, int32_t e) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[look->task];
    int32_t in_the_way = placer->taken[e] - placer->taken[s];
    int64_t cost = task->option_cost[o] + task->start_cost[s] + placer->price[e] - placer->price[s];
    if (in_the_way > 0) {
        if (look->wish.taken_price == PLACE_ONLY_FREE) return;
        cost += look->wish.taken_price * in_the_way;
    }
    if (cost >= look->best) return;
    if (s == look->wish.avoid_start && o == look->wish.avoid_option) return;
    if (e > look->last) cost += state->weight[PLAN_COMPLETION] * (e - look->last);
    if (task->groups.count > 0)
        cost += state->pressure[PLAN_SHORT_TOGETHER] * state_group_short(state, look->task, s, e);
    if (look->wish.noise > 0)
        cost +=
            (int64_t)(((uint64_t)random_next(&placer->random) * (uint64_t)look->wish.noise) >> 32);
    if (cost >= look->best) return;
    look->best = cost;
    int32_t unit = task->activity->options.items[o].unit;
    *look->ret = (PlanBlock){s, e, o, unit, plan_work(task->activity, o)};
}

// Blocks that begin in [first, start_past) and lie in [first, past), scanned in one go.
static void look_between(Placer *placer, Look *look, int32_t first, int32_t start_past,
                         int32_t past) {
    const PlanTask *task = &placer->state->tasks[look->task];
    bool only_free = look->wish.taken_price == PLACE_ONLY_FREE;
    scan_base(placer, look->task, first, past);
    for (int32_t o = 0; o < (int32_t)task->activity->options.count; o++) {
        if (task->option_cost[o] >= look->best && task->home == PLAN_NONE && only_free &&
            task->groups.count == 0)
            continue;
        scan_unit(placer, look->task, task->activity->options.items[o].unit, first, past);
        const int16_t *past_at = task->past_at[o];
        for (int32_t s = first; s < start_past; s++) {
            int32_t e = past_at[s];
            if (e == 0 || e > past || e < look->range.past_least) continue;
            if (only_free && placer->taken[e] > placer->taken[s]) continue;
            look_at(placer, look, o, s, e);
        }
    }
}

static int32_t longest_past(const PlanTask *task, int32_t s) {
    int32_t past = 0;
    for (size_t o = 0; o < task->activity->options.count; o++)
        past = most(past, task->past_at[o][s]);
    return past;
}

bool place_find(Placer *placer, int32_t t, PlaceWish wish, PlanBlock *ret) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[t];
    Range range = range_of(state, t, wish.taken_price == PLACE_ONLY_FREE);
    if (range.first >= range.past) return false;
    Look look = {t, last_past(state, t), wish, range, INT64_MAX, ret};
    int32_t start_past = least(range.past, range.start_last + 1);
    PlanStarts starts = state_starts(state, task);
    if (!starts.dates) look_between(placer, &look, range.first, start_past, range.past);
    for (int32_t i = 0; starts.dates && i < starts.count && starts.dates[i] < start_past; i++) {
        int32_t s = starts.dates[i], past = s < range.first ? 0 : longest_past(task, s);
        if (past > 0) look_between(placer, &look, s, s + 1, least(past, range.past));
    }
    return look.best < INT64_MAX;
}

bool place_prices(Placer *placer, int32_t t, PlaceWish wish, int64_t *ret_price,
                  int16_t *ret_option) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[t];
    bool only_free = wish.taken_price == PLACE_ONLY_FREE, found = false;
    Range range = range_of(state, t, only_free);
    for (int32_t s = 0; s < state->periods; s++) ret_price[s] = PLACE_NEVER;
    if (range.first >= range.past) return false;
    scan_base(placer, t, range.first, range.past);
    int32_t start_past = least(range.past, range.start_last + 1);
    for (int32_t o = 0; o < (int32_t)task->activity->options.count; o++) {
        scan_unit(placer, t, task->activity->options.items[o].unit, range.first, range.past);
        const int16_t *past_at = task->past_at[o];
        const int32_t *taken = placer->taken;
        const int64_t *price = placer->price;
        for (int32_t s = range.first; s < start_past; s++) {
            int32_t e = past_at[s];
            if (e == 0 || e > range.past || e < range.past_least) continue;
            int32_t in_the_way = taken[e] - taken[s];
            if (in_the_way > 0 && only_free) continue;
            int64_t cost = task->option_cost[o] + task->start_cost[s] + price[e] - price[s];
            if (in_the_way > 0) cost += wish.taken_price * in_the_way;
            if (wish.noise > 0)
                cost += (int64_t)(((uint64_t)random_next(&placer->random) * (uint64_t)wish.noise) >>
                                  32);
            if (cost >= ret_price[s]) continue;
            ret_price[s] = cost;
            ret_option[s] = (int16_t)o;
            found = true;
        }
    }
    return found;
}

// ---- parts ----

// From week s, how far the task can go on in the unit whose scan is at hand.
static int32_t run_past(const Placer *placer, const PlanTask *task, int32_t s, int32_t past) {
    const PlanTrainee *trainee = &placer->state->plan->trainees.items[task->trainee];
    int32_t w = s;
    past = least(past, trainee->reach[s]);
    while (w < past && placer->taken[w + 1] == placer->taken[w]) w++;
    while (w > s && trainee->service[w - 1] == 0) w--;
    return w;
}

// Fills parts from `s` on, as early as they go; 0 when the work does not get done.
static int32_t fill_parts(const Placer *placer, int32_t t, int32_t o, int32_t s, Range range,
                          PlanBlock *parts) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[t];
    const PlanTrainee *trainee = &state->plan->trainees.items[task->trainee];
    const PlanOption *option = &task->activity->options.items[o];
    int32_t left = plan_work(task->activity, o), count = 0,
            least_work = most(1, task->activity->block_min);
    while (left > 0 && count < task->parts_max && s < range.past) {
        int32_t past = trainee->service[s] > 0 ? run_past(placer, task, s, range.past) : s;
        int32_t room = past > s ? trainee->served[past] - trainee->served[s] : 0;
        int32_t work = least(room, left);
        if (work < left && left - work < least_work) work = left - least_work;
        if (work < least(least_work, left) || (work < left && count == task->parts_max - 1)) {
            s = most(past, s + 1);
            continue;
        }
        int32_t end = plan_block_past(state->plan, task->activity, s, work);
        parts[count++] = (PlanBlock){s, end, o, option->unit, work};
        left -= work;
        s = end;
    }
    return left == 0 && parts[count - 1].past >= range.past_least ? count : 0;
}

int32_t place_find_parts(Placer *placer, int32_t t, PlanBlock *ret) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[t];
    Range whole = range_of(state, t, true);
    if (task->parts_max < 2 || whole.first >= whole.past) return 0;
    int64_t best = INT64_MAX;
    int32_t best_count = 0;
    scan_base(placer, t, whole.first, whole.past);
    for (int32_t o = 0; o < (int32_t)task->activity->options.count; o++) {
        PlanOption option = task->activity->options.items[o];
        Range range = whole;
        scan_unit(placer, t, option.unit, range.first, range.past);
        if (option.past > 0) {
            range.first = most(range.first, option.first);
            range.past = least(range.past, option.past);
        }
        int32_t start_past = least(range.past, range.start_last + 1);
        for (int32_t s = range.first; s < start_past; s++) {
            PlanBlock parts[PLAN_PARTS_MAX];
            // Starts inside a run give nothing new unless the wish lies there.
            if (random_below(&placer->random, 4) > 0 && s > range.first &&
                placer->taken[s] == placer->taken[s - 1])
                continue;
            int32_t count = fill_parts(placer, t, o, s, range, parts);
            if (count == 0 || parts[0].start > range.start_last) continue;
            int64_t cost = task->option_cost[o] + task->start_cost[parts[0].start];
            for (int32_t i = 0; i < count; i++)
                cost += placer->price[parts[i].past] - placer->price[parts[i].start];
            cost += state->pressure[PLAN_SHORT_TOGETHER] *
                    state_group_short(state, t, parts[0].start, parts[count - 1].past);
            if (cost >= best) continue;
            best = cost;
            best_count = count;
            memcpy(ret, parts, (size_t)count * sizeof(PlanBlock));
        }
    }
    return best_count;
}

bool place_best(Placer *placer, int32_t t, PlaceWish wish) {
    PlanBlock blocks[PLAN_PARTS_MAX];
    wish.taken_price = PLACE_ONLY_FREE;
    bool split = placer->state->tasks[t].parts_max > 1;
    int32_t parts = 0;
    if (split && random_below(&placer->random, 4) == 0) parts = place_find_parts(placer, t, blocks);
    if (parts == 0) parts = place_find(placer, t, wish, &blocks[0]);
    if (parts == 0 && split) parts = place_find_parts(placer, t, blocks);
    if (parts == 0) return false;
    state_add(placer->state, t, blocks, parts);
    return true;
}

// ---- whom to push away ----

static int64_t trouble_of(const Placer *placer, int32_t task) {
    if (placer->state->tasks[task].settled) return PUSH_NEVER;
    int64_t fails = placer->fails[task];
    return PUSH_UNIT * (1 + fails);
}

// What the blocks that overlap [s, e) cost is begun(e) - ended(s): those that begin before e, less
// those that end by s. Both are prefix sums, kept in base_price and price.
static void push_block(Placer *placer, const PlanBlock *block, int64_t trouble) {
    placer->base_price[block->start + 1] += trouble;
    placer->price[block->past] += trouble;
}

static void push_sums(Placer *placer, int32_t t, int32_t unit) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[t];
    size_t entries = (size_t)state->periods + 1;
    memset(placer->base_price, 0, entries * sizeof(int64_t));
    memset(placer->price, 0, entries * sizeof(int64_t));
    PlanIndexes own = state->plan->trainees.items[task->trainee].activities;
    for (size_t i = 0; i < own.count && !task->activity->inside; i++)
        for (int32_t k = 0; k < state->parts[own.items[i]]; k++)
            if (!state->tasks[own.items[i]].activity->inside)
                push_block(placer, &state->blocks[own.items[i]][k],
                           trouble_of(placer, own.items[i]) *
                               state->tasks[own.items[i]].activity->share / 100);
    const uint8_t *full = NULL;
    if (unit >= 0) {
        size_t row = (size_t)state->unit_rows[unit].capacity_row * (size_t)state->periods;
        full = state->full + row;
        PlanIndexes members = state->unit_tasks[unit];
        for (size_t i = 0; i < members.count; i++) {
            int32_t other = members.items[i];
            for (int32_t k = 0; k < state->parts[other]; k++) {
                const PlanBlock *block = &state->blocks[other][k];
                int32_t room = state->room[row + (size_t)block->start];
                if (full[block->start] || full[block->past - 1])
                    push_block(placer, block, trouble_of(placer, other) / most(1, room));
            }
        }
    }
    const uint8_t *home_full =
        state->home_full + (size_t)most(0, task->home) * (size_t)state->periods;
    const int32_t *service = state->plan->trainees.items[task->trainee].service;
    const int32_t *room = unit >= 0 ? state->room + (full - state->full) : NULL;
    placer->taken[0] = placer->base_taken[0] = 0;
    for (int32_t w = 0; w < state->periods; w++) {
        placer->base_price[w + 1] += placer->base_price[w];
        placer->price[w + 1] += placer->price[w];
        placer->taken[w + 1] = placer->taken[w] + (room && room[w] <= 0);
        placer->base_taken[w + 1] =
            placer->base_taken[w] + (task->home != PLAN_NONE && home_full[w] && service[w] > 0);
    }
}

static int64_t push_order(const Placer *placer, const PlanTask *task, int32_t s, int32_t e) {
    const PlanState *state = placer->state;
    int64_t trouble = 0;
    for (size_t i = 0; i < task->before.count; i++) {
        PlanArc arc = task->before.items[i];
        if (!state_is_on(state, arc.other)) continue;
        int32_t wait = s - state_past(state, arc.other);
        if (wait < arc.lag || wait > arc.max) trouble += trouble_of(placer, arc.other);
    }
    for (size_t i = 0; i < task->after.count; i++) {
        PlanArc arc = task->after.items[i];
        if (!state_is_on(state, arc.other)) continue;
        int32_t wait = state_start(state, arc.other) - e;
        if (wait < arc.lag || wait > arc.max) trouble += trouble_of(placer, arc.other);
    }
    return trouble;
}

bool place_find_push(Placer *placer, int32_t t, int64_t noise, PlanBlock *ret) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[t];
    int64_t best = PUSH_NEVER;
    for (int32_t o = 0; o < (int32_t)task->activity->options.count; o++) {
        int32_t unit = task->activity->options.items[o].unit;
        const int16_t *past_at = task->past_at[o];
        push_sums(placer, t, unit);
        for (int32_t s = 0; s < state->periods; s++) {
            int32_t e = past_at[s];
            if (e == 0 || placer->taken[e] > placer->taken[s]) continue;
            int64_t cost = placer->base_price[e] - placer->price[s] +
                           (placer->base_taken[e] - placer->base_taken[s]) * PUSH_HOME;
            if (cost >= best) continue;
            cost +=
                push_order(placer, task, s, e) + (int64_t)(((uint64_t)random_next(&placer->random) *
                                                            (uint64_t)(noise * PUSH_UNIT)) >>
                                                           32);
            if (cost >= best) continue;
            best = cost;
            *ret = (PlanBlock){s, e, o, unit, plan_work(task->activity, o)};
        }
    }
    return best < PUSH_NEVER;
}

// ---- clearing the way ----

static bool eject(Placer *placer, int32_t task, size_t eject_max) {
    if (placer->state->tasks[task].settled || placer->ejected.count >= eject_max) return false;
    state_remove(placer->state, task);
    list_add(placer->arena, &placer->ejected, task);
    return true;
}

static bool covers_week(const PlanState *state, int32_t task, int32_t w) {
    for (int32_t i = 0; i < state->parts[task]; i++)
        if (state->blocks[task][i].start <= w && w < state->blocks[task][i].past) return true;
    return false;
}

static bool clear_order(Placer *placer, int32_t t, const PlanBlock *block, size_t eject_max) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[t];
    for (size_t i = 0; i < task->before.count; i++) {
        PlanArc arc = task->before.items[i];
        if (!state_is_on(state, arc.other)) continue;
        int32_t wait = block->start - state_past(state, arc.other);
        if ((wait < arc.lag || wait > arc.max) && !eject(placer, arc.other, eject_max))
            return false;
    }
    for (size_t i = 0; i < task->after.count; i++) {
        PlanArc arc = task->after.items[i];
        if (!state_is_on(state, arc.other)) continue;
        int32_t wait = state_start(state, arc.other) - block->past;
        if ((wait < arc.lag || wait > arc.max) && !eject(placer, arc.other, eject_max))
            return false;
    }
    return true;
}

static bool week_is_free(const PlanState *state, const PlanTask *task, int32_t w) {
    size_t at = (size_t)task->trainee * (size_t)state->periods + (size_t)w;
    if (task->activity->inside) return state->courses[at] == 0;
    if (task->activity->kind == PLAN_COURSE && state->insides[at] > 0) return false;
    return state->used[at] + task->activity->share <= state->used_max[at];
}

static bool clear_trainee(Placer *placer, int32_t t, const PlanBlock *block, size_t eject_max) {
    const PlanState *state = placer->state;
    const PlanTask *task = &state->tasks[t];
    PlanIndexes own = state->plan->trainees.items[task->trainee].activities;
    for (int32_t w = block->start; w < block->past; w++) {
        if (week_is_free(state, task, w)) continue;
        size_t from = (size_t)random_below(&placer->random, (int32_t)own.count);
        for (size_t i = 0; i < own.count && !week_is_free(state, task, w); i++) {
            int32_t other = own.items[(from + i) % own.count];
            if (other == t || !covers_week(state, other, w) || state->tasks[other].settled)
                continue;
            if (!eject(placer, other, eject_max)) return false;
        }
        if (!week_is_free(state, task, w)) return false;
    }
    return true;
}

// Of those who cover the week, the one that has had least trouble; equal ones by chance.
static int32_t choose_victim(Placer *placer, PlanIndexes members, int32_t t, int32_t w,
                             int32_t level, bool served) {
    const PlanState *state = placer->state;
    int32_t chosen = PLAN_NONE, ties = 0;
    for (size_t i = 0; i < members.count; i++) {
        int32_t other = members.items[i];
        if (other == t || state->tasks[other].settled || !covers_week(state, other, w)) continue;
        const PlanTrainee *trainee = &state->plan->trainees.items[state->tasks[other].trainee];
        if ((level != PLAN_NONE && trainee->level[w] != level) ||
            (served && trainee->service[w] == 0))
            continue;
        int64_t edge = chosen == PLAN_NONE ? -1 : placer->fails[other] - placer->fails[chosen];
        if (edge > 0) continue;
        ties = edge < 0 ? 1 : ties + 1;
        if (ties == 1 || random_below(&placer->random, ties) == 0) chosen = other;
    }
    return chosen;
}

static bool clear_unit(Placer *placer, int32_t t, const PlanBlock *block, size_t eject_max) {
    const PlanState *state = placer->state;
    if (block->unit < 0) return true;
    const PlanUnitRows *rows = &state->unit_rows[block->unit];
    const int32_t *level = state->plan->trainees.items[state->tasks[t].trainee].level;
    for (int32_t l = -1; l < rows->level_count; l++) {
        size_t row = (size_t)(rows->capacity_row + 1 + l) * (size_t)state->periods;
        int32_t only = l < 0 ? PLAN_NONE : rows->levels[l].level;
        for (int32_t w = block->start; w < block->past; w++) {
            if (l >= 0 && level[w] != only) continue;
            while (state->full[row + (size_t)w]) {
                if (state->room[row + (size_t)w] <= 0) return false;
                int32_t victim =
                    choose_victim(placer, state->unit_tasks[block->unit], t, w, only, false);
                if (victim == PLAN_NONE || !eject(placer, victim, eject_max)) return false;
            }
        }
    }
    return true;
}

static bool clear_home(Placer *placer, int32_t t, const PlanBlock *block, size_t eject_max) {
    const PlanState *state = placer->state;
    int32_t home = state->tasks[t].home;
    if (home == PLAN_NONE) return true;
    size_t row = (size_t)home * (size_t)state->periods;
    const int32_t *service = state->plan->trainees.items[state->tasks[t].trainee].service;
    for (int32_t w = block->start; w < block->past; w++)
        while (service[w] > 0 && state->home_full[row + (size_t)w]) {
            int32_t victim = choose_victim(placer, state->home_tasks[home], t, w, PLAN_NONE, true);
            if (victim == PLAN_NONE || !eject(placer, victim, eject_max)) return false;
        }
    return true;
}

bool place_clear(Placer *placer, int32_t t, const PlanBlock *block, size_t eject_max) {
    return clear_order(placer, t, block, eject_max) && clear_trainee(placer, t, block, eject_max) &&
           clear_unit(placer, t, block, eject_max) && clear_home(placer, t, block, eject_max);
}
