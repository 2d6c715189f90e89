#include "demo/demo_names.h"

uint64_t dice_next(Dice *dice) {
    uint64_t x = dice->state += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

int dice_below(Dice *dice, int limit) {
    return (int)(dice_next(dice) % (uint64_t)limit);
}

int dice_between(Dice *dice, int least, int most) {
    return least + dice_below(dice, most - least + 1);
}

bool dice_percent(Dice *dice, int percent) {
    return dice_below(dice, 100) < percent;
}

static const char *const given_names[] = {
    "Alma",  "Amir",   "Astrid", "Bahar", "Björn", "Davor",  "Ebba",   "Elias",   "Elin",  "Emre",
    "Freja", "Gustav", "Hanna",  "Hugo",  "Idun",  "Ines",   "Jonatan", "Karin",  "Leila", "Linn",
    "Lovisa", "Maja",  "Malik",  "Milan", "Mira",  "Nils",   "Noor",   "Olof",    "Oskar", "Petter",
    "Rasmus", "Runa",  "Samir",  "Sanna", "Signe", "Sixten", "Siv",    "Svante",  "Teo",   "Tove",
    "Vera",  "Viktor", "Yasmin", "Ylva",  "Yusuf", "Zahra",  "Åke",    "Åsa",     "Ängla", "Örjan"};
static const char *const family_starts[] = {
    "Alm",   "Berg",  "Björk", "Dal",   "Ek",   "Fjäll", "Gran",  "Hav",  "Hed",  "Häll",
    "Kvarn", "Lind",  "Ljung", "Lund",  "Löv",  "Norr",  "Rosen", "Rönn", "Sjö",  "Skog",
    "Sten",  "Strand", "Sund", "Söder", "Tall", "Vinter", "Väster", "Ås", "Äng",  "Öster"};
static const char *const family_ends[] = {"bäck", "dal",  "fors", "gren", "hammar", "hed",  "holm",
                                          "kvist", "lid", "lyng", "mark", "mo",     "ros",  "sjö",
                                          "skog", "stad", "strand", "vall", "vik",  "ås"};
static const char *const places[] = {"Norrvik",   "Söderhamra", "Östersele", "Västanå",   "Mittåsen",
                                     "Lövsunda",  "Granfors",   "Hällmo",    "Kvarnsele", "Tallhamn",
                                     "Björkliden", "Stenunda",  "Havsås",    "Ängelfors"};

DemoName demo_name(Arena *arena, Dice *dice, int number) {
    // Each pair of start and end comes once in 600; the given name by lot, from a share of its own
    // in each round, so that no name comes twice.
    size_t ends = COUNT_OF(family_ends), starts = COUNT_OF(family_starts), n = (size_t)number;
    const char *start = family_starts[n % starts], *end = family_ends[(n / starts + n * 7) % ends];
    if (str_equal(str_fold(arena, str_from_c(start)), str_from_c(end))) end = "gren";
    size_t round = n / (starts * ends);
    size_t given = ((size_t)dice_below(dice, 7) + n * 11 + round * 7) % COUNT_OF(given_names);
    return (DemoName){str_from_c(given_names[given]), str_printf(arena, "%s%s", start, end)};
}

Str demo_place_name(int number) {
    return str_from_c(places[(size_t)number % COUNT_OF(places)]);
}
