#!/usr/bin/env python3
"""Fills every text of every record of a SQLite database with stored scripts, by the records' own
descriptions in sql/.   xss_fill.py DB SHIFT EACH free|all
A field holds EACH of the scripts from SHIFT on; with one in each, it is another one in each row.
free: what people write. all: also codes (specialty, goals …), which an import or another program could fill."""
import glob
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
        "answers", "summary"}  # a wrong value there is no text on a page: the program reads them itself


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
    ids = {}
    for kind, sql in (("training", "SELECT id FROM training WHERE state = 0 LIMIT 2"), ("unit", "SELECT id FROM unit ORDER BY id LIMIT 4"),
                      ("finding", "SELECT min(id) FROM finding WHERE closed > 2147000000 GROUP BY rule LIMIT 6"),
                      ("placement", "SELECT id FROM placement ORDER BY first DESC LIMIT 2"),
                      ("person", "SELECT person FROM account UNION SELECT trainee FROM training LIMIT 4"),
                      ("job", "SELECT id FROM job LIMIT 2"), ("import", "SELECT id FROM import_draft LIMIT 2")):
        ids[kind] = [row[0] for row in db.execute(sql)]
    print(json.dumps({"filled": filled, "payloads": len(PAYLOADS), "ids": ids}))


if __name__ == "__main__":
    main()
