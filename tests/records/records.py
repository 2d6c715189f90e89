"""Who has read what, told from outside: pages in a browser, rows in the database file."""
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
import threading

from serving import RANDA, Browser, Count, Postgres, Server, demo, wait_until

BACKUPS = 20 if os.environ.get("RANDA_MATRIX") == "all" else 3

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
        address = {tab: own + tab.replace(":fil", "iup.pdf") for tab in tabs}
        for tab in tabs:
            trainee.get(address[tab])
        check(reads(path) == [r for r in reads(path) if r[7] != 0], "what one reads about oneself is not logged")
        before = len(reads(path))
        for tab in tabs:
            status, _ = director.get(address[tab])
            check(status == 200, f"{address[tab]}: {status}")
        seen = reads(path)[before:]
        check({r[2] for r in seen} == {"/st/:id" + t for t in tabs} - {"/st/:id/registrera"}, f"one entry a page: {seen}")
        for actor, role, subject, fields, about, relation, place, result in seen:
            check(about == me and role == 2 and fields.split()[0] == own.rsplit("/", 1)[1] and result == 0 and place == "127.0.0.*"
                  and re.fullmatch(r"appointment \d+", relation), f"{subject}: who, by what, about whom, from where: {fields} {role} {relation} {place}")
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


def randa(*command, **more):
    done = subprocess.run([RANDA, *command], capture_output=True, text=True, timeout=120, **more)
    return done.returncode, done.stdout + done.stderr


# Two people work, and what they do is in the chain, while backups are made; each comes back whole.
def backups(folder, name, db):
    env = {**os.environ, "STATE_DIRECTORY": folder, "HOME": folder}
    subprocess.run([RANDA, "demo", "--size", "clinic", "--seed", "1", "--today", "2026-11-23", "--db", db], check=True,
                   stdout=subprocess.DEVNULL, env=env)
    server = Server(db, "--quiet", env=env)
    stop, writes = threading.Event(), [0, 0]

    def work(at, login):
        browser = Browser(server, login)
        page = re.search(rb'href="(/st/\d+)"', browser.get("/st")[1]).group(1).decode()
        while not stop.is_set():
            good = browser.post("/konto", {"tema": ("light", "dark")[writes[at] % 2], "sprak": "sv"})[0] == 303
            writes[at] += good and browser.get(page)[0] == 200
    threads = [threading.Thread(target=work, args=a) for a in ((0, "studierektor"), (1, "verksamhetschef"))]
    for thread in threads:
        thread.start()
    entries = []
    try:
        for i in range(BACKUPS):
            before = sum(writes)
            check(wait_until(lambda: sum(writes) > before + 1, pause=0.01), f"{name}: the work goes on")
            code, text = randa("backup", f"{folder}/{name}{i}.backup", "--db", db, env=env)
            check(code == 0, f"{name}: backup {i}: {text}")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        server.end()
    keys = f"{folder}/{name}.db-keys" if db.startswith("sqlite") else f"{folder}/{name}-keys"
    for i in range(BACKUPS):
        to = f"sqlite:{folder}/{name}{i}.db"
        code, text = randa("restore", f"{folder}/{name}{i}.backup", "--db", to, "--keys", keys, env=env)
        check(code == 0, f"{name}: restore {i}: {text}")
        for command in (("check", "--all"), ("audit", "verify")):
            code, text = randa(*command, "--db", to, env=env)
            check(code == 0, f"{name}: {command} of {i}: {text}")
        found = re.search(r"hel, (\d+) poster", text)
        entries.append(int(found.group(1)) if found else 0)
    check(entries == sorted(set(entries)), f"{name}: each holds more than the one before: {entries}")
    code, text = randa("restore", "--check", f"{folder}/{name}0.backup", "--db", db, env=env)
    check(code == 0 and not [f for f in os.listdir(folder) if "restore-test" in f], f"{name}: tested, and nothing of it left: {text}")


# A page of the file is overwritten: found at start, read on, written no more, until it is restored.
def damage(folder):
    path = f"{folder}/damage.db"
    demo(f"sqlite:{path}")
    code, text = randa("backup", f"{folder}/damage.backup", "--db", f"sqlite:{path}")
    check(code == 0, text)
    server = Server(f"sqlite:{path}", "--quiet")
    director = Browser(server, "studierektor")
    server.end()
    root, size = rows(path, "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'certificate'")[0]
    with open(path, "r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)
    server = Server(f"sqlite:{path}", "--quiet")
    try:
        director.connection = type(director.connection)(server.host, timeout=30)
        check(wait_until(lambda: b"Bara l" in director.token("/konto")[1]), "a banner says so")
        check(director.get("/enheter")[0] == 200, "the rest is read")
        check(director.post("/konto", {"tema": "dark", "sprak": "sv"})[0] == 503, "nothing is written")
    finally:
        server.end()
    check(randa("check", "--all", "--db", f"sqlite:{path}")[0] != 0, "check finds it")
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.rename(path + end, f"{path}.bad{end}")
    code, text = randa("restore", f"{folder}/damage.backup", "--db", f"sqlite:{path}")
    check(code == 0, f"restored in its place: {text}")
    server = Server(f"sqlite:{path}", "--quiet")
    try:
        again = Browser(server, "studierektor")
        check(again.post("/konto", {"tema": "dark", "sprak": "sv"})[0] == 303, "and written again")
        admin = Browser(server, "admin")
        status, page = admin.get("/drift")
        check(status == 200 and b"seccomp" in page and b"SQLite 3" in page, "Drift says how it stands")
        check(again.get("/drift")[0] == 403, "to the administrator alone")
    finally:
        server.end()


# A night was missed: the backup is made and tested at once, and what is older than 35 days goes.
def night(folder):
    path = f"{folder}/night.db"
    demo(f"sqlite:{path}")
    os.mkdir(f"{path}-backups")
    old = f"{path}-backups/old.backup"
    for file in (old, f"{folder}/own.backup"):
        open(file, "w").close()
    db = sqlite3.connect(path)
    db.execute("UPDATE region SET is_demo = 0")
    db.execute("INSERT INTO job (id, region, kind, made, state) SELECT 900000, id, 'backup.make', 1, 2 FROM region")
    for id, file in ((900001, old), (900002, f"{folder}/own.backup")):
        db.execute("INSERT INTO backup (id, made, file, size, digest, rows) VALUES (?, 1, ?, 1, '', 1)", (id, file))
    db.commit()
    db.close()
    server = Server(f"sqlite:{path}", "--quiet")
    try:
        made = wait_until(lambda: rows(path, "SELECT file FROM backup WHERE tested > 0"), seconds=60)
        check(made and os.path.exists(made[0][0]), "made and tested")
        check(wait_until(lambda: not os.path.exists(old)), "the old one is gone")
        check(os.path.exists(f"{folder}/own.backup"), "one that somebody made for himself is not")
        check(wait_until(lambda: rows(path, "SELECT state FROM job WHERE kind = 'backup.make' AND made > 1") == [(2,)]), "once, and done")
    finally:
        server.end()


# One's own extract from the page, another's from the command line.
def extract(folder):
    path = f"{folder}/log.db"
    server = Server(f"sqlite:{path}", "--quiet")
    try:
        trainee = Browser(server, "st-lakare")
        status, body = trainee.get("/konto/utdrag.json")
        own = json.loads(body)
        check(status == 200 and len(own["training"]) == 1 and own["placement"] and own["read_by"], "one's own, with who has read it")
        status, body = trainee.get("/konto/utdrag.html")
        check(status == 200 and own["name"].encode() in body, "and as a page to print")
    finally:
        server.end()
    code, text = randa("extract", "--person", own["name"], "-o", f"{folder}/x.json", "--db", f"sqlite:{path}")
    check(code == 0, text)
    with open(f"{folder}/x.json") as file:
        check(json.load(file)["training"] == own["training"], "the same from the command line")
    check(rows(path, "SELECT count(*) FROM audit WHERE action = 'extract' AND about > 0") == [(1,)], "which is logged")
    check(randa("extract", "--person", "Ingen Alls", "-o", f"{folder}/y.json", "--db", f"sqlite:{path}")[0] == 1, "nobody")


# In a pilot no page, list or answer holds anybody's name; and a form saved as it was changes none.
def pilot(folder):
    path = f"{folder}/pilot.db"
    demo(f"sqlite:{path}")
    people = rows(path, "SELECT given_name, family_name FROM person")
    names = {form.encode() for g, f in people for form in (f"{g} {f}", f"{f} {g}", f"{f}, {g}", f"{g};{f}", f"{f};{g}")}
    check(randa("pilot", "on", "--db", f"sqlite:{path}")[0] == 0, "on")
    server = Server(f"sqlite:{path}", "--quiet")
    try:
        seen, found = 0, set()
        for login in ("studierektor", "verksamhetschef", "handledare", "st-lakare", "schemalaggare", "overgripande", "admin"):
            browser, waiting, done = Browser(server, login), ["/", "/st", "/plan", "/plan/in-ut", "/api/v1/trainings", "/konto/las"], set()
            if login == "studierektor":
                waiting += [f"/export/{name}.csv" for name in ("personer", "placeringar", "handelser", "uppdrag")]
            while waiting and len(done) < 60:
                page = waiting.pop(0)
                if page in done:
                    continue
                done.add(page)
                status, body = browser.get(page)
                if status == 303 and browser.location:
                    waiting.append(browser.location)
                seen += status == 200
                found |= {(login, page, name.decode()) for name in names if name in body}
                waiting += [h.decode().replace("&amp;", "&") for h in re.findall(rb'href="(/(?!static|import|logga)[^"#]*)"', body)]
        check(seen > 150, f"pages were seen: {seen}")
        check(not found, f"names: {sorted(found)[:8]}")
        code, text = randa("token", "add", "--login", "studierektor", "--scope", "trainings", "--name", "prov", "--db", f"sqlite:{path}")
        program = Browser(server)
        program.headers = {"Authorization": "Bearer " + max(text.split(), key=len)}
        status, body = program.get("/api/v1/trainings")
        check(code == 0 and status == 200 and json.loads(body)["total"] > 0, f"a program reads: {status} {text}")
        check(not [name for name in names if name in body], "no name either")
        editor = Browser(server, "studierektor")
        page = re.search(rb'href="(/person/\d+)"', editor.get("/installningar/roller")[1]).group(1).decode()
        _, body = editor.token(page)
        form = {n.decode(): v.decode() for n, v in re.findall(rb'<input[^>]*name="(fornamn|efternamn|hsa|epost|version)"[^>]*value="([^"]*)"', body)}
        check(form.get("fornamn", "").endswith(".") and len(form) >= 4, f"the form shows initials: {form}")
        check(editor.post(page, {**form, "tel": "010-1"})[0] == 303, "saved")
        check(sorted(rows(path, "SELECT given_name, family_name FROM person")) == sorted(people), "and the names are as they were")
    finally:
        server.end()
    check(randa("pilot", "off", "--db", f"sqlite:{path}")[0] == 0, "off")


with tempfile.TemporaryDirectory(prefix="randa-records-") as work:
    log(work)
    gate(work)
    extract(work)
    damage(work)
    night(work)
    pilot(work)
    backups(work, "lite", f"sqlite:{work}/lite.db")
    backups(work, "records_pg", Postgres().database("records_pg"))
sys.exit(count.end())
