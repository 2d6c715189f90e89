#!/usr/bin/env python3
# Broken input to every planning command: exit 2, nothing written, and a message that begins with
# the file and the place in it.
import json, os, subprocess, sys, tempfile

RANDA = os.environ.get("RANDA", "build/randa")
SMALL = open("tests/cases/plan/small.json").read()
PLAN = open("tests/cases/plan/small-plan.json").read()

# What is wrong, how, and the place that the message names.
PROBLEMS = [
    ("nothing", lambda t: "", ""),
    ("half a file", lambda t: t[:200], ""),
    ("a list", lambda t: "[]", "."),
    ("bytes that are no text", lambda t: t.replace("small", "sm\udcffll"), ""),
    ("a key twice", lambda t: t.replace('"name":"small"', '"name":"small","name":"b"'), ""),
    ("nested without end", lambda t: "[" * 100000, ""),
    ("another format", lambda t: t.replace("randa-plan/1", "randa-plan/9"), "format"),
    ("an unknown key", lambda t: t.replace('"name"', '"nmae"'), "nmae"),
    ("no calendar", lambda t: t.replace('"calendar"', '"name2"'), "name2"),
    ("no periods", lambda t: t.replace('"periods":104,', ""), "calendar.periods"),
    ("a fraction", lambda t: t.replace('"periods":104', '"periods":10.4'), "calendar.periods"),
    ("a number too large", lambda t: t.replace('"periods":104', '"periods":99999999999999999999'), ""),
    ("a month that is not", lambda t: t.replace("2027-01-04", "2027-13-04"), "calendar.start"),
    ("an unknown rule", lambda t: t.replace('"hard"', '"soft"'), "rules.bt_first"),
    ("a negative weight", lambda t: t.replace('"timing":1', '"timing":-1'), "weights.timing"),
    ("a step past the end", lambda t: t.replace("[[0,104,1]]", "[[0,105,1]]", 1), "homes[0].min[0][1]"),
    ("steps on each other", lambda t: t.replace("[[0,104,1]]", "[[0,50,1],[40,60,1]]", 1), "homes[0].min[1][0]"),
    ("an id twice", lambda t: t.replace('"id":"u2"', '"id":"u1"'), "units[1].id"),
    ("an unknown home", lambda t: t.replace('"home":"h0"', '"home":"h7"', 1), "trainees[0].home"),
    ("an unknown trainee", lambda t: t.replace('"trainee":"r0"', '"trainee":"r9"', 1), "activities[0].trainee"),
    ("an unknown kind", lambda t: t.replace('"kind":"bt"', '"kind":"xt"'), "activities[0].kind"),
    ("no work", lambda t: t.replace('"work":1000,', '"work":0,', 1), "activities[0].work"),
    ("an unknown unit", lambda t: t.replace('"unit":"u1","cost":0}', '"unit":"u8","cost":0}', 1), "activities[0].options[0].unit"),
    ("no option", lambda t: t.replace('[{"unit":"u1","cost":0}]', "[]", 1), "activities[0].options"),
    ("an order after nothing", lambda t: t.replace('{"id":"b0","lag":1', '{"id":"b9","lag":1'), "activities[1].after[0].id"),
    ("a text for a number", lambda t: t.replace('"starts":[14,40]', '"starts":[14,"x"]'), "activities[3].starts[1]"),
    ("a pin after the end", lambda t: t.replace('"fixed":{"start":40', '"fixed":{"start":104'), "activities[5].fixed.start"),
    ("nine parts", lambda t: t.replace('"parts":2', '"parts":9'), "activities[6].split.parts"),
    ("a need with a word misspelt", lambda t: t.replace('"at_least":1', '"at_last":1'), "needs[0].at_last"),
    ("an unknown activity before", lambda t: t.replace('"activity":"a2","start":25', '"activity":"zz","start":25'), "previous[0].activity"),
]
ANSWERS = [
    ("nothing", lambda t: "", ""),
    ("another format", lambda t: t.replace("solution/1", "solution/2"), "format"),
    ("an unknown status", lambda t: t.replace('"feasible"', '"fine"'), "status"),
    ("an unknown activity", lambda t: t.replace('"activity":"b0"', '"activity":"q"'), "placements[0].activity"),
    ("a start before time", lambda t: t.replace('"start":0', '"start":-1'), "placements[0].start"),
    ("an unknown unit", lambda t: t.replace('"unit":"u1"', '"unit":"q"', 1), "placements[0].unit"),
    ("a trace of two", lambda t: t.replace('"moved":["a5"]', '"moved":["a5"],"trace":[[1,2]]'), "trace[0]"),
]
USES = [["solve"], ["solve", "x.json"], ["check", "x.json"], ["explain"], ["bound", "a", "b"], ["solve", "x.json", "-o", "y", "--seconds", "0"],
        ["solve", "x.json", "-o", "y", "--iterations", "many"], ["explain", "x.json", "--jsn"], ["explain", "/nonexistent/x.json"], ["explain", "/"],
        ["check", "tests/cases/plan/small.json", "tests/cases/plan/small-plan.json", "--freeze", "-1"],
        ["check", "tests/cases/plan/small.json", "tests/cases/plan/small-plan.json", "--previous", "/nonexistent.json"]]

failed, passed = [], 0


def run(*words):
    return subprocess.run([RANDA, "plan", *words], capture_output=True, text=True, timeout=20)


def expect(good, text):
    global passed
    if good:
        passed += 1
    else:
        failed.append(text)


with tempfile.TemporaryDirectory() as folder:
    path, out = os.path.join(folder, "broken.json"), os.path.join(folder, "out.json")
    for why, spoil, place in PROBLEMS:
        text = spoil(SMALL)
        expect(text != SMALL, f"{why}: spoils nothing")
        open(path, "w", errors="surrogateescape").write(text)
        for words in (["solve", path, "-o", out, "--iterations", "10"], ["explain", path], ["bound", path],
                      ["check", path, "tests/cases/plan/small-plan.json"]):
            got = run(*words)
            first = f"{path}: {place}{': ' if place else ''}"
            expect(got.returncode == 2 and got.stderr.startswith(first) and len(got.stderr) > len(first) + 3 and not os.path.exists(out),
                   f"{why}: {words[0]} exit {got.returncode}, {got.stderr.strip()[:120]!r}")
    for why, spoil, place in ANSWERS:
        text = spoil(PLAN)
        expect(text != PLAN, f"answer, {why}: spoils nothing")
        open(path, "w").write(text)
        first = f"{path}: {place}{': ' if place else ''}"
        got = run("check", "tests/cases/plan/small.json", path)
        expect(got.returncode == 2 and got.stderr.startswith(first), f"answer, {why}: exit {got.returncode}, {got.stderr.strip()[:120]!r}")
    for words in USES:
        got = run(*words)
        expect(got.returncode == 2 and got.stderr, f"{words}: exit {got.returncode}, {got.stderr[:80]!r}")

# What has moved since the plan before, and what of it within the freeze.
with tempfile.TemporaryDirectory() as folder:
    answer = json.loads(PLAN)
    old = os.path.join(folder, "old.json")
    blocks = {p["activity"]: p for p in answer["placements"]}
    singles = [p for p in answer["placements"] if sum(q["activity"] == p["activity"] for q in answer["placements"]) == 1]
    early = next(p for p in singles if p["start"] < 4 + 12)
    late = next(p for p in singles if p["start"] > 4 + 12 + 5)
    early["start"] += 1
    late["start"] += 1
    json.dump({"format": "randa-plan-solution/1", "placements": answer["placements"] + [{"activity": "gone", "start": 3}]}, open(old, "w"))
    got = run("check", "tests/cases/plan/small.json", "tests/cases/plan/small-plan.json", "--previous", old, "--json")
    told = json.loads(got.stdout)
    expect(sorted(told["moved"]) == sorted([early["activity"], late["activity"]]), f"moved: {told.get('moved')}")
    expect(told["frozen"] == [early["activity"]], f"frozen: {told.get('frozen')}")
    got = run("check", "tests/cases/plan/small.json", "tests/cases/plan/small-plan.json", "--previous", old)
    expect(f"frozen {early['activity']} {early['start']} " in got.stdout and "moved 2 of " in got.stdout, got.stdout)
    got = run("check", "tests/cases/plan/small.json", "tests/cases/plan/small-plan.json", "--previous", old, "--freeze", "0", "--json")
    past = [early["activity"]] if early["start"] < 4 else []
    expect(json.loads(got.stdout)["frozen"] == past, "no freeze: only what has begun")

for text in failed:
    print(text)
print(f"broken: {passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
