#include "access/invitation_store.h"
#include "access/session_store.h"
#include "base/buf.h"
#include "gen/sql.h"
#include "mail/mail_config.h"
#include "mail/outbox_store.h"
#include <sodium.h>
#include <string.h>

#define DAY_MS ((Instant)24 * 3600 * 1000)
#define CODE_DIGITS 8

// Without the link the code's hash tells nothing: it is never stored alone.
static Str code_hash(Arena *arena, Str link, Str code) {
    Buf digits = buf_begin(arena);
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] != ' ' && code.data[i] != '-') buf_add_char(&digits, code.data[i]);
    return session_hash(arena, str_printf(arena, "%.*s %.*s", STR_ARG(link), STR_ARG(buf_end(&digits))));
}

static Str fresh_code(Arena *arena) {
    return str_printf(arena, "%04u %04u", randombytes_uniform(10000), randombytes_uniform(10000));
}

// Neither the name nor the unit: a mail can be read on its way.
static bool mail_code(Act *act, const InvitationDraft *draft, Str code, Instant ends, Err *err) {
    Str body = str_printf(act->arena, "Hej!\n\nKoden till din inbjudan är %.*s.\nLänken får du av den som bjöd in dig.\n",
                          STR_ARG(code));
    return outbox_put(act, &(OutboxDraft){.recipient = draft->email, .subject = STR("Kod till en inbjudan"), .body = body, .ends = ends},
                      err);
}

static bool check(const InvitationDraft *draft, Err *err) {
    if (draft->name.size == 0 || draft->name.size > 200 || str_find_char(draft->name, '\n') != STR_NOT_FOUND)
        return err_set(err, ERR_INVALID, msg(N_("Skriv namnet på den som ska svara.")));
    if (!mail_address_is_good(draft->email))
        return err_set(err, ERR_INVALID, msg(N_("Skriv en e-postadress som namn@exempel.se.")));
    if (draft->days < 1 || draft->days > INVITATION_DAYS_MAX)
        return err_set(err, ERR_INVALID, msg(N_("En inbjudan gäller 1–60 dagar.")));
    return true;
}

static Str subject_of(Arena *arena, int64_t id) {
    return str_printf(arena, "invitation %lld", (long long)id);
}

bool invitation_add(Act *act, const InvitationDraft *draft, Str *ret_link, Err *err) {
    Str link = session_random(act->arena, 32), code = fresh_code(act->arena);
    Instant ends = act->now + draft->days * DAY_MS;
    Query query;
    int64_t id;
    if (!check(draft, err) || !db_new_id(act->db, &id, err)) return false;
    if (!query_begin(&query, act->db, SQL_INVITATION_INSERT, err)) return false;
    query_bind_text(&query, 1, session_hash(act->arena, link));
    query_bind_text(&query, 2, code_hash(act->arena, link, code));
    query_bind_int(&query, 3, id);
    query_bind_int(&query, 4, draft->purpose);
    query_bind_int(&query, 5, draft->object);
    query_bind_text(&query, 6, draft->name);
    query_bind_text(&query, 7, draft->email);
    query_bind_int(&query, 8, act->actor.person);
    query_bind_int(&query, 9, act->now);
    query_bind_int(&query, 10, ends);
    if (!query_run(&query, err) || !mail_code(act, draft, code, ends, err)) return false;
    *ret_link = link;
    return audit_note(act, "invitation.add", subject_of(act->arena, id), err);
}

bool invitation_revoke(Act *act, InvitationPurpose purpose, int64_t object, int64_t id, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_INVITATION_REVOKE, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_int(&query, 2, purpose);
    query_bind_int(&query, 3, object);
    query_bind_int(&query, 4, act->now);
    if (!query_run(&query, err)) return false;
    if (query_changes(&query) == 0) return err_set(err, ERR_NOT_FOUND, msg(N_("Sidan finns inte.")));
    return audit_note(act, "invitation.revoke", subject_of(act->arena, id), err);
}

bool invitation_find(Db *db, Arena *arena, InvitationPurpose purpose, Str link, Instant now, Invitation *ret, Err *err) {
    Invitation found = {0};
    Query query;
    if (!query_begin(&query, db, SQL_INVITATION_FIND, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, link));
    query_bind_int(&query, 2, now);
    query_bind_int(&query, 3, INVITATION_WRONG_MAX);
    if (query_next(&query))
        found = (Invitation){.found = query_int(&query, 2) == (int64_t)purpose, .region = query_int(&query, 0),
                             .id = query_int(&query, 1), .object = query_int(&query, 3),
                             .name = query_text(&query, arena, 4), .email = query_text(&query, arena, 5),
                             .inviter = {query_int(&query, 6)}, .code_hash = query_text(&query, arena, 7),
                             .answer = (InvitationAnswer)query_int(&query, 8)};
    if (!query_end(&query, err)) return false;
    *ret = found;
    return true;
}

bool invitation_code_is_right(Arena *arena, const Invitation *invitation, Str link, Str code) {
    Str hash = code_hash(arena, link, str_slice(code, 0, 4 * CODE_DIGITS));
    return invitation->found && hash.size == invitation->code_hash.size &&
           sodium_memcmp(hash.data, invitation->code_hash.data, hash.size) == 0;
}

bool invitation_note_wrong(Act *act, const Invitation *invitation, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_INVITATION_WRONG, err)) return false;
    query_bind_int(&query, 1, invitation->id);
    return query_run(&query, err) && audit_note(act, "invitation.wrong_code", subject_of(act->arena, invitation->id), err);
}

bool invitation_note_opened(Act *act, const Invitation *invitation, Err *err) {
    return audit_note(act, "invitation.open", subject_of(act->arena, invitation->id), err);
}

bool invitation_answer(Act *act, const Invitation *invitation, InvitationAnswer answer, bool *ret_first, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_INVITATION_ANSWER, err)) return false;
    query_bind_int(&query, 1, invitation->id);
    query_bind_int(&query, 2, answer);
    query_bind_int(&query, 3, act->now);
    if (!query_run(&query, err)) return false;
    *ret_first = query_changes(&query) == 1;
    return !*ret_first || audit_note(act, answer == INVITATION_YES ? "invitation.yes" : "invitation.no",
                                     subject_of(act->arena, invitation->id), err);
}

bool invitation_list(Db *db, Arena *arena, InvitationPurpose purpose, int64_t object, InvitationRowList *ret, Err *err) {
    InvitationRowList list = {0};
    Query query;
    if (!query_begin(&query, db, SQL_INVITATION_LIST, err)) return false;
    query_bind_int(&query, 1, purpose);
    query_bind_int(&query, 2, object);
    while (query_next(&query))
        list_add(arena, &list,
                 (InvitationRow){.id = query_int(&query, 0), .name = query_text(&query, arena, 1),
                                 .email = query_text(&query, arena, 2), .made = query_int(&query, 3),
                                 .ends = query_int(&query, 4), .revoked = query_int(&query, 5),
                                 .wrong = query_int(&query, 6), .answer = (InvitationAnswer)query_int(&query, 7),
                                 .answered = query_int(&query, 8)});
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}
