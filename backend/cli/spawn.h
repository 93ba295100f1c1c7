/* Starting one child: its user, its descriptors, what it may keep, and its end when we end. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

struct spawn {
    const char *program; /* absolute path */
    char *const *argv;
    char *const *envp;
    const char *user; /* NULL: ours; else we must be root */
    bool network;     /* false: when started as root, a namespace without any */
    unsigned keeps;   /* bits of capabilities that survive the change of user */
    int death_signal; /* what it gets when we die */
    int output;       /* becomes its standard output and standard error */
};

/* The child's pid, or -1. The program is opened before root is left, so it may stand in a folder
 * that its user cannot enter. A program that cannot be executed says so on `output` and ends with
 * status 127. The child leads a process group of its own. */
pid_t spawn_start(const struct spawn *s, struct err *e) MUST_CHECK;
