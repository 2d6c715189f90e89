// extract_store.h: everything about one person (S47), as JSON or as a page to print.
//
// It walks the descriptions of the records, so that a new table follows by itself. Rows about the
// person are whole; rows about others that only name her (as supervisor, as signer) leave out what is
// K3 and K4 of theirs. K4 is marked for a secrecy check before it is handed over. PDF comes with the
// program's own writer of PDF; until then the page is printed.
#pragma once
#include "base/html.h"
#include "base/json.h"
#include "gen/records_store.h"

typedef struct {
    Person person;
    Str json;
    Html page;   // a whole document, with no reference to anything outside itself
    int64_t rows;
    int64_t secret; // K4 values, to be checked
} Extract;

// ERR_NOT_FOUND. In an open read. Who asks is the caller's to ask.
MUST_CHECK bool extract_person(Db *db, Arena *arena, Lang lang, PersonId id, Instant now, Extract *ret, Err *err);
