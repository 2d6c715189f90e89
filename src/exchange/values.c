#include "exchange/values.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool all_digits(Str text) {
    for (size_t i = 0; i < text.size; i++)
        if (!is_digit(text.data[i])) return false;
    return text.size > 0;
}

// --- dates ---------------------------------------------------------------------------------------

bool value_is_yymmdd(Str text) {
    Date date;
    text = str_trim(text);
    return text.size == 6 && all_digits(text) && date_parse(text, &date);
}

// "2026-11-23 00:00:00", "2026-11-23T00:00": what databases export.
static Str without_clock(Str text) {
    if (text.size > 11 && (text.data[10] == ' ' || text.data[10] == 'T') && text.data[4] == '-' &&
        is_digit(text.data[11]) && str_find_char(text, ':') != STR_NOT_FOUND)
        return str_slice(text, 0, 10);
    return text;
}

static int month_of_name(Str name) {
    static const char *const months[][2] = {{"jan"}, {"feb"}, {"mar"}, {"apr"}, {"maj", "may"}, {"jun"},
                                            {"jul"}, {"aug"}, {"sep"}, {"okt", "oct"}, {"nov"}, {"dec"}};
    char low[3];
    if (name.size < 3 || name.size > 10) return 0;
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i] | 0x20;
        if (c < 'a' || c > 'z') return 0;
        if (i < 3) low[i] = c;
    }
    for (int m = 0; m < 12; m++)
        for (int k = 0; k < 2 && months[m][k]; k++)
            if (memcmp(low, months[m][k], 3) == 0) return m + 1;
    return 0;
}

static bool month_date(int64_t year, int64_t month, Date *ret) {
    if (year >= 0 && year < 100) year += 2000;
    if (year < 1950 || year > 2199 || month < 1 || month > 12) return false;
    *ret = date_from_ymd((int)year, (int)month, 1);
    return true;
}

bool value_read_month(Str text, Date *ret) {
    text = str_trim(text);
    int64_t year, month;
    if (text.size == 6 && all_digits(text) && str_to_int(str_slice(text, 0, 4), &year) &&
        str_to_int(str_slice(text, 4, 6), &month) && year >= 1950)
        return month_date(year, month, ret);
    size_t cut = 0;
    while (cut < text.size && !memchr(" -/.'", text.data[cut], 5)) cut++;
    if (cut == text.size) { // "jan26", "Januari2026"
        cut = 0;
        while (cut < text.size && !is_digit(text.data[cut])) cut++;
        if (cut == 0) return false;
    }
    Str left = str_slice(text, 0, cut), right = str_slice(text, cut, text.size);
    while (right.size && memchr(" -/.'", right.data[0], 5)) right = str_slice(right, 1, right.size);
    if (month_of_name(left) && all_digits(right) && (right.size == 2 || right.size == 4))
        return str_to_int(right, &year) && month_date(year, month_of_name(left), ret);
    if (month_of_name(right) && all_digits(left) && left.size == 4)
        return str_to_int(left, &year) && month_date(year, month_of_name(right), ret);
    if (!all_digits(left) || !all_digits(right)) return false;
    if (left.size == 4 && right.size <= 2)
        return str_to_int(left, &year) && str_to_int(right, &month) && month_date(year, month, ret);
    if (left.size <= 2 && right.size == 4)
        return str_to_int(right, &year) && str_to_int(left, &month) && month_date(year, month, ret);
    return false;
}

static bool read_serial(Str text, const ValueRules *rules, Date *ret) {
    // Below 1954 and above 2119 a bare number is more likely a slip than a spreadsheet's day.
    Str whole = str_slice(text, 0, str_find_char(text, '.'));
    int64_t number;
    if (!all_digits(whole) || !str_to_int(whole, &number) || number < 20000 || number > 80000) return false;
    return table_serial_date((double)number, rules->dates_from_1904, ret);
}

bool value_read_date(Str text, bool last_day, const ValueRules *rules, Date *ret) {
    text = without_clock(str_trim(text));
    if (rules->dates_are_yymmdd && all_digits(text) && text.size >= 3 && text.size < 6) {
        char padded[6] = {'0', '0', '0', '0', '0', '0'};
        memcpy(padded + 6 - text.size, text.data, text.size);
        return date_parse((Str){padded, 6}, ret);
    }
    bool week = text.size && (text.data[0] | 0x20) == 'v';
    bool month = !week && text.size != 6 && value_read_month(text, ret);
    if (month && last_day) *ret = date_add_days(date_add_months(*ret, 1), -1);
    if (month) return true;
    if (date_parse(text, ret)) {
        if (week && last_day) *ret = date_add_days(*ret, 6);
        return true;
    }
    return read_serial(text, rules, ret);
}

static bool read_date(Arena *arena, const Field *field, Str text, const ValueRules *rules, Str *ret,
                      Msg *ret_problem) {
    Date date;
    if (!value_read_date(text, field->kind == FIELD_DATE_LAST, rules, &date)) {
        *ret_problem = msg(N_("Datumet går inte att läsa. Skriv till exempel 2026-11-23."));
        return false;
    }
    if (date_to_ymd(date).year < 1950 || date_to_ymd(date).year > 2119) {
        *ret_problem = msg(N_("Året verkar fel. Skriv datumet som 2026-11-23."));
        return false;
    }
    *ret = date_iso(arena, date);
    return true;
}

static bool read_dates(Arena *arena, const Field *field, Str text, const ValueRules *rules, Str *ret,
                       Msg *ret_problem) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < text.size;) {
        size_t past = i;
        while (past < text.size && text.data[past] != ',' && text.data[past] != ';' && text.data[past] != '\n') past++;
        Str part = str_trim(str_slice(text, i, past)), date;
        i = past + 1;
        if (!part.size) continue;
        if (!read_date(arena, field, part, rules, &date, ret_problem)) return false;
        if (buf.size) buf_add(&buf, STR(", "));
        buf_add(&buf, date);
    }
    *ret = buf_end(&buf);
    return true;
}

// --- numbers -------------------------------------------------------------------------------------

// "75", "75,5", "1 200", "75 %": the number and whether % stood there.
static bool read_number(Str text, double *ret, bool *ret_percent, bool *ret_decimals) {
    char digits[40];
    size_t size = 0;
    text = str_trim(text);
    *ret_percent = str_ends(text, STR("%"));
    if (*ret_percent) text = str_trim(str_slice(text, 0, text.size - 1));
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == ' ' || c == '\xc2' || c == '\xa0') continue;
        if (c == ',') c = '.';
        if (!is_digit(c) && c != '.' && !(c == '-' && size == 0)) return false;
        if (size + 1 >= sizeof digits) return false;
        digits[size++] = c;
    }
    digits[size] = 0;
    char *end;
    *ret = strtod(digits, &end);
    *ret_decimals = strchr(digits, '.') != NULL;
    return size && !*end && isfinite(*ret);
}

static bool read_percent(Arena *arena, Str text, Str *ret, Msg *ret_problem) {
    double number;
    bool percent, decimals;
    bool read = read_number(text, &number, &percent, &decimals);
    if (read && !percent && number > 0 && (number < 1 || (number == 1 && decimals))) number *= 100;
    if (!read || number < 0 || number > 100 || fabs(number - round(number)) > 1e-6) {
        *ret_problem = msg(N_("Ska vara en procentsats, ett helt tal från 0 till 100."));
        return false;
    }
    *ret = str_printf(arena, "%.0f", number);
    return true;
}

static bool read_count(Arena *arena, Str text, Str *ret, Msg *ret_problem) {
    double number;
    bool percent, decimals;
    if (!read_number(text, &number, &percent, &decimals) || percent || number < 0 || number > 9999 ||
        number != floor(number)) {
        *ret_problem = msg(N_("Ska vara ett antal, ett helt tal från 0 och uppåt."));
        return false;
    }
    *ret = str_printf(arena, "%.0f", number);
    return true;
}

static bool read_hours(Arena *arena, Str text, Str *ret, Msg *ret_problem) {
    double number;
    bool percent, decimals;
    if (!read_number(text, &number, &percent, &decimals) || percent || number < 0 || number > 60) {
        *ret_problem = msg(N_("Ska vara timmar per vecka, till exempel 5 eller 2,5."));
        return false;
    }
    *ret = str_printf(arena, "%.0f", round(number * 60));
    return true;
}

// --- words ---------------------------------------------------------------------------------------

static bool read_word(Arena *arena, const Field *field, Str text, Str *ret, Msg *ret_problem) {
    int value;
    Str word = list_heading(arena, text);
    if (list_word_value(field->words, word, &value)) {
        *ret = str_printf(arena, "%d", value);
        return true;
    }
    Buf buf = buf_begin(arena);
    for (const ListWord *entry = field->words; entry->sv; entry++) {
        if (buf.size) buf_add(&buf, STR(", "));
        buf_add(&buf, str_from_c(entry->sv));
    }
    *ret_problem = msg(N_("Ordet känns inte igen. Skriv något av: {1}."), msg_text(buf_end(&buf)));
    return false;
}

static bool read_yes_no(Arena *arena, Str text, Str *ret, Msg *ret_problem) {
    Str word = list_heading(arena, text);
    if (list_words_have("ja|j|yes|y|x|sant|true|1", word)) *ret = STR("1");
    else if (list_words_have("nej|n|no|falskt|false|0|", word)) *ret = STR("0");
    else {
        *ret_problem = msg(N_("Skriv ja eller nej."));
        return false;
    }
    return true;
}

static bool read_regulation(Str text, Str *ret, Msg *ret_problem) {
    bool has_2015 = str_find(text, STR("2015")) != STR_NOT_FOUND;
    bool has_2021 = str_find(text, STR("2021")) != STR_NOT_FOUND;
    if (has_2015 == has_2021) {
        *ret_problem = msg(N_("Skriv SOSFS 2015:8 eller HSLF-FS 2021:8."));
        return false;
    }
    *ret = has_2021 ? STR("2021") : STR("2015");
    return true;
}

// "Anestesi- och intensivvård" -> "anestesi-och-intensivvard".
static Str specialty_key(Arena *arena, Str text) {
    static const struct {
        const char *letter;
        char plain;
    } letters[] = {{"å", 'a'}, {"ä", 'a'}, {"ö", 'o'}, {"é", 'e'}, {"ü", 'u'}};
    Str folded = str_fold(arena, text);
    char *out = arena_alloc(arena, folded.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; i < folded.size; i++) {
        char c = folded.data[i];
        for (size_t k = 0; k < COUNT_OF(letters); k++)
            if (str_starts(str_slice(folded, i, i + 2), str_from_c(letters[k].letter))) {
                c = letters[k].plain;
                i++;
            }
        bool letter = (c >= 'a' && c <= 'z') || is_digit(c);
        if (!letter) c = '-';
        if (c == '-' && (!size || out[size - 1] == '-')) continue;
        out[size++] = c;
    }
    while (size && out[size - 1] == '-') size--;
    return (Str){out, size};
}

static bool read_specialty(Arena *arena, Str text, const ValueRules *rules, Str *ret, Msg *ret_problem) {
    Str key = specialty_key(arena, text);
    for (size_t i = 0; i < rules->specialty_count; i++)
        if (str_equal(rules->specialties[i], key)) {
            *ret = key;
            return true;
        }
    if (!rules->specialty_count && key.size) {
        *ret = key;
        return true;
    }
    *ret_problem = msg(N_("Specialiteten finns inte. Skriv dess svenska namn, till exempel internmedicin."));
    return false;
}

static bool read_specialties(Arena *arena, Str text, const ValueRules *rules, Str *ret, Msg *ret_problem) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < text.size;) {
        size_t past = i;
        while (past < text.size && !memchr(",;/+\n", text.data[past], 5)) past++;
        Str part = str_trim(str_slice(text, i, past)), key;
        i = past + 1;
        if (!part.size) continue;
        if (!read_specialty(arena, part, rules, &key, ret_problem)) return false;
        if (buf.size) buf_add(&buf, STR(", "));
        buf_add(&buf, key);
    }
    *ret = buf_end(&buf);
    return true;
}

// "stc1" -> "STc1", "A1" -> "a1", "bt12" -> "BT12"; empty when it has not the form of a goal.
static Str goal_code(Arena *arena, Str text) {
    Str low = str_fold(arena, text), digits = low;
    bool st = str_starts(low, STR("st")), bt = str_starts(low, STR("bt"));
    if (st || bt) digits = str_slice(digits, 2, digits.size);
    bool letter = digits.size && digits.data[0] >= 'a' && digits.data[0] <= 'c';
    Str number = str_slice(digits, letter ? 1 : 0, digits.size);
    if (letter == bt || number.size < 1 || number.size > 2 || number.data[0] == '0' || !all_digits(number)) return STR("");
    return str_printf(arena, "%s%.*s", st ? "ST" : bt ? "BT" : "", STR_ARG(digits));
}

static bool is_goal(const ValueRules *rules, Str code) {
    for (size_t i = 0; i < rules->goal_count; i++)
        if (str_equal(rules->goals[i], code)) return true;
    return code.size && !rules->goal_count;
}

// "stc1,A1 ; b3" -> "STc1 a1 b3".
static bool read_goals(Arena *arena, Str text, const ValueRules *rules, Str *ret, Msg *ret_problem) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < text.size;) {
        size_t past = i;
        while (past < text.size && !memchr(" ,;/+\n\t", text.data[past], 7)) past++;
        Str goal = str_slice(text, i, past);
        i = past + 1;
        if (!goal.size) continue;
        Str code = goal_code(arena, goal);
        if (!is_goal(rules, code)) {
            *ret_problem = msg(N_("{1} är inget delmål. Skriv delmål som STc1 eller c1, med komma emellan."), msg_text(goal));
            return false;
        }
        if (buf.size) buf_add_char(&buf, ' ');
        buf_add(&buf, code);
    }
    *ret = buf_end(&buf);
    return true;
}

// --- text ----------------------------------------------------------------------------------------

static Str single_spaced(Arena *arena, Str text) {
    char *out = arena_alloc(arena, text.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '\xc2' && i + 1 < text.size && text.data[i + 1] == '\xa0') {
            i++;
            c = ' ';
        }
        if (c == '\t' || c == '\n' || c == '\r') c = ' ';
        if (c == ' ' && (!size || out[size - 1] == ' ')) continue;
        out[size++] = c;
    }
    while (size && out[size - 1] == ' ') size--;
    return (Str){out, size};
}

Str value_person_name(Arena *arena, Str text) {
    Str name = single_spaced(arena, text);
    size_t comma = str_find_char(name, ',');
    if (comma == STR_NOT_FOUND) return name;
    Str family = str_trim(str_slice(name, 0, comma));
    Str given = str_trim(str_slice(name, comma + 1, name.size));
    return str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
}

// The family name is the last word, with the small words that belong to it.
void value_split_name(Str name, Str *ret_given, Str *ret_family) {
    static const char *const particles[] = {"von ", "af ", "de ", "van ", "der ", "la ", "di ", "al ", "el "};
    size_t cut = 0;
    for (size_t i = 0; i < name.size; i++)
        if (name.data[i] == ' ') cut = i + 1;
    for (bool moved = true; moved && cut > 1;) {
        moved = false;
        size_t before = cut - 1;
        while (before && name.data[before - 1] != ' ') before--;
        for (size_t k = 0; k < COUNT_OF(particles) && before; k++)
            if (str_equal(str_slice(name, before, cut), str_from_c(particles[k]))) {
                cut = before;
                moved = true;
                break;
            }
    }
    *ret_given = str_trim(str_slice(name, 0, cut));
    *ret_family = str_slice(name, cut, name.size);
}

static bool luhn(const char digits[10]) {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
        int digit = digits[i] - '0';
        if (i % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

static bool is_identity_number(const char *digits, size_t count) {
    if (count == 12) digits += 2;
    int month = (digits[2] - '0') * 10 + digits[3] - '0';
    int day = (digits[4] - '0') * 10 + digits[5] - '0';
    if (day > 60) day -= 60; // a coordination number
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 && luhn(digits);
}

bool value_has_identity_number(Str text) {
    for (size_t i = 0; i < text.size;) {
        char digits[13];
        size_t count = 0, past = i;
        if (!is_digit(text.data[i]) || (i && (is_digit(text.data[i - 1]) || text.data[i - 1] == '-'))) {
            i++;
            continue;
        }
        while (past < text.size && count < 13) {
            char c = text.data[past];
            bool dash = (c == '-' || c == '+') && (count == 6 || count == 8);
            if (!is_digit(c) && !dash) break;
            if (!dash) digits[count++] = c;
            past++;
        }
        bool ends = past >= text.size || !is_digit(text.data[past]);
        if (ends && (count == 10 || count == 12) && is_identity_number(digits, count)) return true;
        i = past > i ? past : i + 1;
    }
    return false;
}

static bool read_text(Arena *arena, const Field *field, Str text, Str *ret, Msg *ret_problem) {
    if (value_has_identity_number(text)) {
        *ret_problem = msg(N_("Ser ut som ett personnummer. Sådana ska inte läggas in här: ta bort det."));
        return false;
    }
    bool person = field->kind == FIELD_NAME || field->kind == FIELD_PERSON;
    *ret = person ? value_person_name(arena, text) : single_spaced(arena, text);
    if (ret->size > 500) {
        *ret_problem = msg(N_("Texten är längre än {1} tecken. Korta den."), msg_number(500));
        return false;
    }
    if (field->kind == FIELD_NAME && str_equal(str_from_c(field->key), STR("name")) &&
        str_find_char(*ret, ' ') == STR_NOT_FOUND) {
        *ret_problem = msg(N_("Skriv både förnamn och efternamn."));
        return false;
    }
    return true;
}

static bool read_hsa(Arena *arena, Str text, Str *ret, Msg *ret_problem) {
    Str id = single_spaced(arena, text);
    char *upper = (char *)id.data;
    bool dash = false, good = id.size >= 8 && id.size <= 31;
    for (size_t i = 0; i < id.size; i++) {
        if (upper[i] >= 'a' && upper[i] <= 'z') upper[i] &= (char)~0x20;
        dash |= upper[i] == '-';
        good &= is_digit(upper[i]) || (upper[i] >= 'A' && upper[i] <= 'Z') || upper[i] == '-';
    }
    if (!good || !dash || !(upper[0] >= 'A' && upper[0] <= 'Z')) {
        *ret_problem = msg(N_("HSA-id har fel form. Det ser ut som SE2321000156-1A2B."));
        return false;
    }
    *ret = id;
    return true;
}

static bool read_email(Arena *arena, Str text, Str *ret, Msg *ret_problem) {
    Str address = single_spaced(arena, text);
    size_t at = str_find_char(address, '@');
    Str host = at == STR_NOT_FOUND ? STR("") : str_slice(address, at + 1, address.size);
    size_t dot = str_find_char(host, '.');
    if (at == 0 || str_find_char(address, ' ') != STR_NOT_FOUND || str_find_char(host, '@') != STR_NOT_FOUND ||
        dot == STR_NOT_FOUND || dot == 0 || str_ends(host, STR(".")) || address.size > 254) {
        *ret_problem = msg(N_("E-postadressen har fel form. Den ser ut som namn@sjukhus.se."));
        return false;
    }
    *ret = address;
    return true;
}

// --- the door ------------------------------------------------------------------------------------

bool value_read(Arena *arena, const Field *field, Cell cell, const ValueRules *rules, Str *ret,
                Msg *ret_problem) {
    Str text = str_trim(cell.text);
    if (!text.size || str_equal(text, STR("-")) || str_equal(text, STR("–"))) {
        *ret = STR("");
        return true;
    }
    if (text.data[0] == '#' && text.size > 3 && (str_ends(text, STR("!")) || str_ends(text, STR("?")) || str_equal(text, STR("#N/A")))) {
        *ret_problem = msg(N_("Cellen visar ett fel från kalkylprogrammet. Skriv värdet i stället."));
        return false;
    }
    switch (field->kind) {
    case FIELD_DATE:
    case FIELD_DATE_LAST: return read_date(arena, field, text, rules, ret, ret_problem);
    case FIELD_DATES: return read_dates(arena, field, text, rules, ret, ret_problem);
    case FIELD_PERCENT: return read_percent(arena, text, ret, ret_problem);
    case FIELD_COUNT: return read_count(arena, text, ret, ret_problem);
    case FIELD_HOURS: return read_hours(arena, text, ret, ret_problem);
    case FIELD_YES_NO: return read_yes_no(arena, text, ret, ret_problem);
    case FIELD_WORD: return read_word(arena, field, text, ret, ret_problem);
    case FIELD_REGULATION: return read_regulation(text, ret, ret_problem);
    case FIELD_SPECIALTY: return read_specialty(arena, text, rules, ret, ret_problem);
    case FIELD_SPECIALTIES: return read_specialties(arena, text, rules, ret, ret_problem);
    case FIELD_GOALS: return read_goals(arena, text, rules, ret, ret_problem);
    case FIELD_HSA:
    case FIELD_PERSON_ID: return read_hsa(arena, text, ret, ret_problem);
    case FIELD_EMAIL: return read_email(arena, text, ret, ret_problem);
    case FIELD_TEXT:
    case FIELD_NAME:
    case FIELD_PERSON:
    case FIELD_UNIT: break;
    }
    return read_text(arena, field, text, ret, ret_problem);
}

Str value_show(Arena *arena, const Field *field, Str canonical) {
    int64_t number;
    if (!canonical.size) return canonical;
    switch (field->kind) {
    case FIELD_WORD:
        return str_to_int(canonical, &number) ? str_from_c(list_word_text(field->words, (int)number)) : canonical;
    case FIELD_YES_NO: return str_equal(canonical, STR("1")) ? STR("ja") : STR("nej");
    case FIELD_HOURS:
        if (!str_to_int(canonical, &number)) return canonical;
        if (number % 60 == 0) return str_printf(arena, "%lld", (long long)number / 60);
        Str decimals = str_printf(arena, "%.2f", (double)number / 60);
        char *point = memchr(decimals.data, '.', decimals.size);
        if (point) *point = ',';
        return str_ends(decimals, STR("0")) ? str_slice(decimals, 0, decimals.size - 1) : decimals;
    case FIELD_REGULATION: return str_equal(canonical, STR("2015")) ? STR("SOSFS 2015:8") : STR("HSLF-FS 2021:8");
    case FIELD_GOALS: {
        Buf buf = buf_begin(arena);
        for (size_t i = 0; i < canonical.size; i++) {
            if (canonical.data[i] == ' ') buf_add_char(&buf, ',');
            buf_add_char(&buf, canonical.data[i]);
        }
        return buf_end(&buf);
    }
    default: return canonical;
    }
}
