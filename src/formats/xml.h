// xml.h: XML read forward with expat. A document type, and with it every entity of one's own, is
// refused; nothing outside the bytes is ever fetched (S23). Names come without their prefix.
#pragma once
#include "base/err.h"

typedef struct XmlReader XmlReader;

typedef struct {
    void (*open)(XmlReader *reader, Str name, const char **attributes);
    void (*close)(XmlReader *reader, Str name);
    void (*text)(XmlReader *reader, Str text); // may come in pieces
} XmlHandlers;

struct XmlReader {
    void *context;
    const XmlHandlers *handlers;
    void *parser;
    bool stopped;
    int depth;
    Err err;
};

#define XML_DEPTH_MAX 64

// `what` names the part for the message.
MUST_CHECK bool xml_read(Arena *arena, Str bytes, Str what, const XmlHandlers *handlers, void *context,
                         Err *err);
// From a handler: stop reading, this is why.
void xml_stop(XmlReader *reader, Err why);
// Empty when it is not there; "r:id" and "id" are told apart only by `name`.
Str xml_attribute(const char **attributes, const char *name);
