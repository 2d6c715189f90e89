"""Other clinics' ways of keeping the example clinic's lists: three copies that say the same in other
words, and one with planted errors. Each function writes its files into a folder and returns their paths.
"""
import csv
import datetime
import os
import zipfile
from xml.sax.saxutils import escape, quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
NORRVIK = os.path.join(HERE, "..", "data", "norrvik")
LISTS = ["enheter", "kapacitet", "personer", "uppdrag", "tjanstgoringar", "placeringar", "franvaro", "handelser", "kurser"]
DATES = {"Från", "Till", "Start", "Slut", "Planerat slut", "Datum", "Specialist sedan", "Handledarutbildning",
         "Legitimation", "Sista ansökningsdag", "BT godkänd"}

ENGLISH = {
    "Enhet": "Unit", "Sjukhus": "HOSPITAL", "Vårdform": " form  of care", "Specialitet": "Specialty", "E-post": "e-mail ",
    "Nivå": "Level", "Från": "From", "Till": "Until", "Platser": "Seats", "Namn": " NAME", "HSA-id": "HSA ID",
    "Specialist i": "Specialist in", "Specialist sedan": "specialist since", "Handledarutbildning": "Supervisor course",
    "Legitimation": "Licence", "Roll": "Role", "Omfattning %": "Share (%)", "Timmar per vecka": "Hours per week",
    "Typ": "Type", "Föreskrift": "Regulation", "Svensk AT": "Swedish AT", "Start": "start date",
    "Tjänstgöringsgrad %": "Employment share", "Hemklinik": "Home clinic", "Huvudhandledare": "Main supervisor",
    "Planerat slut": "Planned end", "BT godkänd": "BT approved", "Status": "State", "Delmål": "Goals", "Orsak": "Reason",
    "Grad %": "Percent", "Händelse": "Event", "Datum": "Date", "Ansvarig": "Responsible", "Anmärkning": "Remarks",
    "Kurs": "Course", "Arrangör": "Organizer", "Slut": "End date", "Ort": "City", "Sista ansökningsdag": "Last day to apply",
    "Delmål 2015": "Goals 2015", "Delmål 2021": "Goals 2021",
}
ENGLISH_WORDS = {
    "slutenvård": "Inpatient", "primärvård": "primary care", "alla": "All", "verksamhetschef": "head of department",
    "studierektor": "Director of training", "övergripande studierektor": "overall director", "handledare": "Supervisor",
    "kontaktperson": "contact person", "nej": "No", "ja": "YES", "bastjänstgöring": "basic training", "hemklinik": "home clinic",
    "sidotjänstgöring": "Rotation", "genomförd": "completed", "pågående": "ongoing", "bekräftad": "Confirmed",
    "planerad": "planned", "föräldraledig": "parental leave", "handledarsamtal": "supervision talk",
    "årlig avstämning": "Yearly review", "specialistkollegium": "collegium", "IUP undertecknad": "IUP signed",
    "handledarmöte": "supervisor meeting", "extern granskning": "external inspection", "i fas": "on track",
    "behöver stöd": "needs support",
}
SWEDISH_WORDS = {
    "slutenvård": "Sluten vård", "sidotjänstgöring": "Randning", "genomförd": "Avslutad", "bekräftad": "klar",
    "föräldraledig": "Föräldraledighet", "handledarsamtal": "Handledningssamtal", "specialistkollegium": "ST-kollegium",
    "HSLF-FS 2021:8": "2021", "SOSFS 2015:8": "2015:8", "årlig avstämning": "avstämning",
}


def rows(name):
    with open(os.path.join(NORRVIK, name + ".csv"), encoding="utf-8-sig", newline="") as f:
        return list(csv.reader(f, delimiter=";"))


def is_date(heading, value):
    return heading in DATES and len(value) == 10 and value[4] == "-"


def as_day(value):
    return datetime.date.fromisoformat(value)


def surname_first(name):
    given, family = name.split(" ", 1)
    return f"{family}, {given}"


def english(folder):
    """Tabs, Windows-1252, English headings and words, columns backwards, 3/11/2026, a title, blank rows."""
    paths = []
    for name in LISTS:
        heading, *body = rows(name)
        path = os.path.join(folder, name + ".txt")
        with open(path, "w", encoding="cp1252", newline="") as f:
            out = csv.writer(f, delimiter="\t", lineterminator="\r\n")
            out.writerow([f"Norrvik, {name}, revised 20 Nov"])
            out.writerow([])
            out.writerow([ENGLISH[h] for h in reversed(heading)])
            for i, row in enumerate(body):
                if i % 50 == 7:
                    out.writerow([])
                cells = []
                for h, v in zip(heading, row):
                    if is_date(h, v):
                        v = as_day(v).strftime("%d/%m/%Y")
                    cells.append(ENGLISH_WORDS.get(v, v))
                out.writerow(list(reversed(cells)))
        paths.append(path)
    return paths


def swedish(folder):
    """Commas and quotes, UTF-8 without a mark, capitals, columns in another order, 261123, 75 %, 5,0, a column too many,
    family names first, units spelled short, her own words."""
    short = {"Norrviks vårdcentral": "VC Norrvik", "Intensivvårdsavdelningen": "IVA", "Akutmottagningen": "Akuten",
             "Psykiatriska kliniken": "Psyk"}
    paths = []
    for name in LISTS:
        heading, *body = rows(name)
        order = sorted(range(len(heading)), key=lambda i: (i * 5 + 3) % len(heading) if len(heading) % 5 else (i * 3 + 1) % len(heading))
        path = os.path.join(folder, name + " 2026.csv")
        with open(path, "w", encoding="utf-8", newline="") as f:
            out = csv.writer(f, delimiter=",", lineterminator="\n", quoting=csv.QUOTE_ALL)
            out.writerow(["Intern anteckning"] + [heading[i].upper() for i in order])
            for row in body:
                cells = []
                for h, v in zip(heading, row):
                    if is_date(h, v):
                        v = as_day(v).strftime("%y%m%d")
                    elif v and h.endswith("%"):
                        v += " %"
                    elif h == "Namn" and v and name != "kurser":
                        v = surname_first(v)
                    elif h in ("Enhet", "Hemklinik") and name != "enheter":
                        v = short.get(v, v)
                    cells.append(SWEDISH_WORDS.get(v, v))
                out.writerow(["x"] + [cells[i] for i in order])
        paths.append(path)
    return paths


# --- a workbook ---------------------------------------------------------------------------------------

def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


class Workbook:
    """As small as a workbook can be: shared strings, three styles (none, two kinds of date), merged cells."""

    def __init__(self, from_1904=False):
        self.sheets, self.strings, self.from_1904 = [], {}, from_1904

    def serial(self, day):
        return (day - (datetime.date(1904, 1, 1) if self.from_1904 else datetime.date(1899, 12, 30))).days

    def cell(self, row, column, value):
        ref = f'r="{letters(column)}{row}"'
        if value is None or value == "":
            return ""
        if isinstance(value, tuple):  # a day and its style
            return f'<c {ref} s="{value[1]}"><v>{self.serial(value[0])}</v></c>'
        if isinstance(value, (int, float)):
            return f"<c {ref}><v>{value}</v></c>"
        at = self.strings.setdefault(value, len(self.strings))
        return f'<c {ref} t="s"><v>{at}</v></c>'

    def add(self, name, table, merged=(), hidden=False):
        out = []
        for r, row in enumerate(table, 1):
            cells = "".join(self.cell(r, c, v) for c, v in enumerate(row))
            hide = ' hidden="1"' if r % 40 == 0 else ""
            if cells:
                out.append(f'<row r="{r}"{hide}>{cells}</row>')
        merge = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
        merge = f"<mergeCells>{merge}</mergeCells>" if merge else ""
        self.sheets.append((name, hidden, f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                                          f'<sheetData>{"".join(out)}</sheetData>{merge}</worksheet>'))

    def save(self, path):
        rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        names = "".join(f'<sheet name={quoteattr(n)} sheetId="{i}" r:id="rId{i}"{" state=" + quoteattr("hidden") if h else ""}/>'
                        for i, (n, h, _) in enumerate(self.sheets, 1))
        rels = "".join(f'<Relationship Id="rId{i}" Type="{rel}/worksheet" Target="worksheets/s{i}.xml"/>'
                       for i in range(1, len(self.sheets) + 1))
        strings = "".join(f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in self.strings)
        date1904 = ' date1904="1"' if self.from_1904 else ""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("_rels/.rels", f'<Relationships><Relationship Id="a" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
            z.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><workbookPr{date1904}/><sheets>{names}</sheets></workbook>')
            z.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{rels}</Relationships>")
            z.writestr("xl/styles.xml", '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-41D]d\\ mmmm\\ yyyy;@"/></numFmts>'
                                        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>')
            z.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
            for i, (_, _, text) in enumerate(self.sheets, 1):
                z.writestr(f"xl/worksheets/s{i}.xml", text)


def matrix():
    """The example's matrix read out of its own file: names and a row of short names per month."""
    import re
    with zipfile.ZipFile(os.path.join(NORRVIK, "randningsschema.xlsx")) as z:
        text = z.read("xl/worksheets/sheet1.xml").decode()
    table = {}
    for ref, number, inner in re.findall(r'<c r="([A-Z]+)(\d+)"[^>]*?(?:/>|>(.*?)</c>)', text):
        value = re.search(r"<t[^>]*>(.*?)</t>|<v>(.*?)</v>", inner or "")
        column = 0
        for letter in ref:
            column = column * 26 + ord(letter) - 64
        if value:
            import html
            table.setdefault(int(number), {})[column - 1] = html.unescape(value.group(1) or value.group(2))
    return [(table[r][0], [table[r].get(c, "") for c in range(1, 49)]) for r in sorted(table) if r > 2]


def workbook(folder):
    """One workbook from 1904 with dates as numbers in two formats and as bare numbers, a title over each list, a hidden
    sheet of notes, names merged over their rows; and the matrix with months as text and stays merged."""
    book = Workbook(from_1904=True)
    book.add("Läs mig", [["Klinikens listor"], ["Fråga Oskar"]], hidden=True)
    for name in LISTS:
        heading, *body = rows(name)
        table, merged = [[f"Medicinkliniken: {name}"], [], [h.capitalize() for h in heading]], [f"A1:{letters(len(heading) - 1)}1"]
        for i, row in enumerate(body):
            cells = []
            for h, v in zip(heading, row):
                if is_date(h, v):
                    day = as_day(v)
                    v = (day, 1 + i % 2) if i % 3 else book.serial(day)
                elif v.isdigit() and h != "Föreskrift":
                    v = int(v)
                elif h == "Timmar per vecka" and v:
                    v = float(v.replace(",", "."))
                cells.append(v)
            table.append(cells)
        if name == "placeringar":  # one name over all its rows
            first = 3
            while first < len(table):
                last = first
                while last + 1 < len(table) and table[last + 1][0] == table[first][0]:
                    last += 1
                    table[last][0] = ""
                if last > first:
                    merged.append(f"A{first + 1}:A{last + 1}")
                first = last + 1
        book.add(name.upper(), table, merged)
    lists = os.path.join(folder, "listor.xlsx")
    book.save(lists)

    months = ["jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sept", "okt", "nov", "dec"]
    heads = ["", "Läkare"] + [f"{months[m % 12]} {2024 + m // 12}" for m in range(48)]
    table, merged = [["Randningsschema Medicinkliniken"], [], heads], ["A1:H1"]
    for number, (name, cells) in enumerate(matrix(), 1):
        row = [number, name] + list(cells)
        first = 2
        while first < len(row):
            last = first
            while last + 1 < len(row) and row[last + 1] == row[first] and row[first]:
                last += 1
                row[last] = None
            if last > first:
                merged.append(f"{letters(first)}{len(table) + 1}:{letters(last)}{len(table) + 1}")
            first = last + 1
        table.append(row)
    table.append([])
    schema = Workbook()
    schema.add("Schema", table, merged)
    path = os.path.join(folder, "schema.xlsx")
    schema.save(path)
    return [path, lists]


# --- planted errors -----------------------------------------------------------------------------------

PLANTED = [  # list, row of the file (1 is the headings), column, what is put there
    ("enheter", 5, "E-post", "gastro(at)norrvik"),
    ("enheter", 9, "Vårdform", "halvöppen"),
    ("kapacitet", 4, "Platser", "-1"),
    ("kapacitet", 8, "Till", "2023-12-31"),
    ("kapacitet", 12, "Enhet", "Rymdmedicin"),
    ("personer", 11, "HSA-id", "1009"),
    ("personer", 13, "HSA-id", "TSTNMT2321000156-1000"),
    ("personer", 21, "Legitimation", "2010-02-30"),
    ("personer", 22, "Specialist i", "trolldom"),
    ("uppdrag", 3, "Omfattning %", "150"),
    ("uppdrag", 6, "Namn", "Nemo Ingenstans"),
    ("uppdrag", 24, "Roll", "trädgårdsmästare"),
    ("tjanstgoringar", 7, "Föreskrift", "SOSFS 2008:17"),
    ("tjanstgoringar", 10, "Svensk AT", "kanske"),
    ("tjanstgoringar", 14, "Huvudhandledare", "Petra Okänd"),
    ("placeringar", 100, "Till", "2019-01-01"),
    ("placeringar", 200, "Enhet", "Kardiolgi"),
    ("placeringar", 300, "Delmål", "STc99"),
    ("placeringar", 400, "Status", "kanske"),
    ("franvaro", 4, "Orsak", ""),
    ("handelser", 500, "Händelse", "fikastund"),
    ("handelser", 600, "Ansvarig", "Oskar Björkbrg"),
    ("kurser", 12, "Platser", "många"),
    ("kurser", 15, "Slut", "i vår"),
]


def planted(folder):
    paths = []
    for name in LISTS:
        table = rows(name)
        for where, row, column, value in PLANTED:
            if where == name:
                table[row - 1][table[0].index(column)] = value
        path = os.path.join(folder, name + ".csv")
        with open(path, "w", encoding="utf-8", newline="") as f:
            csv.writer(f, delimiter=";").writerows(table)
        paths.append(path)
    return paths
