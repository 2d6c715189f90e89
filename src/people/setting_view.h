// setting_view.h: what the pages of Inställningar share.
#pragma once
#include "http/request.h"

typedef enum {
    SETTINGS_CLINIC,
    SETTINGS_INTERVALS,
    SETTINGS_TEMPLATE,
    SETTINGS_INTRODUCTION,
    SETTINGS_PEOPLE,
    SETTINGS_RELATIONS
} SettingsTab;
Html settings_tabs(Request *req, SettingsTab current);
bool settings_may_edit(Request *req); // those of the session's unit
