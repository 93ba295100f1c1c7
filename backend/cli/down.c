/* tocsin down: asks the running `tocsin run` of this installation to stop, and waits for it. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/place.h"
#include "cli/stop.h"

enum { OPT_CONFIG };
static const struct opt opts[] = {
    [OPT_CONFIG] = {"config", 'c', "FILE", "the installation's tocsin.conf"},
    {.name = NULL},
};

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct config c;
    struct place p;
    bool ran = false;

    (void)argv;
    if (argc > 1)
        return err_set(e, ERR_INVALID, "down takes no arguments") ? CLI_DONE : CLI_USAGE;
    if (!config_load(&c, values[OPT_CONFIG], e))
        return CLI_FAILED;
    bool ok = place_of(&p, &c, e) && stop_running(&p, &ran, e);
    config_clear(&c);
    if (!ok)
        return CLI_FAILED;
    printf(ran ? "stopped\n" : "nothing was running\n");
    return CLI_DONE;
}

const struct command cli_down = {
    .name = "down",
    .summary = "stop everything that `tocsin run` or `tocsin up` started here, and only that",
    .arguments = "",
    .opts = opts,
    .help = "  tocsin down --config var/etc/tocsin.conf\n",
    .run = run,
};
