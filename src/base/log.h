// log.h: the technical log, one line an event on stderr, UTC. Never names, queries, bodies, free
// text (S45); control characters are escaped.
#pragma once
#include "base/base.h"

void log_info(const char *format, ...) PRINTF_LIKE(1, 2);
void log_warn(const char *format, ...) PRINTF_LIKE(1, 2);
// What is no printable ASCII becomes \x0a; cut where ret is full.
void log_clean(const char *text, char *ret, size_t size);
void log_quiet(bool quiet); // info off, set once at start
