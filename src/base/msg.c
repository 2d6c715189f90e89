#include "base/msg.h"
#include "base/buf.h"

MsgArg msg_text(Str text) {
    return (MsgArg){.kind = MSG_ARG_TEXT, .text = text};
}

MsgArg msg_number(int64_t number) {
    return (MsgArg){.kind = MSG_ARG_NUMBER, .number = number};
}

MsgArg msg_date(Date date) {
    return (MsgArg){.kind = MSG_ARG_DATE, .span = {date, date}};
}

MsgArg msg_span(DateSpan span) {
    return (MsgArg){.kind = MSG_ARG_SPAN, .span = span};
}

static Str arg_text(Arena *arena, Lang lang, const MsgArg *arg) {
    switch (arg->kind) {
    case MSG_ARG_TEXT: return arg->text;
    case MSG_ARG_NUMBER: return str_printf(arena, "%lld", (long long)arg->number);
    case MSG_ARG_DATE: return date_long(arena, lang, arg->span.first);
    case MSG_ARG_SPAN: return date_span_text(arena, lang, arg->span);
    case MSG_ARG_NONE: break;
    }
    return STR("");
}

Str msg_format(Arena *arena, Lang lang, Msg message) {
    Buf buf = buf_begin(arena);
    for (const char *c = tr(lang, message.text ? message.text : ""); *c; c++) {
        bool hole = c[0] == '{' && c[1] >= '1' && c[1] <= '0' + MSG_ARGS_MAX && c[2] == '}';
        if (!hole) {
            buf_add_char(&buf, *c);
            continue;
        }
        buf_add(&buf, arg_text(arena, lang, &message.args[c[1] - '1']));
        c += 2;
    }
    return buf_end(&buf);
}
