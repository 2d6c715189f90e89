#include "duty/digest.h"

#define NAMES_IN_ROW 6

bool finding_how(const Finding *finding, const DutyRule **ret_rule, const DutyCase **ret_how) {
    *ret_rule = rulebook_duty_rule(finding->rule);
    *ret_how = *ret_rule ? rulebook_duty_case(*ret_rule, finding->variant) : NULL;
    return *ret_how != NULL;
}

bool finding_is_hidden(const Finding *finding, Date today) {
    return finding->accepted_by.raw ||
           (date_is_known(finding->put_off) && date_compare(finding->put_off, today) > 0);
}

Str finding_sentence(Arena *arena, Lang lang, const Finding *finding, const char *text) {
    const DutyRule *rule = rulebook_duty_rule(finding->rule);
    DutyArg args[MSG_ARGS_MAX];
    if (!rule) return STR("");
    size_t count = duty_args_read(arena, rule, finding->args, args);
    return duty_sentence(arena, lang, rule, text, args, count, 0);
}

Str finding_title(Arena *arena, Lang lang, const Finding *finding) {
    const DutyRule *rule;
    const DutyCase *how;
    return finding_how(finding, &rule, &how) ? finding_sentence(arena, lang, finding, how->one) : finding->rule;
}

static bool arg_named(const DutyArg *args, size_t count, const char *name, MsgArg *ret) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(str_from_c(args[i].name), str_from_c(name))) {
            *ret = args[i].value;
            return true;
        }
    return false;
}

static Str label_in(Arena *arena, Lang lang, const Finding *finding) {
    const DutyRule *rule = rulebook_duty_rule(finding->rule);
    DutyArg args[MSG_ARGS_MAX];
    MsgArg value;
    size_t count = rule ? duty_args_read(arena, rule, finding->args, args) : 0;
    // Rows of one unit differ by their dates, all others by whom they are about.
    if (!finding->training.raw && finding->grouping.size && arg_named(args, count, "span", &value))
        return date_span_text(arena, lang, value.span);
    static const char *const names[] = {"trainee", "person", "unit"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (arg_named(args, count, names[i], &value)) return value.text;
    return STR("");
}

Str finding_label(Arena *arena, const Finding *finding) {
    return label_in(arena, LANG_SV, finding);
}

// --- rows

// A clash holds from `since` to `due`; it is ahead until it begins.
static bool is_ahead(Date since, Date due, Date today) {
    return date_is_known(since) && date_is_known(due) && date_compare(since, today) > 0;
}

static Date when(const Finding *finding) {
    return date_is_known(finding->since) ? finding->since : finding->due;
}

static int by_when(const void *a, const void *b, void *context) {
    (void)context;
    const Finding *x = *(const Finding *const *)a, *y = *(const Finding *const *)b;
    int order = date_compare(when(x), when(y));
    return order ? order : x->id.raw < y->id.raw ? -1 : x->id.raw > y->id.raw;
}

static TodoSection section_of(const TodoRow *row, Date today) {
    if (row->word == FINDING_WORD_KRAV || row->word == FINDING_WORD_KROCK || row->word == FINDING_WORD_FORSENAT)
        return TODO_FIRST;
    if (str_equal(row->rule->id, STR("history"))) return TODO_HISTORY;
    if (!date_is_known(row->due)) return TODO_ADVICE;
    Date sunday = date_add_days(today, 7 - date_weekday(today));
    if (date_compare(row->due, sunday) <= 0) return TODO_WEEK;
    return date_compare(row->due, date_add_days(today, 30)) <= 0 ? TODO_MONTH : TODO_ADVICE;
}

static Date earliest(Date a, Date b) {
    if (!date_is_known(a)) return b;
    return date_is_known(b) ? date_min(a, b) : a;
}

static Str names_of(Arena *arena, Lang lang, const TodoRow *row) {
    Buf names = buf_begin(arena);
    StrMap seen = {0};
    for (size_t i = 0; i < row->findings.count; i++) {
        Str label = label_in(arena, lang, row->findings.items[i]);
        int64_t there;
        if (!label.size || str_map_get(&seen, label, &there)) continue;
        str_map_put(arena, &seen, label, 1);
        if (names.size) buf_add_char(&names, '\n');
        buf_add(&names, label);
    }
    return names_text(arena, lang, buf_end(&names), NAMES_IN_ROW);
}

static void count_trainees(Arena *arena, TodoRow *row) {
    IdMap seen = {0};
    for (size_t i = 0; i < row->findings.count; i++)
        if (row->findings.items[i]->training.raw)
            id_map_put(arena, &seen, row->findings.items[i]->training.raw, 1);
    row->trainees = (int)seen.count;
}

static void finish(Arena *arena, Lang lang, TodoRow *row, Date today) {
    list_sort(arena, row->findings.items, row->findings.count, sizeof *row->findings.items, by_when, NULL);
    const Finding *first = row->findings.items[0];
    DutyArg args[MSG_ARGS_MAX];
    size_t count = duty_args_read(arena, row->rule, first->args, args);
    bool many = row->findings.count > 1;
    row->handed = row->put_off = true;
    for (size_t i = 0; i < row->findings.count; i++) {
        row->since = earliest(row->since, row->findings.items[i]->since);
        row->due = earliest(row->due, row->findings.items[i]->due);
        row->handed = row->handed && row->findings.items[i]->handed_to.raw;
        row->put_off = row->put_off && finding_is_hidden(row->findings.items[i], today);
    }
    count_trainees(arena, row);
    row->title = duty_sentence(arena, lang, row->rule, many ? row->how->many : row->how->one, args, count,
                               many ? (int64_t)row->findings.count : 0);
    row->why = many ? names_of(arena, lang, row)
                    : duty_sentence(arena, lang, row->rule, row->how->why, args, count, 0);
    row->section = section_of(row, today);
}

static int urgency(const TodoRow *row) {
    switch (row->word) {
    case FINDING_WORD_KROCK:
    case FINDING_WORD_KRAV: return 0;
    case FINDING_WORD_FORSENAT: return 1;
    default: return 2;
    }
}

static int by_need(const void *a, const void *b, void *context) {
    (void)context;
    const TodoRow *x = a, *y = b;
    if (x->section != y->section) return x->section < y->section ? -1 : 1;
    if (urgency(x) != urgency(y)) return urgency(x) - urgency(y);
    bool dated = x->section == TODO_WEEK || x->section == TODO_MONTH;
    if (dated && date_compare(x->due, y->due)) return date_compare(x->due, y->due);
    if (x->trainees != y->trainees) return y->trainees - x->trainees;
    int order = date_compare(when(x->findings.items[0]), when(y->findings.items[0]));
    return order ? order : str_compare(x->rule->id, y->rule->id);
}

Digest digest_make(Arena *arena, Lang lang, const FindingList *findings, Date today) {
    Digest digest = {0};
    StrMap by_key = {0};
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        const DutyRule *rule;
        const DutyCase *how;
        int64_t at;
        if (!finding->on_todo || !finding_how(finding, &rule, &how)) continue;
        Str key = str_printf(arena, "%.*s.%.*s.%.*s", STR_ARG(finding->rule), STR_ARG(finding->variant),
                             STR_ARG(finding->grouping));
        if (!str_map_get(&by_key, key, &at)) {
            at = (int64_t)digest.rows.count;
            str_map_put(arena, &by_key, key, at);
            list_add(arena, &digest.rows, (TodoRow){.rule = rule, .how = how, .word = finding->word,
                                                    .since = DATE_NONE, .due = DATE_NONE});
        }
        list_add(arena, &digest.rows.items[at].findings, finding);
    }
    for (size_t i = 0; i < digest.rows.count; i++) {
        finish(arena, lang, &digest.rows.items[i], today);
        digest.count[digest.rows.items[i].section]++;
    }
    list_sort(arena, digest.rows.items, digest.rows.count, sizeof *digest.rows.items, by_need, NULL);
    return digest;
}

// --- words

const char *finding_word_text(FindingWord word) {
    static const char *const words[] = {
        [FINDING_WORD_KRAV] = N_("Krav ej uppfyllt"),       [FINDING_WORD_KROCK] = N_("Krock"),
        [FINDING_WORD_FORSENAT] = N_("Försenat"), [FINDING_WORD_REKOMMENDATION] = N_("Rekommendation"),
        [FINDING_WORD_NEUTRAL] = "",
    };
    return words[word];
}

const char *todo_section_title(TodoSection section) {
    static const char *const titles[] = {
        [TODO_FIRST] = N_("Åtgärda först"),
        [TODO_WEEK] = N_("Den här veckan"),
        [TODO_MONTH] = N_("Inom 30 dagar"),
        [TODO_ADVICE] = N_("Rekommendationer"),
        [TODO_HISTORY] = N_("Komplettera historiken"),
    };
    return titles[section];
}

static Str date_near(Arena *arena, Lang lang, Date date, Date today) {
    return date_to_ymd(date).year == date_to_ymd(today).year ? date_short(arena, lang, date)
                                                             : date_short_year(arena, lang, date);
}

Str due_when(Arena *arena, Lang lang, Date since, Date due, Date today) {
    if (is_ahead(since, due, today)) return date_near(arena, lang, since, today);
    if (date_is_known(since))
        return msg_format(arena, lang, msg(N_("Sedan {1}"), msg_text(date_near(arena, lang, since, today))));
    return date_is_known(due) ? date_near(arena, lang, due, today) : STR("");
}

// Days while they can be counted, then weeks, then months.
static Msg distance(int days, bool ahead) {
    if (days == 0) return msg(N_("i dag"));
    if (days == 1) return ahead ? msg(N_("i morgon")) : msg(N_("1 dag"));
    if (days < (ahead ? 28 : 100))
        return ahead ? msg(N_("om {1} dagar"), msg_number(days)) : msg(N_("{1} dagar"), msg_number(days));
    if (days < 182) return ahead ? msg(N_("om {1} veckor"), msg_number(days / 7)) : msg(N_("{1} veckor"), msg_number(days / 7));
    int months = days * 12 / 365;
    if (months < 24) return ahead ? msg(N_("om {1} månader"), msg_number(months)) : msg(N_("{1} månader"), msg_number(months));
    return ahead ? msg(N_("om {1} år"), msg_number(months / 12)) : msg(N_("{1} år"), msg_number(months / 12));
}

Str due_distance(Arena *arena, Lang lang, Date since, Date due, Date today) {
    if (is_ahead(since, due, today)) return msg_format(arena, lang, distance(since.day - today.day, true));
    if (date_is_known(since)) return msg_format(arena, lang, distance(today.day - since.day, false));
    if (!date_is_known(due)) return STR("");
    return msg_format(arena, lang, distance(due.day < today.day ? 0 : due.day - today.day, true));
}
