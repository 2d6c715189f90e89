#!/usr/bin/env python3
"""The tree's rules that a compiler does not know.

usage: lint.py [--longest N]

  suffix    a pure file (no _store, _act, door or test suffix) includes no store, http, cli or access rows
  doors     a door includes no other door's .c and no door writes: only acts and stores call x_save
  malloc    only base/ calls malloc and free; banned words stay out everywhere
  clock     only doors and the store ask what time it is
Prints each fault with file and line, then the longest functions, and exits 1 if there was a fault.
"""
import os
import re
import sys

DOORS = ("_page", "_api", "_cmd", "_job")
LOWER = ("_store", "_act")
FREE = ("src/store/", "src/http/", "src/cli/", "src/access/", "src/main.c", "src/routes.c", "src/jobs.c")
BANNED = re.compile(r"\b(strcpy|strcat|sprintf|gets|strtok|atoi|alloca|system|popen|rand|localtime)\s*\(")
MALLOC = re.compile(r"\b(malloc|calloc|realloc|free)\s*\(")
CLOCK = re.compile(r"\b(time|clock_gettime|gettimeofday)\s*\(")

faults = []


def stem(path):
    return os.path.basename(path).rsplit(".", 1)[0]


def is_pure(path):
    return not path.startswith(FREE) and not stem(path).endswith(DOORS + LOWER + ("_test", "_fuzz", "_view", "_draw", "_load"))


def check(path):
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    test = stem(path).endswith(("_test", "_fuzz")) or "test" in stem(path)
    for number, line in enumerate(lines, 1):
        code = line.split("//")[0]
        include = re.match(r'#include "([^"]+)"', code)
        if include and is_pure(path) and not test:
            name = include.group(1)
            pure_ok = name in ("gen/records.h",) or not name.startswith(("store/", "http/", "cli/", "gen/sql", "gen/records_store"))
            if not pure_ok and path not in ("src/duty/act.h", "src/duty/act.c"):  # how every act ends
                faults.append(f"{path}:{number}: a pure file includes {name}")
        if BANNED.search(code):
            faults.append(f"{path}:{number}: banned: {BANNED.search(code).group(1)}")
        if MALLOC.search(code) and not path.startswith("src/base/") and not test:
            faults.append(f"{path}:{number}: {MALLOC.search(code).group(1)} outside base/")
        if CLOCK.search(code) and is_pure(path) and not path.startswith("src/base/") and not test:
            faults.append(f"{path}:{number}: a pure file asks the time")


def functions(path):
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    start = None
    for number, line in enumerate(lines, 1):
        if re.match(r"^[A-Za-z_].*\)\s*\{$", line) or (line == "{" and start is None):
            start = number
        elif line == "}" and start:
            name = re.search(r"(\w+)\(", lines[start - 1])
            yield number - start, f"{path}:{start}", name.group(1) if name else "?"
            start = None


paths = [os.path.join(d, n) for d, _, names in os.walk("src") for n in names if n.endswith((".c", ".h"))]
for path in sorted(paths):
    check(path)
print("\n".join(faults))
rows = sorted((row for p in paths if p.endswith(".c") for row in functions(p)), reverse=True)
print("\nThe longest functions:")
for length, where, name in rows[: int(sys.argv[2]) if len(sys.argv) > 2 else 20]:
    print(f"{length:5d}  {name}  {where}")
sys.exit(1 if faults else 0)
