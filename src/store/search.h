// search.h: finding people and units by the beginnings of words in their names.
//
// Words are folded ("Åsa ÖBERG-Lind" has åsa, öberg and lind). Nothing of class K3 or above is put
// here. A page filters what it finds by its own scope: join search_word with the range of each word,
// or take the ids from search_find and ask for those in a scoped query.
#pragma once
#include "base/list.h"
#include "store/db.h"

typedef struct {
    Str kind; // "person", "unit"
    int64_t id;
} SearchHit;
LIST_OF(SearchHitList, SearchHit);
LIST_OF(SearchWords, Str);

SearchWords search_words(Arena *arena, Str text);       // folded, each once
void search_range(Arena *arena, Str word, Str *ret_from, Str *ret_past); // from <= word < past

// Replaces the words of one record. Inside a write.
MUST_CHECK bool search_put(Db *db, Arena *arena, const char *kind, int64_t id, Str text, Err *err);
MUST_CHECK bool search_remove(Db *db, const char *kind, int64_t id, Err *err);

// Records that have, for each word of the text, a word that begins so: at most count_max, by kind
// and id. A text without words finds nothing. kind NULL: all kinds.
MUST_CHECK bool search_find(Db *db, Arena *arena, const char *kind, Str text, size_t count_max, SearchHitList *ret,
                            Err *err);
