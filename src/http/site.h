// site.h: from a whole request to a whole answer, without sockets: who asks, may they, the route's
// transaction, its handler, the frame around the page, errors as pages.
#pragma once
#include "http/route.h"

typedef struct {
    const Route *routes;
    Date (*today)(void);
    Instant (*now)(void);
    struct Oidc *oidc; // the identity provider; NULL: none
    const struct SealKey *seal; // the organisation's key; NULL: nothing is signed here
    bool mails;      // there is a mail server
    Date demo_today; // known: what day it is in databases of invented people
} Site;

typedef struct {
    Method method;
    Str target;       // as sent, "/st/17?flik=mal"
    PairList headers;
    Str body;
    Str address, id;
    Str origin;       // our own: "http://127.0.0.1:8080"
    bool is_secure;
} Incoming;

typedef struct {
    int status;
    PairList headers; // all but Content-Length
    Str body;
    const Route *route; // for the log; NULL where none was found
    int64_t account;
} Outgoing;

// `db` NULL: the database cannot be reached; the answer says so. Everything in `arena`.
void site_answer(const Site *site, Db *db, Arena *arena, const Incoming *in, Outgoing *ret);

// The path of a target, decoded; false for what is no clean path.
MUST_CHECK bool site_path(Arena *arena, Str target, Str *ret_path, Str *ret_query);
// The headers of every answer (S20).
void site_headers(Arena *arena, PairList *headers, bool is_secure, bool may_cache);
int err_status(ErrKind kind);
