/* tocsin-stream: the live updates, behind the web server. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/proc.h"
#include "io/sandbox.h"
#include "stream/role.h"

enum { EXIT_USAGE = 2 };

static int usage(void)
{
    fputs("usage: tocsin-stream [--config FILE] [--user NAME]\n", stderr);
    return EXIT_USAGE;
}

static bool run(const char *path, const char *user, struct err *e)
{
    struct config config;

    if (!sandbox_no_network(e) || !proc_become(user, e) || !sandbox_no_exec(e))
        return false;
    proc_die_with_parent();
    if (!config_load(&config, path, e))
        return false;
    log_init(stream_role.name, log_level_of(config_text(&config, "log_level")));
    bool ok = frame_run(&stream_role, &config, e);
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
    if (optind != argc)
        return usage();
    log_init(stream_role.name, LOG_INFO);
    if (!run(config, user, &e)) {
        log_err("start", &e);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
