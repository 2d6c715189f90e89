#include "gathering/gathering_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "store/crypto.h"

#define GATHERING_LENGTH_MAX 1440

// --- may one?

static bool is_arranged_by(const Act *act, const GatheringKind *kind) {
    return act->actor.person == 0 || gathering_kind_is_arranged_by(kind, str_from_c(role_names[act->actor.role]));
}

static bool may_gathering(Act *act, const Gathering *g, Err *err) {
    const GatheringKind *kind = rulebook_gathering_kind(g->kind);
    if (!kind) return err_set(err, ERR_INVALID, msg(N_("Välj vad det är för sammankomst.")));
    if (!(g->training.raw ? may_training(act->db, act->actor, MAY_EDIT_GATHERING, g->training, err)
                          : may_unit(act->db, act->actor, MAY_EDIT_GATHERING, g->unit, err)))
        return false;
    return is_arranged_by(act, kind) || err_set(err, ERR_FORBIDDEN, msg(N_("Din roll ordnar inte sådana sammankomster.")));
}

// For changing: seen, allowed, and as it was when the page was made.
static bool gathering_open(Act *act, GatheringId id, int64_t version, Gathering *ret, Err *err) {
    GatheringRow row;
    if (!gathering_get(act->db, act->arena, id, &row, err)) return false;
    *ret = row.gathering;
    if (!may_gathering(act, ret, err)) return false;
    if (version) ret->version = version;
    return true;
}

// --- planning

static bool is_sound(Act *act, Gathering *g, const GatheringKind *kind, Err *err) {
    Training training;
    if (!date_is_known(g->held_on)) return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag, till exempel 2026-12-01.")));
    if (g->length < 1 || g->length > GATHERING_LENGTH_MAX)
        return err_set(err, ERR_INVALID, msg(N_("Skriv hur lång den är, mellan 1 och 1440 minuter.")));
    if (kind->subject != GATHERS_ONE) g->training.raw = 0;
    if (kind->subject != GATHERS_ONE) return true;
    if (!g->training.raw) return err_set(err, ERR_INVALID, msg(N_("Välj vem samtalet gäller.")));
    if (!training_load(act->db, act->arena, g->training, &training, err)) return false;
    g->unit = training.home_unit;
    return true;
}

static bool attendance_add(Act *act, GatheringId id, PersonId person, TrainingId training, Attendance *ret, Err *err) {
    *ret = (Attendance){.gathering = id, .person = person, .training = training};
    return attendance_save(act, ret, err);
}

static Attendance *find_person(AttendanceRowList *people, PersonId person) {
    for (size_t i = 0; i < people->count; i++)
        if (people->items[i].attendance.person.raw == person.raw) return &people->items[i].attendance;
    return NULL;
}

static bool is_listed(const PersonIdList *list, PersonId person) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].raw == person.raw) return true;
    return false;
}

// Whom one may not see, one cannot ask to come.
static bool invite(Act *act, GatheringId id, PersonId person, Attendance *ret, Err *err) {
    TrainingId training;
    return may_person(act->db, act->actor, MAY_READ_GATHERING, person, err) || err->kind == ERR_FORBIDDEN
               ? training_of_person(act->db, person, true, &training, err) && attendance_add(act, id, person, training, ret, err)
               : false;
}

static bool invite_all(Act *act, const Gathering *g, const PersonIdList *invited, Err *err) {
    AttendanceRowList there = {0};
    Attendance added;
    if (!gathering_people(act->db, act->arena, g->id, &there, err)) return false;
    for (size_t i = 0; i < there.count; i++) {
        const Attendance *a = &there.items[i].attendance;
        bool keep = is_listed(invited, a->person) || a->attended || a->answer != ATTENDANCE_ANSWER_NONE;
        if (!keep && !attendance_delete(act, a, err)) return false;
    }
    for (size_t i = 0; i < invited->count; i++)
        if (!find_person(&there, invited->items[i]) && !invite(act, g->id, invited->items[i], &added, err)) return false;
    return true;
}

static bool invite_the_one(Act *act, const Gathering *g, Err *err) {
    Training training;
    AttendanceRowList there;
    Attendance added;
    if (!training_load(act->db, act->arena, g->training, &training, err)) return false;
    if (!gathering_people(act->db, act->arena, g->id, &there, err)) return false;
    return find_person(&there, training.trainee) || attendance_add(act, g->id, training.trainee, g->training, &added, err);
}

static bool gathering_put(Act *act, Gathering *g, const PersonIdList *invited, Err *err) {
    if (!gathering_save(act, g, err)) return false;
    if (g->training.raw) return invite_the_one(act, g, err);
    return !invited || invite_all(act, g, invited, err);
}

static bool may_plan(Act *act, Gathering *g, Err *err) {
    const GatheringKind *kind = rulebook_gathering_kind(g->kind);
    return (kind || err_set(err, ERR_INVALID, msg(N_("Välj vad det är för sammankomst.")))) && is_sound(act, g, kind, err) &&
           may_gathering(act, g, err);
}

bool gathering_plan(Act *act, Gathering *gathering, const PersonIdList *invited, Err *err) {
    if (gathering->id.raw) {
        Gathering before;
        if (!gathering_open(act, gathering->id, 0, &before, err)) return false;
        if (before.state != GATHERING_STATE_PLANNED)
            return err_set(err, ERR_CONFLICT, msg(N_("Sammankomsten är redan stängd.")));
    }
    return may_plan(act, gathering, err) && gathering_put(act, gathering, invited, err) && act_end(act, err);
}

bool series_plan(Act *act, GatheringSeries *series, const Gathering *like, const PersonIdList *invited, size_t *ret_count,
                 Err *err) {
    DateList days;
    Gathering first = *like;
    first.held_on = series->first;
    if (!may_plan(act, &first, err)) return false;
    if (first.training.raw) return err_set(err, ERR_INVALID, msg(N_("Samtal med en planeras ett i taget.")));
    if (!date_is_known(series->past) || series->past.day <= series->first.day)
        return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag serien slutar.")));
    if (series->every < 1 || series->every > 52) return err_set(err, ERR_INVALID, msg(N_("Skriv hur ofta, mellan 1 och 52.")));
    series->unit = first.unit;
    series->kind = first.kind;
    series->title = first.title;
    series_days(act->arena, series, &days);
    if (days.count == 0) return err_set(err, ERR_INVALID, msg(N_("Serien får inga tillfällen.")));
    if (!gathering_series_save(act, series, err)) return false;
    for (size_t i = 0; i < days.count; i++) {
        Gathering one = first;
        one.id.raw = 0;
        one.series = series->id;
        one.held_on = days.items[i];
        if (!gathering_put(act, &one, invited, err)) return false;
    }
    *ret_count = days.count;
    return act_end(act, err);
}

bool series_end(Act *act, GatheringSeriesId id, Date from, size_t *ret_cancelled, Err *err) {
    GatheringSeries series;
    GatheringList planned;
    if (!series_get(act->db, act->arena, id, &series, err)) return false;
    if (!may_unit(act->db, act->actor, MAY_EDIT_GATHERING, series.unit, err)) return false;
    if (!gathering_series_planned(act->db, act->arena, id, from, &planned, err)) return false;
    for (size_t i = 0; i < planned.count; i++) {
        planned.items[i].state = GATHERING_STATE_CANCELLED;
        if (!gathering_save(act, &planned.items[i], err)) return false;
    }
    series.past = date_min(series.past, from);
    *ret_cancelled = planned.count;
    return gathering_series_save(act, &series, err) && act_end(act, err);
}

// --- closing

static bool event_write(Act *act, const Gathering *g, EventKind kind, TrainingId training, UnitId unit, Err *err) {
    Event event = {.kind = kind, .training = training, .unit = unit, .held = g->held_on, .responsible = g->chair, .gathering = g->id};
    return event_save(act, &event, err);
}

static bool events_of_trainees(Act *act, const Gathering *g, EventKind kind, const AttendanceRowList *people, Err *err) {
    size_t written = 0;
    for (size_t i = 0; i < people->count; i++) {
        const Attendance *a = &people->items[i].attendance;
        if (!a->attended || !a->training.raw) continue;
        if (!event_write(act, g, kind, a->training, (UnitId){0}, err)) return false;
        written++;
    }
    return written > 0 || err_set(err, ERR_INVALID, msg(N_("Bocka för minst en utbildningsläkare som var med.")));
}

static bool events_of_units(Act *act, const Gathering *g, EventKind kind, Err *err) {
    HostRowList hosts;
    if (!gathering_hosts(act->db, act->arena, g->id, &hosts, err)) return false;
    if (!event_write(act, g, kind, (TrainingId){0}, g->unit, err)) return false;
    for (size_t i = 0; i < hosts.count; i++)
        if (!event_write(act, g, kind, (TrainingId){0}, hosts.items[i].unit.unit, err)) return false;
    return true;
}

static bool attendance_close(Act *act, const Gathering *g, const PersonIdList *came, Err *err) {
    AttendanceRowList people;
    if (!gathering_people(act->db, act->arena, g->id, &people, err)) return false;
    for (size_t i = 0; i < people.count; i++) {
        Attendance *a = &people.items[i].attendance;
        bool attended = g->training.raw ? a->training.raw == g->training.raw || is_listed(came, a->person) : is_listed(came, a->person);
        if (attended == a->attended) continue;
        a->attended = attended;
        a->how = ATTENDANCE_HOW_LIST;
        if (!attendance_save(act, a, err)) return false;
    }
    for (size_t i = 0; i < came->count; i++) {
        Attendance added;
        if (find_person(&people, came->items[i])) continue;
        if (!invite(act, g->id, came->items[i], &added, err)) return false;
        added.attended = true;
        if (!attendance_save(act, &added, err)) return false;
    }
    return true;
}

bool gathering_hold(Act *act, GatheringId id, int64_t version, const PersonIdList *came, Err *err) {
    Gathering g;
    AttendanceRowList people;
    EventKind kind;
    if (!gathering_open(act, id, version, &g, err)) return false;
    const GatheringKind *of = rulebook_gathering_kind(g.kind);
    if (g.state != GATHERING_STATE_PLANNED) return err_set(err, ERR_CONFLICT, msg(N_("Sammankomsten är redan stängd.")));
    if (g.held_on.day > act->today.day)
        return err_set(err, ERR_INVALID, msg(N_("Dagen har inte varit än. Stäng sammankomsten när den har hållits.")));
    g.state = GATHERING_STATE_HELD;
    g.link_key = STR("");
    if (!g.chair.raw && of->subject == GATHERS_OWN) g.chair.raw = act->actor.person;
    if (!gathering_save(act, &g, err) || !attendance_close(act, &g, came, err)) return false;
    if (!gathering_people(act->db, act->arena, id, &people, err)) return false;
    if (gathering_event(of, &kind) &&
        !(of->per_trainee ? events_of_trainees(act, &g, kind, &people, err) : events_of_units(act, &g, kind, err)))
        return false;
    return act_end(act, err);
}

bool gathering_drop(Act *act, GatheringId id, int64_t version, GatheringState how, Str reason, Err *err) {
    Gathering g;
    if (!gathering_open(act, id, version, &g, err)) return false;
    if (g.state != GATHERING_STATE_PLANNED) return err_set(err, ERR_CONFLICT, msg(N_("Sammankomsten är redan stängd.")));
    if (how == GATHERING_STATE_MISSED && str_is_empty(str_trim(reason)))
        return err_set(err, ERR_INVALID, msg(N_("Skriv varför den inte blev av.")));
    g.state = how;
    g.reason = str_trim(reason);
    g.link_key = STR("");
    return gathering_save(act, &g, err) && act_end(act, err);
}

// --- those who are asked to come

static bool own_row(Act *act, GatheringId id, Attendance *ret, bool *ret_found, Err *err) {
    AttendanceRowList people;
    if (!gathering_people(act->db, act->arena, id, &people, err)) return false;
    const Attendance *own = find_person(&people, (PersonId){act->actor.person});
    *ret_found = own != NULL;
    if (own) *ret = *own;
    return true;
}

bool gathering_answer(Act *act, GatheringId id, AttendanceAnswer answer, Err *err) {
    GatheringRow row;
    Attendance own;
    bool found;
    if (!gathering_get(act->db, act->arena, id, &row, err) || !own_row(act, id, &own, &found, err)) return false;
    if (!found) return err_set(err, ERR_FORBIDDEN, msg(N_("Du är inte bjuden. Be den som ordnar att bjuda in dig.")));
    if (row.gathering.state != GATHERING_STATE_PLANNED)
        return err_set(err, ERR_CONFLICT, msg(N_("Sammankomsten är redan stängd.")));
    own.answer = answer;
    return attendance_save(act, &own, err) && act_end(act, err);
}

bool gathering_link_open(Act *act, GatheringId id, Err *err) {
    Gathering g;
    if (!gathering_open(act, id, 0, &g, err)) return false;
    if (g.state != GATHERING_STATE_PLANNED) return err_set(err, ERR_CONFLICT, msg(N_("Sammankomsten är redan stängd.")));
    if (g.link_key.size) return true;
    g.link_key = crypto_random_hex(act->arena, 12);
    return gathering_save(act, &g, err) && act_end(act, err);
}

// Only on the day itself, and until it is closed: an address that is passed on is of no use later.
bool gathering_link_holds(const Gathering *gathering, Str key, Date today) {
    return gathering->link_key.size && str_equal(gathering->link_key, key) && gathering->held_on.day == today.day &&
           gathering->state == GATHERING_STATE_PLANNED;
}

bool gathering_here(Act *act, GatheringId id, Str key, Err *err) {
    Gathering g;
    Attendance own;
    TrainingId training;
    bool found;
    if (!gathering_load(act->db, act->arena, id, &g, err) || !gathering_link_holds(&g, key, act->today) || act->actor.person <= 0)
        return err_set(err, ERR_NOT_FOUND, msg(N_("Länken gäller inte nu. Den gäller medan sammankomsten pågår.")));
    if (!own_row(act, id, &own, &found, err)) return false;
    if (!found) {
        if (!training_of_person(act->db, (PersonId){act->actor.person}, false, &training, err)) return false;
        if (!attendance_add(act, id, (PersonId){act->actor.person}, training, &own, err)) return false;
    }
    own.attended = true;
    own.how = ATTENDANCE_HOW_LINK;
    return attendance_save(act, &own, err) && act_end(act, err);
}

bool gathering_host_add(Act *act, GatheringId id, UnitId unit, Err *err) {
    Gathering g;
    HostRowList hosts;
    Unit there;
    if (!gathering_open(act, id, 0, &g, err) || !gathering_hosts(act->db, act->arena, id, &hosts, err)) return false;
    if (g.training.raw) return err_set(err, ERR_INVALID, msg(N_("Ett samtal har bara en enhet.")));
    if (!unit_load(act->db, act->arena, unit, &there, err)) return false;
    for (size_t i = 0; i < hosts.count; i++)
        if (hosts.items[i].unit.unit.raw == unit.raw) return true;
    if (unit.raw == g.unit.raw) return true;
    GatheringUnit host = {.gathering = id, .unit = unit};
    return gathering_unit_save(act, &host, err) && act_end(act, err);
}

// --- what was said and agreed

static bool may_write_private(Act *act, const Gathering *g, Err *err) {
    Training training;
    bool supervised;
    if (!g->training.raw) return err_set(err, ERR_INVALID, msg(N_("Bara ett samtal har egna anteckningar.")));
    if (!training_load(act->db, act->arena, g->training, &training, err) || !supervises(act->db, g->training, &supervised, err))
        return false;
    return supervised || training.trainee.raw == act->actor.person ||
           err_set(err, ERR_FORBIDDEN, msg(N_("Anteckningarna hör till utbildningsläkaren och handledaren.")));
}

bool gathering_note_put(Act *act, GatheringId id, bool private, Str note, Err *err) {
    GatheringRow row;
    GatheringNoteList notes = {0};
    if (!gathering_get(act->db, act->arena, id, &row, err)) return false;
    const GatheringKind *kind = rulebook_gathering_kind(row.gathering.kind);
    if (kind && kind->notes_private && !private)
        return err_set(err, ERR_INVALID, msg(N_("Anteckningarna hör till utbildningsläkaren och handledaren.")));
    if (!(private ? may_write_private(act, &row.gathering, err) : may_gathering(act, &row.gathering, err))) return false;
    if (!gathering_notes(act->db, act->arena, id, &notes, err)) return false;
    GatheringNote kept = {.gathering = id, .training = row.gathering.training, .writer = {act->actor.person}, .private = private};
    for (size_t i = 0; i < notes.count; i++)
        if (notes.items[i].private == private && (!private || notes.items[i].writer.raw == act->actor.person)) kept = notes.items[i];
    kept.note = str_trim(note);
    if (kept.note.size == 0 && !kept.id.raw) return true;
    if (kept.note.size == 0) return gathering_note_delete(act, &kept, err) && act_end(act, err);
    return gathering_note_save(act, &kept, err) && act_end(act, err);
}

bool action_add(Act *act, ActionItem *action, Err *err) {
    action->what = str_trim(action->what);
    if (action->what.size == 0) return err_set(err, ERR_INVALID, msg(N_("Skriv vad som ska göras.")));
    if (action->gathering.raw) {
        GatheringRow row;
        if (!gathering_get(act->db, act->arena, action->gathering, &row, err)) return false;
        const GatheringKind *kind = rulebook_gathering_kind(row.gathering.kind);
        action->unit = row.gathering.unit;
        action->training = row.gathering.training;
        action->private = kind && kind->notes_private;
        if (!(action->private ? may_write_private(act, &row.gathering, err) : may_gathering(act, &row.gathering, err))) return false;
    } else if (!may_unit(act->db, act->actor, MAY_EDIT_GATHERING, action->unit, err)) return false;
    action->done = DATE_NONE;
    return action_item_save(act, action, err) && act_end(act, err);
}

// Whoever sees it and is responsible for it settles it; so do those who may plan where it was agreed.
bool action_settle(Act *act, ActionItemId id, int64_t version, bool done, Err *err) {
    ActionItem action;
    if (!action_get(act->db, act->arena, id, &action, err)) return false;
    bool own = action.responsible.raw && action.responsible.raw == act->actor.person;
    bool may = own || (action.training.raw ? may_training(act->db, act->actor, MAY_EDIT_GATHERING, action.training, err)
                                           : may_unit(act->db, act->actor, MAY_EDIT_GATHERING, action.unit, err));
    if (!may) return false;
    action.version = version;
    action.done = done ? act->today : DATE_NONE;
    return action_item_save(act, &action, err) && act_end(act, err);
}

bool issue_put(Act *act, Issue *issue, Err *err) {
    if (issue->id.raw) {
        Issue before;
        if (!issue_get(act->db, act->arena, issue->id, &before, err)) return false;
        issue->unit = before.unit;
        issue->raised = before.raised;
        if (str_is_empty(str_trim(issue->what))) issue->what = before.what;
    } else issue->raised = act->today;
    if (!may_unit(act->db, act->actor, MAY_EDIT_ISSUE, issue->unit, err)) return false;
    issue->what = str_trim(issue->what);
    issue->answer = str_trim(issue->answer);
    if (issue->what.size == 0) return err_set(err, ERR_INVALID, msg(N_("Skriv vad frågan gäller.")));
    if (!issue->answer.size) issue->answered = DATE_NONE;
    else if (!date_is_known(issue->answered)) issue->answered = act->today;
    return issue_save(act, issue, err) && act_end(act, err);
}
