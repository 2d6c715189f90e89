#!/usr/bin/env python3
"""What only a socket can show: hostile requests, total deadlines, limits, a calm end."""
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
RANDA = os.path.join(ROOT, "build", "randa")
passed, failed = 0, 0


def check(good, why):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print("socket:", why)


class Server:
    def __init__(self, folder, *options):
        self.process = subprocess.Popen([RANDA, "serve", "--listen", "127.0.0.1:0", "--quiet", "--db",
                                         f"sqlite:{folder}/s.db", *options], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline().strip()
        check(re.fullmatch(r"listening on http://127\.0\.0\.1:\d+", line), f"says where it listens: {line}")
        self.port = int(line.rsplit(":", 1)[1])
        self.host = f"127.0.0.1:{self.port}"

    def open(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)


def send(server, data):
    """The status of the first answer; 0 when the connection is closed without one."""
    with server.open() as connection:
        answer = b""
        try:
            connection.sendall(data)
            connection.settimeout(2)
            answer = connection.recv(65536)
        except socket.timeout:
            connection.shutdown(socket.SHUT_WR)  # it waits for more: there is none
            try:
                answer = connection.recv(65536)
            except OSError:
                pass
        except (BrokenPipeError, ConnectionResetError):
            pass
    match = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return int(match.group(1)) if match else 0


def hostile(server):
    host = f"Host: {server.host}\r\n".encode()
    post = b"POST /logga-in HTTP/1.1\r\n" + host
    cases = [
        ("an ordinary request", b"GET /logga-in HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n", {200}),
        ("no Host", b"GET / HTTP/1.1\r\n\r\n", {400}),
        ("an empty Host", b"GET / HTTP/1.1\r\nHost:\r\n\r\n", {400, 421}),
        ("two Hosts", b"GET / HTTP/1.1\r\n" + host + host + b"\r\n", {400}),
        ("another's Host", b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", {421}),
        ("HTTP/1.0", b"GET / HTTP/1.0\r\n" + host + b"\r\n", {505, 0}),
        ("two lengths", post + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", {400, 0}),
        ("length and chunks", post + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400, 0}),
        ("chunks", post + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {411}),
        ("odd encoding", post + b"Transfer-Encoding: gzip\r\n\r\n", {400, 411, 501, 0}),
        ("a negative length", post + b"Content-Length: -1\r\n\r\n", {400, 0}),
        ("a body over 1 MiB", post + b"Content-Length: 1048577\r\n\r\n", {413}),
        ("a space in a name", b"GET / HTTP/1.1\r\n" + host + b"X Y: 1\r\n\r\n", {400, 0}),
        ("a long line", b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n" + host + b"\r\n", {414, 0}),
        ("long headers", b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 40000 + b"\r\n\r\n", {431, 0}),
        ("many headers", b"GET / HTTP/1.1\r\n" + host + b"X: 1\r\n" * 150 + b"\r\n", {431, 0}),
        ("an unknown method", b"BREW / HTTP/1.1\r\n" + host + b"\r\n", {405, 501}),
        ("CONNECT", b"CONNECT evil.example:80 HTTP/1.1\r\n" + host + b"\r\n", {400, 405, 0}),
        ("a whole address", b"GET http://evil.example/ HTTP/1.1\r\n" + host + b"\r\n", {400, 421}),
        ("a broken escape", b"GET /%zz HTTP/1.1\r\n" + host + b"\r\n", {400}),
        ("a NUL in the path", b"GET /a%00b HTTP/1.1\r\n" + host + b"\r\n", {400}),
        ("out of the tree", b"GET /static/../../etc/passwd HTTP/1.1\r\n" + host + b"\r\n", {404, 400}),
        ("rubbish", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400, 0}),
        ("no token", post + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nepost=a", {403}),
    ]
    for why, data, expected in cases:
        status = send(server, data)
        check(status in expected, f"{why}: {status}, expected {expected}")


def ended_after(server, steps, limit):
    """How long a connection lives that sends a byte now and then; None: longer than the limit."""
    begun = time.monotonic()
    with server.open() as connection:
        connection.settimeout(0.5)
        for step in steps:
            try:
                connection.sendall(step)
            except OSError:
                return time.monotonic() - begun
            try:
                if connection.recv(65536) == b"":
                    return time.monotonic() - begun
            except socket.timeout:
                pass
            except OSError:
                return time.monotonic() - begun
            if time.monotonic() - begun > limit:
                return None
    return None


def trickle(server):
    """A header that comes a byte at a time has ten seconds in all."""
    start = f"GET / HTTP/1.1\r\nHost: {server.host}\r\nX: ".encode()
    lived = ended_after(server, [start] + [b"a"] * 40, 14)
    check(lived is not None and 8 < lived < 13, f"a trickled header lived {lived} s, expected 10")


def others_go_on(server):
    """While a hundred slow ones are connected, others are answered at once; too many are told so."""
    slow = [server.open() for _ in range(100)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHo")
    begun = time.monotonic()
    good = f"GET /healthz HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode()
    check(send(server, good) == 200 and time.monotonic() - begun < 1, "others wait for nobody")
    slow += [server.open() for _ in range(60)]
    time.sleep(0.3)
    check(send(server, good) == 503, "one address may not hold all places")
    for connection in slow:
        connection.close()
    time.sleep(0.5)
    check(send(server, good) == 200, "and then there is room again")


def calm_end(folder):
    server = Server(folder)
    good = f"GET /logga-in HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
    answers = []

    def ask():
        answers.append(send(server, good))
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    begun = time.monotonic()
    check(server.end() == 0, "SIGTERM: the exit code is 0")
    check(time.monotonic() - begun < 10, "within ten seconds")
    check(answers == [200] * 8, f"all were answered: {answers}")


def refuses_to_start(folder):
    for options in (["--listen", "0.0.0.0:0"], ["--listen", "nowhere"], ["--listen", "127.0.0.1:99999"]):
        ended = subprocess.run([RANDA, "serve", "--db", f"sqlite:{folder}/r.db", *options], capture_output=True, timeout=10)
        check(ended.returncode == 2 and ended.stderr, f"does not start with {options}: {ended.returncode}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        slow = threading.Thread(target=trickle, args=(server,))
        slow.start()
        hostile(server)
        slow.join()
        others_go_on(server)
        check(server.end() == 0, "ends well")
        calm_end(folder)
        refuses_to_start(folder)
    print(f"socket: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
