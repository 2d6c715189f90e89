#!/usr/bin/env python3
"""Writes files as constant byte arrays of C.

usage: embed.py OUT.c NAME=FILE...     gives NAME[] and NAME_size
"""
import sys

with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.write("// Made by tools/embed.py.\n#include <stddef.h>\n")
    for pair in sys.argv[2:]:
        name, path = pair.split("=", 1)
        with open(path, "rb") as data:
            content = data.read()
        f.write(f"extern const unsigned char {name}[];\nextern const size_t {name}_size;\n")
        f.write(f"const unsigned char {name}[] = {{")
        for i in range(0, len(content), 20):
            f.write("\n    " + ",".join(str(b) for b in content[i:i + 20]) + ",")
        f.write(f"\n    0}};\nconst size_t {name}_size = {len(content)};\n")
