// test_site.h: a region with somebody in it, and a browser before its door.
#pragma once
#include "http/test_browser.h"
#include "store/test_db.h"

#define TEST_NOW ((Instant)1795435200000) // 2026-11-23 12:00 UTC
#define TEST_PASSWORD "kaffekopp i tisdagsregn"
extern Instant test_now_ms; // what the site's clock shows

// A fresh database with Eva, director until tomorrow and supervisor (eva@example.se), and somebody
// without an appointment (ny@example.se). is_demo: all are invented, there is no second factor.
Browser browser_open(const Route *table, bool is_demo);
void browser_close(Browser *browser);
int sign_in(Browser *browser, const char *login, const char *password); // as in a form: + for spaces
