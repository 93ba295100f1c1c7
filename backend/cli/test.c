/* tocsin test: runs checks now, by the server's checkers, and waits for what they find. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "cli/cell.h"
#include "cli/command.h"
#include "cli/pick.h"
#include "cli/show.h"

enum { CONTEXT, CA_FILE, OUT };
enum { WAIT_MS = 45000, FIRST_MS = 50, LONGEST_MS = 1000 };

static const struct opt opts[] = {
    [CONTEXT] = {"context", 0, "NAME", "the server to ask, of tocsin context list"},
    [CA_FILE] = {"ca-file", 0, "FILE", "trust these certificates instead of the system's"},
    [OUT] = {"output", 'o', "FORMAT", "table, wide, json, yaml, csv or name"},
    {0},
};

static bool start(struct client *c, const char *name, json_int_t *run_id, struct err *e)
{
    const struct resource *checks = resource_find("checks");
    char key[PAGES_KEY], path[CLIENT_PATH];
    json_t *answer, *body = json_object();
    const struct client_call call = {.method = "POST", .path = path, .body = body};
    bool ok = pick_key(c, checks, name, key, e) && pages_path("/checks/{}/run", key, path, e) &&
              client_run(c, &call, &answer, e);

    json_decref(body);
    if (!ok)
        return false;
    *run_id = json_integer_value(json_object_get(answer, "run_id"));
    json_decref(answer);
    return *run_id > 0 || err_set(e, ERR_UNAVAILABLE, "%.100s answers no run", c->at.url);
}

static bool over(const json_t *row)
{
    const char *state = json_string_value(json_object_get(row, "state"));

    return state && strcmp(state, "queued") != 0 && strcmp(state, "running") != 0;
}

/* Asks again, less and less often. */
static bool await(struct client *c, json_int_t run_id, json_t **row, struct err *e)
{
    int64_t until_ms = clock_mono_ms() + WAIT_MS;
    char path[64];

    snprintf(path, sizeof path, "/runs/%" JSON_INTEGER_FORMAT, run_id);
    for (long ms = FIRST_MS; client_get(c, path, row, e);
         ms = ms * 2 < LONGEST_MS ? ms * 2 : LONGEST_MS) {
        const struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
        if (over(*row))
            return true;
        json_decref(*row);
        *row = NULL;
        if (clock_mono_ms() > until_ms)
            return err_set(e, ERR_UNAVAILABLE,
                           "no checker took it within 45 s. See: tocsin get workers");
        nanosleep(&pause, NULL);
    }
    return false;
}

static bool test(struct client *c, int n, char **names, enum show_format format, bool *up,
                 struct err *e)
{
    json_t *rows = json_array(), *row = NULL;
    json_int_t run_id;
    struct show s;
    bool ok = rows != NULL;

    *up = true;
    for (int i = 0; ok && i < n; i++) {
        ok = start(c, names[i], &run_id, e) && await(c, run_id, &row, e);
        if (!ok)
            break;
        const char *status = json_string_value(cell_find(row, "result.status"));
        *up = *up && status && strcmp(status, "up") == 0;
        json_array_append_new(rows, row);
    }
    if (ok) {
        show_begin(&s, stdout, format, resource_find("runs"), n == 1);
        show_rows(&s, rows);
        show_end(&s);
    }
    json_decref(rows);
    return ok;
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    enum show_format format;
    struct client c;
    bool up = false;

    if (argc > 1 && resource_find(argv[1]) == resource_find("checks")) {
        argv++; /* "test checks web1/https" reads well, too */
        argc--;
    }
    if (!show_format(values[OUT], SHOW_TABLE, &format, e))
        return CLI_USAGE;
    if (argc < 2) {
        err_set(e, ERR_INVALID, "which check? tocsin test HOST/CHECK");
        return CLI_USAGE;
    }
    if (client_open(&c, values[CONTEXT], values[CA_FILE], e))
        (void)test(&c, argc - 1, argv + 1, format, &up, e);
    client_close(&c);
    return e->code == ERR_NONE && !up ? CLI_FAILED : client_exit(e);
}

const struct command cli_test = {
    .name = "test",
    .summary = "runs checks of a server now and shows what they find",
    .arguments = "CHECK...",
    .opts = opts,
    .server = true,
    .names_of = "checks",
    .help = "By the server's own checkers, as they would run it next; waits for the result. Exit "
            "status 0\n"
            "when all are up, 1 when one is not. To check something that no server knows: tocsin "
            "check\n\n"
            "examples:\n"
            "  tocsin test web1/https\n"
            "  tocsin test web1/https web2/https -o json\n",
    .run = run,
};
