#include "people/setting_view.h"
#include "access/may_store.h"
#include "gen/settings_tabs.html.h"

static const struct {
    const char *path, *label;
} tabs[] = {[SETTINGS_CLINIC] = {"/installningar", N_("Kliniken")},
            [SETTINGS_INTERVALS] = {"/installningar/intervall", N_("Intervall")},
            [SETTINGS_TEMPLATE] = {"/installningar/mall", N_("Mall")},
            [SETTINGS_INTRODUCTION] = {"/installningar/introduktion", N_("Introduktion")},
            [SETTINGS_PEOPLE] = {"/installningar/roller", N_("Personer och roller")},
            [SETTINGS_RELATIONS] = {"/behorighet", N_("Behörigheter")},
            {"/konto", N_("Ditt konto")}};

Html settings_tabs(Request *req, SettingsTab current) {
    HtmlSettingsTabs data = {0};
    for (size_t i = 0; i < COUNT_OF(tabs); i++) {
        HtmlSettingsTabsTabs tab = {.to = url(req->arena, "%s", tabs[i].path),
                                    .label = tr_str(req->lang, tabs[i].label),
                                    .current = i == current};
        list_add(req->arena, &data.tabs, tab);
    }
    return html_settings_tabs(req->arena, req->lang, &data);
}

bool settings_may_edit(Request *req) {
    Err hidden = {0};
    return req->session.unit.raw &&
           may_unit(req->db, req->actor, MAY_EDIT_SETTING, req->session.unit, &hidden);
}
