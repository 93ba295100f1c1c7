/* tocsin status: what runs here, as a table. */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/scope.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/lock.h"
#include "cli/run_status.h"

enum { OPT_CONFIG, OPT_WATCH };
static const struct opt opts[] = {
    [OPT_CONFIG] = {"config", 'c', "FILE", "the installation's tocsin.conf"},
    [OPT_WATCH] = {"watch", 'w', NULL, "show it again every second until interrupted"},
    {.name = NULL},
};

/* Resident memory of one process in MiB; 0 when it cannot be read. */
static double resident_mib(int pid)
{
    char path[40], line[128];
    struct str rest, word;
    int64_t kib = 0;

    snprintf(path, sizeof path, "/proc/%d/status", pid);
    AUTO_FILE f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f)) {
        if (strncmp(line, "VmRSS:", 6) != 0)
            continue;
        rest = str_trim((struct str){line + 6, strcspn(line + 6, "\n")});
        if (str_cut(&rest, ' ', &word) && str_int(word, 0, INT64_MAX, &kib))
            break;
    }
    return (double)kib / 1024;
}

static void duration(int64_t us, char *out, size_t size)
{
    int64_t s = us / 1000000;

    if (s < 120)
        snprintf(out, size, "%d s", (int)s);
    else if (s < 7200)
        snprintf(out, size, "%d min", (int)(s / 60));
    else if (s < 172800)
        snprintf(out, size, "%d h", (int)(s / 3600));
    else
        snprintf(out, size, "%d d", (int)(s / 86400));
}

static void print_row(const struct run_status_row *r)
{
    char up[24] = "", mib[24] = "", pid[16] = "";

    if (r->pid) {
        duration(clock_wall_us() - r->since_wall_us, up, sizeof up);
        snprintf(mib, sizeof mib, "%.1f", resident_mib(r->pid));
        snprintf(pid, sizeof pid, "%d", r->pid);
    }
    printf("%-12s %-9s %8s %-15s %8s %8d %9s  %s\n", r->name, r->state, pid,
           r->user[0] ? r->user : "-", up, r->restarts, mib, r->note);
}

static int show(const struct place *p, struct err *e)
{
    struct run_status s;
    pid_t pid = lock_holder(p);
    bool well = pid > 0;

    if (!run_status_read(p, &s, e))
        return CLI_FAILED;
    if (!pid) {
        printf("Tocsin does not run here (%s).\n", p->var);
        return CLI_FAILED;
    }
    printf("%s, process %d, %s\n", s.state, (int)pid, p->var);
    printf("%-12s %-9s %8s %-15s %8s %8s %9s\n", "service", "state", "pid", "user", "up",
           "restarts", "RSS MiB");
    for (size_t i = 0; i < s.n; i++) {
        print_row(&s.rows[i]);
        well &= strcmp(s.rows[i].state, "ready") == 0 || strcmp(s.rows[i].state, "done") == 0;
    }
    return well ? CLI_DONE : CLI_FAILED;
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct config c;
    struct place p;
    int status = CLI_FAILED;

    (void)argv;
    if (argc > 1)
        return err_set(e, ERR_INVALID, "status takes no arguments") ? CLI_DONE : CLI_USAGE;
    if (!config_load(&c, values[OPT_CONFIG], e))
        return CLI_FAILED;
    if (place_of(&p, &c, e))
        status = show(&p, e);
    while (values[OPT_WATCH] && e->code == ERR_NONE && fflush(stdout) == 0) {
        poll(NULL, 0, 1000);
        printf("\033[H\033[J");
        status = show(&p, e);
    }
    config_clear(&c);
    return status;
}

const struct command cli_status = {
    .name = "status",
    .summary = "what runs here: state, process, user, memory, restarts and why something is not up",
    .arguments = "",
    .opts = opts,
    .help = "Exit 0 when everything is up.\n\n  tocsin status --watch\n",
    .run = run,
};
