#!/usr/bin/env python3
"""Log hygiene (S45): words that stand nowhere else are put into every place a person or a program can
write to: addresses, queries, headers, cookies, every field of every form, files, wrong passwords, the
database's own password. The technical log may hold none of them, nor a name, a login, a token, and each of
its lines has one form."""
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from forms import forms  # noqa: E402
from serving import PASSWORD, RANDA, ROOT, Browser, Count, Server, demo  # noqa: E402

count = Count("log")
check = count.check
number = 0
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warn) [ -~]+")
REQUEST = re.compile(r".* info request id=[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4} "
                     r"((GET|HEAD|POST|PUT|PATCH|DELETE) (-|/[\w/:.-]*) status=\d{3} ms=\d+ account=\d+ bytes=\d+"
                     r"|refused status=\d{3}|ended before it was read)( .*)?")


def canary():
    global number
    number += 1
    return f"Kanariefagel{number}"


def addresses(db):
    """Pages with a form or a person on them, with objects of the clinic."""
    one = lambda sql: db.execute(sql).fetchone()[0]  # noqa: E731
    training = one("SELECT id FROM training WHERE state = 0")
    unit, finding = one("SELECT min(home_unit) FROM training"), one("SELECT id FROM finding WHERE closed > 2147000000")
    person = one("SELECT trainee FROM training WHERE state = 0")
    ids = {"training": training, "unit": unit, "finding": finding, "person": person,
           "placement": one(f"SELECT id FROM placement WHERE training = {training}")}
    with open(os.path.join(ROOT, "tests/access/routes.matrix"), encoding="utf-8") as f:
        rows = [line.split() for line in f if line.startswith("GET")]
    for _, path, kind, roles in rows:
        if "H" in roles and (kind == "-" or kind in ids):
            yield re.sub(r":\w+", str(ids.get(kind, "")), path.replace(":row", "ny"))


def headers_everywhere(server):
    browser = Browser(server)
    browser.headers = {name: canary() for name in
                       ("User-Agent", "Referer", "X-Forwarded-For", "X-Forwarded-Proto", "Accept-Language", "Authorization", "Origin",
                        "HX-Current-URL", "X-CSRF", "X-Request-Id", "If-None-Match")}
    browser.cookies = {name: canary() for name in ("randa", "randa-start", "okand")}
    for path in ("/", "/logga-in?till=/st/Kanariefagel", "/Kanariefagel", "/st/Kanariefagel?namn=Kanariefagel", "/api/v1/trainings/Kanariefagel",
                 "/a%0d%0a2026-11-24T00:00:00.000Z%20warn%20Kanariefagel", "/%zzKanariefagel", "/metrics?Kanariefagel", "/readyz?Kanariefagel"):
        browser.get(path)


def broken(server):
    for text in ("GET /Kanariefagel HTTP/1.1\r\nHost: kanariefagel\r\n\r\n", "KANARIEFAGEL / HTTP/1.1\r\nHost: x\r\n\r\n",
                 f"POST /Kanariefagel HTTP/1.1\r\nHost: {server.host}\r\nKanariefagel: \x01\r\nContent-Length: 3\r\n\r\nKan",
                 f"GET / HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: Kanariefagel\r\n\r\n", "Kanariefagel"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=2) as s:
            s.sendall(text.encode())


def wrong_passwords(server):
    browser = Browser(server)
    browser.token("/logga-in")
    browser.post("/logga-in", {"epost": canary(), "losenord": canary()})
    browser.post("/logga-in", {"epost": "studierektor", "losenord": canary()})
    browser.post("/logga-in", {"epost": "verksamhetschef\n2026 warn Kanariefagel", "losenord": "x"})


def every_field(browser, paths):
    """Each form of each page: all texts at once, and each alone with the rest as it was."""
    saved = tried = 0
    for path in paths:
        _, page = browser.token(path)
        for form in forms(page):
            if form.method != "POST" or form.action in ("/logga-ut", "/konto/roll") or "/session" in form.action:
                continue
            names = form.texts or ["x"]
            for chosen in [names, *([name] for name in names)][:6]:
                fields = {**form.fields, **{name: canary() for name in chosen}, "csrf": browser.csrf, "nyckel": canary()}
                if form.files:
                    status, _ = browser.upload(form.action, form.files[0], canary() + ".csv", f"namn;enhet\n{canary()};{canary()}\n".encode(), fields)
                else:
                    status, _ = browser.post(form.action, fields)
                tried += 1
                saved += status == 303
    return tried, saved


def secrets(db, browser):
    """Names and secrets; a login that is also a word of an address ("handledare") says nothing."""
    words = set(re.findall(r"\w+", " ".join(addresses(db))))
    for column, table in (("given_name", "person"), ("family_name", "person"), ("hsa_id", "person"), ("email", "person"), ("login", "account"),
                          ("name", "unit")):
        for (text,) in db.execute(f"SELECT {column} FROM {table}"):
            if len(text) >= 4 and text not in words:
                yield text
    yield from (v for v in browser.cookies.values() if len(v) > 8)
    yield from (browser.csrf, PASSWORD)


def the_databases_password(folder):
    ran = subprocess.run([RANDA, "serve", "--listen", "127.0.0.1:0", "--db", "postgresql://kanariefagel:Kanariefagel@127.0.0.1:1/x"],
                         capture_output=True, text=True, timeout=20, env={**os.environ, "STATE_DIRECTORY": folder})
    check(ran.returncode == 3 and "kanarie" not in (ran.stdout + ran.stderr).lower(), "the database's password is told to nobody")


def main():
    with tempfile.TemporaryDirectory() as folder:
        demo(f"sqlite:{folder}/l.db")
        log = os.path.join(folder, "log")
        server = Server(f"sqlite:{folder}/l.db", log=log)
        headers_everywhere(server)
        broken(server)
        wrong_passwords(server)
        db = sqlite3.connect(f"{folder}/l.db")
        head = Browser(server, "verksamhetschef")  # may fill in the most forms
        tried, saved = every_field(head, list(addresses(db)))
        check(tried > 60 and saved > 10, f"{tried} forms were sent, {saved} of them saved")
        check(server.end() == 0, "ends well")
        with open(log, encoding="utf-8") as f:
            lines = f.read().splitlines()
        whole = "\n".join(lines).lower()
        hits = [line for line in lines if "kanarie" in line.lower()]
        check(number > 200 and not hits, f"of {number} canaries these are in the log: {hits[:3]}")
        told = [text for text in secrets(db, head) if re.search(rf"(?<!\w){re.escape(text.lower())}(?!\w)", whole)]
        check(not told, f"names and secrets in the log: {told[:5]}")
        odd = [line for line in lines if not LINE.fullmatch(line)]
        check(not odd, f"lines of another form: {odd[:3]}")
        requests = [line for line in lines if " request id=" in line]
        strange = [line for line in requests if not REQUEST.fullmatch(line) and "memory cap" not in line]
        check(len(requests) > tried and not strange, f"{len(requests)} lines of requests, of another form: {strange[:3]}")
        the_databases_password(folder)
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
