// sandbox.h: what a running server gives up: programs, files that are not its own, networks that
// nobody configured. Seccomp holds the system calls, Landlock the files and the ports, where the
// kernel has it.
#pragma once
#include "base/err.h"

#define SANDBOX_FOLDERS_MAX 8
#define SANDBOX_PORTS_MAX 16

// Ends at the first NULL folder and the first port 0.
typedef struct {
    const char *folders[SANDBOX_FOLDERS_MAX]; // read and written, with all below; must exist
    bool connects;                            // to a socket of this machine, or to ports[]
    int ports[SANDBOX_PORTS_MAX];             // TCP, of the hosts that are configured
} SandboxNeeds;

void sandbox_add_folder(SandboxNeeds *needs, const char *folder); // NULL: nothing; must outlive needs
void sandbox_add_port(SandboxNeeds *needs, int port);

// From here on for this thread and those it starts; call it before the first. Never undone.
MUST_CHECK bool sandbox_enter(const SandboxNeeds *needs, Err *err);
// "off", "seccomp", "seccomp, landlock 7".
const char *sandbox_level(void);

// Gives up root for good. ERR_INVALID: no such user.
MUST_CHECK bool sandbox_become(const char *user, Err *err);
