#!/usr/bin/env python3
"""Plants one fault of each kind in a copy of rulebook/ and looks that tools/rulebook.py names its file and line, and nothing else.

All faults lie in one copy, so the test also shows that one run lists them all.
"""
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOL = os.path.join(ROOT, "tools", "rulebook.py")

# why, file, text there, text instead, where in the new text the fault is reported, what is said.
# The reported place is a piece of the new text; it must stand once in the file after all plantings.
FAULTS = [
    ("unknown key", "spur.toml", 'inspectors = 2', 'inspectors = 2\ninspectorz = 3', 'inspectorz', "unknown key `inspectorz`"),
    ("unknown key in a goal", "goals/urologi.toml", 'STc2 = { name_sv', 'STc2 = { titel = "x", name_sv', 'STc2 =',
     "unknown key `titel`"),
    ("missing source", "templates/parts/internmedicinsk-bas.toml", 'source = ["sim_gkb"]\nconfidence', 'confidence', '[[item]]',
     "missing `source`"),
    ("unknown source", "templates/kirurgi.toml", 'source = ["ki_kir"]', 'source = ["ki_kirr"]', 'ki_kirr',
     "source `ki_kirr` is not in rulebook/sources.toml"),
    ("unknown goal", "templates/neurologi.toml", '"STc12", "STc2", "STc4"', '"STc12", "STc2", "STc44"', 'STc44',
     "unknown goal `STc44` of 2021 in template `neurologi`"),
    ("unknown certificate", "regulations/activities.toml", 'certificate_2021 = "2021-8"', 'certificate_2021 = "2021-88"', '2021-88',
     "unknown certificate `2021-88`"),
    ("months that do not add up", "templates/radiologi.toml", 'months = 9\n', 'months = 39\n', 'months_total =',
     "the months of 2021 do not add up: 88.5 of 66 are taken, `rad-sen` is left with -22.5"),
    ("a template shorter than the regulation", "templates/onkologi.toml", '2021 = 66, 2015 = 60', '2021 = 66, 2015 = 59', '2015 = 59',
     "months_total of 2015 is 59; the regulation wants at least 60"),
    ("two items that fill", "templates/ortopedi.toml", 'name_sv = "Rygg"', 'name_sv = "Rygg"\nfill = true',
     '[[item]]\nid = "ort-sen"', "2 items with fill = true under 2021; there is exactly one"),
    ("too little primary care in BT", "templates/parts/bt.toml", 'months_min = 3\nmonths = 5', 'months = 2', 'months = 2',
     "BT has 2 months in primarvard; the regulation wants at least 3"),
    ("missing text", "duties/director.toml", 'why_sv = "En studierektor ska vara specialist."\n', '', '[[rule.case]]\nid = "specialist"',
     "missing `why_sv`"),
    ("empty text", "specialties.toml", 'name_sv = "Geriatrik"', 'name_sv = ""', 'name_sv = ""', "`name_sv` is empty"),
    ("bad enum", "duties/plan.toml", 'word = "krock"\none_sv = "{unit}: {trainees}', 'word = "krasch"\none_sv = "{unit}: {trainees}',
     'krasch', "`word` is `krasch`; it may be: neutral rekommendation forsenat krock krav"),
    ("a demand that is not binding", "duties/followup.toml",
     'word = "forsenat"\none_sv = "{unit} har inte haft handledarmöte', 'word = "krav"\none_sv = "{unit} har inte haft handledarmöte',
     'word = "krav"', "word `krav` needs binding `ska`, this is `uppdrag`"),
    ("duplicate id", "duties/intake.toml", 'id = "R08"', 'id = "R06"', 'id = "R06"#2', "`R06` is already there"),
    ("an argument nobody gives", "duties/supervision.toml", '"{trainee} saknar huvudhandledare"', '"{doctor} saknar huvudhandledare"',
     '{doctor}', "`{doctor}` is not in the rule's args"),
    ("a setting out of its bounds", "duties/supervision.toml", 'late_days = { unit = "days", value = 150',
     'late_days = { unit = "days", value = 1500', 'value = 1500', "1500 is not within 14–365"),
    ("a word the interface does not use", "duties/intake.toml", 'remedy_sv = "Ändra föreskrift"', 'remedy_sv = "Ändra författning"',
     'Ändra författning', "`författning` is not a word of the interface"),
    ("goals with a gap", "goals/geriatrik.toml", 'STc9 = ', 'STc19 = ', '[2021]', "do not run 1, 2, 3"),
    ("unknown activity", "goals/hematologi.toml", 'required = ["klinisk"', 'required = ["kliniskt"', 'kliniskt',
     "unknown activity `kliniskt`"),
    ("unknown field of a form", "certificates/2021.toml", '"summa_manader", "del_primarvard"', '"summa", "del_primarvard"',
     'fields = [#3', "field `summa` is not in rulebook/certificates/fields.toml"),
    ("a form that is not its activity's", "certificates/2015.toml", 'activity = "kurs"', 'activity = "teori"', 'activity = "teori"',
     "activity `teori` does not name `2015-5` back"),
    ("not a right", "roles/roles.toml", 'director = ["R unit dates"]', 'director = ["Q unit dates"]', 'Q unit dates',
     "`Q unit dates` is not a right"),
    ("a cause of leave for a whole region", "roles/roles.toml", 'name_sv = "Orsak till ledighet"\nclass = "K4"\nsource = ["gdpr", "osl"]\n'
     '[data.may]\n', 'name_sv = "Orsak till ledighet"\nclass = "K4"\nsource = ["gdpr", "osl"]\n[data.may]\noverall_director = ["R region | alla"]\n',
     'R region | alla', "K4 is for those named, never for a whole region"),
    ("more than dates for the rota planner", "roles/roles.toml", 'rota_planner = ["R unit dates"]', 'rota_planner = ["R unit"]',
     'rota_planner = ["R unit"]', "the rota planner reads names and dates"),
    ("unknown role", "duties/director.toml", 'id = "R03"\nduty = "ksr-term"\nname_sv = "Studierektorns uppdrag förnyas i tid"\n'
     'responsible = "head"', 'id = "R03"\nduty = "ksr-term"\nname_sv = "Studierektorns uppdrag förnyas i tid"\n'
     'responsible = "boss"', '"boss"', "unknown role `boss`"),
    ("a specialty that receives but does not exist", "templates/lungsjukdomar.toml", 'at = ["', 'at = ["lungor", "', '"lungor"',
     "unknown specialty `lungor`"),
    ("a course that no item gives", "templates/kardiologi.toml", '"STc11"', '"STc10"', 'id = "kardiologi"',
     "goal `STc11` of 2021 demands kurs; no such item of template `kardiologi`"),
    ("a line of no role document", "duties/followup.toml", 'duty = "yearly-review"', 'duty = "yearly-revue"', 'yearly-revue',
     "unknown duty `yearly-revue`"),
    ("a line nobody wrote", "duties.toml", 'id = "council"', 'id = "counsel"', '[[duty]]\nid = "counsel"',
     "`counsel` is not in rulebook/checklist.toml"),
    ("a rule that waits for nothing we know", "duties/waiting.toml", 'waits = "rotation_requests"', 'waits = "later"', 'waits = "later"',
     "unknown part `later`"),
    ("a number that no rule has", "duties/followup.toml", 'covers = ["R14"]', 'covers = ["R93"]', 'covers =',
     "`R93` is neither a line nor a rule"),
    ("not TOML", "goals/vardhygien.toml", 'STc3 = {', 'STc3 = ', 'STc3 = ', "not TOML"),
    ("a figure that is not a number", "regulations/2015.toml", 'figures = { months_min = 54 }', 'figures = { months_min = "54" }',
     'months_min = "54"', "figure `months_min` is not a whole number"),
    ("a date as text", "regulations/2021.toml", 'in_force_from = 2021-07-01', 'in_force_from = "2021-07-01"', 'in_force_from',
     "`in_force_from` is not a date"),
]

# What follows from a fault above and is rightly said too.
ALSO = [
    ("templates/radiologi.toml", "the months of 2015 do not add up"),
    ("templates/geriatrik.toml", "unknown goal `STc9` of 2021 in template `geriatrik`"),
    ("regulations/activities.toml", "certificate `2015-5` is not for activity `kurs`"),
    ("templates/geriatrik.toml", "goal `STc19` of 2021 is in no item of template `geriatrik`"),
    ("certificates/2021.toml", "activity `auskultation` does not name `2021-8` back"),
    ("templates/bt.toml", "the months of 2021 do not add up"),
    ("templates/ortopedi.toml", "`months` is not for it"),
    ("templates/ortopedi.toml", "2 items with fill = true under 2015"),
    ("checklist.toml", "`R08` has no rule in rulebook/duties/"),
    ("checklist.toml", "`R14` has no rule in rulebook/duties/"),
    ("duties.toml", "no rule watches `yearly-review`"),
    ("duties.toml", "the line `council` of the role documents has no [[duty]]"),
    ("duties/gathering.toml", "unknown duty `council`"),
    ("duties/followup.toml", "`R93` is not in rulebook/checklist.toml"),
]

# What docs/uppdraget.md says is compared with the code and the cases: what is planted, and what is said.
MISSION = [
    ("no case file", lambda root: os.remove(os.path.join(root, "tests/cases/duty/R83.case")), "no tests/cases/duty/R83.case"),
    ("a breach nobody proves", lambda root: change(root, "tests/cases/duty/R42.case", "expect  R42.warn", "expect  R42.late"),
     "tests/cases/duty/R42.case has no breach `R42.warn`"),
    ("nothing that is not a breach", lambda root: change(root, "tests/cases/duty/R79.case", "expect  nothing", "# expect"),
     "tests/cases/duty/R79.case has nothing that is not a breach"),
    ("a page that is gone", lambda root: change(root, "src/routes.c", '"/st/:id/intyg",  ', '"/st/:id/papper", '),
     "routes[] has no page `/st/:id/intyg`"),
    ("a rule that is not run", lambda root: change(root, "src/duty/engine.c", '{"R20",', '{"R33",'),
     "checks[] of src/duty/engine.c has no `R20`"),
    ("a remedy of no rule", lambda root: change(root, "src/duty/remedy_test.c", '{"R55", "late",', '{"R34", "late",'),
     "mends `R34`, which is no rule that runs"),
    ("a rule that waits and is run", lambda root: None, "checks[] runs `R33`"),
]


def place(text, mark):
    """The line of the nth piece `mark#n` (the first without #n)."""
    mark, _, nth = mark.partition("#")
    at = -1
    for _ in range(int(nth or 1) if nth.isdigit() else 1):
        at = text.index(mark, at + 1)
    return text.count("\n", 0, at) + 1


def change(root, name, old, new):
    path = os.path.join(root, name)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    assert old in text, f"{name} no longer has {old!r}"
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace(old, new))


def mission(wrong):
    with tempfile.TemporaryDirectory() as root:
        for name in ("rulebook", "tests/cases/duty"):
            shutil.copytree(os.path.join(ROOT, name), os.path.join(root, name))
        for name in ("src/routes.c", "src/duty/engine.c", "src/duty/remedy_test.c", "docs/uppdraget.md"):
            os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
            shutil.copy(os.path.join(ROOT, name), os.path.join(root, name))
        page = os.path.join(root, "docs/uppdraget.md")
        change(root, "docs/uppdraget.md", "R42", "R24")
        code, lines, _ = run(root, "--mission", page)
        if code != 1 or lines != ["docs/uppdraget.md:1: is not what the rulebook says; run `make glossary`"]:
            wrong.append(f"an old docs/uppdraget.md is not reported: {lines}")
        for _, plant, _ in MISSION:
            plant(root)
        _, lines, _ = run(root, "--mission", page)
        for why, _, said in MISSION:
            if not any(said in line for line in lines):
                wrong.append(f"{why}: not reported: {said}")
        for line in lines:
            if not any(said in line for _, _, said in MISSION):
                wrong.append(f"reported though nobody planted it: {line}")


def run(root, *more):
    done = subprocess.run([sys.executable, TOOL, "--root", root, *more], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout.splitlines(), done.stderr


def main():
    wrong = []
    code, lines, errors = run(ROOT, "--glossary", os.path.join(ROOT, "GLOSSARY.md"), "--mission",
                              os.path.join(ROOT, "docs", "uppdraget.md"))
    if code != 0:
        wrong.append(f"the rulebook itself has faults:\n{errors}" + "\n".join(lines))
    with tempfile.TemporaryDirectory() as root:
        shutil.copytree(os.path.join(ROOT, "rulebook"), os.path.join(root, "rulebook"))
        stale = os.path.join(root, "GLOSSARY.md")
        with open(stale, "w", encoding="utf-8") as f:
            f.write("# Glossary\n")
        code, lines, errors = run(root, "--glossary", stale)
        if code != 1 or lines != ["GLOSSARY.md:1: is not what rulebook/glossary.toml says; run `make glossary`"]:
            wrong.append("an old GLOSSARY.md is not reported")
        expected = []
        for why, name, old, new, mark, said in FAULTS:
            path = os.path.join(root, "rulebook", name)
            text = open(path, encoding="utf-8").read()
            if old not in text:
                wrong.append(f"{why}: {name} no longer has {old!r}")
                continue
            with open(path, "w", encoding="utf-8") as f:
                f.write(text.replace(old, new, 1))
        for why, name, old, new, mark, said in FAULTS:
            text = open(os.path.join(root, "rulebook", name), encoding="utf-8").read()
            expected.append((why, f"rulebook/{name}:{place(text, mark)}: ", said))
        code, lines, errors = run(root)
        if code != 1:
            wrong.append(f"exit {code} with faults planted; {errors}")
        for why, at, said in expected:
            if not any(line.startswith(at) and said in line for line in lines):
                wrong.append(f"{why}: not reported as {at}… {said}")
        for name, said in ALSO:
            if not any(line.startswith(f"rulebook/{name}:") and said in line for line in lines):
                wrong.append(f"not reported: {name}: {said}")
        for line in lines:
            if not any(line.startswith(at) and said in line for _, at, said in expected) and \
               not any(line.startswith(f"rulebook/{name}:") and said in line for name, said in ALSO):
                wrong.append(f"reported though nobody planted it: {line}")
    mission(wrong)
    for message in wrong:
        print(f"rulebook_test: {message}")
    print(f"rulebook_test: {len(FAULTS) + len(MISSION)} kinds of faults planted, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
