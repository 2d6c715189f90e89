#include "base/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <pwd.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <sys/ioctl.h>
#include <unistd.h>

static char level[40] = "off"; // set once, before threads

const char *sandbox_level(void) {
    return level;
}

void sandbox_add_folder(SandboxNeeds *needs, const char *folder) {
    size_t i = 0;
    while (i < SANDBOX_FOLDERS_MAX - 1 && needs->folders[i]) i++;
    needs->folders[i] = folder;
}

void sandbox_add_port(SandboxNeeds *needs, int port) {
    size_t i = 0;
    while (i < SANDBOX_PORTS_MAX - 1 && needs->ports[i] && needs->ports[i] != port) i++;
    needs->ports[i] = port;
    needs->connects = true;
}

static bool no_sandbox(Err *err) {
    return err_set(err, ERR_BUSY, msg(N_("Sandlådan kunde inte sättas upp. `--sandbox off` startar utan den.")));
}

// --- landlock: files and ports -------------------------------------------------------------------

// As the kernel has it since ABI 6; the header at hand may be older.
typedef struct {
    uint64_t files, net, scoped;
} Ruleset;
typedef struct {
    uint64_t access, port;
} PortRule;

enum { RULE_PORT = 2 };
#define FS_TRUNCATE (1ULL << 14)
#define FS_IOCTL_DEV (1ULL << 15)
#define NET_BIND (1ULL << 0)
#define NET_CONNECT (1ULL << 1)
#define SCOPE_ABSTRACT_SOCKET (1ULL << 0)
#define SCOPE_SIGNAL (1ULL << 1)
#define READS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITES                                                                                       \
    (READS | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |                        \
     LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |     \
     LANDLOCK_ACCESS_FS_REFER | FS_TRUNCATE)

static uint64_t all_files(int abi) {
    uint64_t all = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (abi >= 2) all |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3) all |= FS_TRUNCATE;
    if (abi >= 5) all |= FS_IOCTL_DEV;
    return all;
}

// A path that this machine lacks needs no rule.
static bool allow_path(int ruleset, const char *path, uint64_t access) {
    struct landlock_path_beneath_attr rule = {.parent_fd = open(path, O_PATH | O_CLOEXEC)};
    struct stat about;
    if (rule.parent_fd < 0) return errno == ENOENT;
    bool known = fstat(rule.parent_fd, &about) == 0;
    const uint64_t on_files = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE;
    rule.allowed_access = known && S_ISDIR(about.st_mode) ? access : access & on_files;
    bool done = known && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(rule.parent_fd);
    return done;
}

static bool allow_files(int ruleset, const SandboxNeeds *needs, uint64_t handled) {
    // What libraries read while they run: names, certificates, time zones, modules.
    static const char *const read[] = {
        "/dev/urandom", "/etc/gai.conf", "/etc/group", "/etc/host.conf", "/etc/hosts", "/etc/ld.so.cache",
        "/etc/localtime", "/etc/nsswitch.conf", "/etc/passwd", "/etc/resolv.conf", "/etc/services", "/etc/ssl",
        "/lib", "/lib64", "/proc/self", "/proc/sys/vm/overcommit_memory", "/sys/devices/system/cpu", "/usr/lib",
        "/usr/share/ca-certificates", "/usr/share/zoneinfo",
    };
    bool done = allow_path(ruleset, "/dev/null", handled & (READS | LANDLOCK_ACCESS_FS_WRITE_FILE));
    for (size_t i = 0; i < COUNT_OF(read); i++) done = done && allow_path(ruleset, read[i], handled & READS);
    for (size_t i = 0; i < SANDBOX_FOLDERS_MAX && needs->folders[i]; i++)
        done = done && allow_path(ruleset, needs->folders[i], handled & WRITES);
    return done;
}

static bool allow_ports(int ruleset, const SandboxNeeds *needs) {
    bool done = true;
    for (size_t i = 0; i < SANDBOX_PORTS_MAX && needs->ports[i]; i++) {
        PortRule rule = {NET_CONNECT, (uint64_t)needs->ports[i]};
        done = done && syscall(SYS_landlock_add_rule, ruleset, RULE_PORT, &rule, 0) == 0;
    }
    return done;
}

// *ret_abi 0: this kernel has no Landlock, and nothing is held by it.
static bool enter_landlock(const SandboxNeeds *needs, int *ret_abi) {
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    *ret_abi = abi > 0 ? (int)abi : 0;
    if (abi <= 0) return true;
    Ruleset rules = {.files = all_files(*ret_abi)};
    if (abi >= 4) rules.net = NET_BIND | NET_CONNECT;
    if (abi >= 6) rules.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (ruleset < 0) return false;
    bool done = allow_files(ruleset, needs, rules.files) && (abi < 4 || allow_ports(ruleset, needs)) &&
                syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return done;
}

// --- seccomp: system calls -----------------------------------------------------------------------

static const int calls[] = {
    SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(access), SCMP_SYS(alarm), SCMP_SYS(brk), SCMP_SYS(chmod), SCMP_SYS(clock_getres),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(close), SCMP_SYS(dup), SCMP_SYS(dup2),
    SCMP_SYS(dup3), SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_wait),
    SCMP_SYS(eventfd2), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
    SCMP_SYS(fallocate), SCMP_SYS(fchmod), SCMP_SYS(fchown), SCMP_SYS(fcntl), SCMP_SYS(fdatasync), SCMP_SYS(flock),
    SCMP_SYS(fstat), SCMP_SYS(fstatfs), SCMP_SYS(fsync), SCMP_SYS(ftruncate), SCMP_SYS(futex), SCMP_SYS(getcwd),
    SCMP_SYS(getdents64), SCMP_SYS(getegid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getpeername),
    SCMP_SYS(getpid), SCMP_SYS(getpriority), SCMP_SYS(getrandom), SCMP_SYS(getrlimit), SCMP_SYS(getrusage),
    SCMP_SYS(getsockname), SCMP_SYS(getsockopt), SCMP_SYS(gettid), SCMP_SYS(gettimeofday), SCMP_SYS(getuid),
    SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(lseek), SCMP_SYS(lstat), SCMP_SYS(madvise), SCMP_SYS(membarrier), SCMP_SYS(mkdir), SCMP_SYS(mkdirat),
    SCMP_SYS(mlock), SCMP_SYS(mremap), SCMP_SYS(munlock), SCMP_SYS(munmap), SCMP_SYS(nanosleep),
    SCMP_SYS(newfstatat), SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(poll),
    SCMP_SYS(ppoll), SCMP_SYS(pread64), SCMP_SYS(pselect6), SCMP_SYS(pwrite64), SCMP_SYS(read), SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(readv), SCMP_SYS(recvfrom), SCMP_SYS(recvmmsg), SCMP_SYS(recvmsg),
    SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(restart_syscall), SCMP_SYS(rmdir),
    SCMP_SYS(rseq), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigtimedwait), SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield), SCMP_SYS(select),
    SCMP_SYS(sendfile), SCMP_SYS(sendmmsg), SCMP_SYS(sendmsg), SCMP_SYS(sendto), SCMP_SYS(set_robust_list),
    SCMP_SYS(setpriority), SCMP_SYS(setsockopt), SCMP_SYS(shutdown), SCMP_SYS(sigaltstack), SCMP_SYS(socketpair),
    SCMP_SYS(stat), SCMP_SYS(statfs), SCMP_SYS(statx), SCMP_SYS(sysinfo), SCMP_SYS(umask), SCMP_SYS(uname),
    SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(utimensat), SCMP_SYS(write), SCMP_SYS(writev),
};

// Nobody calls these by mistake: the process ends.
static const int fatal[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(init_module), SCMP_SYS(finit_module),
    SCMP_SYS(bpf), SCMP_SYS(kexec_load), SCMP_SYS(mount), SCMP_SYS(pivot_root), SCMP_SYS(chroot),
    SCMP_SYS(unshare), SCMP_SYS(setns),
};

static bool allow(scmp_filter_ctx filter, int call, struct scmp_arg_cmp argument) {
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &argument) == 0;
}

// Memory is written or run, never both; a library's file may still be mapped to run.
static bool allow_memory(scmp_filter_ctx filter) {
    return allow(filter, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_WRITE, 0)) &&
           allow(filter, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) &&
           allow(filter, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

static bool allow_calls_with_arguments(scmp_filter_ctx filter) {
    const uint64_t thread = 0x00010000; // CLONE_THREAD
    return allow_memory(filter) && allow(filter, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, thread, thread)) &&
           allow(filter, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) &&
           allow(filter, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0)) && // read only
           allow(filter, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME)) &&
           allow(filter, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, FIONBIO)) &&
           allow(filter, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, FIONREAD)) &&
           allow(filter, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, TCGETS));
}

static bool allow_connecting(scmp_filter_ctx filter) {
    static const int families[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK}; // the last: which addresses we have
    bool done = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(connect), 0) == 0 &&
                seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(bind), 0) == 0;
    for (size_t i = 0; i < COUNT_OF(families); i++)
        done = done && allow(filter, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)families[i]));
    return done;
}

// What is not on the list does not exist: libraries then go the older way.
static bool enter_seccomp(const SandboxNeeds *needs) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    if (!filter) return false;
    bool done = true;
    for (size_t i = 0; i < COUNT_OF(calls); i++)
        done = done && seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
    for (size_t i = 0; i < COUNT_OF(fatal); i++)
        done = done && seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, fatal[i], 0) == 0;
    done = done && allow_calls_with_arguments(filter) && (!needs->connects || allow_connecting(filter)) &&
           seccomp_load(filter) == 0;
    seccomp_release(filter);
    return done;
}

bool sandbox_enter(const SandboxNeeds *needs, Err *err) {
    int abi;
    const struct rlimit no_core = {0}; // memory holds what nobody may find in a file
    if (setrlimit(RLIMIT_CORE, &no_core) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return no_sandbox(err);
    if (!enter_landlock(needs, &abi) || !enter_seccomp(needs)) return no_sandbox(err);
    snprintf(level, sizeof level, abi ? "seccomp, landlock %d" : "seccomp", abi);
    return true;
}

bool sandbox_become(const char *user, Err *err) {
    const struct passwd *found = getpwnam(user);
    if (!found || found->pw_uid == 0)
        return err_set(err, ERR_INVALID, msg(N_("--user behöver en vanlig användare på den här datorn; {1} är ingen."),
                                             msg_text(str_from_c(user))));
    if (getuid() == found->pw_uid) return true;
    if (initgroups(user, found->pw_gid) != 0 || setresgid(found->pw_gid, found->pw_gid, found->pw_gid) != 0 ||
        setresuid(found->pw_uid, found->pw_uid, found->pw_uid) != 0 || setuid(0) == 0)
        return err_set(err, ERR_INVALID, msg(N_("Bara root kan starta som en annan användare.")));
    setenv("HOME", found->pw_dir, 1);
    return true;
}
