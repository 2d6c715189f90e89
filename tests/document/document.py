"""Every document Randa puts on paper, looked at by the checker beside this file and by qpdf and poppler."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
import faults  # noqa: E402
import pdf_check  # noqa: E402

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


with tempfile.TemporaryDirectory() as folder:
    writer(folder)
print(f"document: {passed} passed, {failed} failed")
sys.exit(failed > 0)
