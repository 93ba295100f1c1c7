/* tocsin edit: changes one thing, by words or in an editor. Only what differs is sent, and only if
 * nobody else has changed it since it was read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/editor.h"
#include "cli/given.h"
#include "cli/report.h"
#include "cli/show_yaml.h"

enum { CONTEXT, CA_FILE, OUT, DRY, OVERRIDE };

static const struct opt opts[] = {
    [CONTEXT] = {"context", 0, "NAME", "the server to ask, of tocsin context list"},
    [CA_FILE] = {"ca-file", 0, "FILE", "trust these certificates instead of the system's"},
    [OUT] = {"output", 'o', "FORMAT", "show what it is now: table, wide, json, yaml, csv or name"},
    [DRY] = {"dry-run", 0, NULL, "show what would be sent, send nothing"},
    [OVERRIDE] = {"override", 0, "capacity",
                  "checks: also beyond what the checkers can do in time"},
    {0},
};

struct edit {
    struct client client;
    const struct resource *r;
    const char **values;
    enum show_format format;
    char path[CLIENT_PATH], etag[FETCH_ETAG];
    json_t *row; /* as the server has it, owned */
};

/* The members of the row that can be changed, copied so that the row stays as it is. */
static json_t *changeable(const struct edit *d)
{
    json_t *copy = json_object();

    for (const struct resource_field *f = d->r->fields; copy && f && f->name; f++) {
        const json_t *v = json_object_get(d->row, f->name);
        if (v && f->type != RESOURCE_HOST)
            json_object_set_new(copy, f->name, json_deep_copy(v));
    }
    return copy;
}

/* What differs from the row. What is missing stays as it is: JSON has null for taking away. */
static json_t *difference(const struct edit *d, const json_t *wanted)
{
    json_t *body = json_object();
    const char *name;
    const json_t *v;

    json_object_foreach((json_t *)wanted, name, v)
    {
        if (body && !json_equal(v, json_object_get(d->row, name)))
            json_object_set(body, name, (json_t *)(uintptr_t)v);
    }
    return body;
}

static bool send(struct edit *d, const json_t *wanted, struct err *e)
{
    char path[CLIENT_PATH + 32];
    json_t *body = difference(d, wanted), *now;
    struct client_call call = {.method = "PATCH", .path = path, .body = body};
    bool ok = true;

    snprintf(path, sizeof path, "%s%s", d->path, d->values[OVERRIDE] ? "?override=capacity" : "");
    call.if_match = d->etag[0] ? d->etag : NULL;
    if (!body) {
        ok = err_set(e, ERR_UNAVAILABLE, "no memory");
    } else if (json_object_size(body) == 0) {
        report_one(d->r, d->row, "is so already", d->values[OUT] != NULL, d->format);
    } else if (d->values[DRY]) {
        report_dry(&call);
    } else if ((ok = client_run(&d->client, &call, &now, e))) {
        report_one(d->r, now ? now : d->row, "changed", d->values[OUT] != NULL, d->format);
        json_decref(now);
    }
    json_decref(body);
    return ok;
}

static bool by_words(struct edit *d, int n, char **words, struct err *e)
{
    json_t *wanted = changeable(d);
    const char *type = json_string_value(json_object_get(d->row, "type"));
    bool ok = wanted != NULL;

    if (wanted && type) /* parameters are read by it; it cannot change */
        json_object_set_new(wanted, "type", json_string(type));
    ok = ok && given_words(&d->client, d->r, n, words, wanted, e) && send(d, wanted, e);
    json_decref(wanted);
    return ok;
}

/* The row as text to be edited: owned by the caller. */
static char *text_of(const struct edit *d, size_t *n)
{
    json_t *fields = changeable(d);
    const char *name;
    char *text = NULL;
    const json_t *v;
    FILE *f = open_memstream(&text, n);

    if (!f)
        return NULL;
    fprintf(
        f,
        "# Change values, save, and leave. Lines taken out stay as they are; null empties one.\n");
    json_object_foreach(fields, name, v)
    {
        json_t *one = json_object();
        json_object_set(one, name, (json_t *)(uintptr_t)v);
        show_yaml(f, one, 0);
        json_decref(one);
    }
    json_decref(fields);
    return fclose(f) == 0 ? text : NULL;
}

static bool in_editor(struct edit *d, struct err *e)
{
    struct editor_file file;
    size_t n = 0;
    char *text = text_of(d, &n), *edited;

    if (!text)
        return err_set(e, ERR_UNAVAILABLE, "no memory");
    edited = editor_run(&file, (struct str){text, n}, e);
    free(text);
    if (!edited) {
        editor_forget(&file);
        return false;
    }
    json_t *wanted = given_text(str_of(edited), "your text", e);
    bool ok = wanted && send(d, json_array_get(wanted, 0), e);
    json_decref(wanted);
    free(edited);
    if (ok)
        editor_forget(&file);
    else
        fprintf(stderr, "Your text is kept in %s\n", file.path);
    return ok;
}

static bool edit(struct edit *d, int n, char **words, struct err *e)
{
    const struct client_call call = {.method = "GET", .path = d->path, .etag = d->etag};
    char key[PAGES_KEY];

    if (!pick_key(&d->client, d->r, words[0], key, e) || !pages_path(d->r->one, key, d->path, e) ||
        !client_run(&d->client, &call, &d->row, e))
        return false;
    return n > 1 ? by_words(d, n - 1, words + 1, e) : in_editor(d, e);
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct edit d = {.values = values};

    d.r = resource_for(argc > 1 ? argv[1] : NULL, RESOURCE_EDIT, "edit", e);
    if (!d.r || !show_format(values[OUT], SHOW_TABLE, &d.format, e))
        return CLI_USAGE;
    if (argc < 3 || (values[OVERRIDE] && strcmp(values[OVERRIDE], "capacity") != 0)) {
        err_set(e, ERR_INVALID,
                argc < 3 ? "which one? tocsin edit %s NAME [name=value...]"
                         : "--override takes capacity; %s need no other",
                d.r->name);
        return CLI_USAGE;
    }
    if (client_open(&d.client, values[CONTEXT], values[CA_FILE], e))
        (void)edit(&d, argc - 2, argv + 2, e);
    json_decref(d.row);
    client_close(&d.client);
    return client_exit(e);
}

const struct command cli_edit = {
    .name = "edit",
    .summary = "changes one thing, by words or in your editor",
    .arguments = "RESOURCE NAME [NAME=VALUE...]",
    .opts = opts,
    .server = true,
    .verb = RESOURCE_EDIT,
    .help =
        "With words only those values change; without, VISUAL or EDITOR opens what can be changed "
        "as\n"
        "YAML. If somebody else changed it since it was read, nothing is sent (exit status 5).\n\n"
        "examples:\n"
        "  tocsin edit host web1\n"
        "  tocsin edit hosts web1 criticality=high labels.env=prod group=\n"
        "  tocsin edit check web1/https interval_s=30 params.expect_status=200-299 --dry-run\n",
    .run = run,
};
