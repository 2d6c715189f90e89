// A finding's own page: what mends it, why it is shown, what it was computed from, what has been said
// about it. Putting off, handing over and accepting each need a reason.
#include "access/may_store.h"
#include "duty/finding_act.h"
#include "duty/finding_store.h"
#include "duty/remedy.h"
#include "duty/rule_view.h"
#include "duty/todo_page.h"
#include "duty/todo_store.h"
#include "duty/todo_view.h"
#include "gen/finding.html.h"
#include "gen/finding_later.html.h"

static bool load(Request *req, Finding *ret, Err *err) {
    FindingId id;
    if (!request_id(req, "id", &id.raw, err) || !finding_get(req->db, req->arena, id, ret, err)) return false;
    if (ret->training.raw) request_shows_training(req, ret->training);
    else if (ret->person.raw) request_shows(req, ret->person);
    return true;
}

static Url part_of(const Request *req, const Finding *finding, const char *tail) {
    return url(req->arena, "/arende/%lld%s", (long long)finding->id.raw, tail);
}

// --- why

static const struct {
    const char *name, *label;
} fact_labels[] = {
    {"trainee", N_("Utbildningsläkare")}, {"person", N_("Person")},         {"unit", N_("Enhet")},
    {"supervisor", N_("Handledare")},     {"signer", N_("Skriver intyget")}, {"place", N_("Placering")},
    {"specialty", N_("Specialitet")},     {"regulation", N_("Föreskrift")}, {"missing", N_("Saknas")},
    {"goals", N_("Delmål")},              {"activity", N_("Aktivitet")},    {"date", N_("Datum")},
    {"new_date", N_("Nytt slutdatum")},   {"span", N_("Period")},           {"days", N_("Dagar")},
    {"weeks", N_("Veckor")},              {"months", N_("Månader")},        {"years", N_("År")},
    {"needed", N_("Krävs")},              {"held", N_("Hållna")},           {"goal", N_("Mål")},
    {"hours", N_("Timmar per vecka")},    {"low", N_("Riktlinje, minst")},  {"high", N_("Riktlinje, högst")},
    {"trainees", N_("Antal utbildningsläkare")}, {"places", N_("Platser")}, {"names", N_("Vilka")},
    {"supervisors", N_("Antal handledare")}, {"percent", N_("Procent tillsammans")},
    {"first_place", N_("Första platsen")},   {"second_place", N_("Andra platsen")},
};

static Str fact_value(const Request *req, const MsgArg *value) {
    switch (value->kind) {
    case MSG_ARG_NUMBER: return str_printf(req->arena, "%lld", (long long)value->number);
    case MSG_ARG_DATE: return date_long(req->arena, req->lang, value->span.first);
    case MSG_ARG_SPAN: return date_span_text(req->arena, req->lang, value->span);
    case MSG_ARG_TEXT: return names_text(req->arena, req->lang, value->text, 100);
    default: return STR("");
    }
}

static void draw_facts(const Request *req, const Finding *finding, const DutyRule *rule, HtmlFinding *page) {
    DutyArg args[MSG_ARGS_MAX];
    size_t count = duty_args_read(req->arena, rule, finding->args, args);
    for (size_t i = 0; i < count; i++)
        for (size_t l = 0; l < COUNT_OF(fact_labels); l++)
            if (str_equal(str_from_c(args[i].name), str_from_c(fact_labels[l].name)))
                list_add(req->arena, &page->facts,
                         ((HtmlFindingFacts){tr_str(req->lang, fact_labels[l].label), fact_value(req, &args[i].value)}));
}

static void draw_why(const Request *req, const Finding *finding, const DutyRule *rule, const DutyCase *how, HtmlFinding *page) {
    const Source *source = rule->ground.sources.items[0];
    page->rule = tr_str(req->lang, rule->name);
    page->source = str_printf(req->arena, "%.*s%s%.*s. %s: %s. %s %.*s.", STR_ARG(source->publisher), rule->clause.size ? ", " : "",
                              STR_ARG(rule->clause), tr(req->lang, N_("Grund")), tr(req->lang, binding_name(how->binding)),
                              tr(req->lang, N_("Regel")), STR_ARG(rule->id));
    page->rule_to = url(req->arena, "/regler/%.*s", STR_ARG(rule->id));
    draw_facts(req, finding, rule, page);
}

// --- what has been said

static bool draw_state(Request *req, const Finding *finding, HtmlFinding *page, Err *err) {
    Str accepted, handed;
    if (!todo_person_name(req->db, req->arena, finding->accepted_by, &accepted, err) ||
        !todo_person_name(req->db, req->arena, finding->handed_to, &handed, err))
        return false;
    bool later = date_is_known(finding->put_off) && date_compare(finding->put_off, req->today) > 0;
    if (date_is_known(finding->closed))
        page->state = msg_format(req->arena, req->lang, msg(N_("Ärendet avslutades {1}."), msg_text(date_long(req->arena, req->lang, finding->closed))));
    else if (finding->accepted_by.raw)
        page->state = msg_format(req->arena, req->lang, msg(N_("Läget är godtaget av {1}."), msg_text(accepted)));
    else if (later)
        page->state = msg_format(req->arena, req->lang, msg(N_("Tas upp igen {1}."), msg_text(date_long(req->arena, req->lang, finding->put_off))));
    else if (finding->handed_to.raw)
        page->state = msg_format(req->arena, req->lang, msg(N_("Överlämnat till {1}."), msg_text(handed)));
    if (!page->state.size) return true;
    page->state_reason = finding->reason;
    if (!date_is_known(finding->closed)) page->take_back = part_of(req, finding, "/tillbaka");
    return true;
}

static void add_history(const Request *req, HtmlFinding *page, Date date, const char *what, Str note) {
    bool this_year = date_to_ymd(date).year == date_to_ymd(req->today).year;
    Str day = this_year ? date_short(req->arena, req->lang, date) : date_short_year(req->arena, req->lang, date);
    list_add(req->arena, &page->history, ((HtmlFindingHistory){day, tr_str(req->lang, what), note}));
}

static bool draw_history(Request *req, const Finding *finding, HtmlFinding *page, Err *err) {
    FindingList earlier;
    if (!finding_earlier(req->db, req->arena, finding, &earlier, err)) return false;
    if (date_is_known(finding->closed)) add_history(req, page, finding->closed, N_("Ärendet avslutades"), STR(""));
    add_history(req, page, finding->opened, N_("Ärendet öppnades"), STR(""));
    for (size_t i = 0; i < earlier.count; i++)
        if (date_is_known(earlier.items[i].closed))
            add_history(req, page, earlier.items[i].opened, N_("Samma ärende tidigare"),
                        msg_format(req->arena, req->lang, msg(N_("avslutat {1}"), msg_text(date_short_year(req->arena, req->lang, earlier.items[i].closed)))));
    return true;
}

static bool draw_people(Request *req, const Finding *finding, HtmlFinding *page, Err *err) {
    ColleagueList people;
    if (!todo_colleagues(req->db, req->arena, finding->unit, &people, err)) return false;
    for (size_t i = 0; i < people.count; i++) {
        if (people.items[i].id.raw == req->actor.person) continue;
        Str role = role_word(req->lang, people.items[i].role);
        list_add(req->arena, &page->people,
                 ((HtmlFindingPeople){str_printf(req->arena, "%lld", (long long)people.items[i].id.raw),
                                      str_printf(req->arena, "%.*s, %.*s", STR_ARG(people.items[i].name), STR_ARG(str_fold(req->arena, role)))}));
    }
    return true;
}

static bool draw_others(Request *req, const Finding *finding, HtmlFinding *page, Err *err) {
    Err no;
    bool open = !date_is_known(finding->closed) && !page->state.size;
    page->is_demand = finding->word == FINDING_WORD_KRAV;
    page->guard = request_guard(req);
    if (open && may_finding(req->db, req->actor, MAY_HANDLE_FINDING, finding->id, &no)) {
        if (!page->is_demand) page->later = part_of(req, finding, "/senare");
        page->hand_over = part_of(req, finding, "/lamna");
        if (!draw_people(req, finding, page, err)) return false;
    }
    if (open && may_finding(req->db, req->actor, MAY_ACCEPT_FINDING, finding->id, &no))
        page->accept = part_of(req, finding, "/godta");
    page->others = page->hand_over.address.size || page->accept.address.size;
    return true;
}

static Str when_text(const Request *req, const Finding *finding) {
    Str when = due_when(req->arena, req->lang, finding->since, finding->due, req->today);
    Str distance = due_distance(req->arena, req->lang, finding->since, finding->due, req->today);
    return when.size ? str_printf(req->arena, "%.*s, %.*s", STR_ARG(when), STR_ARG(distance)) : STR("");
}

static bool draw_finding(Request *req, const Finding *finding, HtmlFinding *page, Err *err) {
    const DutyRule *rule;
    const DutyCase *how;
    if (!finding_how(finding, &rule, &how)) return err_set(err, ERR_NOT_FOUND, msg(N_("Regeln för ärendet finns inte längre.")));
    page->title = finding_title(req->arena, req->lang, finding);
    page->when = when_text(req, finding);
    page->word = tr_str(req->lang, finding_word_text(finding->word));
    page->tone = tone_of(finding->word);
    page->icon = icon_of(finding->word);
    page->why = finding_sentence(req->arena, req->lang, finding, how->why);
    Url to = url_remedy(req->arena, how->remedy_page, (RemedyFor){finding->rule, finding->variant, finding->training, finding->unit, finding->placement});
    if (leads_somewhere(req, to)) page->remedy = tr_str(req->lang, how->remedy), page->remedy_to = to;
    Url trainee = url(req->arena, "/st/%lld", (long long)finding->training.raw);
    if (finding->training.raw && leads_somewhere(req, trainee)) page->trainee = trainee;
    draw_why(req, finding, rule, how, page);
    return rule_why(req, rule, finding->unit, &page->because, err) && draw_state(req, finding, page, err) && draw_history(req, finding, page, err) && draw_others(req, finding, page, err);
}

static void send(Request *req, Reply *reply, const HtmlFinding *page) {
    reply_page(req, reply, (Page){.title = page->title, .nav = "att-gora", .main = html_finding(req->arena, req->lang, page)});
}

bool page_finding(Request *req, Reply *reply, Err *err) {
    Finding finding;
    HtmlFinding page = {0};
    if (!load(req, &finding, err) || !draw_finding(req, &finding, &page, err)) return false;
    send(req, reply, &page);
    return true;
}

// --- later

static void add_choice(const Request *req, HtmlFindingLater *page, const char *name, Date date, Date chosen) {
    list_add(req->arena, &page->choices,
             ((HtmlFindingLaterChoices){.value = date_iso(req->arena, date), .name = tr_str(req->lang, name),
                                        .date = date_long(req->arena, req->lang, date),
                                        .chosen = date_compare(date, chosen) == 0}));
}

static void draw_later(Request *req, Reply *reply, const Finding *finding, Date chosen, const Err *wrong) {
    HtmlFindingLater page = {.finding = url_finding(req->arena, finding->id), .label = finding_label(req->arena, finding),
                             .title = finding_title(req->arena, req->lang, finding), .guard = request_guard(req),
                             .action = part_of(req, finding, "/senare"), .reason = request_form(req, "skal")};
    add_choice(req, &page, N_("Om två veckor"), date_add_days(req->today, 14), chosen);
    add_choice(req, &page, N_("Om en månad"), date_add_months(req->today, 1), chosen);
    add_choice(req, &page, N_("Om tre månader"), date_add_months(req->today, 3), chosen);
    if (wrong) {
        page.error = msg_format(req->arena, req->lang, wrong->message);
        bool reason = page.reason.size == 0;
        page.error_field = reason ? STR("skal") : STR("nar");
        if (reason) page.reason_error = page.error;
    }
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Ta upp senare")), .nav = "att-gora", .main_class = "narrow",
                                  .main = html_finding_later(req->arena, req->lang, &page)});
}

bool page_finding_later(Request *req, Reply *reply, Err *err) {
    Finding finding;
    if (!load(req, &finding, err) || !may_finding(req->db, req->actor, MAY_HANDLE_FINDING, finding.id, err)) return false;
    draw_later(req, reply, &finding, date_add_days(req->today, 14), NULL);
    return true;
}

static void done(Request *req, Reply *reply, const Act *act, const char *text) {
    reply_redirect_done(req, reply, url(req->arena, "/att-gora"), msg(text), act->audit);
}

bool do_finding_later(Request *req, Reply *reply, Err *err) {
    Finding finding;
    Date until = DATE_NONE;
    if (!load(req, &finding, err)) return false;
    request_form_date(req, "nar", &until);
    Act act = request_act(req, "finding.put_off");
    if (finding_put_off(&act, finding.id, until, request_form(req, "skal"), err)) {
        done(req, reply, &act, N_("Ärendet tas upp senare."));
        return true;
    }
    if (err->kind == ERR_INVALID) draw_later(req, reply, &finding, until, err);
    return false;
}

// --- handing over, accepting, taking back

static bool show_again(Request *req, Reply *reply, const Finding *finding, const char *field, Err *err) {
    HtmlFinding page = {0};
    Err wrong = *err;
    if (wrong.kind != ERR_INVALID || !draw_finding(req, finding, &page, &wrong)) return false;
    page.error = msg_format(req->arena, req->lang, err->message);
    page.error_field = str_from_c(field);
    page.hand_over_open = str_starts(page.error_field, STR("till"));
    page.accept_open = !page.hand_over_open;
    send(req, reply, &page);
    return false;
}

bool do_finding_hand_over(Request *req, Reply *reply, Err *err) {
    Finding finding;
    PersonId to = {0};
    if (!load(req, &finding, err)) return false;
    request_form_int(req, "till", &to.raw);
    Act act = request_act(req, "finding.hand_over");
    if (!finding_hand_over(&act, finding.id, to, request_form(req, "skal"), err)) return show_again(req, reply, &finding, "till", err);
    done(req, reply, &act, N_("Ärendet är överlämnat."));
    return true;
}

bool do_finding_accept(Request *req, Reply *reply, Err *err) {
    Finding finding;
    if (!load(req, &finding, err)) return false;
    Act act = request_act(req, "finding.accept");
    if (!finding_accept(&act, finding.id, request_form(req, "skal"), err)) return show_again(req, reply, &finding, "skal-g", err);
    done(req, reply, &act, N_("Läget är godtaget."));
    return true;
}

bool do_finding_take_back(Request *req, Reply *reply, Err *err) {
    Finding finding;
    if (!load(req, &finding, err)) return false;
    Act act = request_act(req, "finding.take_back");
    if (!finding_take_back(&act, finding.id, err)) return false;
    done(req, reply, &act, N_("Ärendet är tillbaka på Att göra."));
    return true;
}
