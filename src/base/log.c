#include "base/log.h"
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

static atomic_bool info_off; // set once by main, before threads

void log_clean(const char *text, char *ret, size_t size) {
    size_t past = 0;
    for (; *text && past + 5 < size; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x20 || c >= 0x7f || c == '\\') past += (size_t)snprintf(ret + past, size - past, "\\x%02x", c);
        else ret[past++] = *text;
    }
    ret[past] = 0;
}

static void put_line(const char *level, const char *format, va_list args) {
    char raw[1024], text[1024], line[1200];
    vsnprintf(raw, sizeof raw, format, args);
    log_clean(raw, text, sizeof text);
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
