/* tocsin create: new things, from words or from a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/given.h"
#include "cli/report.h"

enum { CONTEXT, CA_FILE, OUT, FILE_, DRY, OVERRIDE };

static const struct opt opts[] = {
    [CONTEXT] = {"context", 0, "NAME", "the server to ask, of tocsin context list"},
    [CA_FILE] = {"ca-file", 0, "FILE", "trust these certificates instead of the system's"},
    [OUT] = {"output", 'o', "FORMAT", "show what was made: table, wide, json, yaml, csv or name"},
    [FILE_] = {"file", 'f', "FILE", "one or more as JSON or YAML; - is standard input"},
    [DRY] = {"dry-run", 0, NULL, "show what would be sent, send nothing"},
    [OVERRIDE] = {"override", 0, "capacity",
                  "checks: also beyond what the checkers can do in time"},
    {0},
};

static bool send_all(struct client *c, const struct resource *r, const json_t *bodies,
                     const char **values, enum show_format format, struct err *e)
{
    char path[CLIENT_PATH];
    const json_t *body;
    json_t *made;
    size_t i;

    snprintf(path, sizeof path, "%s%s", r->list, values[OVERRIDE] ? "?override=capacity" : "");
    json_array_foreach(bodies, i, body)
    {
        const struct client_call call = {.method = "POST", .path = path, .body = body};
        if (values[DRY]) {
            report_dry(&call);
            continue;
        }
        if (!client_run(c, &call, &made, e))
            return i ? err_context(e, "the ones before it were made; this one was not") : false;
        report_one(r, made, "created", values[OUT] != NULL, format);
        json_decref(made);
    }
    return true;
}

static json_t *bodies_of(struct client *c, const struct resource *r, int n, char **words,
                         const char *file, struct err *e)
{
    if (file) {
        if (n == 0)
            return given_file(file, e);
        err_set(e, ERR_INVALID, "give name=value words or a file, not both");
        return NULL;
    }
    json_t *body = json_object(), *all = json_array();
    if (n == 0)
        err_set(e, ERR_INVALID, "of what kind? tocsin create %s name=VALUE ...", r->name);
    else if (body && all && given_words(c, r, n, words, body, e) &&
             json_array_append(all, body) == 0) {
        json_decref(body);
        return all;
    }
    json_decref(body);
    json_decref(all);
    return NULL;
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    const struct resource *r =
        resource_for(argc > 1 ? argv[1] : NULL, RESOURCE_CREATE, "create", e);
    enum show_format format;
    struct client c;

    if (!r || !show_format(values[OUT], SHOW_TABLE, &format, e))
        return CLI_USAGE;
    if (values[OVERRIDE] && strcmp(values[OVERRIDE], "capacity") != 0) {
        err_set(e, ERR_INVALID, "--override takes capacity");
        return CLI_USAGE;
    }
    if (client_open(&c, values[CONTEXT], values[CA_FILE], e)) {
        json_t *bodies = bodies_of(&c, r, argc - 2, argv + 2, values[FILE_], e);
        if (bodies)
            (void)send_all(&c, r, bodies, values, format, e);
        json_decref(bodies);
    }
    client_close(&c);
    return client_exit(e);
}

const struct command cli_create = {
    .name = "create",
    .summary = "makes hosts, checks, people, keys and tenants",
    .arguments = "RESOURCE NAME=VALUE...",
    .opts = opts,
    .server = true,
    .verb = RESOURCE_CREATE,
    .help = "Values are given as name=value; members of labels and params with a dot; anything the "
            "server\n"
            "knows beyond that as name:=JSON. What is shown only once, such as a key, is printed.\n"
            "Of several in a file those before the first that fails are made.\n\n"
            "examples:\n"
            "  tocsin create hosts name=web1 address=10.0.0.1 labels.env=prod\n"
            "  tocsin create checks host=web1 type=http name=site params.url=https://example.org/\n"
            "  tocsin create checks host=db type=tcp name=psql params.port=5432 interval_s=30\n"
            "  tocsin create api-keys name=grafana role=viewer -o json\n"
            "  tocsin create hosts -f hosts.yaml --dry-run\n",
    .run = run,
};
