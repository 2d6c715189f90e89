"""Who has read what, told from outside: pages in a browser, rows in the database file."""
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from serving import RANDA, Browser, Count, Server, demo

count = Count("records")
check = count.check


def rows(path, sql, *values):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


def reads(path):
    return rows(path, "SELECT actor, role, subject, fields, about, relation, place, result FROM audit"
                      " WHERE action = 'read' ORDER BY id")


def log(folder):
    path = f"{folder}/log.db"
    demo(f"sqlite:{path}")
    routes = subprocess.run([RANDA, "routes"], capture_output=True, text=True).stdout
    server = Server(f"sqlite:{path}", "--quiet")
    try:
        director = Browser(server, "studierektor")
        trainee = Browser(server, "st-lakare")
        own = re.search(rb'href="(/st/\d+)"', trainee.get("/st")[1]).group(1).decode()
        me = rows(path, "SELECT trainee FROM training WHERE id = ?", int(own.rsplit("/", 1)[1]))[0][0]
        tabs = sorted(p.removeprefix("/st/:id") for p in re.findall(r"GET +(/st/:id\S*)", routes) if ":row" not in p)
        for tab in tabs:
            trainee.get(own + tab)
        check(reads(path) == [r for r in reads(path) if r[7] != 0], "what one reads about oneself is not logged")
        before = len(reads(path))
        for tab in tabs:
            status, _ = director.get(own + tab)
            check(status == 200, f"{own}{tab}: {status}")
        seen = reads(path)[before:]
        check({r[2] for r in seen} == {"/st/:id" + t for t in tabs} - {"/st/:id/registrera"}, f"one entry a page: {seen}")
        for actor, role, subject, fields, about, relation, place, result in seen:
            check(about == me and role == 2 and fields == own.rsplit("/", 1)[1] and result == 0 and place == "127.0.0.*"
                  and re.fullmatch(r"appointment \d+", relation), f"{subject}: who, by what, about whom, from where: {relation} {place}")
        _, page = trainee.get("/konto/las")
        check(page.count(b"Studierektor") == len(seen), "the trainee sees each of them")
        _, page = director.get("/logg")
        check("Tjänstgöringstiden".encode() in page and b"/konto" in page, "the director sees the unit's numbers")
        check(trainee.get("/logg")[0] == 403, "a trainee does not")

        other = rows(path, "SELECT id, trainee FROM training WHERE trainee <> ? ORDER BY id LIMIT 1", me)[0]
        before = len(reads(path))
        check(trainee.get(f"/st/{other[0]}/tid")[0] == 404, "another's page is not there")
        check(trainee.get("/st/99999999/tid")[0] == 404, "nor one that does not exist")
        refused = reads(path)[before:]
        check([r[7] for r in refused] == [404, 404] and refused[0][4] == other[1] and refused[1][4] == 0,
              f"both are logged, the first with whom it was about: {refused}")
    finally:
        server.end()
    done = subprocess.run([RANDA, "audit", "verify", "--db", f"sqlite:{path}"], capture_output=True, text=True)
    check(done.returncode == 0, f"the chain is whole: {done.stdout}")


# What cannot be logged is not shown: another process holds the gate for longer than a request waits.
def gate(folder):
    path = f"{folder}/log.db"
    server = Server(f"sqlite:{path}", "--quiet")
    try:
        director = Browser(server, "studierektor")
        page = re.search(rb'href="(/st/\d+)"', director.get("/st")[1]).group(1).decode()
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        status, body = director.get(page)
        check(status == 503 and b"Handledare" not in body, "a page about somebody waits for its entry, and is not shown without")
        check(director.get("/plan")[0] == 200, "the rest is")
        holder.execute("ROLLBACK")
        holder.close()
        check(director.get(page)[0] == 200, "and then it is shown again")
    finally:
        server.end()


with tempfile.TemporaryDirectory(prefix="randa-records-") as work:
    log(work)
    gate(work)
sys.exit(count.end())
