// Service time, line by line, with the total against what the regulation asks.
#include "training/training_page.h"
#include "training/training_view.h"
#include "gen/training_time.html.h"
#include "training/regulation.h"

static Str line_what(Request *req, const TrainingFile *file, const ServiceLine *line) {
    if (!line->placement) {
        if (line->why != SERVICE_LEAVE || !line->leave) return STR("–");
        bool may_see = may_see_leave_cause(req, &file->training);
        return tr_str(req->lang, may_see ? absence_cause_text(line->leave->cause) : N_("Ledig"));
    }
    for (size_t i = 0; i < file->service.units.count; i++)
        if (file->service.units.items[i].id.raw == line->placement->unit.raw)
            return file->service.units.items[i].name;
    return tr_str(req->lang, placement_kind_text(line->placement->kind));
}

// A full-time month that counts needs no words.
static Str line_why(Request *req, const TrainingFile *file, const ServiceLine *line) {
    bool is_plain =
        line->why == SERVICE_COUNTED && line->counted.value == 100 && line->bt == BT_NOT;
    if (is_plain) return STR("");
    bool may_see = may_see_leave_cause(req, &file->training);
    return msg_format(req->arena, req->lang, service_line_why(line, may_see));
}

static Str share_text(Request *req, const ServiceLine *line) {
    if (line->why == SERVICE_OUTSIDE) return STR("–");
    int share = line->placement ? line->placed.value : line->employed.value;
    return str_printf(req->arena, "%d %%", share);
}

static void lines_add(Request *req, const TrainingFile *file, const ServiceProgress *progress,
                      HtmlTrainingTime *page) {
    for (size_t i = 0; i < progress->lines.count; i++) {
        const ServiceLine *line = &progress->lines.items[i];
        HtmlTrainingTimeLines shown = {.what = line_what(req, file, line),
                                       .span = date_span_text(req->arena, req->lang, line->span),
                                       .share = share_text(req, line),
                                       .time = months_text(req->arena, req->lang, line->time),
                                       .why = line_why(req, file, line)};
        if (!line->ahead) {
            if (line->span.past.day == req->today.day + 1 && line->why == SERVICE_COUNTED)
                shown.why = str_is_empty(shown.why)
                                ? tr_str(req->lang, N_("Räknat till i dag."))
                                : str_printf(req->arena, "%.*s %s", STR_ARG(shown.why),
                                             tr(req->lang, N_("Räknat till i dag.")));
            list_add(req->arena, &page->lines, shown);
            continue;
        }
        HtmlTrainingTimeAhead ahead = {shown.what, shown.span, shown.share, shown.time, shown.why};
        list_add(req->arena, &page->ahead, ahead);
    }
}

static void sums_add(Request *req, const TrainingFile *file, const ServiceProgress *progress,
                     HtmlTrainingTime *page) {
    Str today = date_long(req->arena, req->lang, req->today);
    Str end = date_long(req->arena, req->lang, file->training.planned_end);
    Str unplaced = months_text(req->arena, req->lang, progress->unplaced);
    page->sum_label = msg_format(req->arena, req->lang, msg(N_("Summa till {1}"), msg_text(today)));
    page->sum = months_text(req->arena, req->lang, progress->done);
    if (progress->unplaced.parts > 0)
        page->sum_note =
            msg_format(req->arena, req->lang,
                       msg(N_("Dessutom {1} utan registrerad placering."), msg_text(unplaced)));
    page->end_label =
        date_is_known(file->training.planned_end)
            ? msg_format(req->arena, req->lang, msg(N_("Allt till {1}"), msg_text(end)))
            : tr_str(req->lang, N_("Allt som är planerat"));
    page->end_sum = months_text(req->arena, req->lang, progress->at_planned_end);
    int order = service_time_compare(progress->at_planned_end, progress->required);
    ServiceTime lacks = service_time_subtract(progress->required, progress->at_planned_end);
    Str lacking = months_text(req->arena, req->lang, lacks);
    page->end_note =
        order >= 0 ? tr_str(req->lang, N_("Räcker."))
                   : msg_format(req->arena, req->lang, msg(N_("{1} för lite."), msg_text(lacking)));
}

static void demand_add(Request *req, HtmlTrainingTime *page, const char *label, Str value) {
    HtmlTrainingTimeDemands demand = {.label = tr_str(req->lang, label), .value = value};
    list_add(req->arena, &page->demands, demand);
}

// "3 av 3 månader", with what is planned where it is not done yet.
static void floor_add(Request *req, HtmlTrainingTime *page, const char *label, BtSum sum,
                      int months) {
    if (months == 0) return;
    ServiceTime floor = service_time_of_months(months * 100);
    bool is_done = service_time_compare(sum.done, floor) >= 0;
    bool is_planned = service_time_compare(sum.planned, floor) >= 0;
    Str done = service_time_text(req->arena, sum.done);
    Str planned = service_time_text(req->arena, sum.planned);
    Msg text = is_planned && !is_done
                   ? msg(N_("{1} av {2} månader, {3} planerade"), msg_text(done),
                         msg_number(months), msg_text(planned))
                   : msg(N_("{1} av {2} månader"), msg_text(done), msg_number(months));
    HtmlTrainingTimeDemands demand = {.label = tr_str(req->lang, label),
                                      .tag = html_tag_of(req->arena, req->lang,
                                                         is_done      ? "ok"
                                                         : is_planned ? "info"
                                                                      : "",
                                                         is_done ? "i-check" : "i-info",
                                                         msg_format(req->arena, req->lang, text))};
    list_add(req->arena, &page->demands, demand);
}

static void demands_add(Request *req, const TrainingFile *file, const ServiceProgress *progress,
                        HtmlTrainingTime *page) {
    const ServiceDemand *demand = &progress->demand;
    Str required = service_time_text(req->arena, progress->required);
    Msg least = demand->bt_months > 0 && file->training.kind == TRAINING_KIND_ST
                    ? msg(N_("{1} månader, varav BT minst {2}"), msg_text(required),
                          msg_number(demand->bt_months))
                    : msg(N_("{1} månader"), msg_text(required));
    demand_add(req, page, N_("Minst"), msg_format(req->arena, req->lang, least));
    Str left = service_time_text(req->arena, progress->left);
    demand_add(req, page, N_("Kvar"),
               msg_format(req->arena, req->lang, msg(N_("{1} månader"), msg_text(left))));
    floor_add(req, page, N_("BT i allt"), progress->bt, demand->bt_months);
    floor_add(req, page, N_("BT, primärvård"), progress->bt_primary, demand->bt_primary_months);
    floor_add(req, page, N_("BT, akut"), progress->bt_acute, demand->bt_acute_months);
    if (demand->bt_acute_months > 0 && progress->bt_ward.planned.parts > 0) {
        Str ward = service_time_text(req->arena, progress->bt_ward.planned);
        demand_add(req, page, N_("BT på vårdavdelning"),
                   msg_format(req->arena, req->lang,
                              msg(N_("{1} månader, kan räknas som akut om innehållet var akut"),
                                  msg_text(ward))));
    }
    if (progress->leave.parts > 0)
        demand_add(req, page, N_("Ledighet som inte räknas"),
                   months_text(req->arena, req->lang, progress->leave));
    demand_add(req, page, N_("Planerat slutdatum"),
               date_is_known(file->training.planned_end)
                   ? date_short_year(req->arena, req->lang, file->training.planned_end)
                   : tr_str(req->lang, N_("Okänt")));
    if (date_is_known(progress->forecast_end))
        demand_add(req, page, N_("Tiden räcker från"),
                   date_short_year(req->arena, req->lang, progress->forecast_end));
}

bool page_training_time(Request *req, Reply *reply, Err *err) {
    TrainingFile file;
    HtmlTrainingTime page = {0};
    if (!training_page_file(req, &file, err)) return false;
    ServiceProgress progress = service_progress(req->arena, &file.service, req->today);
    if (!training_head(req, &file, TAB_TIME, &progress, &page.head, err)) return false;
    if (progress.known) {
        lines_add(req, &file, &progress, &page);
        sums_add(req, &file, &progress, &page);
    }
    demands_add(req, &file, &progress, &page);
    page.source = str_from_c(regulation_name(file.training.regulation));
    if (progress.required_is_proposal)
        page.proposal =
            tr_str(req->lang, N_("Sex månader tillgodoräknas för doktorsexamen. Det gäller "
                                 "2015 års föreskrift och är ett antagande för 2021 års: "
                                 "stäm av innan du räknar med det."));
    if (progress.share_assumed)
        demand_add(req, &page, N_("Tjänstgöringsgrad"),
                   tr_str(req->lang, N_("saknas, heltid antas")));
    training_reply(req, reply, &file, N_("Tid"), html_training_time(req->arena, req->lang, &page));
    return true;
}
