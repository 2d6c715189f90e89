#!/usr/bin/env python3
"""Crowds of clients that send slowly, read slowly or say nothing, each from one address; another client,
in a process of its own, is answered as fast as at a second server that nobody attacks. Who is too many is told so at once; who is slow
is cut when its time is out; no descriptor is left."""
import http.client
import multiprocessing
import os
import re
import resource
import selectors
import socket
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from serving import Browser, Count, Server, wait_until  # noqa: E402

LONG = os.environ.get("RANDA_LONG") == "1"
SLOW, IDLE = (1000, 10000) if LONG else (250, 1000)
ROOM = 128  # places of one address
count = Count("flood")
check = count.check


class Asking:
    """Asks for a page of a worker's, on a kept connection and every fourth time on a new one."""

    def __init__(self, host):
        self.connection, self.times, self.bad = http.client.HTTPConnection(host, timeout=10), [], []

    def once(self):
        if len(self.times) % 4 == 0:
            self.connection.close()
        begun = time.monotonic()
        self.connection.request("GET", "/logga-in")
        reply = self.connection.getresponse()
        reply.read()
        self.times.append(time.monotonic() - begun)
        if reply.status != 200:
            self.bad.append(reply.status)

    def p99(self):
        return sorted(self.times)[int(len(self.times) * 0.99)] * 1000


def ask(hosts, stop, answers):
    both = [Asking(host) for host in hosts]
    while not stop.is_set():
        for one in both:
            one.once()
        time.sleep(0.002)
    answers.put([(one.p99(), len(one.times), one.bad) for one in both])


class Other:
    """The client that is to notice nothing, at the server attacked and at the one left alone."""

    def __init__(self, *servers):
        self.stop, self.answers = multiprocessing.Event(), multiprocessing.Queue()
        self.process = multiprocessing.Process(target=ask, args=([s.host for s in servers], self.stop, self.answers))
        self.process.start()

    def end(self):
        self.stop.set()
        both = self.answers.get(timeout=30)
        self.process.join()
        return both


class Crowd:
    """Connections from one address, each with what it sends at first and then a byte at a time."""

    def __init__(self, server, address, number, first, drip=b"", read=True):
        self.drip, self.read = drip, read
        self.selector = selectors.DefaultSelector()
        self.open, self.since, self.refused, self.cut = {}, {}, 0, []
        begun = time.monotonic()
        for _ in range(number):
            self.connect(server, address, first)
        self.arriving = time.monotonic() - begun

    def connect(self, server, address, first):
        s = socket.socket()
        if not self.read:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        s.settimeout(5)
        try:
            s.bind((address, 0))
            s.connect(("127.0.0.1", server.port))
            s.sendall(first)
        except OSError:
            pass  # turned away while it sent; what it was told is read below
        s.setblocking(False)
        self.open[s.fileno()], self.since[s.fileno()] = s, time.monotonic()
        self.selector.register(s, selectors.EVENT_READ)

    def close(self, s):
        self.selector.unregister(s)
        del self.open[s.fileno()]
        s.close()

    def hear(self, s):
        try:
            said = s.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if said.startswith(b"HTTP/1.1 503"):
            self.refused += 1
            self.close(s)
        elif not said:
            self.cut.append(time.monotonic() - self.since[s.fileno()])
            self.close(s)

    def step(self):
        """Hears what comes; a slow reader only whether it was turned away."""
        for key, _ in self.selector.select(0):
            if self.read or self.is_refusal(key.fileobj):
                self.hear(key.fileobj)
        for s in list(self.open.values()) if self.drip else ():
            try:
                s.send(self.drip)
            except OSError:
                pass

    @staticmethod
    def is_refusal(s):
        try:
            return s.recv(16, socket.MSG_PEEK).startswith(b"HTTP/1.1 503")
        except OSError:
            return False

    def end(self):
        for s in list(self.open.values()):
            self.close(s)
        self.selector.close()


def warm_up(server):
    """Every worker has had something to do, and has opened the database."""
    crowd = [threading.Thread(target=Browser(server).get, args=("/logga-in",)) for _ in range(40)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()


def descriptors(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def connections(server):
    return int(re.search(rb"^randa_connections (\d+)$", Browser(server).get("/metrics")[1], re.M).group(1))


def crowds(server):
    host = f"Host: {server.host}\r\n".encode()
    page = Browser(server).get("/logga-in")[1]
    sheet = re.search(rb'/static/app\.[0-9a-f]+\.css', page).group(0)
    many = (b"GET " + sheet + b" HTTP/1.1\r\n" + host + b"\r\n") * 100
    yield "slow header", Crowd(server, "127.0.0.2", SLOW, b"GET / HTTP/1.1\r\n" + host + b"X: ", b"a"), 10
    yield "slow body", Crowd(server, "127.0.0.3", SLOW, b"POST /logga-in HTTP/1.1\r\n" + host + b"Content-Length: 1000\r\n\r\n", b"a"), 30
    yield "slow reader", Crowd(server, "127.0.0.4", SLOW, many, read=False), 33


def until(crowds, seconds, server):
    """Steps once a second until the time is out, or the server has nobody left but the other client. Who does
    not read cannot see that it was cut: the server's own count tells, and when."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        at = time.monotonic()
        for crowd in crowds:
            crowd.step()
        if LONG and connections(server) <= 4:
            break
        time.sleep(max(0, 1 - (time.monotonic() - at)))
    return time.monotonic() - begun


def judge(name, crowd, limit, left, spent):
    number, places = crowd.refused + len(crowd.cut) + len(crowd.open), ROOM * (1 + int(crowd.arriving / limit))
    check(crowd.refused >= number - places, f"{name}: {crowd.refused} of {number} were told that they are too many")
    late = max(crowd.cut, default=0)
    if LONG and crowd.read:
        check(not crowd.open and late < limit + 3, f"{name}: {len(crowd.open)} still there, the last cut after {late:.0f} s")
    if LONG and not crowd.read:
        check(left <= 4 and spent < limit + 20, f"{name}: {left} connections left after {spent:.0f} s")
    print(f"flood: {name}: {number} connections, {crowd.refused} answered 503"
          + (f", {len(crowd.cut)} cut, the last after {late:.1f} s" if crowd.cut else ""))
    crowd.end()


def attack(name, server, calm, made, seconds):
    """made: (name, crowd, limit in s), lazily, so that the other client is there while they come."""
    other = Other(server, calm)
    crowds = list(made)
    spent = until([c for _, c, _ in crowds], seconds, server)
    left = connections(server)
    (p99, asked, bad), (usual, _, _) = other.end()
    for n, crowd, limit in crowds:
        judge(n, crowd, limit, left, spent)
    check(not bad, f"{name}: the other client got {bad[:5]}")
    check(p99 < max(20, 2 * usual), f"{name}: the other client's p99 was {p99:.1f} ms; {usual:.1f} ms where nobody attacks")
    print(f"flood: {name}: {left} connections after {spent:.0f} s; another client meanwhile: "
          f"p99 {p99:.1f} ms of {asked} requests ({usual:.1f} ms where nobody attacks)")


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 16000), hard))
    with tempfile.TemporaryDirectory() as folder:
        server = Server(f"sqlite:{folder}/f.db", "--quiet")
        calm = Server(f"sqlite:{folder}/c.db", "--quiet")
        warm_up(server)
        before = descriptors(server)
        attack("slow ones", server, calm, crowds(server), 60 if LONG else 4)
        idle = (("idle", Crowd(server, "127.0.0.5", n, b""), 10) for n in [IDLE])
        attack("idle ones", server, calm, idle, 25 if LONG else 2)
        left = wait_until(lambda: descriptors(server) <= before, 10)
        check(left, f"descriptors: {before} before, {descriptors(server)} after")
        check(server.process.poll() is None and Browser(server).get("/healthz")[0] == 200, "it is well")
        check(server.end() == 0 and calm.end() == 0, "it ends well")
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
