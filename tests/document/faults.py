"""Faults planted in a sound file, one at a time: pdf_check must find each."""
import base64
import copy
import re
import sys

import pdf_check


def objects(pdf, kind, key="/S"):
    for name, entry in pdf.objects.items():
        value = entry.get("value")
        if isinstance(value, dict) and value.get(key) == kind:
            yield name[4:], value


def first(pdf, kind, key="/S"):
    return next(objects(pdf, kind, key))[1]


def page(pdf, index=0):
    return pdf.get(pdf.get(pdf.catalog["/Pages"])["/Kids"][index])


def content(pdf, change, index=0):
    entry = pdf.objects["obj:" + page(pdf, index)["/Contents"]]["stream"]
    before = base64.b64decode(entry["data"])
    after = change(before)
    assert after != before
    entry["data"] = base64.b64encode(after).decode()


def xmp(pdf, old, new):
    entry = pdf.objects["obj:" + pdf.catalog["/Metadata"]]["stream"]
    before = base64.b64decode(entry["data"])
    assert old in before
    entry["data"] = base64.b64encode(before.replace(old, new, 1)).decode()


def font(pdf):
    return first(pdf, "/Type0", "/Subtype")


def inner(pdf):
    return pdf.get(font(pdf)["/DescendantFonts"][0])


def cmap_loses_a_glyph(pdf):
    entry = pdf.objects["obj:" + font(pdf)["/ToUnicode"]]["stream"]
    data = re.sub(rb"(beginbfchar\n)<[0-9A-F]{4}><[0-9A-F]+>\n", rb"\1", base64.b64decode(entry["data"]), count=1)
    entry["data"] = base64.b64encode(data).decode()


def parents(pdf):
    return pdf.get(pdf.get(pdf.catalog["/StructTreeRoot"])["/ParentTree"])["/Nums"]


def swap_parents(pdf):
    entries = parents(pdf)[1]
    entries[0], entries[-1] = entries[-1], entries[0]


FAULTS = {
    "no language": lambda p: p.catalog.pop("/Lang"),
    "not marked": lambda p: p.catalog["/MarkInfo"].update({"/Marked": False}),
    "no title shown": lambda p: p.catalog.pop("/ViewerPreferences"),
    "no output intent": lambda p: p.catalog.pop("/OutputIntents"),
    "no metadata": lambda p: p.catalog.pop("/Metadata"),
    "no bookmarks": lambda p: p.catalog.pop("/Outlines"),
    "no tree": lambda p: p.catalog.pop("/StructTreeRoot"),
    "another level": lambda p: xmp(p, b"<pdfaid:conformance>A", b"<pdfaid:conformance>B"),
    "no PDF/UA": lambda p: xmp(p, b"<pdfuaid:part>1", b"<pdfuaid:part>0"),
    "another title in XMP": lambda p: xmp(p, b"Individuell", b"Gemensam"),
    "another date in XMP": lambda p: xmp(p, b"<xmp:CreateDate>2026", b"<xmp:CreateDate>2025"),
    "text outside the tree": lambda p: content(p, lambda d: re.sub(rb"/H1<<.*?>>BDC\n(.*?)EMC\n", rb"\1", d, count=1, flags=re.S)),
    "a rule outside the tree": lambda p: content(p, lambda d: re.sub(rb"/Artifact<</Type/Layout>>BDC\n(.*?)EMC\n", rb"\1", d, count=1, flags=re.S)),
    "a piece without an end": lambda p: content(p, lambda d: d.replace(b"EMC\n", b"", 1)),
    "a number twice": lambda p: content(p, lambda d: d.replace(b"/MCID 1>>", b"/MCID 0>>", 1)),
    "glyph 0": lambda p: content(p, lambda d: re.sub(rb"\[<[0-9A-F]{4}", b"[<0000", d, count=1)),
    "an unknown operator": lambda p: content(p, lambda d: d + b"/X gs\n"),
    "no parent list": lambda p: page(p).pop("/StructParents"),
    "another parent": swap_parents,
    "a parent too few": lambda p: parents(p)[1].pop(),
    "a figure without words": lambda p: first(p, "/Figure").pop("/Alt"),
    "a figure without a box": lambda p: first(p, "/Figure").pop("/A"),
    "a head cell without scope": lambda p: first(p, "/TH").pop("/A"),
    "a row too short": lambda p: list(objects(p, "/TR"))[2][1]["/K"].pop(),
    "a heading skipped": lambda p: first(p, "/H2").update({"/S": "/H3"}),
    "two titles": lambda p: first(p, "/H2").update({"/S": "/H1"}),
    "an element of no kind": lambda p: first(p, "/P").update({"/S": "/Fancy"}),
    "an element astray": lambda p: first(p, "/LI").update({"/S": "/P"}),
    "font not embedded": lambda p: p.get(inner(p)["/FontDescriptor"]).pop("/FontFile2"),
    "no texts of glyphs": lambda p: font(p).pop("/ToUnicode"),
    "a glyph without a text": cmap_loses_a_glyph,
    "a wrong width": lambda p: inner(p)["/W"].__setitem__(1, [inner(p)["/W"][1][0] + 40]),
    "a script": lambda p: p.catalog.update({"/Names": {"/JavaScript": {}}}),
    "an action at opening": lambda p: p.catalog.update({"/OpenAction": {}}),
    "no identity": lambda p: p.trailer.pop("/ID"),
    "encrypted": lambda p: p.trailer.update({"/Encrypt": {}}),
    "a plain second line": lambda p: setattr(p, "raw", p.raw.replace(b"%\xe2\xe3\xcf\xd3", b"%abcd", 1)),
    "bytes after the end": lambda p: setattr(p, "raw", p.raw + b"more"),
}


def run(path):
    """(passed, failed) over the faults, with what was not found printed."""
    sound, passed, failed = pdf_check.load(path), 0, 0
    for name, plant in FAULTS.items():
        pdf = copy.deepcopy(sound)
        plant(pdf)
        if pdf_check.Check(pdf).run():
            passed += 1
        else:
            failed += 1
            print(f"planted and not found: {name}")
    return passed, failed


if __name__ == "__main__":
    print(run(sys.argv[1]))
