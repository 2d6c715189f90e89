#!/usr/bin/env python3
"""Requests that were whole before something happened to them, to a server built with the sanitizers:
each is answered or hung up on, none with a fault of ours, nothing leaks and nothing stops."""
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
os.environ["RANDA"] = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "build-check", "randa")
from serving import Browser, Count, Server, wait_until  # noqa: E402

REQUESTS = 20000 if os.environ.get("RANDA_LONG") == "1" else 1000
SEED = int(os.environ.get("RANDA_SEED", "7203842"))
count = Count("fuzzed requests")
check = count.check
ODD = [b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\0", b"\t", b" ", b"%00", b"%zz", b"%", b"\xff", b"\xc3\x28", b"../", b"//", b"'", b"\"",
       b"<", b"&", b"=", b";", b":", b",", b"-1", b"0", b"18446744073709551616", b"9" * 30, b"a" * 5000, b"chunked", b"gzip",
       b"Content-Length: 5\r\n", b"Content-Length: 7\r\n", b"Transfer-Encoding: chunked\r\n", b"Host: x\r\n", b"Expect: 100-continue\r\n",
       b"Connection: close\r\n", b" HTTP/1.1", b" HTTP/9.9", b"X: y\r\n\tfolded\r\n", b"--edge7203842--", b"filename=", b"\xef\xbb\xbf"]


def seeds(server):
    """Whole requests: pages with and without a session, forms, an upload, numbers."""
    browser = Browser(server, "studierektor")
    cookie = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
    head = f"Host: {server.host}\r\nCookie: {cookie}\r\nUser-Agent: probe\r\nAccept-Encoding: gzip\r\n"
    form = f"csrf={browser.csrf}&namn=En+enhet&slag=clinic&version=0&nyckel=x"
    edge = "edge7203842"
    upload = (f"--{edge}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{browser.csrf}\r\n--{edge}\r\n"
              f"Content-Disposition: form-data; name=\"filer\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"
              f"namn;enhet\r\nAda;Norr\r\n\r\n--{edge}--\r\n")
    texts = [f"GET {path} HTTP/1.1\r\n{head}\r\n" for path in
             ("/", "/att-gora", "/plan?enhet=4", "/st/1", "/st/1/tid", "/sok?q=a%C3%A5", "/export/enheter.csv", "/api/v1/units",
              "/healthz", "/readyz", "/metrics", "/static/x", "/enhet/4?roll=x")]
    for path, kind, body in (("/enhet/ny", "application/x-www-form-urlencoded", form), ("/logga-in", "application/x-www-form-urlencoded", "epost=a&losenord=b"),
                             ("/import", f"multipart/form-data; boundary={edge}", upload), ("/api/v1/units", "application/json", '{"a":[1,2,{"b":null}]}')):
        texts.append(f"POST {path} HTTP/1.1\r\n{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}")
    return [text.encode() for text in texts]


def happen(chance, data):
    """One to four accidents."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        what = chance.randrange(7)
        if what == 0 and data:
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1:]
        elif what == 1:
            data = data[:at] + chance.choice(ODD) + data[at:]
        elif what == 2:
            data = data[:at] + data[at + chance.randint(1, 40):]
        elif what == 3:
            data = data[:at]
        elif what == 4:
            lines = data.split(b"\r\n")
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
            data = b"\r\n".join(lines)
        elif what == 5:
            data = re.sub(rb"\d+", lambda m: chance.choice([m.group(0), b"-1", b"0", b"99999999999999999999", b""]), data, count=chance.randint(1, 6))
        else:
            data += chance.choice([data, b"\0" * 50, b"GET / HTTP/1.1\r\n\r\n"])
        data = data[:200000]
    return data


def is_unfinished(data):
    """The server rightly waits for the rest, as long as a header or a body may take (tests/flood/slow.py cuts those)."""
    head, end, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?im)^content-length: *(\d{1,18}) *\r?$", head)
    return not end or bool(length) and int(length.group(1)) > len(body)


class Sender(threading.Thread):
    def __init__(self, server, texts, number, seed):
        super().__init__()
        self.server, self.texts, self.number, self.chance = server, texts, number, random.Random(seed)
        self.statuses, self.slowest, self.faults = {}, 0, []

    def run(self):
        for n in range(self.number):
            whole = n % 25 == 0
            data = self.chance.choice(self.texts)
            if not whole:
                data = happen(self.chance, data)
            begun = time.monotonic()
            status = self.send(data)
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status == 500 or whole and status < 200:
                self.faults.append((status, data[:300]))

    def send(self, data):
        """The first status; 0 when it is hung up on; -1 when the server waits for more."""
        said = b""
        try:
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as s:
                s.sendall(data)
                s.settimeout(0.02 if is_unfinished(data) else 2)
                while len(said) < 12:
                    part = s.recv(65536)
                    if not part:
                        break
                    said += part
        except TimeoutError:
            return -1
        except OSError:
            pass
        match = re.match(rb"HTTP/1\.1 (\d{3})", said)
        return int(match.group(1)) if match else 0


def descriptors(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.environ["RANDA"].replace("build-check", "build"), "demo", "--size", "clinic", "--seed", "1", "--today", "2026-11-23",
                        "--db", f"sqlite:{folder}/f.db"], check=True, stdout=subprocess.DEVNULL)
        log = os.path.join(folder, "log")
        # The leak check at the end traces itself, which the sandbox does not let anyone do.
        server = Server(f"sqlite:{folder}/f.db", "--quiet", "--sandbox", "off", log=log)
        texts = seeds(server)
        senders = [Sender(server, texts, 20, i) for i in range(8)]
        for group in (senders, [Sender(server, texts, REQUESTS // 4, SEED + i) for i in range(4)]):
            for sender in group:
                sender.start()
            for sender in group:
                sender.join()
            if group is senders:  # now everybody has opened what they keep
                before = descriptors(server)
        statuses = {}
        for sender in group:
            for status, n in sender.statuses.items():
                statuses[status] = statuses.get(status, 0) + n
        faults = [fault for sender in group for fault in sender.faults]
        check(not faults, f"faults of ours: {faults[:3]}")
        check(max(s.slowest for s in group) < 10, "each that is whole has its answer")
        check(sum(n for s, n in statuses.items() if s != 200) > REQUESTS // 4, f"most were broken: {statuses}")
        check(server.process.poll() is None and Browser(server).get("/healthz")[0] == 200, "it is well")
        check(wait_until(lambda: descriptors(server) <= before, 40), f"descriptors: {before} before, {descriptors(server)} after")
        check(server.end(wait=60) == 0, "it ends well, and nothing was leaked")
        with open(log, encoding="utf-8", errors="replace") as f:
            text = f.read()
        check("ERROR: " not in text and "runtime error" not in text, f"the sanitizers: {text[-2000:]}")
        print(f"flood: {REQUESTS} fuzzed requests: {dict(sorted(statuses.items()))}, the slowest {max(s.slowest for s in group):.2f} s")
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
