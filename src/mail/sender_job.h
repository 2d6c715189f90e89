// sender_job.h: takes what waits in the outbox to the mail server, never in a request. A thread of
// `randa serve` runs it with a connection of its own, so that no long job holds mail up.
#pragma once
#include "mail/mail_config.h"
#include "store/db.h"
#include <stdatomic.h>

typedef struct {
    const char *address; // of the database
    const MailConfig *config;
    const atomic_bool *stop; // set: what is on its way is finished, and mail_send_all returns
} MailSender;

// Until it is stopped. False only when the database cannot be opened at all.
MUST_CHECK bool mail_send_all(const MailSender *sender, Err *err);
// What is due now, and no more: for the command line. Returns how many letters were taken.
MUST_CHECK bool mail_send_due(const MailSender *sender, int *ret_count, Err *err);
