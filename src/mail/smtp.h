// smtp.h: letters to one mail server, over one connection while it lasts. TLS and its certificate are
// demanded as the configuration says; every letter has a total deadline.
#pragma once
#include "mail/mail_config.h"
#include <stdatomic.h>

typedef struct Smtp Smtp;

typedef enum {
    SMTP_TAKEN,   // acknowledged after its last byte: the server answers for it from now on
    SMTP_LATER,   // this letter was not taken now; perhaps it was, and the answer was lost (phase "content")
    SMTP_REFUSED, // this letter will never be taken
    SMTP_DOWN,    // no letter can be sent now: no connection, no TLS, no sign-in
} SmtpOutcome;

typedef struct {
    SmtpOutcome outcome;
    int code;          // the server's last answer, 550; 0: none
    const char *phase; // "connect" "tls" "sign-in" "sender" "recipient" "data" "content"
} SmtpAnswer;

void smtp_prepare(void); // once, before there are threads
// Lives in the arena, closed with it. stop: leave what has not begun to send its content; may be NULL.
Smtp *smtp_open(Arena *arena, const MailConfig *config, const atomic_bool *stop);
SmtpAnswer smtp_send(Smtp *smtp, Arena *arena, Str to, Str text);
void smtp_hang_up(Smtp *smtp); // ends the connection; the next letter makes another

#define SMTP_LETTER_MS_MAX 30000
