#include "base/test.h"
#include "http/metrics.h"

static bool has_line(Str text, const char *line) {
    Str part;
    while (str_split(&text, '\n', &part))
        if (str_equal(part, str_from_c(line))) return true;
    return false;
}

TEST(metrics_counts_each_answer_once) {
    Arena *arena = arena_open(1 << 20);
    Metrics metrics = {.refused = 7, .cut = 2};
    metrics_answer(&metrics, 200, 5);
    metrics_answer(&metrics, 200, 6);
    metrics_answer(&metrics, 404, 20);
    metrics_answer(&metrics, 503, 12000);
    Str text = metrics_text(arena, &metrics, &(MetricsNow){.connections = 3, .active = 2, .queued = 1, .database = true});
    static const char *const lines[] = {
        "randa_answers_total{status=\"2xx\"} 2",
        "randa_answers_total{status=\"3xx\"} 0",
        "randa_answers_total{status=\"4xx\"} 1",
        "randa_answers_total{status=\"5xx\"} 1",
        "randa_answer_seconds_bucket{le=\"0.005\"} 1",
        "randa_answer_seconds_bucket{le=\"0.02\"} 3",
        "randa_answer_seconds_bucket{le=\"10\"} 3",
        "randa_answer_seconds_bucket{le=\"+Inf\"} 4",
        "randa_answer_seconds_count 4",
        "randa_answer_seconds_sum 12.031",
        "# TYPE randa_answer_seconds histogram",
        "randa_refused_total 7",
        "randa_cut_total 2",
        "randa_connections 3",
        "randa_requests_active 2",
        "randa_requests_queued 1",
        "randa_database_up 1",
    };
    for (size_t i = 0; i < COUNT_OF(lines); i++) CHECK(has_line(text, lines[i]), lines[i]);
    arena_close(arena);
}
