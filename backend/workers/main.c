/* tocsin-worker ROLE: one row a role, its privileges beside it. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/proc.h"
#include "workers/checker.h"
#include "store/frame.h"
#include "workers/keeper.h"
#include "io/sandbox.h"

enum { EXIT_USAGE = 2 };

static const struct frame_role *const roles[] = {&worker_checker, &worker_keeper, NULL};

static int usage(void)
{
    fputs("usage: tocsin-worker ROLE [--config FILE] [--user NAME]\nroles:", stderr);
    for (size_t i = 0; roles[i]; i++)
        fprintf(stderr, " %s", roles[i]->name);
    fputc('\n', stderr);
    return EXIT_USAGE;
}

static const struct frame_role *find(const char *name)
{
    for (size_t i = 0; roles[i]; i++)
        if (strcmp(roles[i]->name, name) == 0)
            return roles[i];
    return NULL;
}

static bool run(const struct frame_role *role, const char *config_path, const char *user,
                struct err *e)
{
    struct config config;

    if (!role->network && !sandbox_no_network(e))
        return false;
    if (!proc_become(user, e) || !sandbox_no_exec(e))
        return false;
    proc_die_with_parent();
    if (!config_load(&config, config_path, e))
        return false;
    log_init(role->name, log_level_of(config_text(&config, "log_level")));
    bool ok = frame_run(role, &config, e);
    config_clear(&config);
    return ok;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'},
                                            {"user", required_argument, NULL, 'u'},
                                            {NULL, 0, NULL, 0}};
    const char *config = NULL, *user = NULL;
    struct err e = {0};

    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'c')
            config = optarg;
        else if (c == 'u')
            user = optarg;
        else
            return usage();
    }
    const struct frame_role *role = optind + 1 == argc ? find(argv[optind]) : NULL;
    if (!role)
        return usage();
    log_init(role->name, LOG_INFO);
    if (!run(role, config, user, &e)) {
        log_err("start", &e);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
