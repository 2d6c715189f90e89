// letter.h: a mail as it goes over the wire (RFC 5322). Pure: the same letter is the same bytes, so
// that one sent again is known by its Message-ID.
#pragma once
#include "base/base.h"
#include "base/str.h"

typedef struct {
    Str from, to; // addresses
    Str token;    // of the Message-ID: token@domain of `from`
    int64_t made; // milliseconds since 1970-01-01 UTC
    Str subject, body; // UTF-8; lines of the body end with \n
} Letter;

Str letter_text(Arena *arena, const Letter *letter); // CRLF; quoted-printable
