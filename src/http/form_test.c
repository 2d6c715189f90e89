#include "http/form.h"
#include "base/test.h"

TEST(form_decodes_or_refuses) {
    static const struct {
        const char *text, *expected; // NULL: refused
        bool plus;
    } cases[] = {
        {"a%20b+c", "a b c", true}, {"a+b", "a+b", false},   {"%C3%A5", "å", false}, {"%c3%a5", "å", false},
        {"%", NULL, false},         {"%4", NULL, false},     {"%zz", NULL, false},   {"%00", NULL, false},
        {"%ff", NULL, false},       {"%C0%AF", NULL, false}, {"", "", false},        {"%2525", "%25", false},
    };
    Arena *arena = arena_open(1 << 16);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str decoded;
        bool good = form_decode(arena, str_from_c(cases[i].text), cases[i].plus, &decoded);
        CHECK(good == (cases[i].expected != NULL), cases[i].text);
        if (good) CHECK_STR(decoded, str_from_c(cases[i].expected), cases[i].text);
    }
    arena_close(arena);
}

TEST(form_parses_pairs) {
    Arena *arena = arena_open(1 << 20);
    PairList pairs;
    Err err;
    CHECK(form_parse(arena, STR("a=1&b=&c&a=2=3&&%3D=%26"), &pairs, &err), "a form");
    CHECK(pairs.count == 5, "five pairs");
    CHECK_STR(pairs.items[3].value, STR("2=3"), "the first = divides");
    CHECK_STR(pairs.items[4].name, STR("="), "encoded name");
    CHECK(!form_parse(arena, STR("a=%ZZ"), &pairs, &err), "broken encoding");
    PairList cookies = {0};
    form_cookies(arena, STR("randa=abc; x; y=1=2;  z=\x01\xff"), &cookies);
    CHECK(cookies.count == 2, "the odd ones are left out");
    CHECK_STR(cookies.items[1].value, STR("1=2"), "a cookie's value may hold =");
    arena_close(arena);
}

#define PART(headers, content) "--xYz\r\n" headers "\r\n\r\n" content "\r\n"

TEST(form_takes_multipart_apart) {
    Arena *arena = arena_open(1 << 20);
    PairList fields;
    FileList files;
    Err err;
    Str type = STR("multipart/form-data; boundary=\"xYz\"");
    Str body = STR(PART("Content-Disposition: form-data; name=\"a\"", "1\r\n2")
                   PART("content-disposition: form-data; name=\"file\"; filename=\"l%22ista.csv\"\r\nContent-Type: text/csv",
                        "x;y\r\n--xY\r\n")
                   PART("Content-Disposition: form-data; name=\"file\"; filename=\"\"", "") "--xYz--\r\n");
    CHECK(form_multipart(arena, type, body, &fields, &files, &err), "a good body");
    CHECK(fields.count == 1 && files.count == 1, "an empty file field is no file");
    CHECK_STR(fields.items[0].value, STR("1\r\n2"), "the field's text");
    CHECK_STR(files.items[0].filename, STR("l\"ista.csv"), "the file's name");
    CHECK_STR(files.items[0].content, STR("x;y\r\n--xY\r\n"), "a part of the boundary is content");
    static const char *const bad[] = {
        "", "--xYz", "--xYz\r\n", "--xYz\r\n\r\n\r\n--xYz--", PART("X: y", "1") "--xYz--",
        PART("Content-Disposition: form-data; name=\"a\"", "1"), "--abc\r\n--xYz--",
        PART("Content-Disposition: form-data; name=\"a\"", "\xff") "--xYz--",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK(!form_multipart(arena, type, str_from_c(bad[i]), &fields, &files, &err), bad[i]);
    CHECK(!form_multipart(arena, STR("multipart/form-data"), body, &fields, &files, &err), "no boundary");
    arena_close(arena);
}
