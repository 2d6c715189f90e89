// import_page.h: files in, questions, review, saved; and lists out. A door.
#pragma once
#include "http/reply.h"

bool page_import(Request *req, Reply *reply, Err *err);
bool do_import_upload(Request *req, Reply *reply, Err *err);
bool page_import_draft(Request *req, Reply *reply, Err *err); // questions, review or done
bool do_import_answer(Request *req, Reply *reply, Err *err);
bool do_import_save(Request *req, Reply *reply, Err *err);
bool do_import_drop(Request *req, Reply *reply, Err *err);

bool page_export(Request *req, Reply *reply, Err *err);
bool page_export_list(Request *req, Reply *reply, Err *err);
bool page_extract(Request *req, Reply *reply, Err *err); // /konto/utdrag.html, .json
