#!/usr/bin/env python3
"""The texts of the interface: Swedish in the sources, English in po/en.po.

usage: po.py extract      writes po/randa.pot (not kept in the repository) from C, templates and rulebook
       po.py update       and brings po/en.po up to it: new texts come in untranslated
       po.py check        every text has its English, with the same {1} {2} and % in it
       po.py missing      the texts without English, one a line, as JSON
       po.py add FILE     English from a JSON object of texts
"""
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
POT, PO = os.path.join(ROOT, "po", "randa.pot"), os.path.join(ROOT, "po", "en.po")
HEADER = ('msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
          '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n')


def files(kind):
    return subprocess.run([os.path.join(ROOT, "tools", "sources"), kind], check=True, capture_output=True,
                          text=True).stdout.split()


def extract():
    with tempfile.NamedTemporaryFile("w", suffix=".c", delete=False) as f:
        f.write(subprocess.run([sys.executable, "tools/html.py", "--texts", *files("html")], check=True, cwd=ROOT,
                               capture_output=True, text=True).stdout)
    try:
        sources = files("c") + ["src/main.c", "build/gen/rulebook_data.c"]  # `make build` makes the last
        subprocess.run(["xgettext", "--from-code=UTF-8", "-C", "--keyword=", "--keyword=N_", "--keyword=tr:2",
                        "--keyword=tr_str:2", "--no-location", "--sort-output", "--no-wrap", "-o", POT,
                        *sources, f.name], check=True, cwd=ROOT, stderr=subprocess.DEVNULL)
    finally:
        os.unlink(f.name)


def unquote(lines):
    return "".join(json.loads(line[line.index('"'):].strip()) for line in lines)


def read(path):
    """msgid to msgstr, in the file's order."""
    texts, key, lines, current = {}, None, [], None

    def finish():
        nonlocal key
        if current == "msgid":
            key = unquote(lines)
        elif current == "msgstr" and key:
            texts[key] = unquote(lines)
    if not os.path.exists(path):
        return texts
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith(("msgid ", "msgstr ")):
                finish()
                current, lines = line.split(" ", 1)[0], [line]
            elif line.startswith('"'):
                lines.append(line)
    finish()
    return texts


def write(texts):
    with open(PO, "w", encoding="utf-8") as f:
        f.write(HEADER)
        for key in sorted(texts):
            f.write(f"\nmsgid {json.dumps(key, ensure_ascii=False)}\nmsgstr {json.dumps(texts[key], ensure_ascii=False)}\n")


def holes(text):
    return sorted(re.findall(r"\{\d\}|%(?:\.\*s|[a-z]+)", text))


def wanted():
    extract()
    return read(POT)


def update(extra=None):
    texts, known = wanted(), read(PO)
    known.update(extra or {})
    write({key: known.get(key, "") for key in texts})


def check():
    texts, known = wanted(), read(PO)
    faults = []
    for key in texts:
        if not known.get(key):
            faults.append(f"po/en.po: no English for “{key}”")
        elif holes(key) != holes(known[key]):
            faults.append(f"po/en.po: “{key}” and “{known[key]}” do not hold the same {{1}}")
    print("\n".join(faults[:40]))
    print(f"english: {len(texts) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


def main(arguments):
    what = arguments[0] if arguments else ""
    if what == "extract":
        extract()
    elif what == "update":
        update()
    elif what == "check":
        return check()
    elif what == "missing":
        known = read(PO)
        for key in wanted():
            if not known.get(key):
                print(json.dumps(key, ensure_ascii=False))
    elif what == "add" and len(arguments) == 2:
        with open(arguments[1], encoding="utf-8") as f:
            update(json.load(f))
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
