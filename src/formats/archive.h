// archive.h: the files inside a zip archive in memory, within limits (S22): how many, how large
// unpacked in all, and at most 100 bytes out for one in.
//
// An archive and what is read from it live as long as the arena; nothing touches the disk.
#pragma once
#include "base/err.h"

typedef struct Archive Archive;

#define ARCHIVE_FILES_MAX 2000
#define ARCHIVE_BYTES_MAX (128u << 20) // of all files read, unpacked
#define ARCHIVE_RATIO_MAX 100
#define ARCHIVE_RATIO_FREE (1u << 20) // a small file may be as dense as it likes

// ERR_INVALID when the bytes are not a zip archive, ERR_TOO_LARGE past a limit. The bytes must live
// as long as the arena.
MUST_CHECK bool archive_open(Arena *arena, Str bytes, Archive **ret, Err *err);
bool archive_has(Archive *archive, Str name);
// ERR_NOT_FOUND when there is none of that name.
MUST_CHECK bool archive_read(Arena *arena, Archive *archive, Str name, Str *ret, Err *err);
