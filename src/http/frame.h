// frame.h: the frame around a page: navigation, scope, search, account, the icons it uses.
#pragma once
#include "http/reply.h"
#include "http/route.h"

typedef struct {
    int64_t todo_count; // 0: not shown
    bool failed;        // the title says so
} FrameFacts;

Html frame_page(Request *req, const Page *page, const Route *table, FrameFacts facts);
Url asset_url(const char *name); // "app.css" to /static/app.HASH.css; "/static/NAME" if unknown
