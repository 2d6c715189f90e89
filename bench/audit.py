#!/usr/bin/env python3
"""Fills an audit chain with invented entries, to measure `randa audit verify`.

usage: bench/audit.py DATABASE.db ENTRIES

Every tenth entry is a change with its values beside it, the rest are reads; made as src/store/audit.c makes them.
"""
import hashlib
import sqlite3
import sys


def add(digest, *values):
    for value in values:
        if isinstance(value, int):
            digest.update(b"%d," % value)
        else:
            digest.update(b"%d,%s" % (len(value), value))


def entries(first, count, before, region):
    for id in range(first, first + count):
        fields = digest = b""
        change = None
        if id % 10 == 0:
            change = (b"person", id, 1, b'{"version":1,"phone":"%d"}' % id, b'{"version":2,"phone":"%d"}' % (id + 1))
            values = hashlib.sha256()
            add(values, b"5a17", *change)
            digest = b"5a17:" + values.hexdigest().encode()
            fields = b"person %d:phone" % id
        action, subject = (b"person.edit", b"person %d" % id) if change else (b"read", b"/st/:id/handelser")
        numbers = (id, region, 1700000000000 + id, 7, 2, 0, 0, 11, 0)
        entry = hashlib.sha256()
        add(entry, before, *numbers, b"", action, subject, fields, digest, b"appointment 12", b"10.1.2.*")
        hash = entry.hexdigest().encode()
        yield (*numbers, "", *(text.decode() for text in (action, subject, fields, digest, b"appointment 12", b"10.1.2.*", before, hash))), change
        before = hash


def fill(path, count):
    db = sqlite3.connect(path)
    region = db.execute("SELECT min(id) FROM region").fetchone()[0]
    last, before = db.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    row = 1 << 40
    for entry, change in entries(last + 1, count, before.encode(), region):
        db.execute("INSERT INTO audit (id, region, at, actor, role, undoes, behalf, about, result, os_user, action, subject, fields,"
                   " digest, relation, place, before, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", entry)
        if change:
            row += 1
            db.execute("INSERT INTO change (id, region, audit, record, record_id, op, old, new) VALUES (?,?,?,?,?,?,?,?)",
                       (row, region, entry[0], change[0].decode(), *change[1:3], change[3].decode(), change[4].decode()))
    db.commit()


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))
