// version_page.h: one frozen version of a document; rows of routes[].
#pragma once
#include "http/reply.h"

bool do_document_settle(Request *req, Reply *reply, Err *err); // POST /st/:id/version
bool page_version(Request *req, Reply *reply, Err *err);       // /version/:id
bool do_signature(Request *req, Reply *reply, Err *err);       // POST /version/:id
