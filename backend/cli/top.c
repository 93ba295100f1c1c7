/* tocsin top: how a server stands, refreshed; once, and plain, where it is not shown at a terminal.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/glance.h"
#include "cli/screen.h"
#include "cli/show.h"

enum { CONTEXT, CA_FILE, EVERY, ROWS, ONCE };
enum { PATIENCE_MS = 5000 };

static const struct opt opts[] = {
    [CONTEXT] = {"context", 0, "NAME", "the server to ask, of tocsin context list"},
    [CA_FILE] = {"ca-file", 0, "FILE", "trust these certificates instead of the system's"},
    [EVERY] = {"every", 0, "SECONDS", "time between two looks, 1 to 3600 (default 2)"},
    [ROWS] = {"rows", 0, "N", "rows of each table, 1 to 50 (default 8)"},
    [ONCE] = {"once", 0, NULL, "look once, as when it is piped"},
    {0},
};

struct top {
    struct client client;
    int64_t every_s, rows;
};

/* The page, or why there is none now: the server may come back. */
static void draw(struct top *t)
{
    struct err e = {0};
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);

    if (!f)
        return;
    if (!glance_write(&t->client, f, (size_t)t->rows, show_coloured(stdout), &e))
        fprintf(f, "%s\n", e.msg);
    fprintf(f, "\nq ends, space looks again\n");
    if (fclose(f) == 0)
        screen_draw((struct str){text, n});
    free(text);
}

static bool refresh(struct top *t, struct err *e)
{
    struct screen s;
    enum screen_news news = SCREEN_TIME;

    if (!screen_open(&s, e))
        return false;
    while (news != SCREEN_QUIT) {
        draw(t);
        news = screen_wait(&s, (int)t->every_s * 1000);
    }
    screen_close(&s);
    return true;
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct top t = {.every_s = 2, .rows = 8};

    (void)argv;
    if (argc > 1 || (values[EVERY] && !str_int(str_of(values[EVERY]), 1, 3600, &t.every_s)) ||
        (values[ROWS] && !str_int(str_of(values[ROWS]), 1, 50, &t.rows))) {
        err_set(e, ERR_INVALID,
                "top takes --every 1 to 3600, --rows 1 to 50, and nothing else but --once");
        return CLI_USAGE;
    }
    if (client_open(&t.client, values[CONTEXT], values[CA_FILE], e)) {
        t.client.timeout_ms = PATIENCE_MS;
        bool once = values[ONCE] || !isatty(STDOUT_FILENO);
        if (once ? !glance_write(&t.client, stdout, (size_t)t.rows, show_coloured(stdout), e)
                 : !refresh(&t, e))
            fflush(stdout);
    }
    client_close(&t.client);
    return client_exit(e);
}

const struct command cli_top = {
    .name = "top",
    .summary = "shows how a server stands, refreshed every two seconds",
    .arguments = "",
    .opts = opts,
    .server = true,
    .help = "Hosts and checks by state, how late the engine is, the queue, the worst hosts, the "
            "slowest\n"
            "checks and the latest changes. At a terminal q ends it; piped it looks once.\n\n"
            "examples:\n"
            "  tocsin top\n"
            "  tocsin top --every 10 --rows 20\n"
            "  tocsin top --once | mail -s tocsin me\n",
    .run = run,
};
