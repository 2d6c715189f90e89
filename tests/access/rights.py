"""Who may ask for an address, from the two things that say so: what the address is about (routes.rights), and the
table of rights (rulebook/roles/roles.toml). Nothing here is taken from the program."""
import os
import tomllib

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
LETTERS = {"T": ["trainee"], "S": ["supervisor", "main_supervisor"], "D": ["director"], "H": ["head"], "O": ["overall_director"],
           "C": ["contact"], "R": ["rota_planner"], "E": ["education_admin"], "F": ["training_office"], "B": ["bt_unit"],
           "A": ["admin"]}
EVERYBODY = "TSDHOCREFBA"
REACHES = ("own", "trainees", "unit", "region")  # a case, a pack, a report is given to single persons, not to a role


class Grant:
    def __init__(self, text):
        words, _, self.condition = (part.strip() for part in text.partition("|"))
        self.act, self.reach, *grain = words.split()
        self.grain = grain[0] if grain else ""


def table_of_rights():
    """data -> role -> grants."""
    with open(os.path.join(ROOT, "rulebook", "roles", "roles.toml"), "rb") as f:
        return {data["id"]: {role: [Grant(text) for text in grants] for role, grants in data["may"].items()}
                for data in tomllib.load(f)["data"]}


def reaches(table, letter, right, conditions=True):
    """How far the role of the letter reaches with a right: "placement W", "rota_list R dates"."""
    data, act, *grain = right.split()
    return {grant.reach for role in LETTERS[letter] for grant in table[data].get(role, [])
            if grant.act == act and grant.reach in REACHES and grant.grain in ("", *grain) and (conditions or not grant.condition)}


def letters_of(table, right):
    if right == "anyone":
        return "N" + EVERYBODY
    if right == "signed-in":
        return EVERYBODY
    return "".join(letter for letter in EVERYBODY if reaches(table, letter, right))


def read_rights():
    """(method, path) -> right."""
    rows = {}
    with open(os.path.join(ROOT, "tests", "access", "routes.rights"), encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if line.startswith("["):
                right = line.strip("[]")
            elif line:
                methods, path = line.split()
                for method in methods.split("+"):
                    rows[method, path] = right
    return rows
