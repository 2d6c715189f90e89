// gathering_page.h: the pages of gatherings, actions and questions; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_gatherings(Request *req, Reply *reply, Err *err);    // /sammankomster
bool page_gathering_new(Request *req, Reply *reply, Err *err); // /sammankomster/ny
bool do_gathering_new(Request *req, Reply *reply, Err *err);
bool page_gathering_edit(Request *req, Reply *reply, Err *err); // /sammankomster/:id/andra
bool do_gathering_edit(Request *req, Reply *reply, Err *err);
bool do_series_end(Request *req, Reply *reply, Err *err); // /sammankomster/serie/:id/avsluta

bool page_gathering(Request *req, Reply *reply, Err *err); // /sammankomster/:id
bool do_gathering_hold(Request *req, Reply *reply, Err *err);
bool do_gathering_drop(Request *req, Reply *reply, Err *err);
bool do_gathering_answer(Request *req, Reply *reply, Err *err);
bool do_gathering_note(Request *req, Reply *reply, Err *err);
bool do_gathering_action(Request *req, Reply *reply, Err *err);
bool do_gathering_host(Request *req, Reply *reply, Err *err);
bool page_gathering_link(Request *req, Reply *reply, Err *err); // /sammankomster/:id/lank: shown in the room
bool do_gathering_link(Request *req, Reply *reply, Err *err);
bool page_gathering_here(Request *req, Reply *reply, Err *err); // /sammankomster/:id/har
bool do_gathering_here(Request *req, Reply *reply, Err *err);

bool page_actions(Request *req, Reply *reply, Err *err); // /sammankomster/atgarder
bool do_action_new(Request *req, Reply *reply, Err *err);
bool do_action_settle(Request *req, Reply *reply, Err *err);
bool page_issues(Request *req, Reply *reply, Err *err); // /sammankomster/fragor
bool do_issue(Request *req, Reply *reply, Err *err);
