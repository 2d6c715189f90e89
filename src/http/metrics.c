#include "http/metrics.h"
#include "base/buf.h"

static const struct {
    int64_t ms;
    const char *seconds;
} steps[METRICS_STEPS] = {{5, "0.005"}, {20, "0.02"}, {100, "0.1"}, {500, "0.5"}, {2000, "2"}, {10000, "10"}};

void metrics_answer(Metrics *metrics, int status, int64_t ms) {
    size_t step = 0;
    if (status >= 100 && status < 600) metrics->answers[status / 100]++;
    while (step < METRICS_STEPS && ms > steps[step].ms) step++;
    if (step < METRICS_STEPS) metrics->within[step]++;
    else metrics->slower++;
    metrics->spent_ms += ms;
}

static void add_kind(Buf *buf, const char *name, const char *kind, const char *help) {
    buf_addf(buf, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static void add_number(Buf *buf, const char *name, const char *kind, const char *help, int64_t value) {
    add_kind(buf, name, kind, help);
    buf_addf(buf, "%s %lld\n", name, (long long)value);
}

static void add_times(Buf *buf, const Metrics *metrics) {
    const char *name = "randa_answer_seconds";
    int64_t sum = 0;
    add_kind(buf, name, "histogram", "Time from request line to answer, of what a worker made.");
    for (size_t i = 0; i < METRICS_STEPS; i++) {
        sum += metrics->within[i];
        buf_addf(buf, "%s_bucket{le=\"%s\"} %lld\n", name, steps[i].seconds, (long long)sum);
    }
    sum += metrics->slower;
    buf_addf(buf, "%s_bucket{le=\"+Inf\"} %lld\n%s_sum %lld.%03lld\n%s_count %lld\n", name, (long long)sum, name,
               (long long)(metrics->spent_ms / 1000), (long long)(metrics->spent_ms % 1000), name, (long long)sum);
}

Str metrics_text(Arena *arena, const Metrics *metrics, const MetricsNow *now) {
    Buf buf = buf_begin(arena);
    add_kind(&buf, "randa_answers_total", "counter", "Answers made by workers, by class of status.");
    for (int class = 2; class <= 5; class++)
        buf_addf(&buf, "randa_answers_total{status=\"%dxx\"} %lld\n", class, (long long)metrics->answers[class]);
    add_times(&buf, metrics);
    add_number(&buf, "randa_refused_total", "counter", "Requests refused before a worker saw them.", metrics->refused);
    add_number(&buf, "randa_cut_total", "counter", "Connections cut because their time was out.", metrics->cut);
    add_number(&buf, "randa_connections", "gauge", "Open connections.", now->connections);
    add_number(&buf, "randa_requests_active", "gauge", "Requests under way.", now->active);
    add_number(&buf, "randa_requests_queued", "gauge", "Requests that wait for a worker.", now->queued);
    add_number(&buf, "randa_database_up", "gauge", "Whether the database answered.", now->database);
    return buf_end(&buf);
}
