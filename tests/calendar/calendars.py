import http.client
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "tests", "kit"))
from serving import Browser, Count, Server, demo

count = Count("calendar")
folder = tempfile.mkdtemp(prefix="randa-calendar-")
db = os.path.join(folder, "randa.db")
DAY = 20780  # 2026-11-23


def sql(text, *values):
    with sqlite3.connect(db, timeout=20) as connection:
        return connection.execute(text, values).fetchall()


def fetch(address, **headers):
    connection = http.client.HTTPConnection(server.host, timeout=20)
    connection.request("GET", "/" + address.split("/", 3)[3], headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply.status, reply.headers, body


def parse(body):
    done = subprocess.run([os.path.join(ROOT, "build", "ics_parse")], input=body, capture_output=True)
    count.check(done.returncode == 0, f"libical reads it: {done.stderr.decode()[:300]}")
    return [tuple(line.split("\t")) for line in done.stdout.decode().splitlines()]


def khal(body):
    """What a fresh khal shows after importing: (first, last, title, cancelled)."""
    home = tempfile.mkdtemp(dir=folder)
    os.mkdir(os.path.join(home, "cal"))
    config = os.path.join(home, "khal.conf")
    with open(config, "w") as f:
        f.write(f"[calendars]\n[[prov]]\npath = {home}/cal\ntype = calendar\n[sqlite]\npath = {home}/khal.db\n"
                "[locale]\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\ndatetimeformat = %Y-%m-%d %H:%M\n"
                "longdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = Europe/Stockholm\ndefault_timezone = Europe/Stockholm\n")
    with open(os.path.join(home, "in.ics"), "wb") as f:
        f.write(body)
    env = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home, "LC_ALL": "C.UTF-8"}
    for words in (["import", "--batch", "-a", "prov", f"{home}/in.ics"],):
        done = subprocess.run(["khal", "-c", config, *words], capture_output=True, text=True, env=env, timeout=120)
        count.check(done.returncode == 0, f"khal imports it: {done.stderr[-300:]}")
    out = subprocess.run(["khal", "-c", config, "list", "--once", "--day-format", "", "--format",
                          "{start-date}\t{end-date}\t{title}\t{cancelled}", "2020-01-01", "2040-01-01"], capture_output=True, text=True, env=env, timeout=120).stdout
    return sorted(tuple(x.strip() for x in line.split("\t")) for line in out.splitlines() if "\t" in line)


def make(browser, choice):
    status, body = browser.post("/konto/kalender", {"kalender": choice})
    found = re.search(rb'<code class="token">([^<]+)</code>', body)
    count.check(status == 200 and found, f"an address for {choice} ({status})")
    return found.group(1).decode() if found else ""


def shown(events):
    """As khal says it: its last day is inclusive."""
    import datetime
    day = lambda text, less: str(datetime.date.fromisoformat(text) - datetime.timedelta(days=less))
    return sorted((e[1], day(e[2], 1), e[5], "CANCELLED" if e[4] == "cancelled" else "") for e in events)


demo(f"sqlite:{db}")
server = Server(f"sqlite:{db}", "--quiet", log=os.path.join(folder, "log"))
people = {login: Browser(server, login) for login in ("studierektor", "verksamhetschef", "handledare", "st-lakare", "schemalaggare")}
names = [n for row in sql("SELECT family_name FROM person") for n in row]
feeds = {}
for login, browser in people.items():
    status, page = browser.get("/konto/kalender")
    choices = re.findall(rb'<option value="(\d\.\d+)"', page)
    count.check(status == 200 and len(choices) >= 2, f"{login} has calendars to choose from")
    for choice in choices:
        address = make(browser, choice.decode())
        status, headers, body = fetch(address)
        count.check(status == 200 and headers["Content-Type"].startswith("text/calendar"), f"{login} {choice}: {status}")
        events = parse(body)
        count.check(len({e[0] for e in events}) == len(events), f"{login} {choice}: each event has a UID of its own")
        count.check(not [n for n in names if n.encode() in body], f"{login} {choice}: no family name in it")
        count.check(all(len(line) <= 75 for line in body.split(b"\r\n")), f"{login} {choice}: lines of at most 75 bytes")
        feeds[login, choice.decode()] = address, events, body
print("calendar:", ", ".join(f"{k[0]} {k[1]}: {len(v[1])}" for k, v in feeds.items()))

unit = [k for k in feeds if k[0] == "studierektor" and k[1].startswith("0.") and k[1] != "0.0"][0]
count.check(len(feeds[unit][1]) > 100, "the clinic's placements are in its calendar")
unit = ("handledare", "0.0")  # khal takes its time: the calendar of those whom one supervises
address, events, body = feeds[unit]
count.check(len(events) >= 20, f"the placements are in it: {len(events)}")
count.check(khal(body) == shown(events), "khal shows the same events")
deadlines = feeds["studierektor", "1.0"]
count.check(deadlines[1] and khal(deadlines[2]) == shown(deadlines[1]), "khal shows the same deadlines")

# --- moved, cancelled, taken away: by the pages' own acts
chosen = [e for e in events if e[1] > "2026-12-01" and e[4] == "confirmed"][0]
placement = int(chosen[0].split("@")[0].split("-")[2])
sql("UPDATE placement SET first = first + 7, past = past + 7, version = version + 1 WHERE id = ?", placement)
_, headers, moved_body = fetch(address)
moved = [e for e in parse(moved_body) if e[0] == chosen[0]]
count.check(len(moved) == 1 and moved[0][1] != chosen[1] and int(moved[0][3]) == int(chosen[3]) + 1, "a moved placement moves, with the same UID and a higher SEQUENCE")
count.check(khal(moved_body) == shown(parse(moved_body)) and khal(moved_body) != shown(events), "khal shows it moved")
sql("UPDATE placement SET state = 3, version = version + 1 WHERE id = ?", placement)
_, _, cancelled_body = fetch(address)
cancelled = [e for e in parse(cancelled_body) if e[0] == chosen[0]]
count.check(len(cancelled) == 1 and cancelled[0][4] == "cancelled" and int(cancelled[0][3]) == int(chosen[3]) + 2, "a cancelled one says so")
khal_now = khal(cancelled_body)
count.check([r for r in khal_now if r[3]] and not [r for r in khal_now if r[:3] == shown(cancelled)[0][:3] and not r[3]], "khal shows it as cancelled")
sql("DELETE FROM finding WHERE placement = ?", placement)
sql("DELETE FROM placement WHERE id = ?", placement)
_, _, gone_body = fetch(address)
count.check(not [e for e in parse(gone_body) if e[0] == chosen[0]] and not [r for r in khal(gone_body) if r[:3] == shown(cancelled)[0][:3]],
            "one that is taken away disappears")

# --- the answer
status, headers, again = fetch(address)
count.check(again == gone_body and headers["ETag"], "the same calendar is the same bytes")
status, more, empty = fetch(address, **{"If-None-Match": headers["ETag"]})
count.check(status == 304 and empty == b"", f"what has not changed is not sent: {status}")
count.check("no-store" not in headers.get_all("Cache-Control") and "private" in headers["Cache-Control"], f"kept by nobody else: {headers.get_all('Cache-Control')}")
count.check(not headers.get_all("Set-Cookie") or "session" not in str(headers.get_all("Set-Cookie")), "no session")
stored = sql("SELECT hash FROM calendar_feed")
token = address.rsplit("/", 1)[1][:-4]
count.check(len(token) >= 43 and all(token not in h for h, in stored), "only a hash is stored")
count.check(sql("SELECT max(uses) FROM calendar_feed")[0][0] >= 6, "each use is counted")

# --- two worlds: what the holder may not see changes no byte
for login in people:
    region = sql("SELECT id FROM region")[0][0]
before = {k: fetch(v[0])[2] for k, v in feeds.items()}
sql("INSERT INTO unit (id, region, version, name) VALUES (950000001, ?, 1, 'Dold klinik')", region)
sql("INSERT INTO unit_below (region, above, below) VALUES (?, 950000001, 950000001)", region)
sql("INSERT INTO person (id, region, version, given_name, family_name) VALUES (950000002, ?, 1, 'Dold', 'Doktor')", region)
sql("INSERT INTO training (id, region, version, trainee, kind, home_unit, first) VALUES (950000003, ?, 1, 950000002, 0, 950000001, ?)", region, DAY - 100)
sql("INSERT INTO placement (id, region, version, training, unit, kind, first, past) VALUES (950000004, ?, 1, 950000003, 950000001, 0, ?, ?)", region, DAY, DAY + 90)
sql("INSERT INTO finding (id, region, version, rule, variant, unit, training, word, due, opened) VALUES (950000005, ?, 1, 'R42', 'late', 950000001, 950000003, 2, ?, ?)", region, DAY + 5, DAY)
for key, (one, _, _) in feeds.items():
    count.check(fetch(one)[2] == before[key], f"{key}: a record that may not be seen changes no byte")

# --- renewed, revoked, outlived
for browser in people.values():
    browser.connection.close()  # it has been idle for long
renewed = make(people[unit[0]], unit[1])
count.check(fetch(address)[0] == 404 and fetch(renewed)[0] == 200, "a new address ends the old one")
_, page = people[unit[0]].get("/konto/kalender")
rows = re.findall(rb'action="(/konto/kalender/\d+/aterkalla)"', page)
count.check(renewed.encode() not in page, "an address is shown once")
others = people["verksamhetschef"].post(rows[0].decode(), {})[0]
count.check(others == 404, f"nobody revokes another's: {others}")
for row in rows:
    people[unit[0]].post(row.decode(), {})
count.check(fetch(renewed)[0] == 404, "a revoked one is gone")
status, body = people["studierektor"].post("/konto/kalender", {"kalender": "0.950000001"})
count.check(status == 403, f"not of a unit where one has no task: {status}")
head = [v[0] for k, v in feeds.items() if k[0] == "verksamhetschef" and not k[1].endswith(".0")][0]
own = feeds["verksamhetschef", "0.0"][0]
person = sql("SELECT person FROM account WHERE login = 'verksamhetschef'")[0][0]
sql("UPDATE appointment SET past = ? WHERE person = ?", DAY, person)
count.check(fetch(head)[0] == 404 and fetch(own)[0] == 404, "an ended appointment ends the calendar")
tutor = make(people["handledare"], "0.0")
count.check(fetch(tutor)[0] == 200, "one made again lives")
sql("UPDATE account SET disabled = 1 WHERE login = 'handledare'")
count.check(fetch(tutor)[0] == 404, "a closed account ends the calendar")
unknown = fetch(f"http://{server.host}/kalender/{'a' * 64}.ics")
dead = fetch(tutor)
count.check(unknown[0] == 404 and re.sub(rb"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", b"", unknown[2]) == re.sub(rb"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", b"", dead[2]), "a dead one and one that never was are the same")
trainee = feeds["st-lakare", "0.0"][0]
codes = [fetch(trainee)[0] for _ in range(70)]
count.check(codes[0] == 200 and codes[-1] == 429, f"an address that is fetched too often waits: {codes.count(200)} of 70")
server.end()
sys.exit(count.end())
