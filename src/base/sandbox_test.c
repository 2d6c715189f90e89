// Each attempt is made by a child that has shut itself in; how it ended is what the sandbox did.
#include "base/sandbox.h"
#include "store/test_db.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { ENTERED_NOT = 90, NO_LANDLOCK = 91 };

// The child's exit code, or 256 + the signal that ended it.
static int shut_in(const SandboxNeeds *needs, int (*attempt)(void *), void *context) {
    int status;
    Err err;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) _exit(sandbox_enter(needs, &err) ? attempt(context) : ENTERED_NOT);
    CHECK(waitpid(child, &status, 0) == child, "the child ends");
    return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

static SandboxNeeds own_folder(void) {
    SandboxNeeds needs = {0};
    sandbox_add_folder(&needs, test_db_folder());
    return needs;
}

static int run_program(void *path) {
    char *const arguments[] = {path, NULL};
    execve(path, arguments, environ);
    return errno;
}

static int become_two(void *context) {
    (void)context;
    return fork() == 0 ? 0 : 1;
}

TEST(sandbox_no_program_runs) {
    SandboxNeeds needs = own_folder();
    CHECK(shut_in(&needs, run_program, "/bin/true") == 256 + SIGSYS, "execve ends the process");
    CHECK(shut_in(&needs, run_program, "/nowhere") == 256 + SIGSYS, "whatever it names");
    // glibc forks by clone, which then does not exist; a bare fork would end the process.
    CHECK(shut_in(&needs, become_two, NULL) == 1, "no second process");
}

static int map_writable_code(void *context) {
    (void)context;
    void *both = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (both != MAP_FAILED) return 1;
    void *data = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) return 2;
    return mprotect(data, 4096, PROT_READ | PROT_EXEC) == 0 ? 3 : 0;
}

TEST(sandbox_data_is_never_code) {
    SandboxNeeds needs = own_folder();
    CHECK(shut_in(&needs, map_writable_code, NULL) == 0, "written memory cannot be run");
}

static int connect_to(int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return errno;
    int result = connect(fd, (struct sockaddr *)&to, sizeof to) == 0 ? 0 : errno;
    close(fd);
    return result;
}

static int connect_both(void *ports) {
    const int *port = ports;
    int to_ours = connect_to(port[0]), to_other = connect_to(port[1]);
    if (to_ours != 0) return 1;
    if (!strstr(sandbox_level(), "landlock")) return NO_LANDLOCK;
    return to_other == EACCES ? 0 : 2;
}

static int connect_one(void *ports) {
    return connect_to(*(const int *)ports);
}

static int listen_on_loopback(int *ret_port) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 8) == 0 &&
              getsockname(fd, (struct sockaddr *)&at, &size) == 0,
          "a port listens");
    *ret_port = ntohs(at.sin_port);
    return fd;
}

TEST(sandbox_connects_only_to_what_is_configured) {
    int ports[2], first = listen_on_loopback(&ports[0]), second = listen_on_loopback(&ports[1]);
    SandboxNeeds needs = own_folder();
    CHECK(shut_in(&needs, connect_one, ports) == ENOSYS, "nothing configured: there are no sockets");
    sandbox_add_port(&needs, ports[0]);
    int ended = shut_in(&needs, connect_both, ports);
    CHECK(ended == 0 || ended == NO_LANDLOCK, "the configured port, and no other");
    close(first);
    close(second);
}

static int can_open(const char *path, int how) {
    int fd = open(path, how | O_CLOEXEC, 0600);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

static int open_files(void *folder) {
    char own[4096], renamed[4096];
    snprintf(own, sizeof own, "%s/sandbox-own", (const char *)folder);
    snprintf(renamed, sizeof renamed, "%s/sandbox-renamed", (const char *)folder);
    if (!can_open(own, O_RDWR | O_CREAT) || rename(own, renamed) != 0 || unlink(renamed) != 0) return 1;
    if (!can_open("/etc/hosts", O_RDONLY)) return 2;
    if (!strstr(sandbox_level(), "landlock")) return NO_LANDLOCK;
    if (can_open("/etc/shadow", O_RDONLY) || can_open("/proc/1/environ", O_RDONLY)) return 3;
    if (can_open("/etc/hosts", O_RDWR) || can_open("/usr/lib/sandbox-new", O_RDWR | O_CREAT)) return 4;
    return 0;
}

TEST(sandbox_files_are_the_servers_own) {
    SandboxNeeds needs = own_folder();
    int ended = shut_in(&needs, open_files, (void *)(uintptr_t)test_db_folder());
    CHECK(ended == 0 || ended == NO_LANDLOCK, "its folder, what libraries read, and nothing else");
}

static void *answer(void *number) {
    return number;
}

static int work_as_usual(void *address) {
    pthread_t thread;
    void *answered;
    Db *db;
    Err err;
    if (pthread_create(&thread, NULL, answer, address) != 0 || pthread_join(thread, &answered) != 0) return 1;
    if (answered != address || !db_open(address, &db, &err)) return 2;
    db_scope_set(db, (DbScope){.region = 1});
    int64_t id;
    bool done = db_begin_write(db, &err) && db_new_id(db, &id, &err) && db_commit(db, &err);
    db_close(db);
    return done ? 0 : 3;
}

TEST(sandbox_threads_and_the_database_work) {
    Db *db = test_db_open();
    Arena *arena = arena_open(1 << 20);
    DbNeeds used;
    SandboxNeeds needs = own_folder();
    db_needs(test_db_address(db), arena, &used);
    CHECK(used.connects == db_is_postgres(db), "SQLite needs no network");
    if (!db_is_postgres(db)) sandbox_add_folder(&needs, used.folder);
    needs.connects = used.connects;
    CHECK(shut_in(&needs, work_as_usual, (void *)(uintptr_t)test_db_address(db)) == 0, "a write inside");
    arena_close(arena);
    test_db_close(db);
}

TEST(sandbox_ports_of_an_address) {
    static const struct {
        const char *address;
        int ports[3];
    } cases[] = {
        {"postgresql:///randa?host=/run/postgresql", {0}},
        {"postgresql://db.example/randa", {5432}},
        {"postgresql://a.example:5433,b.example:5434/randa", {5433, 5434}},
        {"postgresql:///randa?hostaddr=192.0.2.1", {5432}},
    };
    Arena *arena = arena_open(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        DbNeeds used;
        db_needs(cases[i].address, arena, &used);
        CHECK(used.connects && memcmp(used.ports, cases[i].ports, sizeof cases[i].ports) == 0, cases[i].address);
    }
    arena_close(arena);
}

static int become(void *user) {
    Err err;
    if (!sandbox_become(user, &err)) return err.kind == ERR_INVALID ? 1 : 2;
    return getuid() == 0 || geteuid() == 0 || getgid() == 0 || setuid(0) == 0 ? 3 : 0;
}

TEST(sandbox_becomes_an_ordinary_user) {
    pid_t child;
    static const struct {
        const char *user;
        int expected;
    } cases[] = {{"nobody", 0}, {"root", 1}, {"ingen-sådan", 1}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int status;
        if (i == 0 && getuid() != 0) continue; // only root can
        fflush(NULL);
        if ((child = fork()) == 0) _exit(become((void *)(uintptr_t)cases[i].user));
        CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status), "the child ends");
        CHECK(WEXITSTATUS(status) == cases[i].expected, cases[i].user);
    }
}
