// sign_in_settings_page.h: how one signs in here, and a link for whoever cannot.
#pragma once
#include "http/route.h"

bool page_sign_in_settings(Request *req, Reply *reply, Err *err);
bool do_sign_in_link(Request *req, Reply *reply, Err *err);
