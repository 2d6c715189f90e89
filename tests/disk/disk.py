#!/usr/bin/env python3
"""S37: while the disk fills up files are refused first, then every write, with 507; reads go on, nothing
acknowledged is lost, and with room again it works by itself. A sync that fails ends the program, which
finds all that it acknowledged when it is started again. To be run in a mount namespace of its own."""
import os
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from forms import form_to  # noqa: E402
from serving import Browser, Count, Server, demo, wait_until  # noqa: E402

count = Count("disk")
check = count.check
MIB = 1 << 20
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <unistd.h>
static int failing(void) { return access(FAIL, F_OK) == 0; }
int fsync(int fd) { if (failing()) { errno = EIO; return -1; } return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { if (failing()) { errno = EIO; return -1; } return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }
"""


class Filler:
    """A file that leaves so much of the disk."""

    def __init__(self, folder):
        self.folder, self.path = folder, os.path.join(folder, "filler")

    def leave(self, size):
        self.gone()
        disk = os.statvfs(self.folder)
        with open(self.path, "wb") as f:
            os.posix_fallocate(f.fileno(), 0, disk.f_bavail * disk.f_frsize - size)

    def gone(self):
        if os.path.exists(self.path):
            os.unlink(self.path)


class Director:
    def __init__(self, server):
        self.browser, self.kept, self.number = Browser(server, "studierektor"), [], 0

    def make_unit(self):
        self.number += 1
        name = f"Avdelning {self.number}"
        _, page = self.browser.token("/enhet/ny")
        form = form_to(page, "/enhet/ny")
        status, _ = self.browser.post("/enhet/ny", {**form.fields, "namn": name})
        if status == 303:
            self.kept.append(name)
        return status

    def upload(self):
        self.browser.token("/import")
        rows = b"".join(b"Enhet %d;klinik\n" % i for i in range(5000))
        return self.browser.upload("/import", "filer", "enheter.csv", b"namn;slag\n" + rows)[0]

    def lacks(self):
        status, page = self.browser.get("/enheter")
        return status != 200 or [name for name in self.kept if f"{name}<".encode() not in page]


def fills_up(folder):
    disk = Filler(folder)
    server = Server(f"sqlite:{folder}/d.db", "--quiet")
    director = Director(server)
    check(director.make_unit() == 303 and director.upload() == 303, "with room there is room for all")
    disk.leave(3 * MIB)
    check(director.upload() == 507, "the last of the disk is not for files")
    check(director.make_unit() == 303, "but for what people write")
    disk.leave(0)
    statuses = []
    for _ in range(400):  # until what the database has set aside is used
        statuses.append(director.make_unit())
        if statuses[-1] != 303:
            break
    check(statuses[-1] == 507, f"full: {statuses[-1]} after {len(statuses)} writes")
    check(not director.lacks(), f"reads go on, with all that was acknowledged; lacks {director.lacks()}")
    check(director.browser.get("/enheter")[0] == 200, "other pages too")
    check(director.browser.get("/att-gora")[0] == 507, "but not who needs what: what cannot be logged is not shown")
    disk.gone()
    check(wait_until(lambda: director.make_unit() == 303, 5), "with room again it writes again")
    check(director.upload() == 303 and not director.lacks(), "and takes files, and lacks nothing")
    check(server.end() == 0, "ends well")


def does_not_sync(folder):
    shim, fail = os.path.join(folder, "shim.so"), os.path.join(folder, "fail")
    subprocess.run(["cc", "-shared", "-fPIC", f'-DFAIL="{fail}"', "-x", "c", "-", "-o", shim, "-ldl"], input=SHIM, text=True, check=True)
    server = Server(f"sqlite:{folder}/d.db", "--quiet", env={"LD_PRELOAD": shim})
    director = Director(server)
    check(director.make_unit() == 303, "it syncs")
    open(fail, "w", encoding="ascii").close()
    try:
        status = director.make_unit()
    except OSError as e:
        status = type(e).__name__
    check(status != 303, "a write whose sync fails is not acknowledged")
    check(wait_until(lambda: server.process.poll() is not None, 5) and server.process.poll() == 3, f"and the program stops: {server.process.poll()}")
    os.unlink(fail)
    server = Server(f"sqlite:{folder}/d.db", "--quiet")
    again = Director(server)
    again.kept = director.kept
    check(not again.lacks(), "started again it has all that it acknowledged")
    check(server.end(signal.SIGTERM) == 0, "ends well")


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=80m,mode=700", "tmpfs", folder], check=True)
        try:
            os.environ["STATE_DIRECTORY"] = folder
            demo(f"sqlite:{folder}/d.db")
            fills_up(folder)
            does_not_sync(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
