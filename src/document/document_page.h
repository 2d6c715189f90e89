// document_page.h: the documents of one training; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_training_documents(Request *req, Reply *reply, Err *err); // /st/:id/dokument
// /st/:id/dokument/:fil: iup.pdf, st-kontrakt.pdf, ansokan.pdf, 2021-9.pdf?placering=… or ?kurs=…
bool page_training_document(Request *req, Reply *reply, Err *err);
