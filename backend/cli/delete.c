/* tocsin delete: removes things, after asking. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/pick.h"
#include "cli/prompt.h"
#include "cli/report.h"
#include "cli/visible.h"

enum { CONTEXT, CA_FILE, YES, DRY };

static const struct opt opts[] = {
    [CONTEXT] = {"context", 0, "NAME", "the server to ask, of tocsin context list"},
    [CA_FILE] = {"ca-file", 0, "FILE", "trust these certificates instead of the system's"},
    [YES] = {"yes", 'y', NULL, "do not ask"},
    [DRY] = {"dry-run", 0, NULL, "show what would be sent, send nothing"},
    {0},
};

static bool agreed(const struct resource *r, int n, char **names, struct err *e)
{
    char question[500], one[100], noun[40];
    struct buf b = BUF(question);
    bool yes;

    if (!isatty(STDIN_FILENO))
        return err_set(e, ERR_INVALID, "without a terminal to ask at, say --yes");
    buf_fmt(&b, "Delete %d %s:", n, n == 1 ? report_noun(r, noun) : r->name);
    for (int i = 0; i < n && i < 5; i++) {
        visible_cut(str_of(names[i]), one, sizeof one);
        buf_fmt(&b, "%s %.60s", i ? "," : "", one);
    }
    buf_fmt(&b, "%s%s? [y/N] ", n > 5 ? ", ..." : "",
            strcmp(r->name, "hosts") == 0 ? ", with checks and history" : "");
    if (!buf_ok(&b) || !prompt_yes(question, &yes, e))
        return false;
    return yes || err_set(e, ERR_UNAVAILABLE, "nothing was deleted");
}

static bool drop(struct client *c, const struct resource *r, const char *name, bool dry,
                 struct err *e)
{
    char key[PAGES_KEY], path[CLIENT_PATH], noun[40];
    const struct client_call call = {.method = "DELETE", .path = path};
    json_t *none;

    if (!pick_key(c, r, name, key, e) || !pages_path(r->one, key, path, e))
        return false;
    if (dry) {
        report_dry(&call);
        return true;
    }
    if (!client_run(c, &call, &none, e))
        return false;
    json_decref(none);
    printf("%s ", report_noun(r, noun));
    visible_print(stdout, str_of(name));
    printf(" deleted\n");
    return true;
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    const struct resource *r =
        resource_for(argc > 1 ? argv[1] : NULL, RESOURCE_DELETE, "delete", e);
    struct client c;

    if (!r)
        return CLI_USAGE;
    if (argc < 3) {
        err_set(e, ERR_INVALID, "which? tocsin delete %s NAME", r->name);
        return CLI_USAGE;
    }
    if (!values[YES] && !values[DRY] && !agreed(r, argc - 2, argv + 2, e))
        return CLI_FAILED;
    bool ok = client_open(&c, values[CONTEXT], values[CA_FILE], e);
    for (int i = 2; ok && i < argc; i++)
        ok = drop(&c, r, argv[i], values[DRY] != NULL, e);
    client_close(&c);
    return client_exit(e);
}

const struct command cli_delete = {
    .name = "delete",
    .summary = "removes hosts, checks, people and keys, after asking",
    .arguments = "RESOURCE NAME...",
    .opts = opts,
    .server = true,
    .verb = RESOURCE_DELETE,
    .help = "Asks at the terminal unless --yes is given. A host goes with its checks and their "
            "history.\n"
            "Of several those before the first that fails are gone.\n\n"
            "examples:\n"
            "  tocsin delete host web1\n"
            "  tocsin delete checks web1/ssh web2/ssh --yes\n"
            "  tocsin get hosts -l env=test -o name | xargs tocsin delete hosts --yes\n",
    .run = run,
};
