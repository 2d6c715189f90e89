// outbox_store.h: mail that waits, is being sent, has gone or never will. An act puts it there in its
// own write; senders in `randa serve` take it from there, each letter by one at a time (a lease).
//
// What is promised: a letter is offered until the mail server has acknowledged it after its last byte,
// refused it for good, or its time is out; after an acknowledgement it is never offered again. A second
// copy can only come where the acknowledgement was lost (the connection or this program died between
// the letter's last byte and the commit); it is then the same bytes with the same Message-ID.
#pragma once
#include "store/record.h"

typedef struct {
    Str recipient;
    Str subject, body; // constant texts, no personal data (S50)
    Str link;          // a path: "/att-gora"; empty: none
    Instant ends;      // later it is of no use
} OutboxDraft;
MUST_CHECK bool outbox_put(Act *act, const OutboxDraft *draft, Err *err);

// --- sending ------------------------------------------------------------------------------------

typedef enum { OUTBOX_WAITS, OUTBOX_TAKEN, OUTBOX_REFUSED, OUTBOX_GIVEN_UP, OUTBOX_STATE_COUNT } OutboxState;

typedef struct {
    int64_t id;
    int tries; // before this one
    Instant made;
    Str recipient, subject, body, link, token;
} OutboxRow;
LIST_OF(OutboxRowList, OutboxRow);

// Each is a write of its own. At most `most` letters that are due, held until `lease`.
MUST_CHECK bool outbox_take(Db *db, Arena *arena, Str holder, Instant now, Instant lease, int most, OutboxRowList *ret, Err *err);
MUST_CHECK bool outbox_end(Db *db, Str holder, int64_t id, OutboxState state, Instant now, Str answer, Err *err);
// uncounted: it was held but never offered.
MUST_CHECK bool outbox_later(Db *db, Str holder, int64_t id, Instant due, Str answer, bool uncounted, Err *err);
// Gives up what is out of time, and forgets what ended 30 days ago.
MUST_CHECK bool outbox_tidy(Db *db, Instant now, Err *err);

// --- the operator's page ------------------------------------------------------------------------

typedef struct {
    int64_t waiting, retried, sent, failed;
    Instant last; // sent; 0: never
} OutboxCounts;
MUST_CHECK bool outbox_counts(Db *db, OutboxCounts *ret, Err *err);

typedef struct {
    Instant made;
    Str recipient, subject, answer;
    OutboxState state;
    int64_t tries;
} OutboxTrouble;
LIST_OF(OutboxTroubleList, OutboxTrouble);
MUST_CHECK bool outbox_trouble(Db *db, Arena *arena, int most, OutboxTroubleList *ret, Err *err); // newest first
