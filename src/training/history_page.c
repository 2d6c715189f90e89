// What has changed for a trainee, and "Komplettera historiken": what ended before the unit began
// with Randa is unknown until somebody says where the papers are. For one trainee (?st=) or all.
#include "training/training_page.h"
#include "training/training_view.h"
#include "gen/history_fill.html.h"
#include "gen/training_history.html.h"
#include "http/field.h"
#include "people/unit_store.h"
#include "training/event_act.h"
#include "training/training_fields_view.h"

// --- changes

static const struct {
    const char *action, *text;
} actions[] = {{"training.take_in", N_("Tillagd som ST-läkare")},
               {"training.edit", N_("Uppgifterna ändrade")},
               {"training.share", N_("Tjänstgöringsgraden ändrad")},
               {"training.supervisor", N_("Huvudhandledaren bytt")},
               {"training.needs", N_("Behoven ändrade")},
               {"absence.edit", N_("Ledighet registrerad eller ändrad")},
               {"absence.take_away", N_("Ledighet borttagen")},
               {"event.register", N_("Händelse registrerad")},
               {"event.take_away", N_("Händelse borttagen")},
               {"certificate.register", N_("Intyg registrerat")},
               {"certificate.take_away", N_("Intyg borttaget")},
               {"history.fill", N_("Historiken kompletterad")},
               {"placement.add", N_("Placering inlagd")},
               {"placement.move", N_("Placering ändrad")},
               {"placement.remove", N_("Placering borttagen")},
               {"placement.state", N_("Placeringens läge ändrat")},
               {"placement.solve", N_("Krock löst")},
               {"plan.publish", N_("Förslag publicerat")},
               {"import", N_("Inläst från fil")},
               {"import.apply", N_("Inläst från fil")},
               {"undo", N_("Ångrat")},
               {"demo.make", N_("Övningsdata")}};

static Str action_text(Request *req, Str action) {
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (str_equal(action, str_from_c(actions[i].action)))
            return tr_str(req->lang, actions[i].text);
    return tr_str(req->lang, N_("Ändrad"));
}

static Str instant_text(Request *req, Instant at) {
    Date day = {(int32_t)(at / 86400000)};
    return date_short_year(req->arena, req->lang, day);
}

bool page_training_history(Request *req, Reply *reply, Err *err) {
    TrainingFile file;
    TrainingChangeList changes = {0};
    HtmlTrainingHistory page = {0};
    if (!training_page_file(req, &file, err)) return false;
    if (!training_history(req->db, req->arena, file.training.id, &changes, err)) return false;
    ServiceProgress progress = service_progress(req->arena, &file.service, req->today);
    if (!training_head(req, &file, TAB_HISTORY, &progress, &page.head, err)) return false;
    for (size_t i = 0; i < changes.count && i < 50; i++) {
        const TrainingChange *change = &changes.items[i];
        HtmlTrainingHistoryChanges row = {
            .when = instant_text(req, change->at),
            .what = action_text(req, change->action),
            .who = change->who.size > 0 ? change->who : tr_str(req->lang, N_("Randa"))};
        if (change->behalf.size > 0)
            row.who = msg_format(req->arena, req->lang,
                                 msg(N_("{1} för {2}"), msg_text(row.who), msg_text(change->behalf)));
        list_add(req->arena, &page.changes, row);
    }
    if (changes.count > 50) page.more = tr_str(req->lang, N_("De senaste 50 visas."));
    training_reply(req, reply, &file, N_("Historik"),
                   html_training_history(req->arena, req->lang, &page));
    return true;
}

// --- filling in

#define FILL_ROWS_MAX 50

typedef struct {
    TrainingFile *file;
    const Placement *placement;
} Gap;
LIST_OF(GapList, Gap);

static bool has_paper(const TrainingFile *file, const Placement *placement) {
    for (size_t i = 0; i < file->need.certificates.count; i++)
        if (file->need.certificates.items[i].placement.raw == placement->id.raw) return true;
    return false;
}

// Rotations and BT, and home service longer than half a year, leave a certificate.
static bool needs_paper(const Placement *placement, Date today) {
    if (placement->state == PLACEMENT_STATE_CANCELLED || placement->past.day > today.day)
        return false;
    if (placement->kind == PLACEMENT_KIND_HOME)
        return placement->past.day > date_add_months(placement->first, 6).day;
    return placement->kind == PLACEMENT_KIND_ROTATION || placement->kind == PLACEMENT_KIND_BT ||
           placement->kind == PLACEMENT_KIND_OBSERVATION;
}

static Date in_use_from(const UnitList *units, UnitId id) {
    for (int depth = 0; depth < 20; depth++) {
        const Unit *unit = unit_find(units, id);
        if (!unit) break;
        if (date_is_known(unit->in_use_from)) return unit->in_use_from;
        id = unit->parent;
    }
    return DATE_NONE;
}

static void gaps_of(Request *req, TrainingFile *file, GapList *gaps) {
    if (training_last_event(file, EVENT_KIND_HISTORY_NOTED, req->today)) return;
    Date known = in_use_from(&file->service.units, file->training.home_unit);
    if (!date_is_known(known)) known = req->today;
    for (size_t i = 0; i < file->service.placements.count; i++) {
        const Placement *placement = &file->service.placements.items[i];
        if (placement->past.day > known.day || !needs_paper(placement, req->today)) continue;
        if (has_paper(file, placement)) continue;
        Gap gap = {file, placement};
        list_add(req->arena, gaps, gap);
    }
}

typedef struct {
    TrainingIdList trainings; // those shown whole
    GapList gaps;
    bool has_more;
    Date known;
} Filling;

static bool filling_load(Request *req, Filling *filling, Err *err) {
    TrainingRowList rows;
    int64_t only = 0;
    request_query_int(req, "st", &only);
    if (!training_rows(
            req->db, req->arena,
            (TrainingQuery){.unit = training_unit(req), .event_kind = EVENT_KIND_HISTORY_NOTED},
            &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const TrainingRow *row = &rows.items[i];
        if (only && row->training.id.raw != only) continue;
        if (date_is_known(row->last_event)) continue;
        if (filling->gaps.count >= FILL_ROWS_MAX) {
            filling->has_more = true;
            break;
        }
        TrainingFile *file = arena_new(req->arena, TrainingFile);
        if (!training_file_load(req->db, req->arena, row->training.id, file, err)) return false;
        size_t before = filling->gaps.count;
        gaps_of(req, file, &filling->gaps);
        filling->known = in_use_from(&file->service.units, file->training.home_unit);
        if (filling->gaps.count > before || only)
            list_add(req->arena, &filling->trainings, row->training.id);
    }
    return true;
}

static const struct {
    const char *value, *label;
} answers[] = {{"", N_("Välj")},
               {"papper", N_("Intyg finns på papper")},
               {"saknas", N_("Intyg saknas")},
               {"behovs-inte", N_("Behövs inte")}};

static Str answer_field(Arena *arena, const Placement *placement) {
    return str_printf(arena, "u%lld", (long long)placement->id.raw);
}

static void rows_add(Request *req, const Filling *filling, HtmlHistoryFill *page) {
    bool same = request_form_has(req, "samma");
    for (size_t i = 0; i < filling->gaps.count; i++) {
        const Gap *gap = &filling->gaps.items[i];
        const Unit *unit = unit_find(&gap->file->service.units, gap->placement->unit);
        HtmlHistoryFillRows row = {
            .to = url_training(req->arena, gap->file->training.id, ""),
            .name =
                full_name(req->arena, gap->file->person.given_name, gap->file->person.family_name),
            .place =
                unit ? unit->name : tr_str(req->lang, placement_kind_text(gap->placement->kind)),
            .span = date_span_text(req->arena, req->lang,
                                   date_span(gap->placement->first, gap->placement->past)),
            .field = answer_field(req->arena, gap->placement)};
        Str chosen =
            same ? request_form(req, "alla") : request_form(req, str_to_c(req->arena, row.field));
        for (size_t a = 0; a < COUNT_OF(answers); a++) {
            HtmlHistoryFillRowsAnswers answer = {
                .value = str_from_c(answers[a].value),
                .label = tr_str(req->lang, answers[a].label),
                .chosen = str_equal(chosen, str_from_c(answers[a].value))};
            list_add(req->arena, &row.answers, answer);
        }
        list_add(req->arena, &page->rows, row);
    }
}

static Html all_field(Request *req) {
    FieldOptionList options = {0};
    for (size_t i = 1; i < COUNT_OF(answers); i++) {
        FieldOption option = {.value = str_from_c(answers[i].value),
                              .label = tr_str(req->lang, answers[i].label)};
        list_add(req->arena, &options, option);
    }
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "alla",
                                     .label = N_("Underlag"),
                                     .value = field_value(req, "alla", STR("papper"))},
                             &options);
}

static void filling_show(Request *req, Reply *reply, const Filling *filling,
                         const FieldErrorList *errors) {
    Arena *arena = req->arena;
    MsgArg count = msg_number((int64_t)filling->gaps.count);
    HtmlHistoryFill page = {
        .guard = request_guard(req),
        .errors = html_form_errors(arena, req->lang, N_("Ingenting sparades. Rätta:"), errors),
        .all = all_field(req),
        .kept = html_field_text(arena, req->lang,
                                (Field){.name = "var",
                                        .label = N_("Var originalen finns"),
                                        .width = "grow",
                                        .value = request_form(req, "var"),
                                        .errors = errors}),
        .all_button = msg_format(arena, req->lang, msg(N_("Använd för alla {1} rader"), count)),
        .title = msg_format(arena, req->lang,
                            msg(N_("{1} placeringar hos {2} ST-läkare"), count,
                                msg_number((int64_t)filling->trainings.count))),
        .note_form = filling->trainings.count > 0};
    Str known = date_long(arena, req->lang, filling->known);
    page.lede =
        date_is_known(filling->known)
            ? msg_format(
                  arena, req->lang,
                  msg(N_("Det som slutade före {1}, då enheten började med Randa, är okänt tills "
                         "du fyller i det. Okänt räknas aldrig som fel."),
                      msg_text(known)))
            : tr_str(req->lang,
                     N_("Det som slutade innan enheten började med Randa är okänt tills du "
                        "fyller i det. Okänt räknas aldrig som fel."));
    if (filling->has_more) page.more = tr_str(req->lang, N_("Fler visas när de här är sparade."));
    for (size_t i = 0; i < filling->trainings.count; i++) {
        HtmlHistoryFillTrainings training = {.id = id_text(arena, filling->trainings.items[i].raw)};
        list_add(arena, &page.trainings, training);
    }
    rows_add(req, filling, &page);
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Komplettera historiken")),
                      .nav = "att-gora",
                      .main = html_history_fill(arena, req->lang, &page)});
}

bool page_history_fill(Request *req, Reply *reply, Err *err) {
    Filling filling = {.known = DATE_NONE};
    FieldErrorList none = {0};
    if (!filling_load(req, &filling, err)) return false;
    filling_show(req, reply, &filling, &none);
    return true;
}

static bool answer_from(Str text, HistoryAnswer *ret) {
    if (str_equal(text, STR("papper")))
        *ret = HISTORY_ON_PAPER;
    else if (str_equal(text, STR("saknas")))
        *ret = HISTORY_MISSING;
    else if (str_equal(text, STR("behovs-inte")))
        *ret = HISTORY_NOT_NEEDED;
    else
        return false;
    return true;
}

// A trainee's history is noted only when all that was asked is answered.
static TrainingIdList answered_from(Request *req, const Filling *filling) {
    TrainingIdList chosen = {0};
    StrList values = request_form_all(req, "st");
    for (size_t i = 0; i < values.count; i++) {
        TrainingId id;
        HistoryAnswer answer;
        if (!str_to_int(values.items[i], &id.raw)) continue;
        bool all = true;
        for (size_t g = 0; g < filling->gaps.count; g++) {
            const Gap *gap = &filling->gaps.items[g];
            if (gap->file->training.id.raw != id.raw) continue;
            Str field = answer_field(req->arena, gap->placement);
            if (!answer_from(request_form(req, str_to_c(req->arena, field)), &answer)) all = false;
        }
        if (all) list_add(req->arena, &chosen, id);
    }
    return chosen;
}

bool do_history_fill(Request *req, Reply *reply, Err *err) {
    Filling filling = {.known = DATE_NONE};
    FieldErrorList errors = {0};
    HistoryLineList lines = {0};
    if (!filling_load(req, &filling, err)) return false;
    if (request_form_has(req, "samma")) { // the same answer laid out, nothing saved yet
        filling_show(req, reply, &filling, &errors);
        return true;
    }
    for (size_t i = 0; i < filling.gaps.count; i++) {
        Str field = answer_field(req->arena, filling.gaps.items[i].placement);
        HistoryLine line = {.placement = filling.gaps.items[i].placement->id};
        if (answer_from(request_form(req, str_to_c(req->arena, field)), &line.answer))
            list_add(req->arena, &lines, line);
    }
    TrainingIdList answered = answered_from(req, &filling);
    Act act = request_act(req, "history.fill");
    if (!history_fill(&act, &lines, request_form(req, "var"), &answered, err)) {
        if (err->kind != ERR_INVALID) return false;
        field_error(req->arena, &errors, "var", err->message);
        filling_show(req, reply, &filling, &errors);
        return false;
    }
    reply_redirect_done(req, reply, url(req->arena, "/st/komplettera"),
                        msg(N_("{1} placeringar är besvarade."), msg_number((int64_t)lines.count)),
                        act.audit);
    return true;
}
