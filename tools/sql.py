#!/usr/bin/env python3
"""Makes C from the schema (sql/*.sql) and the statements (src/**/*.sql).

usage: sql.py OUTDIR FILE...

Writes into OUTDIR
  sql.h sql.c              every statement as a `const Sql`, SQL_NAME; the migrations
  records.h/.c             a struct and its enums for every {{record}} table (pure)
  records_store.h/.c       x_load, x_save, x_delete, x_from_row for each
  tables.h/.c              every table with its columns and key, for backups

A statement file holds statements, each after its headers:

  -- name: placement_list_for_trainee
  -- scope: visible_training t         the fragment stands where {{scope}} does, with its alias
  SELECT {{placement p}} FROM placement p JOIN training t ON ... WHERE {{scope}} AND p.training = $1

A SELECT from a table of the region needs a scope, or `-- access: why not`. {{placement}} or
{{placement p}} is the list of the record's columns, for placement_from_row. Beside $1.. a statement
may use :region, :actor and :today; query_begin binds them. A statement with `-- only: sqlite` has an
`-- only: postgres` twin of the same name. Fragments stand in `-- fragment: name` blocks, where @ is
the alias; {{name alias}} in one includes another, so that each rule is written once.
"""
import os
import re
import sys

outdir, files = sys.argv[1], sys.argv[2:]
errors = []


def complain(path, line, text):
    errors.append(f"{path}:{line}: {text}")


def camel(name):
    return "".join(part.capitalize() for part in name.split("_"))


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Column:
    def __init__(self, name, null, ctype, enum, data_class, ref):
        self.name, self.null, self.ctype, self.enum = name, null, ctype, enum
        self.data_class, self.ref = data_class, ref
        self.to = snake(ctype[:-2]) if ctype.endswith("Id") else None  # the table, also where no key holds it


BASIC = {
    "Date": ("Date", "COLUMN_DATE"), "Instant": ("int64_t", "COLUMN_INSTANT"),
    "Percent": ("Percent", "COLUMN_PERCENT"), "bool": ("bool", "COLUMN_BOOL"),
    "int": ("int64_t", "COLUMN_INT"), "text": ("Str", "COLUMN_TEXT"), "bytes": ("Str", "COLUMN_BYTES"),
}

records = {}  # table -> [Column]
enums = {}    # type -> [values]
migrations = []


# --- the schema ---------------------------------------------------------------------------------

def parse_column(path, number, line):
    m = re.match(r"\s*(\w+)\s+(INTEGER|TEXT|\{\{blob\}\})(.*?),?\s*--\s*(.+?)\s*$", line)
    if not m:
        return None
    name, _, rest, comment = m.groups()
    words = comment.split()
    kind, data_class = words[0], 2
    for word in words[1:]:
        if re.fullmatch(r"K[34]", word):
            data_class = int(word[1])
    null = "NOT NULL" not in rest
    if kind in BASIC:
        return Column(name, null, kind, None, data_class, None)
    if kind.endswith("Id"):
        return Column(name, null, kind, None, data_class, None if "loose" in words else snake(kind[:-2]))
    values = words[1].split("|") if len(words) > 1 and "|" in words[1] else None
    if values:
        if kind in enums:
            complain(path, number, f"the enum {kind} is made twice")
        enums[kind] = values
    elif kind not in enums:
        complain(path, number, f"unknown type {kind}")
        enums[kind] = ["unknown"]
    return Column(name, null, kind, kind, data_class, None)


def expand_schema(path, text):
    """One migration's text with {{record}} expanded; notes the records on the way."""
    out, table, foreign = [], None, []
    for number, line in enumerate(text.split("\n"), 1):
        m = re.match(r"CREATE TABLE (\w+) \($", line)
        if m:
            table, foreign = m.group(1), []
        if line.strip() == "{{record}}":
            records[table] = []
            line = ("    id INTEGER PRIMARY KEY,\n"
                    "    region INTEGER NOT NULL REFERENCES region (id),\n"
                    "    version INTEGER NOT NULL DEFAULT 1,")
        elif table in records and line.strip() and not line.startswith((")", "CREATE")):
            column = parse_column(path, number, line)
            if column is None and not line.strip().startswith("--"):
                complain(path, number, "a record's column needs its type in a comment")
            elif column:
                records[table].append(column)
                if column.ref:
                    foreign.append(f"FOREIGN KEY (region, {column.name}) REFERENCES {column.ref} (region, id)")
                check = ""
                if column.enum:
                    check = f" CHECK ({column.name} BETWEEN 0 AND {len(enums[column.enum]) - 1})"
                elif column.ctype == "bool":
                    check = f" CHECK ({column.name} IN (0, 1))"
                elif column.ctype == "Percent":
                    check = f" CHECK ({column.name} BETWEEN 0 AND 100)"
                code = line.split("--")[0].rstrip().rstrip(",")
                line = code + check + ","
        elif table in records and line.startswith(");"):
            out.append("    UNIQUE (region, id)" + "".join(",\n    " + f for f in foreign))
            line = "){{strict}};"
            table = None
        out.append(line)
    return "\n".join(out)


def sqlite_text(text):
    return text.replace("{{strict}}", " STRICT").replace("{{blob}}", "BLOB")


def postgres_text(text):
    text = text.replace("{{strict}}", "").replace("{{blob}}", "BYTEA")
    text = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', text)  # texts compare by bytes, as in SQLite
    return re.sub(r"\bINTEGER\b", "BIGINT", text)


def read_tables(text):
    """Every table of the migrations so far: name -> (columns (name, kind, refers to its own table), key)."""
    for name, inside in re.findall(r"CREATE TABLE (\w+) \((.*?)\n?\)(?:\{\{strict\}\})?;", text, re.S):
        own = set(re.findall(rf"FOREIGN KEY \(region, (\w+)\) REFERENCES {name} \(", inside))
        columns = re.findall(r"(?:^|,|\n)\s*(\w+)\s+(INTEGER|TEXT|\{\{blob\}\})", inside)
        key = re.search(r"PRIMARY KEY \(([^)]+)\)", inside)
        alone = re.search(r"(?:^|,|\n)\s*(\w+)\s+(?:INTEGER|TEXT)[^,\n]* PRIMARY KEY", inside)
        keys = [k.strip() for k in key.group(1).split(",")] if key else [alone.group(1)] if alone else []
        if not keys:
            errors.append(f"the table {name} needs a primary key: a backup reads by it")
        tables[name] = ([(c, KINDS[t], c in own) for c, t in columns], keys)
    for name, column, kind in re.findall(r"ALTER TABLE (\w+) ADD COLUMN (\w+) (INTEGER|TEXT|\{\{blob\}\})", text):
        tables[name][0].append((column, KINDS[kind], False))
    for name in re.findall(r"DROP TABLE (\w+)", text):
        del tables[name]


KINDS = {"INTEGER": "PARAM_NUMBER", "TEXT": "PARAM_TEXT", "{{blob}}": "PARAM_BYTES"}
tables = {}  # in the order they are made, so that what is referred to stands first


# --- the statements -----------------------------------------------------------------------------

fragments = {}
statements = {}  # name -> {"both"|"sqlite"|"postgres": text}
sources = []


def read_statements(path):
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    current = None
    for number, line in enumerate(lines, 1):
        header = re.match(r"--\s*(name|scope|access|only|fragment):\s*(.*?)\s*$", line)
        if header and header.group(1) in ("name", "fragment"):
            current = {"path": path, "line": number, "text": [], header.group(1): header.group(2)}
            sources.append(current)
        elif header and current is not None:
            current.setdefault(header.group(1), []).append(header.group(2))
        elif current is not None:
            current["text"].append(line)
        elif line.strip() and not line.startswith("--"):
            complain(path, number, "SQL before the first `-- name:`")


def body(source):
    lines = [l for l in source["text"] if not l.strip().startswith("--")]
    return re.sub(r"\s+", " ", " ".join(lines)).strip().rstrip(";")


def column_list(table, alias):
    prefix = f"{alias}." if alias else ""
    return ", ".join(f"{prefix}{c}" for c in ["id", "version"] + [c.name for c in records[table]])


def expand_fragment(name, argument, inside=()):
    """A fragment's text with what stands for @, and the fragments that it includes."""
    source = fragments[name]
    def included(m):
        if m.group(1) not in fragments or m.group(1) in inside + (name,):
            complain(source["path"], source["line"], f"{name} cannot include {m.group(1)}")
            return "0"
        return expand_fragment(m.group(1), m.group(2) or "", inside + (name,))
    text = body(source).replace("@.", f"{argument}." if argument else "").replace("@", argument)
    return re.sub(r"\{\{(\w+)(?: ([^{}]*))?\}\}", included, text)


def expand_statement(source):
    text, path, line = body(source), source["path"], source["line"]
    scopes = source.get("scope", [])
    for scope in scopes:
        name, _, alias = scope.partition(" ")
        if name not in fragments:
            complain(path, line, f"unknown scope {name}")
            continue
        if "{{scope}}" not in text:
            complain(path, line, "a scope needs {{scope}} in its statement")
        text = text.replace("{{scope}}", f"({expand_fragment(name, alias)})", 1)
    if "{{scope}}" in text:
        complain(path, line, "{{scope}} without a `-- scope:`")
    if text.upper().startswith(("SELECT", "WITH")) and not scopes and "access" not in source:
        complain(path, line, "a SELECT needs `-- scope: fragment alias` or `-- access: why not`")

    bare = re.search(r"coalesce\(\w+\.((?:given|family)_name), ''\)(?! AS \1)", text)
    if bare:  # a pilot's initials follow the column's name (query_text)
        complain(path, line, f"coalesce of {bare.group(1)} needs AS {bare.group(1)}, or a pilot shows it whole")

    def columns(m):
        if m.group(1) not in records:
            complain(path, line, f"unknown record {m.group(1)}")
            return "1"
        return column_list(m.group(1), m.group(2))
    return re.sub(r"\{\{(\w+)(?: (\w+))?\}\}", columns, text)


def nullable_columns(text):
    """A test: can this `alias.column` or `column` of the statement be NULL?"""
    tables = {}
    for left, table, alias in re.findall(r"(LEFT JOIN|JOIN|FROM|,)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?", text):
        if table in records:
            names = {c.name for c in records[table] if c.null} if left != "LEFT JOIN" else None
            tables[alias if alias and not alias.isupper() else table] = names
    def test(qualifier, name):
        asked = [tables[qualifier]] if qualifier in tables else [] if qualifier else list(tables.values())
        return any(names is None or name in names for names in asked)
    return test


def nulls_first(text):
    """SQLite sorts NULL before all else, PostgreSQL after: where a column can be NULL, it is said.
    (Said everywhere, it would keep PostgreSQL from reading the order out of an index.)"""
    if "NULLS " in text:
        return text
    can_be_null = nullable_columns(text)
    def item(m):
        if not can_be_null(m.group(1), m.group(2)):
            return m.group(0)
        return m.group(0) + (" NULLS LAST" if (m.group(3) or "").strip() == "DESC" else " NULLS FIRST")
    def clause(m):
        return re.sub(r"(?:(\w+)\.)?\b([a-z_]\w*)(\s+ASC|\s+DESC)?(?=\s*(?:,|$))", item, m.group(0))
    return re.sub(r"ORDER BY (?:[\w.]+(?: ASC| DESC)?(?:, )?)+", clause, text)


def numbered(text, engine):
    """$n and :names to positions; returns text, count of $n, positions of region, actor, today."""
    count = max([int(n) for n in re.findall(r"\$(\d+)", text)] or [0])
    where, following = {}, count
    for name in ("region", "actor", "today"):
        if re.search(rf":{name}\b", text):
            following += 1
            where[name] = following
    for name, position in where.items():
        value = f"?{position}" if engine == "sqlite" else f"${position}::bigint"
        text = re.sub(rf"(?<!:):{name}\b", value, text)
    if engine == "sqlite":
        text = re.sub(r"\$(\d+)", r"?\1", text)
    else:
        text = nulls_first(text)
        text = re.sub(r"\bAS INTEGER\)", "AS BIGINT)", text)
    return text, count, [where.get(n, 0) for n in ("region", "actor", "today")]


def c_string(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", '\\n"\n    "') + '"'


def add_record_statements():
    for table, columns in records.items():
        names = [c.name for c in columns]
        n = len(names)
        statements[f"{table}_record_select"] = {
            "both": f"SELECT {column_list(table, '')} FROM {table} WHERE region = :region AND id = $1"}
        values = ", ".join(f"${i + 3}" for i in range(n))
        statements[f"{table}_record_insert"] = {
            "both": f"INSERT INTO {table} (id, region, version, {', '.join(names)}) "
                    f"VALUES ($1, :region, $2, {values})"}
        sets = ", ".join(f"{name} = ${i + 4}" for i, name in enumerate(names))
        statements[f"{table}_record_update"] = {
            "both": f"UPDATE {table} SET version = $3, {sets} WHERE region = :region AND id = $1 AND version = $2"}
        statements[f"{table}_record_delete"] = {
            "both": f"DELETE FROM {table} WHERE region = :region AND id = $1 AND version = $2"}


# Whose a row is: the person it is about, or whose training or account. Others in it are only named.
OWNERS = {"person": "{c} = $1", "trainee": "{c} = $1",
          "training": "training IN (SELECT o.id FROM training o WHERE o.region = :region AND o.trainee = $1)",
          "account": "account IN (SELECT o.id FROM account o WHERE o.region = :region AND o.person = $1)"}


def add_person_statements():
    """x_record_about: the rows about a person; x_record_named: those about others that name her."""
    for table, columns in records.items():
        owns = ["id = $1"] if table == "person" else [
            OWNERS[c.name].format(c=c.name) for c in columns if c.to in ("person", "training", "account") and c.name in OWNERS]
        names = [f"{c.name} = $1" for c in columns if c.to == "person" and c.name not in OWNERS]
        about[table], named[table] = bool(owns), bool(names)
        select = f"SELECT {column_list(table, '')} FROM {table} WHERE region = :region AND"
        if owns:
            statements[f"{table}_record_about"] = {"both": f"{select} ({' OR '.join(owns)}) ORDER BY id"}
        if names:
            no = f" AND NOT COALESCE(({' OR '.join(owns)}), FALSE)" if owns else ""
            statements[f"{table}_record_named"] = {"both": f"{select} ({' OR '.join(names)}){no} ORDER BY id"}


about, named = {}, {}


# --- writing ------------------------------------------------------------------------------------

def write(name, lines):
    with open(os.path.join(outdir, name), "w", encoding="utf-8") as f:
        f.write("// Made by tools/sql.py from sql/*.sql and src/**/*.sql.\n")
        f.write("\n".join(lines) + "\n")


def write_sql():
    names = sorted(statements)
    header = ["#pragma once", '#include "store/db.h"', "",
              "typedef struct {", "    int number;", "    const char *name, *sqlite, *postgres;",
              "} Migration;", "extern const Migration migrations[];",
              "extern const size_t migration_count;", "extern const Sql *const sql_statements[]; // ends with NULL",
              ""]
    source = ['#include "gen/sql.h"', ""]
    for name in names:
        variants = statements[name]
        lite = variants.get("sqlite") or variants.get("both")
        post = variants.get("postgres") or variants.get("both")
        if not lite or not post:
            errors.append(f"{name}: `-- only:` needs its twin for the other engine")
            continue
        lite, count, where = numbered(lite, "sqlite")
        post, count2, where2 = numbered(post, "postgres")
        if count != count2 or where != where2:
            errors.append(f"{name}: the two engines' texts take different parameters")
        header.append(f"extern const Sql sql_{name};")
        header.append(f"#define SQL_{name.upper()} (&sql_{name})")
        source.append(f"const Sql sql_{name} = {{\"{name}\",\n    {c_string(lite)},\n    {c_string(post)},\n"
                      f"    {count}, {where[0]}, {where[1]}, {where[2]}}};")
    source.append("const Sql *const sql_statements[] = {")
    source += [f"    &sql_{name}," for name in names] + ["    NULL};"]
    source.append("const Migration migrations[] = {")
    for number, name, text in migrations:
        source.append(f'    {{{number}, "{name}",\n    {c_string(sqlite_text(text))},\n    {c_string(postgres_text(text))}}},')
    source += ["};", f"const size_t migration_count = {len(migrations)};"]
    write("sql.h", header)
    write("sql.c", source)


def write_tables():
    write("tables.h", ["#pragma once", '#include "store/engine.h"', "",
                       "typedef struct {", "    const char *name;", "    ParamKind kind;",
                       "    bool own; // refers to a row of its own table", "} StoredColumn;", "typedef struct {", "    const char *name;",
                       "    const StoredColumn *columns;", "    size_t column_count;",
                       "    const int *key; // columns", "    size_t key_count;", "} StoredTable;",
                       "extern const StoredTable stored_tables[]; // what is referred to stands first; ends with a NULL name"])
    out = ['#include "gen/tables.h"', ""]
    for name, (columns, keys) in tables.items():
        names = [c for c, _, _ in columns]
        out.append(f"static const StoredColumn columns_{name}[] = {{"
                   + ", ".join(f'{{"{c}", {kind}, {str(own).lower()}}}' for c, kind, own in columns) + "};")
        out.append(f"static const int key_{name}[] = {{{', '.join(str(names.index(k)) for k in keys)}}};")
    out.append("const StoredTable stored_tables[] = {")
    out += [f'    {{"{name}", columns_{name}, COUNT_OF(columns_{name}), key_{name}, COUNT_OF(key_{name})}},' for name in tables]
    out.append("    {0}};")
    write("tables.c", out)


def c_name(name):
    return f'"{name}"' if name else "NULL"


def c_type(column):
    return BASIC[column.ctype][0] if column.ctype in BASIC else column.ctype


def write_records():
    out = ["#pragma once", '#include "base/list.h"', '#include "base/date.h"', ""]
    for table in records:
        out.append(f"typedef struct {{\n    int64_t raw;\n}} {camel(table)}Id;")
    for name, values in enums.items():
        prefix = snake(name).upper()
        out.append("typedef enum {\n" + "".join(f"    {prefix}_{v.upper()},\n" for v in values) + f"}} {name};")
        out.append(f"#define {prefix}_COUNT {len(values)}")
        out.append(f"extern const char *const {snake(name)}_names[]; // English codes, ends with NULL")
    for table, columns in records.items():
        out.append("")
        out.append(f"typedef struct {{\n    {camel(table)}Id id;\n    int64_t version;")
        out += [f"    {c_type(c)} {c.name};" for c in columns]
        out.append(f"}} {camel(table)};")
        out.append(f"LIST_OF({camel(table)}List, {camel(table)});")
    write("records.h", out)

    head = ["#pragma once", '#include "gen/records.h"', '#include "store/record.h"', ""]
    names = ['#include "gen/records.h"', ""]
    for name, values in enums.items():
        names.append(f"const char *const {snake(name)}_names[] = {{"
                     + "".join(f'"{v}", ' for v in values) + "NULL};")
    write("records.c", names)

    source = ['#include "gen/records_store.h"', '#include "gen/sql.h"', ""]
    for table, columns in records.items():
        t = camel(table)
        head += [f"extern const RecordType record_{table};",
                 f"#define {table.upper()}_COLUMNS {len(columns) + 2}",
                 f"MUST_CHECK bool {table}_load(Db *db, Arena *arena, {t}Id id, {t} *ret, Err *err);",
                 f"MUST_CHECK bool {table}_save(Act *act, {t} *{table}, Err *err);",
                 f"MUST_CHECK bool {table}_delete(Act *act, const {t} *{table}, Err *err);",
                 f"{t} {table}_from_row(const Query *query, Arena *arena, int column);",
                 f"// Runs a bound query whose columns are {{{{{table}}}}} to its end.",
                 f"MUST_CHECK bool {table}_list_all(Query *query, Arena *arena, {t}List *ret, Err *err);", ""]
        source.append(f"\nstatic const Column columns_{table}[] = {{")
        for c in columns:
            kind = BASIC[c.ctype][1] if c.ctype in BASIC else ("COLUMN_ENUM" if c.enum else "COLUMN_ID")
            names = f"{snake(c.enum)}_names" if c.enum else "NULL"
            source.append(f'    {{"{c.name}", {kind}, offsetof({t}, {c.name}), {str(c.null).lower()}, '
                          f"{c.data_class}, {names}, {c_name(c.to)}}},")
        source.append("};")
        s = f"{table}_record"
        source.append(f'const RecordType record_{table} = {{"{table}", sizeof({t}), columns_{table}, '
                      f"COUNT_OF(columns_{table}),\n    SQL_{s.upper()}_SELECT, SQL_{s.upper()}_INSERT, "
                      f"SQL_{s.upper()}_UPDATE, SQL_{s.upper()}_DELETE,\n    "
                      f"{f'SQL_{s.upper()}_ABOUT' if about[table] else 'NULL'}, {f'SQL_{s.upper()}_NAMED' if named[table] else 'NULL'}}};")
        source.append(f"""
bool {table}_load(Db *db, Arena *arena, {t}Id id, {t} *ret, Err *err) {{
    return record_load(db, arena, &record_{table}, id.raw, ret, err);
}}
bool {table}_save(Act *act, {t} *{table}, Err *err) {{
    return record_save(act, &record_{table}, {table}, err);
}}
bool {table}_delete(Act *act, const {t} *{table}, Err *err) {{
    return record_delete(act, &record_{table}, {table}, err);
}}
{t} {table}_from_row(const Query *query, Arena *arena, int column) {{
    {t} record;
    record_from_row(query, arena, &record_{table}, column, &record);
    return record;
}}
bool {table}_list_all(Query *query, Arena *arena, {t}List *ret, Err *err) {{
    {t}List list = {{0}};
    while (query_next(query)) list_add(arena, &list, {table}_from_row(query, arena, 0));
    if (!query_end(query, err)) return false;
    *ret = list;
    return true;
}}""")
    source.append("\nconst RecordType *const record_types[] = {")
    source += [f"    &record_{table}," for table in records] + ["    NULL};"]
    write("records_store.h", head)
    write("records_store.c", source)


for path in files:
    if re.search(r"(^|/)sql/\d{4}_", path):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        base = os.path.basename(path)
        kept = "\n".join(l for l in expand_schema(path, text).split("\n") if not l.strip().startswith("--"))
        migrations.append((int(base[:4]), base[5:-4], kept.strip()))
    else:
        read_statements(path)
migrations.sort()
for _, _, text in migrations:
    read_tables(text)
for table, columns in records.items():
    for column in columns:
        if column.ref and column.ref not in records:
            errors.append(f"{table}.{column.name}: there is no record {column.ref}")
for source in sources:
    if "fragment" in source:
        fragments[source["fragment"]] = source
for source in sources:
    if "name" in source:
        engine = source.get("only", ["both"])[0]
        variants = statements.setdefault(source["name"], {})
        if engine in variants:
            complain(source["path"], source["line"], f"the name {source['name']} is taken")
        variants[engine] = expand_statement(source)
add_record_statements()
add_person_statements()
write_sql()
write_records()
write_tables()
if errors:
    sys.exit("\n".join(errors))
