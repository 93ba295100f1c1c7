/* Stopping a running installation. */
#include "cli/stop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/scope.h"
#include "cli/lock.h"
#include "cli/run_status.h"

enum { PATIENCE_MS = 120000, TELL_AFTER_MS = 2000, LOOK_MS = 500 };

static void tell(const struct place *p, int64_t waited_ms)
{
    struct run_status s;
    struct err e = {0};
    size_t left = 0;

    if (waited_ms < TELL_AFTER_MS || !run_status_read(p, &s, &e))
        return;
    for (size_t i = 0; i < s.n; i++)
        left += s.rows[i].pid != 0;
    fprintf(stderr, "still stopping: %zu processes left after %d s\n", left,
            (int)(waited_ms / 1000));
}

bool stop_running(const struct place *p, bool *ran, struct err *e)
{
    pid_t pid = lock_holder(p);
    AUTO_FD fd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;

    *ran = pid > 0;
    if (pid <= 0)
        return true;
    if (fd < 0 || lock_holder(p) != pid) /* ended just now */
        return true;
    if (syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0) != 0)
        return err_set(e, ERR_INTERNAL, "cannot stop process %d: %s", (int)pid, strerror(errno));
    for (int64_t begun = clock_mono_ms(); clock_mono_ms() - begun < PATIENCE_MS;) {
        struct pollfd f = {.fd = fd, .events = POLLIN};
        if (poll(&f, 1, LOOK_MS) == 1)
            return true;
        tell(p, clock_mono_ms() - begun);
    }
    return err_set(e, ERR_UNAVAILABLE, "process %d is still stopping; look into %s/log/run.log",
                   (int)pid, p->var);
}
