// Vem kan se vad: ?vem= names a role of the table; one's own to begin with.
#include "access/rights_page.h"
#include "base/buf.h"
#include "gen/rights.html.h"
#include "rulebook/rulebook_show.h"

static Str sources_text(Arena *arena, const DataClass *data) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < data->ground.sources.count; i++)
        buf_addf(&buf, "%s%.*s", i ? "; " : "", STR_ARG(data->ground.sources.items[i]->publisher));
    return buf_end(&buf);
}

static Str or_dash(Str text) {
    return str_is_empty(text) ? STR("–") : text;
}

static HtmlRightsKinds row_of(const Request *req, const RoleInfo *role, const DataClass *data) {
    Arena *arena = req->arena;
    return (HtmlRightsKinds){.name = tr_str(req->lang, data->name),
                            .level = str_printf(arena, "K%d", data->level),
                            .read = or_dash(rights_text(arena, req->lang, data, role, RIGHT_READ)),
                            .write = or_dash(rights_text(arena, req->lang, data, role, RIGHT_WRITE)),
                            .sign = or_dash(rights_text(arena, req->lang, data, role, RIGHT_SIGN)),
                            .sources = sources_text(arena, data)};
}

bool page_rights(Request *req, Reply *reply, Err *err) {
    (void)err;
    const RoleInfo *role = rulebook_role(request_query(req, "vem"));
    if (!role) role = rulebook_role(str_from_c(role_names[req->session.role]));
    HtmlRights page = {.role = tr_str(req->lang, role->name), .note = tr_str(req->lang, role->note)};
    for (size_t i = 0; i < rulebook_data.role_count; i++) {
        const RoleInfo *other = &rulebook_data.roles[i];
        HtmlRightsRoles option = {.value = other->id, .name = tr_str(req->lang, other->name), .chosen = other == role};
        list_add(req->arena, &page.roles, option);
    }
    for (size_t i = 0; i < rulebook_data.data_class_count; i++)
        list_add(req->arena, &page.kinds, row_of(req, role, &rulebook_data.data_classes[i]));
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Vem kan se vad")),
                      .nav = "installningar",
                      .main = html_rights(req->arena, req->lang, &page)});
    return true;
}
