#!/usr/bin/env python3
"""Fills every text of every record of a SQLite database with stored scripts, by the records' own
descriptions in sql/.   xss_fill.py DB SHIFT EACH free|all
A field holds EACH of the scripts from SHIFT on; with one in each, it is another one in each row.
free: what people write. all: also codes (specialty, goals …), which an import or another program could fill."""
import glob
import hashlib
import json
import os
import re
import sqlite3
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
HIT = "globalThis.xssHit=1"
PAYLOADS = [
    f"<script>{HIT}</script>", f"</title><script>{HIT}</script>", f"</textarea><script>{HIT}</script>",
    f"\"><script>{HIT}</script>", f"'><script>{HIT}</script>", f"</script><script>{HIT}</script>",
    f"<ScRiPt>{HIT}</sCrIpT>", f"<script/x>{HIT}</script>", f"<scr<script>ipt>{HIT}</scr</script>ipt>",
    "<script src=/xss-probe.js></script>", f"<img src=/xss-probe onerror={HIT}>", f"\"><img src=/xss-probe onerror={HIT}>",
    f"<svg onload={HIT}>", f"<svg><script>{HIT}</script></svg>", f"<svg><animate onbegin={HIT} attributeName=x dur=1s>",
    f"<body onload={HIT}>", f"<input autofocus onfocus={HIT}>", f"\" autofocus onfocus={HIT} x=\"", f"' autofocus onfocus={HIT} x='",
    f"\" onmouseover={HIT} x=\"", f"<details open ontoggle={HIT}>", f"<video><source onerror={HIT}>", f"<audio src=/xss-probe onerror={HIT}>",
    f"<iframe srcdoc='<script>parent.xssHit=1</script>'>", "<iframe src=/xss-probe>", "<object data=/xss-probe>", "<embed src=/xss-probe>",
    f"<a href=\"javascript:{HIT}\">x</a>", f"javascript:{HIT}", f"<form action=javascript:{HIT}><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=/xss-probe'>", "<base href=/xss-probe/>", "<link rel=stylesheet href=/xss-probe>",
    "<style>@import '/xss-probe';</style>", "<div style=\"background:url(/xss-probe)\">", f"<math><mtext><img src=/xss-probe onerror={HIT}>",
    f"<noscript><p title=\"</noscript><img src=/xss-probe onerror={HIT}>\">", f"<!--><img src=/xss-probe onerror={HIT}>-->",
    f"&lt;script&gt;{HIT}&lt;/script&gt;", f"{{{{constructor.constructor('{HIT}')()}}}}",
]
FORMULAS = ["=cmd|' /C calc'!A0", "+1+cmd", "-1+cmd", "@SUM(1)", "\t=1+1", "\r=1+1"]
CODES = {"sort_key", "folded", "hsa_id", "specialty", "regulation", "item", "goals", "goals_2015", "goals_2021", "form", "units", "variant",
         "period", "grouping", "rulebook", "args"}
KEPT = {"password_hash", "login", "theme", "language", "key", "value", "rule", "kind", "holder", "progress", "input", "result", "files",
        "answers", "summary", "content"}  # a wrong value there is no text on a page: the program reads them itself


def records():
    """(table, column) of every text in a described record."""
    for path in sorted(glob.glob(os.path.join(ROOT, "sql", "*.sql"))):
        with open(path, encoding="utf-8") as f:
            source = f.read()
        for table, body in re.findall(r"CREATE TABLE (\w+) \(\n(.*?)\n\)", source, re.S):
            if "{{record}}" in body:
                for column in re.findall(r"^ *(\w+) +TEXT\b.*-- text", body, re.M):
                    yield table, column


def inside(text, payload):
    """Texts within a finding's arguments."""
    def change(value):
        if isinstance(value, dict):
            return {k: change(v) for k, v in value.items()}
        if isinstance(value, list):
            return [change(v) for v in value]
        return payload if isinstance(value, str) else value
    return json.dumps(change(json.loads(text)))


# What an address's :id names (tests/access/routes.matrix) -> some of each; one's own for those who see no others.
OBJECTS = {
    "training": "SELECT training FROM document_version UNION SELECT max(training) FROM introduction UNION SELECT max(id) FROM training WHERE state = 0 LIMIT 3",
    "unit": "SELECT id FROM unit ORDER BY id LIMIT 4",
    "finding": "SELECT min(id) FROM finding WHERE closed > 2147000000 GROUP BY rule LIMIT 6",
    "placement": "SELECT id FROM placement ORDER BY first DESC LIMIT 2",
    "person": "SELECT person FROM account UNION SELECT trainee FROM training LIMIT 4",
    "job": "SELECT id FROM job LIMIT 2",
    "gathering": "SELECT min(id) FROM gathering GROUP BY kind",
    "version": "SELECT id FROM document_version LIMIT 2",
    "appointment": "SELECT a.id FROM appointment a WHERE a.role IN (2, 5) LIMIT 3",
    "training of st-lakare": "SELECT t.id FROM training t JOIN account c ON c.person = t.trainee WHERE c.login = 'st-lakare'",
    "training of handledare": "SELECT s.training FROM supervision s JOIN account c ON c.person = s.supervisor WHERE c.login = 'handledare' AND s.past > 20780 LIMIT 1",
}


def blake(text):
    return hashlib.blake2b(text.encode(), digest_size=32).hexdigest()


def links(db):
    """Addresses that are a right by themselves: a calendar, the list in the room."""
    director, unit = db.execute("SELECT c.person, a.unit FROM account c JOIN appointment a ON a.person = c.person AND a.role = 2 "
                                "WHERE c.login = 'studierektor'").fetchone()
    made = []
    for kind in (0, 1):
        secret = f"{kind}" * 40
        db.execute("INSERT INTO calendar_feed (hash, region, id, person, kind, unit, made) VALUES (?, 1, ?, ?, ?, ?, 0)",
                   (blake(secret), 900000000 + kind, director, kind, unit))
        made.append(f"/kalender/{secret}.ics")
    today = db.execute("SELECT id FROM gathering WHERE kind = 'teaching' ORDER BY held_on DESC").fetchone()[0]
    db.execute("UPDATE gathering SET link_key = 'abcdef', held_on = 20780, state = 0 WHERE id = ?", (today,))
    made.append(f"/sammankomster/{today}/har?kod=abcdef")
    rule = db.execute("SELECT rule FROM finding LIMIT 1").fetchone()[0]
    db.execute("INSERT INTO job (region, id, version, kind, unit, maker, made, state) VALUES (1, 900000002, 1, 'plan.propose', ?, ?, 1, 3)", (unit, director))
    return made + [f"/regler/{rule}"]


def main():
    db, shift, each, which = sqlite3.connect(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    assert len(PAYLOADS) == 40
    values, filled = PAYLOADS + FORMULAS, 0
    for number, (table, column) in enumerate(sorted(set(records()))):
        if column in KEPT or column in CODES and which == "free":
            continue
        rows = db.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
        for n, (row, old) in enumerate(rows):
            first = shift + (0 if each > 1 else number * 7 + n)
            value = " ".join(values[(first + i) % len(values)] for i in range(each))
            value = inside(old, value) if column == "args" else f"{value} {row}" if table != "unit_alias" else f"{value}{row}"
            db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, row))
            filled += 1
    db.execute("UPDATE region SET name = ?", (PAYLOADS[shift % 40],))
    db.commit()
    made = links(db)
    ids = {kind: [row[0] for row in db.execute(sql)] for kind, sql in OBJECTS.items()}
    db.commit()
    print(json.dumps({"filled": filled, "payloads": len(PAYLOADS), "ids": ids, "links": made}))


if __name__ == "__main__":
    main()
