/* tocsin describe: one of them whole, with what belongs to it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cell.h"
#include "cli/command.h"
#include "cli/pick.h"
#include "cli/show.h"
#include "cli/visible.h"

enum { CONTEXT, CA_FILE };
enum { NAME_COLUMNS = 22 };

static const struct opt opts[] = {
    [CONTEXT] = {"context", 0, "NAME", "the server to ask, of tocsin context list"},
    [CA_FILE] = {"ca-file", 0, "FILE", "trust these certificates instead of the system's"},
    {0},
};

/* A time with how long ago it was: "2026-01-02T03:04:05.000Z (3m)". */
static void put_time(const json_t *row, const char *name, const char *text)
{
    const struct resource_column age = {"", name, RESOURCE_AGE, false, 0};
    char *ago = cell_text(row, &age, CELL_PEOPLE, clock_wall_us());

    visible_print(stdout, str_of(text));
    if (ago)
        printf(" (%s)", ago);
    free(ago);
}

static bool is_time(const json_t *v)
{
    const char *text = json_string_value(v);
    int64_t us;

    return text && strlen(text) == CLOCK_TEXT - 1 && clock_parse(str_of(text), &us);
}

static void put_line(const json_t *row, const char *name, const json_t *v, const char *prefix)
{
    const struct resource_column c = {"", name, RESOURCE_PLAIN, false, 0};
    char left[128];

    snprintf(left, sizeof left, "%s%s:", prefix, name);
    size_t n = visible_width(str_of(left));
    visible_print(stdout, str_of(left));
    printf("%*s", n < NAME_COLUMNS ? (int)(NAME_COLUMNS - n) : 1, "");
    if (is_time(v)) {
        put_time(row, name, json_string_value(v));
    } else if (strcmp(name, "status") == 0 && json_is_string(v)) {
        show_state(stdout, json_string_value(v), 0, show_coloured(stdout));
    } else {
        char *text = cell_text(row, &c, CELL_PEOPLE, 0);
        visible_print(stdout, str_of(text));
        free(text);
    }
    putchar('\n');
}

/* Members one a line; those of objects below their name. Names with a dot in them belong to labels
 * and the like, which stand on one line. */
static void put_object(const json_t *row)
{
    const char *name, *inner;
    const json_t *v, *w;

    json_object_foreach((json_t *)row, name, v)
    {
        bool block = json_is_object(v) && json_object_size(v) > 0 && strcmp(name, "labels") != 0;
        if (!block) {
            put_line(row, name, v, "");
            continue;
        }
        visible_print(stdout, str_of(name));
        puts(":");
        json_object_foreach((json_t *)v, inner, w) put_line(v, inner, w, "  ");
    }
}

static bool put_part(struct client *c, const struct resource_part *part, const char *key,
                     struct err *e)
{
    const struct resource *of = part->of ? resource_find(part->of) : NULL;
    char path[CLIENT_PATH];
    json_t *answer;
    struct show s;

    if (!pages_path(part->path, key, path, e) || !client_get(c, path, &answer, e))
        return false;
    const json_t *rows = json_object_get(answer, "items");
    printf("\n%s\n", part->title);
    if (!of) {
        put_object(answer);
    } else if (json_array_size(rows) == 0) {
        puts("none");
    } else {
        show_begin(&s, stdout, SHOW_TABLE, of, false);
        show_rows(&s, rows);
        show_end(&s);
    }
    json_decref(answer);
    return true;
}

static bool describe(struct client *c, const struct resource *r, const char *name, struct err *e)
{
    char key[PAGES_KEY], path[CLIENT_PATH];
    json_t *row;

    if (!pick_key(c, r, name, key, e) || !pages_path(r->one, key, path, e) ||
        !client_get(c, path, &row, e))
        return false;
    put_object(row);
    json_decref(row);
    bool ok = true;
    for (const struct resource_part *p = r->parts; ok && p && p->title; p++)
        ok = put_part(c, p, key, e);
    return ok;
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    const struct resource *r = resource_for(argc > 1 ? argv[1] : NULL, RESOURCE_ONE, "describe", e);
    struct client c;

    if (!r)
        return CLI_USAGE;
    if (argc < 3) {
        err_set(e, ERR_INVALID, "which one? tocsin describe %s NAME", r->name);
        return CLI_USAGE;
    }
    bool ok = client_open(&c, values[CONTEXT], values[CA_FILE], e);
    for (int i = 2; ok && i < argc; i++) {
        if (i > 2)
            puts("");
        ok = describe(&c, r, argv[i], e);
    }
    client_close(&c);
    return client_exit(e);
}

const struct command cli_describe = {
    .name = "describe",
    .summary = "shows one thing whole, with what belongs to it",
    .arguments = "RESOURCE NAME...",
    .opts = opts,
    .server = true,
    .verb = RESOURCE_ONE,
    .help = "A host with its checks and latest changes, a check with its latest results, a tenant\n"
            "with what it uses. For programs use: tocsin get RESOURCE NAME -o json\n\n"
            "examples:\n"
            "  tocsin describe host web1\n"
            "  tocsin describe check web1/https\n"
            "  tocsin describe checks 12 13\n",
    .run = run,
};
