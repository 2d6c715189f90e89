#include "placement/invite_page.h"
#include "access/account_store.h"
#include "access/may_store.h"
#include "base/local_time.h"
#include "gen/invitation.html.h"
#include "gen/invite.html.h"
#include "gen/records_store.h"
#include "placement/invite_act.h"

// What both sides see of the placement: who, where, when.
typedef struct {
    Placement placement;
    Str trainee, unit, when;
} Asked;

static bool load_asked(Request *req, PlacementId id, Asked *ret, Err *err) {
    Training training;
    Person person;
    Unit unit = {0};
    if (!placement_load(req->db, req->arena, id, &ret->placement, err)) return false;
    if (!training_load(req->db, req->arena, ret->placement.training, &training, err)) return false;
    if (!person_load(req->db, req->arena, training.trainee, &person, err)) return false;
    if (ret->placement.unit.raw && !unit_load(req->db, req->arena, ret->placement.unit, &unit, err)) return false;
    ret->trainee = str_printf(req->arena, "%.*s %.*s", STR_ARG(person.given_name), STR_ARG(person.family_name));
    ret->unit = unit.name;
    ret->when = date_span_text(req->arena, req->lang, (DateSpan){ret->placement.first, ret->placement.past});
    return true;
}

// --- who invites ---------------------------------------------------------------------------------

static Str state_text(Request *req, const InvitationRow *row) {
    Instant at = row->answered ? row->answered : row->revoked ? row->revoked : row->ends;
    Date day = local_date(at);
    const char *text = row->answer == INVITATION_YES        ? N_("Svarade ja {1}.")
                       : row->answer == INVITATION_NO       ? N_("Svarade nej {1}.")
                       : row->revoked                       ? N_("Återkallad {1}.")
                       : row->wrong >= INVITATION_WRONG_MAX ? N_("Stängd efter för många felaktiga koder.")
                       : row->ends <= req->now              ? N_("Gick ut {1}.")
                                                            : N_("Inget svar än. Gäller till {1}.");
    return msg_format(req->arena, req->lang, msg(text, msg_date(day)));
}

static void add_rows(Request *req, PlacementId id, const InvitationRowList *rows, HtmlInvite *page) {
    for (size_t i = 0; i < rows->count; i++) {
        const InvitationRow *row = &rows->items[i];
        bool open = row->answer == INVITATION_OPEN && !row->revoked && row->ends > req->now;
        list_add(req->arena, &page->invitations,
                 (HtmlInviteInvitations){.name = row->name, .email = row->email, .state = state_text(req, row), .open = open,
                                         .revoke = url(req->arena, "/plan/placering/%lld/inbjudan/%lld/aterkalla",
                                                       (long long)id.raw, (long long)row->id)});
    }
}

// `link` and `fault` are of a form just sent.
static bool show_invite(Request *req, Reply *reply, PlacementId id, Str link, Str fault, Err *err) {
    Asked asked;
    InvitationRowList rows;
    bool again = fault.size > 0;
    if (!load_asked(req, id, &asked, err)) return false;
    if (!invitation_list(req->db, req->arena, INVITED_TO_PLACEMENT, id.raw, &rows, err)) return false;
    HtmlInvite page = {.guard = request_guard(req), .trainee = asked.trainee, .unit = asked.unit, .when = asked.when,
                       .link = link, .fault = fault, .days = again ? request_form(req, "dagar") : STR("14"),
                       .back = url(req->arena, "/plan?vald=%lld", (long long)id.raw),
                       .action = url(req->arena, "/plan/placering/%lld/inbjudan", (long long)id.raw)};
    if (again) page.name = request_form(req, "namn");
    if (again) page.email = request_form(req, "epost");
    add_rows(req, id, &rows, &page);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Be enheten svara")), .nav = "plan", .main_class = "narrow",
                                  .main = html_invite(req->arena, req->lang, &page)});
    return true;
}

bool page_invite(Request *req, Reply *reply, Err *err) {
    PlacementId id;
    return request_id(req, "id", &id.raw, err) && may_placement(req->db, req->actor, MAY_EDIT_PLAN, id, err) &&
           show_invite(req, reply, id, STR(""), STR(""), err);
}

bool do_invite(Request *req, Reply *reply, Err *err) {
    PlacementId id;
    Str link;
    Act act = request_act(req, "placement.invite");
    InvitationDraft draft = {.name = request_form(req, "namn"), .email = request_form(req, "epost")};
    if (!request_id(req, "id", &id.raw, err)) return false;
    draft.object = id.raw;
    request_form_int(req, "dagar", &draft.days);
    if (placement_invite(&act, id, &draft, &link, err))
        return show_invite(req, reply, id, str_printf(req->arena, "%.*s/inbjudan/%.*s", STR_ARG(req->origin), STR_ARG(link)), STR(""), err);
    Err wanted = *err, shown;
    if (wanted.kind != ERR_INVALID) return false;
    if (!show_invite(req, reply, id, STR(""), msg_format(req->arena, req->lang, wanted.message), &shown)) *err = shown;
    return false;
}

bool do_invite_revoke(Request *req, Reply *reply, Err *err) {
    PlacementId id;
    int64_t row;
    Act act = request_act(req, "invitation.revoke");
    if (!request_id(req, "id", &id.raw, err) || !request_id(req, "row", &row, err)) return false;
    if (!placement_invite_revoke(&act, id, row, err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/plan/placering/%lld/inbjudan", (long long)id.raw),
                        msg(N_("Inbjudan är återkallad.")), 0);
    return true;
}

// --- who is invited ------------------------------------------------------------------------------

static Str link_of(const Request *req) {
    return request_param(req, "kod");
}

static void show(Request *req, Reply *reply, HtmlInvitation page) {
    page.guard = request_guard(req);
    page.action = url(req->arena, "/inbjudan/%.*s", STR_ARG(link_of(req)));
    Str title = tr_str(req->lang, page.gone ? N_("Länken gäller inte") : N_("En inbjudan till dig"));
    reply_page(req, reply, (Page){.title = title, .main = html_invitation(req->arena, req->lang, &page), .bare = true});
}

static bool show_gone(Request *req, Reply *reply, Err *err) {
    show(req, reply, (HtmlInvitation){.gone = true});
    return err_set(err, ERR_NOT_FOUND, msg(N_("Länken gäller inte.")));
}

static bool find(Request *req, Invitation *ret, Err *err) {
    return invitation_find(req->db, req->arena, INVITED_TO_PLACEMENT, link_of(req), req->now, ret, err);
}

bool page_invitation(Request *req, Reply *reply, Err *err) {
    Invitation invitation;
    if (!find(req, &invitation, err)) return false;
    if (!invitation.found) return show_gone(req, reply, err);
    show(req, reply, (HtmlInvitation){.ask = true});
    return true;
}

// The invitation is the relation: it is written beside everything that is done by it.
static Act begin_act(Request *req, const Invitation *invitation) {
    req->actor = (Actor){.region = invitation->region, .place = req->actor.place,
                         .relation = str_printf(req->arena, "invitation %lld", (long long)invitation->id)};
    db_scope_set(req->db, (DbScope){.region = invitation->region, .today = req->today});
    return request_act(req, "invitation.answer");
}

static bool refuse_code(Request *req, Reply *reply, const Invitation *invitation, Err *err) {
    Act act = begin_act(req, invitation);
    if (!invitation_note_wrong(&act, invitation, err) || !db_commit(req->db, err)) return false;
    const char *why = N_("Kontrollera koden i e-brevet. Efter fem felaktiga koder stängs länken.");
    show(req, reply, (HtmlInvitation){.ask = true, .fault = tr_str(req->lang, why)});
    return err_set(err, ERR_INVALID, msg(why));
}

static bool show_asked(Request *req, Reply *reply, const Invitation *invitation, Str fault, Err *err) {
    Asked asked;
    if (!load_asked(req, (PlacementId){invitation->object}, &asked, err)) return false;
    HtmlInvitation page = {.trainee = asked.trainee, .unit = asked.unit, .when = asked.when, .fault = fault,
                           .code = request_form(req, "kod"), .shown = invitation->answer == INVITATION_OPEN,
                           .version = str_printf(req->arena, "%lld", (long long)asked.placement.version)};
    if (invitation->answer != INVITATION_OPEN)
        page.answered = tr_str(req->lang, invitation->answer == INVITATION_YES ? N_("Ni tar emot.") : N_("Ni tar inte emot."));
    show(req, reply, page);
    return true;
}

static bool answer(Request *req, Reply *reply, Invitation *invitation, Err *err) {
    Str typed = request_form(req, "svar");
    Act act = begin_act(req, invitation);
    int64_t version = 0;
    if (invitation->answer == INVITATION_OPEN && typed.size > 0) {
        InvitationAnswer chosen = str_equal(typed, STR("ja")) ? INVITATION_YES : INVITATION_NO;
        request_form_int(req, "version", &version);
        if (!placement_answer(&act, invitation, chosen, version, err)) return false;
        invitation->answer = chosen;
    } else if (!invitation_note_opened(&act, invitation, err)) {
        return false;
    }
    return show_asked(req, reply, invitation, STR(""), err) && db_commit(req->db, err);
}

// The code comes with every step: there is no session.
bool do_invitation(Request *req, Reply *reply, Err *err) {
    Invitation invitation;
    if (!db_begin_write(req->db, err) || !find(req, &invitation, err)) return false;
    if (!invitation.found) return show_gone(req, reply, err);
    if (!invitation_code_is_right(req->arena, &invitation, link_of(req), request_form(req, "kod")))
        return refuse_code(req, reply, &invitation, err);
    if (answer(req, reply, &invitation, err)) return true;
    if (err->kind != ERR_STALE) return false;
    Err stale = *err, shown;
    db_rollback(req->db);
    if (!show_asked(req, reply, &invitation, msg_format(req->arena, req->lang, stale.message), &shown)) *err = shown;
    return false;
}
