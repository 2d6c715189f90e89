#!/usr/bin/env python3
"""What tools/sql.py makes of a small schema, and what it refuses."""
import os
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOOL = os.path.join(HERE, "../../tools/sql.py")
SCHEMA = """
CREATE TABLE region (
    id INTEGER PRIMARY KEY
){{strict}};
CREATE TABLE unit (
    {{record}}
    parent INTEGER,              -- UnitId
    name   TEXT NOT NULL         -- text
);
CREATE TABLE visit (
    {{record}}
    unit  INTEGER NOT NULL,      -- UnitId
    kind  INTEGER NOT NULL,      -- VisitKind short|long
    due   INTEGER,               -- Date
    cause TEXT NOT NULL          -- text K4
);
"""


def make(statements):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "sql"))
        schema = os.path.join(folder, "sql", "0001_base.sql")
        queries = os.path.join(folder, "x.sql")
        with open(schema, "w", encoding="utf-8") as f:
            f.write(SCHEMA)
        with open(queries, "w", encoding="utf-8") as f:
            f.write(statements)
        done = subprocess.run(["python3", "-B", TOOL, folder, schema, queries], capture_output=True, text=True, check=False)
        made = {}
        for name in ("sql.c", "records.h", "records_store.c"):
            path = os.path.join(folder, name)
            if os.path.exists(path):
                with open(path, encoding="utf-8") as f:
                    made[name] = f.read()
        return done, made


class Sql(unittest.TestCase):
    def engines(self, statement):
        done, made = make(f"-- name: probe\n-- access: a test\n{statement}\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = made["sql.c"].split("const Sql sql_probe = ")[1].split("\n")[1:3]
        return [line.strip().strip(",").strip('"') for line in lines]

    def test_nulls_sort_alike(self):
        cases = [
            ("SELECT v.id FROM visit v ORDER BY v.due, v.id", "ORDER BY v.due NULLS FIRST, v.id"),
            ("SELECT v.id FROM visit v ORDER BY v.unit, v.due DESC", "ORDER BY v.unit, v.due DESC NULLS LAST"),
            ("SELECT id FROM visit ORDER BY due DESC LIMIT 5", "ORDER BY due DESC NULLS LAST LIMIT 5"),
            ("SELECT v.id FROM visit v LEFT JOIN unit u ON u.id = v.unit ORDER BY u.name, v.id",
             "ORDER BY u.name NULLS FIRST, v.id"),
            ("SELECT v.id FROM visit v JOIN unit u ON u.id = v.unit ORDER BY u.name, v.id", "ORDER BY u.name, v.id"),
            ("SELECT id FROM visit ORDER BY due NULLS LAST", "ORDER BY due NULLS LAST"),
        ]
        for statement, expected in cases:
            sqlite, postgres = self.engines(statement)
            self.assertTrue(postgres.endswith(expected), postgres)
            self.assertEqual(sqlite, statement)

    def test_parameters_and_scope(self):
        sqlite, postgres = self.engines("SELECT id FROM unit WHERE region = :region AND name = $1 AND parent = $2")
        self.assertIn("region = ?3 AND name = ?1 AND parent = ?2", sqlite)
        self.assertIn("region = $3::bigint AND name = $1 AND parent = $2", postgres)

    def test_fragments_include_each_other(self):
        done, made = make("-- fragment: of_units\n@.unit IN (SELECT u.id FROM unit u WHERE {{named u}})\n"
                          "-- fragment: named\n@.name IN ({{words}})\n-- fragment: words\n'a', 'b'\n"
                          "-- name: probe\n-- scope: of_units v\nSELECT v.id FROM visit v WHERE {{scope}}\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("WHERE (v.unit IN (SELECT u.id FROM unit u WHERE u.name IN ('a', 'b')))", made["sql.c"])

    def test_records(self):
        _, made = make("")
        self.assertIn("VISIT_KIND_LONG", made["records.h"])
        self.assertIn('{"cause", COLUMN_TEXT, offsetof(Visit, cause), false, 4, NULL, NULL}', made["records_store.c"])
        self.assertIn("FOREIGN KEY (region, unit) REFERENCES unit (region, id)", made["sql.c"])
        self.assertIn("CHECK (kind BETWEEN 0 AND 1)", made["sql.c"])
        self.assertIn('cause TEXT COLLATE \\"C\\" NOT NULL', made["sql.c"])

    def test_refuses(self):
        cases = [
            ("-- name: a\nSELECT id FROM unit\n", "needs `-- scope"),
            ("-- name: a\n-- scope: none\nSELECT id FROM unit WHERE {{scope}}\n", "unknown scope"),
            ("-- name: a\n-- access: x\nSELECT 1\n-- name: a\n-- access: x\nSELECT 2\n", "is taken"),
            ("-- name: a\n-- access: x\n-- only: sqlite\nSELECT 1\n", "needs its twin"),
            ("-- name: a\n-- access: x\nSELECT {{none}} FROM unit\n", "unknown record"),
            ("-- fragment: f\n{{g}}\n-- fragment: g\n{{f}}\n-- name: a\n-- scope: f\nSELECT id FROM unit WHERE {{scope}}\n",
             "g cannot include f"),
            ("-- fragment: f\n{{h}}\n-- name: a\n-- scope: f\nSELECT id FROM unit WHERE {{scope}}\n", "f cannot include h"),
        ]
        for text, expected in cases:
            done, _ = make(text)
            self.assertNotEqual(done.returncode, 0, text)
            self.assertIn(expected, done.stderr)


if __name__ == "__main__":
    unittest.main()
