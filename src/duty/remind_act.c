#include "duty/remind_act.h"
#include "duty/facts_load.h"
#include "duty/finding_store.h"
#include "duty/remind.h"
#include "gen/sql.h"
#include "mail/mail_config.h"
#include "mail/outbox_store.h"
#include "rulebook/rulebook_store.h"
#include "base/buf.h"
#include "gen/records_store.h"

#define DAY_MS ((Instant)24 * 3600 * 1000)
#define PEOPLE_IN_WRITE 50

typedef struct {
    PersonId person;
    Str email;
    Lang lang;
    int weekday;
    bool urgent;
} Receiver;
LIST_OF(ReceiverList, Receiver);

static bool find_receivers(Db *db, Arena *arena, const Rulebook *rulebook, ReceiverList *ret, Err *err) {
    Query query;
    bool demanded = rulebook_setting(rulebook, STR("reminders"), STR("demanded"), 0);
    if (!query_begin(&query, db, SQL_REMIND_PEOPLE, err)) return false;
    while (query_next(&query)) {
        Receiver one = {{query_int(&query, 0)}, query_text(&query, arena, 1),
                        str_equal(query_text(&query, arena, 2), STR("en")) ? LANG_EN : LANG_SV, (int)query_int(&query, 3),
                        query_int(&query, 4) != 0};
        if (demanded && query_int(&query, 5) > 0 && !one.weekday && !one.urgent) one.weekday = 1;
        if (mail_address_is_good(one.email)) list_add(arena, ret, one);
    }
    return query_end(&query, err);
}

// --- one person

typedef struct {
    const Act *base;
    Date today;
    const ReminderList *reminders;
    size_t next; // of the reminders, which are by person
    RemindReport report;
} Round;

static Str week_key(Arena *arena, Date today) {
    int year, number = week_number(today, &year);
    return str_printf(arena, "vecka %d-W%02d", year, number);
}

static Str step_key(Arena *arena, RemindStep step) {
    return str_printf(arena, "steg %d", step);
}

static Str memory_key(Arena *arena, int64_t finding, Str key) {
    return str_printf(arena, "%lld %.*s", (long long)finding, STR_ARG(key));
}

static bool load_memory(Db *db, Arena *arena, PersonId person, StrMap *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_REMINDED_OF_PERSON, err)) return false;
    query_bind_int(&query, 1, person.raw);
    while (query_next(&query)) str_map_put(arena, ret, memory_key(arena, query_int(&query, 0), query_text(&query, arena, 1)), 1);
    return query_end(&query, err);
}

static bool note(Act *act, PersonId person, int64_t finding, Str key, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_REMINDED_NOTE, err)) return false;
    query_bind_int(&query, 1, person.raw);
    query_bind_int(&query, 2, finding);
    query_bind_text(&query, 3, key);
    query_bind_int(&query, 4, act->now);
    return query_run(&query, err);
}

static bool put(Act *act, const Receiver *to, const char *subject, Str body, int days, Err *err) {
    Str end = tr_str(to->lang, N_("Vad det gäller står inte i mejlet. Du väljer vilka mejl du får under Ditt konto."));
    return outbox_put(act, &(OutboxDraft){.recipient = to->email, .subject = tr_str(to->lang, subject),
                                          .body = str_printf(act->arena, "%.*s\n\n%.*s\n", STR_ARG(body), STR_ARG(end)),
                                          .link = STR("/att-gora"), .ends = act->now + days * DAY_MS}, err);
}

// Only what she herself may see counts.
static bool visible_to(Db *db, Arena *arena, PersonId person, Date today, IdMap *ret, Err *err) {
    FindingList seen;
    DbScope system = db_scope(db);
    db_scope_set(db, (DbScope){.region = system.region, .actor = person.raw, .today = today});
    bool done = finding_todo(db, arena, &seen, err);
    db_scope_set(db, system);
    for (size_t i = 0; done && i < seen.count; i++) id_map_put(arena, ret, seen.items[i].id.raw, 1);
    return done;
}

static Str urgent_body(Arena *arena, Lang lang, int fresh, int climbed) {
    Buf body = buf_begin(arena);
    if (fresh) buf_add(&body, msg_format(arena, lang, msg(N_("Nytt som behöver åtgärdas av dig: {1}."), msg_number(fresh))));
    if (fresh && climbed) buf_add_char(&body, '\n');
    if (climbed) buf_add(&body, msg_format(arena, lang, msg(N_("Har stått länge utan att den ansvariga har åtgärdat det: {1}."), msg_number(climbed))));
    return buf_end(&body);
}

static Str weekly_body(Arena *arena, Lang lang, RemindCount count) {
    const struct {
        const char *text;
        int number;
    } lines[] = {{N_("Att åtgärda först: {1}."), count.first}, {N_("Klart den här veckan: {1}."), count.week},
                 {N_("Klart inom 30 dagar: {1}."), count.month}};
    Buf body = buf_begin(arena);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (lines[i].number)
            buf_addf(&body, "%s%.*s", body.size ? "\n" : "", STR_ARG(msg_format(arena, lang, msg(lines[i].text, msg_number(lines[i].number)))));
    return buf_end(&body);
}

// What is new and urgent, noted as told; *ret_body empty: nothing.
static bool take_urgent(Act *act, const Receiver *to, const ReminderList *hers, const StrMap *memory, Str *ret_body, Err *err) {
    int fresh = 0, climbed = 0;
    *ret_body = STR("");
    for (size_t i = 0; i < hers->count && to->urgent; i++) {
        const Reminder *one = &hers->items[i];
        Str key = step_key(act->arena, one->step);
        int64_t there;
        if (!one->urgent || str_map_get(memory, memory_key(act->arena, one->finding->id.raw, key), &there)) continue;
        if (!note(act, to->person, one->finding->id.raw, key, err)) return false;
        if (one->step == STEP_RESPONSIBLE) fresh++;
        else climbed++;
    }
    if (fresh || climbed) *ret_body = urgent_body(act->arena, to->lang, fresh, climbed);
    return true;
}

// The week's letter, noted as written also when there is nothing to say: then it is none.
static bool take_weekly(Act *act, const Receiver *to, const ReminderList *hers, const StrMap *memory, Str *ret_body, Err *err) {
    Str key = week_key(act->arena, act->today);
    int64_t there;
    FindingList own = {0};
    *ret_body = STR("");
    if (!remind_weekly_due(to->weekday, act->today) || str_map_get(memory, memory_key(act->arena, 0, key), &there)) return true;
    for (size_t i = 0; i < hers->count; i++)
        if (hers->items[i].step == STEP_RESPONSIBLE) list_add(act->arena, &own, *hers->items[i].finding);
    *ret_body = weekly_body(act->arena, to->lang, remind_count(act->arena, &own, act->today));
    return note(act, to->person, 0, key, err);
}

// One letter a day at most: on the day of the weekly one, what is urgent stands in it.
static bool remind_of(Round *round, Act *act, const Receiver *to, const ReminderList *hers, Err *err) {
    StrMap memory = {0};
    Str urgent, weekly;
    if (!load_memory(act->db, act->arena, to->person, &memory, err) || !take_urgent(act, to, hers, &memory, &urgent, err) ||
        !take_weekly(act, to, hers, &memory, &weekly, err))
        return false;
    if (!urgent.size && !weekly.size) return true;
    if (weekly.size) round->report.weekly++;
    else round->report.urgent++;
    Str both = str_printf(act->arena, "%.*s%s%.*s", STR_ARG(urgent), urgent.size && weekly.size ? "\n" : "", STR_ARG(weekly));
    return put(act, to, weekly.size ? N_("Din vecka i Randa") : N_("Något i Randa behöver dig"), both, weekly.size ? 5 : 3, err);
}

static bool remind_person(Round *round, Act *act, const Receiver *to, Err *err) {
    IdMap visible = {0};
    ReminderList hers = {0};
    const ReminderList *all = round->reminders;
    while (round->next < all->count && all->items[round->next].person.raw < to->person.raw) round->next++;
    if (round->next == all->count || all->items[round->next].person.raw != to->person.raw) return true;
    if (!visible_to(act->db, act->arena, to->person, round->today, &visible, err)) return false;
    for (; round->next < all->count && all->items[round->next].person.raw == to->person.raw; round->next++) {
        int64_t seen;
        if (id_map_get(&visible, all->items[round->next].finding->id.raw, &seen)) list_add(act->arena, &hers, all->items[round->next]);
    }
    round->report.people++;
    return !hers.count || remind_of(round, act, to, &hers, err);
}

// --- a region

static bool purge(Act *act, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_REMINDED_PURGE, err)) return false;
    query_bind_int(&query, 1, act->now - 60 * DAY_MS);
    return query_run(&query, err);
}

static bool load_round(Db *db, Arena *arena, Date today, Rulebook *rulebook, ReminderList *ret, Err *err) {
    Facts *facts;
    FindingList *open = arena_new(arena, FindingList);
    if (!rulebook_load(db, arena, today, rulebook, err) || !facts_load(db, arena, &facts, err) ||
        !finding_open_all(db, arena, open, err))
        return false;
    *ret = remind_all(arena, rulebook, facts, open, today);
    return true;
}

bool remind_region(const Act *base, bool (*wanted)(void *context), void *context, RemindReport *ret, Err *err) {
    Act act = *base;
    Rulebook rulebook;
    ReminderList reminders = {0};
    ReceiverList receivers = {0};
    Arena *own = arena_open((size_t)64 << 20); // what one batch needs, given back after it
    *ret = (RemindReport){0};
    bool done = load_round(base->db, base->arena, base->today, &rulebook, &reminders, err) &&
                find_receivers(base->db, base->arena, &rulebook, &receivers, err);
    Round round = {.base = base, .today = base->today, .reminders = &reminders};
    act.arena = own;
    for (size_t i = 0; done && i < receivers.count && (!wanted || wanted(context)); i += PEOPLE_IN_WRITE) {
        done = db_begin_write(act.db, err);
        for (size_t p = i; done && p < receivers.count && p < i + PEOPLE_IN_WRITE; p++)
            done = remind_person(&round, &act, &receivers.items[p], err);
        done = done && db_commit(act.db, err);
        arena_clear(own);
    }
    done = done && db_begin_write(act.db, err) && purge(&act, err) && db_commit(act.db, err);
    arena_close(own);
    *ret = round.report;
    return done;
}

// --- what she has chosen

bool reminder_choice_get(Db *db, Arena *arena, PersonId person, ReminderChoice *ret, Err *err) {
    Query query;
    ReminderChoiceList list;
    if (!query_begin(&query, db, SQL_REMINDER_CHOICE_OF, err) || !reminder_choice_list_all(&query, arena, &list, err)) return false;
    *ret = list.count ? list.items[0] : (ReminderChoice){.person = person, .weekday = 1, .urgent = true};
    return true;
}

bool reminder_is_demanded(Db *db, Arena *arena, Date today, bool *ret, Err *err) {
    Rulebook rulebook;
    if (!rulebook_load(db, arena, today, &rulebook, err)) return false;
    *ret = rulebook_setting(&rulebook, STR("reminders"), STR("demanded"), 0) != 0;
    return true;
}

bool reminder_choose(Act *act, int64_t weekday, bool urgent, Err *err) {
    ReminderChoice choice;
    bool demanded;
    if (weekday < 0 || weekday > 7) return err_set(err, ERR_INVALID, msg(N_("Välj en veckodag.")));
    if (!reminder_is_demanded(act->db, act->arena, act->today, &demanded, err)) return false;
    if (demanded && !weekday && !urgent && act->actor.role != ROLE_TRAINEE)
        return err_set(err, ERR_INVALID, msg(N_("Regionen har bestämt att den som har ett uppdrag får minst ett av mejlen.")));
    if (!reminder_choice_get(act->db, act->arena, (PersonId){act->actor.person}, &choice, err)) return false;
    choice.weekday = weekday;
    choice.urgent = urgent;
    return reminder_choice_save(act, &choice, err) && audit_end(act, err);
}
