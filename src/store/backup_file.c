#include "store/backup_file.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATE crypto_secretstream_xchacha20poly1305_state
#define STREAM_HEADER crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define STREAM_EXTRA crypto_secretstream_xchacha20poly1305_ABYTES
#define TAG_LAST crypto_secretstream_xchacha20poly1305_TAG_FINAL
#define FIRST_LINE "randa-backup 1 "
#define FIRST_LINE_SIZE (sizeof FIRST_LINE - 1 + 8 + 1)
#define TEXT_BYTES_MAX ((int64_t)64 << 20)

static bool not_written(Err *err) {
    if (errno == ENOSPC || errno == EDQUOT) return err_set(err, ERR_FULL, msg(N_("Disken är full, så ingen säkerhetskopia gjordes.")));
    return err_set(err, ERR_STORE, msg(N_("Säkerhetskopian går inte att skriva. Finns mappen, och får du skriva där?")));
}

static bool unsound(Err *err) {
    return err_set(err, ERR_INVALID, msg(N_("Säkerhetskopian är skadad eller ändrad. Inget har lästs tillbaka.")));
}

// --- writing ------------------------------------------------------------------------------------

struct BackupOut {
    int file;
    bool failed;
    const char *path, *part;
    STATE state;
    Digest digest;
    int64_t size;
    size_t used;
    unsigned char plain[BACKUP_PIECE], sealed[BACKUP_PIECE + STREAM_EXTRA];
};

static void give_up(void *thing) {
    BackupOut *out = thing;
    if (out->file >= 0) close(out->file);
    if (out->file >= 0) unlink(out->part);
    out->file = -1;
    sodium_memzero(&out->state, sizeof out->state);
}

static void put_bytes(BackupOut *out, const void *bytes, size_t size) {
    digest_add_bytes(&out->digest, (Str){bytes, size});
    out->failed = out->failed || write(out->file, bytes, size) != (ssize_t)size;
    out->size += (int64_t)size;
}

static void put_piece(BackupOut *out, unsigned char tag) {
    unsigned long long size;
    crypto_secretstream_xchacha20poly1305_push(&out->state, out->sealed, &size, out->plain, out->used, NULL, 0, tag);
    put_bytes(out, out->sealed, (size_t)size);
    out->used = 0;
}

static void put(BackupOut *out, const char *bytes, size_t size) {
    while (size && !out->failed) {
        size_t take = BACKUP_PIECE - out->used < size ? BACKUP_PIECE - out->used : size;
        memcpy(out->plain + out->used, bytes, take);
        out->used += take, bytes += take, size -= take;
        if (out->used == BACKUP_PIECE) put_piece(out, 0);
    }
}

bool backup_out_open(Arena *arena, const char *path, const CryptoKey *key, BackupOut **ret, Err *err) {
    BackupOut *out = arena_new(arena, BackupOut);
    unsigned char header[STREAM_HEADER];
    struct stat there;
    if (stat(path, &there) == 0) return err_set(err, ERR_CONFLICT, msg(N_("Det finns redan en fil med det namnet.")));
    out->path = str_to_c(arena, str_from_c(path));
    out->part = str_to_c(arena, str_printf(arena, "%s.part", path));
    out->digest = digest_begin();
    out->file = open(out->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out->file < 0) return not_written(err);
    arena_defer(arena, give_up, out);
    Str line = str_printf(arena, FIRST_LINE "%s\n", key->id);
    put_bytes(out, line.data, line.size);
    crypto_secretstream_xchacha20poly1305_init_push(&out->state, header, key->bytes);
    put_bytes(out, header, sizeof header);
    *ret = out;
    return true;
}

void backup_out_int(BackupOut *out, int64_t value) {
    char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (char)((uint64_t)value >> (8 * i));
    put(out, bytes, sizeof bytes);
}

void backup_out_text(BackupOut *out, Str value) {
    backup_out_int(out, (int64_t)value.size);
    put(out, value.data, value.size);
}

bool backup_out_end(BackupOut *out, Arena *arena, Str *ret_digest, int64_t *ret_size, Err *err) {
    put_piece(out, TAG_LAST);
    bool good = !out->failed && fsync(out->file) == 0 && link(out->part, out->path) == 0;
    if (!good) return not_written(err);
    *ret_digest = digest_end(&out->digest, arena);
    *ret_size = out->size;
    give_up(out); // the part's name goes; the file has its own
    return true;
}

// --- reading ------------------------------------------------------------------------------------

struct BackupIn {
    int file;
    bool sound, last; // last: the marked piece has been read
    STATE state;
    size_t at, size; // of what is plain
    unsigned char plain[BACKUP_PIECE], sealed[BACKUP_PIECE + STREAM_EXTRA];
};

static void close_in(void *thing) {
    BackupIn *in = thing;
    if (in->file >= 0) close(in->file);
    in->file = -1;
    sodium_memzero(in, sizeof *in);
    in->file = -1;
}

static bool read_first(int file, char ret[static 9]) {
    char line[FIRST_LINE_SIZE];
    if (read(file, line, sizeof line) != (ssize_t)sizeof line || line[sizeof line - 1] != '\n') return false;
    if (memcmp(line, FIRST_LINE, sizeof FIRST_LINE - 1) != 0) return false;
    memcpy(ret, line + sizeof FIRST_LINE - 1, 8);
    ret[8] = 0;
    return true;
}

bool backup_in_key(const char *path, char ret[static 9], Err *err) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return err_set(err, ERR_NOT_FOUND, msg(N_("Filen går inte att läsa.")));
    bool good = read_first(file, ret);
    close(file);
    return good || err_set(err, ERR_INVALID, msg(N_("Filen är ingen säkerhetskopia av Randa.")));
}

bool backup_in_open(Arena *arena, const char *path, const CryptoKeys *keys, BackupIn **ret, Err *err) {
    char id[9];
    unsigned char header[STREAM_HEADER];
    const CryptoKey *key = NULL;
    if (!backup_in_key(path, id, err)) return false;
    for (size_t i = 0; i < keys->count; i++)
        if (strcmp(keys->keys[i].id, id) == 0) key = &keys->keys[i];
    if (!key)
        return err_set(err, ERR_INVALID,
                       msg(N_("Säkerhetskopian är låst med nyckeln {1}, som inte finns här. Peka ut nycklarnas mapp med --keys."),
                           msg_text(str_copy(arena, str_from_c(id)))));
    BackupIn *in = arena_new(arena, BackupIn);
    *in = (BackupIn){.sound = true, .file = open(path, O_RDONLY | O_CLOEXEC)};
    arena_defer(arena, close_in, in);
    bool good = in->file >= 0 && read_first(in->file, id) && read(in->file, header, sizeof header) == (ssize_t)sizeof header;
    if (!good || crypto_secretstream_xchacha20poly1305_init_pull(&in->state, header, key->bytes) != 0) return unsound(err);
    *ret = in;
    return true;
}

static ssize_t read_all(int file, unsigned char *bytes, size_t size) {
    size_t at = 0;
    ssize_t got = 1;
    for (; at < size && got > 0; at += got > 0 ? (size_t)got : 0) got = read(file, bytes + at, size - at);
    return got < 0 ? got : (ssize_t)at;
}

static bool next_piece(BackupIn *in) {
    unsigned long long size;
    unsigned char tag;
    ssize_t got = in->last ? 0 : read_all(in->file, in->sealed, sizeof in->sealed);
    if (got <= 0 || crypto_secretstream_xchacha20poly1305_pull(&in->state, in->plain, &size, &tag, in->sealed,
                                                                (unsigned long long)got, NULL, 0) != 0)
        return false;
    in->at = 0;
    in->size = (size_t)size;
    in->last = tag == TAG_LAST;
    return true;
}

static void take(BackupIn *in, char *bytes, size_t size) {
    while (size && in->sound) {
        size_t have = in->size - in->at;
        if (!have) {
            in->sound = next_piece(in);
            continue;
        }
        size_t take_now = have < size ? have : size;
        memcpy(bytes, in->plain + in->at, take_now);
        in->at += take_now, bytes += take_now, size -= take_now;
    }
}

bool backup_in_is_sound(const BackupIn *in) {
    return in->sound;
}

int64_t backup_in_int(BackupIn *in) {
    unsigned char bytes[8] = {0};
    uint64_t value = 0;
    take(in, (char *)bytes, sizeof bytes);
    for (int i = 0; in->sound && i < 8; i++) value |= (uint64_t)bytes[i] << (8 * i);
    return (int64_t)value;
}

Str backup_in_text(BackupIn *in, Arena *arena) {
    int64_t size = backup_in_int(in);
    in->sound = in->sound && size >= 0 && size <= TEXT_BYTES_MAX;
    if (!in->sound || !size) return STR("");
    char *bytes = arena_alloc(arena, (size_t)size + 1, 1);
    take(in, bytes, (size_t)size);
    return in->sound ? (Str){bytes, (size_t)size} : STR("");
}

bool backup_in_end(BackupIn *in, Err *err) {
    unsigned char more;
    while (in->sound && !in->last && in->at == in->size) in->sound = next_piece(in);
    bool good = in->sound && in->last && in->at == in->size && read(in->file, &more, 1) == 0;
    return good || unsound(err);
}
