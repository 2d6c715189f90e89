"""Every document Randa puts on paper, looked at by the checker beside this file and by qpdf and poppler."""
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(__file__))
import faults  # noqa: E402
import pdf_check  # noqa: E402

RANDA, TODAY = "build/randa", "2026-11-23"
FORMS = {"2021": [str(n) for n in range(1, 14)], "2015": ["1", "2", "3", "4", "5", "6", "7", "8a", "8b"]}
PAPERS = ["iup", "st-kontrakt", "sidotjanstgoring", "anmalan-bt", "handledning", "arlig-avstamning", "slutlig-avstamning", "kollegium", "atgardsplan"]
passed = failed = 0


def want(condition, what):
    global passed, failed
    passed, failed = passed + bool(condition), failed + (not condition)
    if not condition:
        print(f"document: {what}")


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, **options)


def sound(path, what):
    found = sorted(set(pdf_check.check(path)))
    want(not found, f"{what}: {found[:5]}")
    want(run("qpdf", "--check", path).returncode == 0, f"{what}: qpdf finds faults")
    for row in run("pdffonts", path).stdout.splitlines()[2:]:
        want(row.split()[-5:-2] == ["yes", "yes", "yes"], f"{what}: a font is not embedded with its texts: {row}")


def writer(folder):
    """The writer's own sample: everything it can put down."""
    path = os.path.join(folder, "sample.pdf")
    made = run("build-check/unit", "pdf", env={**os.environ, "RANDA_PDF_SAMPLE": path})
    want(made.returncode == 0 and os.path.exists(path), "the sample is made")
    sound(path, "the sample")
    text = run("pdftotext", path, "-").stdout
    order = ["Individuell utbildningsplan", "Åsa Ödmård, Łukasz Dvořák och Şebnem", "Första målet", "saknas: 字", "Placeringar",
             "öppenvårdsmottagning 1\n", "öppenvårdsmottagning 40", "Tidslinje", "Efternamn", "Per Åberg", "Slut."]
    places = [text.find(words) for words in order]
    want(all(p >= 0 for p in places) and places == sorted(places), f"the text in reading order: {places}")
    tree = run("pdfinfo", "-struct", path).stdout
    want(tree.count("/Scope /Column") == 4 and tree.count("/Scope /Row") == 40, "each head is told once, however many pages repeat it")
    global passed, failed
    found, missed = faults.run(path)
    passed, failed = passed + found, failed + missed


def clinic(folder):
    """The demo clinic's documents: a plan, a contract and every form, and all certificates against the clock."""
    world = ["--db", "sqlite:" + os.path.join(folder, "clinic.db"), "--today", TODAY]
    subprocess.run([RANDA, "demo", "--size", "clinic", "--seed", "1", *world], check=True, capture_output=True)
    rows = [row.split("\t") for row in run(RANDA, "document", "list", *world).stdout.splitlines()]
    want(len(rows) > 200, f"the clinic has documents: {len(rows)}")
    for regulation, forms in FORMS.items():
        name, who = next((row[0].split("/")[0], row[1]) for row in rows if f"/{regulation}-" in row[0])
        for form in PAPERS + ["ansokan"] + [f"{regulation}-{annex}" for annex in forms]:
            path = os.path.join(folder, f"{regulation}-{form}.pdf")
            made = run(RANDA, "document", "get", f"{name}/{form}", "-o", path, *world)
            want(made.returncode == 0, f"{form}: {made.stderr}")
            sound(path, form)
            text = run("pdftotext", path, "-").stdout
            want(who.split()[-1] in text, f"{form}: names {who}")
    order = next(row[0] for row in rows if "/p" in row[0])
    path = os.path.join(folder, "order.pdf")
    run(RANDA, "document", "get", order, "-o", path, *world)
    sound(path, order)
    bytes_first = open(path, "rb").read()
    want(run(RANDA, "document", "get", "0/iup", "-o", path, *world).returncode == 1, "an unknown training is refused")
    want(run(RANDA, "document", "get", order.replace("/p", "/p9999"), "-o", path, *world).returncode == 1, "an unknown placement is refused")
    want(b"/StructTreeRoot" in bytes_first, "tagged")
    os.mkdir(os.path.join(folder, "all"))
    began = time.monotonic()
    made = run(RANDA, "document", "certificates", "-o", os.path.join(folder, "all"), *world)
    took, count = time.monotonic() - began, len(os.listdir(os.path.join(folder, "all")))
    want(made.returncode == 0 and count >= 200, f"every certificate: {made.stderr}")
    want(took / max(count, 1) < 0.025, f"400 certificates in 10 s: {count} took {took:.1f} s")


with tempfile.TemporaryDirectory() as folder:
    writer(folder)
    clinic(folder)
print(f"document: {passed} passed, {failed} failed")
sys.exit(failed > 0)
