// One gathering: made to work on a phone in the room. What is to be taken up is not typed: it is what
// stands on Att göra today, what was agreed and is not done, and the questions to the management.
#include "gathering/gathering_page.h"
#include "access/factor.h"
#include "access/may_store.h"
#include "duty/finding_store.h"
#include "duty/remedy.h"
#include "duty/todo_view.h"
#include "gathering/gathering_act.h"
#include "gathering/gathering_view.h"
#include "gen/gathering.html.h"
#include "gen/gathering_here.html.h"
#include "people/unit_store.h"
#include "training/training_view.h"

#define AGENDA_FINDINGS_MAX 8

typedef struct {
    GatheringRow row;
    const GatheringKind *kind;
    AttendanceRowList people;
    HostRowList hosts;
    GatheringNoteList notes;
    ActionRowList actions;
    bool may_change;  // plan and close it
    bool is_private;  // what is said is between the two
    bool may_write;   // notes and actions
    const Attendance *own; // NULL: not asked to come
} GatheringFile;

static bool between_the_two(Request *req, const Gathering *g, bool *ret, Err *err) {
    Training training;
    if (!supervises(req->db, g->training, ret, err) || !training_load(req->db, req->arena, g->training, &training, err)) return false;
    *ret = *ret || training.trainee.raw == req->session.person.raw;
    return true;
}

static bool file_load(Request *req, GatheringFile *file, Err *err) {
    GatheringId id;
    Err hidden = {0};
    if (!request_id(req, "id", &id.raw, err) || !gathering_get(req->db, req->arena, id, &file->row, err)) return false;
    const Gathering *g = &file->row.gathering;
    file->kind = rulebook_gathering_kind(g->kind);
    if (!file->kind) return err_set(err, ERR_NOT_FOUND, msg(N_("Sammankomsten finns inte.")));
    if (!gathering_people(req->db, req->arena, id, &file->people, err) || !gathering_hosts(req->db, req->arena, id, &file->hosts, err) ||
        !gathering_notes(req->db, req->arena, id, &file->notes, err) || !gathering_actions(req->db, req->arena, id, &file->actions, err))
        return false;
    bool reached = g->training.raw ? may_training(req->db, req->actor, MAY_EDIT_GATHERING, g->training, &hidden)
                                   : may_unit(req->db, req->actor, MAY_EDIT_GATHERING, g->unit, &hidden);
    file->may_change = reached && may_arrange(req, file->kind);
    file->is_private = file->kind->notes_private && g->training.raw;
    file->may_write = file->may_change;
    if (file->is_private && !between_the_two(req, g, &file->may_write, err)) return false;
    for (size_t i = 0; i < file->people.count; i++)
        if (file->people.items[i].attendance.person.raw == req->session.person.raw) file->own = &file->people.items[i].attendance;
    if (g->training.raw) request_shows_training(req, g->training);
    return true;
}

// --- the agenda

static void agenda_add(Request *req, const GatheringFile *file, HtmlGathering *page) {
    Str rest = file->row.gathering.agenda, line;
    while (str_split(&rest, '\n', &line))
        if (!str_is_empty(str_trim(line))) {
            HtmlGatheringAgenda one = {.text = str_trim(line)};
            list_add(req->arena, &page->agenda, one);
        }
}

static bool findings_add(Request *req, const GatheringFile *file, HtmlGathering *page, Err *err) {
    const Gathering *g = &file->row.gathering;
    FindingList all = {0}, open = {0};
    bool of_training = g->training.raw != 0;
    bool of_unit = file->kind->subject == GATHERS_UNIT || file->kind->subject == GATHERS_SUPERVISORS;
    if (g->state != GATHERING_STATE_PLANNED || (!of_training && !(of_unit && may(req->actor.role, MAY_HANDLE_FINDING)))) return true;
    if (of_training ? !training_findings(req->db, req->arena, g->training, &all, err) : !finding_todo(req->db, req->arena, &all, err))
        return false;
    for (size_t i = 0; i < all.count; i++)
        if (!finding_is_hidden(&all.items[i], req->today) && all.items[i].on_todo) list_add(req->arena, &open, all.items[i]);
    Digest digest = digest_make(req->arena, req->lang, &open, req->today);
    for (size_t i = 0; i < digest.rows.count && i < AGENDA_FINDINGS_MAX; i++) {
        const TodoRow *row = &digest.rows.items[i];
        if (row->section == TODO_HISTORY) continue;
        HtmlGatheringFindings shown = {.title = row->title, .to = url_finding(req->arena, row->findings.items[0]->id),
                                       .tone = tone_of(row->word), .icon = icon_of(row->word)};
        list_add(req->arena, &page->findings, shown);
    }
    return true;
}

static bool is_late(const Request *req, const ActionItem *action) {
    return !date_is_known(action->done) && date_is_known(action->due) && action->due.day < req->today.day;
}

static Str action_about(Request *req, const ActionRow *row) {
    Buf buf = buf_begin(req->arena);
    Date done = row->action.done, due = row->action.due;
    buf_add(&buf, row->responsible);
    if (date_is_known(done))
        buf_addf(&buf, "%s%.*s", buf.size ? ". " : "", STR_ARG(msg_format(req->arena, req->lang, msg(N_("Klar {1}"), msg_date(done)))));
    else if (date_is_known(due))
        buf_addf(&buf, "%s%.*s", buf.size ? ". " : "", STR_ARG(msg_format(req->arena, req->lang, msg(N_("Klart senast {1}"), msg_date(due)))));
    return buf_end(&buf);
}

// What was agreed at other times about the same trainee or unit.
static bool open_actions_add(Request *req, const GatheringFile *file, HtmlGathering *page, Err *err) {
    const Gathering *g = &file->row.gathering;
    ActionRowList rows;
    if (g->state != GATHERING_STATE_PLANNED || !file->may_write) return true;
    if (!actions_of_unit(req->db, req->arena, g->unit, DATE_OPEN, &rows, err)) return false;
    for (size_t i = 0; i < rows.count && page->open_actions.count < AGENDA_FINDINGS_MAX; i++) {
        const ActionItem *action = &rows.items[i].action;
        if (action->gathering.raw == g->id.raw || action->training.raw != g->training.raw || date_is_known(action->done)) continue;
        HtmlGatheringOpenActions shown = {.what = action->what, .about = action_about(req, &rows.items[i]), .late = is_late(req, action)};
        list_add(req->arena, &page->open_actions, shown);
    }
    return true;
}

static bool issues_add(Request *req, const GatheringFile *file, HtmlGathering *page, Err *err) {
    IssueList issues;
    bool wanted = file->kind->subject == GATHERS_UNIT && file->row.gathering.state == GATHERING_STATE_PLANNED;
    if (!wanted || !may(req->actor.role, MAY_EDIT_ISSUE)) return true;
    if (!issue_list(req->db, req->arena, DATE_OPEN, &issues, err)) return false;
    for (size_t i = 0; i < issues.count && i < AGENDA_FINDINGS_MAX; i++) {
        HtmlGatheringIssues shown = {.what = issues.items[i].what, .about = issues.items[i].next_step};
        list_add(req->arena, &page->issues, shown);
    }
    return true;
}

// --- who comes

static Str answer_word(Request *req, const Attendance *a) {
    if (a->attended && a->how == ATTENDANCE_HOW_LINK) return tr_str(req->lang, N_("Registrerade sig"));
    if (a->answer == ATTENDANCE_ANSWER_YES) return tr_str(req->lang, N_("Kommer"));
    return a->answer == ATTENDANCE_ANSWER_NO ? tr_str(req->lang, N_("Kommer inte")) : STR("");
}

// Whoever has not said no is thought to come: closing is to take away those who did not.
static void people_add(Request *req, const GatheringFile *file, HtmlGathering *page) {
    bool planned = file->row.gathering.state == GATHERING_STATE_PLANNED, noted = false;
    int64_t count = 0;
    for (size_t i = 0; i < file->people.count; i++) noted |= file->people.items[i].attendance.how == ATTENDANCE_HOW_LINK;
    for (size_t i = 0; i < file->people.count; i++) {
        const Attendance *a = &file->people.items[i].attendance;
        bool came = a->attended || (planned && !noted && a->answer != ATTENDANCE_ANSWER_NO);
        HtmlGatheringPeople row = {.id = id_text(req->arena, a->person.raw), .name = file->people.items[i].name, .came = came,
                                   .icon = came ? STR("i-check") : STR("i-x"), .answer = answer_word(req, a)};
        count += came;
        list_add(req->arena, &page->people, row);
    }
    Msg text = planned && !page->hold.address.size ? msg(N_("{1} bjudna"), msg_number((int64_t)file->people.count))
                                                   : msg(N_("{1} av {2} valda"), msg_number(count), msg_number((int64_t)file->people.count));
    if (!planned) text = msg(N_("{1} av {2} var med"), msg_number(count), msg_number((int64_t)file->people.count));
    page->counted = msg_format(req->arena, req->lang, text);
}

// --- what was agreed

static void actions_add(Request *req, const GatheringFile *file, HtmlGathering *page) {
    for (size_t i = 0; i < file->actions.count; i++) {
        const ActionItem *action = &file->actions.items[i].action;
        bool done = date_is_known(action->done);
        bool may_settle = file->may_write || action->responsible.raw == req->session.person.raw;
        HtmlGatheringActions row = {.what = action->what, .about = action_about(req, &file->actions.items[i]), .done = done,
                                    .late = is_late(req, action), .icon = done ? STR("i-check") : STR("i-clock"),
                                    .guard = request_guard(req), .version = id_text(req->arena, action->version)};
        if (!done && may_settle) row.settle = url(req->arena, "/sammankomster/atgarder/%lld", (long long)action->id.raw);
        list_add(req->arena, &page->actions, row);
    }
}

static bool action_form(Request *req, const GatheringFile *file, const FieldErrorList *errors, HtmlGathering *page, Err *err) {
    InviteeList people = {0}, leaders;
    UnitId at = file->row.gathering.unit;
    if (!file->may_write) return true;
    for (size_t i = 0; i < file->people.count; i++) {
        Invitee one = {.person = file->people.items[i].attendance.person, .name = file->people.items[i].name};
        list_add(req->arena, &people, one);
    }
    if (!gathering_leaders(req->db, req->arena, at, &leaders, err)) return false;
    for (size_t i = 0; i < leaders.count; i++) list_add(req->arena, &people, leaders.items[i]);
    page->action = url_gathering(req->arena, file->row.gathering.id, "/atgard");
    page->what = field_text(req, errors, "vad", N_("Vad"), NULL, false, STR(""));
    page->responsible = field_person(req, "ansvarig", N_("Ansvarig"), &people, (PersonId){0}, true);
    page->due = field_text(req, errors, "senast", N_("Klart senast"), "w2", true, STR(""));
    return true;
}

static void notes_add(Request *req, const GatheringFile *file, HtmlGathering *page) {
    for (size_t i = 0; i < file->notes.count; i++) {
        const GatheringNote *note = &file->notes.items[i];
        bool own = file->may_write && note->private == file->is_private && (!note->private || note->writer.raw == req->session.person.raw);
        if (own) page->note_text = note->note;
        HtmlGatheringNotes shown = {.text = note->note, .private = note->private};
        if (!own) list_add(req->arena, &page->notes, shown);
    }
    if (!file->may_write) return;
    page->note = url_gathering(req->arena, file->row.gathering.id, "/anteckning");
    page->private = file->is_private;
    page->note_title = tr_str(req->lang, file->is_private ? N_("Din anteckning") : N_("Minnesanteckning"));
}

static bool hosts_add(Request *req, const GatheringFile *file, HtmlGathering *page, Err *err) {
    Buf buf = buf_begin(req->arena);
    FieldOptionList options = {0};
    UnitList units;
    for (size_t i = 0; i < file->hosts.count; i++) buf_addf(&buf, "%s%.*s", i ? ", " : "", STR_ARG(file->hosts.items[i].name));
    page->hosts = buf_end(&buf);
    if (!page->hold.address.size || file->row.gathering.training.raw) return true;
    if (!unit_list_of_region(req->db, req->arena, &units, err)) return false;
    field_option(req->arena, &options, STR(""), STR("–"));
    for (size_t i = 0; i < units.count; i++)
        if (units.items[i].kind != UNIT_KIND_EXTERNAL && units.items[i].id.raw != file->row.gathering.unit.raw)
            field_option(req->arena, &options, id_text(req->arena, units.items[i].id.raw), units.items[i].name);
    page->host = url_gathering(req->arena, file->row.gathering.id, "/enhet");
    page->host_field = html_field_select(req->arena, req->lang, (Field){.name = "enhet", .label = N_("Enhet")}, &options);
    return true;
}

// --- the page

static void close_add(Request *req, const GatheringFile *file, const FieldErrorList *errors, HtmlGathering *page) {
    const Gathering *g = &file->row.gathering;
    page->version = id_text(req->arena, g->version);
    if (!file->may_change || g->state != GATHERING_STATE_PLANNED) return;
    page->edit = url_gathering(req->arena, g->id, "/andra");
    page->hold = url_gathering(req->arena, g->id, "/hallen");
    page->drop = url_gathering(req->arena, g->id, "/blev-inte");
    page->reason = field_text(req, errors, "skal", N_("Varför"), NULL, true, STR(""));
    if (!g->training.raw) page->link = url_gathering(req->arena, g->id, "/lank");
    if (g->series.raw) page->series_end = url(req->arena, "/sammankomster/serie/%lld/avsluta", (long long)g->series.raw);
}

static void facts_add(Request *req, const GatheringFile *file, HtmlGathering *page) {
    const Gathering *g = &file->row.gathering;
    page->trainee = file->row.trainee;
    if (g->training.raw && may(req->actor.role, MAY_READ_TRAINING)) page->trainee_link = url_training(req->arena, g->training, "");
    page->unit = file->row.unit;
    page->place = g->place;
    page->chair = file->row.chair;
    page->goals = g->goals;
    if (file->may_change || file->own) page->reason_text = g->reason;
    if (!file->own || g->state != GATHERING_STATE_PLANNED || g->held_on.day < req->today.day) return;
    page->answer = url_gathering(req->arena, g->id, "/svar");
    if (file->own->answer != ATTENDANCE_ANSWER_NONE)
        page->answered = tr_str(req->lang, file->own->answer == ATTENDANCE_ANSWER_YES ? N_("Du har svarat ja.") : N_("Du har svarat nej."));
}

static bool gathering_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    GatheringFile file = {0};
    if (!file_load(req, &file, err)) return false;
    const Gathering *g = &file.row.gathering;
    HtmlGathering page = {.kind = g->title.size ? tr_str(req->lang, file.kind->name) : STR(""), .title = gathering_title(g, req->lang), .when = gathering_when(req, g),
                          .state = gathering_state_tag(req, g), .self = url_gathering(req->arena, g->id, ""), .guard = request_guard(req),
                          .errors = html_form_errors(req->arena, req->lang, N_("Det sparades inte. Rätta:"), errors)};
    close_add(req, &file, errors, &page);
    facts_add(req, &file, &page);
    agenda_add(req, &file, &page);
    people_add(req, &file, &page);
    actions_add(req, &file, &page);
    notes_add(req, &file, &page);
    if (!findings_add(req, &file, &page, err) || !open_actions_add(req, &file, &page, err) || !issues_add(req, &file, &page, err) ||
        !action_form(req, &file, errors, &page, err) || !hosts_add(req, &file, &page, err))
        return false;
    reply_page(req, reply, (Page){.title = page.title, .nav = "sammankomster", .main = html_gathering(req->arena, req->lang, &page)});
    return true;
}

bool page_gathering(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return gathering_show(req, reply, &none, err);
}

// The page again with what was wrong at the field; the handler's error stays the one that is answered.
static bool again(Request *req, Reply *reply, const char *field, Err *err) {
    FieldErrorList errors = {0};
    Err shown = *err;
    if (err->kind != ERR_INVALID) return false;
    field_error(req->arena, &errors, field, err->message);
    if (!gathering_show(req, reply, &errors, err)) return false;
    *err = shown;
    return false;
}

static bool done(Request *req, Reply *reply, GatheringId id, const char *text, const Act *act) {
    reply_redirect_done(req, reply, url_gathering(req->arena, id, ""), msg(text), act->audit);
    return true;
}

bool do_gathering_hold(Request *req, Reply *reply, Err *err) {
    GatheringId id;
    int64_t version = 0;
    PersonIdList came = {0};
    Act act = request_act(req, "gathering.hold");
    if (!request_id(req, "id", &id.raw, err)) return false;
    request_form_int(req, "version", &version);
    StrList values = request_form_all(req, "var");
    for (size_t i = 0; i < values.count; i++) {
        PersonId person;
        if (str_to_int(values.items[i], &person.raw)) list_add(req->arena, &came, person);
    }
    if (!gathering_hold(&act, id, version, &came, err)) return again(req, reply, "h-del", err);
    return done(req, reply, id, N_("Sammankomsten är stängd som hållen."), &act);
}

bool do_gathering_drop(Request *req, Reply *reply, Err *err) {
    GatheringId id;
    int64_t version = 0;
    bool missed = str_equal(request_form(req, "hur"), STR("missed"));
    Act act = request_act(req, missed ? "gathering.miss" : "gathering.cancel");
    if (!request_id(req, "id", &id.raw, err)) return false;
    request_form_int(req, "version", &version);
    if (!gathering_drop(&act, id, version, missed ? GATHERING_STATE_MISSED : GATHERING_STATE_CANCELLED, request_form(req, "skal"), err))
        return again(req, reply, "skal", err);
    return done(req, reply, id, missed ? N_("Det är noterat att den inte blev av.") : N_("Sammankomsten är inställd."), &act);
}

bool do_gathering_answer(Request *req, Reply *reply, Err *err) {
    GatheringId id;
    Act act = request_act(req, "gathering.answer");
    bool yes = str_equal(request_form(req, "svar"), STR("yes"));
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!gathering_answer(&act, id, yes ? ATTENDANCE_ANSWER_YES : ATTENDANCE_ANSWER_NO, err)) return false;
    return done(req, reply, id, N_("Ditt svar är sparat."), &act);
}

bool do_gathering_note(Request *req, Reply *reply, Err *err) {
    GatheringId id;
    Act act = request_act(req, "gathering.note");
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!gathering_note_put(&act, id, request_form_has(req, "egen"), request_form(req, "anteckning"), err))
        return again(req, reply, "anteckning", err);
    return done(req, reply, id, N_("Anteckningen är sparad."), &act);
}

bool do_gathering_action(Request *req, Reply *reply, Err *err) {
    GatheringId id;
    FieldErrorList errors = {0};
    Act act = request_act(req, "action.add");
    if (!request_id(req, "id", &id.raw, err)) return false;
    ActionItem action = {.gathering = id, .what = request_form(req, "vad"), .due = field_date(req, "senast", &errors)};
    request_form_int(req, "ansvarig", &action.responsible.raw);
    if (field_refused(&errors, err)) return again(req, reply, "senast", err);
    if (!action_add(&act, &action, err)) return again(req, reply, "vad", err);
    return done(req, reply, id, N_("Det är antecknat."), &act);
}

bool do_gathering_host(Request *req, Reply *reply, Err *err) {
    GatheringId id;
    UnitId unit = {0};
    Act act = request_act(req, "gathering.host");
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!request_form_int(req, "enhet", &unit.raw)) err_set(err, ERR_INVALID, msg(N_("Välj en enhet.")));
    if (!unit.raw || !gathering_host_add(&act, id, unit, err)) return again(req, reply, "enhet", err);
    return done(req, reply, id, N_("Enheten är med."), &act);
}

// --- being there, by the link shown in the room

static void here_show(Request *req, Reply *reply, HtmlGatheringHere *page, const Gathering *g) {
    page->title = gathering_title(g, req->lang);
    page->when = gathering_when(req, g);
    reply_page(req, reply, (Page){.title = page->heading, .nav = "sammankomster", .main_class = "narrow",
                                  .main = html_gathering_here(req->arena, req->lang, page)});
}

bool page_gathering_link(Request *req, Reply *reply, Err *err) {
    GatheringFile file = {0};
    int size, came = 0;
    if (!file_load(req, &file, err)) return false;
    const Gathering *g = &file.row.gathering;
    if (!file.may_change) return err_set(err, ERR_FORBIDDEN, may_who(MAY_EDIT_GATHERING));
    HtmlGatheringHere page = {.heading = tr_str(req->lang, N_("Närvaro med länk")), .guard = request_guard(req),
                              .back = url_gathering(req->arena, g->id, ""), .self = url_gathering(req->arena, g->id, "/lank")};
    for (size_t i = 0; i < file.people.count; i++) came += file.people.items[i].attendance.attended;
    if (g->link_key.size) {
        page.link = str_printf(req->arena, "%.*s/sammankomster/%lld/har?nyckel=%.*s", STR_ARG(req->origin), (long long)g->id.raw, STR_ARG(g->link_key));
        page.path = factor_qr_path(req->arena, page.link, &size);
        page.box = str_printf(req->arena, "0 0 %d %d", size, size);
        page.counted = msg_format(req->arena, req->lang, msg(N_("{1} har registrerat sig."), msg_number(came)));
    } else page.open = page.self;
    here_show(req, reply, &page, g);
    return true;
}

bool do_gathering_link(Request *req, Reply *reply, Err *err) {
    GatheringId id;
    Act act = request_act(req, "gathering.link");
    if (!request_id(req, "id", &id.raw, err) || !gathering_link_open(&act, id, err)) return false;
    reply_redirect(reply, url_gathering(req->arena, id, "/lank"));
    return true;
}

// The key is the right: who has it was in the room. Without it the page does not exist.
bool page_gathering_here(Request *req, Reply *reply, Err *err) {
    GatheringId id;
    Gathering g;
    Str key = request_query(req, "nyckel");
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!gathering_load(req->db, req->arena, id, &g, err) || !gathering_link_holds(&g, key, req->today))
        return err_set(err, ERR_NOT_FOUND, msg(N_("Länken gäller inte nu. Den gäller medan sammankomsten pågår.")));
    HtmlGatheringHere page = {.heading = tr_str(req->lang, N_("Är du här?")), .guard = request_guard(req), .key = key,
                              .back = url(req->arena, "/sammankomster"), .here = url_gathering(req->arena, id, "/har")};
    here_show(req, reply, &page, &g);
    return true;
}

bool do_gathering_here(Request *req, Reply *reply, Err *err) {
    GatheringId id;
    Act act = request_act(req, "gathering.here");
    if (!request_id(req, "id", &id.raw, err) || !gathering_here(&act, id, request_form(req, "nyckel"), err)) return false;
    return done(req, reply, id, N_("Du är registrerad."), &act);
}
