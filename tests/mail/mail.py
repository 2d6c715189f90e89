"""The outbox against a mail server that misbehaves, on both engines and with two servers on one database."""
import collections
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from serving import RANDA, Count, Postgres, Server, demo, wait_until
from smtp import PASSWORD, Once, Post, text_of

LETTERS = 1000
count = Count("mail")
folder = tempfile.mkdtemp(prefix="randa-mail-")
path = lambda name: os.path.join(folder, name)


def config(name, post, **more):
    values = {"host": "127.0.0.1", "port": post.port, "from": "randa@region.example", "site": "https://randa.region.example",
              "user": "randa", "password_file": path("password"), "ca_file": path("ca.crt"), "retry_seconds": 1, **more}
    with open(path(name), "w") as f:
        json.dump({k: v for k, v in values.items() if v is not None}, f)
    return path(name)


def randa(*words, env=None):
    done = subprocess.run([RANDA, *words], capture_output=True, text=True, timeout=60, env={**os.environ, **(env or {})})
    return done.returncode, done.stdout + done.stderr


def sql(db, text):
    if db.startswith("sqlite:"):
        with sqlite3.connect(db[7:], timeout=20) as connection:
            return [[str(x) for x in row] for row in connection.execute(text).fetchall()]
    out = subprocess.run(["psql", "-qAt", "-F", "\t", db, "-c", text], capture_output=True, text=True, check=True).stdout
    return [line.split("\t") for line in out.splitlines()]


# --- the connection: TLS, certificate, sign-in ----------------------------------------------------

def connection():
    with open(path("password"), "w") as f:
        f.write(PASSWORD + "\n")
    os.chmod(path("password"), 0o600)
    post = Post(folder)
    test = lambda *words, **more: randa("mail", "test", "nagon@region.example", "--mail", config("c.json", post, **more), *words)
    code, out = test()
    count.check(code == 0 and len(post.kept) == 1, f"a letter goes by STARTTLS with a password: {out}")
    code, out = test(ca_file=None)
    count.check(code == 3 and len(post.kept) == 1, f"an authority that is not known: nothing is sent: {out}")
    code, out = test(host="localhost.localdomain")
    count.check(code == 3 and len(post.kept) == 1, f"a host that is not there: {out}")
    code, out = test(user="annan")
    count.check(code == 3 and "lösenord" in out and len(post.kept) == 1, f"a user that the server does not know: {out}")
    os.chmod(path("password"), 0o644)
    code, out = test()
    count.check(code == 2 and "0600" in out, f"a password that others can read is not used: {out}")
    os.chmod(path("password"), 0o600)
    count.check(PASSWORD not in out, "no password is printed")
    code, out = test(tls="none")
    count.check(code == 2, f"no password without TLS: {out}")
    code, out = test(tls="none", user=None, host="mail.region.example")
    count.check(code == 2, f"no mail without TLS to another machine: {out}")
    code, out = test(user=None, password_file=None)
    count.check(code == 3 and len(post.kept) == 1, f"a server that demands a sign-in: {out}")
    config("env.json", post, password_file=None)
    code, out = randa("mail", "test", "nagon@region.example", "--mail", path("env.json"), env={"RANDA_SMTP_PASSWORD": PASSWORD})
    count.check(code == 0 and len(post.kept) == 2, f"the password from the environment: {out}")
    code, out = randa("mail", "test", "nagon@region.example>\r\nRCPT TO:<annan@x.example", "--mail", path("c.json"))
    count.check(code == 2, f"an address with a command in it: {out}")
    message, text = text_of(post.kept[0])
    count.check(message["Subject"] == "Prov från Randa" and "https://randa.region.example/" in text, f"the letter reads well: {text}")
    post.end()

    plain = Post(None, tls=None, user=None)
    code, out = randa("mail", "test", "nagon@region.example", "--mail", config("p.json", plain, user=None, password_file=None))
    count.check(code == 3 and not plain.kept, f"a server without STARTTLS gets nothing: {out}")
    code, out = randa("mail", "test", "nagon@region.example", "--mail", config("p.json", plain, user=None, password_file=None, tls="none"))
    count.check(code == 0 and len(plain.kept) == 1, f"without TLS only where the configuration says so, on this machine: {out}")
    plain.end()

    implicit = Post(folder, tls="implicit")
    code, out = randa("mail", "test", "nagon@region.example", "--mail", config("i.json", implicit, tls="implicit"))
    count.check(code == 0 and len(implicit.kept) == 1, f"TLS from the first byte: {out}")
    implicit.end()


# --- a thousand letters ---------------------------------------------------------------------------

def draw(*words):
    return int.from_bytes(hashlib.sha256(repr(words).encode()).digest()[:4], "big") % 1000


def bad(phase, key, times):
    """What goes wrong: drawn for each letter and phase, at most twice; some addresses are refused for good."""
    lot = draw(phase, key, times)
    if phase == "recipient" and str(key).startswith("refused"):
        return ("say", "550 5.1.1 no such user")
    if times > 2:
        return None
    if phase == "connect":
        return ("drop",) if lot < 40 else None
    if phase == "hello":
        return ("drop",) if lot < 20 else ("say", "421 4.3.2 busy") if lot < 40 else None
    if phase == "sender":
        return ("drop",) if lot < 8 else ("say", "451 4.3.0 later") if lot < 20 else None
    if phase == "recipient":
        return ("drop",) if lot < 15 else ("say", "450 4.2.0 grey") if lot < 60 else ("wait", 0.15) if lot < 75 else None
    if phase == "data":
        return ("drop",) if lot < 15 else ("say", "451 4.3.0 later") if lot < 30 else None
    if phase == "content":
        return ("drop",) if lot < 20 else ("say", "452 4.3.1 full") if lot < 40 else ("wait", 0.15) if lot < 55 else None
    return ("drop",) if lot < 30 else ("wait", 0.1) if lot < 40 else None  # kept, and the answer lost or late


def fill(db):
    """A thousand heads of one clinic, each with an account, are reminded of what it has to do first."""
    region, unit = sql(db, "SELECT region, id FROM unit WHERE id = (SELECT min(unit) FROM finding WHERE rule = 'R38' AND word = 0)")[0]
    for first in range(0, LETTERS, 100):
        ids = range(first, first + 100)
        name = lambda i: f"refused{i}" if i % 50 == 7 else f"person{i}"
        person = lambda i: 800000000 + i
        for text in ("INSERT INTO person (id, region, version, hsa_id, given_name, family_name, email) VALUES " + ", ".join(
                         f"({person(i)}, {region}, 1, 'SE-KANARIE-{i}', 'Kanarie{i}', 'Fagelsang{i}', '{name(i)}@region.example')" for i in ids),
                     "INSERT INTO account (id, region, version, person, login) VALUES " + ", ".join(
                         f"({810000000 + i}, {region}, 1, {person(i)}, 'kanarie{i}')" for i in ids),
                     "INSERT INTO appointment (id, region, version, person, role, unit, first) VALUES " + ", ".join(
                         f"({820000000 + i}, {region}, 1, {person(i)}, 3, {unit}, 0)" for i in ids)):
            sql(db, text)
    begun = time.monotonic()
    code, out = randa("mail", "remind", "--today", "2026-11-23", "--db", db)
    took = time.monotonic() - begun
    count.check(code == 0 and json.loads(out)["weekly"] >= LETTERS, f"a thousand are reminded: {out}")
    code, again = randa("mail", "remind", "--today", "2026-11-23", "--db", db)
    count.check(code == 0 and json.loads(again)["weekly"] == 0 and json.loads(again)["urgent"] == 0, f"each once: {again}")
    return took


def waiting(db):
    return int(sql(db, "SELECT count(*) FROM outbox WHERE state = 0")[0][0])


def thousand(name, db, instances):
    post = Post(folder, plan=Once(bad))
    file = config(f"{name}.json", post)
    servers = [Server(db, "--mail", file, "--name", f"127.0.0.1", "--quiet", log=path(f"{name}{i}.log")) for i in range(instances)]
    chosen = fill(db)
    begun = time.monotonic()
    wait_until(lambda: waiting(db) < LETTERS // 2, 60)
    servers[0].end()  # an update in the middle of it
    servers[0] = Server(db, "--mail", file, "--quiet", log=path(f"{name}x.log"))
    done = wait_until(lambda: waiting(db) == 0, 80, 0.3)
    took = time.monotonic() - begun
    count.check(done, f"{name}: all letters are decided ({waiting(db)} wait after {took:.0f} s)")
    for server in servers:
        server.end()
    judge(name, db, post)
    kept, ambiguous = len(post.kept), sum(not k.acknowledged for k in post.kept)
    print(f"mail: {name}: chosen in {chosen:.1f} s; {LETTERS} letters in {took:.1f} s, {post.connections} connections, {kept} kept, "
          f"{ambiguous} of them with the answer lost")
    post.end()


def judge(name, db, post):
    everyone = {r[0] for r in sql(db, "SELECT recipient FROM outbox")}
    count.check({f"{'refused' if i % 50 == 7 else 'person'}{i}@region.example" for i in range(LETTERS)} <= everyone, f"{name}: a letter to each")
    refused = {to for to in everyone if to.startswith("refused")}
    wanted = everyone - refused
    got = {k.to for k in post.kept}
    count.check(got == wanted, f"{name}: none lost: {len(wanted - got)} are missing, {len(got - wanted)} too many")
    acknowledged = collections.Counter(k.id for k in post.kept if k.acknowledged)
    count.check(all(n == 1 for n in acknowledged.values()), f"{name}: none doubled: "
                f"{[k for k, n in acknowledged.items() if n > 1][:5]} were acknowledged twice")
    count.check(len({k.id for k in post.kept}) == len(wanted), f"{name}: each letter has one Message-ID")
    copies = collections.defaultdict(list)
    for k in post.kept:
        copies[k.id].append(k)
    count.check(all(sum(not k.acknowledged for k in ks) >= len(ks) - 1 for ks in copies.values()),
                f"{name}: a second copy comes only where the answer was lost")
    count.check(all(len({k.bytes for k in ks}) == 1 for ks in copies.values()), f"{name}: copies are the same bytes")
    count.check(any(not k.acknowledged for k in post.kept), f"{name}: the answer was lost for some")
    canaries(name, db, post)
    states = dict((r[0], int(r[1])) for r in sql(db, "SELECT state, count(*) FROM outbox GROUP BY state"))
    count.check(states == {"1": len(wanted), "2": len(refused)}, f"{name}: the outbox says the same: {states}")
    left = sql(db, "SELECT count(*) FROM outbox WHERE body <> '' OR link <> '' OR holder <> ''")[0][0]
    count.check(left == "0", f"{name}: nothing but the address is kept of what has ended")
    count.check(sql(db, "SELECT DISTINCT answer FROM outbox WHERE state = 2") == [["550 recipient"]], f"{name}: why they were refused")


def canaries(name, db, post):
    """No name of a person or a unit, no address, no HSA id in any letter, but the receiver's address in To."""
    words = {w for row in sql(db, "SELECT given_name, family_name, email, hsa_id FROM person") for w in row if len(w) > 2}
    words |= {w for row in sql(db, "SELECT name, short_name FROM unit") for w in row if len(w) > 2}
    seen, told = set(), set()
    for kept in post.kept:
        message, text = text_of(kept)
        if message["To"].strip("<>") != kept.to:
            count.check(False, f"{name}: a letter to {kept.to} says To: {message['To']}")
        said = re.sub(re.escape(message["Message-ID"]), "", text)
        seen.add(re.sub(r"Date: .*", "", re.sub(r"\d+", "N", said)))
        told |= set(re.findall(r"[\w@.+-]+", said)) & words
        told |= {w for w in words if " " in w and w in said}
    count.check(len(words) > 2 * LETTERS and not told, f"{name}: no personal data in any letter: {sorted(told)[:5]}")
    count.check(len(seen) <= 4, f"{name}: constant texts, a link and numbers: {len(seen)} different")
    count.check(all("https://randa.region.example/att-gora" in s for s in seen), f"{name}: a link")


connection()
demo(f"sqlite:{path('one.db')}")
thousand("sqlite", f"sqlite:{path('one.db')}", 1)
cluster = Postgres()
shared = cluster.database("mail")
demo(shared)
thousand("postgresql", shared, 2)
sys.exit(count.end())
