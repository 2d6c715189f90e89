// setting_view.h: the tabs that the pages of Inställningar share.
#pragma once
#include "http/request.h"

typedef enum {
    SETTINGS_CLINIC,
    SETTINGS_INTERVALS,
    SETTINGS_TEMPLATE,
    SETTINGS_PEOPLE
} SettingsTab;
Html settings_tabs(Request *req, SettingsTab current);
