// A writer is killed in the midst of its work, again and again; what it had acknowledged is there.
#include "gen/records_store.h"
#include "store/audit.h"
#include "store/engine.h"
#include "store/test_db.h"
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WRITES 200
#define ROUNDS 25

extern char **environ;

// One write: two records and their audit entry, all with the number n in them.
static bool write_one(Db *db, Arena *arena, int64_t n, Err *err) {
    Act act = test_act(db, arena, "test.kill");
    Str name = str_printf(arena, "%lld", (long long)n);
    Person person = {.hsa_id = name, .given_name = name, .family_name = name, .licence_date = DATE_NONE};
    if (!db_begin_write(db, err) || !person_save(&act, &person, err)) return false;
    Qualification qualification = {.person = person.id, .specialty = name, .since = DATE_NONE};
    return qualification_save(&act, &qualification, err) && audit_end(&act, err) && db_commit(db, err);
}

// In a process of its own: writes, and says so, until it is killed.
static _Noreturn void write_for_ever(const char *address, DbScope scope, int64_t n, int acknowledge) {
    Db *db;
    Err err;
    if (!db_open(address, &db, &err)) _exit(1);
    db_scope_set(db, scope);
    Arena *arena = arena_open(8 << 20);
    for (;; n++) {
        if (!write_one(db, arena, n, &err)) _exit(2);
        if (write(acknowledge, &n, sizeof n) != sizeof n) _exit(3);
        arena_clear(arena);
    }
}

static const Sql numbers = {"test_kill_numbers",
                            "SELECT p.hsa_id, q.specialty FROM person p LEFT JOIN qualification q ON q.person = p.id ORDER BY p.id",
                            "SELECT p.hsa_id, q.specialty FROM person p LEFT JOIN qualification q ON q.person = p.id ORDER BY p.id",
                            0, 0, 0, 0};

// Every number from 1 on is there whole; returns how many.
static int64_t check_whole(Db *db, Arena *arena) {
    Err err;
    Query query;
    AuditReport report;
    int64_t count = 0, number = 0;
    CHECK_OK(db_begin_write(db, &err), err); // past the gate: a server may still be at the dead one's last commit
    CHECK_OK(query_begin(&query, db, &numbers, &err), err);
    while (query_next(&query)) {
        Str name = query_text(&query, arena, 0);
        CHECK(str_to_int(name, &number) && number == ++count, "none is missing");
        CHECK_STR(query_text(&query, arena, 1), name, "none is half done");
    }
    CHECK_OK(query_end(&query, &err), err);
    CHECK_OK(audit_verify(db, arena, &report, &err), err);
    CHECK(report.bad == 0 && report.entries == count, "each with its audit entry, in a whole chain");
    db_rollback(db);
    return count;
}

static int64_t read_last(int from, int64_t last, int most) {
    for (int i = 0; i < most; i++)
        if (read(from, &last, sizeof last) != sizeof last) break;
    return last;
}

// Starts a writer, waits for some acknowledged writes and a moment more, kills it. Returns the last
// number that it acknowledged.
static int64_t kill_a_writer(Db *db, int64_t first, int acknowledged, long nanoseconds) {
    int ends[2];
    CHECK(pipe(ends) == 0, "a pipe");
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_for_ever(test_db_address(db), db_scope(db), first, ends[1]);
    }
    close(ends[1]);
    int64_t last = read_last(ends[0], first - 1, acknowledged);
    nanosleep(&(struct timespec){.tv_nsec = nanoseconds}, NULL);
    kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
    last = read_last(ends[0], last, INT32_MAX);
    close(ends[0]);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "it ran until it was killed");
    return last;
}

TEST(kill9_loses_nothing_acknowledged) {
    Db *db = test_db_open();
    Arena *arena = arena_open(32 << 20);
    int64_t count = 0, acknowledged = 0;
    unsigned chance = 12345;
    for (int round = 0; round < ROUNDS || acknowledged < WRITES; round++) {
        chance = chance * 1103515245 + 12345;
        int64_t last = kill_a_writer(db, count + 1, 1 + (int)(chance >> 16) % 12, (long)(chance % 3000000));
        acknowledged += last - count;
        int64_t there = check_whole(db, arena);
        CHECK(there >= last, "every acknowledged write is there");
        CHECK(there <= last + 1, "and at most the one under way beside");
        count = there;
        arena_clear(arena);
    }
    CHECK(acknowledged >= WRITES, "enough of them");
    arena_close(arena);
    test_db_close(db);
}

static const Sql backend_pid = {"test_backend_pid", "SELECT 0", "SELECT pg_backend_pid()", 0, 0, 0, 0};
static const Sql backend_end = {"test_backend_end", "SELECT ?1", "SELECT pg_terminate_backend($1)", 1, 0, 0, 0};

static void end_backend(Db *victim, Db *by) {
    Query query;
    Err err;
    CHECK_OK(query_begin(&query, victim, &backend_pid, &err), err);
    int64_t pid = query_next(&query) ? query_int(&query, 0) : 0;
    CHECK_OK(query_end(&query, &err), err);
    CHECK_OK(query_begin(&query, by, &backend_end, &err), err);
    query_bind_int(&query, 1, pid);
    CHECK_OK(query_run(&query, &err), err);
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
}

// SQLite has no connection to lose: there only the happy half is run.
TEST(db_comes_back_after_a_lost_connection) {
    Db *db = test_db_open(), *other = test_db_again(db);
    Arena *arena = arena_open(8 << 20);
    Err err;
    CHECK_OK(write_one(db, arena, 1, &err), err);
    end_backend(db, other);
    CHECK_OK(write_one(db, arena, 2, &err), err);
    CHECK_OK(db_begin_write(db, &err), err);
    end_backend(db, other);
    Act act = test_act(db, arena, "test.lost");
    Person person = {.given_name = STR("x"), .family_name = STR("x"), .licence_date = DATE_NONE};
    bool saved = person_save(&act, &person, &err);
    CHECK(saved == !db_is_postgres(db) && (saved || err.kind == ERR_BUSY), "in the middle it is told");
    db_rollback(db);
    CHECK_OK(write_one(db, arena, 3, &err), err);
    CHECK(check_whole(db, arena) == 3, "nothing lost, nothing half done");
    arena_close(arena);
    test_db_close(other);
    test_db_close(db);
}

static void control(const char *first, const char *second) {
    const char *program = getenv("RANDA_TEST_PG_CONTROL");
    char *const argv[] = {(char *)(intptr_t)program, (char *)(intptr_t)first, (char *)(intptr_t)second, NULL};
    pid_t child;
    int status = -1;
    CHECK(posix_spawn(&child, program, NULL, NULL, argv, environ) == 0, "tools/pg_cluster");
    waitpid(child, &status, 0);
    CHECK(status == 0, "tools/pg_cluster went well");
}

// tests/fault/run gives RANDA_TEST_PG_CONTROL: there the whole server goes down as in a power cut.
TEST(kill9_of_the_server_loses_nothing) {
    if (!getenv("RANDA_TEST_PG_CONTROL")) return;
    Db *db = test_db_open();
    Arena *arena = arena_open(8 << 20);
    Err err;
    int64_t count = 0;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 20; i++) CHECK_OK(write_one(db, arena, ++count, &err), err);
        control("crash", NULL);
        int64_t before = time(NULL);
        CHECK(!write_one(db, arena, count + 1, &err) && err.kind == ERR_BUSY, "busy, in words");
        db_rollback(db);
        CHECK(time(NULL) - before <= 5, "and soon");
        control("start", "durable");
        CHECK(check_whole(db, arena) == count, "all is there after recovery, on the same connection");
    }
    control("freeze", NULL);
    int64_t before = monotonic_ms();
    CHECK(!db_begin_read(db, &err) && err.kind == ERR_BUSY, "one that does not answer is busy too");
    CHECK(monotonic_ms() - before <= 5500, "after five seconds");
    control("thaw", NULL);
    CHECK(check_whole(db, arena) == count, "and then it is there again");
    arena_close(arena);
    test_db_close(db);
}
