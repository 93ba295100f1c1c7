/* fork, give up, exec. Between fork and exec only calls that are safe in a single-threaded child.
 */
#include "cli/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/scope.h"
#include "cli/file.h"

struct identity {
    bool change;
    unsigned keeps;
    uid_t uid;
    gid_t gid;
};

/* After the change of uid: these and no others, and through exec. */
static bool keep_capabilities(unsigned bits)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {{0}};

    data[0].permitted = data[0].effective = data[0].inheritable = bits;
    if (syscall(SYS_capset, &head, data) != 0)
        return false;
    for (unsigned cap = 0; cap < 32; cap++)
        if ((bits & 1u << cap) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0) != 0)
            return false;
    return true;
}

/* Unix sockets work on; nothing else does. A container without the right to do this is no reason
 * not to start. */
static void leave_network(const struct spawn *s)
{
    if (!s->network && geteuid() == 0 && unshare(CLONE_NEWNET) != 0)
        dprintf(STDERR_FILENO, "stays in the machine's network: %s\n", strerror(errno));
}

static bool leave_root(const struct identity *id)
{
    if (!id->change)
        return true;
    if (id->keeps && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0)
        return false;
    if (setgroups(0, NULL) != 0 || setresgid(id->gid, id->gid, id->gid) != 0 ||
        setresuid(id->uid, id->uid, id->uid) != 0)
        return false;
    if (id->keeps && !keep_capabilities(id->keeps))
        return false;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

static void default_signals(void)
{
    sigset_t none;

    for (int s = 1; s < NSIG; s++)
        signal(s, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool descriptors(int output)
{
    int null = open("/dev/null", O_RDONLY);

    return null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
           dup2(output, STDERR_FILENO) >= 0 && (null == STDIN_FILENO || close(null) == 0);
}

static _Noreturn void become(const struct spawn *s, const struct identity *id, int program,
                             pid_t parent)
{
    struct rlimit no_core = {0, 0};

    default_signals();
    setpgid(0, 0);
    umask(027);
    bool redirected = descriptors(s->output);
    leave_network(s);
    if (chdir("/") == 0 && redirected && setrlimit(RLIMIT_CORE, &no_core) == 0 && leave_root(id) &&
        prctl(PR_SET_PDEATHSIG, s->death_signal, 0, 0, 0) == 0) {
        if (getppid() != parent)
            _exit(0); /* the parent died before it could be watched */
        execve(s->program, s->argv, s->envp);
        if (errno == EACCES)
            fexecve(program, s->argv, s->envp);
    }
    dprintf(STDERR_FILENO, "cannot execute %s: %s\n", s->program, strerror(errno));
    _exit(127);
}

pid_t spawn_start(const struct spawn *s, struct err *e)
{
    struct identity id = {.change = s->user != NULL, .keeps = s->keeps};
    pid_t parent = getpid();

    if (s->user && !file_owner(s->user, &id.uid, &id.gid, e))
        return -1;
    AUTO_FD program = open(s->program, O_PATH | O_CLOEXEC);
    pid_t pid = fork();
    if (pid < 0)
        err_set(e, ERR_INTERNAL, "cannot fork: %s", strerror(errno));
    if (pid == 0)
        become(s, &id, program, parent);
    return pid;
}
