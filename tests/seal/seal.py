"""What pdfsig, openssl and qpdf make of a sealed PDF; then thousands of changed ones for `randa verify`."""
import json
import os
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "document"))
import pdf_check  # noqa: E402

RANDA = os.path.abspath("build/randa")
passed = failed = 0


def want(condition, what):
    global passed, failed
    passed, failed = passed + bool(condition), failed + (not condition)
    if not condition:
        print(f"seal: {what}")


def run(*words, **options):
    return subprocess.run(words, capture_output=True, **options)


def signatures(data):
    """(before, after, DER) of each signature in the file, by its ByteRange, as an outside reader finds them."""
    for found in re.finditer(rb"/ByteRange\[(\d+) +(\d+) +(\d+) +(\d+) *\]", data):
        a, b, c, d = map(int, found.groups())
        der = bytes.fromhex(data[b + 1:c - 1].decode())
        size = int.from_bytes(der[2:4], "big") + 4
        yield a, b, c, d, der[:size]


def outside(folder):
    """pdfsig, openssl cms and qpdf accept every signature."""
    path, trust = os.path.join(folder, "sealed.pdf"), os.path.join(folder, "trust.pem")
    data = open(path, "rb").read()
    told = run("pdfsig", path).stdout.decode()
    want(told.count("Signature Validation: Signature is Valid.") == 3, f"pdfsig: {told}")
    want(told.count("Signature Type: ETSI.CAdES.detached") == 3, f"pdfsig sees PAdES: {told}")
    want(told.count("Total document signed") == 1, f"the last covers all: {told}")
    found = list(signatures(data))
    want(len(found) == 3 and found[-1][2] + found[-1][3] == len(data), "the last reaches the end")
    for a, b, c, d, der in found:
        cms, content = os.path.join(folder, "cms.der"), os.path.join(folder, "content")
        open(cms, "wb").write(der)
        open(content, "wb").write(data[a:a + b] + data[c:c + d])
        command = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", cms, "-content", content, "-binary", "-CAfile", trust,
                   "-purpose", "any", "-partial_chain", "-out", os.devnull]
        answer = run(*command)
        want(answer.returncode == 0, f"openssl: {answer.stderr.decode()}")
        open(content, "ab").write(b"x")
        want(run(*command).returncode != 0, "openssl refuses another content")
        want(b"signingTime" not in run("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", cms).stdout, "no signing time in the CMS")
    want(run("qpdf", "--check", path).returncode == 0, "qpdf finds no fault")
    faults = sorted(set(pdf_check.check(path)))
    want(not faults, f"still PDF/A and PDF/UA: {faults[:5]}")


def verdicts(folder, files):
    """What `randa verify` says of each, many at a time."""
    answer = []
    for first in range(0, len(files), 200):
        names = []
        for i, data in enumerate(files[first:first + 200]):
            names.append(os.path.join(folder, f"v{i}.pdf"))
            with open(names[-1], "wb") as f:
                f.write(data)
        told = run(RANDA, "verify", "--json", "--trust", os.path.join(folder, "trust.pem"), *names)
        answer += [row["verdict"] for row in json.loads(told.stdout)]
    want(len(answer) == len(files), f"each is answered: {len(answer)} of {len(files)}")
    return answer


def changed(data, at, value):
    return data[:at] + bytes([value]) + data[at + 1:]


def attacks(folder):
    sealed, other = (open(os.path.join(folder, name), "rb").read() for name in ("sealed.pdf", "other.pdf"))
    chance = random.Random(1)
    whole = [sealed, other]
    want(verdicts(folder, whole) == ["valid"] * 2, "no valid one is refused")
    found, others = list(signatures(sealed)), list(signatures(other))
    # One byte: anywhere, everywhere in the first hexadecimal digits of each signature, in every line of structure.
    bytes_ = [changed(sealed, at, sealed[at] ^ (1 << chance.randrange(8))) for at in (chance.randrange(len(sealed)) for _ in range(800))]
    for _, b, c, _, der in found:
        for at in range(b + 1, b + 1 + 2 * len(der)):
            if at % 5 == 0 or at < b + 200:
                digit = int(chr(sealed[at]), 16)
                bytes_.append(changed(sealed, at, ord("0123456789abcdef"[digit ^ (1 << chance.randrange(4))])))
        bytes_ += [changed(sealed, at, ord("1")) for at in (b + 1 + 2 * len(der), c - 2, chance.randrange(b + 2 + 2 * len(der), c - 1))]
        upper = next(at for at in range(b + 1, c) if chr(sealed[at]) in "abcdef")
        bytes_.append(changed(sealed, upper, sealed[upper] - 32))
        bytes_.append(changed(sealed, b, ord(" ")))
    cuts = [sealed[:chance.randrange(len(sealed))] for _ in range(200)] + [sealed[:-1], sealed[1:]] + [sealed[:f[2] + f[3]] for f in found[:-1]] + [b"", sealed[:1]]
    update = sealed[found[1][2] + found[1][3]:]
    first = sealed[:sealed.index(b"%%EOF\n") + 6]
    grown = [sealed + tail for tail in (b"\n", b" ", b"%", b"%%EOF\n", update, update * 2, b"1 0 obj\n<<>>\nendobj\n", sealed, b"\0" * 1000)]
    page = b"\n".join([b"3 0 obj", b"<<>>", b"endobj", b"xref", b"3 1", b"%010d 00000 n ", b"trailer", b"<</Size 999/Root 1 0 R/Prev 1>>", b"startxref", b"%d", b"%%%%EOF", b""])
    grown += [sealed + page % (len(sealed), len(sealed) + 24), first + b" " + sealed[len(first):], first + update + sealed[len(first):]]
    # Signatures of one document in another, of one place in another, two changing places.
    swapped = []
    for i, mine in enumerate(found):
        for j, theirs in enumerate(others):
            swapped.append(sealed[:mine[1]] + other[theirs[1]:theirs[2]] + sealed[mine[2]:])
            if i != j:
                swapped.append(sealed[:mine[1]] + sealed[found[j][1]:found[j][2]] + sealed[mine[2]:])
    swapped.append(other[:other.index(b"%%EOF\n") + 6] + sealed[len(first):])
    for what, files in (("a changed byte", bytes_), ("a cut", cuts), ("an added update", grown), ("a swapped signature", swapped)):
        answer = verdicts(folder, files)
        bad = [i for i, verdict in enumerate(answer) if verdict == "valid" and files[i] not in whole]
        want(not bad, f"{what} is accepted: {bad[:5]}")
        global passed
        passed += len(files) - len(bad)
        print(f"seal: {what}: {len(files)} tried, {len(bad)} accepted")
    want(len(bytes_) + len(cuts) + len(grown) + len(swapped) >= 1000, "a thousand and more")


def doors(folder):
    """Exit codes and the key's file."""
    sealed, trust, key = (os.path.join(folder, name) for name in ("sealed.pdf", "trust.pem", "new.pem"))
    want(run(RANDA, "verify", sealed, "--trust", trust).returncode == 0, "valid is 0")
    want(run(RANDA, "verify", sealed, env={}).returncode == 4, "undecided is 4")
    broken = os.path.join(folder, "broken.pdf")
    open(broken, "wb").write(open(sealed, "rb").read() + b" ")
    want(run(RANDA, "verify", sealed, broken, "--trust", trust).returncode == 1, "invalid is 1")
    want(run(RANDA, "verify").returncode == 2 and run(RANDA, "verify", "/nonexistent").returncode == 2, "wrong use is 2")
    text = run(RANDA, "verify", sealed, "--trust", trust).stdout.decode()
    want("giltig" in text and "Ada Åkesson" in text and "N1, godkänt i Randa" in text and "iup version 2" in text, text)
    want(run(RANDA, "seal", "new-key", "-o", key, "--name", "Region Åre").returncode == 0 and os.stat(key).st_mode & 0o777 == 0o600, "a new key is 0600")
    want(run(RANDA, "seal", "new-key", "-o", key, "--name", "Region Åre").returncode == 2, "never over another")
    shown = run(RANDA, "seal", "certificate", key).stdout
    want(b"BEGIN CERTIFICATE" in shown and b"PRIVATE" not in shown, "only the certificate is shown")
    subject = run("openssl", "x509", "-noout", "-subject", "-nameopt", "utf8", input=shown).stdout.decode()
    want("Region Åre" in subject, subject)
    os.chmod(key, 0o644)
    want(run(RANDA, "seal", "certificate", key).returncode == 2, "a key that others may read is refused")


with tempfile.TemporaryDirectory() as folder:
    made = run("build-check/unit", "seal", env={**os.environ, "RANDA_SEAL_SAMPLE": folder})
    want(made.returncode == 0, f"the samples are made: {made.stdout.decode()[-2000:]}{made.stderr.decode()[-2000:]}")
    outside(folder)
    attacks(folder)
    doors(folder)
print(f"seal: {passed} passed, {failed} failed")
sys.exit(failed > 0)
