// kept_page.h: a form that was sent after the session had timed out is kept on the page, without script too (S58).
//
// It is sent again with the token of the old session, which is taken from whoever signs in as the same account within
// half an hour (session_was_own). Nothing is stored; passwords and files are not kept.
#pragma once
#include "http/reply.h"

// False: there is nothing to keep, the browser is led to sign-in as ever.
bool kept_page(Request *req, Reply *reply, Str own_origin);
// The token given belongs to an older page of her own.
bool kept_token_is_own(Request *req, Str given);
