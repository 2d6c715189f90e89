"""A mail server (aiosmtpd) that keeps what it acknowledged, and can refuse, delay and drop in every phase."""
import asyncio
import collections
import email
import email.policy
import logging
import os
import socket
import ssl
import subprocess

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

logging.disable(logging.ERROR)  # what it thinks of clients that hang up
PASSWORD = "provkor randa i lugn och ro"
Kept = collections.namedtuple("Kept", "to id bytes acknowledged")


def certificate(folder):
    """For 127.0.0.1, by an authority of its own; (its file, key, the authority's file)."""
    path = lambda name: os.path.join(folder, name)
    run = lambda *words: subprocess.run(["openssl", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(path("names"), "w") as f:
        f.write("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
    run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=prov",
        "-keyout", path("ca.key"), "-out", path("ca.crt"))
    run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout",
        path("server.key"), "-out", path("server.csr"))
    run("x509", "-req", "-in", path("server.csr"), "-CA", path("ca.crt"), "-CAkey", path("ca.key"), "-CAcreateserial",
        "-days", "2", "-extfile", path("names"), "-out", path("server.crt"))
    return path("server.crt"), path("server.key"), path("ca.crt")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Dropped(ConnectionResetError):
    pass


class Talk(SMTP):
    """One connection. What shall go wrong is asked of `plan(phase, key)` before each answer."""

    def drop(self):
        self.transport.abort()
        raise Dropped

    async def meet(self, phase, key):
        """None, or the answer to give instead."""
        what, *more = (self.post.plan(phase, key) or ("go",))
        if what == "drop":
            self.drop()
        if what == "wait":
            await asyncio.sleep(more[0])
        return more[0] if what == "say" else None

    def connection_made(self, transport):
        super().connection_made(transport)
        self.post.connections += 1
        if (self.post.plan("connect", self.post.connections) or ("go",))[0] == "drop":
            transport.abort()

    async def handle_exception(self, error):
        return "451 4.3.0 later"

    async def smtp_EHLO(self, name):
        answer = await self.meet("hello", self.post.connections)
        await (self.push(answer) if answer else super().smtp_EHLO(name))

    async def smtp_MAIL(self, arg):
        self.post.mails += 1
        answer = await self.meet("sender", self.post.mails)
        await (self.push(answer) if answer else super().smtp_MAIL(arg))

    async def smtp_RCPT(self, arg):
        self.to = arg.split("<", 1)[1].split(">", 1)[0]
        answer = await self.meet("recipient", self.to)
        await (self.push(answer) if answer else super().smtp_RCPT(arg))

    async def smtp_DATA(self, arg):
        answer = await self.meet("data", self.to)
        await (self.push(answer) if answer else super().smtp_DATA(arg))


class Post:
    """plan(phase, key) -> None, ("drop",), ("wait", seconds) or ("say", "450 later"). phases: connect, hello, sender,
    recipient, data, content (its last byte is here, nothing is kept) and kept (kept, but not yet acknowledged)."""

    def __init__(self, folder=None, plan=lambda phase, key: None, tls="starttls", user="randa"):
        self.plan, self.connections, self.mails, self.kept = lambda phase, key: None, 0, 0, []
        context = None
        if folder:
            crt, key, self.ca = certificate(folder)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(crt, key)
        post = self

        class Here(Controller):
            def factory(self):
                talk = Talk(self.handler, **self.SMTP_kwargs)
                talk.post = post
                return talk

        def sign_in(server, session, envelope, mechanism, data):
            good = user and data.login == user.encode() and data.password == PASSWORD.encode()
            return AuthResult(success=bool(good), handled=False)

        options = {"hostname": "127.0.0.1", "port": free_port(), "data_size_limit": 100000, "ident": "prov"}
        if context and tls == "starttls":
            options.update(tls_context=context, require_starttls=True)
        if context and user:
            options.update(authenticator=sign_in, auth_required=True, auth_require_tls=tls == "starttls")
        if context and tls == "implicit":
            options["ssl_context"] = context
        self.controller = Here(self, **options)
        self.controller.start()  # it connects once itself
        self.plan, self.connections = plan, 0
        self.port = self.controller.port

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        answer = await server.meet("content", to)
        if answer:
            return answer
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        at = len(self.kept)
        self.kept.append(Kept(to, message["Message-ID"], envelope.content, False))
        await server.meet("kept", to)
        self.kept[at] = self.kept[at]._replace(acknowledged=True)
        return "250 kept"

    def end(self):
        self.controller.stop()


class Once:
    """Bad things that happen to a letter the first times it comes, then never again: by a stable draw."""

    def __init__(self, bad):
        self.bad, self.seen = bad, collections.Counter()

    def __call__(self, phase, key):
        self.seen[phase, key] += 1
        return self.bad(phase, key, self.seen[phase, key])


def text_of(kept):
    """What a reader sees: subject and body, and the headers but for the receiver."""
    message = email.message_from_bytes(kept.bytes, policy=email.policy.default)
    return message, "\n".join(f"{k}: {v}" for k, v in message.items() if k not in ("To", "X-Peer", "X-MailFrom", "X-RcptTo")) + "\n\n" + message.get_content()
