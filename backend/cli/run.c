/* tocsin run: all processes of a single machine, in the foreground. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/command.h"
#include "cli/fit.h"
#include "cli/lock.h"
#include "cli/place.h"
#include "cli/supervise.h"

enum { OPT_CONFIG };
static const struct opt opts[] = {
    [OPT_CONFIG] = {"config", 'c', "FILE", "the installation's tocsin.conf"},
    {.name = NULL},
};

/* Sockets that a killed child could not remove would look like a server to the next start. */
static void remove_sockets(const struct place *p)
{
    static const char *const sockets[] = {
        "api/fast.sock",    "api/heavy.sock",     "api/auth.sock",
        "api/ingest.sock",  "pinger/pinger.sock", "probe/api.sock",
        "redis/redis.sock", "pg/.s.PGSQL.5432",   "pg/.s.PGSQL.5432.lock"};
    char path[160];

    for (size_t i = 0; i < sizeof sockets / sizeof *sockets; i++) {
        snprintf(path, sizeof path, "%s/run/%s", p->var, sockets[i]);
        if (unlink(path) != 0 && errno != ENOENT)
            log_event(LOG_WARN, "socket_stays", "path", path, "reason", strerror(errno), NULL);
    }
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct config c;
    struct place p;

    (void)argv;
    if (argc > 1)
        return err_set(e, ERR_INVALID, "run takes no arguments") ? CLI_DONE : CLI_USAGE;
    log_init("run", LOG_INFO);
    if (!config_load(&c, values[OPT_CONFIG], e))
        return CLI_FAILED;
    bool ok = place_of(&p, &c, e) && fit_check(&p, e) && lock_take(&p, e);
    if (ok) {
        log_event(LOG_INFO, "started", "var", p.var, "users",
                  p.root ? "one for each process" : "one for all, since not started as root", NULL);
        log_event(LOG_INFO, "egress_wall_absent", "meaning",
                  "no rule of the kernel stands behind the checker's own judge of targets", NULL);
        remove_sockets(&p);
        ok = supervise_run(&p, &c, e);
        remove_sockets(&p);
        log_event(LOG_INFO, "stopped", NULL);
    }
    config_clear(&c);
    return ok ? CLI_DONE : CLI_FAILED;
}

const struct command cli_run = {
    .name = "run",
    .summary =
        "start PostgreSQL, Redis, nginx and all of Tocsin's processes, and keep them running",
    .arguments = "",
    .opts = opts,
    .help =
        "Runs in the foreground until SIGTERM or SIGINT; SIGHUP reloads. Stops everything it\n"
        "started, and if it is killed itself its children stop too. One process tree for a single\n"
        "machine; under systemd each process is a unit of its own and this is not used.\n"
        "\n"
        "  tocsin run --config var/etc/tocsin.conf\n",
    .run = run,
};
