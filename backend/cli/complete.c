/* Candidates, from the tables of commands, options and resources; names come from the server. */
#include "cli/complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/param.h"
#include "checks/check.h"
#include "cli/cell.h"
#include "cli/command.h"
#include "cli/contexts.h"
#include "cli/pages.h"
#include "cli/show.h"
#include "cli/visible.h"

enum { NAMES = 100, PATIENCE_MS = 2000 };

struct line {
    const struct command *command;
    const struct resource *r;
    const char *current; /* what is typed of the word */
    const char *before;  /* goes before every candidate: "--status=" */
    const char *context; /* --context NAME earlier on the line, or NULL */
    int args;            /* arguments before the current one, the resource included */
    char *const *words;
};

static void offer(const struct line *l, const char *word, const char *about)
{
    if (strncmp(word, l->current, strlen(l->current)) != 0)
        return;
    printf("%s", l->before);
    visible_print(stdout, str_of(word));
    if (about)
        printf("\t%s", about);
    putchar('\n');
}

static void offer_choices(const struct line *l, const char *choices)
{
    struct str rest = str_of(choices), one;
    char word[80];

    while (choices && str_cut(&rest, '|', &one)) {
        snprintf(word, sizeof word, "%.*s", STR_ARG(one));
        offer(l, word, NULL);
    }
}

/* --- from the server --- */

static void offer_rows(const struct line *l, const struct resource *r, const json_t *rows)
{
    const struct resource_column key = {"", resource_key(r), .wide = false};
    const json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        char *label = r->label ? cell_label(row, r->label) : NULL;
        char *id = cell_text(row, &key, CELL_PROGRAMS, 0);
        if (label && *label)
            offer(l, label, NULL);
        else if (id)
            offer(l, id, NULL);
        free(label);
        free(id);
    }
}

static void offer_names(const struct line *l, const struct resource *r)
{
    const char *slash = strrchr(l->current, '/');
    struct err e = {0};
    const json_t *rows;
    struct client c;
    struct pages p;

    if (!r || !r->list || r->parent)
        return;
    bool open = client_open(&c, l->context, NULL, &e);
    c.timeout_ms = PATIENCE_MS;
    if (open && pages_open(&p, &c, r, NULL, NAMES, &e)) {
        const char *text = slash ? slash + 1 : l->current;
        if (r->search && *text)
            pages_filter(&p, r->search, text);
        if (pages_next(&p, &rows, &e) && rows)
            offer_rows(l, r, rows);
        pages_close(&p);
    }
    client_close(&c);
}

/* --- values of options --- */

static void offer_contexts(const struct line *l)
{
    struct err e = {0};
    const char *name;
    const json_t *one;
    json_t *all;

    if (!contexts_load(&all, &e))
        return;
    json_object_foreach(json_object_get(all, "contexts"), name, one) offer(l, name, NULL);
    json_decref(all);
}

static void offer_types(const struct line *l)
{
    for (size_t i = 0; check_registry[i]; i++)
        if (!check_is_internal(check_registry[i]))
            offer(l, check_name(check_registry[i]), check_summary(check_registry[i]));
}

static void offer_sorts(const struct line *l)
{
    struct str rest = str_of(l->r ? l->r->sorts : NULL), one;
    char word[80];

    while (rest.n && str_cut(&rest, '|', &one)) {
        snprintf(word, sizeof word, "%.*s", STR_ARG(one));
        offer(l, word, NULL);
        snprintf(word, sizeof word, "-%.*s", STR_ARG(one));
        offer(l, word, NULL);
    }
}

static void offer_value(const struct line *l, const struct opt *o)
{
    if (strcmp(o->name, "output") == 0)
        offer_choices(l, l->command->server ? SHOW_FORMATS : o->value);
    else if (strcmp(o->name, "context") == 0)
        offer_contexts(l);
    else if (strcmp(o->name, "status") == 0)
        offer_choices(l, l->r ? l->r->states : NULL);
    else if (strcmp(o->name, "sort") == 0)
        offer_sorts(l);
    else if (strcmp(o->name, "type") == 0)
        offer_types(l);
    else if (strcmp(o->name, "host") == 0)
        offer_names(l, resource_find("hosts"));
    else if (strcmp(o->name, "override") == 0)
        offer(l, "capacity", NULL);
    else if (strcmp(o->name, "outcome") == 0)
        offer_choices(l, "ok|denied|failed");
    else if (strcmp(o->value, "FILE") == 0 || strcmp(o->value, "F") == 0)
        puts(":files");
}

static void offer_options(const struct line *l)
{
    char word[64];

    for (const struct opt *o = l->command->opts; o && o->name; o++) {
        snprintf(word, sizeof word, "--%s", o->name);
        offer(l, word, o->help);
    }
    offer(l, "--help", "what it does, with examples");
}

/* --- arguments --- */

static void offer_resources(const struct line *l)
{
    const struct resource *r;

    for (size_t i = 0; (r = resource_at(i)); i++)
        if (r->verbs & l->command->verb)
            offer(l, r->name, r->summary);
}

static void offer_fields(const struct line *l)
{
    const char *equals = strchr(l->current, '=');
    char word[80], before[80];

    for (const struct resource_field *f = l->r->fields; f && f->name; f++) {
        bool deep = f->type == RESOURCE_MAP || f->type == RESOURCE_PARAMS;
        snprintf(word, sizeof word, "%s%c", f->name, deep ? '.' : '=');
        if (!equals) {
            offer(l, word, f->help);
        } else if (strncmp(l->current, word, strlen(word)) == 0 && !deep) {
            struct line value = *l;
            value.current = equals + 1;
            value.before = before;
            snprintf(before, sizeof before, "%s", word);
            if (strcmp(f->name, "type") == 0)
                offer_types(&value);
            else if (f->type == RESOURCE_HOST)
                offer_names(&value, resource_find("hosts"));
            else
                offer_choices(&value, f->choices);
        }
    }
    if (!equals)
        puts(":nospace");
}

static void offer_argument(const struct line *l)
{
    const struct command *c = l->command;

    if (c->verb && l->args == 0)
        offer_resources(l);
    else if (c->verb && !l->r)
        return;
    else if (c->verb == RESOURCE_CREATE || (c->verb == RESOURCE_EDIT && l->args > 1))
        offer_fields(l);
    else if (c->verb)
        offer_names(l, l->r->parent ? resource_find(l->r->parent) : l->r);
    else if (c->names_of)
        offer_names(l, resource_find(c->names_of));
    else if (l->args == 0)
        offer_choices(l, c->choices);
    else if (c == &cli_context && l->args == 1)
        offer_contexts(l);
}

/* The row that a word names: "--status", "-s". */
static const struct opt *option_of(const struct command *c, const char *word)
{
    for (const struct opt *o = c->opts; o && o->name; o++)
        if ((word[0] == '-' && word[1] == '-' && strcmp(word + 2, o->name) == 0) ||
            (o->letter && word[0] == '-' && word[1] == o->letter && !word[2]))
            return o;
    return NULL;
}

static void complete(struct line *l, int n)
{
    const struct opt *open = NULL;
    char before[80];

    for (int i = 1; i < n - 1; i++) {
        const char *word = l->words[i];
        if (open) {
            l->context = strcmp(open->name, "context") == 0 ? word : l->context;
            open = NULL;
        } else if (word[0] == '-' && word[1]) {
            open = option_of(l->command, word);
            open = open && open->value ? open : NULL;
        } else if (l->args++ == 0 && l->command->verb) {
            l->r = resource_find(word);
        }
    }
    const char *equals = strchr(l->current, '=');
    if (open) {
        offer_value(l, open);
    } else if (strncmp(l->current, "--", 2) == 0 && equals) {
        snprintf(before, sizeof before, "%.*s", (int)(equals - l->current), l->current);
        open = option_of(l->command, before);
        snprintf(before, sizeof before, "%.*s=", (int)(equals - l->current), l->current);
        l->before = before;
        l->current = equals + 1;
        if (open && open->value)
            offer_value(l, open);
    } else if (l->current[0] == '-') {
        offer_options(l);
    } else {
        offer_argument(l);
    }
}

int complete_words(int argc, char **argv)
{
    struct line l = {.current = argc > 1 ? argv[argc - 1] : "", .before = "", .words = argv + 1};
    const struct command *const *c = commands_all;

    if (argc <= 2) {
        for (; *c; c++)
            offer(&l, (*c)->name, (*c)->summary);
        return CLI_DONE;
    }
    while (*c && strcmp((*c)->name, argv[1]) != 0)
        c++;
    l.command = *c;
    if (*c)
        complete(&l, argc - 1);
    return CLI_DONE;
}
