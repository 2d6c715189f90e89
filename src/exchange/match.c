// How two names of a unit are compared. Both are cut into words; the words that only say that it is a
// unit (kliniken, avdelningen) fall away, also at the end of a compound (medicinkliniken -> medicin);
// abbreviations are written out (VC -> vårdcentral, IVA -> intensivvård); the genitive's s goes. Each
// word of the short name must then be, or begin, a word of the long one. Slips of the pen are found by
// edit distance, but are asked about, never taken.
#include "exchange/match.h"
#include <string.h>

#define SCORE_SAME 100
#define SCORE_BEGINS 85
#define SCORE_IN_HOSPITAL 70
#define SCORE_LIKE 60
#define SCORE_SURE 78
#define SCORE_ASK 45
#define SCORE_LEAD 12 // so much better than the next, or it is asked about

// --- words ---------------------------------------------------------------------------------------

static const char *const unit_endings[] = {"kliniken", "klinik", "avdelningen", "avdelning", "mottagningen", "mottagning",
                                           "enheten", "enhet", "sektionen", "sektion", "centrum"};

static const struct {
    const char *shorts, *word;
} abbreviations[] = {{"vc|vårdcentralen|vårdc|vcentral|hälsocentral|hälsocentralen|hc", "vårdcentral"},
                     {"iva|intensiven|intensiv|civa", "intensivvård"},
                     {"akuten|akm|akutmott", "akut"},
                     {"med|medklin|medicinklin", "medicin"},
                     {"kir|kirurg", "kirurgi"},
                     {"ort", "ortopedi"},
                     {"rtg|röntgen", "radiologi"},
                     {"bup", "barnpsykiatri"},
                     {"kk", "kvinno"},
                     {"öl|öli", "öronnäsahals"},
                     {"sjh|lasarett|lasarettet|sjukhuset", "sjukhus"},
                     {"pv", "primärvården"}};

static Str without_ending(Str word) {
    for (size_t i = 0; i < COUNT_OF(unit_endings); i++) {
        Str ending = str_from_c(unit_endings[i]);
        if (str_equal(word, ending)) return STR("");
        if (str_ends(word, ending) && word.size >= ending.size + 3) return str_slice(word, 0, word.size - ending.size);
    }
    return word;
}

static Str token_of(Str word) {
    if (list_words_have("klin|avd|mott|sekt", word)) return STR("");
    for (size_t i = 0; i < COUNT_OF(abbreviations); i++)
        if (list_words_have(abbreviations[i].shorts, word)) return str_from_c(abbreviations[i].word);
    word = without_ending(word);
    if (word.size > 4 && str_ends(word, STR("s")) && !str_ends(word, STR("ss")) && !str_equal(word, STR("sjukhus")))
        word = str_slice(word, 0, word.size - 1);
    return word;
}

#define TOKENS_MAX 8

static size_t tokens_of(Arena *arena, Str text, Str tokens[TOKENS_MAX]) {
    Str rest = list_heading(arena, text), word;
    size_t count = 0;
    while (str_split(&rest, ' ', &word) && count < TOKENS_MAX) {
        Str token = token_of(word);
        if (token.size && !list_words_have("på|vid|i|för|och", token)) tokens[count++] = token;
    }
    return count;
}

static Str *keep_tokens(Arena *arena, Str text, size_t *ret_count) {
    Str tokens[TOKENS_MAX];
    *ret_count = tokens_of(arena, text, tokens);
    Str *kept = arena_array(arena, Str, *ret_count + 1);
    for (size_t i = 0; i < *ret_count; i++) kept[i] = tokens[i];
    return kept;
}

// Letters to change, by bytes; more than `most` counts as most + 1.
static int edit_distance(Str a, Str b, int most) {
    int row[65];
    if (a.size > 64 || b.size > 64) return most + 1;
    for (size_t j = 0; j <= b.size; j++) row[j] = (int)j;
    for (size_t i = 1; i <= a.size; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= b.size; j++) {
            int up = row[j];
            int best = diagonal + (a.data[i - 1] != b.data[j - 1]);
            if (up + 1 < best) best = up + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            row[j] = best;
            diagonal = up;
        }
    }
    return row[b.size] > most ? most + 1 : row[b.size];
}

static int word_score(Str said, Str own) {
    if (str_equal(said, own)) return SCORE_SAME;
    if (said.size >= 3 && str_starts(own, said)) return SCORE_BEGINS;
    if (own.size >= 5 && str_starts(said, own)) return SCORE_BEGINS - 5;
    int most = own.size >= 8 ? 2 : own.size >= 4 ? 1 : 0;
    return most && edit_distance(said, own, most) <= most ? SCORE_LIKE : 0;
}

static int best_word_score(Str said, const Str *own, size_t count) {
    int best = 0;
    for (size_t i = 0; i < count; i++) {
        int score = word_score(said, own[i]);
        if (score > best) best = score;
    }
    return best;
}

static int unit_score(const Str *said, size_t count, const KnownUnit *unit) {
    int total = 0, from_hospital = 0;
    for (size_t i = 0; i < count; i++) {
        int own = best_word_score(said[i], unit->tokens, unit->token_count);
        int hospital = best_word_score(said[i], unit->hospital_tokens, unit->hospital_token_count);
        if (hospital > SCORE_IN_HOSPITAL) hospital = SCORE_IN_HOSPITAL;
        if (hospital > own) from_hospital++;
        total += hospital > own ? hospital : own;
    }
    if (!count || from_hospital == (int)count) return 0; // only the hospital was said
    int score = total / (int)count;
    if (unit->token_count > count) score -= 3 * (int)(unit->token_count - count);
    return unit->implied ? score - 10 : score;
}

// --- the known ones ------------------------------------------------------------------------------

int known_add_unit(Arena *arena, Known *known, int64_t id, Str name, Str short_name, Str hospital) {
    KnownUnit unit = {.id = id, .name = name, .short_name = short_name, .hospital = hospital};
    unit.tokens = keep_tokens(arena, name, &unit.token_count);
    unit.hospital_tokens = keep_tokens(arena, hospital, &unit.hospital_token_count);
    list_add(arena, &known->units, unit);
    known->unit_memo = (StrMap){0};
    return (int)known->units.count - 1;
}

int known_add_person(Arena *arena, Known *known, int64_t id, Str name, Str hsa) {
    KnownPerson person = {id, name, STR(""), str_fold(arena, name), -1};
    int index = (int)known->people.count;
    int64_t before;
    list_add(arena, &known->people, person);
    if (str_map_get(&known->people_by_name, person.folded, &before)) {
        while (known->people.items[before].same_name >= 0) before = known->people.items[before].same_name;
        known->people.items[before].same_name = index;
    } else str_map_put(arena, &known->people_by_name, person.folded, index);
    if (hsa.size) known_set_hsa(arena, known, index, hsa);
    return index;
}

void known_set_hsa(Arena *arena, Known *known, int person, Str hsa) {
    known->people.items[person].hsa = hsa;
    str_map_put(arena, &known->people_by_hsa, hsa, person);
}

void known_add_unit_alias(Arena *arena, Known *known, Str text, int unit) {
    KnownAlias alias = {list_heading(arena, text), unit};
    list_add(arena, &known->unit_aliases, alias);
}

void known_add_person_answer(Arena *arena, Known *known, Str text, int person) {
    KnownAlias answer = {list_heading(arena, text), person};
    list_add(arena, &known->person_answers, answer);
}

static bool same_name(Arena *arena, Str a, Str b) {
    ArenaMark mark = arena_mark(arena);
    bool same = str_equal(str_fold(arena, a), str_fold(arena, b));
    arena_reset(arena, mark);
    return same;
}

Str known_unit_text(Arena *arena, const Known *known, int unit) {
    const KnownUnit *this = &known->units.items[unit];
    for (size_t i = 0; i < known->units.count; i++)
        if ((int)i != unit && this->hospital.size && same_name(arena, known->units.items[i].name, this->name))
            return str_printf(arena, "%.*s, %.*s", STR_ARG(this->name), STR_ARG(this->hospital));
    return this->name;
}

Str known_person_text(Arena *arena, const Known *known, int person) {
    const KnownPerson *this = &known->people.items[person];
    int64_t first;
    bool alone = str_map_get(&known->people_by_name, this->folded, &first) && first == person && this->same_name < 0;
    if (alone || !this->hsa.size) return this->name;
    return str_printf(arena, "%.*s (%.*s)", STR_ARG(this->name), STR_ARG(this->hsa));
}

Str known_show(Arena *arena, const Known *known, const Field *field, Str canonical) {
    int64_t index;
    if (field->kind == FIELD_UNIT && str_to_int(canonical, &index) && index >= 0 && (size_t)index < known->units.count)
        return known_unit_text(arena, known, (int)index);
    if (field->kind == FIELD_PERSON && str_to_int(canonical, &index) && index >= 0 && (size_t)index < known->people.count)
        return known_person_text(arena, known, (int)index);
    return value_show(arena, field, canonical);
}

// --- one name ------------------------------------------------------------------------------------

static void offer(Match *match, int index) {
    for (size_t i = 0; i < match->option_count; i++)
        if (match->options[i] == index) return;
    if (match->option_count < MATCH_OPTIONS_MAX) match->options[match->option_count++] = index;
}

static Match sure(int index, bool exact) {
    return (Match){.grade = MATCH_SURE, .exact = exact, .index = index, .options = {index}, .option_count = index >= 0};
}

static Match ask_or_none(Match match) {
    match.grade = match.option_count ? MATCH_ASK : MATCH_NONE;
    match.index = -1;
    return match;
}

static bool is_unit_with_hospital(Arena *arena, const KnownUnit *unit, Str folded) {
    if (!unit->hospital.size) return false;
    Str both = str_printf(arena, "%.*s, %.*s", STR_ARG(unit->name), STR_ARG(unit->hospital));
    return str_equal(str_fold(arena, both), folded);
}

// Where several fit, the one that the files' own list of units has; -1 if it has none, or several.
static int only_listed(const Known *known, const int *units, size_t count) {
    int found = -1;
    for (size_t i = 0; i < count; i++) {
        if (!known->units.items[units[i]].listed) continue;
        if (found >= 0) return -1;
        found = units[i];
    }
    return found;
}

// Its own name, alone or with the hospital; or a name that somebody has said means it.
static Match match_unit_plainly(Arena *arena, const Known *known, Str text) {
    Match match = {0};
    Str folded = str_fold(arena, text), heading = list_heading(arena, text);
    for (size_t i = 0; i < known->units.count; i++) {
        const KnownUnit *unit = &known->units.items[i];
        if (is_unit_with_hospital(arena, unit, folded)) return sure((int)i, true);
        if (str_equal(str_fold(arena, unit->name), folded)) offer(&match, (int)i);
    }
    if (match.option_count == 1) return sure(match.options[0], true);
    int listed = only_listed(known, match.options, match.option_count);
    if (listed >= 0) return sure(listed, true);
    for (size_t i = known->unit_aliases.count; i-- > 0;)
        if (str_equal(known->unit_aliases.items[i].folded, heading)) return sure(known->unit_aliases.items[i].unit, true);
    return ask_or_none(match);
}

static Match match_unit_short(Arena *arena, const Known *known, Str text) {
    Match match = {0};
    Str folded = str_fold(arena, text);
    for (size_t i = 0; i < known->units.count; i++) {
        Str short_name = known->units.items[i].short_name;
        if (short_name.size && str_equal(str_fold(arena, short_name), folded)) offer(&match, (int)i);
    }
    return match.option_count == 1 ? sure(match.options[0], true) : ask_or_none(match);
}

static Match match_unit_likely(Arena *arena, const Known *known, Str text, bool listed_only) {
    Match match = {0};
    Str said[TOKENS_MAX];
    size_t count = tokens_of(arena, text, said);
    int *scores = arena_array(arena, int, known->units.count + 1);
    int best = 0, next = 0;
    for (size_t i = 0; i < known->units.count; i++) {
        const KnownUnit *unit = &known->units.items[i];
        scores[i] = listed_only && !unit->listed ? 0 : unit_score(said, count, unit);
        if (scores[i] > best) {
            next = best;
            best = scores[i];
            match.index = (int)i;
        } else if (scores[i] > next) next = scores[i];
    }
    if (best >= SCORE_SURE && best - next >= SCORE_LEAD) return sure(match.index, false);
    Match near = {0};
    for (size_t i = 0; i < known->units.count; i++)
        if (best >= SCORE_SURE && best - scores[i] < SCORE_LEAD) offer(&near, (int)i);
    int listed = near.option_count < MATCH_OPTIONS_MAX ? only_listed(known, near.options, near.option_count) : -1;
    if (listed >= 0) return sure(listed, false);
    for (int least = best; least >= SCORE_ASK; least--)
        for (size_t i = 0; i < known->units.count; i++)
            if (scores[i] == least) offer(&match, (int)i);
    return ask_or_none(match);
}

Match match_unit(Arena *arena, const Known *known, Str text) {
    ArenaMark mark = arena_mark(arena);
    Match match = match_unit_plainly(arena, known, text);
    // The files' own list of units comes before other units' short names.
    if (match.grade == MATCH_NONE) {
        Match listed = match_unit_likely(arena, known, text, true);
        if (listed.grade == MATCH_SURE) match = listed;
    }
    if (match.grade == MATCH_NONE) match = match_unit_short(arena, known, text);
    if (match.grade == MATCH_NONE) match = match_unit_likely(arena, known, text, false);
    arena_reset(arena, mark);
    return match;
}

static bool same_tokens(const Str *a, size_t a_count, const Str *b, size_t b_count) {
    if (!a_count || a_count != b_count) return false;
    for (size_t i = 0; i < a_count; i++) {
        bool found = false;
        for (size_t k = 0; k < b_count; k++) found |= str_equal(a[i], b[k]);
        if (!found) return false;
    }
    return true;
}

// "Norrvik sjukhus" is Norrviks sjukhus.
int match_hospital(Arena *arena, const Known *known, Str text) {
    ArenaMark mark = arena_mark(arena);
    Str folded = str_fold(arena, text), tokens[TOKENS_MAX];
    size_t count = tokens_of(arena, text, tokens);
    int best = -1, best_rank = 0;
    for (size_t i = 0; i < known->units.count; i++) {
        const KnownUnit *unit = &known->units.items[i];
        int rank = str_equal(str_fold(arena, unit->name), folded) ? 2
                   : same_tokens(tokens, count, unit->tokens, unit->token_count) ? 1 : 0;
        if (rank && unit->implied) rank += 2;
        if (rank == 1) continue; // a clinic is not a hospital for having nearly its name
        if (rank > best_rank) {
            best_rank = rank;
            best = (int)i;
        }
    }
    arena_reset(arena, mark);
    return best;
}

// The same words in another order: "Tallgren Leila".
static bool same_words(Arena *arena, Str a, Str b) {
    if (a.size != b.size) return false;
    Str rest = a, word;
    Str padded = str_printf(arena, " %.*s ", STR_ARG(b));
    while (str_split(&rest, ' ', &word))
        if (str_find(padded, str_printf(arena, " %.*s ", STR_ARG(word))) == STR_NOT_FOUND) return false;
    return true;
}

// "SE2321000156-1A2B", or "Anna Berg (SE2321000156-1A2B)" as we write it ourselves.
static Str hsa_in(Str text) {
    size_t open = str_find_char(text, '(');
    if (open != STR_NOT_FOUND && str_ends(text, STR(")"))) return str_trim(str_slice(text, open + 1, text.size - 1));
    return text;
}

static Match match_person_likely(Arena *arena, const Known *known, Str folded) {
    Match match = {0};
    for (size_t i = 0; i < known->people.count; i++)
        if (same_words(arena, folded, known->people.items[i].folded)) offer(&match, (int)i);
    if (match.option_count == 1) return sure(match.options[0], false);
    for (int most = 1; most <= 2; most++)
        for (size_t i = 0; i < known->people.count; i++)
            if (edit_distance(folded, known->people.items[i].folded, most) <= most) offer(&match, (int)i);
    return ask_or_none(match);
}

static Match match_person_named(Arena *arena, const Known *known, Str text) {
    Match match = {0};
    int64_t index;
    if (str_map_get(&known->people_by_hsa, hsa_in(text), &index)) return sure((int)index, true);
    Str folded = str_fold(arena, value_person_name(arena, text)), heading = list_heading(arena, text);
    if (str_map_get(&known->people_by_name, folded, &index))
        for (; index >= 0; index = known->people.items[index].same_name) offer(&match, (int)index);
    if (match.option_count == 1) return sure(match.options[0], true);
    for (size_t i = known->person_answers.count; i-- > 0;)
        if (str_equal(known->person_answers.items[i].folded, heading)) return sure(known->person_answers.items[i].unit, true);
    return match.option_count ? ask_or_none(match) : match_person_likely(arena, known, folded);
}

Match match_person(Arena *arena, const Known *known, Str text) {
    ArenaMark mark = arena_mark(arena);
    Match match = match_person_named(arena, known, str_trim(text));
    arena_reset(arena, mark);
    return match;
}

// --- the rows ------------------------------------------------------------------------------------

static void ask(Arena *arena, Matching *matching, const ImportRow *row, int field, bool person, Str text, Match match) {
    Str folded = list_heading(arena, text);
    for (size_t i = 0; i < matching->questions.count; i++) {
        Question *question = &matching->questions.items[i];
        if (question->person == person && str_equal(list_heading(arena, question->text), folded)) {
            question->rows++;
            return;
        }
    }
    Str cell = row->columns[field] < 0 ? STR("")
                                       : str_printf(arena, "%.*s%u",
                                                    STR_ARG(table_column_letters(arena, (size_t)row->columns[field])), row->row);
    Question question = {person, text, match, 1, row->reading->file, row->reading->sheet, cell};
    list_add(arena, &matching->questions, question);
}

static Str options_text(Arena *arena, const Known *known, bool person, const Match *match) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < match->option_count; i++) {
        if (i) buf_add(&buf, STR(", "));
        buf_add(&buf, person ? known_person_text(arena, known, match->options[i]) : known_unit_text(arena, known, match->options[i]));
    }
    return buf_end(&buf);
}

static Msg unknown_message(Arena *arena, const Known *known, bool person, const Match *match) {
    if (match->grade == MATCH_ASK && person)
        return msg(N_("Vem som menas är inte säkert. Välj någon av: {1}."), msg_text(options_text(arena, known, true, match)));
    if (match->grade == MATCH_ASK)
        return msg(N_("Enheten finns inte med det namnet. Välj någon av: {1}, eller rätta namnet."),
                   msg_text(options_text(arena, known, false, match)));
    if (person) return msg(N_("Personen finns inte. Rätta namnet eller lägg till personen i personlistan."));
    return msg(N_("Enheten finns inte. Rätta namnet eller lägg till enheten i enhetslistan."));
}

static void note_taken(Arena *arena, Matching *matching, Str text, int unit) {
    Str heading = list_heading(arena, text);
    for (size_t i = 0; i < matching->taken.count; i++)
        if (matching->taken.items[i].unit == unit && str_equal(list_heading(arena, matching->taken.items[i].text), heading)) {
            matching->taken.items[i].rows++;
            return;
        }
    Taken taken = {text, unit, 1};
    list_add(arena, &matching->taken, taken);
}

bool match_unit_in(Arena *arena, Known *known, ImportInput *input, Matching *matching, ImportRow *row,
                   int field, Str text, int *ret) {
    int64_t memo;
    Match match;
    if (str_map_get(&known->unit_memo, text, &memo)) match = sure((int)(memo / 2), memo % 2);
    else match = match_unit(arena, known, text);
    if (match.index == MATCH_SKIP) {
        row->skipped = true;
        return false;
    }
    if (match.grade == MATCH_SURE) {
        str_map_put(arena, &known->unit_memo, text, match.index * 2 + match.exact);
        if (!match.exact) note_taken(arena, matching, text, match.index);
        *ret = match.index;
        return true;
    }
    ask(arena, matching, row, field, false, text, match);
    problem_add(arena, input, row, field, unknown_message(arena, known, false, &match));
    return false;
}

bool match_person_in(Arena *arena, Known *known, ImportInput *input, Matching *matching, ImportRow *row,
                     int field, Str text, int *ret) {
    Match match = match_person(arena, known, text);
    if (match.index == MATCH_SKIP) {
        row->skipped = true;
        return false;
    }
    if (match.grade == MATCH_SURE) {
        *ret = match.index;
        return true;
    }
    if (match.grade == MATCH_ASK) ask(arena, matching, row, field, true, text, match);
    problem_add(arena, input, row, field, unknown_message(arena, known, true, &match));
    return false;
}

static int find_unit(Arena *arena, const Known *known, Str name, Str hospital) {
    for (size_t i = 0; i < known->units.count; i++) {
        const KnownUnit *unit = &known->units.items[i];
        if (unit->implied || !same_name(arena, unit->name, name)) continue;
        if (!hospital.size || !unit->hospital.size || same_name(arena, unit->hospital, hospital)) return (int)i;
    }
    return -1;
}

static void place_unit(Arena *arena, Known *known, ImportRow *row) {
    Str name = row->values[UNITS_NAME], hospital = row->values[UNITS_HOSPITAL];
    if (!name.size) return;
    int above = hospital.size ? match_hospital(arena, known, hospital) : -1;
    if (above >= 0) hospital = row->values[UNITS_HOSPITAL] = known->units.items[above].name;
    row->self = find_unit(arena, known, name, hospital);
    if (row->self < 0) row->self = known_add_unit(arena, known, 0, name, row->values[UNITS_SHORT], hospital);
    KnownUnit *unit = &known->units.items[row->self];
    unit->listed = true;
    if (row->values[UNITS_SHORT].size) unit->short_name = row->values[UNITS_SHORT];
    if (!unit->hospital.size && hospital.size) {
        unit->hospital = hospital;
        unit->hospital_tokens = keep_tokens(arena, hospital, &unit->hospital_token_count);
    }
}

// A hospital that others name is a unit too: somebody can have an appointment there.
static void place_hospitals(Arena *arena, Known *known) {
    for (size_t i = 0, count = known->units.count; i < count; i++) {
        Str hospital = known->units.items[i].hospital;
        if (!hospital.size || match_hospital(arena, known, hospital) >= 0) continue;
        int index = known_add_unit(arena, known, 0, hospital, STR(""), STR(""));
        known->units.items[index].implied = true;
    }
}

static int person_with_hsa(const Known *known, Str hsa) {
    int64_t index;
    return hsa.size && str_map_get(&known->people_by_hsa, hsa, &index) ? (int)index : -1;
}

// By HSA id; else the one of that name, unless both have an id and they differ; two are asked about.
static void place_person(Arena *arena, Known *known, ImportInput *input, Matching *matching, ImportRow *row, size_t stored) {
    Str name = row->values[PEOPLE_NAME], hsa = row->values[PEOPLE_HSA];
    if (!name.size) return;
    row->self = person_with_hsa(known, hsa);
    if (row->self >= (int)stored && !str_equal(known->people.items[row->self].folded, str_fold(arena, name))) {
        problem_add(arena, input, row, PEOPLE_HSA,
                    msg(N_("{1} har redan detta HSA-id i filen. Rätta det ena."), msg_text(known->people.items[row->self].name)));
        row->self = known_add_person(arena, known, 0, name, STR("")); // so that what refers to it is no fault too
        return;
    }
    if (row->self >= 0) return;
    Match match = {0};
    int64_t index;
    if (str_map_get(&known->people_by_name, str_fold(arena, name), &index))
        for (; index >= 0; index = known->people.items[index].same_name)
            if (!known->people.items[index].hsa.size || !hsa.size) offer(&match, (int)index);
    if (match.option_count > 1) {
        Match answer = match_person(arena, known, name);
        if (answer.grade == MATCH_SURE) {
            row->skipped = answer.index == MATCH_SKIP;
            row->self = row->skipped ? -1 : answer.index;
            return;
        }
        match = ask_or_none(match);
        ask(arena, matching, row, PEOPLE_NAME, true, name, match);
        problem_add(arena, input, row, PEOPLE_NAME, unknown_message(arena, known, true, &match));
        return;
    }
    row->self = match.option_count == 1 ? match.options[0] : known_add_person(arena, known, 0, name, hsa);
    if (hsa.size) known_set_hsa(arena, known, row->self, hsa);
}

static void resolve_person_by_hsa(Arena *arena, Known *known, ImportInput *input, ImportRow *row, int person, int hsa) {
    if (!row->values[hsa].size) return;
    int index = person_with_hsa(known, row->values[hsa]);
    if (index < 0) {
        problem_add(arena, input, row, hsa, msg(N_("Ingen har detta HSA-id. Rätta det eller lägg till personen i personlistan.")));
        row->values[person] = STR("");
        return;
    }
    row->values[person] = str_printf(arena, "%d", index);
    row->values[hsa] = STR("");
}

static void resolve_row(Arena *arena, Known *known, ImportInput *input, Matching *matching, ImportRow *row) {
    const Field *fields = lists[row->list].fields;
    int by_hsa = -1, index;
    for (int f = 0; fields[f].key; f++)
        if (fields[f].kind == FIELD_PERSON_ID && row->values[f].size) by_hsa = f;
    for (int f = 0; fields[f].key; f++) {
        Str *value = &row->values[f];
        if (!value->size) continue;
        if (fields[f].kind == FIELD_UNIT) {
            bool found = match_unit_in(arena, known, input, matching, row, f, *value, &index);
            *value = found ? str_printf(arena, "%d", index) : STR("");
        } else if (fields[f].kind == FIELD_PERSON && !(f == 0 && by_hsa >= 0)) {
            bool found = match_person_in(arena, known, input, matching, row, f, *value, &index);
            *value = found ? str_printf(arena, "%d", index) : STR("");
        }
    }
    if (by_hsa >= 0) resolve_person_by_hsa(arena, known, input, row, 0, by_hsa);
}

static int stored_unit(const Known *known, int64_t id) {
    for (size_t i = 0; i < known->units.count; i++)
        if (id && known->units.items[i].id == id) return (int)i;
    return -1;
}

static int stored_person(const Known *known, int64_t id) {
    for (size_t i = 0; i < known->people.count; i++)
        if (id && known->people.items[i].id == id) return (int)i;
    return -1;
}

static int answered_unit(Arena *arena, Known *known, const Answer *answer) {
    switch (answer->kind) {
    case ANSWER_STORED: return stored_unit(known, answer->id);
    case ANSWER_SKIP: return MATCH_SKIP;
    case ANSWER_NAMED: {
        Match match = match_unit_plainly(arena, known, answer->name);
        return match.grade == MATCH_SURE ? match.index : -1;
    }
    case ANSWER_NEW: break;
    }
    int index = known_add_unit(arena, known, 0, str_trim(answer->text), STR(""), STR(""));
    known->units.items[index].made = true;
    return index;
}

static void use_unit_answers(Arena *arena, Known *known, ImportInput *input, Matching *matching) {
    for (size_t i = 0; i < matching->answers.count; i++) {
        const Answer *answer = &matching->answers.items[i];
        if (answer->person) continue;
        int unit = answered_unit(arena, known, answer);
        if (unit == -1) {
            Reading nowhere = {.file = STR(""), .sheet = STR("")};
            problem_add_at(arena, &input->problems, &nowhere, 0, -1, STR(""), answer->name,
                           msg(N_("Det finns ingen enhet {1}."), msg_text(answer->name)));
            continue;
        }
        known_add_unit_alias(arena, known, answer->text, unit);
        if (unit >= 0 && !known->units.items[unit].made) note_taken(arena, matching, answer->text, unit);
    }
}

// An answer may name someone of the database, or someone whom the files bring.
static void use_person_answers(Arena *arena, Known *known, const Matching *matching, AnswerKind kind) {
    for (size_t i = 0; i < matching->answers.count; i++) {
        const Answer *answer = &matching->answers.items[i];
        if (!answer->person || answer->kind != kind) continue;
        int person = kind == ANSWER_SKIP ? MATCH_SKIP : -1;
        if (kind == ANSWER_STORED) person = stored_person(known, answer->id);
        if (kind == ANSWER_NAMED) {
            Match match = match_person(arena, known, answer->name);
            if (match.grade == MATCH_SURE) person = match.index;
        }
        if (person != -1) known_add_person_answer(arena, known, answer->text, person);
    }
}

void match_rows(Arena *arena, Known *known, ImportInput *input, Matching *matching) {
    size_t stored = known->people.count;
    ImportRowList *units = &input->rows[LIST_UNITS], *people = &input->rows[LIST_PEOPLE];
    for (size_t i = 0; i < units->count; i++) place_unit(arena, known, &units->items[i]);
    place_hospitals(arena, known);
    use_unit_answers(arena, known, input, matching);
    use_person_answers(arena, known, matching, ANSWER_STORED);
    use_person_answers(arena, known, matching, ANSWER_SKIP);
    for (size_t i = 0; i < people->count; i++) place_person(arena, known, input, matching, &people->items[i], stored);
    use_person_answers(arena, known, matching, ANSWER_NAMED);
    for (size_t l = 1; l < LIST_COUNT; l++)
        for (size_t i = 0; l != LIST_UNITS && l != LIST_PEOPLE && i < input->rows[l].count; i++)
            resolve_row(arena, known, input, matching, &input->rows[l].items[i]);
}
