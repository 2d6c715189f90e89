// server.h: the site on a socket: libmicrohttpd's loop in one thread, handlers in a few workers with
// a database connection and an arena each, deadlines and drain in the calling thread.
#pragma once
#include "http/site.h"

#define BODY_BYTES_MAX ((size_t)1 << 20)
#define UPLOAD_BYTES_MAX ((size_t)25 << 20)
#define REQUEST_ARENA_BYTES_MAX ((size_t)128 << 20)

typedef struct {
    Site site;
    const char *db;      // "sqlite:PATH", "postgresql://…"
    const char *address; // "127.0.0.1"
    int port;            // 0: any free one
    int workers;         // 0: four
    const char *name;    // the public name, where a proxy or a certificate has one; else loopback names
    const char *metrics_token; // opens /metrics from elsewhere than this machine; NULL: nothing does
    bool (*ready)(void *context, Err *err); // the socket is open, no thread runs yet; NULL: nothing to do
    void *context;
    const char *proxy;   // the address of a trusted TLS proxy in front; NULL: none
} ServerOptions;

// Prints "listening on http://…" and serves until SIGTERM or SIGINT; then finishes what is under
// way, 10 s at most. ERR_INVALID when the route table has a fault or the address may not be used.
MUST_CHECK bool server_run(const ServerOptions *options, Err *err);
