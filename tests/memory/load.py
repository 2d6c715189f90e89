#!/usr/bin/env python3
"""Twelve browsers at once for half a minute: pages, searches, changes, an order to plan, sign-in and out. The server is
built with the thread sanitizer, whose word is the test; here only that it answers and ends well."""
import os
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from serving import Browser, Count, Server, demo  # noqa: E402

SECONDS = 30
count = Count("load")
lock = threading.Lock()
PAGES = ("/att-gora", "/plan", "/plan/tabell", "/st", "/enheter", "/sok?q=a", "/installningar", "/konto", "/behorighet", "/drift")
LOGINS = ("studierektor", "verksamhetschef", "handledare", "st-lakare", "administrator", "admin")


def one(server, login, until):
    browser, answers = Browser(server, login), 0
    if login == "studierektor":
        browser.post("/plan/automatisk", {"vilka": "alla", "frys": "1", "sekunder": "1"})
    while time.monotonic() < until:
        for page in PAGES:
            status, _ = browser.get(page)
            with lock:
                count.check(status in (200, 303, 403, 404), f"{login}, {page}: {status}")
            answers += 1
        browser.token("/konto")
        status, _ = browser.post("/konto", {"tema": "dark" if answers % 20 else "light"})
        with lock:
            count.check(status in (303, 409, 422), f"{login}, a change: {status}")
    browser.token("/konto")
    browser.post("/logga-ut", {})


def main():
    with tempfile.TemporaryDirectory() as folder:
        demo(f"sqlite:{folder}/r.db")
        server = Server(f"sqlite:{folder}/r.db", "--quiet", "--sandbox", "off", log=os.path.join(folder, "log"))
        until = time.monotonic() + SECONDS
        threads = [threading.Thread(target=one, args=(server, LOGINS[i % len(LOGINS)], until)) for i in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        count.check(server.end(wait=60) == 0, "the server ends well")
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
