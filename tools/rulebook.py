#!/usr/bin/env python3
"""Checks rulebook/*.toml and turns it into constant C data.

    tools/rulebook.py [--root DIR] [-o rulebook_data.c] [--glossary GLOSSARY.md] [--mission docs/uppdraget.md] [--write]

Every fault is printed as `rulebook/…/file.toml:LINE: what is wrong`, all of them in one run; exit 1 if there is one.
Without -o it only checks. --glossary also compares the page with rulebook/glossary.toml, --mission the table of what each line of the
role documents has become with the rules, pages and cases there are; --write writes them.

A file's top level may say `source` and `confidence`: its records have them where they name none of their own.
"""
import argparse
import datetime
import hashlib
import os
import re
import sys
import tomllib

REGULATIONS = ["2015", "2021"]

# Words of the data -> C enum constants, in the order of rulebook.h.
ENUMS = {
    "binding": {"ska": "BINDING_SKA", "bor": "BINDING_BOR", "uppdrag": "BINDING_UPPDRAG", "region": "BINDING_REGION",
                "prof": "BINDING_PROF", "own": "BINDING_OWN"},
    "confidence": {"high": "CONFIDENCE_HIGH", "medium": "CONFIDENCE_MEDIUM", "low": "CONFIDENCE_LOW"},
    "source kind": {k: "SOURCE_" + k.upper() for k in ("authority union region reviewer press society clinic secondary "
                                                        "vendor role own memory").split()},
    "stage": {"bt": "STAGE_BT", "st": "STAGE_ST"},
    "signer": {k: "SIGNER_" + k.upper() for k in ("trainee supervisor main_supervisor head head_or_specialist "
                                                  "course_leader external_assessor specialist").split()},
    "signer_rule": {"all": "false", "any": "true"},
    "goal group": {"BT": "GOAL_BT", "STa": "GOAL_STA", "STb": "GOAL_STB", "STc": "GOAL_STC", "a": "GOAL_A", "b": "GOAL_B",
                   "c": "GOAL_C"},
    "applies": {"all": "", "named": "", "base": ""},
    "label_origin": {"own": "", "st-ark": ""},
    "specialty kind": {"bas": "SPECIALTY_BASE", "gren": "SPECIALTY_BRANCH", "tillagg": "SPECIALTY_ADDON"},
    "item kind": {"bt": "PLACE_BT", "intern": "PLACE_INTERNAL", "sidoutbildning": "PLACE_ROTATION",
                  "auskultation": "PLACE_OBSERVATION", "kurs": "PLACE_COURSE", "projekt": "PLACE_PROJECT"},
    "phase": {"bt": "PHASE_BT", "tidig": "PHASE_EARLY", "mitten": "PHASE_MIDDLE", "sen": "PHASE_LATE"},
    "basis": {k: "BASIS_" + k.upper() for k in "regulation authority society region clinic estimate".split()},
    "setting": {"primarvard": "", "akut_sjukvard": "", "psykiatri": ""},
    "severity": {k: "SEVERITY_" + k.upper() for k in "info warn error block".split()},
    "word": {"neutral": "WORD_NEUTRAL", "rekommendation": "WORD_RECOMMENDATION", "forsenat": "WORD_LATE", "krock": "WORD_CLASH",
             "krav": "WORD_DEMAND"},
    "subject": {k: "SUBJECT_" + k.upper() for k in "unit training person appointment placement".split()},
    "rule kind": {k: "RULE_" + k.upper() for k in "exists within every valid band before count capacity own".split()},
    "unit": {k: "SETTING_" + k.upper() for k in "days months weeks years count percent hours yes_no".split()},
    "act": {"R": "RIGHT_READ", "W": "RIGHT_WRITE", "S": "RIGHT_SIGN"},
    "reach": {k: "RIGHT_REACH_" + k.upper() for k in "own trainees unit region case pack reported".split()},
    "grain": {"": "GRAIN_FULL", "groups": "GRAIN_GROUPS", "pseudonym": "GRAIN_PSEUDONYM", "dates": "GRAIN_DATES",
              "numbers": "GRAIN_NUMBERS"},
    "part": {"struktur": "", "process": ""},
    "gathering subject": {k: "GATHERS_" + k.upper() for k in "one trainees supervisors unit own".split()},
    "per": {"trainee": "true", "unit": "false"},
    "class": {f"K{n}": str(n) for n in range(5)},
}
ROLE_IDS = ("trainee supervisor main_supervisor director overall_director head bt_unit training_office contact rota_planner "
            "education_admin inspector admin").split()
# Where a remedy is: the key that url_remedy() (src/duty/remedy.c) knows, and its address in routes[].
REMEDY_PAGES = {
    "unit.appointments": "/enhet/:id", "unit.supervisors": "/enhet/:id", "unit.register": "/registrera",
    "unit.inspection": "/registrera", "unit.places": "/enhet/:id", "unit.assignment": "/uppdrag", "unit.questions": "/fragor", "unit.merit": "/meriter", "plan.in_out": "/plan/in-ut", "person.qualifications": "/enhet/:id",
    "training.edit": "/st/:id/uppgifter", "training.bt": "/st/:id/registrera", "training.history": "/st/komplettera",
    "training.iup": "/st/:id/registrera", "training.plan": "/st/:id/plan", "training.goals": "/st/:id/mal",
    "training.supervisors": "/st/:id/uppgifter", "training.register": "/st/:id/registrera",
    "training.certificates": "/st/:id/intyg", "plan.board": "/plan", "training.introduction": "/st/:id/introduktion",
    "unit.actions": "/sammankomster/atgarder", "unit.issues": "/sammankomster/fragor", "unit.teaching": "/sammankomster/ny",
}
# Words the interface does not use (they belong to other things, or shout).
BANNED = r"\b(VC|regelbrott|avvikelse|moderklinik|akten|[Bb]ordlägg\w*|deadline|författning\w*|förfaller|granskningspärm|sluttid)\b|!"
DUTY_TEXTS = ("one_sv", "many_sv", "why_sv", "remedy_sv", "label_sv", "name_sv")
MSG_ARGS_MAX = 8


# ---------------------------------------------------------------- reading, and where things stand

class TomlFile:
    """A parsed file that knows on which line each key and table stands."""

    def __init__(self, root, path):
        self.path = path
        self.used = set()
        with open(os.path.join(root, path), "rb") as f:
            raw = f.read()
        self.raw = raw
        text = raw.decode("utf-8")
        self.lines = self.index(text)
        self.data = tomllib.loads(text)

    @staticmethod
    def index(text):
        lines, table, counts = {}, (), {}
        for number, line in enumerate(text.split("\n"), 1):
            header = re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$", line)
            if header:
                names = tuple(n.strip().strip('"') for n in header.group(2).split("."))
                table = ()
                for name in names[:-1]:
                    table += (name,)
                    if table in counts:
                        table += (counts[table],)
                table += (names[-1],)
                if header.group(1) == "[[":
                    counts[table] = counts.get(table, -1) + 1
                    table += (counts[table],)
                    for known in [k for k in counts if k[:len(table) - 1] == table[:-1] and len(k) > len(table) - 1]:
                        del counts[known]        # nested arrays begin anew
                lines[table] = number
                continue
            key = re.match(r'\s*("?)([A-Za-z0-9_-]+)\1\s*=', line)
            if key:
                lines.setdefault(table + (key.group(2),), number)
        return lines

    def line(self, path):
        path = tuple(path)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class Faults:
    def __init__(self):
        self.seen = set()

    def add(self, file, line, message):
        self.seen.add((file, line, message))

    def at(self, file, path, message):
        self.add(file.path, file.line(path), message)

    def report(self):
        for file, line, message in sorted(self.seen):
            print(f"{file}:{line}: {message}")
        return len(self.seen)


# ---------------------------------------------------------------- what a table may hold
# key: type, with "!" where it must be there. sv: Swedish text. enum:NAME: a word of ENUMS. list: of strings.

GROUND = {"source": "list", "confidence": "enum:confidence"}
SHAPES = {
    "source": {"publisher": "text!", "kind": "enum:source kind!", "url": "text", "note_sv": "sv"},
    "activity": {"code": "text!", "name_sv": "sv!", "certificate_2015": "text", "certificate_2021": "text", **GROUND},
    "regulation": {"id": "text!", "name": "text!", "title_sv": "sv!", "issuer": "text!", "in_force_from": "date!",
                   "repealed_on": "date", "months_min": "int!", "months_min_with_doctorate": "int!", "bt_months_min": "int", "text_read": "bool!",
                   "goal_groups": "list!", **GROUND},
    "rule": {"id": "text!", "topic": "text!", "binding": "enum:binding!", "text_sv": "sv!", "figures": "table",
             "setting": "enum:setting", **GROUND},
    "transition": {"id": "text!", "when_sv": "sv!", "may_follow": "list!", "text_sv": "sv!", **GROUND},
    "crosswalk": {"from": "text!", "to": "list", "note_sv": "sv!", **GROUND},
    "specialty_goals": {"group": "text!", "count_min": "int!", "count_max": "int!", "text_sv": "sv!", **GROUND},
    "goal": {"code": "text!", "name_sv": "sv!", "summary_sv": "sv!", "applies": "enum:applies!", "required": "list",
             "any_of": "list", "advised": "list", "note_sv": "sv", **GROUND},
    "certificate": {"id": "text!", "annex": "text!", "stage": "enum:stage!", "name_sv": "sv!", "activity": "text",
                    "signers": "list!", "signer_rule": "enum:signer_rule", "consulted": "list", "note_sv": "sv",
                    "fields": "list!", **GROUND},
    "specialty": {"id": "text!", "name_sv": "sv!", "alt_name_sv": "sv", "kind": "enum:specialty kind!", "group_sv": "sv!",
                  "base": "list", "base_note_sv": "sv", "stb_2021": "list", "b_2015": "list", "goals_2021": "int!",
                  "goals_2015": "int!", "common_base_2021": "int", "common_base_2015": "int", **GROUND},
    "specialty goal": {"name_sv": "sv!", "required": "list", "any_of": "list", "advised": "list",
                       "label_origin": "enum:label_origin", "note_sv": "sv", **GROUND},
    "template": {"id": "text!", "specialty": "text", "name_sv": "sv!", "begins_with": "list", "ends_with": "list",
                 "months_total": "table!", "note_sv": "sv!", **GROUND},
    "item": {"id": "text!", "name_sv": "sv!", "kind": "enum:item kind!", "phase": "enum:phase!", "at": "list", "applies_to": "list",
             "setting": "enum:setting", "months_min": "number", "months": "number", "months_2015": "number",
             "counts_time": "bool", "optional": "bool", "fill": "bool", "goals_2021": "list", "goals_2015": "list",
             "goals_confidence": "enum:confidence!", "basis": "enum:basis!", "note_sv": "sv", **GROUND},
    "regional_plan": {"id": "text!", "region": "text!", "months_total": "int!", "parts": "list!", **GROUND},
    "duty": {"id": "text!", "clause": "text!", "responsible": "list!", "binding": "enum:binding!", "text_sv": "sv!",
             "proof_sv": "sv!", **GROUND},
    "duty rule": {"id": "text!", "duty": "text!", "name_sv": "sv!", "responsible": "text!", "subject": "enum:subject!",
                  "kind": "enum:rule kind!", "covers": "list", "binding": "enum:binding!", "clause": "text!", "spur_area": "text!",
                  "in_report": "bool", "in_pack": "bool", "in_yearly_sheet": "bool", "on_todo": "bool", "args": "list!",
                  "remedy_sv": "sv!", "remedy_page": "text!", "settings": "table", "case": "tables!", **GROUND},
    "waiting rule": {"id": "text!", "duty": "text!", "name_sv": "sv!", "responsible": "text!", "subject": "enum:subject!",
                     "kind": "enum:rule kind!", "binding": "enum:binding!", "severity": "enum:severity!", "clause": "text!",
                     "spur_area": "text!", "in_report": "bool", "in_pack": "bool", "in_yearly_sheet": "bool", "remedy_sv": "sv!",
                     "waits": "text!", "settings": "table", **GROUND},
    "ladder": {"id": "text!", "duty": "text!", "name_sv": "sv!", "responsible": "text!", "binding": "enum:binding!", "clause": "text!",
               "spur_area": "text!", "settings": "table!", **GROUND},
    "part": {"id": "text!", "name_sv": "sv!"},
    "duty case": {"id": "text!", "severity": "enum:severity!", "word": "enum:word!", "binding": "enum:binding",
                  "one_sv": "sv!", "many_sv": "sv!", "why_sv": "sv!", "remedy_sv": "sv", "remedy_page": "text",
                  "on_todo": "bool"},
    "duty setting": {"unit": "enum:unit!", "value": "int!", "min": "int!", "max": "int!", "label_sv": "sv!"},
    "role": {"id": "text!", "name_sv": "sv!", "plural_sv": "sv!", "definite_sv": "sv!", "is_relation": "bool",
             "given_by": "list", "note_sv": "sv!"},
    "data": {"id": "text!", "name_sv": "sv!", "class": "enum:class!", "may": "table!", **GROUND},
    "gathering": {"id": "text!", "name_sv": "sv!", "subject": "enum:gathering subject!", "minutes": "int!", "event": "text",
                  "per": "enum:per!", "notes_private": "bool", "counts_attendance": "bool", "arranged_by": "list!", "spur_area": "text!",
                  "agenda_sv": "list!", **GROUND},
    "year entry": {"id": "text!", "first": "text!", "last": "text!", "name_sv": "sv!", "page": "text!", "clause": "text", **GROUND},
    "model": {"name_sv": "sv!", "run_by": "text!", "inspectors": "int!", "interval_years": "int!", **GROUND},
    "area": {"letter": "text!", "name_sv": "sv!", "part": "enum:part!", "looks_at_sv": "sv!", **GROUND},
    "grade": {"grade": "text!", "meaning_sv": "sv!", "action_sv": "sv!", **GROUND},
    "step": {"name_sv": "sv!", "text_sv": "sv!", **GROUND},
    "document": {"id": "text!", "file": "text!", "name_sv": "sv!", "print_only": "bool", "of": "enum:subject!", "drafted_by": "text!", "signers": "list!",
                 "binding": "enum:binding!", "validity_months": "int", "review_months": "int", "spur_area": "text!", "note_sv": "sv",
                 "part": "tables!", "clause": "tables", **GROUND},
    "clause": {"heading_sv": "sv!", "text_sv": "sv!"},
    "document part": {"block": "text", "heading_sv": "sv", "pen_sv": "list"},
    "identifier": {"id": "text!", "name_sv": "sv!", "pattern": "text", "check": "text", "length_max": "int", "note_sv": "sv!",
                   "oid": "text", **GROUND},
    "test_series": {"id": "text!", "of": "text!", "note_sv": "sv!", "examples": "list", **GROUND},
    "term": {"id": "text!", "sv": "text!", "en": "text!", "note_sv": "sv", "note": "text"},
}


def type_is(value, kind):
    return {
        "text": lambda: isinstance(value, str),
        "sv": lambda: isinstance(value, str),
        "int": lambda: isinstance(value, int) and not isinstance(value, bool),
        "number": lambda: isinstance(value, (int, float)) and not isinstance(value, bool),
        "bool": lambda: isinstance(value, bool),
        "date": lambda: isinstance(value, datetime.date),
        "list": lambda: isinstance(value, list) and all(isinstance(x, str) for x in value),
        "table": lambda: isinstance(value, dict),
        "tables": lambda: isinstance(value, list) and all(isinstance(x, dict) for x in value),
    }[kind]()


class Record(dict):
    """One table with the file and path it came from."""

    def __init__(self, file, path, data):
        super().__init__(data)
        self.file, self.path = file, tuple(path)


class Book:
    """All files read, checked; every fault collected on the way."""

    def __init__(self, root):
        self.root, self.faults, self.files = root, Faults(), {}
        self.read_files()
        self.sources = self.read_sources()
        self.roles = self.records("roles/roles.toml", "role", "role")
        self.data_classes = self.records("roles/roles.toml", "data", "data")
        self.activities = self.records("regulations/activities.toml", "activity", "activity", key="code")
        self.regulations = {r: self.read_regulation(r) for r in REGULATIONS}
        self.fields = self.files.get("certificates/fields.toml")
        self.certificates = {}
        for regulation in REGULATIONS:
            self.certificates |= self.read_certificates(regulation)
        self.specialties = self.records("specialties.toml", "specialty", "specialty")
        self.goals = {}                      # (regulation, specialty or None, code) -> Record
        self.read_common_goals()
        self.read_specialty_goals()
        self.parts = {}
        self.templates = {}
        self.read_templates()
        self.duties = self.records("duties.toml", "duty", "duty")
        self.parts_to_come = self.records("checklist.toml", "part", "part", grounded=False)
        self.duty_rules, self.waiting_rules, self.ladders = {}, {}, {}
        self.read_duties()
        self.check_complete()
        self.spur_areas = self.records("spur.toml", "area", "area", key="letter")
        self.spur_grades = self.records("spur.toml", "grade", "grade", key="grade")
        self.gatherings = {}
        self.read_gatherings()
        self.records("spur.toml", "step", "step", key="name_sv")
        self.read_one("spur.toml", "model", "model")
        self.documents = {}
        self.read_documents()
        self.year = self.records("year.toml", "entry", "year entry")
        self.records("identity.toml", "identifier", "identifier")
        self.records("identity.toml", "test_series", "test_series")
        self.terms = self.records("glossary.toml", "term", "term", grounded=False)
        self.check_all()

    # --- files

    def read_files(self):
        base = os.path.join(self.root, "rulebook")
        for folder, _, names in sorted(os.walk(base)):
            for name in sorted(names):
                if not name.endswith(".toml"):
                    continue
                path = os.path.relpath(os.path.join(folder, name), self.root)
                try:
                    self.files[os.path.relpath(os.path.join(folder, name), base)] = TomlFile(self.root, path)
                except tomllib.TOMLDecodeError as error:
                    line = re.search(r"line (\d+)", str(error))
                    self.faults.add(path, int(line.group(1)) if line else 1, f"not TOML: {error}")
                except UnicodeDecodeError:
                    self.faults.add(path, 1, "not UTF-8")

    def file(self, name):
        if name not in self.files:
            if not any(path == "rulebook/" + name for path, _, _ in self.faults.seen):
                self.faults.add("rulebook/" + name, 1, "the file is missing")
            return None
        return self.files[name]

    def check_top(self, file, allowed):
        """Keys and tables at the top of a file that its kind does not have."""
        for key in file.data:
            if key not in allowed and key not in ("source", "confidence"):
                self.faults.at(file, (key,), f"unknown key `{key}`")
        self.check_ground(Record(file, (), {k: v for k, v in file.data.items() if k in ("source", "confidence")}), needed=False)

    def records(self, name, table, shape, key="id", grounded=True):
        file = self.file(name)
        found = {}
        if not file:
            return found
        file.used.add(table)
        for i, data in enumerate(file.data.get(table, [])):
            record = self.record(file, (table, i), data, shape, grounded)
            self.keep(found, record.get(key), record, key)
        if not found:
            self.faults.add(file.path, 1, f"holds no [[{table}]]")
        return found

    def keep(self, found, id, record, key="id"):
        if id in found:
            self.faults.at(record.file, record.path + (key,), f"`{id}` is already there, at line "
                           f"{found[id].file.line(found[id].path)} of {found[id].file.path}")
        elif id is not None:
            found[id] = record

    def record(self, file, path, data, shape, grounded=True):
        record = Record(file, path, data)
        self.check_shape(record, shape)
        if "source" in SHAPES[shape] and grounded:
            record.setdefault("source", file.data.get("source"))
            record.setdefault("confidence", file.data.get("confidence"))
            self.check_ground(record)
        return record

    def check_shape(self, record, shape):
        known = SHAPES[shape]
        for key, value in record.items():
            if key not in known:
                self.faults.at(record.file, record.path + (key,), f"unknown key `{key}`")
                continue
            kind = known[key].rstrip("!")
            if kind.startswith("enum:"):
                words = ENUMS[kind[5:]]
                if value not in words:
                    self.faults.at(record.file, record.path + (key,),
                                   f"`{key}` is `{value}`; it may be: {' '.join(words)}")
            elif not type_is(value, kind):
                self.faults.at(record.file, record.path + (key,), f"`{key}` is not a {kind}")
            elif kind == "sv" and not value.strip():
                self.faults.at(record.file, record.path + (key,), f"`{key}` is empty")
        for key, kind in known.items():
            if kind.endswith("!") and key not in record:
                self.faults.at(record.file, record.path, f"missing `{key}`")

    def check_ground(self, record, needed=True):
        keys = record.get("source")
        if needed and not keys:
            self.faults.at(record.file, record.path + ("source",), "missing `source`")
        for key in keys if isinstance(keys, list) else []:
            if key not in self.sources:
                self.faults.at(record.file, record.path + ("source",), f"source `{key}` is not in rulebook/sources.toml")
        if needed and record.get("confidence") not in ENUMS["confidence"]:
            if "confidence" not in record or record["confidence"] is None:
                self.faults.at(record.file, record.path, "missing `confidence`")

    def read_one(self, name, table, shape):
        file = self.file(name)
        if file:
            self.record(file, (table,), file.data.get(table, {}), shape)

    # --- each kind

    def read_sources(self):
        file = self.file("sources.toml")
        found = {}
        if file:
            for key, data in file.data.items():
                if not isinstance(data, dict):
                    self.faults.at(file, (key,), f"unknown key `{key}`")
                    continue
                found[key] = Record(file, (key,), data)
                self.check_shape(found[key], "source")
        return found

    def read_regulation(self, id):
        file = self.file(f"regulations/{id}.toml")
        tables = ("rule", "transition", "crosswalk", "goal", "specialty_goals")
        if not file:
            return Record(None, (), {})
        top = {k: v for k, v in file.data.items() if k not in tables}
        regulation = self.record(file, (), top, "regulation")
        if regulation.get("id") != id:
            self.faults.at(file, ("id",), f"the id should be `{id}`, as the file is named")
        regulation.tables = {}
        for table in ("rule", "transition", "crosswalk"):
            found = {}
            for i, data in enumerate(file.data.get(table, [])):
                record = self.record(file, (table, i), data, table)
                self.keep(found, record.get("from" if table == "crosswalk" else "id"), record)
            regulation.tables[table] = found
        regulation.family = self.record(file, ("specialty_goals",), file.data.get("specialty_goals", {}), "specialty_goals")
        for rule in regulation.tables["rule"].values():
            for name, value in rule.get("figures", {}).items():
                if not type_is(value, "int"):
                    self.faults.at(file, rule.path + ("figures",), f"figure `{name}` is not a whole number")
        for transition in regulation.tables["transition"].values():
            for key in transition.get("may_follow", []):
                if key not in REGULATIONS:
                    self.faults.at(file, transition.path + ("may_follow",), f"unknown regulation `{key}`")
        return regulation

    def read_certificates(self, regulation):
        file = self.file(f"certificates/{regulation}.toml")
        found = {}
        if not file:
            return found
        self.check_top(file, ("regulation", "certificate"))
        for i, data in enumerate(file.data.get("certificate", [])):
            record = self.record(file, ("certificate", i), data, "certificate")
            record.regulation = regulation
            self.keep(found, record.get("id"), record)
            if record.get("id") != f"{regulation}-{record.get('annex')}":
                self.faults.at(file, record.path + ("id",), f"the id should be `{regulation}-{record.get('annex')}`")
            for signer in record.get("signers", []):
                if signer not in ENUMS["signer"]:
                    self.faults.at(file, record.path + ("signers",), f"unknown signer `{signer}`")
            if len(record.get("signers", [])) > 1 and "signer_rule" not in record:
                self.faults.at(file, record.path, "missing `signer_rule`: all sign, or any of them")
            if "activity" in record and record["activity"] not in self.activities:
                self.faults.at(file, record.path + ("activity",), f"unknown activity `{record['activity']}`")
            for field in record.get("fields", []):
                if self.field_label(field) is None:
                    self.faults.at(file, record.path + ("fields",), f"field `{field}` is not in rulebook/certificates/fields.toml")
        return found

    def field_label(self, field):
        if not self.fields:
            return field
        labels, parts = self.fields.data.get("fields", {}), self.fields.data.get("parts", {})
        if "." not in field:
            return labels.get(field)
        part, name = field.split(".", 1)
        if part not in parts or name not in labels:
            return None
        return f"{parts[part]}: {labels[name][:1].lower()}{labels[name][1:]}"

    def add_goal(self, regulation, specialty, code, record):
        """Codes, activities and the forms that follow from them."""
        record.code, record.regulation, record.specialty = code, regulation, specialty
        match = re.fullmatch(r"(BT|STa|STb|STc|a|b|c)(\d+)", code or "")
        group = match.group(1) if match else None
        record.group, record.number = group, int(match.group(2)) if match else 0
        groups = self.regulations[regulation].get("goal_groups", [])
        if group not in groups:
            self.faults.at(record.file, record.path, f"goal code `{code}` has no group of regulation {regulation}")
        elif (group in ("STc", "c")) != (specialty is not None):
            self.faults.at(record.file, record.path, f"goal `{code}` does not belong in this file")
        if (regulation, specialty, code) in self.goals:
            self.faults.at(record.file, record.path, f"goal `{code}` is already there")
        self.goals[regulation, specialty, code] = record
        record.certificate_ids = []
        for kind in ("required", "any_of", "advised"):
            for activity in record.get(kind, []):
                if activity not in self.activities:
                    self.faults.at(record.file, record.path + (kind,), f"unknown activity `{activity}`")
                elif kind != "advised":
                    form = self.activities[activity].get("certificate_" + regulation)
                    if not form:
                        self.faults.at(record.file, record.path + (kind,),
                                       f"activity `{activity}` has no form under regulation {regulation}, so it cannot be demanded")
                    elif form not in record.certificate_ids:
                        record.certificate_ids.append(form)
        if not record.get("required") and not record.get("any_of"):
            self.faults.at(record.file, record.path, f"goal `{code}` demands nothing: `required` or `any_of` is missing")

    def read_common_goals(self):
        for regulation in REGULATIONS:
            file = self.file(f"regulations/{regulation}.toml")
            for i, data in enumerate(file.data.get("goal", []) if file else []):
                record = self.record(file, ("goal", i), data, "goal")
                self.add_goal(regulation, None, record.get("code"), record)

    def read_specialty_goals(self):
        for id, specialty in self.specialties.items():
            file = self.file(f"goals/{id}.toml")
            if not file:
                continue
            self.check_top(file, ("specialty", "label_origin", "checked_with", *REGULATIONS))
            if file.data.get("specialty") != id:
                self.faults.at(file, ("specialty",), f"the specialty should be `{id}`, as the file is named")
            if file.data.get("label_origin") not in ENUMS["label_origin"]:
                self.faults.at(file, ("label_origin",), f"`label_origin` may be: {' '.join(ENUMS['label_origin'])}")
            for key in file.data.get("checked_with", []):
                if key not in self.sources:
                    self.faults.at(file, ("checked_with",), f"source `{key}` is not in rulebook/sources.toml")
            for regulation in REGULATIONS:
                codes = file.data.get(regulation, {})
                for code, data in codes.items():
                    record = self.record(file, (regulation, code), data, "specialty goal")
                    self.add_goal(regulation, id, code, record)
                self.check_goal_run(file, specialty, regulation, codes)
        for name, file in self.files.items():
            if name.startswith("goals/") and name[6:-5] not in self.specialties:
                self.faults.add(file.path, 1, f"no specialty `{name[6:-5]}` in rulebook/specialties.toml")

    def check_goal_run(self, file, specialty, regulation, codes):
        numbers = [int(re.sub(r"\D", "", code) or 0) for code in codes]
        if numbers != list(range(1, len(numbers) + 1)):
            self.faults.at(file, (regulation,), f"the goals of {regulation} do not run 1, 2, 3 … without a gap")
        if len(numbers) != specialty.get("goals_" + regulation):
            self.faults.at(file, (regulation,), f"{len(numbers)} goals under {regulation}, but rulebook/specialties.toml says "
                           f"{specialty.get('goals_' + regulation)}")
        family = self.regulations[regulation].family
        if not family.get("count_min", 0) <= len(numbers) <= family.get("count_max", 99):
            self.faults.at(file, (regulation,), f"{len(numbers)} goals under {regulation}; the regulation has "
                           f"{family.get('count_min')}–{family.get('count_max')}")

    def read_templates(self):
        for name, file in self.files.items():
            if name.startswith("templates/parts/"):
                self.check_top(file, ("item",))
                self.parts[name[16:-5]] = self.read_items(file)
        for name, file in self.files.items():
            if not name.startswith("templates/") or name.startswith("templates/parts/"):
                continue
            top = {k: v for k, v in file.data.items() if k not in ("item", "regional_plan")}
            template = self.record(file, (), top, "template")
            for i, data in enumerate(file.data.get("regional_plan", [])):
                self.record(file, ("regional_plan", i), data, "regional_plan")
            if template.get("id") != name[10:-5]:
                self.faults.at(file, ("id",), f"the id should be `{name[10:-5]}`, as the file is named")
            items = []
            for key, own in (("begins_with", None), (None, self.read_items(file)), ("ends_with", None)):
                if key is None:
                    items += own
                    continue
                for part in template.get(key, []):
                    if part not in self.parts:
                        self.faults.at(file, (key,), f"no part `{part}` in rulebook/templates/parts/")
                    items += self.parts.get(part, [])
            template.items_all = items
            self.templates[template.get("id")] = template
            self.check_template(template)

    def read_items(self, file):
        items = []
        for i, data in enumerate(file.data.get("item", [])):
            item = self.record(file, ("item", i), data, "item")
            if item.get("fill") and "months" in item:
                self.faults.at(file, item.path + ("months",), "an item with fill = true takes what is left: `months` is not for it")
            if not item.get("fill") and "months" not in item:
                self.faults.at(file, item.path, "missing `months`")
            for key in ("months_min", "months", "months_2015"):
                value = item.get(key, 0)
                if type_is(value, "number") and abs(value * 100 - round(value * 100)) > 1e-9:
                    self.faults.at(file, item.path + (key,), f"`{key}` has more than two decimals")
            for key in item.get("applies_to", []):
                if key not in REGULATIONS:
                    self.faults.at(file, item.path + ("applies_to",), f"unknown regulation `{key}`")
            items.append(item)
        return items

    def applies(self, item, regulation):
        return regulation in item.get("applies_to", ["2021", "2015"])

    def hundredths(self, item, regulation):
        return round(item.get("months_2015" if regulation == "2015" and "months_2015" in item else "months", 0) * 100)

    def check_template(self, template):
        file = template.file
        specialty = template.get("specialty")
        if specialty is not None and specialty not in self.specialties:
            self.faults.at(file, ("specialty",), f"unknown specialty `{specialty}`")
        seen = {}
        for item in template.items_all:
            if item.get("id") in seen:
                self.faults.at(item.file, item.path + ("id",), f"`{item.get('id')}` is already in template `{template.get('id')}`")
            seen[item.get("id")] = item
        template.fill_months = {}
        totals = template.get("months_total", {})
        for key in totals:
            if key not in REGULATIONS:
                self.faults.at(file, ("months_total",), f"unknown regulation `{key}`")
        for regulation in REGULATIONS:
            if regulation in totals:
                self.check_months(template, regulation, round(totals[regulation] * 100))
            self.check_item_goals(template, regulation)
            if regulation in totals:
                self.check_covered(template, regulation)

    def check_months(self, template, regulation, total):
        file, frame = template.file, self.regulations[regulation]
        items = [i for i in template.items_all if self.applies(i, regulation) and i.get("counts_time", True)]
        least = frame.get("bt_months_min", 0) if template.get("id") == "bt" else frame.get("months_min", 0)
        if total < least * 100:
            self.faults.at(file, ("months_total",), f"months_total of {regulation} is {total / 100:g}; the regulation wants at least "
                           f"{least}")
        fills = [i for i in items if i.get("fill")]
        fixed = sum(self.hundredths(i, regulation) for i in items if not i.get("fill"))
        for item in items:
            if not item.get("fill") and self.hundredths(item, regulation) < round(item.get("months_min", 0) * 100):
                self.faults.at(item.file, item.path + ("months",), "`months` is less than `months_min`")
        if template.get("id") == "bt":
            if fixed != total:
                self.faults.at(file, ("months_total",), f"the months of {regulation} do not add up: {fixed / 100:g}, months_total says "
                               f"{total / 100:g}")
        elif len(fills) != 1:
            self.faults.at(fills[1].file if len(fills) > 1 else file, fills[1].path if len(fills) > 1 else ("months_total",),
                           f"{len(fills)} items with fill = true under {regulation}; there is exactly one")
        else:
            left = total - fixed
            template.fill_months[regulation] = left
            if left < round(fills[0].get("months_min", 0) * 100) or left < 0:
                self.faults.at(file, ("months_total",), f"the months of {regulation} do not add up: {fixed / 100:g} of {total / 100:g} "
                               f"are taken, `{fills[0].get('id')}` is left with {left / 100:g}")
        if regulation == "2021":
            self.check_bt(template, frame, items)

    def check_bt(self, template, frame, items):
        bt = [i for i in items if i.get("kind") == "bt"]
        total = sum(self.hundredths(i, "2021") for i in bt)
        if total < frame.get("bt_months_min", 0) * 100:
            self.faults.at(template.file, ("begins_with",), f"BT is {total / 100:g} months; the regulation wants at least "
                           f"{frame.get('bt_months_min')}")
        for rule, setting in (("bt.primary_care", "primarvard"), ("bt.acute_care", "akut_sjukvard")):
            figures = frame.tables["rule"].get(rule, {}).get("figures", {}) if hasattr(frame, "tables") else {}
            least = figures.get("months_min", 0)
            there = [i for i in bt if i.get("setting") == setting]
            months = sum(self.hundredths(i, "2021") for i in there)
            if months < least * 100:
                at = (there[0].file, there[0].path + ("months",)) if there else (template.file, ("begins_with",))
                self.faults.at(*at, f"BT has {months / 100:g} months in {setting}; the regulation wants at least {least}")

    def check_item_goals(self, template, regulation):
        for item in template.items_all:
            codes = item.get("goals_" + regulation, [])
            if codes and not self.applies(item, regulation):
                self.faults.at(item.file, item.path + ("goals_" + regulation,), f"the item does not apply to {regulation}")
            for code in codes:
                if not self.find_goal(regulation, template.get("specialty"), code):
                    self.faults.at(item.file, item.path + ("goals_" + regulation,),
                                   f"unknown goal `{code}` of {regulation} in template `{template.get('id')}`")

    def check_covered(self, template, regulation):
        """Every goal has an item; a course or project it demands has one too. Clinical service for a goal that all specialties
        share is met by any service at home."""
        kinds = {}
        for item in template.items_all:
            if self.applies(item, regulation):
                for code in item.get("goals_" + regulation, []):
                    kinds.setdefault(code, set()).add(item.get("kind"))
        for goal in self.goals_of(regulation, template.get("specialty")):
            there, demands = kinds.get(goal.code, set()), set(goal.get("required", []))
            missing = [] if there else ["nothing"]
            if there and not goal.code.startswith("BT"):
                service = there & {"intern", "sidoutbildning", "auskultation"} or goal.specialty is None
                missing += ["kurs"] if "kurs" in demands and "kurs" not in there else []
                missing += ["klinisk"] if "klinisk" in demands and not service else []
                missing += ["projekt"] if demands & {"utvecklingsarbete", "skriftligt_arbete"} and "projekt" not in there else []
            for what in missing:
                said = "is in no item" if what == "nothing" else f"demands {what}; no such item"
                self.faults.at(template.file, ("id",), f"goal `{goal.code}` of {regulation} {said} of template `{template.get('id')}`")

    def goals_of(self, regulation, specialty_id):
        """What a trainee in a specialty shall reach, in order; BT only on the way to a base specialty. Without one: BT."""
        specialty = self.specialties.get(specialty_id, {})
        named = specialty.get({"2021": "stb_2021", "2015": "b_2015"}[regulation])
        goals = []
        for (of, home, code), goal in self.goals.items():
            applies = goal.get("applies", "all")
            if of != regulation or home not in (None, specialty_id) or (specialty_id is None and applies != "base"):
                continue
            if applies == "base" and specialty_id is not None and specialty.get("kind") != "bas":
                continue
            if applies != "named" or named is None or code in named:
                goals.append(goal)
        groups = list(ENUMS["goal group"])
        return sorted(goals, key=lambda g: (groups.index(g.group) if g.group in groups else 0, g.number))

    def find_goal(self, regulation, specialty, code):
        return self.goals.get((regulation, None, code)) or self.goals.get((regulation, specialty, code))

    # --- duties

    def read_duties(self):
        ids = {}
        for name, file in self.files.items():
            if not name.startswith("duties/"):
                continue
            self.check_top(file, ("rule", "ladder"))
            self.read_ladders(file)
            for i, data in enumerate(file.data.get("rule", [])):
                waits = "waits" in data
                rule = self.record(file, ("rule", i), data, "waiting rule" if waits else "duty rule")
                self.keep(ids, rule.get("id"), rule)
                self.keep(self.waiting_rules if waits else self.duty_rules, rule.get("id"), rule)
                self.check_rule(file, rule)
                if waits and rule["waits"] not in self.parts_to_come:
                    self.faults.at(file, rule.path + ("waits",), f"unknown part `{rule['waits']}`")
                if not waits:
                    self.check_cases(file, rule)

    def event_kinds(self):
        """What can be registered: the enum of the schema."""
        path = os.path.join(self.root, "sql", "0001_base.sql")
        if not os.path.exists(path):
            return None
        with open(path, encoding="utf-8") as f:
            found = re.search(r"-- EventKind (\S+)", f.read())
        return found.group(1).split("|") if found else None

    def read_gatherings(self):
        events = self.event_kinds()
        for name, file in self.files.items():
            if not name.startswith("gatherings/"):
                continue
            self.check_top(file, ("gathering",))
            for i, data in enumerate(file.data.get("gathering", [])):
                kind = self.record(file, ("gathering", i), data, "gathering")
                self.keep(self.gatherings, kind.get("id"), kind)
                self.check_gathering(file, kind, events)

    def check_gathering(self, file, kind, events):
        def wrong(key, text):
            self.faults.at(file, kind.path + (key,), text)
        if events is not None and kind.get("event") and kind["event"] not in events:
            wrong("event", f"`{kind['event']}` is no kind of event (sql/0001_base.sql)")
        if kind.get("subject") == "one" and kind.get("per") == "unit":
            wrong("per", "what is about one trainee is recorded for the trainee")
        if kind.get("subject") in ("unit", "own", "supervisors") and kind.get("per") == "trainee":
            wrong("per", "no trainee is invited to it, so it is recorded for the unit")
        if kind.get("notes_private") and kind.get("subject") != "one":
            wrong("notes_private", "only a talk with one has notes between the two")
        if kind.get("spur_area") not in self.spur_areas:
            wrong("spur_area", f"unknown SPUR area `{kind.get('spur_area')}`")
        if not 1 <= kind.get("minutes", 0) <= 1440:
            wrong("minutes", "between 1 and 1440")
        for role in kind.get("arranged_by", []):
            if role not in self.roles:
                wrong("arranged_by", f"unknown role `{role}`")

    def read_ladders(self, file):
        """Settings that no finding follows from: whom to remind, and when. In C a rule that never speaks."""
        for i, data in enumerate(file.data.get("ladder", [])):
            ladder = self.record(file, ("ladder", i), data, "ladder")
            self.keep(self.ladders, ladder.get("id"), ladder)
            self.check_rule(file, ladder)
            ladder.cases = []
            for key, value in (("subject", "unit"), ("kind", "own"), ("args", [])):
                ladder.setdefault(key, value)

    def all_rules(self):
        return list(self.duty_rules.values()) + list(self.waiting_rules.values())

    def watchers(self, id):
        """The rules that a line or a numbered rule has become."""
        return [r for r in self.all_rules() if id in (r.get("id"), r.get("duty")) or id in r.get("covers", [])]

    def wanted_ids(self):
        file = self.file("checklist.toml")
        top = file.data if file else {}
        lines = top.get("duties", [])
        return lines, [f"R{n:02}" for n in range(1, top.get("rules_last", 0) + 1)]

    def check_complete(self):
        lines, numbers = self.wanted_ids()
        path = "rulebook/checklist.toml"
        for id in lines:
            if id not in self.duties:
                self.faults.add("rulebook/duties.toml", 1, f"the line `{id}` of the role documents has no [[duty]]")
            elif not self.watchers(id):
                self.faults.at(self.duties[id].file, self.duties[id].path, f"no rule watches `{id}`")
        for id in numbers:
            if not self.watchers(id):
                self.faults.add(path, 1, f"`{id}` has no rule in rulebook/duties/")
        for id, duty in self.duties.items():
            if id not in lines:
                self.faults.at(duty.file, duty.path, f"`{id}` is not in {path}")
        for rule in self.all_rules():
            for id in [rule.get("id")] + rule.get("covers", []):
                if re.fullmatch(r"R\d+", str(id)) and id not in numbers:
                    self.faults.at(rule.file, rule.path, f"`{id}` is not in {path}")
            for id in rule.get("covers", []):
                if id not in lines and id not in numbers:
                    self.faults.at(rule.file, rule.path + ("covers",), f"`{id}` is neither a line nor a rule")

    def check_rule(self, file, rule):
        path = rule.path
        if rule.get("duty") not in self.duties:
            self.faults.at(file, path + ("duty",), f"unknown duty `{rule.get('duty')}`")
        if rule.get("responsible") not in self.roles:
            self.faults.at(file, path + ("responsible",), f"unknown role `{rule.get('responsible')}`")
        rule.settings = {}
        for name, data in rule.get("settings", {}).items():
            setting = self.record(file, path + ("settings", name), data if isinstance(data, dict) else {}, "duty setting")
            rule.settings[name] = setting
            if all(type_is(setting.get(k), "int") for k in ("min", "value", "max")):
                if not setting["min"] <= setting["value"] <= setting["max"]:
                    self.faults.at(file, setting.path, f"setting `{name}`: {setting['value']} is not within "
                                   f"{setting['min']}–{setting['max']}")
        for record in [rule] + list(rule.settings.values()):
            self.check_words(record)

    def check_cases(self, file, rule):
        path = rule.path
        if len(rule.get("args", [])) > MSG_ARGS_MAX:
            self.faults.at(file, path + ("args",), f"more than {MSG_ARGS_MAX} args")
        rule.cases, seen = [], {}
        for i, data in enumerate(rule.get("case", [])):
            case = self.record(file, path + ("case", i), data, "duty case")
            self.keep(seen, case.get("id"), case)
            rule.cases.append(case)
            self.check_words(case)           # before the case takes over the rule's own texts
            for key, default in (("binding", None), ("remedy_sv", None), ("remedy_page", None), ("on_todo", True)):
                case.setdefault(key, rule.get(key, default))
            if case.get("word") == "krav" and case["binding"] != "ska":
                self.faults.at(file, case.path + ("word",), f"word `krav` needs binding `ska`, this is `{case['binding']}`")
            if case.get("remedy_page") not in REMEDY_PAGES:
                where = case.path + ("remedy_page",) if "remedy_page" in data else path + ("remedy_page",)
                self.faults.at(file, where, f"unknown page `{case.get('remedy_page')}`")
            for key in ("one_sv", "many_sv", "why_sv"):
                for name in re.findall(r"\{(.*?)\}", case.get(key, "")):
                    if name not in rule.get("args", []):
                        self.faults.at(file, case.path + (key,), f"`{{{name}}}` is not in the rule's args")
            if "many_sv" in case and not re.search(r"\{count\}|\{supervisors\}", case["many_sv"]):
                self.faults.at(file, case.path + ("many_sv",), "`many_sv` does not say {count}")

    def check_words(self, record):
        for key in DUTY_TEXTS:
            word = re.search(BANNED, record.get(key, ""))
            if word:
                self.faults.at(record.file, record.path + (key,), f"`{word.group(0)}` is not a word of the interface")

    # --- documents

    def read_documents(self):
        for name in sorted(self.files):
            if not name.startswith("documents/"):
                continue
            self.check_top(self.files[name], ["document"])
            for id, document in self.records(name, "document", "document").items():
                self.keep(self.documents, id, document)
                file = document.file
                for role in document.get("signers", []) + [document.get("drafted_by")]:
                    if role not in self.roles:
                        self.faults.at(file, document.path + ("signers",), f"unknown role `{role}`")
                if len(set(document.get("signers", []))) != len(document.get("signers", [])):
                    self.faults.at(file, document.path + ("signers",), "somebody signs twice")
                if document.get("spur_area") not in self.spur_areas:
                    self.faults.at(file, document.path + ("spur_area",), f"unknown SPUR area `{document.get('spur_area')}`")
                document.clauses = [self.record(file, document.path + ("clause", i), clause, "clause")
                                    for i, clause in enumerate(document.get("clause", []))]
                document.parts = [self.record(file, document.path + ("part", i), part, "document part")
                                  for i, part in enumerate(document.get("part", []))]
                for part in document.parts:
                    if bool(part.get("block")) == bool(part.get("pen_sv")) or ("pen_sv" in part) != ("heading_sv" in part):
                        self.faults.at(file, document.path + ("part",), "a part is a `block`, or a `heading_sv` with `pen_sv`")
                if sum(other.get("file") == document.get("file") for other in self.documents.values()) > 1:
                    self.faults.at(file, document.path + ("file",), f"two documents are the file `{document.get('file')}`")

    # --- across files

    def check_all(self):
        for name in ("sources.toml", "duties.toml", "specialties.toml", "spur.toml", "year.toml", "identity.toml", "glossary.toml", "checklist.toml",
                     "regulations/activities.toml", "roles/roles.toml", "certificates/fields.toml"):
            allowed = {"sources.toml": self.sources, "duties.toml": ["duty"], "specialties.toml": ["specialty"], "spur.toml": ["model", "area", "grade", "step"], "year.toml": ["entry"],
                       "identity.toml": ["identifier", "test_series"], "glossary.toml": ["term"], "checklist.toml": ["duties", "rules_last", "part"],
                       "regulations/activities.toml": ["activity"], "roles/roles.toml": ["role", "data"],
                       "certificates/fields.toml": ["parts", "fields"]}[name]
            file = self.file(name)
            if file:
                self.check_top(file, allowed)
        known = ("goals/", "templates/", "duties/", "gatherings/", "regulations/", "certificates/", "roles/", "documents/")
        for name, file in self.files.items():
            if "/" in name and not name.startswith(known):
                self.faults.add(file.path, 1, "no kind of file is kept here")
        for entry in self.year.values():
            for key in ("first", "last"):
                if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", entry[key]):
                    self.faults.at(entry.file, entry.path + (key,), f"`{entry[key]}` is no day of the year, like `05-01`")
            if entry["first"] > entry["last"]:
                self.faults.at(entry.file, entry.path + ("last",), f"`{entry['id']}` ends before it begins")
        for template in self.templates.values():
            for item in template.items_all:
                for place in item.get("at", []):
                    if place not in self.specialties:
                        self.faults.at(item.file, item.path + ("at",), f"unknown specialty `{place}`")
        for id, specialty in self.specialties.items():
            for base in specialty.get("base", []):
                if base not in self.specialties:
                    self.faults.at(specialty.file, specialty.path + ("base",), f"unknown specialty `{base}`")
            for key, regulation in (("stb_2021", "2021"), ("b_2015", "2015")):
                for code in specialty.get(key, []):
                    if (regulation, None, code) not in self.goals:
                        self.faults.at(specialty.file, specialty.path + (key,), f"unknown goal `{code}` of {regulation}")
        for code, activity in self.activities.items():
            for regulation in REGULATIONS:
                form = activity.get("certificate_" + regulation)
                if form and form not in self.certificates:
                    self.faults.at(activity.file, activity.path + ("certificate_" + regulation,), f"unknown certificate `{form}`")
                elif form and self.certificates[form].get("activity") != code:
                    self.faults.at(activity.file, activity.path + ("certificate_" + regulation,),
                                   f"certificate `{form}` is not for activity `{code}`")
        for id, certificate in self.certificates.items():
            if "activity" in certificate:
                activity = self.activities.get(certificate["activity"], {})
                if activity.get("certificate_" + certificate.regulation) != id:
                    self.faults.at(certificate.file, certificate.path + ("activity",),
                                   f"activity `{certificate['activity']}` does not name `{id}` back")
        for regulation in self.regulations.values():
            for crosswalk in regulation.tables["crosswalk"].values() if hasattr(regulation, "tables") else []:
                if ("2015", None, crosswalk.get("from")) not in self.goals:
                    self.faults.at(crosswalk.file, crosswalk.path + ("from",), f"unknown goal `{crosswalk.get('from')}` of 2015")
                for code in crosswalk.get("to", []):
                    if ("2021", None, code) not in self.goals:
                        self.faults.at(crosswalk.file, crosswalk.path + ("to",), f"unknown goal `{code}` of 2021")
        for rule in self.all_rules():
            if "spur_area" in rule and rule["spur_area"] not in self.spur_areas:
                self.faults.at(rule.file, rule.path + ("spur_area",), f"unknown SPUR area `{rule['spur_area']}`")
        for duty in self.duties.values():
            for role in duty.get("responsible", []):
                if role not in self.roles:
                    self.faults.at(duty.file, duty.path + ("responsible",), f"unknown role `{role}`")
        for role in ROLE_IDS:
            if self.roles and role not in self.roles:
                self.faults.add("rulebook/roles/roles.toml", 1, f"no role `{role}`")
        for role in self.roles.values():
            for giver in role.get("given_by", []):
                if giver not in self.roles:
                    self.faults.at(role.file, role.path + ("given_by",), f"unknown role `{giver}`")
        for data in self.data_classes.values():
            data.rights = self.read_rights(data)
            for role, act, reach, grain, _ in data.rights:
                fault = self.right_fault(data, role, act, reach, grain)
                if fault:
                    self.faults.at(data.file, data.path + ("may", role), fault)

    @staticmethod
    def right_fault(data, role, act, reach, grain):
        """What no role may ever have, whatever its row says."""
        level = int((data.get("class") or "K0")[1:])
        if level == 4 and reach == "region" and grain != "groups":
            return "K4 is for those named, never for a whole region"
        if level == 4 and role in ("education_admin", "rota_planner", "contact", "training_office", "bt_unit", "admin"):
            return f"K4 is not for {role}"
        if role == "rota_planner" and level >= 2 and (act != "R" or reach != "own" and grain != "dates"):
            return "the rota planner reads names and dates"
        if role == "admin" and level >= 3 and grain != "numbers":
            return "the administrator runs the system without reading K3"
        if role == "education_admin" and act == "S":
            return "who acts for another settles nothing"
        if role == "inspector" and reach not in ("own", "pack"):
            return "an inspector reads a released pack"
        return ""

    def read_rights(self, data):
        rights = []
        for role, texts in data.get("may", {}).items():
            at = data.path + ("may", role)
            if role not in self.roles:
                self.faults.at(data.file, at, f"unknown role `{role}`")
            for text in texts:
                match = re.fullmatch(r"([RWS]) (\w+)(?: (\w+))?(?: \| (.+))?", text)
                if not match or match.group(2) not in ENUMS["reach"] or (match.group(3) or "") not in ENUMS["grain"]:
                    self.faults.at(data.file, at, f"`{text}` is not a right: act reach [grain] [| condition]")
                    continue
                rights.append((role, match.group(1), match.group(2), match.group(3) or "", match.group(4) or ""))
        return rights


# ---------------------------------------------------------------- writing C

def by_bytes(keys):
    return sorted(keys, key=lambda k: k.encode())


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def s(text):
    return f"S({literal(text)})" if text else 'S("")'


def c_text(text):
    return f"N_({literal(text)})" if text else '""'


class Writer:
    def __init__(self, book):
        self.book, self.out, self.pools = book, [], {}
        self.source_keys = by_bytes(book.sources)
        self.activity_codes = by_bytes(book.activities)
        self.certificate_ids = by_bytes(book.certificates)
        self.specialty_ids = by_bytes(book.specialties)
        self.template_ids = by_bytes(book.templates)
        self.speaking = {**book.duty_rules, **book.ladders}
        self.duty_ids = by_bytes(self.speaking)
        self.waiting_ids = by_bytes(book.waiting_rules)
        self.part_ids = by_bytes(book.parts_to_come)
        self.duty_line_ids = by_bytes(book.duties)
        self.role_ids = by_bytes(book.roles)
        self.data_ids = by_bytes(book.data_classes)
        self.goal_keys = self.sort_goals()
        self.goal_place = {key: i for i, key in enumerate(self.goal_keys)}

    def sort_goals(self):
        groups = list(ENUMS["goal group"])
        return sorted(self.book.goals, key=lambda k: (k[0], k[1] or "", groups.index(self.book.goals[k].group),
                                                      self.book.goals[k].number))

    def refs(self, type, array, places):
        """A constant array of pointers into one of the tables, shared by all that have the same."""
        if not places:
            return "{NULL, 0}"
        key = (type, tuple(places))
        if key not in self.pools:
            self.pools[key] = f"{array}_refs_{len(self.pools)}"
        return f"{{{self.pools[key]}, {len(places)}}}"

    def source_refs(self, record):
        return self.refs("Source", "source", [self.source_keys.index(k) for k in record["source"]])

    def ground(self, record, binding="own"):
        return (f"{{{self.source_refs(record)}, {ENUMS['binding'][record.get('binding', binding)]}, "
                f"{ENUMS['confidence'][record['confidence']]}}}")

    def given_by(self, role):
        return " | ".join(f"1u << {self.role_ids.index(giver)}" for giver in role.get("given_by", [])) or "0"

    def goal_refs(self, keys):
        return self.refs("Goal", "goal", [self.goal_place[k] for k in keys])

    def activity_refs(self, codes):
        return self.refs("Activity", "activity", [self.activity_codes.index(c) for c in codes])

    def certificate_refs(self, ids):
        return self.refs("CertificateForm", "certificate", [self.certificate_ids.index(i) for i in ids])

    # Bodies come first into self.out, since they say which shared arrays are needed; the file is put together at the end.
    def table(self, type, name, rows):
        self.out.append((type, name, rows))

    def write(self):
        book = self.book
        small = []                       # arrays that belong to one record
        def array(type, name, rows):
            if not rows:
                return "NULL"
            small.append(f"static const {type} {name}[] = {{\n" + "".join(f"    {row},\n" for row in rows) + "};\n")
            return name

        self.table("Source", "sources", [
            f"{{{s(k)}, {ENUMS['source kind'][r['kind']]}, {s(r['publisher'])}, {s(r.get('url', ''))}, {s(r.get('note_sv', ''))}}}"
            for k, r in ((k, book.sources[k]) for k in self.source_keys)])
        self.table("Activity", "activities", [
            f"{{{s(k)}, {s(r['name_sv'])}, {{" + ", ".join(
                f"&certificates[{self.certificate_ids.index(r['certificate_' + g])}]" if r.get("certificate_" + g) else "NULL"
                for g in REGULATIONS) + "}}"
            for k, r in ((k, book.activities[k]) for k in self.activity_codes)])

        rows = []
        for n, id in enumerate(self.certificate_ids):
            r = book.certificates[id]
            signers = array("Signer", f"certificate_{n}_signers", [ENUMS["signer"][x] for x in r["signers"]])
            fields = array("CertificateField", f"certificate_{n}_fields", [f"{{{s(f)}, {s(book.field_label(f))}}}" for f in r["fields"]])
            activity = f"&activities[{self.activity_codes.index(r['activity'])}]" if "activity" in r else "NULL"
            rows.append(f"{{{s(id)}, {s(r['annex'])}, REGULATION_{r.regulation}, {ENUMS['stage'][r['stage']]}, {s(r['name_sv'])}, "
                        f"{activity}, {signers}, {len(r['signers'])}, {ENUMS['signer_rule'][r.get('signer_rule', 'all')]}, "
                        f"{'true' if 'director' in r.get('consulted', []) else 'false'}, {fields}, {len(r['fields'])}, "
                        f"{s(r.get('note_sv', ''))}, {self.ground(r, 'ska')}}}")
        self.table("CertificateForm", "certificates", rows)

        rows = []
        for key in self.goal_keys:
            r = book.goals[key]
            specialty = f"&specialties[{self.specialty_ids.index(key[1])}]" if key[1] else "NULL"
            rows.append(f"{{{s(r.code)}, {ENUMS['goal group'][r.group]}, {r.number}, REGULATION_{key[0]}, {specialty}, "
                        f"{s(r['name_sv'])}, {'false' if key[1] else 'true'}, {s(r.get('summary_sv', ''))}, {s(r.get('note_sv', ''))}, "
                        f"{self.activity_refs(r.get('required', []))}, {self.activity_refs(r.get('any_of', []))}, "
                        f"{self.activity_refs(r.get('advised', []))}, {self.certificate_refs(r.certificate_ids)}, "
                        f"{self.ground(r, 'ska')}}}")
        self.table("Goal", "goals", rows)

        rows = []
        for id in REGULATIONS:
            r = book.regulations[id]
            rules = []
            for n, (rule_id, x) in enumerate(sorted(r.tables["rule"].items(), key=lambda kv: kv[0].encode())):
                figures = array("Figure", f"regulation_{id}_rule_{n}_figures",
                                [f"{{{s(k)}, {v}}}" for k, v in x.get("figures", {}).items()])
                rules.append(f"{{{s(rule_id)}, {s(x['topic'])}, {s(x['text_sv'])}, {s(x.get('setting', ''))}, {figures}, "
                             f"{len(x.get('figures', {}))}, {self.ground(x)}}}")
            rules_name = array("RegulationRule", f"regulation_{id}_rules", rules)
            transitions = [f"{{{s(k)}, {s(x['when_sv'])}, {s(x['text_sv'])}, {{"
                           + ", ".join("true" if g in x["may_follow"] else "false" for g in REGULATIONS)
                           + f"}}, {self.ground(x, 'ska')}}}" for k, x in r.tables["transition"].items()]
            transitions_name = array("Transition", f"regulation_{id}_transitions", transitions)
            crosswalks = [f"{{{s(k)}, {self.goal_refs([('2021', None, c) for c in x.get('to', [])])}, {s(x['note_sv'])}, "
                          f"{self.ground(x)}}}" for k, x in r.tables["crosswalk"].items()]
            crosswalks_name = array("Crosswalk", f"regulation_{id}_crosswalks", crosswalks)
            forms = sorted((i for i in self.certificate_ids if book.certificates[i].regulation == id),
                           key=lambda i: (int(re.match(r"\d+", book.certificates[i]["annex"]).group(0)), i))
            common = [k for k in self.goal_keys if k[0] == id and k[1] is None]
            repealed = date_day(r["repealed_on"]) if "repealed_on" in r else "INT32_MIN"
            rows.append(f"{{REGULATION_{id}, {s(id)}, {s(r['name'])}, {s(r['title_sv'])}, {{{date_day(r['in_force_from'])}}}, "
                        f"{{{repealed}}}, {r['months_min']}, {r['months_min_with_doctorate']}, {r.get('bt_months_min', 0)}, {c_bool(r, 'text_read')}, "
                        f"{self.goal_refs(common)}, {rules_name}, {len(rules)}, {self.certificate_refs(forms)}, "
                        f"{transitions_name}, {len(transitions)}, {crosswalks_name}, {len(crosswalks)}, {self.ground(r, 'ska')}}}")
        self.table("Regulation", "regulations", rows)

        rows = []
        templates = {book.templates[t].get("specialty"): n for n, t in enumerate(self.template_ids)}
        for n, id in enumerate(self.specialty_ids):
            r = book.specialties[id]
            bases = array("Specialty *const", f"specialty_{n}_bases",
                          [f"&specialties[{self.specialty_ids.index(b)}]" for b in r.get("base", [])])
            goals = ", ".join(self.goal_refs([(g, x.specialty, x.code) for x in book.goals_of(g, id)]) for g in REGULATIONS)
            rows.append(f"{{{s(id)}, {s(r['name_sv'])}, {s(r.get('alt_name_sv', ''))}, {ENUMS['specialty kind'][r['kind']]}, "
                        f"{s(r['group_sv'])}, {bases}, {len(r.get('base', []))}, {s(r.get('base_note_sv', ''))}, "
                        f"{{{r.get('common_base_2015', 0)}, {r.get('common_base_2021', 0)}}}, {{{goals}}}, "
                        f"{'&templates[%d]' % templates[id] if id in templates else 'NULL'}, {self.ground(r)}}}")
        self.table("Specialty", "specialties", rows)

        rows = []
        for n, id in enumerate(self.template_ids):
            t = book.templates[id]
            items = array("TemplateItem", f"template_{n}_items", [self.item(t, i) for i in t.items_all])
            specialty = f"&specialties[{self.specialty_ids.index(t['specialty'])}]" if "specialty" in t else "NULL"
            totals = ", ".join(str(round(t["months_total"].get(g, 0) * 100)) for g in REGULATIONS)
            rows.append(f"{{{s(id)}, {s(t['name_sv'])}, {s(t['note_sv'])}, {specialty}, {{{totals}}}, {items}, {len(t.items_all)}, "
                        f"{self.ground(t)}}}")
        self.table("Template", "templates", rows)

        rows = []
        for n, id in enumerate(by_bytes(book.documents)):
            r = book.documents[id]
            clauses = array("Clause", f"document_{n}_clauses", [f"{{{s(c['heading_sv'])}, {s(c['text_sv'])}}}" for c in r.clauses])
            signers = array("RoleInfo *const", f"document_{n}_signers", [f"&roles[{self.role_ids.index(k)}]" for k in r["signers"]])
            pens = [array("Str", f"document_{n}_pen_{i}", [s(x) for x in part.get("pen_sv", [])]) for i, part in enumerate(r.parts)]
            parts = array("DocumentPart", f"document_{n}_parts", [
                f"{{{s(part.get('block', ''))}, {s(part.get('heading_sv', ''))}, {pen}, {len(part.get('pen_sv', []))}}}"
                for part, pen in zip(r.parts, pens)])
            rows.append(f"{{{s(id)}, {s(r['file'])}, {s(r['name_sv'])}, {c_bool(r, 'print_only')}, {parts}, {len(r.parts)}, "
                        f"{ENUMS['subject'][r['of']]}, &roles[{self.role_ids.index(r['drafted_by'])}], {signers}, "
                        f"{len(r['signers'])}, {r.get('validity_months', 0)}, {r.get('review_months', 0)}, "
                        f"&spur_areas[{list(book.spur_areas).index(r['spur_area'])}], {clauses}, {len(r.clauses)}, {s(r.get('note_sv', ''))}, "
                        f"{self.ground(r)}}}")
        self.table("DocumentType", "documents", rows)
        self.table("SpurArea", "spur_areas", [f"{{{s(k)}, {s(r['name_sv'])}, {s(r['looks_at_sv'])}, {self.ground(r, 'prof')}}}"
                                              for k, r in book.spur_areas.items()])
        self.table("YearEntry", "year_entries", [
            f"{{{s(k)}, {s(r['name_sv'])}, {', '.join(str(int(part)) for key in ('first', 'last') for part in r[key].split('-'))}, {s(r['page'])}, "
            f"{s(r.get('clause', ''))}, {self.ground(r, 'prof')}}}" for k, r in book.year.items()])
        self.table("SpurGrade", "spur_grades", [f"{{{s(k)}, {s(r['meaning_sv'])}, {s(r['action_sv'])}, {self.ground(r, 'prof')}}}"
                                                for k, r in book.spur_grades.items()])
        self.table("RoleInfo", "roles", [f"{{{s(k)}, {c_text(r['name_sv'])}, {c_text(r['plural_sv'])}, {c_text(r['definite_sv'])}, "
                                     f"{c_bool(r, 'is_relation')}, {c_text(r['note_sv'])}, "
                                     f"{self.given_by(r)}}}"
                                     for k, r in ((k, book.roles[k]) for k in self.role_ids)])
        rows = []
        for n, id in enumerate(self.data_ids):
            r = book.data_classes[id]
            rights = array("RightGrant", f"data_class_{n}_rights", [
                f"{{&roles[{self.role_ids.index(role)}], {ENUMS['act'][act]}, {ENUMS['reach'][reach]}, {ENUMS['grain'][grain]}, "
                f"{c_text(when)}}}" for role, act, reach, grain, when in r.rights])
            rows.append(f"{{{s(id)}, {c_text(r['name_sv'])}, {ENUMS['class'][r['class']]}, {rights}, {len(r.rights)}, "
                        f"{self.ground(r)}}}")
        self.table("DataClass", "data_classes", rows)

        rows = []
        for n, id in enumerate(self.duty_line_ids):
            r = book.duties[id]
            roles = array("RoleInfo *const", f"duty_line_{n}_roles", [f"&roles[{self.role_ids.index(x)}]" for x in r["responsible"]])
            rows.append(f"{{{s(id)}, {s(r['clause'])}, {c_text(r['text_sv'])}, {c_text(r['proof_sv'])}, {roles}, "
                        f"{len(r['responsible'])}, {self.ground(r)}}}")
        self.table("Duty", "duties", rows)

        rows = []
        for n, id in enumerate(self.duty_ids):
            r = self.speaking[id]
            names = array("Str", f"duty_{n}_arguments", [s(a) for a in r["args"]])
            cases = array("DutyCase", f"duty_{n}_cases", [self.duty_case(r, c) for c in r.cases])
            covers = array("Str", f"duty_{n}_covers", [s(x) for x in r.get("covers", [])])
            settings = array("DutySetting", f"duty_{n}_settings", self.settings(r, c_text))
            rows.append(f"{{{s(id)}, {self.duty_ref(r)}, {covers}, {len(r.get('covers', []))}, {c_text(r['name_sv'])}, "
                        f"{self.role_ref(r)}, {ENUMS['subject'][r['subject']]}, {ENUMS['rule kind'][r['kind']]}, "
                        f"{names}, {len(r['args'])}, {cases}, {len(r.cases)}, {settings}, {len(r.settings)}, {self.shown_in(r)}, "
                        f"{s(r['clause'])}, {self.ground(r)}}}")
        self.table("DutyRule", "duty_rules", rows)

        rows = []
        for n, (id, r) in enumerate(book.gatherings.items()):
            agenda = array("char *const", f"gathering_{n}_agenda", [c_text(x) for x in r["agenda_sv"]])
            arrangers = " | ".join(f"1u << {self.role_ids.index(x)}" for x in r["arranged_by"])
            area = list(book.spur_areas).index(r["spur_area"])
            rows.append(f"{{{s(id)}, {c_text(r['name_sv'])}, {ENUMS['gathering subject'][r['subject']]}, {r['minutes']}, "
                        f"{s(r.get('event', ''))}, {ENUMS['per'][r['per']]}, {c_bool(r, 'notes_private')}, "
                        f"{c_bool(r, 'counts_attendance')}, {arrangers}, {agenda}, {len(r['agenda_sv'])}, &spur_areas[{area}], "
                        f"{self.ground(r)}}}")
        self.table("GatheringKind", "gathering_kinds", rows)
        self.table("PartToCome", "parts_to_come", [f"{{{s(k)}, {s(book.parts_to_come[k]['name_sv'])}}}" for k in self.part_ids])
        rows = []
        for n, id in enumerate(self.waiting_ids):
            r = book.waiting_rules[id]
            settings = array("DutySetting", f"waiting_{n}_settings", self.settings(r, literal))
            rows.append(f"{{{s(id)}, {self.duty_ref(r)}, {s(r['name_sv'])}, {s(r['remedy_sv'])}, {self.role_ref(r)}, "
                        f"{ENUMS['subject'][r['subject']]}, {ENUMS['rule kind'][r['kind']]}, {ENUMS['severity'][r['severity']]}, "
                        f"{settings}, {len(r.settings)}, {self.shown_in(r)}, &parts_to_come[{self.part_ids.index(r['waits'])}], "
                        f"{s(r['clause'])}, {self.ground(r)}}}")
        self.table("WaitingRule", "waiting_rules", rows)
        return self.assemble(small)

    def item(self, template, item):
        book = self.book
        applies = [book.applies(item, g) and g in template["months_total"] for g in REGULATIONS]
        months, goals = [], []
        for g, there in zip(REGULATIONS, applies):
            fill = template.fill_months.get(g, 0)
            months.append(str((fill if item.get("fill") else book.hundredths(item, g)) if there else 0))
            codes = item.get("goals_" + g, []) if there else []
            goals.append(self.goal_refs([(g, None, c) if (g, None, c) in book.goals else (g, template.get("specialty"), c)
                                         for c in codes]))
        return (f"{{{s(item['id'])}, {s(item['name_sv'])}, {s(item.get('note_sv', ''))}, {ENUMS['item kind'][item['kind']]}, "
                f"{self.refs('Specialty', 'specialty', [self.specialty_ids.index(i) for i in item.get('at', [])])}, "
                f"{ENUMS['phase'][item['phase']]}, {s(item.get('setting', ''))}, "
                f"{{{', '.join('true' if a else 'false' for a in applies)}}}, {round(item.get('months_min', 0) * 100)}, "
                f"{{{', '.join(months)}}}, {c_bool(item, 'counts_time', True)}, {c_bool(item, 'optional')}, {c_bool(item, 'fill')}, "
                f"{ENUMS['basis'][item['basis']]}, {{{', '.join(goals)}}}, {ENUMS['confidence'][item['goals_confidence']]}, "
                f"{self.ground(item)}}}")

    def duty_ref(self, rule):
        return f"&duties[{self.duty_line_ids.index(rule['duty'])}]"

    def role_ref(self, rule):
        return f"&roles[{self.role_ids.index(rule['responsible'])}]"

    def shown_in(self, rule):
        area = list(self.book.spur_areas).index(rule["spur_area"])
        return (f"&spur_areas[{area}], {c_bool(rule, 'in_report')}, {c_bool(rule, 'in_pack')}, "
                f"{c_bool(rule, 'in_yearly_sheet')}")

    def settings(self, rule, text):
        return [f"{{{s(k)}, {ENUMS['unit'][x['unit']]}, {x['value']}, {x['min']}, {x['max']}, {text(x['label_sv'])}}}"
                for k, x in rule.settings.items()]

    def duty_case(self, rule, case):
        def numbered(text):
            return c_text(re.sub(r"\{(\w+)\}", lambda m: "{%d}" % (rule["args"].index(m.group(1)) + 1), text))
        return (f"{{{s(case['id'])}, {ENUMS['severity'][case['severity']]}, {ENUMS['word'][case['word']]}, "
                f"{ENUMS['binding'][case['binding']]}, {numbered(case['one_sv'])}, {numbered(case['many_sv'])}, "
                f"{numbered(case['why_sv'])}, {c_text(case['remedy_sv'])}, {s(case['remedy_page'])}, {c_bool(case, 'on_todo')}}}")

    def assemble(self, small):
        out = ["// Made by tools/rulebook.py from rulebook/. Not edited by hand.",
               '#include "rulebook/rulebook.h"', "", "#define S(text) {text, sizeof(text) - 1}", ""]
        for type, name, rows in self.out:
            out.append(f"static const {type} {name}[{len(rows)}];")
        out.append("")
        tables = {"Specialty": "specialties", "Source": "sources", "Goal": "goals", "Activity": "activities", "CertificateForm": "certificates"}
        for (type, places), name in self.pools.items():
            out.append(f"static const {type} *const {name}[] = {{" + ", ".join(f"&{tables[type]}[{p}]" for p in places) + "};")
        out.append("")
        out += small
        for type, name, rows in self.out:
            out.append(f"static const {type} {name}[{len(rows)}] = {{")
            out += [f"    {row}," for row in rows]
            out.append("};\n")
        out.append("const RulebookData rulebook_data = {")
        out.append(f"    S({literal(digest(self.book))}),")
        for name in ("sources activities regulations certificates goals specialties templates duties duty_rules waiting_rules roles data_classes "
                     "spur_areas spur_grades gathering_kinds documents year_entries").split():
            out.append(f"    {name}, sizeof({name}) / sizeof({name}[0]),")
        out.append("};")
        text = "\n".join(out) + "\n"
        # regulations has no count of its own: there are REGULATION_COUNT.
        return text.replace("    regulations, sizeof(regulations) / sizeof(regulations[0]),", "    regulations,")


def c_bool(record, key, default=False):
    return "true" if record.get(key, default) else "false"


def date_day(date):
    return (date - datetime.date(1970, 1, 1)).days


def digest(book):
    sha = hashlib.sha256()
    for name, file in sorted(book.files.items()):
        if name != "glossary.toml":
            sha.update(name.encode() + b"\0" + file.raw + b"\0")
    return sha.hexdigest()[:16]


def glossary(book):
    out = ["<!-- Made by tools/rulebook.py from rulebook/glossary.toml. Not edited by hand. -->", "# Glossary", "",
           "The nouns of the profession and what they are called here. Code uses the identifier, the interface the Swedish word.", "",
           "| Swedish | English | Identifier |", "|---|---|---|"]
    for id, term in book.terms.items():
        note = f" ({term['note']})" if "note" in term else ""
        out.append(f"| {term['sv']} | {term['en']}{note} | `{id}` |")
    return "\n".join(out) + "\n"


# ---------------------------------------------------------------- docs/uppdraget.md

class Mission:
    """What each line of the role documents and each numbered rule has become: rule, page, cases. Names what does not hold."""

    INTRO = """<!-- Made by tools/rulebook.py from rulebook/, src/routes.c and tests/cases/duty/. Not edited by hand: `make glossary`. -->
# Uppdraget

Varje rad i de två rollbeskrivningarna, och varje regel R01–R{last}: vilken regel i Randa som bevakar den, sidan där den åtgärdas och
de fall som prövar den. En regel som inte går än säger vad den väntar på. `randa rulebook show NYCKEL` visar hela posten;
`randa duties` visar vad som är att göra. Fallen prövas av `make check TEST=engine`: varje fil har minst
ett brott för vart och ett av regelns sätt att säga till, och det närmaste som inte är ett brott. Sist i raden: åtgärden utförd genom
sidan, i en databas där brottet finns, tills ärendet är borta (`make check TEST=remedy`).

{running} regler går, {waiting} väntar. De som går har {ways} sätt att säga till, {cases} fall: {breaches} brott och {calm} som inte är
brott. {mended} av dem har sin åtgärd utförd i ett test. Utan: {unmended}.
"""

    def __init__(self, book):
        self.book = book
        self.routes = self.read("src/routes.c")
        self.checks = re.findall(r'^    \{"([\w-]+)",', self.read("src/duty/engine.c"), re.M)
        self.remedies = set(re.findall(r'^    \{"([\w-]+)", "\w+", \'', self.read("src/duty/remedy_test.c"), re.M))

    def read(self, path):
        with open(os.path.join(self.book.root, path), encoding="utf-8") as f:
            return f.read()

    def counts(self):
        """How many ways the running rules have to speak, and the cases that try them."""
        expects = [re.findall(r"^expect\s+(\S+)", part, re.M) for name in sorted(os.listdir(os.path.join(self.book.root, "tests/cases/duty")))
                   if name.endswith(".case") for part in ("\n" + self.read(f"tests/cases/duty/{name}")).split("\ncase ")[1:]]
        calm = sum(found == ["nothing"] for found in expects)
        unmended = [id for id in self.book.duty_rules if id not in self.remedies]
        return {"ways": sum(len(rule.cases) for rule in self.book.duty_rules.values()), "cases": len(expects), "breaches": len(expects) - calm,
                "calm": calm, "mended": len(self.book.duty_rules) - len(unmended), "unmended": ", ".join(f"`{id}`" for id in unmended) or "ingen"}

    def cases(self, rule):
        """The rule's ways to speak that its case file expects, and whether the file has something that is not a breach."""
        path = f"tests/cases/duty/{rule['id']}.case"
        if not os.path.exists(os.path.join(self.book.root, path)):
            self.book.faults.at(rule.file, rule.path, f"no {path}")
            return path
        expects = [re.findall(r"^expect\s+(\S+)", part, re.M) for part in self.read(path).split("\ncase ")]
        for case in rule.cases:
            if not any(f"{rule['id']}.{case['id']}" in part for part in expects):
                self.book.faults.at(case.file, case.path, f"{path} has no breach `{rule['id']}.{case['id']}`")
        if not any(part and not any(x.startswith(rule["id"] + ".") for x in part) for part in expects):
            self.book.faults.at(rule.file, rule.path, f"{path} has nothing that is not a breach")
        return path

    def page(self, rule):
        address = REMEDY_PAGES.get(rule["remedy_page"], "")
        if f'{{GET,  "{address}",' not in self.routes:
            self.book.faults.at(rule.file, rule.path + ("remedy_page",), f"routes[] has no page `{address}`")
        return f"{rule['remedy_sv']}: `{address}`"

    def cells(self, rule):
        if rule["id"] in self.book.waiting_rules:
            return f"`{rule['id']}` {rule['name_sv']}", f"{rule['remedy_sv']}: väntar på {self.book.parts_to_come[rule['waits']]['name_sv']}", "", ""
        if rule["id"] not in self.checks:
            self.book.faults.at(rule.file, rule.path, f"checks[] of src/duty/engine.c has no `{rule['id']}`")
        path = self.cases(rule)
        mended = "[utförd](../src/duty/remedy_test.c)" if rule["id"] in self.remedies else "inte utförd"
        return f"`{rule['id']}` {rule['name_sv']}", self.page(rule), f"[{os.path.basename(path)}](../{path})", mended

    def rows(self, ids):
        out = []
        for id in ids:
            for n, rule in enumerate(self.book.watchers(id)):
                duty = self.book.duties.get(id)
                name = (f"`{id}` {duty['clause']}" if duty else id) if n == 0 else ""
                out.append("| " + " | ".join((name, *self.cells(rule))) + " |")
        return out

    def text(self):
        book = self.book
        lines, numbers = book.wanted_ids()
        for entry in book.year.values():
            if f'{{GET,  "{entry["page"].split("?")[0]}",' not in self.routes:
                book.faults.at(entry.file, entry.path + ("page",), f"routes[] has no page `{entry['page']}`")
        for id in self.checks:
            if id not in book.duty_rules:
                book.faults.add("src/duty/engine.c", 1, f"checks[] runs `{id}`, which rulebook/duties/ does not have as a rule that runs")
        for id in sorted(self.remedies - set(book.duty_rules)):
            book.faults.add("src/duty/remedy_test.c", 1, f"mends `{id}`, which is no rule that runs")
        out = [self.INTRO.format(**self.counts(), last=numbers[-1][1:], running=len(book.duty_rules), waiting=len(book.waiting_rules))]
        for title, first, ids in (("Rollbeskrivningarnas rader", "Rad", lines), ("Reglerna", "Regel", numbers)):
            out += [f"## {title}", "", f"| {first} | Bevakas av | Åtgärd | Fall | Åtgärden |", "|---|---|---|---|---|", *self.rows(ids), ""]
        return "\n".join(out).rstrip() + "\n"


def compare_or_write(book, path, text, made_from, write):
    if write:
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    elif not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
        book.faults.add(os.path.relpath(path, book.root), 1, f"is not what {made_from} says; run `make glossary`")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser.add_argument("-o", metavar="FILE.c")
    parser.add_argument("--glossary", metavar="FILE.md")
    parser.add_argument("--mission", metavar="FILE.md")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    book = Book(options.root)
    if options.glossary and not book.faults.seen:
        compare_or_write(book, options.glossary, glossary(book), "rulebook/glossary.toml", options.write)
    if options.mission and not book.faults.seen:
        text = Mission(book).text()
        if not book.faults.seen:
            compare_or_write(book, options.mission, text, "the rulebook", options.write)
    if book.faults.report():
        return 1
    if options.o:
        with open(options.o, "w", encoding="utf-8") as f:
            f.write(Writer(book).write())
    else:
        print(f"rulebook: {len(book.files)} files, {len(book.goals)} goals, {len(book.templates)} templates, "
              f"{len(book.duty_rules)} duty rules, {len(book.waiting_rules)} waiting, no faults")
    return 0


if __name__ == "__main__":
    sys.exit(main())
