#include "duty/todo_view.h"
#include "duty/remedy.h"
#include "http/route.h"

Str tone_of(FindingWord word) {
    switch (word) {
    case FINDING_WORD_KRAV:
    case FINDING_WORD_KROCK: return STR("crit");
    case FINDING_WORD_FORSENAT: return STR("warn");
    case FINDING_WORD_REKOMMENDATION: return STR("info");
    default: return STR("");
    }
}

Str icon_of(FindingWord word) {
    switch (word) {
    case FINDING_WORD_KRAV: return STR("i-tri");
    case FINDING_WORD_KROCK: return STR("i-krock");
    case FINDING_WORD_FORSENAT: return STR("i-clock");
    case FINDING_WORD_REKOMMENDATION: return STR("i-info");
    default: return STR("i-hist");
    }
}

bool leads_somewhere(const Request *req, Url to) {
    PairList params;
    bool other;
    size_t end = str_find_char(to.address, '?');
    if (end == STR_NOT_FOUND) end = str_find_char(to.address, '#');
    const Route *route = route_find(routes, req->arena, GET, str_slice(to.address, 0, end), &params, &other);
    return route && (route->who <= SIGNED_IN || may((Role)req->actor.role, route->who));
}

Url finding_remedy(const Request *req, const Finding *finding, const DutyCase *how) {
    Url to = url_remedy(req->arena, how->remedy_page,
                        (RemedyFor){finding->rule, finding->variant, finding->training, finding->unit, finding->placement});
    return leads_somewhere(req, to) ? to : url_finding(req->arena, finding->id);
}

bool finding_is_for_role(const Request *req, const Finding *finding) {
    bool own = finding->person.raw == req->actor.person;
    switch ((Role)req->actor.role) {
    case ROLE_TRAINEE: return finding->training.raw && (!finding->person.raw || own || str_equal(finding->rule, STR("R57")));
    case ROLE_SUPERVISOR: return finding->training.raw || own;
    default: return true;
    }
}
