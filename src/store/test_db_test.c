// Each test gets a copy of one migrated SQLite file, or one of a few PostgreSQL databases, emptied.
#include "store/test_db.h"
#include "store/engine.h"
#include "store/migrate.h"
#include "store/region.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SLOTS_MAX 40

static struct {
    char address[400];
    int connections;
    bool migrated, odd; // PostgreSQL: the schema is there; opened empty, so dropped when closed
} slots[SLOTS_MAX];
static char folder[200];
static bool template_made;

static const char *server(void) {
    const char *address = getenv("RANDA_TEST_PG");
    return address && *address ? address : NULL;
}

static void stop(const char *why, Err *err) {
    print_error("test database: %s: %s\n", why, err && err->message.text ? err->message.text : "");
    exit(3);
}

static void run_on_server(const char *before, int slot, const char *after) {
    char text[200];
    snprintf(text, sizeof text, "%s randa_test_%d_%d %s", before, (int)getpid(), slot, after);
    PGconn *connection = PQconnectdb(server());
    PGresult *result = PQexec(connection, text);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        print_error("%s", PQerrorMessage(connection));
        stop(text, NULL);
    }
    PQclear(result);
    PQfinish(connection);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where) {
    (void)status, (void)kind, (void)where;
    return remove(path);
}

static void clean_up(void) {
    if (folder[0]) nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    for (int i = 0; i < SLOTS_MAX; i++)
        if (server() && slots[i].address[0])
            run_on_server("DROP DATABASE IF EXISTS", i, "WITH (FORCE)");
}

// What a test that was aborted has left: the process in the folder's name is no more.
static void sweep(const char *above) {
    DIR *all = opendir(above);
    for (struct dirent *one; all && (one = readdir(all));) {
        int pid;
        char path[600];
        if (sscanf(one->d_name, "randa-test-%d-", &pid) != 1 || kill(pid, 0) == 0 || errno != ESRCH) continue;
        snprintf(path, sizeof path, "%s/%s", above, one->d_name);
        nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    }
    if (all) closedir(all);
}

const char *test_db_folder(void) {
    if (folder[0]) return folder;
    const char *above = getenv("RANDA_TEST_FOLDER"); // where a test wants a real disk
    if (!above) above = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    sweep(above);
    snprintf(folder, sizeof folder, "%s/randa-test-%d-XXXXXX", above, (int)getpid());
    if (!mkdtemp(folder)) stop("mkdtemp", NULL);
    setenv("STATE_DIRECTORY", folder, 1); // where keys of PostgreSQL databases lie
    atexit(clean_up);
    return folder;
}

static Db *open_at(const char *address) {
    Db *db;
    Err err = {0};
    if (!db_open(address, &db, &err)) stop(address, &err);
    return db;
}

static void migrate_at(const char *address) {
    Err err = {0};
    Db *db = open_at(address);
    if (!migrate_up(db, &err)) stop("migrate", &err);
    db_close(db);
}

static void copy_file(const char *from, const char *to) {
    static char bytes[1 << 16];
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (ssize_t n; (n = read(in, bytes, sizeof bytes)) > 0;)
        if (write(out, bytes, (size_t)n) != n) stop("copy", NULL);
    close(in);
    close(out);
}

static int free_slot(bool empty) {
    for (int i = 0; i < SLOTS_MAX; i++)
        if (!slots[i].connections && !(empty && slots[i].address[0])) return i;
    stop("too many databases open at once", NULL);
    return 0;
}

static void address_on_server(int slot, char *ret, size_t size) {
    const char *place = strstr(server(), "/postgres?");
    if (!place) stop("RANDA_TEST_PG must name the database postgres", NULL);
    snprintf(ret, size, "%.*s/randa_test_%d_%d?%s", (int)(place - server()), server(), (int)getpid(), slot,
             place + strlen("/postgres?"));
}

static void empty_tables(Db *db) {
    static const char text[] =
        "SET LOCAL session_replication_role = replica;"
        "DO $$ DECLARE t text; found boolean; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        " AND tablename NOT IN ('schema_version', 'write_gate', 'id_block') LOOP"
        " EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', t) INTO found;"
        " IF found THEN EXECUTE format('DELETE FROM %I', t); END IF; END LOOP; END $$;"
        "UPDATE id_block SET next = 1";
    Err err = {0};
    if (!db_begin_migrate(db, &err) || !db_script(db, "empty", text, &err) || !db_commit(db, &err))
        stop("empty", &err);
}

static Db *open_on_server(bool empty) {
    int slot = free_slot(empty);
    if (!slots[slot].address[0]) {
        run_on_server("CREATE DATABASE", slot, "TEMPLATE template0");
        address_on_server(slot, slots[slot].address, sizeof slots[slot].address);
    }
    if (!empty && !slots[slot].migrated) migrate_at(slots[slot].address);
    slots[slot].migrated = !empty;
    slots[slot].odd = empty;
    slots[slot].connections = 1;
    Db *db = open_at(slots[slot].address);
    if (!empty) empty_tables(db);
    return db;
}

static Db *open_file(bool empty) {
    char from[256];
    snprintf(from, sizeof from, "%s/template.db", test_db_folder());
    if (!template_made) {
        char address[400];
        snprintf(address, sizeof address, "sqlite:%s", from);
        migrate_at(address);
        template_made = true;
    }
    int slot = free_slot(false);
    snprintf(slots[slot].address, sizeof slots[slot].address, "sqlite:%s/%d.db", folder, slot);
    const char *path = slots[slot].address + strlen("sqlite:");
    if (!empty) copy_file(from, path);
    slots[slot].connections = 1;
    return open_at(slots[slot].address);
}

Db *test_db_open_empty(void) {
    test_db_folder();
    return server() ? open_on_server(true) : open_file(true);
}

Db *test_db_open(void) {
    test_db_folder();
    Db *db = server() ? open_on_server(false) : open_file(false);
    Err err = {0};
    int64_t region = 0;
    RegionDraft draft = {.key = STR("test"), .name = STR("Region Test")};
    if (!db_begin_write(db, &err) || !region_ensure(db, draft, &region, &err) || !db_commit(db, &err))
        stop("region", &err);
    db_scope_set(db, (DbScope){.region = region, .today = date_from_ymd(2026, 11, 23)});
    return db;
}

static int slot_of(const Db *db) {
    for (int i = 0; i < SLOTS_MAX; i++)
        if (strcmp(slots[i].address, db->address) == 0) return i;
    stop("not one of ours", NULL);
    return 0;
}

Db *test_db_again(const Db *db) {
    slots[slot_of(db)].connections++;
    Db *again = open_at(db->address);
    db_scope_set(again, db_scope(db));
    return again;
}

const char *test_db_address(const Db *db) {
    return db->address;
}

static void remove_beside(const char *path, const char *name) {
    char beside[500];
    snprintf(beside, sizeof beside, "%s%s", path, name);
    nftw(beside, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void test_db_close(Db *db) {
    static const char *const names[] = {"", "-wal", "-shm", "-keys", "-checkpoints"};
    int slot = slot_of(db);
    char path[400];
    snprintf(path, sizeof path, "%s%s%s", server() ? folder : "", server() ? "/" : "", db->engine->name(db));
    db_close(db);
    if (--slots[slot].connections > 0) return;
    for (size_t i = 0; i < COUNT_OF(names); i++) remove_beside(path, names[i]);
    if (!slots[slot].odd || !server()) return;
    run_on_server("DROP DATABASE", slot, "WITH (FORCE)");
    memset(&slots[slot], 0, sizeof slots[slot]);
}

Act test_act(Db *db, Arena *arena, const char *action) {
    DbScope scope = db_scope(db);
    return (Act){.db = db,
                 .arena = arena,
                 .actor = {.region = scope.region, .person = scope.actor, .os_user = STR("test")},
                 .today = scope.today,
                 .now = ((int64_t)scope.today.day * 24 + 12) * 3600000,
                 .action = action};
}

TEST(test_db_is_fresh_each_time) {
    Err err;
    for (int round = 0; round < 3; round++) {
        Db *db = test_db_open();
        int64_t id;
        CHECK(db_scope(db).region == 1, "the first id of a fresh database");
        CHECK_OK(db_begin_write(db, &err), err);
        CHECK_OK(region_ensure(db, (RegionDraft){.key = STR("x"), .name = STR("X")}, &id, &err), err);
        CHECK(id == 2, "and the one after it");
        CHECK_OK(db_commit(db, &err), err);
        test_db_close(db);
    }
}
