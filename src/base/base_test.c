#include "base/test.h"
#include "base/html.h"
#include "base/json.h"
#include "base/list.h"
#include "base/map.h"
#include "base/service_time.h"

static int closed;
static void note_closed(void *thing) {
    closed = closed * 10 + *(int *)thing;
}

TEST(arena_cap_jumps_to_the_edge_and_closes) {
    Arena *arena = arena_open(100000);
    static int one = 1, two = 2;
    closed = 0;
    if (ARENA_EDGE(arena)) {
        CHECK(closed == 21, "what was registered is closed, last first");
        CHECK(arena_bytes(arena) == 0, "nothing is left");
    } else {
        arena_defer(arena, note_closed, &one);
        arena_defer(arena, note_closed, &two);
        for (;;) arena_alloc(arena, 1000, 8);
    }
    arena_close(arena);
}

TEST(arena_reset_to_a_mark) {
    Arena *arena = arena_open(1 << 20);
    char *kept = arena_alloc(arena, 100, 1);
    memset(kept, 'k', 100);
    static int three = 3;
    closed = 0;
    ArenaMark mark = arena_mark(arena);
    for (int i = 0; i < 100; i++) memset(arena_alloc(arena, 5000, 16), 'x', 5000);
    arena_defer(arena, note_closed, &three);
    arena_reset(arena, mark);
    CHECK(closed == 3, "defers after the mark ran");
    CHECK(kept[99] == 'k' && arena_bytes(arena) == 100, "what came before stays");
    char *again = arena_alloc(arena, 50, 1);
    CHECK(again[0] == 0, "memory is zeroed again");
    arena_close(arena);
}

TEST(str_fold_and_sort) {
    Arena *arena = arena_open(1 << 20);
    CHECK_STR(str_fold(arena, STR("  ÖREBRO \t Klinik ")), STR("örebro klinik"), "folded");
    CHECK_STR(str_fold(arena, STR("A\xcc\x8a")), STR("å"), "a + ring is å");
    CHECK(str_compare(str_sort_key(arena, STR("Zorn")), str_sort_key(arena, STR("Åberg"))) < 0, "z < å");
    CHECK(str_compare(str_sort_key(arena, STR("Åberg")), str_sort_key(arena, STR("Ärlig"))) < 0, "å < ä");
    CHECK(str_compare(str_sort_key(arena, STR("Ärlig")), str_sort_key(arena, STR("Öberg"))) < 0, "ä < ö");
    CHECK_STR(str_sort_key(arena, STR("André")), STR("andre"), "accents do not move a name");
    CHECK(!str_is_utf8(STR("\xc0\x80")) && !str_is_utf8(STR("\xed\xa0\x80")) && str_is_utf8(STR("åäö€😀")), "utf8");
    int64_t n;
    CHECK(str_to_int(STR("-9223372036854775808"), &n) && n == INT64_MIN, "the least number");
    CHECK(!str_to_int(STR("9223372036854775808"), &n) && !str_to_int(STR("1x"), &n), "not numbers");
    Str rest = STR("a;;b"), part;
    int parts = 0;
    while (str_split(&rest, ';', &part)) parts++;
    CHECK(parts == 3, "three parts, one empty");
    arena_close(arena);
}

TEST(maps_and_lists) {
    Arena *arena = arena_open(8 << 20);
    IdMap map = {0};
    for (int64_t i = 0; i < 5000; i++) id_map_put(arena, &map, i * 7919 - 300, i);
    int64_t value;
    for (int64_t i = 0; i < 5000; i++)
        CHECK(id_map_get(&map, i * 7919 - 300, &value) && value == i, "found again");
    CHECK(!id_map_get(&map, 1, &value), "others are not there");
    LIST_OF(IntList, int);
    IntList list = {0};
    for (int i = 0; i < 100; i++) list_add(arena, &list, i * 3);
    CHECK(list.count == 100 && list.items[99] == 297, "a list keeps its items");
    arena_close(arena);
}

TEST(html_escapes) {
    Arena *arena = arena_open(1 << 20);
    CHECK_STR(html_text(arena, STR("<b>\"å'&")).markup, STR("&lt;b&gt;&quot;å&#39;&amp;"), "escaped");
    CHECK_STR(url_add(arena, url(arena, "/st/%d", 17), "q", STR("å &/")).address, STR("/st/17?q=%C3%A5%20%26%2F"),
              "percent-encoded");
    arena_close(arena);
}

TEST(json_reads_strictly) {
    Arena *arena = arena_open(1 << 20);
    json_t *tree;
    Err err;
    CHECK(json_read(arena, STR("{\"a\":[1,2]}"), &tree, &err), "plain JSON");
    CHECK(!json_read(arena, STR("{\"a\":1,\"a\":2}"), &tree, &err), "duplicates refused");
    CHECK(!json_read(arena, STR("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"), &tree, &err), "too deep");
    CHECK(!json_read(arena, STR("[[6\0]]"), &tree, &err), "a zero byte refused");
    CHECK(err.kind == ERR_INVALID, "says so");
    JsonOut out = out_begin(arena);
    out_object(&out);
    out_key_text(&out, "namn", STR("Å\"\n"));
    out_key_int(&out, "n", -3);
    out_key_date(&out, "till", DATE_OPEN);
    out_object_end(&out);
    CHECK_STR(out_end(&out), STR("{\"namn\":\"Å\\\"\\n\",\"n\":-3,\"till\":null}"), "written");
    arena_close(arena);
}

#define D(y, m, d) date_from_ymd(y, m, d)

TEST(service_time_is_exact) {
    for (int month = 1; month <= 36; month++) {
        DateSpan span = {D(2024, month, 1), D(2024, month + 1, 1)};
        CHECK(service_time_of_span(span, (Percent){100}).parts == SERVICE_TIME_MONTH.parts,
              "every calendar month is exactly one");
    }
    DateSpan half = {D(2026, 2, 1), D(2026, 2, 15)};
    CHECK(service_time_of_span(half, (Percent){100}).parts * 2 == SERVICE_TIME_MONTH.parts, "half of February");
    CHECK(service_time_hundredths(service_time_of_span(half, (Percent){50})) == 25, "at 50 %");
    Date end = service_time_end(D(2026, 1, 1), service_time_of_months(6600), (Percent){100});
    CHECK(end.day == D(2031, 7, 1).day, "66 months at full time");
    end = service_time_end(D(2026, 1, 1), service_time_of_months(600), (Percent){80});
    CHECK(end.day == D(2026, 8, 17).day, "six months at 80 %: seven and a half, the day begun counts");
    Arena *arena = arena_open(1 << 20);
    CHECK_STR(service_time_text(arena, service_time_of_months(1450)), STR("14,5"), "decimal comma");
    arena_close(arena);
}

TEST(msg_formats_its_arguments) {
    Arena *arena = arena_open(1 << 20);
    Msg message = msg("{1} slutar {2}, {3} kvar: {4}", msg_text(STR("Njurmedicin")), msg_date(D(2027, 4, 15)),
                      msg_number(2), msg_span((DateSpan){D(2027, 2, 16), D(2027, 4, 16)}));
    CHECK_STR(msg_format(arena, LANG_SV, message),
              STR("Njurmedicin slutar 15 april 2027, 2 kvar: 16 feb–15 apr 2027"), "Swedish");
    arena_close(arena);
}
