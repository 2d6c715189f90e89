#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_whole(Arena *arena, int fd, size_t bytes_max, Str *ret) {
    char *bytes = arena_alloc(arena, bytes_max, 1);
    size_t size = 0;
    for (;;) {
        ssize_t got = read(fd, bytes + size, bytes_max - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 || (got > 0 && size + (size_t)got == bytes_max)) return false;
        if (got == 0) break;
        size += (size_t)got;
    }
    *ret = (Str){bytes, size};
    return true;
}

bool file_read(Arena *arena, const char *path, size_t bytes_max, bool secret, Str *ret, Err *err) {
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return err_set(err, ERR_INVALID, msg(N_("Filen {1} går inte att läsa."), msg_text(str_from_c(path))));
    bool private = !secret || (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && (about.st_mode & 077) == 0);
    bool done = private && read_whole(arena, fd, bytes_max, ret);
    close(fd);
    if (!private)
        return err_set(err, ERR_INVALID, msg(N_("Filen {1} får bara kunna läsas av sin ägare (0600)."),
                                             msg_text(str_from_c(path))));
    return done || err_set(err, ERR_INVALID, msg(N_("Filen {1} går inte att läsa."), msg_text(str_from_c(path))));
}
