#include "mail/letter.h"
#include "base/buf.h"
#include "base/date.h"
#include <sodium.h>

#define LINE_BYTES_MAX 75
#define WORD_BYTES_MAX 45 // an encoded word is at most 75 characters (RFC 2047)

static bool is_plain(Str text) {
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || (unsigned char)text.data[i] > '~') return false;
    return true;
}

// Where a piece of at most `most` bytes ends without cutting a character in two.
static size_t piece_end(Str text, size_t first, size_t most) {
    size_t past = text.size - first > most ? first + most : text.size;
    while (past < text.size && past > first + 1 && ((unsigned char)text.data[past] & 0xc0) == 0x80) past--;
    return past;
}

static void add_words(Buf *out, Arena *arena, Str text) {
    size_t room = sodium_base64_ENCODED_LEN(WORD_BYTES_MAX, sodium_base64_VARIANT_ORIGINAL);
    char *packed = arena_alloc(arena, room, 1);
    for (size_t first = 0, past; first < text.size; first = past) {
        past = piece_end(text, first, WORD_BYTES_MAX);
        sodium_bin2base64(packed, room, (const unsigned char *)text.data + first, past - first, sodium_base64_VARIANT_ORIGINAL);
        buf_addf(out, "%s=?UTF-8?B?%s?=", first ? "\r\n " : "", packed);
    }
}

static void add_date(Buf *out, int64_t made) {
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t seconds = made / 1000;
    Date date = {(int32_t)(seconds / 86400)};
    Ymd ymd = date_to_ymd(date);
    int of_day = (int)(seconds % 86400);
    buf_addf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[date_weekday(date) - 1], ymd.day, months[ymd.month - 1],
             ymd.year, of_day / 3600, of_day / 60 % 60, of_day % 60);
}

// Quoted-printable: what is no printable ASCII, and a space at the end of a line, is =XX.
static void add_body(Buf *out, Str body) {
    size_t column = 0;
    for (size_t i = 0; i < body.size; i++) {
        unsigned char c = (unsigned char)body.data[i];
        bool ends = i + 1 == body.size || body.data[i + 1] == '\n';
        if (c == '\n') {
            buf_add(out, STR("\r\n"));
            column = 0;
            continue;
        }
        bool quoted = c > '~' || c < ' ' || c == '=' || (c == ' ' && ends);
        if (column + (quoted ? 3 : 1) > LINE_BYTES_MAX) {
            buf_add(out, STR("=\r\n"));
            column = 0;
        }
        if (quoted) buf_addf(out, "=%02X", c);
        else buf_add_char(out, (char)c);
        column += quoted ? 3 : 1;
    }
    if (body.size && body.data[body.size - 1] != '\n') buf_add(out, STR("\r\n"));
}

Str letter_text(Arena *arena, const Letter *letter) {
    Buf out = buf_begin(arena);
    Str domain = str_slice(letter->from, str_find_char(letter->from, '@') + 1, letter->from.size);
    add_date(&out, letter->made);
    buf_addf(&out, "From: Randa <%.*s>\r\nTo: <%.*s>\r\nSubject: ", STR_ARG(letter->from), STR_ARG(letter->to));
    if (is_plain(letter->subject)) buf_add(&out, letter->subject);
    else add_words(&out, arena, letter->subject);
    buf_addf(&out, "\r\nMessage-ID: <%.*s@%.*s>\r\n", STR_ARG(letter->token), STR_ARG(domain));
    buf_add(&out, STR("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"));
    add_body(&out, letter->body);
    return buf_end(&out);
}
