#include "training/training_view.h"
#include "gen/tag.html.h"
#include "gen/timeline.html.h"
#include "gen/training_head.html.h"
#include "placement/board.h"
#include "training/regulation.h"

#define WEEKS_MAX 340

Str full_name(Arena *arena, Str given, Str family) {
    return str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
}

Str months_text(Arena *arena, Lang lang, ServiceTime time) {
    Str number = service_time_text(arena, time);
    return str_printf(arena, "%.*s %s", STR_ARG(number), tr(lang, N_("mån")));
}

bool months_read(Str text, int64_t *ret) {
    size_t point = str_find_char(text, ',');
    if (point == STR_NOT_FOUND) point = str_find_char(text, '.');
    Str whole = str_slice(text, 0, point == STR_NOT_FOUND ? text.size : point);
    Str part = point == STR_NOT_FOUND ? STR("") : str_slice(text, point + 1, text.size);
    int64_t months, hundredths = 0;
    if (!str_to_int(whole, &months) || months < 0 || months > 120 || part.size > 2) return false;
    if (point != STR_NOT_FOUND && (!str_to_int(part, &hundredths) || hundredths < 0)) return false;
    *ret = months * 100 + (part.size == 1 ? hundredths * 10 : hundredths);
    return true;
}

Str specialty_name(Str id) {
    const Specialty *specialty = rulebook_specialty(id);
    return specialty ? specialty->name_sv : id;
}

Str training_kind_text(Arena *arena, Lang lang, const Training *training, Date today) {
    const char *kind = training->kind == TRAINING_KIND_BT ? "BT" : "ST";
    if (!date_is_known(training->first)) return str_from_c(kind);
    if (training->first.day > today.day) {
        Str day = date_short(arena, lang, training->first);
        return msg_format(arena, lang,
                          msg(N_("{1}, börjar {2}"), msg_text(str_from_c(kind)), msg_text(day)));
    }
    Ymd first = date_to_ymd(training->first), now = date_to_ymd(today);
    int months = 12 * (now.year - first.year) + now.month - first.month - (now.day < first.day);
    return msg_format(
        arena, lang,
        msg(N_("{1}, år {2}"), msg_text(str_from_c(kind)), msg_number(months / 12 + 1)));
}

const char *absence_cause_text(AbsenceCause cause) {
    switch (cause) {
    case ABSENCE_CAUSE_PARENTAL: return N_("Föräldraledig");
    case ABSENCE_CAUSE_SICK: return N_("Sjukskriven");
    case ABSENCE_CAUSE_OTHER_SERVICE: return N_("Annan tjänstgöring");
    case ABSENCE_CAUSE_STUDY: return N_("Studieledig");
    case ABSENCE_CAUSE_HOLIDAY: return N_("Semester");
    case ABSENCE_CAUSE_ON_CALL_COMP: return N_("Jourkompensation");
    case ABSENCE_CAUSE_OTHER: break;
    }
    return N_("Ledig");
}

const char *placement_kind_text(PlacementKind kind) {
    switch (kind) {
    case PLACEMENT_KIND_HOME: return N_("Hemklinik");
    case PLACEMENT_KIND_ROTATION: return N_("Randning");
    case PLACEMENT_KIND_BT: return N_("BT");
    case PLACEMENT_KIND_RESEARCH: return N_("Vetenskapligt arbete");
    case PLACEMENT_KIND_PROJECT: return N_("Utvecklingsarbete");
    case PLACEMENT_KIND_OBSERVATION: return N_("Auskultation");
    case PLACEMENT_KIND_COURSE: break;
    }
    return N_("Kurs");
}

const char *event_outcome_text(EventOutcome outcome) {
    switch (outcome) {
    case EVENT_OUTCOME_ON_TRACK: return N_("i fas");
    case EVENT_OUTCOME_AHEAD: return N_("före plan");
    case EVENT_OUTCOME_NEEDS_SUPPORT: return N_("behöver stöd");
    case EVENT_OUTCOME_ACTION_PLAN: return N_("handlingsplan");
    case EVENT_OUTCOME_NONE: break;
    }
    return "";
}

const char *training_state_text(TrainingState state) {
    switch (state) {
    case TRAINING_STATE_ACTIVE: return N_("Pågår");
    case TRAINING_STATE_PAUSED: return N_("Vilande");
    case TRAINING_STATE_COMPLETED: return N_("Klar");
    case TRAINING_STATE_ENDED: break;
    }
    return N_("Avslutad i förtid");
}

Html html_tag_of(Arena *arena, Lang lang, const char *look, const char *icon, Str text) {
    HtmlTag tag = {.look = str_from_c(look), .icon = str_from_c(icon), .text = text};
    return html_tag(arena, lang, &tag);
}

Html training_state_tag(Arena *arena, Lang lang, const int64_t *findings, Date next_due) {
    static const struct {
        FindingWord word;
        const char *look, *icon, *text;
    } words[] = {
        {FINDING_WORD_KRAV, "crit", "i-tri", N_("{1} krav")},
        {FINDING_WORD_KROCK, "crit", "i-krock", N_("{1} krock")},
        {FINDING_WORD_FORSENAT, "warn", "i-clock", N_("{1} försenat")},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (findings[words[i].word] > 0)
            return html_tag_of(
                arena, lang, words[i].look, words[i].icon,
                msg_format(arena, lang, msg(words[i].text, msg_number(findings[words[i].word]))));
    if (date_is_known(next_due)) {
        Str day = date_short_year(arena, lang, next_due);
        return html_tag_of(arena, lang, "warn", "i-clock",
                           msg_format(arena, lang, msg(N_("Klart senast {1}"), msg_text(day))));
    }
    if (findings[FINDING_WORD_REKOMMENDATION] > 0)
        return html_tag_of(arena, lang, "info", "i-info", tr_str(lang, N_("Rekommendation")));
    return html_tag_of(arena, lang, "ok", "i-check", tr_str(lang, N_("Inget att göra")));
}

UnitId training_unit(const Request *req) {
    bool leads = may_reach(req->actor.role, MAY_READ_TRAINING) == REACH_UNIT;
    return leads ? req->session.unit : (UnitId){0};
}

// Why someone is away is of class K4: oneself and those who lead the unit, not supervisors.
bool may_see_leave_cause(const Request *req, const Training *training) {
    return training->trainee.raw == req->session.person.raw ||
           may_reach(req->actor.role, MAY_READ_CAUSE) == REACH_UNIT;
}

bool training_page_file(Request *req, TrainingFile *ret, Err *err) {
    int64_t id;
    if (!request_id(req, "id", &id, err) || !training_file_load(req->db, req->arena, (TrainingId){id}, ret, err))
        return false;
    request_shows(req, ret->training.trainee);
    return true;
}

Url url_training(Arena *arena, TrainingId id, const char *tab) {
    return url(arena, "/st/%lld%s%s", (long long)id.raw, tab[0] ? "/" : "", tab);
}

// --- the head

static Str initials_of(Arena *arena, const Person *person) {
    Str names[] = {person->given_name, person->family_name};
    Str initials = STR("");
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        size_t bytes = names[i].size > 0;
        while (bytes < names[i].size && ((unsigned char)names[i].data[bytes] & 0xc0) == 0x80)
            bytes++;
        initials = str_join(arena, initials, str_slice(names[i], 0, bytes));
    }
    return initials;
}

static int share_today(const TrainingFile *file, Date today) {
    int share = 100;
    for (size_t i = 0; i < file->service.shares.count; i++)
        if (i == 0 || file->service.shares.items[i].first.day <= today.day)
            share = file->service.shares.items[i].share.value;
    return share;
}

static Str leave_now(const Request *req, const TrainingFile *file) {
    for (size_t i = 0; i < file->service.absences.count; i++) {
        const Absence *absence = &file->service.absences.items[i];
        if (!date_span_has(date_span(absence->first, absence->past), req->today)) continue;
        bool may_see = may_see_leave_cause(req, &file->training);
        Str cause = tr_str(req->lang, may_see ? absence_cause_text(absence->cause) : N_("Ledig"));
        Str last = date_short_year(req->arena, req->lang, date_add_days(absence->past, -1));
        return msg_format(req->arena, req->lang,
                          msg(N_("{1} till {2}"), msg_text(cause), msg_text(last)));
    }
    return STR("");
}

static Str talk_text(const Request *req, const TrainingFile *file) {
    const Event *talk = training_last_event(file, EVENT_KIND_SUPERVISION_TALK, req->today);
    if (!talk) return STR("");
    Str day = date_short_year(req->arena, req->lang, talk->held);
    return msg_format(req->arena, req->lang, msg(N_("Senaste samtal {1}"), msg_text(day)));
}

static Str span_text(const Request *req, const Training *training) {
    Str first = date_short_year(req->arena, req->lang, training->first);
    Str last = date_short_year(req->arena, req->lang, training->planned_end);
    if (!date_is_known(training->first)) return tr_str(req->lang, N_("Okänd"));
    if (!date_is_known(training->planned_end)) last = tr_str(req->lang, N_("okänt slut"));
    return str_printf(req->arena, "%.*s – %.*s", STR_ARG(first), STR_ARG(last));
}

static Str done_text(const Request *req, const ServiceProgress *progress) {
    if (!progress->known) return tr_str(req->lang, N_("Startdatum saknas"));
    Str done = service_time_years(req->arena, req->lang, progress->done);
    Str all = service_time_years(req->arena, req->lang, progress->required);
    return msg_format(req->arena, req->lang, msg(N_("{1} av {2}"), msg_text(done), msg_text(all)));
}

static const struct {
    TrainingTab tab;
    const char *path, *label;
} tabs[] = {
    {TAB_OVERVIEW, "", N_("Översikt")},         {TAB_PLAN, "plan", N_("Plan")},
    {TAB_GOALS, "mal", N_("Delmål")},           {TAB_TIME, "tid", N_("Tid")},
    {TAB_EVENTS, "handelser", N_("Händelser")}, {TAB_INTRODUCTION, "introduktion", N_("Introduktion")},
    {TAB_DOCUMENTS, "dokument", N_("Dokument")}, {TAB_DATA, "uppgifter", N_("Uppgifter")},
    {TAB_HISTORY, "historik", N_("Historik")},
};

static void add_tabs(const Request *req, const Training *training, TrainingTab current,
                     HtmlTrainingHead *head) {
    for (size_t i = 0; i < COUNT_OF(tabs); i++) {
        bool edits = tabs[i].tab == TAB_DATA;
        if (edits && !may(req->actor.role, MAY_EDIT_TRAINING)) continue;
        HtmlTrainingHeadTabs tab = {.to = url_training(req->arena, training->id, tabs[i].path),
                                    .label = tr_str(req->lang, tabs[i].label),
                                    .current = tabs[i].tab == current};
        list_add(req->arena, &head->tabs, tab);
    }
}

static bool state_tag(Request *req, const TrainingFile *file, Html *ret, Err *err) {
    FindingList findings = {0};
    int64_t counts[FINDING_WORD_COUNT] = {0};
    Date due = DATE_NONE;
    if (!training_findings(req->db, req->arena, file->training.id, &findings, err)) return false;
    for (size_t i = 0; i < findings.count; i++) {
        const Finding *finding = &findings.items[i];
        if (!finding->on_todo) continue;
        counts[finding->word]++;
        if (date_is_known(finding->due) && (!date_is_known(due) || finding->due.day < due.day))
            due = finding->due;
    }
    *ret = training_state_tag(req->arena, req->lang, counts, due);
    return true;
}

bool training_head(Request *req, const TrainingFile *file, TrainingTab tab,
                   const ServiceProgress *progress, Html *ret, Err *err) {
    const Training *training = &file->training;
    const SupervisionRow *supervisor = training_main_supervisor(file, req->today);
    Arena *arena = req->arena;
    Str kind = training_kind_text(arena, req->lang, training, req->today);
    Str specialty = specialty_name(training->specialty);
    Html tag;
    if (!state_tag(req, file, &tag, err)) return false;
    HtmlTrainingHead head = {
        .name = full_name(arena, file->person.given_name, file->person.family_name),
        .initials = initials_of(arena, &file->person),
        .about = specialty.size == 0
                     ? kind
                     : str_printf(arena, "%.*s, %.*s", STR_ARG(specialty), STR_ARG(kind)),
        .tag = tag,
        .print = url_add(arena, url_training(arena, training->id, ""), "utskrift", STR("1")),
        .regulation = str_from_c(regulation_name(training->regulation)),
        .reason = tr_str(req->lang, regulation_reason_text(training->regulation_reason)),
        .span = span_text(req, training),
        .done = done_text(req, progress),
        .percent = msg_format(arena, req->lang,
                              msg(N_("{1} procent fullgjort"), msg_number(progress->percent))),
        .percent_number = str_printf(arena, "%d", progress->percent),
        .supervisor = supervisor ? supervisor->name : STR(""),
        .talk = talk_text(req, file),
        .share = str_printf(arena, "%d %%", share_today(file, req->today)),
        .leave_now = leave_now(req, file),
    };
    if (str_is_empty(head.regulation)) head.regulation = tr_str(req->lang, N_("Inte vald"));
    head.tabs_label = msg_format(arena, req->lang, msg(N_("Om {1}"), msg_text(head.name)));
    if (may(req->actor.role, MAY_REGISTER))
        head.register_link = url_training(arena, training->id, "registrera");
    if (may(req->actor.role, MAY_EDIT_TRAINING))
        head.leave = url_training(arena, training->id, "ledighet/ny");
    add_tabs(req, training, tab, &head);
    *ret = html_training_head(arena, req->lang, &head);
    return true;
}

void training_reply(Request *req, Reply *reply, const TrainingFile *file, const char *tab_name,
                    Html main) {
    Str title = full_name(req->arena, file->person.given_name, file->person.family_name);
    if (tab_name)
        title = str_printf(req->arena, "%s, %.*s", tr(req->lang, tab_name), STR_ARG(title));
    reply_page(req, reply, (Page){.title = title, .nav = "st", .main = main});
}

// --- the picture of the plan

typedef struct {
    Date start; // a Monday
    int weeks;
} Picture;

static Picture picture_of(const TrainingFile *file, Date today) {
    const Training *training = &file->training;
    Date first = date_is_known(training->first) ? training->first : today;
    Date past = date_is_known(training->planned_end) ? training->planned_end : today;
    const PlacementList *placements = &file->service.placements;
    for (size_t i = 0; i < placements->count; i++) {
        if (placements->items[i].state == PLACEMENT_STATE_CANCELLED) continue;
        first = date_min(first, placements->items[i].first);
        past = date_max(past, placements->items[i].past);
    }
    Picture picture = {.start = week_first(week_of(first))};
    picture.weeks = (past.day - picture.start.day + 6) / 7;
    if (picture.weeks < 8) picture.weeks = 8;
    if (picture.weeks > WEEKS_MAX) picture.weeks = WEEKS_MAX;
    return picture;
}

static int week_at(const Picture *picture, Date date) {
    int week = (date.day - picture->start.day + 3) / 7;
    if (date.day < picture->start.day) return 0;
    return week > picture->weeks ? picture->weeks : week;
}

static void bar_add(const Request *req, const Picture *picture, HtmlTimeline *data, Str name,
                    const char *look, DateSpan span, Str label) {
    int first = week_at(picture, span.first), past = week_at(picture, span.past);
    if (past <= first) past = first + 1;
    if (first >= picture->weeks) return;
    Str when = date_span_text(req->arena, req->lang, span);
    HtmlTimelineBars bar = {.look = str_printf(req->arena, "s%d n%d %s", first, past - first, look),
                            .full =
                                str_printf(req->arena, "%.*s, %.*s", STR_ARG(name), STR_ARG(when)),
                            .letters = label};
    list_add(req->arena, &data->bars, bar);
}

static void bars_of_placements(const Request *req, const TrainingFile *file, const Picture *picture,
                               HtmlTimeline *data) {
    for (size_t i = 0; i < file->service.placements.count; i++) {
        const Placement *placement = &file->service.placements.items[i];
        if (placement->state == PLACEMENT_STATE_CANCELLED) continue;
        const Unit *unit = NULL;
        for (size_t u = 0; u < file->service.units.count; u++)
            if (file->service.units.items[u].id.raw == placement->unit.raw)
                unit = &file->service.units.items[u];
        DateSpan span = date_span(placement->first, placement->past);
        // About 1,200 pixels over the whole picture.
        int room =
            (week_at(picture, span.past) - week_at(picture, span.first)) * 1200 / picture->weeks - 8;
        Str name = unit ? unit->name : tr_str(req->lang, placement_kind_text(placement->kind));
        bar_add(req, picture, data, name, placement_look(placement, unit), span,
                placement_label(placement, unit, room));
    }
}

static void bars_of_leave(const Request *req, const TrainingFile *file, const Picture *picture,
                          HtmlTimeline *data) {
    bool may_see = may_see_leave_cause(req, &file->training);
    for (size_t i = 0; i < file->service.absences.count; i++) {
        const Absence *absence = &file->service.absences.items[i];
        if (absence_counts(absence->cause) || absence->share.value < 100) continue;
        Str name = tr_str(req->lang, may_see ? absence_cause_text(absence->cause) : N_("Ledig"));
        bar_add(req, picture, data, name, "led", date_span(absence->first, absence->past), STR(""));
    }
}

Html training_timeline(Request *req, const TrainingFile *file) {
    Picture picture = picture_of(file, req->today);
    Str first = date_short_year(req->arena, req->lang, picture.start);
    HtmlTimeline data = {
        .board = url_add(req->arena, url(req->arena, "/plan"), "namn", file->person.family_name),
        .length = str_printf(req->arena, "t%d", picture.weeks),
        .label = msg_format(req->arena, req->lang, msg(N_("Plan från {1}"), msg_text(first))),
        .now = str_printf(req->arena, "s%d", week_at(&picture, req->today))};
    bars_of_placements(req, file, &picture, &data);
    bars_of_leave(req, file, &picture, &data);
    int year = date_to_ymd(picture.start).year;
    for (Date date = date_from_ymd(year + 1, 1, 1); week_at(&picture, date) < picture.weeks - 6;
         date = date_from_ymd(++year + 1, 1, 1)) {
        HtmlTimelineYears label = {.at = str_printf(req->arena, "s%d", week_at(&picture, date)),
                                   .year = str_printf(req->arena, "%d", year + 1)};
        list_add(req->arena, &data.years, label);
    }
    return html_timeline(req->arena, req->lang, &data);
}
