#!/usr/bin/env python3
"""Makes docs/personuppgifter.md: what is processed about people, by class, from the schema (sql/*.sql).

usage: personal_data.py [--check]

A table that is not described below, or a described one that is gone, is a fault; so is, with --check,
a document that is not what the schema gives.
"""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
PAGE = os.path.join(ROOT, "docs", "personuppgifter.md")
ALL, TRAINEES, USERS = "alla personer i Randa", "utbildningsläkare", "den som har konto"
ENDED = "2 år efter utbildningens slut"

# table: (Swedish, class of its columns where the schema says nothing else, whom it is about, why it is
# there, proposal for how long). Class 0 and 1: nothing about a person, or work data that harms nobody.
TABLES = {
    "person": ("Person", 2, ALL, "namn och kontakt för den som utbildas, handleder eller leder", "så länge personen finns i en utbildning eller ett uppdrag"),
    "qualification": ("Kompetens", 2, ALL, "specialistbevis och handledarutbildning: får personen handleda", "2 år efter senaste uppdraget"),
    "appointment": ("Uppdrag", 2, ALL, "roll vid en enhet från–till: vad rättigheter följer av", "10 år efter uppdragets slut"),
    "training": ("Utbildning", 2, TRAINEES, "planera och följa upp BT och ST", ENDED),
    "employment_share": ("Tjänstgöringsgrad", 2, TRAINEES, "räkna tjänstgöringstid", ENDED),
    "absence": ("Ledighet", 2, TRAINEES, "räkna tjänstgöringstid; orsaken avgör vad som räknas", ENDED),
    "supervision": ("Handledning", 2, "utbildningsläkare och handledare", "vem som handleder vem, från–till", ENDED),
    "merit_extract": ("Underlag lämnat till löneöversyn", 2, "den som lämnade", "se att underlaget är lämnat", "2 år"),
    "asked_question": ("Fråga till studierektorn", 2, "den som frågar", "stöd till handledare, utbildningsläkare och verksamhetschef", "2 år efter svaret"),
    "director_terms": ("Överenskommelse om studierektorsuppdrag", 2, "studierektorer", "vad som är överenskommet: utsedd av, anställning, tillägg, resurser", "10 år efter uppdragets slut"),
    "director_time": ("Studierektorns tid", 2, "studierektorer", "använd och extra avtalad tid", "2 år efter uppdragets slut"),
    "in_out_receipt": ("Kvittens av listan över in och ut", 2, "den som kvitterar", "se att schemaläggningen har fått listan", "2 år"),
    "missed_talk": ("Samtal som inte blev av", 2, "utbildningsläkare och handledare", "se varför handledning uteblir", "2 år efter beviset"),
    "supervision_change": ("Byte av huvudhandledare", 2, "utbildningsläkare och handledare", "varför handledare byts, i grova slag", ENDED),
    "placement": ("Placering", 2, TRAINEES, "den daterade planen", ENDED),
    "course_application": ("Kursansökan", 2, TRAINEES, "kurser som ska sökas och är gjorda", ENDED),
    "event": ("Händelse", 2, TRAINEES, "samtal, avstämningar, kollegier: vad som är gjort och vad det ledde till", "avstämning 10 år efter utbildningens slut; samtal 2 år efter beviset"),
    "gathering": ("Sammankomst", 2, ALL, "vad som är planerat och hållet: samtal, genomgångar, undervisning, möten", ENDED),
    "attendance": ("Deltagande", 2, ALL, "vem som är bjuden, vad hon svarat och om hon kom", ENDED),
    "gathering_note": ("Anteckning från sammankomst", 3, ALL, "vad som sades; handledarsamtalets läses bara av de två", ENDED),
    "action_item": ("Åtgärd", 2, ALL, "vad någon har lovat att göra, till när", "2 år efter att den är gjord"),
    "introduction": ("Introduktion", 2, TRAINEES, "den egna checklistan i början av en tjänstgöring", ENDED),
    "introduction_step": ("Steg i introduktion", 2, "utbildningsläkare och den som bockat av", "vad som är gjort och av vem", ENDED),
    "certificate": ("Intyg", 2, TRAINEES, "vad som är intygat, av vem, och var originalet finns", "bevaras"),
    "document_version": ("Fastställt dokument", 2, TRAINEES, "utbildningsplan och ST-kontrakt så som de skrevs under", "bevaras"),
    "signature": ("Underskrift", 2, ALL, "vem som har skrivit under ett dokument, när, och var originalet finns", "bevaras"),
    "signature_seal": ("Försegling av en underskrift", 2, TRAINEES, "på vilken nivå något är underskrivet, när, och den förseglade filen", "bevaras"),
    "training_item": ("Behov i utbildningen", 2, TRAINEES, "det som avviker från mallen", ENDED),
    "plan_version": ("Planförslag", 2, "den som gjorde förslaget", "förslag bredvid gällande plan", "när förslaget är publicerat eller förkastat"),
    "plan_change": ("Ändring i planförslag", 2, TRAINEES, "vad förslaget skulle ändra", "när förslaget är publicerat eller förkastat"),
    "finding": ("Ärende på Att göra", 2, "utbildningsläkare och de som har uppdrag", "vad som behöver göras och varför", "2 år efter att ärendet stängdes"),
    "account": ("Konto", 2, USERS, "inloggning", "när uppdragen har slutat"),
    "session": ("Inloggning", 2, USERS, "vem som är inloggad, i vilken roll", "10 timmar"),
    "sign_in_failure": ("Misslyckad inloggning", 2, "den som försöker logga in", "skydd mot gissade lösenord", "1 dygn"),
    "factor": ("Andra faktorn", 4, USERS, "inloggning i två steg", "när kontot stängs"),
    "recovery_code": ("Reservkod", 4, USERS, "inloggning när telefonen är borta", "när koden är använd"),
    "known_device": ("Känd webbläsare", 2, USERS, "andras gissningar ska inte stänga ute rätt person", "90 dagar"),
    "password_code": ("Engångskod", 4, USERS, "välja lösenord", "när koden är använd eller för gammal"),
    "api_token": ("Nyckel för program", 4, USERS, "andra program hämtar det personen själv får se", "90 dagar"),
    "sign_in_identity": ("Namn hos inloggningstjänsten", 3, USERS, "känna igen personen från regionens inloggning", "när kontot stängs"),
    "oidc_flight": ("På väg till inloggningstjänsten", 2, USERS, "inloggning", "10 minuter"),
    "oidc_arrival": ("Åter från inloggningstjänsten", 4, USERS, "inloggning och utloggning", "10 timmar"),
    "local_sign_in": ("Tillstånd att logga in lokalt", 2, USERS, "när inloggningstjänsten inte fungerar", "till tillståndets slut"),
    "invitation": ("Inbjudan med länk", 2, "den som bjuds in utan konto", "svara för en mottagande enhet", "2 år efter svaret"),
    "outbox": ("Mejl att skicka", 2, ALL, "mejl utan andra uppgifter än mottagarens adress och en länk", "30 dagar"),
    "reminder_choice": ("Val av påminnelser", 2, USERS, "vilka mejl personen vill ha", "med personen"),
    "calendar_feed": ("Kalender med hemlig adress", 2, USERS, "personens eget kalenderprogram hämtar det hon får se", "tills den återkallas"),
    "reminded": ("Skickade påminnelser", 2, USERS, "samma sak påminns det om en gång", "60 dagar, eller tills ärendet är stängt"),
    "audit": ("Logg", 3, ALL, "vem som har läst och ändrat vad, med vilken rätt", "5 år"),
    "change": ("Ändrade värden", 3, ALL, "ångra, och visa vad som har ändrats", "som den uppgift de hör till"),
    "import_draft": ("Pågående import", 2, ALL, "läsa in klinikens listor", "filerna tas bort när importen är sparad eller avbruten"),
    "job": ("Arbete i bakgrunden", 2, "den som bad om det", "planering och säkerhetskopior", "1 år"),
    "idempotency": ("Upprepad sändning", 2, USERS, "en knapp som trycks två gånger gör bara en sak", "1 dygn"),
    "search_word": ("Sökord", 2, ALL, "sökning på namn; inget av klass K3 eller K4", "med personen"),
    "setting": ("Inställning", 1, "den som ändrade", "enhetens och regionens egna värden", "tills den ändras"),
    "blob": ("Fil", 3, ALL, "filer som läses in", "när importen är sparad eller avbruten"),
    "blob_piece": ("Del av fil", 3, ALL, "filer som läses in", "när importen är sparad eller avbruten"),
    **{name: (text, 1, "", "", "") for name, text in {
        "unit": "Enhet", "unit_below": "Enheternas träd", "unit_alias": "Enheters andra namn", "capacity": "Platser", "course": "Kurs",
        "unit_item": "Enhetens mall", "gathering_series": "Serie av sammankomster", "gathering_unit": "Medarrangör",
        "issue": "Fråga till ledningen", "programme": "Introduktionsprogram", "programme_step": "Steg i introduktionsprogram", "region": "Region", "schema_version": "Schema", "id_block": "Nummer", "write_gate": "Skrivlås",
        "backup": "Säkerhetskopior"}.items()},
}


def schema():
    """table -> [(column, class or None)] in the schema's order."""
    tables, table = {}, None
    folder = os.path.join(ROOT, "sql")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for line in file:
                begun = re.match(r"CREATE TABLE (\w+) \(", line)
                added = re.match(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", line)
                column = re.match(r"\s+(\w+)\s+(?:INTEGER|TEXT|\{\{blob\}\})(.*)", line)
                if begun:
                    table = begun.group(1)
                    tables[table] = []
                elif added:
                    tables[added.group(1)].append((added.group(2), None))
                elif table and line.startswith(")"):
                    table = None
                elif table and column:
                    said = re.search(r"--.*\bK([34])\b", column.group(2))
                    tables[table].append((column.group(1), int(said.group(1)) if said else None))
    return tables


def faults(tables):
    return [f"{t}: not described in tools/personal_data.py" for t in tables if t not in TABLES]


def document(tables):
    out = ["<!-- Made by tools/personal_data.py from sql/. Not edited by hand. -->", "# Personuppgifter i Randa", "",
           "Vad som behandlas om personer, efter klass. Klasserna står i schemat, kolumn för kolumn, och styr vem som ser",
           "uppgiften, om den krypteras och att läsningar loggas. Tiderna är förslag tills regionen har beslutat: utan",
           "gallringsbeslut tas inget bort. Patientuppgifter får inte skrivas in.", "",
           "| Klass | Betyder | Skydd |", "|---|---|---|",
           "| K2 | personuppgift | roll och relation krävs; läsningar av en persons sidor loggas |",
           "| K3 | känslig: bedömningar, anteckningar, loggen | som K2; aldrig i mejl, adresser, teknisk logg eller sökindex |",
           "| K4 | konfidentiell: orsak till ledighet, nycklar | som K3; förseglad fält för fält i historiken |", ""]
    known = [t for t in tables if TABLES[t][1] > 1]
    out += ["## Tabell för tabell", "", "| Uppgift | Om vem | Varför | Hur länge (förslag) | Klass | Kolumner med högre klass |", "|---|---|---|---|---|---|"]
    for table in known:
        text, base, who, why, until = TABLES[table]
        higher = [f"`{c}` K{k}" for c, k in tables[table] if k and k > base]
        out.append(f"| {text} (`{table}`) | {who} | {why} | {until} | K{base} | {', '.join(higher) or '–'} |")
    for level in (4, 3):
        out += ["", f"## Allt av klass K{level}", ""]
        for table in known:
            columns = [c for c, k in tables[table] if (k or TABLES[table][1]) == level and c not in ("id", "region", "version")]
            if columns:
                out.append(f"- {TABLES[table][0]}: " + ", ".join(f"`{c}`" for c in columns))
    rest = ", ".join(f"{TABLES[t][0].lower()} (`{t}`)" for t in tables if TABLES[t][1] < 2)
    return "\n".join(out + ["", "## Inget om personer, eller bara arbetsuppgifter", "", rest + ".", ""])


def main():
    tables = schema()
    wrong = faults(tables)
    if wrong:
        sys.exit("\n".join(wrong))
    text = document(tables)
    if "--check" in sys.argv:
        with open(PAGE, encoding="utf-8") as file:
            sys.exit(None if file.read() == text else "docs/personuppgifter.md is old: run tools/personal_data.py")
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
