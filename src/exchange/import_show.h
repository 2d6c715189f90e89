// import_show.h: an import in words and in JSON, for the command line; pure.
#pragma once
#include "base/json.h"
#include "exchange/import.h"

typedef struct {
    bool saved, dry_run;
} ImportOutcome;

Str import_json(Arena *arena, const Import *import, ImportOutcome outcome);
// How the files were understood, what is new and changed; without the problems.
Str import_text(Arena *arena, const Import *import, ImportOutcome outcome);
// "personer.csv, rad 5, Legitimation (G5), "31 feb": Datumet går inte att läsa. …", a line each.
Str import_problem_text(Arena *arena, Lang lang, const Problem *problem);
// Which thing a row is about: "Ada Berg, Kardiologi, 2027-01-01".
Str import_row_text(Arena *arena, const Import *import, ListKind list, const ImportRow *row);
