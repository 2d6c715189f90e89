// reply.h: the answer of a handler. The server puts the frame around a page, after the transaction's
// commit it sends it. A handler that returns false may have set a page: it is kept (the form with
// what was typed), with the status that the error means; else the server shows the error's page.
#pragma once
#include "http/request.h"

typedef struct {
    Str title;       // "Att göra"; the frame adds the product, and "Fel: " when the handler failed
    const char *nav; // "att-gora" "plan" "st" "enheter" "import" "installningar"; NULL: none of them
    const char *main_class; // "wide", "narrow"; NULL
    Html main;              // what stands inside <main>
    bool bare;              // no frame: main holds the whole body (sign-in)
    bool own_message;       // the page shows request_message() itself
    int refresh_seconds;    // reload (a job under way); 0: no
} Page;

typedef enum { REPLY_NONE, REPLY_PAGE, REPLY_PART, REPLY_BYTES, REPLY_REDIRECT } ReplyKind;

typedef struct Reply {
    ReplyKind kind;
    int status; // 0: 200, 303 or what the error means
    Page page;
    Str type, body, filename;
    Url location;
    Msg done; // the message that the next page shows
    bool has_done;
    int64_t undo;
    PairList headers; // Set-Cookie among them
    bool may_cache;   // only for K0
} Reply;

void reply_page(Request *req, Reply *reply, Page page);
void reply_part(Reply *reply, Html part); // a piece for htmx
void reply_redirect(Reply *reply, Url to);
// The next page says `done` once, with "Ångra" when `undo` is the id of an audit entry (else 0).
void reply_redirect_done(Request *req, Reply *reply, Url to, Msg done, int64_t undo);
// A download; filename empty: shown in the browser.
void reply_bytes(Reply *reply, Str type, Str filename, Str bytes);
void reply_json(Reply *reply, Str json);
void reply_header(const Request *req, Reply *reply, const char *name, Str value);
// HttpOnly, SameSite=Lax; with TLS Secure and named __Host-NAME. seconds 0: for the browser's
// session; below 0: the cookie is taken away.
void reply_cookie(const Request *req, Reply *reply, const char *name, Str value, int seconds);
Str request_own_cookie(const Request *req, const char *name); // read by the same rule

// The message of the redirect before, as markup; empty where there is none.
Html request_message(const Request *req);
