#include "base/arena.h"
#include "base/test.h"
#include "mail/letter.h"
#include "mail/mail_config.h"

TEST(mail_config_takes_tls_and_refuses_the_rest) {
    static const struct {
        const char *why, *json;
        bool good;
    } cases[] = {
        {"STARTTLS is the default", "{'host':'mail.x.example','from':'r@x.example','site':'https://r.x.example'}", true},
        {"TLS from the start", "{'host':'mail.x.example','tls':'implicit','from':'r@x.example','site':'https://r.x.example'}", true},
        {"no TLS to another machine", "{'host':'mail.x.example','tls':'none','from':'r@x.example','site':'https://r.x.example'}", false},
        {"no TLS on this machine", "{'host':'127.0.0.1','port':2525,'tls':'none','from':'r@x.example','site':'http://localhost:8080'}", true},
        {"no password without TLS", "{'host':'127.0.0.1','tls':'none','user':'r','from':'r@x.example','site':'https://r.x.example'}", false},
        {"links to a page without TLS", "{'host':'mail.x.example','from':'r@x.example','site':'http://r.x.example'}", false},
        {"a link with a path", "{'host':'mail.x.example','from':'r@x.example','site':'https://r.x.example/a'}", false},
        {"no sender", "{'host':'mail.x.example','site':'https://r.x.example'}", false},
        {"a sender with a line end", "{'host':'mail.x.example','from':'r@x.example\\nX','site':'https://r.x.example'}", false},
        {"a host with a path", "{'host':'mail.x.example/a','from':'r@x.example','site':'https://r.x.example'}", false},
        {"a port that is none", "{'host':'mail.x.example','port':70000,'from':'r@x.example','site':'https://r.x.example'}", false},
        {"a password on the line", "{'host':'mail.x.example','password':'x','from':'r@x.example','site':'https://r.x.example'}", false},
    };
    Arena *arena = arena_open(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char json[400];
        MailConfig config;
        Err err;
        snprintf(json, sizeof json, "%s", cases[i].json);
        for (char *c = json; *c; c++)
            if (*c == '\'') *c = '"';
        CHECK(mail_config_parse(arena, str_from_c(json), &config, &err) == cases[i].good, cases[i].why);
        if (cases[i].good) CHECK(config.port && config.retry_seconds == 60, cases[i].why);
    }
    arena_close(arena);
}

TEST(mail_addresses) {
    static const char *const good[] = {"a@b", "eva.l+x@region.example", "o'hara@x.example"};
    static const char *const bad[] = {"", "a", "@b", "a@", "a b@c", "a@b>\r\nDATA", "<a@b", "a@b,c@d", "-a@b", "ö@x.example", "a@b c"};
    for (size_t i = 0; i < COUNT_OF(good); i++) CHECK(mail_address_is_good(str_from_c(good[i])), good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++) CHECK(!mail_address_is_good(str_from_c(bad[i])), bad[i]);
}

TEST(a_letter_is_always_the_same_bytes) {
    Arena *arena = arena_open(1 << 20);
    Letter letter = {.from = STR("randa@region.example"), .to = STR("eva@region.example"), .token = STR("abc"),
                     .made = (int64_t)20780 * 86400000 + 12 * 3600000 + 3000, .subject = STR("Påminnelse från Randa"),
                     .body = STR("Du har något att göra = nu. \nhttps://randa.region.example/att-gora\n")};
    CHECK_STR(letter_text(arena, &letter),
              STR("Date: Mon, 23 Nov 2026 12:00:03 +0000\r\n"
                  "From: Randa <randa@region.example>\r\n"
                  "To: <eva@region.example>\r\n"
                  "Subject: =?UTF-8?B?UMOlbWlubmVsc2UgZnLDpW4gUmFuZGE=?=\r\n"
                  "Message-ID: <abc@region.example>\r\n"
                  "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                  "Du har n=C3=A5got att g=C3=B6ra =3D nu.=20\r\nhttps://randa.region.example/att-gora\r\n"),
              "as it goes over the wire");
    char long_line[300];
    memset(long_line, 'x', sizeof long_line);
    letter.subject = letter.body = (Str){long_line, sizeof long_line};
    Str text = letter_text(arena, &letter), line;
    Str body = str_slice(text, str_find(text, STR("\r\n\r\n")) + 4, text.size);
    while (str_split(&body, '\n', &line)) CHECK(line.size <= 77, "no line of a body is longer than 76 characters");
    CHECK_STR(letter_text(arena, &letter), text, "the same letter, the same bytes");
    arena_close(arena);
}
