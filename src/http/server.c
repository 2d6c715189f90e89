// An exchange lives from its request line to the last byte of its answer. The loop's thread reads
// it, suspends the connection and puts the exchange in the workers' queue; a worker makes the
// answer and resumes the connection; the loop sends it. Connections lie in a table whose deadlines
// the calling thread sweeps: all times are totals, so that a trickle cannot hold a place (S16).
#include "http/server.h"
#include "base/clock_jump.h"
#include "base/log.h"
#include "gen/assets.h"
#include "http/guard.h"
#include "http/metrics.h"
#include "store/migrate.h"
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define CONNECTIONS_MAX 512
#define CONNECTIONS_PER_ADDRESS_MAX 128
#define TURNED_AWAY_MAX 64 // that are just being told so
#define QUEUE_MAX 256
#define HEADER_MS_MAX 10000
#define IDLE_MS_MAX 60000
#define BODY_MS_MAX 30000
#define SEND_MS_MAX 30000
#define DRAIN_MS_MAX 9000
#define STOP_SECONDS_MAX 10 // whatever hangs
#define DOWN_MS 1000        // a database that is gone is asked again after
#define BYTES_PER_MS 50 // 1 s more for each 50 KiB

typedef struct {
    bool used;
    int fd;
    int64_t deadline; // monotonic ms; 0: none
    Str address;
    char address_text[INET6_ADDRSTRLEN];
} Conn;

typedef enum { EXCHANGE_NEW, EXCHANGE_BODY, EXCHANGE_QUEUED, EXCHANGE_DONE } ExchangeState;

typedef struct Exchange Exchange;
struct Exchange {
    Exchange *next;
    Arena *arena; // holds this, the headers and the body
    ExchangeState state;
    struct MHD_Connection *connection;
    Conn *conn;
    Incoming in;
    char *body;
    size_t body_size, body_capacity, body_expected;
    bool gzip;
    struct MHD_Response *response;
    int status;
    int64_t began;
};

typedef struct {
    const ServerOptions *options;
    struct MHD_Daemon *daemon;
    char origin[300], host[300], host_localhost[32];
    pthread_mutex_t lock; // of all below
    pthread_cond_t work;
    Exchange *first, *last;
    size_t queued, active;
    bool stopping;
    int64_t down_until; // monotonic ms: until then nobody waits for the database
    Metrics metrics;
    Conn conns[CONNECTIONS_MAX];
} Server;

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// --- connections ---------------------------------------------------------------------------------

static void conn_deadline(Server *server, Conn *conn, int64_t ms) {
    if (!conn) return;
    pthread_mutex_lock(&server->lock);
    conn->deadline = ms ? now_ms() + ms : 0;
    pthread_mutex_unlock(&server->lock);
}

static void conn_address(Conn *conn, const struct sockaddr *address) {
    conn->address_text[0] = 0;
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, conn->address_text,
                  sizeof conn->address_text);
    if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, conn->address_text,
                  sizeof conn->address_text);
}

static bool is_proxy(const Server *server, const Conn *conn) {
    return server->options->proxy && conn && strcmp(conn->address_text, server->options->proxy) == 0;
}

// NULL: there are as many as may be, in all or from that address.
static Conn *conn_add(Server *server, int fd, const struct sockaddr *address) {
    Conn *free = NULL, conn = {.used = true, .fd = fd, .deadline = now_ms() + HEADER_MS_MAX};
    size_t same = 0;
    conn_address(&conn, address);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        Conn *other = &server->conns[i];
        if (!other->used) free = other;
        else same += strcmp(other->address_text, conn.address_text) == 0;
    }
    if (!free || (same >= CONNECTIONS_PER_ADDRESS_MAX && !is_proxy(server, &conn))) return NULL;
    *free = conn;
    free->address = str_from_c(free->address_text);
    return free;
}

// Told at once, without waiting for its request: it holds no place meanwhile.
static void turn_away(Server *server, int fd) {
    static const char text[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n"
                               "Cache-Control: no-store\r\nContent-Type: text/plain; charset=utf-8\r\n"
                               "Content-Length: 52\r\n\r\nMånga arbetar just nu. Försök igen om en stund.\r\n";
    if (send(fd, text, sizeof text - 1, MSG_DONTWAIT | MSG_NOSIGNAL) > 0) server->metrics.refused++;
    shutdown(fd, SHUT_RDWR); // the loop sees the end and closes it
}

static void on_connection(void *context, struct MHD_Connection *connection, void **ret_conn,
                          enum MHD_ConnectionNotificationCode code) {
    Server *server = context;
    pthread_mutex_lock(&server->lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        *ret_conn = conn_add(server, fd,
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
        if (!*ret_conn) turn_away(server, fd);
    } else if (*ret_conn) {
        ((Conn *)*ret_conn)->used = false;
        *ret_conn = NULL;
    }
    pthread_mutex_unlock(&server->lock);
}

static Conn *conn_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void sweep(Server *server) {
    int64_t now = now_ms();
    pthread_mutex_lock(&server->lock);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        Conn *conn = &server->conns[i];
        if (!conn->used || conn->deadline == 0 || now < conn->deadline) continue;
        server->metrics.cut++;
        shutdown(conn->fd, SHUT_RDWR); // the loop sees the end and closes it
        conn->deadline = 0;
    }
    pthread_mutex_unlock(&server->lock);
}

// --- answers -------------------------------------------------------------------------------------

static struct MHD_Response *make_response(const PairList *headers, Str body, enum MHD_ResponseMemoryMode mode) {
    struct MHD_Response *response = MHD_create_response_from_buffer(body.size, (void *)(uintptr_t)body.data, mode);
    if (!response) return NULL;
    for (size_t i = 0; i < headers->count; i++) {
        char value[8192], name[64];
        snprintf(name, sizeof name, "%.*s", STR_ARG(headers->items[i].name));
        snprintf(value, sizeof value, "%.*s", STR_ARG(headers->items[i].value));
        MHD_add_response_header(response, name, value);
    }
    return response;
}

// What is said before anyone has read the request: no frame, no session.
static const struct {
    int status;
    const char *title, *text;
} plain_texts[] = {
    {400, "Det gick inte att läsa det som skickades", "Gå till startsidan och försök därifrån."},
    {404, "Sidan finns inte", "Gå till startsidan och försök därifrån."},
    {405, "Det går inte att göra så här", "Gå till startsidan och försök därifrån."},
    {413, "Filen är för stor", "Filer får vara högst 25 MB tillsammans."},
    {414, "Adressen är för lång", "Gå till startsidan och försök därifrån."},
    {421, "Fel adress", "Randa svarar inte på det namnet. Se efter i adressfältet."},
    {431, "Webbläsaren skickade för mycket", "Rensa webbplatsens kakor och försök igen."},
    {503, "Många arbetar just nu", "Inget har sparats. Försök igen om en stund."},
};

static struct MHD_Response *plain_response(Arena *arena, int status, const Incoming *in) {
    PairList headers = {0};
    size_t i = COUNT_OF(plain_texts) - 1;
    while (i > 0 && plain_texts[i].status != status) i--;
    Str body = str_printf(arena, "<!doctype html>\n<html lang=\"sv\"><meta charset=\"utf-8\"><title>%s – Randa</title>"
                                 "<h1>%s</h1><p>%s</p><p>Nummer: %.*s</p>\n",
                          plain_texts[i].title, plain_texts[i].title, plain_texts[i].text, STR_ARG(in->id));
    list_add(arena, &headers, (Pair){STR("Content-Type"), STR("text/html; charset=utf-8")});
    if (status == 503) list_add(arena, &headers, (Pair){STR("Retry-After"), STR("5")});
    list_add(arena, &headers, (Pair){STR("Connection"), STR("close")});
    list_add(arena, &headers, (Pair){STR("X-Request-Id"), in->id});
    site_headers(arena, &headers, in->is_secure, false);
    return make_response(&headers, body, MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result send_response(Server *server, Exchange *exchange, int status, struct MHD_Response *response,
                                     size_t size) {
    if (!response) return MHD_NO;
    conn_deadline(server, exchange->conn, SEND_MS_MAX + (int64_t)size / BYTES_PER_MS);
    exchange->state = EXCHANGE_DONE;
    enum MHD_Result result = MHD_queue_response(exchange->connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result send_plain(Server *server, Exchange *exchange, int status) {
    log_info("request id=%.*s refused status=%d", STR_ARG(exchange->in.id), status);
    pthread_mutex_lock(&server->lock);
    server->metrics.refused++;
    pthread_mutex_unlock(&server->lock);
    return send_response(server, exchange, status, plain_response(exchange->arena, status, &exchange->in), 0);
}

static Str header_of(const PairList *headers, const char *name) {
    Request req = {.headers = *headers};
    return request_header(&req, name);
}

static const Asset *asset_at(Str path) {
    for (const Asset *asset = assets; asset->name; asset++)
        if (str_equal(path, str_from_c(asset->path))) return asset;
    return NULL;
}

// The address holds the content's hash, so a browser may keep it for ever.
static enum MHD_Result send_asset(Server *server, Exchange *exchange, const Asset *asset) {
    Arena *arena = exchange->arena;
    PairList headers = {0};
    Str tag = str_printf(arena, "\"%s\"", asset->path + strlen("/static/"));
    bool same = str_equal(header_of(&exchange->in.headers, "If-None-Match"), tag);
    bool packed = asset->gzip && exchange->gzip && !same;
    Str body = packed ? (Str){(const char *)asset->gzip, asset->gzip_size}
                      : (Str){(const char *)asset->bytes, same ? 0 : asset->size};
    list_add(arena, &headers, (Pair){STR("Content-Type"), str_from_c(asset->type)});
    list_add(arena, &headers, (Pair){STR("ETag"), tag});
    list_add(arena, &headers, (Pair){STR("Cache-Control"), STR("public, max-age=31536000, immutable")});
    list_add(arena, &headers, (Pair){STR("Vary"), STR("Accept-Encoding")});
    if (packed) list_add(arena, &headers, (Pair){STR("Content-Encoding"), STR("gzip")});
    site_headers(arena, &headers, exchange->in.is_secure, true);
    return send_response(server, exchange, same ? 304 : 200,
                         make_response(&headers, body, MHD_RESPMEM_PERSISTENT), body.size);
}

static enum MHD_Result send_text(Server *server, Exchange *exchange, Str text) {
    PairList headers = {0};
    list_add(exchange->arena, &headers, (Pair){STR("Content-Type"), STR("text/plain; charset=utf-8")});
    site_headers(exchange->arena, &headers, exchange->in.is_secure, false);
    return send_response(server, exchange, 200, make_response(&headers, text, MHD_RESPMEM_MUST_COPY), text.size);
}

static bool is_loopback(const char *address) {
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

// On the machine itself and not through the proxy, or with the token of whoever runs it.
static bool may_read_metrics(const Server *server, const Exchange *exchange) {
    const char *token = server->options->metrics_token;
    Str given = header_of(&exchange->in.headers, "Authorization");
    if (token && str_starts(given, STR("Bearer "))) {
        Str rest = str_slice(given, strlen("Bearer "), given.size);
        return rest.size == strlen(token) && sodium_memcmp(rest.data, token, rest.size) == 0;
    }
    return exchange->conn && is_loopback(exchange->conn->address_text) && !is_proxy(server, exchange->conn);
}

static enum MHD_Result send_metrics(Server *server, Exchange *exchange) {
    MetricsNow now = {0};
    pthread_mutex_lock(&server->lock);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) now.connections += server->conns[i].used;
    now.active = (int64_t)server->active;
    now.queued = (int64_t)server->queued;
    now.database = now_ms() >= server->down_until;
    Metrics metrics = server->metrics;
    pthread_mutex_unlock(&server->lock);
    return send_text(server, exchange, metrics_text(exchange->arena, &metrics, &now));
}

// --- the workers ---------------------------------------------------------------------------------

typedef struct {
    Server *server;
    pthread_t thread;
    Arena *arena;
    Db *db;
} Worker;

static bool is_packable(const PairList *headers, Str body) {
    Str type = header_of(headers, "Content-Type");
    return body.size >= 1024 && (str_starts(type, STR("text/")) || str_starts(type, STR("application/json")) ||
                                 str_starts(type, STR("image/svg")));
}

static bool pack(Arena *arena, Str body, Str *ret) {
    z_stream stream = {0};
    if (deflateInit2(&stream, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
    uLong bound = deflateBound(&stream, body.size);
    unsigned char *out = arena_alloc(arena, bound, 1);
    stream.next_in = (unsigned char *)(uintptr_t)body.data;
    stream.avail_in = (uInt)body.size;
    stream.next_out = out;
    stream.avail_out = (uInt)bound;
    int result = deflate(&stream, Z_FINISH);
    *ret = (Str){(const char *)out, stream.total_out};
    deflateEnd(&stream);
    return result == Z_STREAM_END;
}

// While one worker has found the database gone, the others answer at once instead of waiting too.
static bool is_down(Server *server) {
    pthread_mutex_lock(&server->lock);
    bool down = now_ms() < server->down_until;
    pthread_mutex_unlock(&server->lock);
    return down;
}

static void note_down(Server *server) {
    pthread_mutex_lock(&server->lock);
    server->down_until = now_ms() + DOWN_MS;
    pthread_mutex_unlock(&server->lock);
}

static void open_db(Worker *worker) {
    Err err = {0};
    if (worker->db || db_open(worker->server->options->db, &worker->db, &err)) return;
    log_warn("database: cannot be reached");
    note_down(worker->server);
}

static bool is_path(const Exchange *exchange, const char *path) {
    return str_equal(str_slice(exchange->in.target, 0, str_find_char(exchange->in.target, '?')), str_from_c(path));
}

// Ready: the database answers and has this program's schema.
static void answer_ready(Worker *worker, Outgoing *out) {
    Err err = {0};
    int number;
    bool ready = worker->db && migrate_number(worker->db, &number, &err) && number > 0;
    out->status = ready ? 200 : 503;
    out->body = ready ? STR("ready\n") : STR("database\n");
    list_add(worker->arena, &out->headers, (Pair){STR("Content-Type"), STR("text/plain; charset=utf-8")});
    site_headers(worker->arena, &out->headers, false, false);
}

// The connection may be broken when a request has failed with the store: the next opens a new one.
static void forget_broken(Worker *worker, const Outgoing *out) {
    if (out->status != 500 && out->status != 503) return;
    if (worker->db && db_is_lost(worker->db)) note_down(worker->server);
    db_close(worker->db);
    worker->db = NULL;
}

static void note_answer(Server *server, const Exchange *exchange, const Outgoing *out) {
    int64_t ms = now_ms() - exchange->began;
    pthread_mutex_lock(&server->lock);
    metrics_answer(&server->metrics, out->status, ms);
    pthread_mutex_unlock(&server->lock);
    log_info("request id=%.*s %s %s status=%d ms=%lld account=%lld bytes=%zu", STR_ARG(exchange->in.id),
             method_name(exchange->in.method), out->route ? out->route->path : "-", out->status,
             (long long)ms, (long long)out->account, out->body.size);
}

static void answer(Worker *worker, Exchange *exchange) {
    Outgoing out = {0};
    open_db(worker);
    if (is_path(exchange, "/readyz")) answer_ready(worker, &out);
    else site_answer(&worker->server->options->site, worker->db, worker->arena, &exchange->in, &out);
    Str packed, body = out.body;
    if (exchange->gzip && is_packable(&out.headers, body) && pack(worker->arena, body, &packed)) {
        list_add(worker->arena, &out.headers, (Pair){STR("Content-Encoding"), STR("gzip")});
        body = packed;
    }
    exchange->response = make_response(&out.headers, body, MHD_RESPMEM_MUST_COPY);
    exchange->status = out.status;
    note_answer(worker->server, exchange, &out);
    forget_broken(worker, &out);
}

// The edge of the request: whoever asked for more memory than a request may have gets a 503.
static void answer_inside_cap(Worker *worker, Exchange *exchange) {
    if (ARENA_EDGE(worker->arena)) {
        log_warn("request id=%.*s reached the memory cap", STR_ARG(exchange->in.id));
        db_close(worker->db);
        worker->db = NULL;
        exchange->response = plain_response(exchange->arena, 503, &exchange->in);
        exchange->status = 503;
        return;
    }
    answer(worker, exchange);
    arena_edge_clear(worker->arena);
}

static void answer_down(Exchange *exchange) {
    log_info("request id=%.*s refused status=503", STR_ARG(exchange->in.id));
    exchange->response = plain_response(exchange->arena, 503, &exchange->in);
    exchange->status = 503;
}

static Exchange *next_exchange(Server *server) {
    pthread_mutex_lock(&server->lock);
    while (!server->first && !server->stopping) pthread_cond_wait(&server->work, &server->lock);
    Exchange *exchange = server->first;
    if (exchange) {
        server->first = exchange->next;
        if (!server->first) server->last = NULL;
        server->queued--;
    }
    pthread_mutex_unlock(&server->lock);
    return exchange;
}

static void *work(void *context) {
    Worker *worker = context;
    Exchange *exchange;
    worker->arena = arena_open(REQUEST_ARENA_BYTES_MAX);
    while ((exchange = next_exchange(worker->server)) != NULL) {
        if (is_down(worker->server)) answer_down(exchange);
        else answer_inside_cap(worker, exchange);
        arena_clear(worker->arena);
        MHD_resume_connection(exchange->connection);
    }
    arena_close(worker->arena);
    db_close(worker->db);
    return NULL;
}

static enum MHD_Result enqueue(Server *server, Exchange *exchange) {
    pthread_mutex_lock(&server->lock);
    bool full = server->queued >= QUEUE_MAX;
    pthread_mutex_unlock(&server->lock);
    if (full) return send_plain(server, exchange, 503);
    exchange->in.body = (Str){exchange->body ? exchange->body : "", exchange->body_size};
    exchange->state = EXCHANGE_QUEUED;
    conn_deadline(server, exchange->conn, 0);
    MHD_suspend_connection(exchange->connection);
    pthread_mutex_lock(&server->lock);
    exchange->next = NULL;
    if (server->last) server->last->next = exchange;
    else server->first = exchange;
    server->last = exchange;
    server->queued++;
    pthread_cond_signal(&server->work);
    pthread_mutex_unlock(&server->lock);
    return MHD_YES;
}

// --- reading -------------------------------------------------------------------------------------

static void *on_request_line(void *context, const char *uri, struct MHD_Connection *connection) {
    Server *server = context;
    Arena *arena = arena_open(UPLOAD_BYTES_MAX * 3 + ((size_t)1 << 20));
    Exchange *exchange = arena_new(arena, Exchange);
    unsigned char id[6];
    char hex[13];
    randombytes_buf(id, sizeof id);
    sodium_bin2hex(hex, sizeof hex, id, sizeof id);
    *exchange = (Exchange){.arena = arena, .connection = connection, .conn = conn_of(connection), .began = now_ms()};
    exchange->in.target = str_copy(arena, str_from_c(uri));
    exchange->in.id = str_printf(arena, "%.4s-%.4s-%.4s", hex, hex + 4, hex + 8);
    conn_deadline(server, exchange->conn, HEADER_MS_MAX);
    pthread_mutex_lock(&server->lock);
    server->active++;
    pthread_mutex_unlock(&server->lock);
    return exchange;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **exchange_at,
                         enum MHD_RequestTerminationCode code) {
    Server *server = context;
    Exchange *exchange = *exchange_at;
    (void)connection, (void)code;
    if (!exchange) return;
    *exchange_at = NULL;
    if (exchange->state < EXCHANGE_QUEUED)
        log_info("request id=%.*s ended before it was read", STR_ARG(exchange->in.id));
    conn_deadline(server, exchange->conn, IDLE_MS_MAX);
    if (exchange->state == EXCHANGE_QUEUED && exchange->response) MHD_destroy_response(exchange->response);
    arena_close(exchange->arena);
    pthread_mutex_lock(&server->lock);
    server->active--;
    pthread_mutex_unlock(&server->lock);
}

static enum MHD_Result on_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value) {
    Exchange *exchange = context;
    (void)kind;
    list_add(exchange->arena, &exchange->in.headers,
             (Pair){str_copy(exchange->arena, str_from_c(name)), str_copy(exchange->arena, str_from_c(value))});
    return exchange->in.headers.count <= 200 ? MHD_YES : MHD_NO;
}

// Behind a trusted proxy the last address it adds is the client's, and it says whether TLS was used.
static void read_forwarded(const Server *server, Exchange *exchange) {
    Incoming *in = &exchange->in;
    in->address = exchange->conn ? str_copy(exchange->arena, exchange->conn->address) : STR("");
    in->origin = str_from_c(server->origin);
    if (!is_proxy(server, exchange->conn)) return;
    Str forwarded = header_of(&in->headers, "X-Forwarded-For"), part;
    while (str_split(&forwarded, ',', &part)) in->address = str_trim(part);
    in->is_secure = str_equal(header_of(&in->headers, "X-Forwarded-Proto"), STR("https"));
}

static bool accepts_gzip(const PairList *headers) {
    return str_find(header_of(headers, "Accept-Encoding"), STR("gzip")) != STR_NOT_FOUND;
}

static size_t body_limit(const Server *server, const Exchange *exchange) {
    PairList params;
    bool other;
    Str path, query;
    if (!site_path(exchange->arena, exchange->in.target, &path, &query)) return 0;
    const Route *route = route_find(server->options->site.routes, exchange->arena, exchange->in.method, path,
                                    &params, &other);
    return route && route->takes_files ? UPLOAD_BYTES_MAX : BODY_BYTES_MAX;
}

static enum MHD_Result begin(Server *server, Exchange *exchange, const char *method, const char *version) {
    GuardInput input = {.version = version, .target = exchange->in.target,
                        .hosts = {server->host, server->host_localhost[0] ? server->host_localhost : NULL}};
    int64_t length;
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, on_header, exchange);
    input.headers = exchange->in.headers;
    read_forwarded(server, exchange);
    exchange->gzip = accepts_gzip(&exchange->in.headers);
    if (!exchange->conn) return send_plain(server, exchange, 503);
    if (!guard_method(method, &exchange->in.method)) return send_plain(server, exchange, 405);
    int status = guard_check(&input, &length);
    if (status) return send_plain(server, exchange, status);
    if ((uint64_t)length > body_limit(server, exchange)) return send_plain(server, exchange, 413);
    exchange->state = EXCHANGE_BODY;
    exchange->body_expected = (size_t)length;
    conn_deadline(server, exchange->conn, BODY_MS_MAX + length / BYTES_PER_MS);
    return MHD_YES;
}

// What needs no worker is sent at once; an answer before this point would close the connection.
static enum MHD_Result finish_reading(Server *server, Exchange *exchange) {
    bool reads = exchange->in.method == GET || exchange->in.method == HEAD;
    const Asset *asset = reads ? asset_at(exchange->in.target) : NULL;
    if (asset) return send_asset(server, exchange, asset);
    if (reads && is_path(exchange, "/healthz")) return send_text(server, exchange, STR("ok\n"));
    if (reads && is_path(exchange, "/metrics"))
        return may_read_metrics(server, exchange) ? send_metrics(server, exchange) : send_plain(server, exchange, 404);
    return enqueue(server, exchange);
}

static bool take_body(Exchange *exchange, const char *data, size_t size) {
    if (size > exchange->body_expected - exchange->body_size) return false;
    if (exchange->body_size + size > exchange->body_capacity) {
        size_t capacity = exchange->body_capacity ? exchange->body_capacity * 2 : 65536;
        while (capacity < exchange->body_size + size) capacity *= 2;
        if (capacity > exchange->body_expected) capacity = exchange->body_expected;
        char *body = arena_alloc(exchange->arena, capacity, 1);
        if (exchange->body_size) memcpy(body, exchange->body, exchange->body_size);
        exchange->body = body;
        exchange->body_capacity = capacity;
    }
    memcpy(exchange->body + exchange->body_size, data, size);
    exchange->body_size += size;
    return true;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *data, size_t *size,
                                  void **exchange_at) {
    Server *server = context;
    Exchange *exchange = *exchange_at;
    (void)connection, (void)path;
    switch (exchange->state) {
    case EXCHANGE_NEW: return begin(server, exchange, method, version);
    case EXCHANGE_BODY:
        if (*size == 0) return finish_reading(server, exchange);
        if (!take_body(exchange, data, *size)) return MHD_NO;
        *size = 0;
        return MHD_YES;
    case EXCHANGE_QUEUED: {
        struct MHD_Response *response = exchange->response;
        exchange->response = NULL;
        return send_response(server, exchange, exchange->status, response, 1 << 20);
    }
    case EXCHANGE_DONE: break;
    }
    return MHD_NO;
}

// --- starting and stopping -----------------------------------------------------------------------

static void on_library_log(void *context, const char *format, va_list args) {
    (void)context, (void)format, (void)args; // its texts may hold parts of requests
}

// Paths are decoded by site_path alone, so that there is one reading of them.
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
    (void)context, (void)connection;
    return strlen(text);
}

static int open_socket(const ServerOptions *options, int *ret_port) {
    char port[16];
    struct addrinfo *found, hints = {.ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    snprintf(port, sizeof port, "%d", options->port);
    if (getaddrinfo(options->address, port, &hints, &found) != 0) return -1;
    int one = 1, fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct sockaddr_storage bound = {0};
    socklen_t size = sizeof bound;
    bool open = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
                bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, 128) == 0 &&
                getsockname(fd, (struct sockaddr *)&bound, &size) == 0;
    freeaddrinfo(found);
    if (!open) {
        if (fd >= 0) close(fd);
        return -1;
    }
    *ret_port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                                  : ((struct sockaddr_in *)&bound)->sin_port);
    return fd;
}

static void name_hosts(Server *server, int port) {
    const ServerOptions *options = server->options;
    bool v6 = strchr(options->address, ':') != NULL;
    if (options->name) {
        snprintf(server->host, sizeof server->host, "%s", options->name);
        snprintf(server->origin, sizeof server->origin, "%s://%s", options->proxy ? "https" : "http", options->name);
    } else {
        snprintf(server->host, sizeof server->host, v6 ? "[%s]:%d" : "%s:%d", options->address, port);
        snprintf(server->origin, sizeof server->origin, "http://%s", server->host);
    }
    if (is_loopback(options->address)) // a health check asks by address even where there is a name
        snprintf(server->host_localhost, sizeof server->host_localhost, "localhost:%d", port);
}

static bool check_options(const ServerOptions *options, Arena *arena, Err *err) {
    Str fault = route_table_fault(arena, options->site.routes);
    if (fault.size > 0) return err_set(err, ERR_INVALID, msg("routes[]: {1}", msg_text(fault)));
    if (!is_loopback(options->address) && !(options->proxy && options->name))
        return err_set(err, ERR_INVALID,
                       msg(N_("En adress som andra når kräver TLS: ange --proxy ADRESS och --name NAMN för den proxy "
                              "som har certifikatet.")));
    return true;
}

// Limits are kept by the monotonic clock and sessions end by the wall clock: whoever reads the log
// should know that the latter was moved.
static void watch_clock(ClockWatch *watch) {
    struct timespec wall;
    clock_gettime(CLOCK_REALTIME, &wall);
    int64_t moved = clock_jump_ms(watch, (int64_t)wall.tv_sec * 1000 + wall.tv_nsec / 1000000, now_ms());
    if (moved) log_warn("clock: it was moved by %lld s", (long long)(moved / 1000));
}

static void wait_for_stop(Server *server) {
    ClockWatch watch = {0};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    const struct timespec pause = {.tv_nsec = 250000000};
    while (sigtimedwait(&set, NULL, &pause) < 0) {
        sweep(server);
        watch_clock(&watch);
    }
}

static bool is_idle(Server *server) {
    pthread_mutex_lock(&server->lock);
    bool idle = server->active == 0;
    pthread_mutex_unlock(&server->lock);
    return idle;
}

static void stop_now(int signal) {
    (void)signal;
    _exit(0); // whatever was acknowledged is committed
}

// No new connections; what is under way has until the deadline; then the workers end.
static void drain(Server *server, Worker *workers, int count) {
    int64_t deadline = now_ms() + DRAIN_MS_MAX;
    signal(SIGALRM, stop_now);
    alarm(STOP_SECONDS_MAX);
    int fd = MHD_quiesce_daemon(server->daemon);
    if (fd >= 0) close(fd);
    while (!is_idle(server) && now_ms() < deadline) usleep(20000);
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->work);
    pthread_mutex_unlock(&server->lock);
    for (int i = 0; i < count; i++) pthread_join(workers[i].thread, NULL);
    MHD_stop_daemon(server->daemon);
}

static bool start_daemon(Server *server, int fd, Err *err) {
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, server,
        MHD_OPTION_EXTERNAL_LOGGER, on_library_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)(CONNECTIONS_MAX + TURNED_AWAY_MAX),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)65536,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)120,
#if MHD_VERSION >= 0x00097701
        MHD_OPTION_CLIENT_DISCIPLINE_LVL, (int)2,
#else
        MHD_OPTION_STRICT_FOR_CLIENT, (int)1,
#endif
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, on_request_line, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_END);
    return server->daemon || err_set(err, ERR_BUSY, msg(N_("Servern kunde inte starta.")));
}

static bool serve(Server *server, Arena *arena, Err *err) {
    const ServerOptions *options = server->options;
    int port, count = options->workers > 0 ? options->workers : 4;
    int fd = open_socket(options, &port);
    if (fd < 0)
        return err_set(err, ERR_BUSY, msg(N_("Adressen {1} går inte att lyssna på. Är den upptagen?"),
                                          msg_text(str_from_c(options->address))));
    name_hosts(server, port);
    Worker *workers = arena_array(arena, Worker, (size_t)count);
    if (options->ready && !options->ready(options->context, err)) return false;
    if (!start_daemon(server, fd, err)) return false;
    for (int i = 0; i < count; i++) {
        workers[i].server = server;
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    printf(strchr(options->address, ':') ? "listening on http://[%s]:%d\n" : "listening on http://%s:%d\n",
           options->address, port);
    fflush(stdout);
    wait_for_stop(server);
    drain(server, workers, count);
    return true;
}

bool server_run(const ServerOptions *options, Err *err) {
    Arena *arena = arena_open((size_t)16 << 20);
    Server *server = arena_new(arena, Server);
    *server = (Server){.options = options, .lock = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    bool done = sodium_init() >= 0 && check_options(options, arena, err) && serve(server, arena, err);
    arena_close(arena);
    return done;
}
