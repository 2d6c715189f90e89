// board_page.h: the doors to the plan, for src/routes.c.
#pragma once
#include "http/reply.h"

bool page_plan(Request *req, Reply *reply, Err *err);
bool page_placement_new(Request *req, Reply *reply, Err *err);
bool do_placement_new(Request *req, Reply *reply, Err *err);
bool do_placement_change(Request *req, Reply *reply, Err *err);
bool do_placement_solution(Request *req, Reply *reply, Err *err);
bool do_placement_state(Request *req, Reply *reply, Err *err);
bool page_placement_remove(Request *req, Reply *reply, Err *err);
bool do_placement_remove(Request *req, Reply *reply, Err *err);
bool page_plan_table(Request *req, Reply *reply, Err *err);
bool page_plan_in_out(Request *req, Reply *reply, Err *err);
bool do_plan_in_out(Request *req, Reply *reply, Err *err);

// The board again, with what was wrong: for handlers that return false.
bool plan_show_again(Request *req, Reply *reply, int64_t placement, const Placement *typed, Err *err);
// The unit whose plan the signed-in person works with; 0: all one may see.
UnitId plan_unit(const Request *req);
