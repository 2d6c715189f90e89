#!/usr/bin/env python3
"""Embeds what is served under /static/ (assets/manifest.txt) and the icons (assets/icons.svg).

usage: assets.py ROOT OUT.c OUT.h

A line of the manifest: file, served name, content type. The first 12 digits of the content's
SHA-256 stand before the extension, so the address changes with the content and may be kept for
ever; url("NAME") in a style sheet becomes the hashed name. Texts lie there packed with gzip too.
"""
import gzip
import hashlib
import os
import re
import sys

root, out_c, out_h = sys.argv[1:4]


def read(path):
    with open(os.path.join(root, path), "rb") as f:
        return f.read()


def manifest():
    path = os.path.join(root, "assets", "manifest.txt")
    if not os.path.exists(path):
        return []
    rows = []
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if line.strip() and not line.startswith("#"):
                parts = line.split(None, 2)
                if len(parts) != 3:
                    sys.exit(f"assets/manifest.txt:{number}: file, served name, content type")
                if not os.path.exists(os.path.join(root, parts[0])):
                    sys.exit(f"assets/manifest.txt:{number}: there is no {parts[0]} (npm ci makes node_modules)")
                rows.append((parts[0], parts[1], parts[2].strip()))
    return rows


def hashed(name, content):
    stem, dot, extension = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{extension}"


def c_bytes(name, content):
    lines = [f"static const unsigned char {name}[] = {{"]
    for i in range(0, len(content), 24):
        lines.append(",".join(str(b) for b in content[i:i + 24]) + ",")
    return lines + ["0};"]


def icons():
    path = os.path.join(root, "assets", "icons.svg")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as f:
        found = re.findall(r'<symbol id="(i-[a-z0-9-]+)".*?</symbol>', f.read(), re.S)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    return [(name, re.search(rf'<symbol id="{name}".*?</symbol>', text, re.S).group(0)) for name in found]


names, contents = {}, []
rows = manifest()
for path, name, kind in sorted(rows, key=lambda row: row[1].endswith(".css")):
    content = read(path)
    if name.endswith(".css"):
        text = content.decode("utf-8")
        text = re.sub(r'url\("([^":]+)"\)', lambda m: f'url("{names.get(m.group(1), m.group(1))}")', text)
        content = text.encode("utf-8")
    names[name] = hashed(name, content)
    contents.append((name, names[name], kind, content))

c = ["// Made by tools/assets.py from assets/.", '#include "gen/assets.h"', ""]
table = ["const Asset assets[] = {"]
for i, (name, path, kind, content) in enumerate(sorted(contents)):
    c += c_bytes(f"bytes_{i}", content)
    packed = gzip.compress(content, 9, mtime=0)
    squeezed = "NULL, 0"
    if len(packed) < len(content) * 9 // 10:
        c += c_bytes(f"gzip_{i}", packed)
        squeezed = f"gzip_{i}, {len(packed)}"
    table.append(f'    {{"{name}", "/static/{path}", "{kind}", bytes_{i}, {len(content)}, {squeezed}}},')
c += table + ["    {0}};", "const Icon icons[] = {"]
for name, markup in icons():
    markup = re.sub(r"\s*\n\s*", "", markup).replace("\\", "\\\\").replace('"', '\\"')
    c.append(f'    {{"{name}", "{markup}"}},')
c += ["    {0}};"]
with open(out_c, "w", encoding="utf-8") as f:
    f.write("\n".join(c) + "\n")
with open(out_h, "w", encoding="utf-8") as f:
    f.write("""// Made by tools/assets.py: what is served under /static/, and the icons of the sprite.
#pragma once
#include <stddef.h>

typedef struct {
    const char *name, *path, *type; // "app.css", "/static/app.0123456789ab.css"
    const unsigned char *bytes;
    size_t size;
    const unsigned char *gzip; // NULL where packing does not pay
    size_t gzip_size;
} Asset;
typedef struct {
    const char *id, *markup;
} Icon;
extern const Asset assets[]; // both end with a NULL name
extern const Icon icons[];
""")
