// unit_page.h: the pages of units and places; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_units(Request *req, Reply *reply, Err *err);     // /enheter
bool page_unit(Request *req, Reply *reply, Err *err);      // /enhet/:id
bool page_unit_form(Request *req, Reply *reply, Err *err); // /enhet/:id/andra, /enhet/ny
bool do_unit(Request *req, Reply *reply, Err *err);
bool page_places(Request *req, Reply *reply, Err *err); // /enhet/:id/platser/:row
bool do_places(Request *req, Reply *reply, Err *err);
bool do_places_remove(Request *req, Reply *reply, Err *err);
bool api_units(Request *req, Reply *reply, Err *err); // /api/v1/units
