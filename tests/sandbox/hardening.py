#!/usr/bin/env python3
"""What the built program and its unit are hardened with (S51, S55), read from the files themselves."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kit"))
from serving import RANDA, ROOT, Count  # noqa: E402

count = Count("hardening")
check = count.check
# What must have been given to the compiler; DWARF keeps it.
FLAGS = ("-O2", "-fstack-protector-strong", "-fstack-clash-protection", "-fcf-protection",
         "-ftrivial-auto-var-init=zero")


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": os.environ["PATH"]}).stdout


BANNED = {"strcpy", "strcat", "sprintf", "gets", "strtok", "atoi", "system", "popen", "rand", "fork", "execve", "execv", "execvp",
          "posix_spawn"}


def undefined(symbols):
    return set(re.findall(r" U (\w+)", symbols))


def the_program():
    headers, dynamic = output("readelf", "-hlW", RANDA), output("readelf", "-dW", RANDA)
    check("DYN (Position-Independent Executable file)" in headers, "position-independent")
    check(re.search(r"GNU_STACK .* RW +0x", headers), "a stack that cannot be run")
    check("GNU_RELRO" in headers and "BIND_NOW" in dynamic, "full RELRO")
    check("TEXTREL" not in dynamic and "RPATH" not in dynamic and "RUNPATH" not in dynamic, "no text relocations, no paths")
    check(not re.search(r"^ +LOAD .* RWE ", headers, re.M), "no segment is written and run")
    symbols = output("nm", "-D", RANDA)
    check("__stack_chk_fail" in symbols, "stack protector")
    fortified = set(re.findall(r"__\w+_chk\b", symbols))
    check({"__memcpy_chk", "__snprintf_chk", "__vsnprintf_chk"} <= fortified, f"fortified: {fortified}")
    # CaDiCaL (C++, linked whole) formats its own messages with these; what it opens and runs for packed files is gone (sat.c).
    theirs = {"sprintf", "strcpy"} if "ccadical_init" in output("nm", RANDA) else set()
    banned = undefined(symbols) & BANNED - theirs
    check(not banned, f"banned functions: {banned}")


def the_objects():
    """Each of ours has the note of CET (IBT, SHSTK). The program has not: Debian's start files (crt1.o, crti.o) lack it, so
    the linker drops it, and the processor does not enforce it. What is checked is what is ours to give."""
    objects = glob.glob(os.path.join(ROOT, "build", "*.p", "**", "*.o"), recursive=True)
    called = {os.path.basename(o): undefined(output("nm", o)) & BANNED for o in objects}
    check(not any(called.values()), f"banned functions are called: { {o: f for o, f in called.items() if f} }")
    notes = output("readelf", "-nW", *objects)
    check(len(objects) > 100 and notes.count("x86 feature: IBT, SHSTK") == len(objects) or os.uname().machine != "x86_64",
          f"CET: {notes.count('x86 feature: IBT, SHSTK')} of {len(objects)} objects")
    producers = re.findall(r"DW_AT_producer +: (.*)", output("readelf", "--debug-dump=info", "--dwarf-depth=1", RANDA))
    for flag in FLAGS:
        lacking = [p for p in producers if "GNU C17" in p and f" {flag}" not in p]
        check(producers and not lacking, f"{flag} is lacking in {len(lacking)} of {len(producers)} units")


def the_unit():
    unit = os.path.join(ROOT, "build", "randa.service")
    with open(unit, encoding="utf-8") as f:
        text = f.read()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "MemoryDenyWriteExecute=yes", "User=randa",
                 "CapabilityBoundingSet=", "SystemCallFilter=~@privileged"):
        check(re.search(f"^{re.escape(line)}$", text, re.M), f"the unit says {line}")
    check("RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK" in text, "and which addresses")
    if not shutil.which("systemd-analyze"):
        return
    with tempfile.TemporaryDirectory() as folder:
        here = os.path.join(folder, "randa.service")
        with open(here, "w", encoding="utf-8") as f:
            f.write(re.sub(r"^ExecStart=\S+", f"ExecStart={RANDA}", text, flags=re.M))
        ran = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", here],
                             capture_output=True, text=True)
        exposure = re.search(r"Overall exposure level.*?: ([\d.]+)", ran.stdout)
        check(ran.returncode == 0 and exposure, f"exposure at most 2.0: {exposure and exposure.group(1)} {ran.stderr[-200:]}")
        print("unit:", exposure and exposure.group(0))
        ran = subprocess.run(["systemd-analyze", "verify", "--man=no", here], capture_output=True, text=True)
        check("randa.service" not in ran.stderr, f"systemd reads the unit: {ran.stderr[-400:]}")


if __name__ == "__main__":
    the_program()
    the_objects()
    the_unit()
    sys.exit(count.end())
