/* Finding rows. */
#include "cli/resource.h"

#include <string.h>

#include "base/buf.h"
#include "base/param.h"

static const struct resource *const tables[] = {resource_watching, resource_people,
                                                resource_system};

const struct resource *resource_at(size_t i)
{
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (const struct resource *r = tables[t]; r->name; r++)
            if (i-- == 0)
                return r;
    return NULL;
}

const struct resource *resource_find(const char *name)
{
    const struct resource *r;

    for (size_t i = 0; (r = resource_at(i)); i++)
        if (strcmp(r->name, name) == 0 || (r->aliases && param_choice(r->aliases, str_of(name))))
            return r;
    return NULL;
}

void resource_names(unsigned verb, char *out, size_t cap)
{
    struct buf b = {.p = out, .cap = cap};
    const struct resource *r;

    buf_str(&b, "");
    for (size_t i = 0; (r = resource_at(i)); i++)
        if (!verb || (r->verbs & verb))
            buf_fmt(&b, "%s%s", b.n ? ", " : "", r->name);
}

const struct resource *resource_for(const char *name, unsigned verb, const char *verb_name,
                                    struct err *e)
{
    const struct resource *r = name ? resource_find(name) : NULL;
    char names[140];

    if (r && (r->verbs & verb))
        return r;
    resource_names(verb, names, sizeof names);
    if (!name)
        err_set(e, ERR_INVALID, "%s what? %s", verb_name, names);
    else if (!r)
        err_set(e, ERR_INVALID, "there is no resource %.30s; there are %s", name, names);
    else
        err_set(e, ERR_INVALID, "%s does not know %s, only %s", verb_name, r->name, names);
    return NULL;
}

const char *resource_key(const struct resource *r)
{
    return r->key ? r->key : "id";
}

const struct resource_field *resource_field(const struct resource *r, const char *name, size_t n)
{
    for (const struct resource_field *f = r->fields; f && f->name; f++)
        if (strlen(f->name) == n && memcmp(f->name, name, n) == 0)
            return f;
    return NULL;
}
