#!/usr/bin/env python3
"""nginx with the shipped packaging/nginx.conf (other ports and paths, nothing else) in front of Randa: the cookie, the
headers and the redirects that a browser gets, and what is refused before it comes to us."""
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from serving import PASSWORD, ROOT, Browser, Count, Server, demo, wait_until  # noqa: E402

NAME = "randa.example.se"
count = Count("proxy")
check = count.check


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Tls(http.client.HTTPSConnection):
    """To 127.0.0.1, asking for the name."""

    def __init__(self, port, context):
        super().__init__(NAME, 443, timeout=30, context=context)
        self.at = port

    def connect(self):
        self.sock = self._context.wrap_socket(socket.create_connection(("127.0.0.1", self.at), 30), server_hostname=NAME)


class Outside(Browser):
    """A browser on the other side of the proxy."""

    def __init__(self, port, context):
        self.host, self.cookies, self.csrf, self.headers = NAME, {}, "", {}
        self.connection = Tls(port, context)


class Nginx:
    def __init__(self, folder, backend):
        self.folder, self.plain, self.port = folder, free_port(), free_port()
        self.config = os.path.join(folder, "nginx.conf")
        pem, key = os.path.join(folder, "fullchain.pem"), os.path.join(folder, "privkey.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext",
                        f"subjectAltName=DNS:{NAME}", "-keyout", key, "-out", pem], check=True, stderr=subprocess.DEVNULL)
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(self.main(self.shipped(backend, pem, key)))
        ran = subprocess.run(["nginx", "-t", "-q", "-p", folder, "-c", self.config], capture_output=True, text=True)
        check(ran.returncode == 0, f"nginx reads packaging/nginx.conf: {ran.stderr[-300:]}")
        self.process = subprocess.Popen(["nginx", "-p", folder, "-c", self.config], stderr=subprocess.DEVNULL)
        self.context = ssl.create_default_context(cafile=pem)
        wait_until(lambda: socket.create_connection(("127.0.0.1", self.port), 1).close() or True if self.up() else None)

    def up(self):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def shipped(self, backend, pem, key):
        with open(os.path.join(ROOT, "packaging", "nginx.conf"), encoding="utf-8") as f:
            text = f.read()
        text = re.sub(r"\n\s*listen \[::\]:\d+.*;", "", text)
        for old, new in (("127.0.0.1:8080", backend), ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
                         ("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"), ("/etc/ssl/randa/fullchain.pem", pem),
                         ("/etc/ssl/randa/privkey.pem", key)):
            check(old in text, f"packaging/nginx.conf has {old}")
            text = text.replace(old, new)
        return text

    def main(self, shipped):
        paths = "".join(f"{what}_temp_path {self.folder}/{what};\n" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        return (f"daemon off; master_process off; worker_processes 1; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
                f"events {{ worker_connections 256; }}\nhttp {{ access_log off;\n{paths}{shipped}\n}}\n")

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)


def raw(nginx, request):
    """The status of what is written by hand."""
    with nginx.context.wrap_socket(socket.create_connection(("127.0.0.1", nginx.port), 10), server_hostname=NAME) as s:
        s.sendall(request)
        s.settimeout(10)
        try:
            return s.recv(4096).split(b"\r\n")[0].decode("latin-1")
        except OSError:
            return ""


def the_journey(browser):
    status, _ = browser.token("/logga-in")
    check(status == 200, f"sign-in is shown ({status})")
    started = browser.reply_headers.get_all("Set-Cookie") or []
    status, _ = browser.post("/logga-in", {"epost": "studierektor", "losenord": PASSWORD})
    check(status == 303 and browser.location.startswith("/"), f"signed in, and led on within ({status}, {browser.location})")
    cookies = started + (browser.reply_headers.get_all("Set-Cookie") or [])
    session = [c for c in cookies if c.startswith("__Host-randa=")]
    check(len(session) == 1, f"the session's cookie is __Host-: {[c.split('=')[0] for c in cookies]}")
    for cookie in cookies:
        words = [w.strip().lower() for w in cookie.split(";")[1:]]
        check(cookie.startswith("__Host-") and "secure" in words and "path=/" in words and not any(w.startswith("domain") for w in words),
              f"{cookie.split('=')[0]}: {words}")
    check(all("httponly" in c.lower() and "samesite=" in c.lower() for c in session), "HttpOnly and SameSite")
    status, body = browser.token("/att-gora")
    check(status == 200 and b"<h1" in body, f"a page ({status})")
    headers = browser.reply_headers
    check(headers.get("Strict-Transport-Security", "").startswith("max-age=63072000"), "HSTS")
    check("default-src 'none'" in headers.get("Content-Security-Policy", "") and headers.get("Cache-Control") == "no-store", "policy, no store")
    check("nginx/" not in headers.get("Server", "") and "libmicrohttpd" not in str(headers), "no versions")
    check(len(headers.get_all("Strict-Transport-Security")) == 1 and len(headers.get_all("X-Content-Type-Options")) == 1, "each header once")


def fixation(nginx):
    """A session's name that somebody else chose is never the one she gets; each sign-in gives a new one, which sign-out ends."""
    given, tokens = "a" * 64, []
    for _ in range(2):
        browser = Outside(nginx.port, nginx.context)
        browser.cookies["__Host-randa"] = given
        browser.token("/logga-in")
        status, _ = browser.post("/logga-in", {"epost": "studierektor", "losenord": PASSWORD})
        tokens.append(browser.cookies.get("__Host-randa"))
        check(status == 303 and tokens[-1] not in (given, ""), "a new session, whatever the browser brought")
    check(tokens[0] != tokens[1] and all(re.fullmatch(r"[0-9a-f]{64}", t) for t in tokens), "of 256 bits, another each time")
    browser.token("/konto")
    kept = dict(browser.cookies)
    browser.post("/logga-ut", {})
    browser.cookies = kept
    status, _ = browser.get("/konto")
    check(status == 303, f"signed out on the server: the old one opens nothing ({status})")


def origins(browser):
    browser.token("/konto")
    for origin, expected in ((f"https://{NAME}", 303), ("https://evil.example", 403), ("null", 403), (f"http://{NAME}", 403)):
        browser.headers = {"Origin": origin}
        status, _ = browser.post("/konto", {"tema": "dark"})
        check((status == 303) == (expected == 303) and status in (303, 403, 422) and (expected == 303 or status == 403), f"Origin {origin}: {status}")
    browser.headers = {}


def redirects(nginx, browser):
    plain = http.client.HTTPConnection("127.0.0.1", nginx.plain, timeout=10)
    for host in (NAME, "evil.example"):
        plain.request("GET", "/st?q=a", headers={"Host": host})
        reply = plain.getresponse()
        reply.read()
        check(reply.status == 308 and reply.headers["Location"] == f"https://{NAME}/st?q=a", f"plain HTTP as {host}: {reply.headers['Location']}")
    for onward in ("https://evil.example/", "//evil.example", "/\\evil.example", "/%0d%0aSet-Cookie:%20a=b", "javascript:alert(1)"):
        other = Outside(nginx.port, nginx.context)
        other.token("/logga-in")
        status, _ = other.post("/logga-in", {"epost": "studierektor", "losenord": PASSWORD, "till": onward})
        check(status == 303 and re.match(r"/[^/\\]|/$", other.location) and "\n" not in other.location, f"till={onward}: {other.location}")
    browser.headers = {"Host": "evil.example"}
    status, body = browser.get("/att-gora")
    check(status in (200, 303, 421) and b"evil" not in body and "evil" not in browser.location, f"another Host changes nothing ({status})")
    browser.headers = {"X-Forwarded-For": "10.9.9.9", "X-Forwarded-Proto": "http", "Forwarded": "for=10.9.9.9;proto=http"}
    status, _ = browser.get("/att-gora")
    check(status == 200 and browser.reply_headers.get("Strict-Transport-Security"), "the client's own forwarded headers are not believed")
    browser.headers = {}


def refused_before_us(nginx):
    head = f"Host: {NAME}\r\n".encode()
    for what, request, wanted in (
            ("two lengths", b"POST /logga-in HTTP/1.1\r\n" + head + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"),
            ("length and chunks", b"POST /logga-in HTTP/1.1\r\n" + head + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
            ("NUL in a value", b"GET / HTTP/1.1\r\n" + head + b"X-A: a\0b\r\n\r\n", "400"),
            ("two hosts", b"GET / HTTP/1.1\r\n" + head + head + b"\r\n", "400"),
            ("headers of 100 kB", b"GET / HTTP/1.1\r\n" + head + b"".join(b"X-%d: %s\r\n" % (i, b"a" * 4000) for i in range(25)) + b"\r\n", "400"),
            ("a line of 20 kB", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n" + head + b"\r\n", "414"),
            ("a space before the colon", b"GET / HTTP/1.1\r\n" + head + b"X-A : b\r\n\r\n", "400")):
        answer = raw(nginx, request)
        check(wanted in answer or answer == "", f"{what}: {answer!r}")
    answer = raw(nginx, b"GET /metrics HTTP/1.1\r\n" + head + b"\r\n")
    check(" 404 " in answer, f"numbers are for the machine itself: {answer!r}")


def gone(nginx, browser, server):
    server.end()
    status, _ = browser.get("/att-gora")
    check(status in (502, 503), f"no server behind: {status}")
    check(nginx.up(), "and the proxy is there still")


def main():
    if not shutil.which("nginx"):
        os.environ["PATH"] += ":/usr/sbin"
    folder = tempfile.mkdtemp(prefix="randa-proxy-")
    try:
        demo(f"sqlite:{folder}/r.db")
        server = Server(f"sqlite:{folder}/r.db", "--quiet", "--name", NAME, "--proxy", "127.0.0.1", log=os.path.join(folder, "log"))
        nginx = Nginx(folder, server.host)
        try:
            browser = Outside(nginx.port, nginx.context)
            the_journey(browser)
            fixation(nginx)
            origins(browser)
            redirects(nginx, browser)
            refused_before_us(nginx)
            gone(nginx, browser, server)
        finally:
            check(nginx.end() == 0, "nginx ended")
    finally:
        shutil.rmtree(folder)
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
