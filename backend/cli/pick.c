/* Lookups by name, regardless of case: the whole label wins over its last part. */
#include "cli/pick.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/cell.h"
#include "cli/visible.h"

enum { ROWS_MAX = 20000, NAMED = 3 };

struct found {
    size_t n;
    char key[PAGES_KEY];
    char label[NAMED][80], keys[NAMED][PAGES_KEY];
};

static void note(struct found *f, const char *key, const char *label)
{
    if (f->n == 0)
        snprintf(f->key, sizeof f->key, "%s", key);
    if (f->n < NAMED) {
        snprintf(f->keys[f->n], sizeof f->keys[0], "%s", key);
        visible_cut(str_of(label), f->label[f->n], sizeof f->label[0]);
    }
    f->n++;
}

/* "name" of the label "host_name|name". */
static const char *last_of(const json_t *row, const char *label)
{
    const char *bar = strrchr(label, '|');

    return json_string_value(json_object_get(row, bar ? bar + 1 : label));
}

static void look(const struct resource *r, const json_t *rows, const char *name,
                 struct found *whole, struct found *part)
{
    const struct resource_column key = {"", resource_key(r), RESOURCE_PLAIN, false, 0};
    const json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        char *label = cell_label(row, r->label);
        char *id = cell_text(row, &key, CELL_PROGRAMS, 0);
        const char *last = last_of(row, r->label);
        if (label && id && strcasecmp(label, name) == 0)
            note(whole, id, label);
        else if (label && id && last && strcasecmp(last, name) == 0)
            note(part, id, label);
        free(label);
        free(id);
    }
}

static bool several(const struct resource *r, const struct found *f, struct err *e)
{
    char text[140];
    struct buf b = BUF(text);

    for (size_t i = 0; i < f->n && i < NAMED; i++)
        buf_fmt(&b, "%s%s (%.30s)", i ? ", " : "", f->keys[i], f->label[i]);
    return err_set(e, ERR_CONFLICT, "%zu %s have that name: %s%s; say which", f->n, r->name, b.p,
                   f->n > NAMED ? " ..." : "");
}

static bool decide(const struct resource *r, const char *name, const struct found *f,
                   char out[PAGES_KEY], struct err *e)
{
    char shown[80];

    if (f->n > 1)
        return several(r, f, e);
    if (f->n == 1) {
        memcpy(out, f->key, sizeof f->key);
        return true;
    }
    visible_cut(str_of(name), shown, sizeof shown);
    return err_set(e, ERR_NOT_FOUND, "%s: there is none named %s. See: tocsin get %s", r->name,
                   shown, r->name);
}

static bool search(struct client *c, const struct resource *r, const char *name,
                   char out[PAGES_KEY], struct err *e)
{
    const char *slash = strrchr(name, '/');
    bool compound = strchr(r->label, '|') != NULL;
    struct found whole = {0}, part = {0};
    struct pages p;
    const json_t *rows;

    if (!pages_open(&p, c, r, NULL, ROWS_MAX, e))
        return false;
    if (r->search)
        pages_filter(&p, r->search, compound && slash && slash[1] ? slash + 1 : name);
    bool ok;
    while ((ok = pages_next(&p, &rows, e)) && rows)
        look(r, rows, name, &whole, &part);
    pages_close(&p);
    return ok && decide(r, name, whole.n ? &whole : &part, out, e);
}

bool pick_key(struct client *c, const struct resource *r, const char *name, char out[PAGES_KEY],
              struct err *e)
{
    bool number = *name && name[strspn(name, "0123456789")] == '\0';

    if (!*name || strlen(name) >= PAGES_KEY)
        return err_set(e, ERR_INVALID, "that is no name of %s", r->name);
    if ((r->verbs & RESOURCE_TEXT_KEY) || (number && strlen(name) < 19)) {
        memcpy(out, name, strlen(name) + 1);
        return true;
    }
    if (!r->label)
        return err_set(e, ERR_INVALID, "%s go by number", r->name);
    return search(c, r, name, out, e);
}
