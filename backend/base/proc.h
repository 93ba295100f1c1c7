/* This process: privileges, descriptors, signals. */
#pragma once
#include <signal.h>
#include <stddef.h>

#include "base/err.h"

/* Leaves root for the named user for good: its uid, primary gid and no other groups, no new
 * privileges, no core dumps. Not being root already is fine and only sets the last two.
 * ERR_INVALID for an unknown user, ERR_INTERNAL when the kernel refuses. */
bool proc_become(const char *user, struct err *e) MUST_CHECK;

/* Gets SIGTERM when the parent goes. Call it after proc_become: a change of uid forgets it. */
void proc_die_with_parent(void);

/* Before _exit, which skips atexit: a build for coverage writes its counts down. */
void proc_keep_counts(void);

/* Signals to be read from the returned descriptor (non-blocking, close-on-exec); they no longer
 * interrupt the process. -1 with ERR_INTERNAL. SIGPIPE is ignored as well. */
int proc_signals(const int *signals, size_t n, struct err *e) MUST_CHECK;

/* Next pending signal number from that descriptor, 0 when none. */
int proc_signal_next(int fd);

/* Exit status of a process that cannot work on this machine, so that starting it again is no use;
 * its last line says what to do. */
enum { PROC_EXIT_CANNOT = 77 };
