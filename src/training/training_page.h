// training_page.h: the pages of trainees; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_trainings(Request *req, Reply *reply, Err *err); // /st
bool page_training(Request *req, Reply *reply, Err *err);  // /st/:id
bool page_training_plan(Request *req, Reply *reply, Err *err);
bool do_training_needs(Request *req, Reply *reply, Err *err);
bool page_training_goals(Request *req, Reply *reply, Err *err);
bool page_training_time(Request *req, Reply *reply, Err *err);
bool page_training_events(Request *req, Reply *reply, Err *err);
bool page_training_history(Request *req, Reply *reply, Err *err);

bool page_training_new(Request *req, Reply *reply, Err *err); // /st/ny
bool do_training_new(Request *req, Reply *reply, Err *err);
bool page_training_data(Request *req, Reply *reply, Err *err); // /st/:id/uppgifter
bool do_training_data(Request *req, Reply *reply, Err *err);
bool do_training_share(Request *req, Reply *reply, Err *err);
bool do_training_supervisor(Request *req, Reply *reply, Err *err);
bool page_absence(Request *req, Reply *reply, Err *err); // /st/:id/ledighet/:row, row "ny" or an id
bool do_absence(Request *req, Reply *reply, Err *err);
bool do_absence_remove(Request *req, Reply *reply, Err *err);

bool page_register(Request *req, Reply *reply, Err *err); // /registrera, /st/:id/registrera
bool do_register(Request *req, Reply *reply, Err *err);
bool page_certificate(Request *req, Reply *reply, Err *err); // /st/:id/intyg
bool do_certificate(Request *req, Reply *reply, Err *err);
bool do_event_remove(Request *req, Reply *reply, Err *err);
bool do_certificate_remove(Request *req, Reply *reply, Err *err);
bool page_history_fill(Request *req, Reply *reply, Err *err); // /st/komplettera
bool do_history_fill(Request *req, Reply *reply, Err *err);

bool page_talks(Request *req, Reply *reply, Err *err); // /samtal
bool do_talk(Request *req, Reply *reply, Err *err);
bool page_talk_log(Request *req, Reply *reply, Err *err); // /st/:id/samtal

bool page_template(Request *req, Reply *reply, Err *err); // /installningar/mall
bool do_template(Request *req, Reply *reply, Err *err);

bool api_trainings(Request *req, Reply *reply, Err *err); // /api/v1/trainings
bool api_training(Request *req, Reply *reply, Err *err);
