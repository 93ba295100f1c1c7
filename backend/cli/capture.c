/* Tools of set-up. */
#include "cli/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/scope.h"
#include "cli/spawn.h"

static size_t collect(int fd, char *out, size_t cap)
{
    size_t n = 0;
    char spill[512]; /* a tool that says too much is still heard to its end */

    for (;;) {
        bool full = n + 1 >= cap;
        ssize_t got = read(fd, full ? spill : out + n, full ? sizeof spill : cap - 1 - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        n += full ? 0 : (size_t)got;
    }
    out[n] = '\0';
    return n;
}

bool capture_run(char *const *argv, const char *user, char *out, size_t cap, struct str *text,
                 struct err *e)
{
    static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
    static char locale[] = "LC_ALL=C.UTF-8";
    char *const envp[] = {path, locale, NULL};
    int ends[2], status = 0;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return err_set(e, ERR_INTERNAL, "cannot make a pipe: %s", strerror(errno));
    AUTO_FD in = ends[0];
    const struct spawn s = {.program = argv[0],
                            .argv = argv,
                            .envp = envp,
                            .user = user,
                            .network = true,
                            .death_signal = SIGKILL,
                            .output = ends[1]};
    pid_t pid = spawn_start(&s, e);
    close(ends[1]);
    if (pid < 0)
        return false;
    size_t n = collect(in, out, cap);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    *text = (struct str){out, n};
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    size_t tail = n > 150 ? n - 150 : 0;
    return err_set(e, ERR_INTERNAL, "%s failed: %s", argv[0], out + tail);
}
