// backup_file.h: the file of a backup: numbers and texts in order, sealed as they pass.
//
// "randa-backup 1 KEYID\n", the header of a secretstream, then pieces of 64 KiB, each sealed with its
// place in the order; the last is marked. So a changed, moved, missing or added byte anywhere is
// found when its piece is read, before anything in it is used. Failures are kept until the end.
#pragma once
#include "store/crypto.h"

#define BACKUP_PIECE ((size_t)64 << 10)

typedef struct BackupOut BackupOut;
// ERR_CONFLICT when the file is there; it gets its name only when it is whole and on the disk.
MUST_CHECK bool backup_out_open(Arena *arena, const char *path, const CryptoKey *key, BackupOut **ret, Err *err);
void backup_out_int(BackupOut *out, int64_t value);
void backup_out_text(BackupOut *out, Str value);
// *ret_digest: SHA-256 of the file.
MUST_CHECK bool backup_out_end(BackupOut *out, Arena *arena, Str *ret_digest, int64_t *ret_size, Err *err);

typedef struct BackupIn BackupIn;
// ERR_INVALID: no backup, or sealed with a key that is not among these.
MUST_CHECK bool backup_in_open(Arena *arena, const char *path, const CryptoKeys *keys, BackupIn **ret, Err *err);
// The id of the key that a file names; ERR_INVALID when it is no backup.
MUST_CHECK bool backup_in_key(const char *path, char ret[static 9], Err *err);
bool backup_in_is_sound(const BackupIn *in); // false: what is read is empty from here on
int64_t backup_in_int(BackupIn *in);
Str backup_in_text(BackupIn *in, Arena *arena);
MUST_CHECK bool backup_in_end(BackupIn *in, Err *err); // ERR_INVALID unless all was read and all was sound
