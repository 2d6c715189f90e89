// mail_config.h: the mail server that the region has, from a file that the operator keeps. TLS always,
// but to this machine itself; what opens the door there lies in a file of its own or the environment.
#pragma once
#include "base/err.h"

typedef enum { MAIL_STARTTLS, MAIL_IMPLICIT, MAIL_NO_TLS } MailTls;

typedef struct MailConfig {
    Str host;
    int port;
    MailTls tls;
    Str from;                 // "randa@region.example"
    Str site;                 // "https://randa.region.example": stands before every link
    Str user, password;       // user empty: the server asks for none
    Str password_file, ca_file;
    int retry_seconds;        // until the second try; then twice as long each time
} MailConfig;

// Pure, without the password. ERR_INVALID names the key.
MUST_CHECK bool mail_config_parse(Arena *arena, Str json, MailConfig *ret, Err *err);
// Of a file; the password from password_file or $RANDA_SMTP_PASSWORD.
MUST_CHECK bool mail_config_read(Arena *arena, const char *path, MailConfig *ret, Err *err);

bool mail_address_is_good(Str address); // one that can stand in a letter's head: no spaces, one @
