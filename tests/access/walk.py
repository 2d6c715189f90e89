#!/usr/bin/env python3
"""Every address x every role x an object of one's own, of others, and of nobody, on a real server.

The expectation is made by rights.py from the table of rights and from what each address is about (routes.rights).
routes.matrix says the same in letters, for those who read it, and which object stands in the address: letters that
differ from the table are a fault. The database is an invented clinic with strangers beside it: another clinic's
trainee, and another region's.
"""
import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import rights  # noqa: E402

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
RANDA = os.path.join(ROOT, "build", "randa")
TODAY, PASSWORD = "2026-11-23", "provkor randa i lugn och ro"
DAY = 20780  # 2026-11-23
LOGINS = {"T": "st-lakare", "S": "handledare", "D": "studierektor", "H": "verksamhetschef", "O": "overgripande",
          "C": "kontakt", "R": "schemalaggare", "E": "administrator", "F": "utbildningscentrum", "B": "bt", "A": "admin"}
ROLES = {"T": 0, "S": 1, "D": 2, "H": 3, "O": 4, "C": 5, "R": 6, "E": 7, "F": 8, "B": 9, "A": 10}
MISSING = 999999999
faults, asked = [], 0


def fault(text):
    faults.append(text)
    print("walk:", text)


# --- the world ----------------------------------------------------------------------------------

class World:
    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.next = 800000000
        self.own, self.strange = {}, {}

    def insert(self, table, **values):
        self.next += 1
        columns = self.db.execute(f"PRAGMA table_info({table})").fetchall()
        row = {"region": 1, "version": 1, "id": self.next}
        row = {c: row[c] for c in row if c in [x[1] for x in columns]}
        for _, name, kind, not_null, default, _ in columns:
            if not_null and default is None and name not in row:
                row[name] = 0 if kind == "INTEGER" else ""
        row.update(values)
        self.db.execute(f"INSERT INTO {table} ({','.join(row)}) VALUES ({','.join('?' * len(row))})", list(row.values()))
        return self.next

    def one(self, sql, *values):
        found = self.db.execute(sql, values).fetchone()
        return found[0] if found else None

    def account(self, letter, login):
        """A person of the role at the director's clinic, for roles that the invented clinic lacks."""
        if self.one("SELECT id FROM account WHERE login = ?", login):
            return
        clinic = self.clinic()
        person = self.insert("person", given_name="Test", family_name=login)
        self.insert("appointment", person=person, role=ROLES[letter], unit=clinic, first=0, past=2147483647)
        hashed = self.one("SELECT password_hash FROM account WHERE login = 'studierektor'")
        self.insert("account", person=person, login=login, password_hash=hashed)

    def clinic(self):
        return self.one("SELECT a.unit FROM appointment a JOIN account c ON c.person = a.person "
                        "WHERE c.login = 'studierektor' AND a.role = 2")

    def stranger(self, region):
        unit = self.insert("unit", region=region, name="Främmande")
        self.db.execute("INSERT INTO unit_below (region, above, below) VALUES (?, ?, ?)", (region, unit, unit))
        person = self.insert("person", region=region, given_name="Främling", family_name="Främling")
        training = self.insert("training", region=region, trainee=person, home_unit=unit, first=DAY - 100)
        placement = self.insert("placement", region=region, training=training, unit=unit, first=DAY, past=DAY + 100)
        finding = self.insert("finding", region=region, rule="R01", training=training, unit=unit, opened=DAY, word=0)
        plan = self.insert("plan_version", region=region, unit=unit, name="Förslag")
        change = self.insert("plan_change", region=region, plan=plan, training=training, first=DAY, past=DAY + 1, op=0)
        job = self.insert("job", region=region, kind="import", unit=unit, maker=person, state=3)
        held = self.insert("appointment", region=region, person=person, unit=unit, role=5, first=0, past=2147483647)
        gathering, series, action = self.gatherings(unit, training, region)
        return {"unit": None if region == 1 else unit, "person": person, "appointment": held, "training": training, "placement": placement,
                "finding": finding, "plan": plan, "change": change, "job": job, "import": job,
                "gathering": gathering, "series": series, "action": action,
                "version": self.frozen(training, region=region, number=77)}

    def frozen(self, training, **more):
        """A version of a plan; what it says is what another one says."""
        says = self.one("SELECT content FROM document_version WHERE content <> ''") or ""
        return self.insert("document_version", training=training, kind="iup", content=says, **more)

    def gatherings(self, unit, training, region=1):
        """A planned talk, an ended series, and something agreed."""
        gathering = self.insert("gathering", region=region, unit=unit, training=training, kind="supervision_talk", held_on=DAY)
        series = self.insert("gathering_series", region=region, unit=unit, kind="teaching", first=DAY - 20, past=DAY - 10)
        action = self.insert("action_item", region=region, unit=unit, training=training, gathering=gathering, what="Något")
        return gathering, series, action

    def fill(self):
        for letter, login in LOGINS.items():
            self.account(letter, login)
        self.db.execute("INSERT INTO region (id, key, name, is_demo) VALUES (77, 'annan', 'Annan', 1)")
        clinic = self.clinic()
        self.own = {
            "unit": clinic,
            "training": self.one("SELECT id FROM training WHERE home_unit = ? AND state = 0", clinic),
            "finding": self.one("SELECT id FROM finding WHERE unit = ? AND training IS NOT NULL AND closed > 2147000000", clinic),
            "plan": self.insert("plan_version", unit=clinic, name="Eget"),
            "appointment": self.one("SELECT id FROM appointment WHERE unit = ? AND role = 5", clinic),
        }
        self.own["placement"] = self.one("SELECT id FROM placement WHERE training = ? ORDER BY first DESC", self.own["training"])
        self.own["gathering"], self.own["series"], self.own["action"] = self.gatherings(clinic, self.own["training"])
        self.own["person"] = self.one("SELECT trainee FROM training WHERE id = ?", self.own["training"])
        self.own["change"] = self.insert("plan_change", plan=self.own["plan"], training=self.own["training"],
                                         first=DAY, past=DAY + 1, op=0)
        self.own["version"] = self.frozen(self.own["training"], number=77)
        self.strange = {"clinic": self.stranger(1), "region": self.stranger(77)}
        self.db.commit()


# --- a browser ----------------------------------------------------------------------------------

class Browser:
    def __init__(self, port, login=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.cookies, self.csrf = {}, ""
        if login:
            status, _, body = self.ask("GET", "/logga-in")
            self.csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', body).group(1)
            status, _, _ = self.ask("POST", "/logga-in", {"epost": login, "losenord": PASSWORD})
            if status != 303:
                fault(f"{login} cannot sign in ({status})")
            _, _, body = self.ask("GET", "/konto")
            self.csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', body).group(1)

    def ask(self, method, path, form=None):
        global asked
        asked += 1
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if method != "GET":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode({"csrf": self.csrf, **(form or {})})
        self.connection.request(method, path, body, headers)
        reply = self.connection.getresponse()
        text = reply.read().decode(errors="replace")
        for header in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return reply.status, reply.headers.get("Location", ""), text


def same(text):
    """A page without what differs from one request to the next."""
    text = re.sub(r'value="[0-9a-f]{32,}"|[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}', "", text)
    return re.sub(r"\d{6,}", "ID", text)


# --- the walk -----------------------------------------------------------------------------------

def read_letters():
    rows = {}
    with open(os.path.join(ROOT, "tests", "access", "routes.matrix"), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                method, path, kind, roles = line.split()
                rows[method, path] = (kind, roles)
    return rows


def read_matrix():
    """(method, path) -> (what :id names, the letters that the table of rights gives)."""
    table, about, rows = rights.table_of_rights(), rights.read_rights(), {}
    for row, (kind, written) in read_letters().items():
        if row not in about:
            fault(f"{' '.join(row)} has no row in tests/access/routes.rights")
            continue
        letters = rights.letters_of(table, about[row])
        if set(letters) != set(written):
            fault(f"{' '.join(row)}: routes.matrix says {written}, the table of rights {letters} ({about[row]})")
        rows[row] = (kind, letters)
    for row in sorted(set(about) - set(rows)):
        print(f"walk: {' '.join(row)} stands in routes.rights but not in routes.matrix")
    return rows


def address(path, value):
    return re.sub(r":\w+", str(value), path.replace(":row", "ny").replace("dokument/:fil", "dokument/iup.pdf"))


def check_not_allowed(browser, letter, method, path, value):
    status, location, body = browser.ask(method, address(path, value))
    if path.startswith("/api/"):
        if status != (401 if letter == "N" else 403) or '"error"' not in body:
            fault(f"{letter}, {method} {path}: {status}, expected 401 or 403 as JSON")
    elif letter == "N":
        if status != 303 or not location.startswith("/logga-in"):
            fault(f"nobody, {method} {path}: {status}, expected to be sent to sign-in")
    elif status != 403:
        fault(f"{letter}, {method} {path}: {status}, expected 403")
    elif "<h1>" not in body or "kan" not in body:
        fault(f"{letter}, {method} {path}: the 403 does not say who may")


def check_allowed(browser, letter, method, path, kind, world):
    if method == "GET" and kind == "-":
        status, _, _ = browser.ask(method, path)
        if status not in (200, 303):
            fault(f"{letter}, {method} {path}: {status}, expected 200")
    if kind in ("-", "session", "audit", "text"):
        return
    if method == "GET" and letter in "DHE" and world.own.get(kind):
        status, _, _ = browser.ask(method, address(path, world.own[kind]))
        if status not in (200, 303, 409):
            fault(f"{letter}, {method} {path}: {status} for one's own {kind}, expected 200")
    missing_status, _, missing = browser.ask(method, address(path, MISSING))
    if missing_status not in (404, 422):
        fault(f"{letter}, {method} {path}: {missing_status} for what does not exist, expected 404")
    for whose, objects in world.strange.items():
        if not objects.get(kind) or (kind in ("person", "appointment") and whose == "clinic" and letter in "OA"):
            continue  # the overall director and the administrator see every person of the region
        status, _, body = browser.ask(method, address(path, objects[kind]))
        if status != missing_status or same(body) != same(missing):
            fault(f"{letter}, {method} {path}: another {whose}'s {kind} ({status}) can be told from a missing one")


def walk(port, world, table):
    matrix = read_matrix()
    browsers = {"N": Browser(port)}
    browsers.update({letter: Browser(port, login) for letter, login in LOGINS.items()})
    served = {(row["method"], row["path"]) for row in table}
    for method, path in sorted(served - set(matrix)):
        fault(f"{method} {path} has no row in tests/access/routes.matrix")
    for method, path in sorted(set(matrix) - served):
        print(f"walk: {method} {path} stands in the matrix but is not served")
    for (method, path), (kind, roles) in matrix.items():
        if (method, path) not in served:
            continue
        for letter, browser in browsers.items():
            if letter not in roles:
                check_not_allowed(browser, letter, method, path, world.own.get(kind, MISSING) or MISSING)
            elif not path.startswith("/logga"):
                check_allowed(browser, letter, method, path, kind, world)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "walk.db")
        subprocess.run([RANDA, "demo", "--size", "clinic", "--today", TODAY, "--db", "sqlite:" + path], check=True,
                       stdout=subprocess.DEVNULL)
        world = World(path)
        world.fill()
        table = json.loads(subprocess.run([RANDA, "routes", "--json"], check=True, capture_output=True).stdout)
        server = subprocess.Popen([RANDA, "serve", "--listen", "127.0.0.1:0", "--today", TODAY, "--quiet", "--db",
                                   "sqlite:" + path], stdout=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r":(\d+)$", server.stdout.readline().strip()).group(1))
            walk(port, world, table)
        finally:
            server.send_signal(signal.SIGTERM)
            if server.wait(15) != 0:
                fault("the server did not end well")
    for kind, value in world.own.items():
        if not value:
            fault(f"the invented clinic has no {kind} of its own")
    print(f"access: {asked - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
