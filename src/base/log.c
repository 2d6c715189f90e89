#include "base/log.h"
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

static atomic_bool info_off; // set once by main, before threads

static void put_line(const char *level, const char *format, va_list args) {
    char text[1024], line[1200];
    vsnprintf(text, sizeof text, format, args);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct tm utc;
    gmtime_r(&now.tv_sec, &utc);
    char when[32];
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(line, sizeof line, "%s.%03ldZ %s %s\n", when, now.tv_nsec / 1000000, level, text);
    fputs(line, stderr);
}

void log_info(const char *format, ...) {
    if (atomic_load(&info_off)) return;
    va_list args;
    va_start(args, format);
    put_line("info", format, args);
    va_end(args);
}

void log_warn(const char *format, ...) {
    va_list args;
    va_start(args, format);
    put_line("warn", format, args);
    va_end(args);
}

void log_quiet(bool quiet) {
    atomic_store(&info_off, quiet);
}
