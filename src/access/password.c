// A password of known words is one that a list holds: what is left when they are taken away must
// itself be a few letters. The known words are those that Swedish and English lists are full of.
#include "access/password.h"
#include "base/buf.h"
#include <string.h>

#define LEFT_LETTERS_MIN 5
#define DIFFERENT_MIN 6

static const char *const common[] = {
    "randa", "losenord", "password", "passord", "passw0rd", "hemligt", "hemlig", "secret", "valkommen", "welcome",
    "sjukhus", "sjukhuset", "kliniken", "klinik", "region", "regionen", "lakare", "doktor", "doctor", "studierektor",
    "vardcentral", "vardcentralen", "medicin", "sommar", "sommaren", "vinter", "vintern", "host", "hosten", "var",
    "varen", "januari", "februari", "mars", "april", "juni", "juli", "augusti", "september", "oktober", "november",
    "december", "mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag", "sverige", "stockholm",
    "goteborg", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefgh", "abc", "admin", "administrator", "root",
    "user", "test", "testing", "login", "letmein", "iloveyou", "jagalskardig", "alskling", "fotboll", "football",
    "monkey", "dragon", "sunshine", "princess", "master", "hello", "hej", "hejsan", "summer", "winter", "spring",
    "autumn",
};

// Base letter + combining mark -> one code point, for the letters of Latin-1.
static const struct {
    char base;
    unsigned char mark; // the last byte of U+0300.. (0xCC xx)
    const char *one;
} marks[] = {
    {'a', 0x80, "à"}, {'a', 0x81, "á"}, {'a', 0x82, "â"}, {'a', 0x83, "ã"}, {'a', 0x88, "ä"}, {'a', 0x8a, "å"},
    {'e', 0x80, "è"}, {'e', 0x81, "é"}, {'e', 0x82, "ê"}, {'e', 0x88, "ë"}, {'i', 0x80, "ì"}, {'i', 0x81, "í"},
    {'i', 0x82, "î"}, {'i', 0x88, "ï"}, {'o', 0x80, "ò"}, {'o', 0x81, "ó"}, {'o', 0x82, "ô"}, {'o', 0x83, "õ"},
    {'o', 0x88, "ö"}, {'u', 0x80, "ù"}, {'u', 0x81, "ú"}, {'u', 0x82, "û"}, {'u', 0x88, "ü"}, {'y', 0x81, "ý"},
    {'n', 0x83, "ñ"}, {'A', 0x80, "À"}, {'A', 0x81, "Á"}, {'A', 0x82, "Â"}, {'A', 0x83, "Ã"}, {'A', 0x88, "Ä"},
    {'A', 0x8a, "Å"}, {'E', 0x80, "È"}, {'E', 0x81, "É"}, {'E', 0x82, "Ê"}, {'E', 0x88, "Ë"}, {'O', 0x80, "Ò"},
    {'O', 0x81, "Ó"}, {'O', 0x82, "Ô"}, {'O', 0x88, "Ö"}, {'U', 0x80, "Ù"}, {'U', 0x81, "Ú"}, {'U', 0x88, "Ü"},
    {'N', 0x83, "Ñ"},
};

static const char *composed(Str rest) {
    if (rest.size < 3 || (unsigned char)rest.data[1] != 0xcc) return NULL;
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (marks[i].base == rest.data[0] && marks[i].mark == (unsigned char)rest.data[2]) return marks[i].one;
    return NULL;
}

Str password_normalise(Arena *arena, Str password) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < password.size; i++) {
        const char *one = composed(str_slice(password, i, password.size));
        if (one) {
            buf_add(&buf, str_from_c(one));
            i += 2;
        } else {
            buf_add_char(&buf, password.data[i]);
        }
    }
    return buf_end(&buf);
}

// Small letters without accents, digits read as the letters they stand for; all else is left out.
static Str plain_letters(Arena *arena, Str text) {
    Str folded = str_fold(arena, text);
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < folded.size; i++) {
        unsigned char c = (unsigned char)folded.data[i];
        if (c >= 'a' && c <= 'z') buf_add_char(&buf, (char)c);
        else if (c == 0xc3 && i + 1 < folded.size) {
            unsigned char next = (unsigned char)folded.data[++i];
            buf_add_char(&buf, next == 0xb6 ? 'o' : next == 0xa9 || next == 0xa8 ? 'e' : next == 0xbc ? 'u' : 'a');
        }
    }
    return buf_end(&buf);
}

static Str without(Arena *arena, Str text, Str word) {
    Buf buf = buf_begin(arena);
    size_t at;
    if (word.size < 3) return text;
    while ((at = str_find(text, word)) != STR_NOT_FOUND) {
        buf_add(&buf, str_slice(text, 0, at));
        text = str_slice(text, at + word.size, text.size);
    }
    buf_add(&buf, text);
    return buf_end(&buf);
}

static size_t different_bytes(Str text) {
    bool seen[256] = {0};
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool *here = &seen[(unsigned char)text.data[i]];
        count += !*here;
        *here = true;
    }
    return count;
}

// "abcabcabc…", "123456789…": made by a rule that a guesser knows.
static bool is_pattern(Str text) {
    size_t steps = 0;
    for (size_t period = 1; period <= text.size / 2; period++)
        if (memcmp(text.data, text.data + period, text.size - period) == 0) return true;
    for (size_t i = 1; i < text.size; i++) {
        int step = text.data[i] - text.data[i - 1];
        steps += step == 1 || step == -1 || step == -9 || step == 9;
    }
    return steps * 3 >= text.size * 2;
}

static bool is_all_words(Arena *arena, Str password, const Str *words, size_t word_count) {
    Str left = plain_letters(arena, password);
    for (size_t i = 0; i < word_count; i++) {
        Str name = words[i], part;
        while (str_split(&name, ' ', &part)) left = without(arena, left, plain_letters(arena, part));
    }
    for (size_t i = 0; i < COUNT_OF(common); i++) left = without(arena, left, str_from_c(common[i]));
    return left.size < LEFT_LETTERS_MIN;
}

bool password_check(Arena *arena, Str password, const Str *words, size_t word_count, Err *err) {
    password = password_normalise(arena, password);
    if (str_length(password) < PASSWORD_LENGTH_MIN)
        return err_set(err, ERR_INVALID, msg(N_("Välj ett lösenord med minst 15 tecken, gärna flera ord.")));
    if (password.size > PASSWORD_BYTES_MAX || !str_is_utf8(password))
        return err_set(err, ERR_INVALID, msg(N_("Lösenordet är för långt.")));
    if (different_bytes(password) < DIFFERENT_MIN || is_pattern(password))
        return err_set(err, ERR_INVALID, msg(N_("Lösenordet är lätt att gissa: det följer ett mönster.")));
    if (is_all_words(arena, password, words, word_count))
        return err_set(err, ERR_INVALID,
                       msg(N_("Lösenordet är lätt att gissa: välj ord som inte är namn, enheter eller vanliga lösenord.")));
    return true;
}
