/* Privileges and signals, each tried in a child so that the test itself keeps its own. */
#include "base/proc.h"

#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/scope.h"
#include "unit.h"

/* Exit status of `body` in a child process. */
static int in_child(int (*body)(void))
{
    int status = -1;
    pid_t pid = fork();

    if (pid == 0)
        _exit(body());
    assert_true(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int hardened(void)
{
    struct rlimit core;

    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 || getrlimit(RLIMIT_CORE, &core) != 0)
        return 1;
    return core.rlim_cur == 0 && core.rlim_max == 0 ? 0 : 2;
}

static int stay(void)
{
    struct err e = {0};
    return proc_become(NULL, &e) ? hardened() : 3;
}

static int become_nobody(void)
{
    struct err e = {0};
    gid_t groups[8];
    const struct passwd *pw = getpwnam("nobody");

    if (!pw || !proc_become("nobody", &e))
        return 3;
    if (getuid() != pw->pw_uid || geteuid() != pw->pw_uid || getegid() != pw->pw_gid)
        return 4;
    if (getgroups((int)COUNT(groups), groups) != 0)
        return 5;
    return setuid(0) == 0 ? 6 : hardened();
}

static int become_nobody_at_all(void)
{
    struct err e = {0};
    bool done = proc_become("no-such-user-here", &e);
    return !done && e.code == ERR_INVALID && geteuid() == 0 ? 0 : 3;
}

static void gives_up_privileges(void **state)
{
    (void)state;

    assert_int_equal(in_child(stay), 0);
    if (geteuid() != 0)
        return; /* the rest needs something to give up */
    assert_int_equal(in_child(become_nobody), 0);
    assert_int_equal(in_child(become_nobody_at_all), 0);
}

static int reads_signals(void)
{
    static const int wanted[] = {SIGTERM, SIGHUP};
    struct err e = {0};
    AUTO_FD fd = proc_signals(wanted, COUNT(wanted), &e);

    if (fd < 0 || proc_signal_next(fd) != 0)
        return 1;
    kill(getpid(), SIGHUP);
    if (proc_signal_next(fd) != SIGHUP)
        return 2;
    kill(getpid(), SIGTERM);
    kill(getpid(), SIGPIPE); /* ignored: we are still here */
    if (proc_signal_next(fd) != SIGTERM || proc_signal_next(fd) != 0)
        return 3;
    return 0;
}

static void signals_come_by_descriptor(void **state)
{
    (void)state;

    assert_int_equal(in_child(reads_signals), 0);
}

/* A child that asked to end with its parent is gone soon after its parent. */
static void children_end_with_their_parent(void **state)
{
    (void)state;
    int ends[2], status;
    char c;

    assert_int_equal(pipe(ends), 0);
    pid_t parent = fork();
    if (parent == 0) {
        if (fork() == 0) {
            proc_die_with_parent();
            if (write(ends[1], "r", 1) != 1)
                _exit(1);
            for (int i = 0; i < 100; i++)
                poll(NULL, 0, 100); /* ten seconds at most */
            _exit(1);
        }
        if (read(ends[0], &c, 1) != 1)
            _exit(1);
        _exit(0);
    }
    close(ends[1]);
    assert_true(parent > 0 && waitpid(parent, &status, 0) == parent);
    struct pollfd p = {.fd = ends[0], .events = POLLIN};
    assert_int_equal(poll(&p, 1, 5000), 1); /* end of file: the last writer has gone */
    assert_int_equal(read(ends[0], &c, 1), 0);
    close(ends[0]);
}

UNIT_TESTS(UNIT(gives_up_privileges), UNIT(signals_come_by_descriptor),
           UNIT(children_end_with_their_parent))
