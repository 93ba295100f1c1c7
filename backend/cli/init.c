/* tocsin init: makes an installation's folders and files, and starts nothing. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/install.h"

enum { OPT_VAR, OPT_SHARE, OPT_LISTEN, OPT_URL, OPT_CERT, OPT_KEY };
static const struct opt opts[] = {
    [OPT_VAR] = {"var", 0, "DIR", "where everything is kept (var)"},
    [OPT_SHARE] = {"share", 0, "DIR", "migrations, templates, web application (as installed)"},
    [OPT_LISTEN] = {"listen", 0, "ADDRESS:PORT", "of the web server (127.0.0.1:8080)"},
    [OPT_URL] = {"public-url", 0, "URL", "what people type, when it is another address"},
    [OPT_CERT] = {"tls-cert", 0, "FILE", "certificate chain; made when needed and not given"},
    [OPT_KEY] = {"tls-key", 0, "FILE", "its key"},
    {.name = NULL},
};

static void say(void *context, const char *what)
{
    (void)context;
    printf("%s\n", what);
    fflush(stdout);
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    const struct install_wish w = {.var = values[OPT_VAR] ? values[OPT_VAR] : "var",
                                   .share = values[OPT_SHARE] ? values[OPT_SHARE] : SHARE_DIR,
                                   .listen = values[OPT_LISTEN],
                                   .public_url = values[OPT_URL],
                                   .tls_cert = values[OPT_CERT],
                                   .tls_key = values[OPT_KEY],
                                   .step = say};

    (void)argv;
    if (argc > 1)
        return err_set(e, ERR_INVALID, "init takes no arguments") ? CLI_DONE : CLI_USAGE;
    return install_make(&w, e) ? CLI_DONE : CLI_FAILED;
}

const struct command cli_init = {
    .name = "init",
    .summary = "make the folders, secrets and configuration of an installation; start nothing",
    .arguments = "",
    .opts = opts,
    .help = "Makes what is missing and keeps what is there: secrets, database and your settings.\n"
            "`tocsin up` does this first; alone it serves service managers, before `tocsin run`.\n"
            "\n"
            "  tocsin init --var /var/lib/tocsin --listen 0.0.0.0:8443\n",
    .run = run,
};
