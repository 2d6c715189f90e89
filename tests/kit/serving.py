"""A randa server of a test's own, and a browser without a window to ask it with."""
import atexit
import http.client
import os
import re
import signal
import subprocess
import time
import urllib.parse

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
RANDA = os.environ.get("RANDA", os.path.join(ROOT, "build", "randa"))
TODAY, PASSWORD = "2026-11-23", "provkor randa i lugn och ro"


class Count:
    """Checks, and the line that the gate adds up."""

    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def check(self, good, why):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{self.name}: {why}", flush=True)
        return good

    def end(self):
        print(f"{self.name}: {self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def demo(db, size="clinic"):
    subprocess.run([RANDA, "demo", "--size", size, "--seed", "1", "--today", TODAY, "--db", db], check=True,
                   stdout=subprocess.DEVNULL, timeout=120)


class Postgres:
    """The worktree's private cluster, and databases in it."""
    TOOL = os.path.join(ROOT, "tools", "pg_cluster")

    def __init__(self):
        self.address = subprocess.run([self.TOOL, "start"], capture_output=True, text=True, check=True).stdout.strip()

    def database(self, name):
        for sql in (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"):
            subprocess.run(["psql", "-q", self.address, "-c", sql], check=True, stderr=subprocess.DEVNULL)
        return self.address.replace("///postgres?", f"///{name}?")

    def tool(self, what):
        subprocess.run([self.TOOL, what], check=True, stdout=subprocess.DEVNULL)


class Server:
    def __init__(self, db, *options, before=(), log=None, env=None):
        self.log = open(log, "wb") if log else None
        self.process = subprocess.Popen(
            [*before, RANDA, "serve", "--listen", "127.0.0.1:0", "--today", TODAY, "--db", db, *options],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env={**os.environ, **(env or {})})
        atexit.register(self.process.kill)  # a test that fails leaves nothing behind
        line = self.process.stdout.readline().strip()
        if not line.startswith("listening on "):
            raise RuntimeError(f"the server did not start: {line!r}")
        self.port = int(line.rsplit(":", 1)[1])
        self.host = f"127.0.0.1:{self.port}"

    def end(self, how=signal.SIGTERM, wait=15):
        self.process.send_signal(how)
        code = self.process.wait(wait)
        self.process.stdout.close()
        if self.log:
            self.log.close()
        return code


class Browser:
    """Keeps its cookies and the page's token; one connection, opened again when the server closed it."""

    def __init__(self, server, login=None, password=PASSWORD):
        self.host, self.cookies, self.csrf, self.headers = server.host, {}, "", {}
        self.connection = http.client.HTTPConnection(self.host, timeout=30)
        if login:
            self.sign_in(login, password)

    def sign_in(self, login, password=PASSWORD):
        self.token("/logga-in")
        status, _ = self.post("/logga-in", {"epost": login, "losenord": password})
        if status != 303:
            raise RuntimeError(f"{login} cannot sign in ({status})")
        self.token("/konto")

    def token(self, page):
        status, body = self.get(page)
        found = re.search(rb'name="csrf" value="([0-9a-f]+)"', body)
        self.csrf = found.group(1).decode() if found else self.csrf
        return status, body

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, form, kind="application/x-www-form-urlencoded"):
        body = form if isinstance(form, bytes) else urllib.parse.urlencode({"csrf": self.csrf, **form}).encode()
        return self.ask("POST", path, body, {"Content-Type": kind})

    def upload(self, path, field, name, data, form=None):
        edge = "----edge7203842"
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
                 for k, v in {"csrf": self.csrf, **(form or {})}.items()]
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                     "Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
        return self.post(path, b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}")

    def ask(self, method, path, body=None, headers=None):
        headers = {**(headers or {}), "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **self.headers}
        try:
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
            data = reply.read()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            raise
        for header in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        self.location, self.reply_headers = reply.headers.get("Location", ""), reply.headers
        return reply.status, data


def wait_until(what, seconds=10, pause=0.1):
    """What `what` answers when it is true; None when it never is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = what()
        if answer:
            return answer
        time.sleep(pause)
    return None
