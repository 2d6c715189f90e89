// todo_beside_view.h: the cards at the right of Att göra.
#pragma once
#include "duty/digest.h"
#include "gen/todo.html.h"
#include "http/reply.h"

MUST_CHECK bool todo_beside(Request *req, const Digest *digest, int64_t trainees, HtmlTodo *page, Err *err);
MUST_CHECK bool todo_all_coming(Request *req, HtmlTodo *page, Err *err);
