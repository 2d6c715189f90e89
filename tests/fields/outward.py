#!/usr/bin/env python3
"""Field by field out (S4). Each text column of the clinic's records holds a canary of its own, column and record in its
name. Every page, list, search, export and answer of every role is read: a canary may only be there where the table of
rights (rulebook/roles/roles.toml) lets the role read that kind of data, of that person; keys and hashes nowhere."""
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "kit"), os.path.join(ROOT, "tests", "access")]
sys.dont_write_bytecode = True
import inward  # noqa: E402
import rights  # noqa: E402
import schema  # noqa: E402
import serving  # noqa: E402
import walk  # noqa: E402

count = serving.Count("fields out")
# column -> the right that reads it. A column of text that stands in neither table is a fault.
OF_A_TRAINING = "SELECT r.id, t.trainee FROM {table} r JOIN training t ON t.region = r.region AND t.id = r.training"
OF_A_PERSON = "SELECT r.id, r.person FROM {table} r"
OF_AN_ACCOUNT = "SELECT r.{key}, a.person FROM {table} r JOIN account a ON a.id = r.account"
OF_A_GATHERING = ("SELECT r.id, t.trainee FROM {table} r JOIN gathering g ON g.id = r.{gathering} JOIN training t ON t.id = g.training UNION "
                  "SELECT r.id, a.person FROM {table} r JOIN attendance a ON a.gathering = r.{gathering} UNION "
                  "SELECT r.id, g.chair FROM {table} r JOIN gathering g ON g.id = r.{gathering}")
A_GATHERING = OF_A_GATHERING.replace("{gathering}", "id")
READ = {
    "gathering.place": ("gathering R", A_GATHERING),
    "gathering.title": ("gathering R", A_GATHERING),
    "gathering.reason": ("gathering R", A_GATHERING),
    "gathering.agenda": ("gathering R", A_GATHERING),
    "gathering.link_key": ("gathering W", A_GATHERING),
    "gathering_note.note": ("gathering R", OF_A_GATHERING.replace("{gathering}", "gathering")),
    "action_item.what": ("gathering R", OF_A_GATHERING.replace("{gathering}", "gathering") + " UNION SELECT r.id, r.responsible FROM action_item r"),
    "introduction_step.what": ("introduction R", "SELECT r.id, t.trainee FROM introduction_step r JOIN introduction i ON i.id = r.introduction JOIN training t ON t.id = i.training"),
    "director_terms.consulted": ("appointment R", OF_A_PERSON),
    "director_time.what": ("appointment R", OF_A_PERSON),
    "asked_question.text": ("question R", "SELECT r.id, r.asker FROM asked_question r UNION SELECT r.id, r.handed_to FROM asked_question r"),
    "asked_question.answer": ("question R", "SELECT r.id, r.asker FROM asked_question r UNION SELECT r.id, r.handed_to FROM asked_question r"),
    "signature.kept_at": ("iup R", "SELECT r.id, t.trainee FROM signature r JOIN document_version v ON v.id = r.document_version JOIN training t ON t.id = v.training"),
    "person.email": ("contact R", "SELECT id, id FROM person"),
    "person.phone": ("contact R", "SELECT id, id FROM person"),
    "person.hsa_id": ("person R", "SELECT id, id FROM person"),
    "training.note": ("training R", "SELECT id, trainee FROM training"),
    "placement.note": ("placement R", OF_A_TRAINING),
    "event.note": ("event R", OF_A_TRAINING),
    "certificate.kept_at": ("certificate R", OF_A_TRAINING),
    "finding.reason": ("finding R", OF_A_TRAINING),
    "account.login": ("account R", OF_A_PERSON),
    "invitation.name": ("placement W", "SELECT r.id, t.trainee FROM invitation r JOIN placement p ON p.id = r.object JOIN training t ON t.id = p.training"),
    "invitation.email": ("placement W", "SELECT r.id, t.trainee FROM invitation r JOIN placement p ON p.id = r.object JOIN training t ON t.id = p.training"),
    "api_token.name": ("own", OF_AN_ACCOUNT),
    "session.agent": ("own", OF_AN_ACCOUNT),
    "sign_in_identity.subject": ("account W", "SELECT r.id, a.person FROM sign_in_identity r JOIN account a ON a.id = r.account"),
}
NEVER = {
    "calendar_feed.hash", "reminded.key",
    "account.password_hash", "factor.sealed", "recovery_code.hash", "password_code.hash", "known_device.hash", "api_token.hash",
    "invitation.hash", "invitation.code", "session.token_hash", "session.csrf", "audit.hash", "audit.before", "audit.digest",
    "outbox.recipient", "outbox.link", "outbox.token", "outbox.holder", "outbox.answer", "outbox.subject", "outbox.body", "oidc_flight.state_hash", "oidc_flight.browser_hash", "oidc_arrival.browser_hash",
    "oidc_arrival.subject", "oidc_arrival.staff", "oidc_arrival.id_token", "sign_in_failure.key", "idempotency.key", "idempotency.answer",
}
# What a program reads and would not run without, or words of the rulebook and the region: nobody's own text.
KEYS = {
    "gathering.kind": "a key", "gathering.goals": "keys", "document_version.kind": "a key", "document_version.content": "a digest",
    "document_version.paper": "a digest", "signature.role": "a key", "signature.scan": "a digest", "signature_seal.file": "a digest",
    "person.given_name": "whoever sees any relation of hers sees the name: two worlds", "person.family_name": "as given_name",
    "person.sort_key": "made of the name", "search_word.word": "made of the name", "search_word.kind": "a key",
    "qualification.specialty": "a key", "training.specialty": "a key", "training.regulation": "a key",
    "placement.item": "a key", "placement.goals": "keys", "certificate.form": "a key", "certificate.goals": "keys",
    "training_item.item": "a key", "training_item.units": "ids", "plan_version.name": "made by the program",
    "plan_version.summary": "JSON that is read", "plan_change.item": "a key", "plan_change.goals": "keys",
    "finding.rule": "a key", "finding.variant": "a key", "finding.period": "a key", "finding.grouping": "a key",
    "finding.args": "JSON that is read", "finding.rulebook": "a version", "account.theme": "a key", "account.language": "a key",
    "job.kind": "a key", "job.holder": "an instance", "job.progress": "JSON that is read", "job.input": "JSON that is read",
    "job.result": "JSON that is read", "session.address": "cut to the first three parts, one's own: Konto",
    "audit.os_user": "for the command line", "audit.action": "a key", "audit.subject": "an address or a key", "audit.fields": "keys and ids",
    "audit.relation": "a key and an id", "audit.place": "cut to the first three parts, for the command line", "change.record": "a key",
    "change.old": "JSON that is read; the page of changes has its own tests", "change.new": "as change.old", "blob.digest": "of a file",
    "blob.media": "a key", "blob_piece.digest": "of a file", "api_token.scopes": "keys", "sign_in_identity.issuer": "the region's provider",
    "oidc_flight.onward": "an address of ours", "oidc_arrival.onward": "an address of ours", "import_draft.files": "JSON that is read", "import_draft.answers": "JSON that is read",
}
LIMIT = 1  # tables of class K0 and K1 hold nobody's own data


def canary(column, row):
    return f"kn-{column.replace('.', '-').replace('_', '-')}-{row}-x"


def text_columns(db):
    """Those of tables with personal data, that hold text."""
    tool = schema.tool()
    for table, columns in tool.schema().items():
        if tool.TABLES[table][1] <= LIMIT:
            continue
        kinds = {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({table})")}
        for name, _ in columns:
            if kinds.get(name) == "TEXT":
                yield f"{table}.{name}"


def plant(world):
    """canary -> (right, about whom). Logins of those who sign in here stay."""
    planted, ours = {}, set(walk.LOGINS.values())
    account = world.one("SELECT id FROM account WHERE login = 'studierektor'")
    soon = 2 * 10 ** 12
    world.insert("invitation", hash="secret-hash-of-a-link", code="secret-hash-of-a-code", object=world.own["placement"], ends=soon)
    world.insert("api_token", hash="secret-hash-of-a-token", account=account, role=2, unit=world.own["unit"], ends=soon)
    world.insert("session", token_hash="secret-hash-of-a-session", csrf="secret-token-of-a-form", account=account, ends=soon, seen=0)
    world.insert("outbox", recipient="secret@recipient.example", subject="secret subject of a mail", body="secret body of a mail", ends=soon)
    for column, (right, sql) in READ.items():
        table, name = column.split(".")
        key = "id" if "id" in [r[1] for r in world.db.execute(f"PRAGMA table_info({table})")] else "rowid"
        for row, about in world.db.execute(sql.format(table=table, key=key)).fetchall():
            if column == "account.login" and world.one("SELECT login FROM account WHERE id = ?", row) in ours:
                continue
            text = canary(column, row)
            world.db.execute(f"UPDATE {table} SET {name} = ? WHERE {key} = ?", (text, row))
            planted.setdefault(text, (right, set()))[1].add(about)
    world.db.commit()
    return planted


def persons_of(world, login):
    """Herself, those she supervises today, and those of the unit that her appointment is at and below it."""
    me = world.one("SELECT person FROM account WHERE login = ?", login)
    trainees = {r[0] for r in world.db.execute(
        "SELECT t.trainee FROM supervision s JOIN training t ON t.id = s.training WHERE s.supervisor = ? AND s.first <= ? AND s.past > ?",
        (me, walk.DAY, walk.DAY))}
    return me, trainees


def may_read(table, letter, right, about, me, trainees):
    if right == "own":
        return me in about
    reach = rights.reaches(table, letter, right)
    return bool(reach & {"unit", "region"} or "own" in reach and me in about or "trainees" in reach and about & trainees or
            # One's own account, contact data and name are one's own whatever the role; who is asked to come reads to what.
            me in about and right in ("contact R", "person R", "account R", "gathering R"))


def answers_of(pair, world, matrix, letter, objects):
    for address, _ in inward.walk_pages(pair, world, matrix, letter, objects):
        yield address, pair.last
    for address in ("/sok?q=kn", "/sok?q=kn-person", "/sok?q=x", "/konto/utdrag.json", "/konto/utdrag.html", "/api/v1/trainings", "/api/v1/units",
                    *(f"/export/{name}.csv" for name in "units capacities people appointments trainings placements absences events courses".split())):
        _, body = pair.one.get(address)
        yield address, body.decode("utf-8", "replace")


class Reader(inward.Pair):
    def page(self, path):
        status, body = self.one.get(path)
        self.last = body.decode("utf-8", "replace")
        return self.last if status == 200 and b"<html" in body else ""


def main():
    table, matrix = rights.table_of_rights(), walk.read_matrix()
    with tempfile.TemporaryDirectory() as folder:
        base = os.path.join(folder, "base.db")
        serving.demo("sqlite:" + base)
        world = walk.World(base)
        world.fill()
        for column in text_columns(world.db):
            count.check(column in READ or column in NEVER or column in KEYS, f"{column}: who may read it is not said in tests/fields/outward.py")
        planted, met = plant(world), {}
        secrets = {v for column in NEVER for (v,) in world.db.execute("SELECT {1} FROM {0}".format(*column.split("."))) if isinstance(v, str) and len(v) > 15}
        world.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        server = serving.Server("sqlite:" + base, "--quiet", log=os.path.join(folder, "log"))
        for letter, login in walk.LOGINS.items():
            me, trainees = persons_of(world, login)
            reader = Reader((server,), login)
            for address, text in answers_of(reader, world, matrix, letter, inward.objects_of(world, letter)):
                found = set(re.findall(r"kn-[a-z-]+-\d+-x", text))
                wrong = sorted(t for t in found if t in planted and not may_read(table, letter, *planted[t], me, trainees))
                count.check(not wrong, f"{letter}, {address}: {wrong[:3]} ({planted[wrong[0]][0] if wrong else ''})")
                count.check(not any(secret in text for secret in secrets), f"{letter}, {address}: a hash or a key")
                for text in found & set(planted):
                    met.setdefault(planted[text][0], set()).add(letter)
        with open(os.path.join(folder, "log"), encoding="utf-8") as f:
            count.check("kn-" not in f.read(), "a canary is in the technical log")
        server.end()
    print(f"{len(planted)} canaries; met by:", ", ".join(f"{right} {''.join(sorted(letters))}" for right, letters in sorted(met.items())))
    count.check({"contact R", "training R", "event R"} <= set(met), f"too few canaries are ever shown: {sorted(met)}")
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
