#include "formats/xml.h"
#include <expat.h>
#include <limits.h>
#include <string.h>

static void free_parser(void *parser) {
    XML_ParserFree(parser);
}

static Str local_name(const char *name) {
    const char *colon = strrchr(name, ':');
    return str_from_c(colon ? colon + 1 : name);
}

void xml_stop(XmlReader *reader, Err why) {
    if (reader->stopped) return;
    reader->stopped = true;
    reader->err = why;
    XML_StopParser(reader->parser, XML_FALSE);
}

static void refuse(XmlReader *reader, Msg message) {
    Err why;
    (void)err_set(&why, ERR_INVALID, message);
    xml_stop(reader, why);
}

static void XMLCALL on_open(void *data, const char *name, const char **attributes) {
    XmlReader *reader = data;
    if (reader->stopped) return;
    if (++reader->depth > XML_DEPTH_MAX) {
        refuse(reader, msg(N_("Filen är skadad: XML-delen är nästlad för djupt.")));
        return;
    }
    reader->handlers->open(reader, local_name(name), attributes);
}

static void XMLCALL on_close(void *data, const char *name) {
    XmlReader *reader = data;
    reader->depth--;
    if (!reader->stopped && reader->handlers->close) reader->handlers->close(reader, local_name(name));
}

static void XMLCALL on_text(void *data, const char *text, int size) {
    XmlReader *reader = data;
    if (!reader->stopped && reader->handlers->text)
        reader->handlers->text(reader, (Str){text, (size_t)size});
}

static void XMLCALL on_doctype(void *data, const char *name, const char *system_id,
                               const char *public_id, int has_internal) {
    (void)name, (void)system_id, (void)public_id, (void)has_internal;
    refuse(data, msg(N_("Filen innehåller en dokumenttyp (DTD) och läses inte.")));
}

bool xml_read(Arena *arena, Str bytes, Str what, const XmlHandlers *handlers, void *context,
              Err *err) {
    if (bytes.size > INT_MAX) return err_set(err, ERR_TOO_LARGE, msg(N_("Filen är för stor.")));
    XML_Parser parser = XML_ParserCreate(NULL);
    if (!parser) return err_set(err, ERR_BUSY, msg(N_("Minnet räcker inte för att läsa filen.")));
    arena_defer(arena, free_parser, parser);
    XmlReader *reader = arena_new(arena, XmlReader);
    *reader = (XmlReader){.context = context, .handlers = handlers, .parser = parser};
    XML_SetUserData(parser, reader);
    XML_SetElementHandler(parser, on_open, on_close);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    bool whole = XML_Parse(parser, bytes.data, (int)bytes.size, XML_TRUE) == XML_STATUS_OK;
    if (reader->stopped) {
        *err = reader->err;
        return false;
    }
    if (!whole)
        return err_set(err, ERR_INVALID, msg(N_("Filen är skadad: delen {1} går inte att läsa."),
                                             msg_text(what)));
    return true;
}

Str xml_attribute(const char **attributes, const char *name) {
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(attributes[i], name) == 0) return str_from_c(attributes[i + 1]);
    return STR("");
}
