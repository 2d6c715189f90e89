// csrf.h: a change must come from one of our own pages (S19): a token bound to the session, and the
// browser's own word about where the request comes from.
//
// The token in a page is masked anew each time, so that packing a page tells nothing about it.
#pragma once
#include "http/request.h"

#define SESSION_COOKIE "randa"
#define START_COOKIE "randa-start" // the token of a browser before sign-in

Str csrf_mask(Arena *arena, Str token); // 64 hexadecimal digits to 128
Str csrf_unmask(Arena *arena, Str masked); // empty for what is none
bool csrf_matches(Str masked, Str token);
// Origin, or else Sec-Fetch-Site, names ourselves; neither is there in old browsers and in tools.
bool csrf_is_same_origin(const Request *req, Str own_origin);
