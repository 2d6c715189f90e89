#!/usr/bin/env python3
"""Two instances on one PostgreSQL: sessions, limits and rights are shared, an instance that dies loses
and doubles nothing, a database that goes away and comes back is the requests' trouble and not the
program's, and SIGTERM ends calmly whatever hangs."""
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from forms import form_to  # noqa: E402
from serving import RANDA, Browser, Count, Postgres, Server, demo, wait_until  # noqa: E402

LONG = os.environ.get("RANDA_LONG") == "1"
WRITERS, WRITES = 8, 60 if LONG else 12
count = Count("instances")
check = count.check


def one(db, sql):
    ran = subprocess.run(["psql", "-qAt", db, "-c", sql], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def same_browser(browser, server):
    """The same person's browser, which now asks the other instance."""
    other = Browser(server)
    other.cookies, other.csrf = dict(browser.cookies), browser.csrf
    return other


def signed_in(browser):
    return browser.get("/konto")[0] == 200


def sessions(a, b):
    at_a = Browser(a, "studierektor")
    at_b = same_browser(at_a, b)
    check(signed_in(at_b), "a session begun at one holds at the other")
    status, _ = at_a.post("/logga-ut", {})
    begun = time.monotonic()
    gone = wait_until(lambda: not signed_in(at_b), 6)
    check(status == 303 and gone and time.monotonic() - begun < 5, "logged out at one is logged out at the other")


def role_change(a, b, db):
    person, appointment = one(db, "SELECT c.person, a.id FROM account c JOIN appointment a ON a.person = c.person "
                                  "WHERE c.login = 'schemalaggare'").split("|")
    planner, head = Browser(b, "schemalaggare"), Browser(a, "verksamhetschef")
    check(planner.get("/plan/in-ut")[0] == 200, "a rota planner reads who comes and goes")
    _, page = head.token(f"/person/{person}")
    form = form_to(page, f"/person/{person}/uppdrag/{appointment}/slut")
    status, _ = head.post(form.action, {**form.fields, "slut": "2026-11-20"})
    begun = time.monotonic()
    gone = wait_until(lambda: planner.get("/plan/in-ut")[0] != 200, 6)
    check(status == 303 and gone and time.monotonic() - begun < 5, f"a role that ends at one ends at the other ({status})")


def closed_account(a, b, db):
    trainee = Browser(b, "st-lakare")
    ran = subprocess.run([RANDA, "account", "disable", "st-lakare", "--db", db], capture_output=True, text=True)
    gone = wait_until(lambda: not signed_in(trainee), 6)
    check(ran.returncode == 0 and gone, f"a closed account is signed out everywhere {ran.stderr}")


def limits(a, b):
    """Wrong passwords at both count together: as few are looked at as if there were one instance."""
    browsers = [Browser(a), Browser(b)]
    for browser in browsers:
        browser.token("/logga-in")
    statuses = [browsers[i % 2].post("/logga-in", {"epost": "verksamhetschef", "losenord": "fel"})[0] for i in range(30)]
    first = statuses.index(429) if 429 in statuses else None
    check(first is not None and first <= 10, f"ten wrong passwords at most, over both: {statuses}")
    check(first is not None and set(statuses[first:first + 4]) == {429}, "and then both refuse")


class Writers:
    """Each makes units, one after the other, and sends a form again, with its key, until it is answered."""

    def __init__(self, servers, browser):
        self.servers, self.browser = servers, browser
        self.done, self.refused, self.retries = [], [], 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.write, args=(i,)) for i in range(WRITERS * len(servers))]

    def write(self, number):
        at = number % len(self.servers)
        browser = same_browser(self.browser, self.servers[at])
        _, page = browser.token("/enhet/ny")
        for n in range(WRITES):
            name = f"Enhet {number}-{n}"
            form = {**form_to(page, "/enhet/ny").fields, "namn": name, "nyckel": f"{number}x{n}x7203842"}
            for _ in range(40):
                try:
                    status, _ = browser.post("/enhet/ny", form)
                except (OSError, http.client.HTTPException):
                    status = 0
                if status not in (0, 503):
                    break
                with self.lock:
                    self.retries += 1
                time.sleep(0.05)
                at = (at + 1) % len(self.servers)
                browser = same_browser(browser, self.servers[at])
            with self.lock:
                (self.done if status == 303 else self.refused).append((name, status))

    def run(self, meanwhile):
        for thread in self.threads:
            thread.start()
        meanwhile(self)
        for thread in self.threads:
            thread.join()


def killed(a, b, db):
    browser = Browser(a, "studierektor")

    def kill(writers):
        wait_until(lambda: len(writers.done) >= len(writers.threads) * WRITES // 3, 120, 0.01)
        b.process.kill()

    begun = time.monotonic()
    writers = Writers([a, b], browser)
    writers.run(kill)
    spent = time.monotonic() - begun
    rows = one(db, "SELECT name || '|' || count(*) FROM unit WHERE name LIKE 'Enhet %-%' GROUP BY name").split("\n")
    times = {row.rsplit("|", 1)[0]: int(row.rsplit("|", 1)[1]) for row in rows if row}
    wanted = len(writers.threads) * WRITES
    lost = [name for name, _ in writers.done if name not in times]
    doubled = [name for name, n in times.items() if n != 1]
    check(not writers.refused, f"refused: {writers.refused[:5]}")
    check(len(writers.done) == wanted, f"{len(writers.done)} of {wanted} were acknowledged")
    check(not lost, f"lost: {lost[:5]}")
    check(not doubled, f"doubled: {doubled[:5]}")
    check(writers.retries > 0, "somebody was at the one that was killed")
    print(f"instances: {wanted} writes by {len(writers.threads)} writers, one of two servers killed: "
          f"{len(lost)} lost, {len(doubled)} doubled, {writers.retries} sent again, {spent:.1f} s")


def ask(browser, path, answers):
    begun = time.monotonic()
    try:
        status, _ = browser.get(path)
        answers.append((status, time.monotonic() - begun, browser.reply_headers.get("Retry-After")))
    except (OSError, http.client.HTTPException) as e:
        answers.append((0, time.monotonic() - begun, str(e)))


def all_refused(server, browser, why):
    """Twelve at once, signed in, three times as many as there are workers."""
    answers = []
    threads = [threading.Thread(target=ask, args=(same_browser(browser, server), "/konto", answers)) for _ in range(12)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    check(Browser(server).get("/healthz")[0] == 200, f"{why}: it is alive")
    for thread in threads:
        thread.join()
    check(all(s == 503 and after for s, _, after in answers), f"{why}: 503 with Retry-After for all: {answers}")
    check(max(t for _, t, _ in answers) < 5, f"{why}: within five seconds, not {max(t for _, t, _ in answers):.1f}")
    check(Browser(server).get("/readyz")[0] == 503, f"{why}: it is not ready")
    return max(t for _, t, _ in answers)


def database_goes_away(server, postgres):
    browser = Browser(server, "studierektor")
    check(Browser(server).get("/readyz")[0] == 200, "ready")
    postgres.tool("crash")
    gone = all_refused(server, browser, "stopped")
    postgres.tool("start")
    begun = time.monotonic()
    check(wait_until(lambda: signed_in(browser), 6), "it comes back by itself")
    back = time.monotonic() - begun
    postgres.tool("freeze")
    frozen = all_refused(server, browser, "frozen")
    postgres.tool("thaw")
    check(wait_until(lambda: signed_in(browser) and Browser(server).get("/readyz")[0] == 200, 6), "and again")
    check(server.process.poll() is None, "without a restart")
    print(f"instances: database stopped: 503 in {gone:.2f} s, back in {back:.2f} s; frozen: 503 in {frozen:.2f} s")


def calm_end_when_the_database_hangs(server, postgres):
    browser = Browser(server, "studierektor")
    postgres.tool("freeze")
    thread = threading.Thread(target=ask, args=(browser, "/konto", []))
    thread.start()
    time.sleep(0.1)
    begun = time.monotonic()
    check(server.end() == 0, "SIGTERM while the database hangs: exit 0")
    check(time.monotonic() - begun < 10.5, f"in ten seconds, not {time.monotonic() - begun:.1f}")
    thread.join()
    postgres.tool("thaw")


def metrics(db):
    token = "ett-langt-hemligt-ord"
    server = Server(db, "--quiet", "--name", "randa.example", "--proxy", "127.0.0.1", env={"RANDA_METRICS_TOKEN": token})
    browser = Browser(server)
    browser.headers = {"Host": "randa.example"}
    check(browser.get("/metrics")[0] == 404, "/metrics is not there for what comes through the proxy")
    browser.headers["Authorization"] = f"Bearer {token}x"
    check(browser.get("/metrics")[0] == 404, "nor with another word")
    browser.headers["Authorization"] = f"Bearer {token}"
    status, text = browser.get("/metrics")
    check(status == 200 and b"randa_database_up 1" in text, "but with the word")
    check(server.end() == 0, "ends well")


def dead_job(a, b, db):
    """A job whose instance is killed is taken up by the other when its lease is out."""
    director, before = Browser(a, "studierektor"), int(one(db, "SELECT count(*) FROM plan_version"))
    director.token("/plan/automatisk")
    director.post("/plan/automatisk", {"vilka": "alla", "frys": "1", "sekunder": "10"})
    job = director.location.split("/")[-1]
    holder = wait_until(lambda: one(db, f"SELECT state FROM job WHERE id = {job}") == "1", 5, 0.05)
    check(holder, "somebody began")
    a.process.send_signal(signal.SIGSTOP)  # whichever has it: both stop, and one comes back
    b.process.send_signal(signal.SIGSTOP)
    a.process.kill()
    b.process.send_signal(signal.SIGCONT)
    at_b = same_browser(director, b)
    done = wait_until(lambda: one(db, f"SELECT state FROM job WHERE id = {job}") == "2", 90, 1)
    check(done and at_b.get(f"/jobb/{job}")[0] in (200, 303), "the other finished it, once")
    check(int(one(db, "SELECT count(*) FROM plan_version")) == before + 1, "one proposal")


def main():
    postgres = Postgres()
    db = postgres.database("instances")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STATE_DIRECTORY"] = folder
        demo(db)
        a, b = Server(db, "--quiet"), Server(db, "--quiet")
        sessions(a, b)
        role_change(a, b, db)
        closed_account(a, b, db)
        limits(a, b)
        text = Browser(a).get("/metrics")[1]
        check(b'randa_answers_total{status="2xx"}' in text, "/metrics on the machine itself")
        killed(a, b, db)
        database_goes_away(a, postgres)
        metrics(db)
        if LONG:
            b = Server(db, "--quiet")
            dead_job(a, b, db)
            calm_end_when_the_database_hangs(b, postgres)
        else:
            check(a.end() == 0, "ends well")
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
