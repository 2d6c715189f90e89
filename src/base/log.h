// log.h: the technical log, one line an event on stderr, UTC. Never names, queries, bodies, free
// text (S45); control characters are escaped.
#pragma once
#include "base/base.h"

void log_info(const char *format, ...) PRINTF_LIKE(1, 2);
void log_warn(const char *format, ...) PRINTF_LIKE(1, 2);
void log_quiet(bool quiet); // info off, set once at start
