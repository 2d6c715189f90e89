// Civil days by counting from 1 March of year 0, so that the leap day comes last.
#include "base/date.h"

static int floor_div(int a, int b) {
    return a / b - (a % b != 0 && (a ^ b) < 0);
}

Date date_from_ymd(int year, int month, int day) {
    int months = year * 12 + month - 1 - 2; // from March of year 0
    int y = floor_div(months, 12), m = months - y * 12;
    int days = 365 * y + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) +
               (153 * m + 2) / 5 + day - 1;
    return (Date){days - 719468};
}

Ymd date_to_ymd(Date date) {
    int64_t z = (int64_t)date.day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = (int)(z - era * 146097);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int month = mp < 10 ? mp + 3 : mp - 9;
    return (Ymd){(int)(yoe + era * 400) + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

int date_month_days(int year, int month) {
    return date_from_ymd(year, month + 1, 1).day - date_from_ymd(year, month, 1).day;
}

bool date_ymd_is_valid(int year, int month, int day) {
    return year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 &&
           day <= date_month_days(year, month);
}

bool date_is_known(Date date) {
    return date.day != INT32_MIN && date.day != INT32_MAX;
}

int date_compare(Date a, Date b) {
    return (a.day > b.day) - (a.day < b.day);
}

Date date_add_days(Date date, int days) {
    return date_is_known(date) ? (Date){date.day + days} : date;
}

Date date_add_months(Date date, int months) {
    if (!date_is_known(date)) return date;
    Ymd ymd = date_to_ymd(date);
    int days = date_month_days(ymd.year, ymd.month + months);
    return date_from_ymd(ymd.year, ymd.month + months, ymd.day < days ? ymd.day : days);
}

Date date_min(Date a, Date b) {
    return a.day < b.day ? a : b;
}

Date date_max(Date a, Date b) {
    return a.day > b.day ? a : b;
}

Date date_month_first(Date date) {
    Ymd ymd = date_to_ymd(date);
    return date_from_ymd(ymd.year, ymd.month, 1);
}

Week week_of(Date date) {
    return (Week){floor_div(date.day - 4, 7)}; // 1970-01-05, day 4, was a Monday
}

Date week_first(Week week) {
    return (Date){week.index * 7 + 4};
}

int date_weekday(Date date) {
    return date.day - week_first(week_of(date)).day + 1;
}

int week_number(Date date, int *ret_year) {
    Date thursday = {week_first(week_of(date)).day + 3};
    *ret_year = date_to_ymd(thursday).year;
    return (thursday.day - date_from_ymd(*ret_year, 1, 1).day) / 7 + 1;
}

DateSpan date_span(Date first, Date past) {
    return (DateSpan){first, past};
}

DateSpan date_span_inclusive(Date first, Date last) {
    return (DateSpan){first, date_add_days(last, 1)};
}

bool date_span_is_empty(DateSpan span) {
    return span.past.day <= span.first.day;
}

bool date_span_has(DateSpan span, Date date) {
    return span.first.day <= date.day && date.day < span.past.day;
}

bool date_span_overlaps(DateSpan a, DateSpan b) {
    return !date_span_is_empty(date_span_common(a, b));
}

DateSpan date_span_common(DateSpan a, DateSpan b) {
    return (DateSpan){date_max(a.first, b.first), date_min(a.past, b.past)};
}

int date_span_days(DateSpan span) {
    return date_span_is_empty(span) ? 0 : span.past.day - span.first.day;
}

Date date_span_last(DateSpan span) {
    return date_add_days(span.past, -1);
}

static bool ymd_date(int64_t year, int64_t month, int64_t day, Date *ret) {
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) return false;
    if (!date_ymd_is_valid((int)year, (int)month, (int)day)) return false;
    *ret = date_from_ymd((int)year, (int)month, (int)day);
    return true;
}

static bool number(Str text, size_t digits_min, size_t digits_max, int64_t *ret) {
    if (text.size < digits_min || text.size > digits_max) return false;
    if (text.data[0] < '0' || text.data[0] > '9') return false;
    return str_to_int(text, ret);
}

static bool three_parts(Str text, char separator, Str parts[3]) {
    return str_split(&text, separator, &parts[0]) && str_split(&text, separator, &parts[1]) &&
           str_split(&text, separator, &parts[2]) && !text.data;
}

static bool parse_separated(Str text, Date *ret) {
    Str part[3];
    int64_t n[3];
    if (three_parts(text, '-', part) && number(part[0], 4, 4, &n[0]) &&
        number(part[1], 1, 2, &n[1]) && number(part[2], 1, 2, &n[2]))
        return ymd_date(n[0], n[1], n[2], ret);
    if ((three_parts(text, '/', part) || three_parts(text, '.', part)) &&
        number(part[0], 1, 2, &n[0]) && number(part[1], 1, 2, &n[1]) &&
        number(part[2], 4, 4, &n[2]))
        return ymd_date(n[2], n[1], n[0], ret);
    return false;
}

static bool parse_compact(Str text, Date *ret) {
    int64_t n;
    if (text.size == 8 && number(text, 8, 8, &n)) return ymd_date(n / 10000, n / 100 % 100, n % 100, ret);
    // Two-digit years are this century up to 2069: plans reach far, the oldest licence 1970.
    if (text.size == 6 && number(text, 6, 6, &n)) {
        int64_t year = n / 10000;
        return ymd_date(year < 70 ? 2000 + year : 1900 + year, n / 100 % 100, n % 100, ret);
    }
    return false;
}

// jan, januari, January ...: the first three letters decide; maj/may, okt/oct both exist.
static int month_named(Str name) {
    static const char *const names[][3] = {{"jan"},        {"feb"}, {"mar"}, {"apr"},
                                           {"maj", "may"}, {"jun"}, {"jul"}, {"aug"},
                                           {"sep"},        {"okt", "oct"}, {"nov"}, {"dec"}};
    if (name.size < 3) return 0;
    char low[3];
    for (int i = 0; i < 3; i++) low[i] = (char)(name.data[i] | 0x20);
    for (int m = 0; m < 12; m++)
        for (int k = 0; k < 3 && names[m][k]; k++)
            if (str_equal((Str){low, 3}, str_from_c(names[m][k]))) return m + 1;
    return 0;
}

static bool parse_named(Str text, Date *ret) {
    Str part[3];
    int64_t day, year;
    return three_parts(text, ' ', part) && number(part[0], 1, 2, &day) && month_named(part[1]) &&
           number(part[2], 4, 4, &year) && ymd_date(year, month_named(part[1]), day, ret);
}

static bool week_date(int64_t year, int64_t week, Date *ret) {
    if (year < 1900 || year > 2199 || week < 1 || week > 53) return false;
    Date monday = week_first(week_of(date_from_ymd((int)year, 1, 4)));
    monday.day += ((int32_t)week - 1) * 7;
    int iso_year;
    if (week_number(monday, &iso_year) != week || iso_year != year) return false;
    *ret = monday;
    return true;
}

static bool parse_week(Str text, Date *ret) {
    Str week, year = text;
    int64_t w, y;
    if (text.size && (text.data[0] == 'v' || text.data[0] == 'V')) {
        text = str_slice(text, 1, text.size);
        if (str_starts(text, STR("."))) text = str_slice(text, 1, text.size);
        year = str_trim(text);
        return str_split(&year, ' ', &week) && number(week, 1, 2, &w) &&
               number(str_trim(year), 4, 4, &y) && week_date(y, w, ret);
    }
    return str_split(&year, '/', &week) && number(week, 1, 2, &w) && number(year, 4, 4, &y) &&
           week_date(y, w, ret);
}

bool date_parse(Str text, Date *ret) {
    text = str_trim(text);
    return parse_separated(text, ret) || parse_compact(text, ret) || parse_named(text, ret) ||
           parse_week(text, ret);
}

Str date_iso(Arena *arena, Date date) {
    if (!date_is_known(date)) return STR("");
    Ymd ymd = date_to_ymd(date);
    return str_printf(arena, "%04d-%02d-%02d", ymd.year, ymd.month, ymd.day);
}
