// msg.h: a sentence for a person: a Swedish text with {1} {2} … and its typed arguments. Layers
// below make it, doors format it in the language of the request.
#pragma once
#include "base/lang.h"

typedef enum { MSG_ARG_NONE, MSG_ARG_TEXT, MSG_ARG_NUMBER, MSG_ARG_DATE, MSG_ARG_SPAN } MsgArgKind;
typedef struct {
    MsgArgKind kind;
    Str text;
    int64_t number;
    DateSpan span; // a date stands in span.first
} MsgArg;

#define MSG_ARGS_MAX 8
typedef struct {
    const char *text; // of static life
    MsgArg args[MSG_ARGS_MAX];
} Msg;

MsgArg msg_text(Str text);
MsgArg msg_number(int64_t number);
MsgArg msg_date(Date date);
MsgArg msg_span(DateSpan span);

// msg(N_("Enheten {1} finns inte."), msg_text(name))
#define msg(text_, ...) ((Msg){.text = (text_), .args = {__VA_ARGS__}})

Str msg_format(Arena *arena, Lang lang, Msg message);
