#include "http/route.h"

const char *method_name(Method method) {
    static const char *const names[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"};
    return names[method];
}

// Segment by segment; ":id" takes any one that is not empty.
static bool path_matches(Arena *arena, Str pattern, Str path, PairList *params) {
    while (pattern.size > 0 && path.size > 0) {
        if (pattern.data[0] != '/' || path.data[0] != '/') return false;
        pattern = str_slice(pattern, 1, pattern.size);
        path = str_slice(path, 1, path.size);
        size_t pattern_past = str_find_char(pattern, '/'), path_past = str_find_char(path, '/');
        Str wanted = str_slice(pattern, 0, pattern_past), part = str_slice(path, 0, path_past);
        if (wanted.size > 0 && wanted.data[0] == ':') {
            if (part.size == 0) return false;
            list_add(arena, params, (Pair){str_slice(wanted, 1, wanted.size), part});
        } else if (!str_equal(wanted, part)) {
            return false;
        }
        pattern = str_slice(pattern, pattern_past, pattern.size);
        path = str_slice(path, path_past, path.size);
    }
    return pattern.size == 0 && path.size == 0;
}

// A written-out path ("/st/ny") goes before one with a parameter ("/st/:id").
static bool is_closer(const PairList *params, const Route *best, const PairList *best_params) {
    return !best || params->count < best_params->count;
}

const Route *route_find(const Route *table, Arena *arena, Method method, Str path, PairList *ret_params,
                        bool *ret_other) {
    const Route *best = NULL;
    PairList best_params = {0};
    bool other = false;
    if (method == HEAD) method = GET;
    for (const Route *route = table; route->path; route++) {
        PairList params = {0};
        if (!path_matches(arena, str_from_c(route->path), path, &params)) continue;
        if (route->method != method) {
            other = true;
        } else if (is_closer(&params, best, &best_params)) {
            best = route;
            best_params = params;
        }
    }
    *ret_params = best_params;
    *ret_other = other && !best;
    return best;
}

// Paths that differ only in the names of their parameters are the same path.
static Str path_shape(Arena *arena, const char *path) {
    Buf buf = buf_begin(arena);
    bool skip = false;
    for (; *path; path++) {
        if (*path == '/') skip = false;
        if (!skip) buf_add_char(&buf, *path);
        if (*path == ':') skip = true;
    }
    return buf_end(&buf);
}

static Str route_fault(Arena *arena, const Route *table, const Route *route) {
    const char *method = method_name(route->method);
    if (route->who == NOBODY || route->who >= RIGHT_COUNT)
        return str_printf(arena, "%s %s: no rule says who may", method, route->path);
    if (!right_is_held(route->who))
        return str_printf(arena, "%s %s: the table of rights gives %s to nobody", method, route->path,
                          right_name(route->who));
    if (!route->handler) return str_printf(arena, "%s %s: no handler", method, route->path);
    if (route->path[0] != '/') return str_printf(arena, "%s %s: no path", method, route->path);
    if (route->method == GET && route->tx == TX_WRITE)
        return str_printf(arena, "%s %s: a GET never writes", method, route->path);
    for (const Route *before = table; before < route; before++)
        if (before->method == route->method &&
            str_equal(path_shape(arena, before->path), path_shape(arena, route->path)))
            return str_printf(arena, "%s %s: stands twice", method, route->path);
    return STR("");
}

Str route_table_fault(Arena *arena, const Route *table) {
    for (const Route *route = table; route->path; route++) {
        Str fault = route_fault(arena, table, route);
        if (fault.size > 0) return fault;
    }
    return STR("");
}
