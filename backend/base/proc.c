/* Privileges and signals. */
#include "base/proc.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "config.h"

static bool harden(struct err *e)
{
    struct rlimit none = {0, 0};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0)
        return err_set(e, ERR_INTERNAL, "cannot give up privileges: %s", strerror(errno));
    return true;
}

bool proc_become(const char *user, struct err *e)
{
    if (!user || geteuid() != 0)
        return harden(e);
    errno = 0;
    const struct passwd *pw = getpwnam(user);
    if (!pw)
        return err_set(e, ERR_INVALID, "there is no user %s on this machine", user);
    uid_t uid = pw->pw_uid;
    gid_t gid = pw->pw_gid;
    if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0)
        return err_set(e, ERR_INTERNAL, "cannot become %s: %s", user, strerror(errno));
    if (uid != 0 && setuid(0) == 0)
        return err_set(e, ERR_INTERNAL, "root could be taken back after becoming %s", user);
    return harden(e);
}

void proc_die_with_parent(void)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
}

#ifdef COVERAGE
void __gcov_dump(void); /* of the compiler's own runtime */
#endif

void proc_keep_counts(void)
{
#ifdef COVERAGE
    __gcov_dump();
#endif
}

int proc_signals(const int *signals, size_t n, struct err *e)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < n; i++)
        sigaddset(&set, signals[i]);
    signal(SIGPIPE, SIG_IGN);
    int fd = sigprocmask(SIG_BLOCK, &set, NULL) == 0
                 ? signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)
                 : -1;
    if (fd < 0)
        err_set(e, ERR_INTERNAL, "cannot listen for signals: %s", strerror(errno));
    return fd;
}

int proc_signal_next(int fd)
{
    struct signalfd_siginfo info;

    return read(fd, &info, sizeof info) == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}
