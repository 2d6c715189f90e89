// info_page.h: pages of words: accessibility, personal data, keys.
#pragma once
#include "http/reply.h"

bool page_accessibility(Request *req, Reply *reply, Err *err);
bool page_privacy(Request *req, Reply *reply, Err *err);
bool page_keys(Request *req, Reply *reply, Err *err);
