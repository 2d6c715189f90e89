// metrics.h: what a server counts while it runs, and the text that Prometheus reads.
#pragma once
#include "base/str.h"

#define METRICS_STEPS 6

typedef struct {
    int64_t answers[6];            // by the first digit of the status
    int64_t within[METRICS_STEPS]; // answers of workers by time, each step apart from those below
    int64_t slower, spent_ms;
    int64_t refused;               // before a worker saw them
    int64_t cut;                   // connections whose time was out
} Metrics;

// What it is like just now.
typedef struct {
    int64_t connections, active, queued;
    bool database;
} MetricsNow;

void metrics_answer(Metrics *metrics, int status, int64_t ms);
Str metrics_text(Arena *arena, const Metrics *metrics, const MetricsNow *now);
