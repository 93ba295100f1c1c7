/* Detached start. */
#include "cli/start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/lock.h"
#include "cli/output.h"
#include "cli/run_status.h"

enum {
    PATIENCE_MS = 120000,
    TELL_MS = 2000,
    LOOK_MS = 10,
    BEGIN_MS = 5000, /* by then it has the lock or has failed */
    HOPELESS = 5     /* deaths before it was ever ready */
};

/* In the new process: nothing of ours stays open. */
static _Noreturn void become_run(const struct place *p, const char *log)
{
    char name[] = "tocsin", command[] = "run", option[] = "--config", config[sizeof p->config];
    char *const argv[] = {name, command, option, config, NULL};
    int null = open("/dev/null", O_RDONLY), out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0640);

    snprintf(config, sizeof config, "%s", p->config);
    if (setsid() >= 0 && chdir("/") == 0 && null >= 0 && out >= 0 &&
        dup2(null, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
        dup2(out, STDERR_FILENO) >= 0 && close_range(3, ~0u, 0) == 0)
        execv("/proc/self/exe", argv);
    dprintf(STDERR_FILENO, "cannot start tocsin run: %s\n", strerror(errno));
    _exit(127);
}

bool start_detached(const struct place *p, struct err *e)
{
    char log[160];
    int status;

    snprintf(log, sizeof log, "%s/log/run.log", p->var);
    output_rotate(log);
    pid_t pid = fork();
    if (pid < 0)
        return err_set(e, ERR_INTERNAL, "cannot fork: %s", strerror(errno));
    if (pid == 0)
        become_run(p, log);
    for (int64_t begun = clock_mono_ms(); clock_mono_ms() - begun < BEGIN_MS;) {
        if (lock_holder(p) == pid)
            return true;
        if (waitpid(pid, &status, WNOHANG) == pid)
            break;
        poll(NULL, 0, LOOK_MS);
    }
    return err_set(e, ERR_INTERNAL, "tocsin run did not start; its last words stand in %s", log);
}

static bool up(const struct run_status_row *r)
{
    return !r->required || strcmp(r->state, "ready") == 0 || strcmp(r->state, "done") == 0;
}

static bool hopeless(const struct place *p, const struct run_status_row *r, struct err *e)
{
    if (!r->required || (strcmp(r->state, "failed") != 0 && r->restarts < HOPELESS))
        return false;
    err_set(e, ERR_INTERNAL, "%s cannot start: %.110s (log: %s/log/%s.log)", r->name, r->note,
            p->var, r->name);
    return true;
}

static void tell(const struct run_status *s, int64_t *told_mono_ms)
{
    if (clock_mono_ms() - *told_mono_ms < TELL_MS)
        return;
    *told_mono_ms = clock_mono_ms();
    printf("  waiting for");
    for (size_t i = 0; i < s->n; i++)
        if (!up(&s->rows[i]))
            printf(" %s (%s)", s->rows[i].name, s->rows[i].state);
    printf("\n");
    fflush(stdout);
}

bool start_wait(const struct place *p, struct err *e)
{
    int64_t begun = clock_mono_ms(), told = begun;
    struct run_status s = {.n = 0};

    while (clock_mono_ms() - begun < PATIENCE_MS) {
        struct err unread = {0};
        pid_t pid = lock_holder(p);
        /* An earlier run, killed, may have left its own report. */
        bool all = run_status_read(p, &s, &unread) && s.pid == pid && s.n > 0;
        s.n = s.pid == pid ? s.n : 0;
        for (size_t i = 0; i < s.n; i++) {
            all &= up(&s.rows[i]);
            if (hopeless(p, &s.rows[i], e))
                return false;
        }
        if (pid == 0)
            return err_set(e, ERR_INTERNAL,
                           "tocsin run has ended; its last words stand in "
                           "%s/log/run.log",
                           p->var);
        if (all && strcmp(s.state, "running") == 0)
            return true;
        tell(&s, &told);
        poll(NULL, 0, LOOK_MS);
    }
    return err_set(e, ERR_UNAVAILABLE,
                   "not everything is up after %d s; see: tocsin status --config %s",
                   PATIENCE_MS / 1000, p->config);
}
