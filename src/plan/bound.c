#include "plan/bound.h"
#include <string.h>

#define ONE 65536
#define THETA_UP 1.3
#define THETA_DOWN 0.8
#define SINCE_MAX 4
#define FRESH 0.05
#define FRESH_DOWN 0.9

static size_t row_of(const PlanBounder *bounder, int32_t subject, int32_t w) {
    return (size_t)subject * (size_t)bounder->plan->periods + (size_t)w;
}

static size_t sum_of(const PlanBounder *bounder, int32_t subject, int32_t w) {
    return (size_t)subject * ((size_t)bounder->plan->periods + 1) + (size_t)w;
}

// ---- what one task does to the rows ----

static void mark(PlanBounder *bounder, const PlanTask *task, const PlanBlock *block) {
    int32_t share = task->activity->inside ? 0 : task->activity->share;
    for (int32_t w = block->start; w < block->past; w++) {
        bounder->place_over[row_of(bounder, task->trainee, w)] += share;
        if (block->unit >= 0) bounder->unit_over[row_of(bounder, block->unit, w)]++;
        if (task->home != PLAN_NONE)
            bounder->home_over[row_of(bounder, task->home, w)] +=
                bounder->plan->trainees.items[task->trainee].service[w] > 0;
    }
}

// What the weeks cost a task at one unit, as rows of prefix sums.
typedef struct {
    int64_t share;
    const int64_t *place, *unit, *home;
    const int64_t *unserved_price; // of a block that bridges leave: who is on leave is not missed
    const int32_t *service;
} WeekPrices;

static WeekPrices week_prices(const PlanBounder *bounder, const PlanTask *task, int32_t unit) {
    bool away = task->home != PLAN_NONE;
    return (WeekPrices){
        .share = task->activity->inside ? 0 : task->activity->share,
        .place = bounder->place_sum + sum_of(bounder, task->trainee, 0),
        .unit = unit >= 0 ? bounder->unit_sum + sum_of(bounder, unit, 0) : bounder->nothing,
        .home = away ? bounder->home_sum + sum_of(bounder, task->home, 0) : bounder->nothing,
        .unserved_price = away && bounder->plan->bridge > 0
                              ? bounder->home_shown + row_of(bounder, task->home, 0)
                              : NULL,
        .service = bounder->plan->trainees.items[task->trainee].service};
}

static inline int64_t price_between(const WeekPrices *prices, int32_t s, int32_t e) {
    int64_t price = prices->share * (prices->place[e] - prices->place[s]) + prices->unit[e] -
                    prices->unit[s] + prices->home[e] - prices->home[s];
    for (int32_t w = s; prices->unserved_price && w < e; w++)
        if (prices->service[w] == 0) price -= prices->unserved_price[w];
    return price;
}

// The parts of a split task may lie anywhere: only its unit's cost is sure, and what absence may
// earn.
static int64_t split_price(const PlanBounder *bounder, const PlanTask *task) {
    const PlanActivity *activity = task->activity;
    int64_t least = INT64_MAX;
    for (size_t o = 0; o < activity->options.count; o++) {
        int64_t cost = plan_preference_cost(bounder->plan, activity, (int32_t)o,
                                            plan_work(activity, (int32_t)o));
        if (cost < least) least = cost;
    }
    least *= ONE;
    for (int32_t w = task->first; task->home != PLAN_NONE && w < task->past; w++) {
        int64_t price = bounder->home_price[row_of(bounder, task->home, w)];
        if (price < 0) least += price;
    }
    return least;
}

static int64_t task_price(PlanBounder *bounder, const PlanTask *task) {
    if (task->parts_max > 1)
        return task->optional ? (split_price(bounder, task) < 0 ? split_price(bounder, task) : 0)
                              : split_price(bounder, task);
    int64_t best = task->optional ? task->off_cost * ONE : INT64_MAX;
    PlanBlock chosen = {.start = PLAN_NONE};
    PlanStarts starts = state_starts(bounder->state, task);
    for (int32_t o = 0; o < (int32_t)task->activity->options.count; o++) {
        int32_t unit = task->activity->options.items[o].unit;
        const int16_t *past_at = task->past_at[o];
        WeekPrices prices = week_prices(bounder, task, unit);
        for (int32_t i = 0; i < starts.count; i++) {
            int32_t s = starts_at(starts, i), e = past_at[s];
            if (e == 0) continue;
            int64_t cost = (task->option_cost[o] + task->start_cost[s]) * ONE;
            if (cost >= best && task->home == PLAN_NONE) continue; // only absence can earn
            cost += price_between(&prices, s, e);
            if (cost >= best) continue;
            best = cost;
            chosen = (PlanBlock){s, e, o, unit, 0};
        }
    }
    if (chosen.start != PLAN_NONE) mark(bounder, task, &chosen);
    return best;
}

// ---- the rows ----

static void sum_prices(PlanBounder *bounder, const int64_t *price, int64_t *sum, size_t subjects) {
    for (int32_t i = 0; i < (int32_t)subjects; i++)
        for (int32_t w = 0; w < bounder->plan->periods; w++)
            sum[sum_of(bounder, i, w + 1)] =
                sum[sum_of(bounder, i, w)] + price[row_of(bounder, i, w)];
}

// The cheapest number of absences at this price; what the choices have more than that is the miss.
static int64_t home_row(PlanBounder *bounder, int32_t home, int32_t w) {
    const PlanState *state = bounder->state;
    size_t at = row_of(bounder, home, w);
    int32_t staff = bounder->staff[at], target = bounder->plan->homes.items[home].target[w];
    int32_t least = staff - state->home_max[at], most = staff - state->home_min[at], chosen = 0;
    if (least < 0) least = 0;
    if (most < least) most = least;
    int64_t best = INT64_MAX;
    for (int32_t away = least; away <= most; away++) {
        int32_t missing = target - (staff - away);
        int64_t cost =
            (missing > 0 ? missing : 0) * bounder->plan->weights[PLAN_BELOW_TARGET] * ONE -
            bounder->home_price[at] * away;
        if (cost >= best) continue;
        best = cost;
        chosen = away;
    }
    bounder->home_over[at] -= chosen;
    return best;
}

static int64_t rows_price(PlanBounder *bounder) {
    const PlanState *state = bounder->state;
    const PlanInstance *plan = bounder->plan;
    int64_t sum = 0;
    for (size_t i = 0; i < plan->trainees.count * (size_t)plan->periods; i++) {
        sum -= bounder->place_price[i] * state->used_max[i];
        bounder->place_over[i] -= state->used_max[i];
    }
    for (int32_t u = 0; u < (int32_t)plan->units.count; u++) {
        size_t room = (size_t)state->unit_rows[u].capacity_row * (size_t)plan->periods;
        for (int32_t w = 0; w < plan->periods; w++) {
            size_t at = row_of(bounder, u, w);
            sum -= bounder->unit_price[at] * state->room[room + (size_t)w];
            bounder->unit_over[at] -= state->room[room + (size_t)w];
        }
    }
    for (int32_t c = 0; c < (int32_t)plan->homes.count; c++)
        for (int32_t w = 0; w < plan->periods; w++) sum += home_row(bounder, c, w);
    return sum;
}

// ---- steps ----

// The bound at the prices of now; the misses are left in the *_over rows. False: an empty domain.
static bool evaluate(PlanBounder *bounder, int64_t *ret) {
    const PlanInstance *plan = bounder->plan;
    size_t periods = (size_t)plan->periods;
    memset(bounder->place_over, 0, plan->trainees.count * periods * sizeof(int32_t));
    memset(bounder->unit_over, 0, plan->units.count * periods * sizeof(int32_t));
    memset(bounder->home_over, 0, plan->homes.count * periods * sizeof(int32_t));
    sum_prices(bounder, bounder->place_price, bounder->place_sum, plan->trainees.count);
    sum_prices(bounder, bounder->unit_price, bounder->unit_sum, plan->units.count);
    sum_prices(bounder, bounder->home_price, bounder->home_sum, plan->homes.count);
    bounder->home_shown = bounder->home_price;
    int64_t sum = bounder->constant * ONE;
    for (int32_t t = 0; t < bounder->state->task_count; t++) {
        const PlanTask *task = &bounder->state->tasks[t];
        if (task->settled) {
            for (int32_t i = 0; i < bounder->state->parts[t]; i++) {
                const PlanBlock *block = &bounder->state->blocks[t][i];
                WeekPrices prices = week_prices(bounder, task, block->unit);
                sum += price_between(&prices, block->start, block->past);
                mark(bounder, task, block);
            }
            continue;
        }
        int64_t price = task_price(bounder, task);
        if (price == INT64_MAX) return false;
        sum += price;
    }
    *ret = sum + rows_price(bounder);
    return true;
}

// One kind of row: its misses, and the prices that answer them.
typedef struct {
    const int32_t *over;
    float *mean;
    int64_t *price, *best;
    size_t count;
    bool free;   // the price may be negative: an equation
    double unit; // of a miss, in places
} Rows;

#define ROW_KINDS 3

static void find_rows(const PlanBounder *bounder, Rows *rows) {
    const PlanInstance *plan = bounder->plan;
    size_t periods = (size_t)plan->periods;
    rows[0] = (Rows){bounder->place_over,
                     bounder->place_mean,
                     bounder->place_price,
                     bounder->place_best,
                     plan->trainees.count * periods,
                     false,
                     0.01}; // shares are in percent
    rows[1] = (Rows){bounder->unit_over,
                     bounder->unit_mean,
                     bounder->unit_price,
                     bounder->unit_best,
                     plan->units.count * periods,
                     false,
                     1};
    rows[2] = (Rows){bounder->home_over,
                     bounder->home_mean,
                     bounder->home_price,
                     bounder->home_best,
                     plan->homes.count * periods,
                     true,
                     1};
}

static double smooth(const Rows *rows, double fresh) {
    double norm = 0;
    for (size_t i = 0; i < rows->count; i++) {
        double mean = (1 - fresh) * rows->mean[i] + fresh * rows->over[i] * rows->unit;
        rows->mean[i] = (float)mean;
        if (rows->free || mean > 0 || rows->best[i] > 0) norm += mean * mean;
    }
    return norm;
}

static void move_prices(const Rows *rows, double step) {
    for (size_t i = 0; i < rows->count; i++) {
        int64_t price = rows->best[i] + (int64_t)(step * rows->unit * rows->mean[i]);
        rows->price[i] = price < 0 && !rows->free ? 0 : price;
    }
}

void bounder_step(PlanBounder *bounder, int64_t upper) {
    Rows rows[ROW_KINDS];
    int64_t value;
    bounder->steps++;
    if (bounder->too_dear || !evaluate(bounder, &value)) return;
    find_rows(bounder, rows);
    bool better = !bounder->is_set || value > bounder->best;
    double fresh = bounder->is_set ? bounder->fresh : 1, norm = 0;
    if (better) {
        bounder->theta *= bounder->is_set ? THETA_UP : 1;
        bounder->best = value;
        bounder->is_set = true;
        bounder->since = 0;
        for (int i = 0; i < ROW_KINDS; i++)
            memcpy(rows[i].best, rows[i].price, rows[i].count * sizeof(int64_t));
    } else if (++bounder->since >= SINCE_MAX) {
        bounder->theta *= THETA_DOWN;
        bounder->since = 0;
    }
    if (bounder->steps % 100 == 0) bounder->fresh *= FRESH_DOWN;
    for (int i = 0; i < ROW_KINDS; i++) norm += smooth(&rows[i], fresh);
    double gap = (double)upper * ONE - (double)bounder->best;
    if (norm <= 0 || gap <= 0) return;
    for (int i = 0; i < ROW_KINDS; i++) move_prices(&rows[i], bounder->theta * gap / norm);
}

void bounder_show(PlanBounder *bounder) {
    sum_prices(bounder, bounder->place_best, bounder->place_sum, bounder->plan->trainees.count);
    sum_prices(bounder, bounder->unit_best, bounder->unit_sum, bounder->plan->units.count);
    sum_prices(bounder, bounder->home_best, bounder->home_sum, bounder->plan->homes.count);
    bounder->home_shown = bounder->home_best;
}

bool bounder_choose(const PlanBounder *bounder, int32_t t, int64_t noise, PlanRandom *random,
                    PlanBlock *ret) {
    const PlanTask *task = &bounder->state->tasks[t];
    PlanStarts starts = state_starts(bounder->state, task);
    int64_t best = INT64_MAX;
    for (int32_t o = 0; o < (int32_t)task->activity->options.count; o++) {
        int32_t unit = task->activity->options.items[o].unit;
        const int16_t *past_at = task->past_at[o];
        WeekPrices prices = week_prices(bounder, task, unit);
        for (int32_t i = 0; i < starts.count; i++) {
            int32_t s = starts_at(starts, i), e = past_at[s];
            if (e == 0) continue;
            int64_t cost =
                (task->option_cost[o] + task->start_cost[s]) * ONE + price_between(&prices, s, e);
            if (cost >= best) continue;
            cost += noise * (int64_t)(random_next(random) >> 16);
            if (cost >= best) continue;
            best = cost;
            *ret = (PlanBlock){s, e, o, unit, plan_work(task->activity, o)};
        }
    }
    return best < INT64_MAX;
}

int64_t bounder_bound(const PlanBounder *bounder) {
    return bounder->best <= 0 ? 0 : (bounder->best + ONE - 1) / ONE;
}

// ---- beginning ----

static int64_t pinned_cost(const PlanState *state) {
    int64_t cost =
        state->terms[PLAN_PREFERENCE] + state->terms[PLAN_TIMING] + state->terms[PLAN_STABILITY];
    for (int32_t t = 0; t < state->task_count; t++)
        if (!state->tasks[t].settled) cost -= state->tasks[t].off_cost;
    return cost;
}

// Whether all costs together would leave no room for sixteen more bits.
static bool is_too_dear(const PlanBounder *bounder) {
    const PlanInstance *plan = bounder->plan;
    double sum = 0;
    for (int32_t t = 0; t < bounder->state->task_count; t++) {
        const PlanTask *task = &bounder->state->tasks[t];
        int64_t option = 0, start = 0;
        for (size_t o = 0; o < task->activity->options.count; o++)
            if (task->option_cost[o] > option) option = task->option_cost[o];
        for (int32_t w = 0; w < plan->periods; w++)
            if (task->start_cost[w] > start) start = task->start_cost[w];
        sum += (double)option + (double)start + (double)task->off_cost;
    }
    for (size_t c = 0; c < plan->homes.count; c++)
        for (int32_t w = 0; w < plan->periods; w++)
            sum +=
                (double)plan->homes.items[c].target[w] * (double)plan->weights[PLAN_BELOW_TARGET];
    return sum > (double)((int64_t)1 << 44);
}

PlanBounder *bounder_begin(Arena *arena, const PlanInstance *plan) {
    PlanInstance *plain = arena_new(arena, PlanInstance); // terms in one sum
    *plain = *plan;
    plain->rank_count = 0;
    PlanBounder *bounder = arena_new(arena, PlanBounder);
    bounder->plan = plain;
    bounder->state = state_begin(arena, plain);
    bounder->constant = pinned_cost(bounder->state);
    bounder->theta = 1.0;
    bounder->fresh = FRESH;
    size_t periods = (size_t)plan->periods, places = plan->trainees.count * (periods + 1) + 1,
           units = plan->units.count * (periods + 1) + 1,
           homes = plan->homes.count * (periods + 1) + 1;
    bounder->place_price = arena_array(arena, int64_t, places);
    bounder->place_sum = arena_array(arena, int64_t, places);
    bounder->place_best = arena_array(arena, int64_t, places);
    bounder->place_mean = arena_array(arena, float, places);
    bounder->place_over = arena_array(arena, int32_t, places);
    bounder->unit_price = arena_array(arena, int64_t, units);
    bounder->unit_sum = arena_array(arena, int64_t, units);
    bounder->unit_best = arena_array(arena, int64_t, units);
    bounder->unit_mean = arena_array(arena, float, units);
    bounder->unit_over = arena_array(arena, int32_t, units);
    bounder->home_price = arena_array(arena, int64_t, homes);
    bounder->home_sum = arena_array(arena, int64_t, homes);
    bounder->home_best = arena_array(arena, int64_t, homes);
    bounder->home_mean = arena_array(arena, float, homes);
    bounder->home_over = arena_array(arena, int32_t, homes);
    bounder->staff = arena_array(arena, int32_t, homes);
    bounder->nothing = arena_array(arena, int64_t, periods + 1);
    for (size_t r = 0; r < plan->trainees.count; r++)
        for (int32_t w = 0; plan->trainees.items[r].home != PLAN_NONE && w < plan->periods; w++)
            bounder->staff[row_of(bounder, plan->trainees.items[r].home, w)] +=
                plan->trainees.items[r].service[w] > 0;
    bounder->too_dear = is_too_dear(bounder);
    return bounder;
}

// The cost of each activity at its cheapest: a first guess upwards.
static int64_t rough_upper(const PlanBounder *bounder) {
    int64_t value = bounder->best / ONE;
    return value + value / 8 + 64;
}

// ---- what is scarce ----

#define SCARCE_GAP 2 // periods without a price that do not break a stretch

static int compare_scarce(const void *a, const void *b, void *context) {
    (void)context;
    const PlanScarce *x = a, *y = b;
    if (x->price != y->price) return x->price > y->price ? -1 : 1;
    if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static void add_stretches(Arena *arena, const PlanBounder *bounder, int32_t unit,
                          PlanScarces *scarce) {
    PlanScarce stretch = {.unit = unit};
    for (int32_t w = 0; w <= bounder->plan->periods; w++) {
        bool end = w == bounder->plan->periods;
        int64_t price = end ? 0 : bounder->unit_best[row_of(bounder, unit, w)];
        if (stretch.price > 0 && (end || w - stretch.past > SCARCE_GAP)) {
            list_add(arena, scarce, stretch);
            stretch.price = 0;
        }
        if (price <= 0) continue;
        if (stretch.price == 0) stretch.first = w;
        stretch.past = w + 1;
        stretch.price += price;
    }
}

PlanScarces bounder_scarce(Arena *arena, const PlanBounder *bounder, size_t count_max) {
    PlanScarces scarce = {0};
    for (int32_t u = 0; u < (int32_t)bounder->plan->units.count; u++)
        add_stretches(arena, bounder, u, &scarce);
    list_sort(arena, scarce.items, scarce.count, sizeof(PlanScarce), compare_scarce, NULL);
    if (scarce.count > count_max) scarce.count = count_max;
    for (size_t i = 0; i < scarce.count; i++)
        scarce.items[i].price = (scarce.items[i].price + ONE - 1) / ONE;
    return scarce;
}

Str plan_scarce_text(Arena *arena, const PlanInstance *plan, const PlanScarce *scarce) {
    Str unit = plan->units.items[scarce->unit].id;
    const char *periods = plan->period_unit == PLAN_WEEK ? "veckorna" : "halvmånaderna";
    return str_printf(arena, "en plats till på %.*s %s %d–%d sänker gränsen med högst %lld",
                      STR_ARG(unit), periods, scarce->first, scarce->past - 1,
                      (long long)scarce->price);
}

#define SCARCE_TOLD 5

bool plan_bound_scarce(Arena *arena, const PlanInstance *plan, int32_t steps, int64_t *ret,
                       PlanScarces *ret_scarce) {
    Arena *scratch = arena_open((size_t)8 << 30);
    PlanBounder *bounder = bounder_begin(scratch, plan);
    for (int32_t i = 0; i < steps; i++) bounder_step(bounder, rough_upper(bounder));
    bool found = bounder->is_set;
    if (found) *ret = bounder_bound(bounder);
    if (found && ret_scarce) *ret_scarce = bounder_scarce(arena, bounder, SCARCE_TOLD);
    arena_close(scratch);
    return found;
}

bool plan_bound(const PlanInstance *plan, int32_t steps, int64_t *ret) {
    return plan_bound_scarce(NULL, plan, steps, ret, NULL);
}
