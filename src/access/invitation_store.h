// invitation_store.h: somebody without an account does one thing with one object: by a link that is
// shown once to the inviter, and a code that goes by mail to the invited. What has ended, been revoked,
// been guessed at too often or never was cannot be told apart (S3). Opening a link writes nothing.
#pragma once
#include "gen/records.h"
#include "store/record.h"

#define INVITATION_DAYS_MAX 60
#define INVITATION_WRONG_MAX 5

typedef enum { INVITED_TO_PLACEMENT } InvitationPurpose;
typedef enum { INVITATION_OPEN, INVITATION_YES, INVITATION_NO } InvitationAnswer;

typedef struct {
    InvitationPurpose purpose;
    int64_t object;
    Str name, email; // of the one person invited
    int64_t days;
} InvitationDraft;
// Inside a write, after asking whether the actor may. The code's mail is put in the outbox. *ret_link:
// the token of the address, to show once. ERR_INVALID.
MUST_CHECK bool invitation_add(Act *act, const InvitationDraft *draft, Str *ret_link, Err *err);
// Only of that object. ERR_NOT_FOUND.
MUST_CHECK bool invitation_revoke(Act *act, InvitationPurpose purpose, int64_t object, int64_t id, Err *err);

typedef struct {
    bool found;
    int64_t region, id, object;
    PersonId inviter;
    Str name, email, code_hash;
    InvitationAnswer answer;
} Invitation;
MUST_CHECK bool invitation_find(Db *db, Arena *arena, InvitationPurpose purpose, Str link, Instant now, Invitation *ret,
                                Err *err);
bool invitation_code_is_right(Arena *arena, const Invitation *invitation, Str link, Str code);
// Inside a write in its region: a wrong code; what was done. Each leaves its audit entry.
MUST_CHECK bool invitation_note_wrong(Act *act, const Invitation *invitation, Err *err);
MUST_CHECK bool invitation_note_opened(Act *act, const Invitation *invitation, Err *err);
// *ret_first false: it had been answered already, and nothing is written.
MUST_CHECK bool invitation_answer(Act *act, const Invitation *invitation, InvitationAnswer answer, bool *ret_first, Err *err);

typedef struct {
    int64_t id, wrong;
    Str name, email;
    Instant made, ends, revoked, answered;
    InvitationAnswer answer;
} InvitationRow;
LIST_OF(InvitationRowList, InvitationRow);
MUST_CHECK bool invitation_list(Db *db, Arena *arena, InvitationPurpose purpose, int64_t object, InvitationRowList *ret,
                                Err *err);
