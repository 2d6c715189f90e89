#!/usr/bin/env python3
"""Field by field in (S4). Two servers have the same database. Each form that a role is shown is sent to both: to the
one as it is, to the other together with every column of every record (from sql/) and every field that any other form
of the program has. The databases must be the same afterwards: what is not in the form changes nothing. (Where a role has several
forms to one address, the fields of all of them are that address's own.)"""
import html
import os
import re
import shutil
import sqlite3
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path[:0] = [os.path.join(ROOT, "tests", "kit"), os.path.join(ROOT, "tests", "access")]
sys.dont_write_bytecode = True
import forms  # noqa: E402
import schema  # noqa: E402
import serving  # noqa: E402
import walk  # noqa: E402

count = serving.Count("fields in")
ROLES = "DHESOATCRF"
# What every request may carry beside its form: the guard, and the proof that step-up asks for.
EVERYWHERE = {"csrf", "nyckel", "bekrafta", "bekrafta-till", "roll"}
# Another session, another password, another device: nothing left to compare afterwards.
LEFT_ALONE = {"/logga-ut": "ends the session", "/konto/sessioner": "ends the other sessions",
              "/konto/losenord": "each hash has its own salt", "/konto/kodapp": "each secret is random",
              "/konto/reservkoder": "each code is random", "/konto/nycklar": "each key is random",
              "/installningar/inloggning/lank": "each link is random", "/konto/session/:id": "ends the session",
              "/plan/automatisk": "what is found in a second differs: its order is compared, last"}
LAST = re.compile("ta-bort|blev-inte|hallen|avsluta|aterkalla|forkasta|publicera|losning")  # what takes other forms away
FILLED = ("", "1", "2027-02-03", "Ny sak")  # for what a form has empty, until it is accepted
NOT_COMPARED = {"session", "sign_in_failure", "idempotency", "known_device", "id_block", "write_gate"}
RANDOM = {"gathering": {"link_key"}, "audit": {"digest", "before", "hash"}, "calendar_feed": {"hash"}, "change": {"old", "new"}, "blob": {"made"}}


def columns():
    return {column for columns_of in schema.tables().values() for column, _ in columns_of}


def state(db):
    """table -> rows, without instants and what is random."""
    found = {}
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall():
        if table in NOT_COMPARED:
            continue
        names = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] not in RANDOM.get(table, ())]
        rows = db.execute(f"SELECT {','.join(names)} FROM {table}").fetchall()
        found[table] = sorted((tuple("T" if isinstance(v, int) and v > 10 ** 12 else v for v in row) for row in rows), key=repr)
    return found


def difference(one, two):
    for table in one:
        if one[table] != two[table]:
            only = [row for row in two[table] if row not in one[table]][:2]
            return f"{table}: {only or [row for row in one[table] if row not in two[table]][:2]}"
    return ""


class Pair:
    """One role at both servers."""

    def __init__(self, servers, login):
        self.one = serving.Browser(servers[0], login)
        self.two = serving.Browser(servers[1], login) if len(servers) > 1 else self.one

    def page(self, path):
        """A page's text; both are asked, so that both have read as much."""
        status, body = self.one.get(path)
        if self.two is not self.one:
            self.two.get(path)
        return body.decode("utf-8", "replace") if status == 200 and b"<html" in body else ""

    def upload(self, path):
        with open(path, "rb") as f:
            data = f.read()
        for browser in (self.one, self.two):
            browser.token("/import")
            browser.upload("/import", "filer", os.path.basename(path), data)

    def fresh(self, browser, path, action):
        _, body = browser.get(path)
        return next((f for f in forms.forms(body) if f.action == action and f.method == "POST"), None)


def pattern_of(matrix, action):
    path = action.split("?")[0]
    for (method, pattern) in matrix:
        if method == "POST" and re.fullmatch(re.sub(r":\w+", "[^/]+", pattern), path):
            return pattern
    return None


def pages_of(world, matrix, letter, objects):
    for (method, path), (kind, letters) in matrix.items():
        if method != "GET" or letter not in letters or path.startswith(("/logga", "/api", "/export/", "/inbjudan", "/konto/utdrag")):
            continue
        value = objects.get(kind)
        if kind == "-":
            yield path
        elif value:
            yield walk.address(path, value)


def filled(form, fill):
    return {name: value if value or name in EVERYWHERE else fill for name, value in form.fields.items()}


def send(pair, page, action, fill, extras, own=frozenset()):
    first, second = pair.fresh(pair.one, page, action), pair.fresh(pair.two, page, action)
    if not first or not second:
        return None
    kinds = {re.sub(r"\d+", "N", name) for name in first.names | own}  # rows are numbered: one row more is the same field
    more = {name: value for name, value in extras.items() if re.sub(r"\d+", "N", name) not in kinds and name not in EVERYWHERE}
    one, _ = pair.one.post(action, filled(first, fill))
    two, _ = pair.two.post(action, {**filled(second, fill), **more})
    return one, two


def kind_of(address):
    """Addresses that differ in numbers and values alone are one kind."""
    path, _, query = address.partition("?")
    return re.sub(r"\d+", "N", path), tuple(sorted(part.split("=")[0] for part in query.split("&")))


def walk_pages(pair, world, matrix, letter, objects):
    """(address, text): those of the matrix, and one of each kind that they lead to."""
    waiting, seen = list(pages_of(world, matrix, letter, objects)), set()
    seen = {kind_of(address) for address in waiting}
    while waiting:
        address = waiting.pop(0)
        text = pair.page(address)
        yield address, text
        for link in re.findall(r'href="(/[^"#]*)', text):
            link = html.unescape(link)
            if kind_of(link) not in seen and not link.startswith(("/static", "/logga", "/export/", "/arenden/", "/konto/utdrag")):
                seen.add(kind_of(link))
                waiting.append(link)


def every_form(pair, world, matrix, letter, objects):
    """address pattern -> the (page, form) that send something there."""
    seen = {}
    for page, text in walk_pages(pair, world, matrix, letter, objects):
        for form in forms.forms(text):
            pattern = pattern_of(matrix, form.action) if form.method == "POST" and not form.files else None
            if pattern and pattern not in LEFT_ALONE:
                seen.setdefault(pattern, []).append((page, form))
    return seen


def try_forms(pair, databases, letter, seen, extras, reached):
    for pattern, places in sorted(seen.items(), key=lambda item: (bool(LAST.search(item[0])), item[0])):
        own = set().union(*(form.names for _, form in places))  # one address may take several forms of the role's pages
        for page, form in places[:2]:
            for fill in FILLED:
                answers = send(pair, page, form.action, fill, extras, own)
                if not answers:
                    break
                wrong = difference(*(state(db) for db in databases))
                count.check(answers[0] == answers[1] and not wrong,
                            f"{letter}, POST {pattern} from {page}: {answers[0]} and {answers[1]}; {wrong}")
                reached.setdefault(pattern, set()).add(answers[0])
                if wrong:
                    return False
                if answers[0] == 303:
                    break
    return True


def try_order(servers, databases, extras):
    """An order to plan: the same job, whatever is sent beside it."""
    pair = Pair(servers, walk.LOGINS["D"])
    answers = send(pair, "/plan/automatisk", "/plan/automatisk", "1", extras)
    one, two = (db.execute("SELECT kind, unit, maker, input FROM job WHERE kind = 'plan.propose'").fetchall() for db in databases)
    count.check(answers == (303, 303) and one and one == two, f"POST /plan/automatisk: {answers}; {one} {two}")


def collect(servers, world, matrix):
    extras = {name: "1" for name in columns()}
    for letter in ROLES:
        pair = Pair(servers, walk.LOGINS[letter])
        for _, text in walk_pages(pair, world, matrix, letter, objects_of(world, letter)):
            for form in forms.forms(text):
                for name in form.names:
                    extras[name] = next((v for v in reversed(form.values.get(name, [])) if v), extras.get(name, "1"))
    return extras


def objects_of(world, letter):
    own = dict(world.own)
    login = walk.LOGINS[letter]
    if letter in "TS":
        held = "t.trainee = c.person" if letter == "T" else "t.id IN (SELECT training FROM supervision s WHERE s.supervisor = c.person AND s.kind = 0)"
        own["training"] = world.one(f"SELECT t.id FROM training t JOIN account c ON {held} WHERE c.login = ?", login)
        own["finding"] = world.one("SELECT id FROM finding WHERE training = ? AND closed > 2147000000", own["training"])
        own["placement"] = world.one("SELECT id FROM placement WHERE training = ? ORDER BY first DESC", own["training"])
    return own


def main():
    matrix, reached = walk.read_matrix(), {}
    with tempfile.TemporaryDirectory() as folder:
        base = os.path.join(folder, "base.db")
        serving.demo("sqlite:" + base)
        world = walk.World(base)
        world.fill()
        world.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        paths = [os.path.join(folder, f"{name}.db") for name in ("one", "two", "look")]
        for path in paths:
            shutil.copy(base, path)
        look = serving.Server("sqlite:" + paths[2], "--quiet", log=os.path.join(folder, "look.log"))
        extras = collect((look,), world, matrix)
        look.end()
        servers = [serving.Server("sqlite:" + path, "--quiet", "--workers", "1", log=path + ".log") for path in paths[:2]]
        databases = [sqlite3.connect(path) for path in paths[:2]]
        for letter in ROLES:
            pair, objects = Pair(servers, walk.LOGINS[letter]), objects_of(world, letter)
            if letter in "DHE":
                pair.upload(os.path.join(ROOT, "tests", "data", "norrvik", "kliniken.xlsx"))
            if not try_forms(pair, databases, letter, every_form(pair, world, matrix, letter, objects), extras, reached):
                break
        for letter in "DHST":  # what has a form only when something was made
            pair, objects = Pair(servers, walk.LOGINS[letter]), objects_of(world, letter)
            new = {p: places for p, places in every_form(pair, world, matrix, letter, objects).items() if p not in reached}
            try_forms(pair, databases, letter, new, extras, reached)
        try_order(servers, databases, extras)
        for server in servers:
            count.check(server.end() == 0, "a server did not end well")
    missing = sorted(p for m, p in matrix if m == "POST" and p not in reached and p not in LEFT_ALONE and not p.startswith("/logga-in"))
    print(f"{len(reached)} addresses with {len(extras)} names each, {sum(303 in s for s in reached.values())} of them changed something")
    print("without a form on a page here:", ", ".join(missing))
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
