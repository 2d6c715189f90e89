// person_page.h: one person: data, what they have, what they are appointed to; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_person(Request *req, Reply *reply, Err *err); // /person/:id
bool do_person(Request *req, Reply *reply, Err *err);
bool do_qualification(Request *req, Reply *reply, Err *err);
bool do_qualification_remove(Request *req, Reply *reply, Err *err);
bool do_appointment(Request *req, Reply *reply, Err *err);
bool do_appointment_end(Request *req, Reply *reply, Err *err);
