#include "formats/ics.h"
#include "base/test.h"

TEST(ics_lines_fold_at_75_bytes_between_characters) {
    Arena *arena = arena_open(1 << 20);
    char text[400];
    for (size_t size = 0; size < 300; size += 2) {
        for (size_t i = 0; i < size; i += 2) memcpy(text + i, "å", 2);
        Str line = ics_line(arena, "SUMMARY", (Str){text, size}), rest = line, piece, again;
        while (str_split(&rest, '\n', &piece)) {
            CHECK(piece.size <= 76, "75 bytes and a CR");
            CHECK(str_is_utf8(piece), "no character is cut in two");
        }
        CHECK(ics_line_read(arena, line, "SUMMARY", &again), "a line");
        CHECK_STR(again, ((Str){text, size}), "read back as it was");
    }
    arena_close(arena);
}

TEST(ics_texts_are_escaped) {
    Arena *arena = arena_open(1 << 20);
    CHECK_STR(ics_line(arena, "SUMMARY", STR("a,b;c\\d\ne\r\nf\rg\x01")), STR("SUMMARY:a\\,b\\;c\\\\d\\ne\\nf\\ng\r\n"), "escaped");
    CHECK_STR(ics_line(arena, "SUMMARY", STR("x\r\nEND:VCALENDAR")), STR("SUMMARY:x\\nEND:VCALENDAR\r\n"), "a text ends no calendar");
    arena_close(arena);
}

TEST(ics_days_and_times) {
    Arena *arena = arena_open(1 << 20);
    IcsEventList list = {0};
    list_add(arena, &list, ((IcsEvent){.uid = STR("1@x"), .summary = STR("Placering"), .sequence = 3, .modified = (int64_t)20780 * 86400000 + 1000,
                                       .days = {date_from_ymd(2026, 12, 30), date_from_ymd(2027, 1, 2)}}));
    list_add(arena, &list, ((IcsEvent){.uid = STR("2@x"), .summary = STR("Möte"), .begins = 13 * 60, .ends = 14 * 60 + 30, .cancelled = true,
                                       .days = {date_from_ymd(2027, 3, 28), date_from_ymd(2027, 3, 29)}}));
    Str text = ics_calendar(arena, STR("Prov"), &list);
    CHECK(str_find(text, STR("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270102\r\n")) != STR_NOT_FOUND, "the end is the day after");
    CHECK(str_find(text, STR("DTSTAMP:20261123T000001Z\r\nLAST-MODIFIED:20261123T000001Z\r\nSEQUENCE:3\r\n")) != STR_NOT_FOUND, "when it was changed");
    CHECK(str_find(text, STR("DTSTART;TZID=Europe/Stockholm:20270328T130000\r\nDTEND;TZID=Europe/Stockholm:20270328T143000\r\n")) != STR_NOT_FOUND, "a time");
    CHECK(str_find(text, STR("STATUS:CANCELLED\r\n")) != STR_NOT_FOUND, "cancelled");
    CHECK_STR(ics_calendar(arena, STR("Prov"), &list), text, "the same bytes");
    arena_close(arena);
}
