#include "gathering/gathering_view.h"
#include "training/training_view.h"

Url url_gathering(Arena *arena, GatheringId id, const char *rest) {
    return url(arena, "/sammankomster/%lld%s", (long long)id.raw, rest);
}

UnitId gathering_unit(const Request *req) {
    return may_reach(req->actor.role, MAY_READ_GATHERING) == REACH_UNIT ? req->session.unit : (UnitId){0};
}

bool may_arrange(const Request *req, const GatheringKind *kind) {
    Reach reach = may_reach(req->actor.role, MAY_EDIT_GATHERING);
    bool one = kind->subject == GATHERS_ONE;
    return gathering_kind_is_arranged_by(kind, str_from_c(role_names[req->actor.role])) &&
           (reach == REACH_UNIT || reach == REACH_REGION || (one && reach != REACH_NONE));
}

bool may_arrange_any(const Request *req) {
    for (size_t i = 0; i < rulebook_data.gathering_kind_count; i++)
        if (may_arrange(req, &rulebook_data.gathering_kinds[i])) return true;
    return false;
}

Str gathering_when(Request *req, const Gathering *gathering) {
    static const char *const days[] = {"",           N_("Måndag"), N_("Tisdag"), N_("Onsdag"),
                                       N_("Torsdag"), N_("Fredag"), N_("Lördag"), N_("Söndag")};
    Str time = time_span_text(req->arena, gathering->start_minute, gathering->length);
    Str day = date_long(req->arena, req->lang, gathering->held_on);
    return str_printf(req->arena, "%s %.*s%s%.*s", tr(req->lang, days[date_weekday(gathering->held_on)]), STR_ARG(day),
                      time.size ? ", " : "", STR_ARG(time));
}

Html gathering_state_tag(Request *req, const Gathering *gathering) {
    Str text = tr_str(req->lang, gathering_state_text(gathering->state));
    bool is_late = gathering->state == GATHERING_STATE_PLANNED && gathering->held_on.day < req->today.day;
    if (is_late) return html_tag_of(req->arena, req->lang, "warn", "i-clock", tr_str(req->lang, N_("Inte stängd")));
    if (gathering->state == GATHERING_STATE_HELD) return html_tag_of(req->arena, req->lang, "ok", "i-check", text);
    return html_tag_of(req->arena, req->lang, "", "i-cal", text);
}

Str gathering_about(Request *req, const GatheringRow *row) {
    const GatheringKind *kind = rulebook_gathering_kind(row->gathering.kind);
    Buf buf = buf_begin(req->arena);
    if (row->gathering.title.size && kind) buf_addf(&buf, "%s", tr(req->lang, kind->name));
    if (row->trainee.size) buf_addf(&buf, "%s%.*s", buf.size ? ". " : "", STR_ARG(row->trainee));
    if (row->gathering.place.size) buf_addf(&buf, "%s%.*s", buf.size ? ". " : "", STR_ARG(row->gathering.place));
    if (!buf.size) buf_add(&buf, row->unit);
    return buf_end(&buf);
}

Html field_person(Request *req, const char *name, const char *label, const InviteeList *people, PersonId chosen, bool optional) {
    FieldOptionList options = {0};
    field_option(req->arena, &options, STR(""), STR("–"));
    for (size_t i = 0; i < people->count; i++)
        field_option(req->arena, &options, id_text(req->arena, people->items[i].person.raw), people->items[i].name);
    return html_field_select(req->arena, req->lang,
                             (Field){.name = name, .label = label, .optional = optional,
                                     .value = field_value(req, name, id_text(req->arena, chosen.raw))},
                             &options);
}

bool field_refused(const FieldErrorList *errors, Err *err) {
    if (errors->count == 0) return false;
    err_set(err, ERR_INVALID, errors->items[0].message);
    return true;
}
