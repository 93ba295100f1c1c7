/* What the command line knows of the API's resources: one row each. Lists, details, lookups by
 * name, creating, editing, completion and the manual all read these rows; a new resource is a row.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum {
    RESOURCE_GET = 1 << 0, /* listed, or shown whole when it is a single one */
    RESOURCE_ONE = 1 << 1, /* each one has an address of its own */
    RESOURCE_CREATE = 1 << 2,
    RESOURCE_EDIT = 1 << 3,
    RESOURCE_DELETE = 1 << 4,
    RESOURCE_RUN = 1 << 5,      /* a run of it can be asked for */
    RESOURCE_WATCH = 1 << 6,    /* the event stream tells of it: `topic` */
    RESOURCE_SINGLE = 1 << 7,   /* there is but one, without a list */
    RESOURCE_TEXT_KEY = 1 << 8, /* its key is a name of its own, no number */
};

enum resource_show {
    RESOURCE_PLAIN,
    RESOURCE_STATE, /* up, down ...: coloured */
    RESOURCE_AGE,   /* a time, as how long ago */
    RESOURCE_COUNT, /* to the right */
    RESOURCE_MS,
};

struct resource_column {
    const char *title, *path; /* "CHECKS", "checks.total" */
    enum resource_show show;
    bool wide;      /* only with -o wide, and in csv */
    unsigned width; /* longest in a table; 0: any */
};

enum resource_type {
    RESOURCE_STR,
    RESOURCE_INT,
    RESOURCE_BOOL,
    RESOURCE_LIST,   /* a,b,c */
    RESOURCE_MAP,    /* member by member: labels.env=prod */
    RESOURCE_PARAMS, /* as MAP, with types from the kind of check */
    RESOURCE_HOST,   /* a host's id, which may be given by name */
};

/* What create and edit take as name=value. */
struct resource_field {
    const char *name;
    enum resource_type type;
    const char *choices; /* "a|b", or NULL */
    const char *help;
};

/* More that `describe` shows of one. */
struct resource_part {
    const char *title, *path; /* "Checks", "/hosts/{}/checks" */
    const char *of;           /* the resource whose columns it has */
};

struct resource {
    const char *name, *aliases; /* "hosts", "host|h" */
    const char *summary;        /* for help and manual */
    unsigned verbs;
    const char *list, *one; /* "/hosts", "/hosts/{}"; in `list` {} is the parent's key */
    const char *items;      /* member that holds the rows; NULL: items */
    const char *key;        /* member that addresses one; NULL: id */
    const char *label;      /* members that people know it by, joined by /: "host_name|name" */
    const char *search;     /* query name that finds by label, or NULL: all are read */
    const char *parent;     /* the resource its rows belong to, or NULL */
    const char *filters;    /* query names it knows: "q|status|group|label|sort" */
    const char *states;     /* what --status takes */
    const char *sorts;      /* what --sort takes, each also with - before it */
    const char *topic;      /* of the event stream */
    const struct resource_column *columns; /* end with a NULL title */
    const struct resource_field *fields;   /* end with a NULL name; NULL: none */
    const struct resource_part *parts;     /* end with a NULL title; NULL: none */
};

/* By name or alias, any of them; NULL when there is none. */
const struct resource *resource_find(const char *name);
/* The same, with an error that says which there are for that verb (0: any). */
const struct resource *resource_for(const char *name, unsigned verb, const char *verb_name,
                                    struct err *e);
/* All, one after another; NULL at the end. */
const struct resource *resource_at(size_t i);
const char *resource_key(const struct resource *r);
const struct resource_field *resource_field(const struct resource *r, const char *name, size_t n);
/* "a, b, c" of those that have the verb. */
void resource_names(unsigned verb, char *out, size_t cap);

/* The tables, each ending with a row whose name is NULL. */
extern const struct resource resource_watching[], resource_people[], resource_system[];
