#include "store/search.h"
#include "gen/sql.h"

// What separates words: anything in ASCII that is neither letter nor digit.
static bool is_between(char c) {
    unsigned char u = (unsigned char)c;
    bool letter = (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9');
    return u < 0x80 && !letter;
}

static bool has_word(const SearchWords *words, Str word) {
    for (size_t i = 0; i < words->count; i++)
        if (str_equal(words->items[i], word)) return true;
    return false;
}

SearchWords search_words(Arena *arena, Str text) {
    SearchWords words = {0};
    Str folded = str_fold(arena, text);
    for (size_t first = 0; first < folded.size;) {
        size_t past = first;
        while (past < folded.size && !is_between(folded.data[past])) past++;
        Str word = str_slice(folded, first, past);
        if (word.size && !has_word(&words, word)) list_add(arena, &words, word);
        first = past + 1;
    }
    return words;
}

void search_range(Arena *arena, Str word, Str *ret_from, Str *ret_past) {
    *ret_from = word;
    *ret_past = str_join(arena, word, STR("\xf4\x8f\xbf\xbf")); // U+10FFFF, after every letter
}

bool search_remove(Db *db, const char *kind, int64_t id, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SEARCH_WORD_DELETE, err)) return false;
    query_bind_text(&query, 1, str_from_c(kind));
    query_bind_int(&query, 2, id);
    return query_run(&query, err);
}

bool search_put(Db *db, Arena *arena, const char *kind, int64_t id, Str text, Err *err) {
    SearchWords words = search_words(arena, text);
    if (!search_remove(db, kind, id, err)) return false;
    for (size_t i = 0; i < words.count; i++) {
        Query query;
        if (!query_begin(&query, db, SQL_SEARCH_WORD_INSERT, err)) return false;
        query_bind_text(&query, 1, words.items[i]);
        query_bind_text(&query, 2, str_from_c(kind));
        query_bind_int(&query, 3, id);
        if (!query_run(&query, err)) return false;
    }
    return true;
}

static bool find_word(Db *db, Arena *arena, const char *kind, Str word, SearchHitList *ret, Err *err) {
    Query query;
    Str from, past;
    search_range(arena, word, &from, &past);
    if (!query_begin(&query, db, SQL_SEARCH_WORD_FIND, err)) return false;
    query_bind_text(&query, 1, from);
    query_bind_text(&query, 2, past);
    query_bind_text(&query, 3, str_from_c(kind));
    SearchHitList list = {0};
    while (query_next(&query))
        list_add(arena, &list, (SearchHit){query_text(&query, arena, 0), query_int(&query, 1)});
    *ret = list;
    return query_end(&query, err);
}

static int compare(const SearchHit *a, const SearchHit *b) {
    int order = str_compare(a->kind, b->kind);
    return order ? order : (a->id > b->id) - (a->id < b->id);
}

// Both lists are sorted; what is in both stays in the first.
static void keep_common(SearchHitList *list, const SearchHitList *other) {
    size_t kept = 0;
    for (size_t i = 0, j = 0; i < list->count && j < other->count;) {
        int order = compare(&list->items[i], &other->items[j]);
        if (order == 0) list->items[kept++] = list->items[i];
        i += order <= 0;
        j += order >= 0;
    }
    list->count = kept;
}

bool search_find(Db *db, Arena *arena, const char *kind, Str text, size_t count_max, SearchHitList *ret, Err *err) {
    SearchWords words = search_words(arena, text);
    SearchHitList found = {0}, more;
    for (size_t i = 0; i < words.count; i++) {
        if (!find_word(db, arena, kind, words.items[i], i ? &more : &found, err)) return false;
        if (i) keep_common(&found, &more);
    }
    if (found.count > count_max) found.count = count_max;
    *ret = found;
    return true;
}
