// route.h: the table of all that the server answers: src/routes.c, const Route routes[].
#pragma once
#include "http/reply.h"

typedef enum {
    TX_NONE,  // the handler opens its own transactions, if any
    TX_READ,  // one snapshot
    TX_WRITE, // the only writer; committed if and only if the handler returned true
} Tx;

// The worst class of data about a single person that an answer can hold. From K2 on, the handler says
// whom it shows (request_shows), and that is logged.
typedef enum { K0, K1, K2, K3, K4 } ShownClass;

struct Route {
    Method method;
    const char *path; // "/st/:id/tid"
    Tx tx;
    Right who; // zero is NOBODY, and the server does not start with one
    bool (*handler)(Request *req, Reply *reply, Err *err);
    bool needs_step_up; // a proof of who it is, at most five minutes old (access/step_up.h)
    bool takes_files; // multipart up to 25 MiB, else 1 MiB
    ShownClass shows;
};

extern const Route routes[]; // ends with a NULL path

// The route for a method and a decoded path, with its parameters; NULL if there is none.
// *ret_other: the path exists for another method.
const Route *route_find(const Route *table, Arena *arena, Method method, Str path, PairList *ret_params,
                        bool *ret_other);
// What is wrong with the table (no rule, no handler, two alike); empty when nothing is.
Str route_table_fault(Arena *arena, const Route *table);
const char *method_name(Method method);
