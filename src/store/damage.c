#include "store/damage.h"
#include "base/log.h"
#include "gen/sql.h"
#include "store/engine.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_in_memory(const Db *db) {
    return strcmp(db->address, "sqlite::memory:") == 0;
}

bool damage_is_marked(Db *db) {
    struct stat there;
    if (!db->damage_file) db->damage_file = db_file_beside(db, db->arena, "damaged");
    return !is_in_memory(db) && stat(db->damage_file, &there) == 0;
}

void damage_mark(Db *db, Arena *arena) {
    const char *path = db_file_beside(db, arena, "damaged");
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    log_warn("database: damaged, and only read from now on; restore a backup");
    if (file >= 0) close(file);
    else log_warn("database: the mark of damage cannot be written");
}

void damage_clear(Db *db, Arena *arena) {
    if (unlink(db_file_beside(db, arena, "damaged")) == 0) log_warn("database: whole; written again from now on");
}

void damage_look(Db *db, Arena *arena) {
    Query query;
    Err err;
    bool begun = query_begin(&query, db, SQL_CHECK_QUICK, &err);
    bool damaged = begun && query_next(&query);
    bool ended = begun && query_end(&query, &err);
    if (damaged || (!ended && err.kind == ERR_STORE)) damage_mark(db, arena);
}
