#!/usr/bin/env python3
"""What PDF/A-2a and PDF/UA-1 demand of Randa's own documents, as far as a program can see it.

usage: pdf_check.py FILE.pdf...      prints each fault; exits 1 if there was one

qpdf reads the file into JSON; the rest is judged here. It is no certified validator: it knows the
operators and structures Randa writes and refuses all others.
"""
import base64
import json
import re
import struct
import subprocess
import sys

PAINT = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "BI"}
KNOWN = PAINT | {"BT", "ET", "Tf", "Td", "Ts", "rg", "RG", "w", "m", "l", "re", "BDC", "EMC"}
TYPES = {"Document", "H1", "H2", "H3", "P", "Span", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD",
         "Figure"}
INSIDE = {"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "THead": {"Table"}, "TBody": {"Table"}, "TR": {"THead", "TBody"},
          "TH": {"TR"}, "TD": {"TR"}, "Span": {"P"}}


class Pdf:
    """The file's objects; `raw` are its bytes."""

    def __init__(self, raw, objects):
        self.raw, self.objects = raw, objects

    def get(self, value):
        while isinstance(value, str) and re.fullmatch(r"\d+ 0 R", value):
            entry = self.objects.get("obj:" + value, {})
            value = entry["value"] if "value" in entry else entry.get("stream", {}).get("dict")
        return value

    def stream(self, reference):
        entry = self.objects.get("obj:" + str(reference), {}).get("stream")
        return base64.b64decode(entry["data"]) if entry else None

    @property
    def trailer(self):
        return self.objects["trailer"]["value"]

    @property
    def catalog(self):
        return self.get(self.trailer["/Root"])


def load(path):
    with open(path, "rb") as f:
        raw = f.read()
    out = subprocess.run(["qpdf", "--json", "--json-stream-data=inline", "--decode-level=generalized", path],
                         capture_output=True, check=True).stdout
    return Pdf(raw, json.loads(out)["qpdf"][1])


def text_of(value):
    if not isinstance(value, str):
        return None
    if value.startswith("u:"):
        return value[2:]
    if value.startswith("b:"):
        data = bytes.fromhex(value[2:])
        return data[2:].decode("utf-16-be") if data[:2] == b"\xfe\xff" else data.decode("latin-1")
    return value


def tokens(data):
    """(operands, operator) of a content stream; a hexadecimal string is bytes, a dictionary a text."""
    operands = []
    pattern = rb"<<.*?>>(?=BDC)|<[0-9A-Fa-f]*>|\[|\]|/[^\s<>\[\]/()]+|[-+.\d]+|[A-Za-z'\"*]+|\S"
    for match in re.finditer(pattern, data, re.S):
        word = match.group(0).decode("latin-1")
        if re.fullmatch(r"[-+]?[\d.]+", word) or word[0] in "/[]" or word.startswith("<"):
            operands.append(word)
        else:
            yield operands, word
            operands = []


class Check:
    def __init__(self, pdf):
        self.pdf, self.faults = pdf, []
        self.used = {}      # font object: glyphs
        self.marks = {}     # page index: marks in its content
        self.seen = {}      # (page, mark): element that claims it
        self.levels = []    # headings in order: (level)
        self.headings = 0

    def want(self, condition, fault):
        if not condition:
            self.faults.append(fault)
        return condition

    def run(self):
        pdf = self.pdf
        self.file()
        self.catalog()
        self.metadata()
        self.colour()
        pages = pdf.get(pdf.catalog["/Pages"])["/Kids"]
        for index, page in enumerate(pages):
            self.page(index, page, pdf.get(page))
        for font in self.used:
            self.font(font)
        self.tree(pages)
        self.outline()
        return self.faults

    def file(self):
        raw = self.pdf.raw
        first, second = raw.split(b"\n", 2)[:2]
        self.want(first == b"%PDF-1.7", "the first line says PDF 1.7")
        self.want(second[:1] == b"%" and len(second) >= 5 and all(b > 127 for b in second[1:5]), "the second line is four high bytes")
        self.want(raw.endswith(b"%%EOF\n"), "nothing after the end")
        self.want("/ID" in self.pdf.trailer, "the file has an identity")
        self.want("/Encrypt" not in self.pdf.trailer, "not encrypted")
        for name, entry in self.pdf.objects.items():
            text = json.dumps(entry.get("value", entry.get("stream", {}).get("dict", {})))
            for word in ("/JavaScript", "/AA", "/EmbeddedFile", "/Launch", "/LZWDecode", "/XFA", "/Transparency"):
                self.want(f'"{word}"' not in text, f"{name} holds {word}")

    def catalog(self):
        catalog = self.pdf.catalog
        self.want(text_of(catalog.get("/Lang")) == "sv-SE", "the language is said")
        self.want((self.pdf.get(catalog.get("/MarkInfo")) or {}).get("/Marked") is True, "the file says that it is tagged")
        self.want((self.pdf.get(catalog.get("/ViewerPreferences")) or {}).get("/DisplayDocTitle") is True, "the title is shown")
        self.want("/OpenAction" not in catalog, "nothing happens at opening")

    def metadata(self):
        pdf = self.pdf
        entry = pdf.get(pdf.catalog.get("/Metadata"))
        if not self.want(isinstance(entry, dict), "there is metadata"):
            return
        self.want("/Filter" not in entry, "metadata is not packed")
        xmp = pdf.stream(pdf.catalog["/Metadata"]).decode("utf-8")
        info = pdf.get(pdf.trailer.get("/Info")) or {}

        def one(pattern):
            found = re.search(pattern, xmp, re.S)
            text = found.group(1) if found else ""
            return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

        self.want(one("<pdfaid:part>(.*?)<") == "2" and one("<pdfaid:conformance>(.*?)<") == "A", "it says PDF/A-2a")
        self.want(one("<pdfuaid:part>(.*?)<") == "1", "it says PDF/UA-1")
        self.want("<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in xmp, "the foreign name is described")
        for key, pattern in (("/Title", "<dc:title>.*?x-default\">(.*?)<"), ("/Author", "<dc:creator>.*?<rdf:li>(.*?)<"),
                             ("/Subject", "<dc:description>.*?x-default\">(.*?)<"), ("/Producer", "<pdf:Producer>(.*?)<"),
                             ("/Creator", "<xmp:CreatorTool>(.*?)<")):
            self.want(text_of(info.get(key)) == one(pattern), f"{key} is the same in both places")
        self.want(bool(text_of(info.get("/Title"))), "there is a title")
        for key, name in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate")):
            digits = re.sub(r"\D", "", text_of(info.get(key)) or "")
            self.want(digits and digits == re.sub(r"\D", "", one(f"<xmp:{name}>(.*?)<")), f"{key} is the same in both places")

    def colour(self):
        pdf = self.pdf
        intents = pdf.get(pdf.catalog.get("/OutputIntents")) or []
        good = [i for i in (pdf.get(x) for x in intents) if i.get("/S") == "/GTS_PDFA1"]
        if not self.want(len(good) == 1 and "/DestOutputProfile" in good[0], "one output intent with a profile"):
            return
        profile = pdf.stream(good[0]["/DestOutputProfile"])
        self.want((pdf.get(good[0]["/DestOutputProfile"]) or {}).get("/N") == 3, "a profile of three colours")
        whole = len(profile) > 132 and struct.unpack(">I", profile[:4])[0] == len(profile) and profile[36:40] == b"acsp"
        if self.want(whole and profile[12:24] == b"mntrRGB XYZ ", "the profile is whole"):
            count = struct.unpack(">I", profile[128:132])[0]
            tags = {profile[132 + 12 * i:136 + 12 * i] for i in range(count)}
            self.want(tags >= {b"desc", b"cprt", b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"}, "the profile's parts")

    def page(self, index, reference, page):
        pdf = self.pdf
        self.want(page.get("/StructParents") == index, f"page {index + 1} leads to the tree")
        self.want(page.get("/Tabs") == "/S", f"page {index + 1}: order of tabs")
        fonts = pdf.get(pdf.get(page["/Resources"]).get("/Font")) or {}
        open_marks, font, marks = [], None, set()
        for operands, operator in tokens(pdf.stream(page["/Contents"])):
            self.want(operator in KNOWN, f"page {index + 1}: operator {operator}")
            if operator == "BDC":
                artifact = operands[0] == "/Artifact"
                mark = re.search(r"/MCID (\d+)", operands[1] if len(operands) > 1 else "")
                self.want(artifact or mark, f"page {index + 1}: a piece without a number")
                self.want(not (artifact and open_marks), f"page {index + 1}: an artifact inside a piece")
                if mark:
                    self.want(int(mark.group(1)) not in marks, f"page {index + 1}: a number twice")
                    self.want(not open_marks, f"page {index + 1}: a piece inside another")
                    marks.add(int(mark.group(1)))
                open_marks.append(operands)
            elif operator == "EMC":
                if self.want(open_marks, f"page {index + 1}: an end without a beginning"):
                    open_marks.pop()
            elif operator == "Tf":
                font = fonts.get(operands[0])
                self.want(font, f"page {index + 1}: font {operands[0]} is there")
            elif operator in PAINT:
                self.want(open_marks, f"page {index + 1}: {operator} is neither in the tree nor an artifact")
            if operator == "TJ" and font:
                for part in operands:
                    if part.startswith("<"):
                        data = bytes.fromhex(part[1:-1])
                        self.used.setdefault(font, set()).update(struct.unpack(f">{len(data) // 2}H", data))
        self.want(not open_marks, f"page {index + 1}: a piece without an end")
        self.marks[index] = (reference, marks)

    def font(self, reference):
        pdf, font = self.pdf, self.pdf.get(reference)
        name = font["/BaseFont"][1:]
        self.want(re.match(r"[A-Z]{6}\+", name), f"{name}: says that it is a part")
        inner = pdf.get(font["/DescendantFonts"][0])
        about = pdf.get(inner.get("/FontDescriptor")) or {}
        self.want(inner.get("/CIDToGIDMap") == "/Identity", f"{name}: glyphs by number")
        self.want(about.get("/FontName") == font["/BaseFont"] == inner["/BaseFont"], f"{name}: one name")
        program = pdf.stream(about.get("/FontFile2"))
        if not self.want(program, f"{name}: embedded"):
            return
        widths = inner.get("/W", [])
        said = {widths[i]: widths[i + 1][0] for i in range(0, len(widths), 2)}
        real, units = self.advances(program)
        cmap = (pdf.stream(font.get("/ToUnicode")) or b"").decode("latin-1")
        means = dict(re.findall(r"<([0-9A-F]{4})><([0-9A-F]+)>\n", cmap.split("endcodespacerange", 1)[-1]))
        for glyph in sorted(self.used[reference]):
            self.want(glyph != 0 and glyph < len(real), f"{name}: glyph {glyph} is drawn by the font")
            text = means.get(f"{glyph:04X}")
            self.want(text and not text.startswith(("0000", "FEFF", "FFFE")), f"{name}: glyph {glyph} has a text")
            if glyph < len(real):
                self.want(abs(said.get(glyph, -1) - real[glyph] * 1000 / units) <= 1, f"{name}: glyph {glyph} has its width")

    @staticmethod
    def advances(program):
        count = struct.unpack(">H", program[4:6])[0]
        table = {program[12 + 16 * i:16 + 16 * i]: struct.unpack(">II", program[20 + 16 * i:28 + 16 * i]) for i in range(count)}
        head, hhea, hmtx, maxp = (table[name][0] for name in (b"head", b"hhea", b"hmtx", b"maxp"))
        units = struct.unpack(">H", program[head + 18:head + 20])[0]
        long = struct.unpack(">H", program[hhea + 34:hhea + 36])[0]
        glyphs = struct.unpack(">H", program[maxp + 4:maxp + 6])[0]
        real = [struct.unpack(">H", program[hmtx + 4 * i:hmtx + 4 * i + 2])[0] for i in range(long)]
        return real + [real[-1]] * (glyphs - long), units

    def tree(self, pages):
        pdf = self.pdf
        root = pdf.get(pdf.catalog.get("/StructTreeRoot"))
        if not self.want(isinstance(root, dict), "there is a tree"):
            return
        document = root["/K"]
        self.want(pdf.get(document).get("/S") == "/Document", "the tree begins with the document")
        self.element(document, pdf.catalog["/StructTreeRoot"], None)
        nums = (pdf.get(root.get("/ParentTree")) or {}).get("/Nums", [])
        lists = {nums[i]: pdf.get(nums[i + 1]) for i in range(0, len(nums), 2)}
        for index, (reference, marks) in self.marks.items():
            entries = lists.get(index) or []
            self.want(len(entries) == len(marks), f"page {index + 1}: as many parents as pieces")
            for mark in marks:
                claims = self.seen.get((reference, mark))
                if self.want(claims, f"page {index + 1}: piece {mark} is in no element") and mark < len(entries):
                    self.want(claims == entries[mark], f"page {index + 1}: piece {mark} has another parent")
        have = {(reference, mark) for reference, marks in self.marks.values() for mark in marks}
        self.want(set(self.seen) <= have, "an element shows a piece that is not there")
        self.want(self.levels[:1] == [1] and self.levels.count(1) == 1, "one title, first")
        for before, after in zip(self.levels, self.levels[1:]):
            self.want(after <= before + 1, f"a heading {after} after a {before}")

    def element(self, reference, parent, above):
        pdf, item = self.pdf, self.pdf.get(reference)
        kind = item.get("/S", "/?")[1:]
        self.want(kind in TYPES, f"an element {kind}")
        self.want(item.get("/P") == parent, f"a {kind} points at another parent")
        if kind in INSIDE:
            self.want(above in INSIDE[kind], f"a {kind} in a {above}")
        if kind[0] == "H" and kind[1:].isdigit():
            self.levels.append(int(kind[1:]))
        attributes = pdf.get(item.get("/A")) or {}
        if kind == "Figure":
            self.want(text_of(item.get("/Alt")), "a figure without words")
            self.want("/BBox" in attributes, "a figure without a box")
        if kind == "TH":
            self.want(attributes.get("/Scope") in ("/Column", "/Row"), "a head cell that does not say of what")
        kids = item.get("/K", [])
        self.want(kids or kind in ("TD", "TH"), f"an empty {kind}")
        for kid in kids:
            if isinstance(kid, dict):
                key = (kid.get("/Pg"), kid.get("/MCID"))
                self.want(key not in self.seen, "a piece in two elements")
                self.seen[key] = reference
            else:
                self.element(kid, reference, kind)
        if kind == "Table":
            self.table(item)
        if kind == "L":
            self.want(all(pdf.get(k)["/S"] == "/LI" for k in kids), "a list of other things")

    def table(self, item):
        pdf, widths = self.pdf, set()
        parts = [pdf.get(k) for k in item["/K"]]
        self.want(parts and parts[0]["/S"] == "/THead", "a table without a head")
        for part in parts:
            for row in (pdf.get(k) for k in part["/K"]):
                widths.add(len(row.get("/K", [])))
        self.want(len(widths) == 1, "the rows of a table are equally long")

    def outline(self):
        pdf, count = self.pdf, 0
        root = pdf.get(pdf.catalog.get("/Outlines"))
        if not self.want(root, "there are bookmarks"):
            return
        stack = [root.get("/First")]
        while stack:
            item = pdf.get(stack.pop())
            if not item:
                continue
            count += 1
            self.want(text_of(item.get("/Title")) and "/Dest" in item, "a bookmark has a name and a place")
            stack += [item.get("/Next"), item.get("/First")]
        self.want(count == len(self.levels), "a bookmark for each heading")


def check(path):
    return Check(load(path)).run()


if __name__ == "__main__":
    bad = False
    for path in sys.argv[1:]:
        for fault in sorted(set(check(path))):
            bad = True
            print(f"{path}: {fault}")
    sys.exit(bad)
