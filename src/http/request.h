// request.h: one request, read: path, query, form, files, who asks and what day it is.
//
// Everything lives in `arena`, which is left when the reply has gone. Texts from outside are valid
// UTF-8 without NUL, trimmed only where said. Absent fields are empty, never NULL.
#pragma once
#include "access/may.h"
#include "access/session.h"
#include "base/html.h"
#include "store/record.h"

typedef enum { GET, POST, PUT, PATCH, DELETE, HEAD } Method;

typedef struct {
    Str name, value;
} Pair;
LIST_OF(PairList, Pair);

typedef struct {
    Str name;     // of the field
    Str filename; // as the browser said: only to show
    Str type;     // as the browser said: not believed
    Str content;
} File;
LIST_OF(FileList, File);
LIST_OF(StrList, Str);

// Whom an answer shows something about: a person, or whose training it is.
typedef struct {
    PersonId person;
    TrainingId training;
} Shown;
LIST_OF(ShownList, Shown);

typedef struct Route Route;

typedef struct Request {
    Arena *arena;
    Db *db; // the route's transaction is open; TX_NONE: none is
    Actor actor;
    Session session;
    Date today;
    Date demo_today; // what day it is where all are invented; DATE_NONE: as everywhere
    Instant now;
    Lang lang;
    bool is_htmx;   // HX-Request: answer with the part
    bool is_demo;   // an invented region: banner
    bool is_secure; // TLS here or at a trusted proxy
    Method method;
    Str path;    // decoded, without query
    Str target;  // path and query as sent
    Str origin;  // our own: "https://randa.region.example"
    Str id;      // request id, for the log and for error pages
    Str address; // of the client
    Str agent;   // User-Agent, cut
    Str body;    // as sent, for JSON
    const Route *route;
    bool mails;  // there is a mail server
    const struct SealKey *seal; // the organisation's; NULL: none
    struct Oidc *oidc; // the region's identity provider; NULL: local passwords
    PairList params, query, form, cookies, headers;
    FileList files;
    ShownList shown;
    ShownList listed;
    Str ended_csrf; // the token of the session that has timed out; empty: none has
} Request;

// A path parameter that is an id: request_id(req, "id", &training.raw, err). ERR_NOT_FOUND if it is
// no number.
MUST_CHECK bool request_id(const Request *req, const char *name, int64_t *ret, Err *err);
Str request_param(const Request *req, const char *name);

Str request_query(const Request *req, const char *name); // trimmed; the first of its name
Str request_form(const Request *req, const char *name);  // trimmed
Str request_form_raw(const Request *req, const char *name);
bool request_form_has(const Request *req, const char *name); // checkboxes; an empty field is there
StrList request_form_all(const Request *req, const char *name);
const File *request_file(const Request *req, const char *name); // NULL where none was chosen
FileList request_file_all(const Request *req, const char *name);
Str request_header(const Request *req, const char *name);
Str request_cookie(const Request *req, const char *name);

// A number, a date, an id from the form or the query; false where it is missing or none.
bool request_form_int(const Request *req, const char *name, int64_t *ret);
bool request_form_date(const Request *req, const char *name, Date *ret);
bool request_query_int(const Request *req, const char *name, int64_t *ret);
bool request_query_date(const Request *req, const char *name, Date *ret);

// That the answer to this GET shows what is about a person: where it is another than the one who asks,
// it is in the audit chain before the answer leaves (http/sight.h). The route says what class of data
// it shows.
void request_shows(Request *req, PersonId person);
void request_shows_training(Request *req, TrainingId training);
// That a training is one of a list: the list is one entry, with their ids.
void request_lists_training(Request *req, TrainingId training);

Str request_place(const Request *req); // "10.1.2.*": enough to tell the ward from the world, for the log

// For acts: request_act(req, "placement.move").
Act request_act(const Request *req, const char *action);

// Stands first in every form that posts: {{{guard}}}. The token of the session and a key that makes
// a repeated press harmless.
Html request_guard(const Request *req);
