// choose_password_page.h: with a one-time code a person chooses a password and is signed in.
#pragma once
#include "http/route.h"

bool page_choose_password(Request *req, Reply *reply, Err *err);
bool do_choose_password(Request *req, Reply *reply, Err *err);
