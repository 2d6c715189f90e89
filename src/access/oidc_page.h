// oidc_page.h: to the region's identity provider and back, the choice between assignments, and out
// again there too. Without a provider these addresses are not there.
#pragma once
#include "http/reply.h"

bool page_oidc_start(Request *req, Reply *reply, Err *err);
bool page_oidc_back(Request *req, Reply *reply, Err *err);
bool page_oidc_choose(Request *req, Reply *reply, Err *err);
bool do_oidc_choose(Request *req, Reply *reply, Err *err);
bool page_oidc_out(Request *req, Reply *reply, Err *err);

// After a local session has been ended: the redirect, to the provider's sign-out where one came from it.
MUST_CHECK bool oidc_signed_out(Request *req, Reply *reply, Err *err);
