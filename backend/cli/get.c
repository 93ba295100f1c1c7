/* tocsin get: lists, and single ones, in every format. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/param.h"
#include "cli/command.h"
#include "cli/pick.h"
#include "cli/show.h"

enum {
    CONTEXT,
    CA_FILE,
    OUT,
    SEARCH,
    STATUS,
    LABEL,
    GROUP,
    TYPE,
    HOST,
    BY,
    ACTOR,
    ACTION,
    OUTCOME,
    FROM,
    TO,
    SORT,
    LIMIT,
    ALL
};
enum { DEFAULT_ROWS = 100 };

static const struct opt opts[] = {
    [CONTEXT] = {"context", 0, "NAME", "the server to ask, of tocsin context list"},
    [CA_FILE] = {"ca-file", 0, "FILE", "trust these certificates instead of the system's"},
    [OUT] = {"output", 'o', "FORMAT", "table, wide, json, yaml, csv or name"},
    [SEARCH] = {"query", 'q', "TEXT", "only those with this text in their name or address"},
    [STATUS] = {"status", 's', "STATE", "only those in this state"},
    [LABEL] = {"selector", 'l', "NAME[=VALUE]", "hosts: only those with this label"},
    [GROUP] = {"group", 'g', "GROUP", "hosts: only those of this group"},
    [TYPE] = {"type", 't', "TYPE", "checks: only those of this type"},
    [HOST] = {"host", 0, "HOST", "checks: only those of this host"},
    [BY] = {"by", 0, "WHAT", "groups: group, criticality, sla_tier or label:NAME"},
    [ACTOR] = {"actor", 0, "TEXT", "audit: what this person or key did"},
    [ACTION] = {"action", 0, "ACTION", "audit: only this action"},
    [OUTCOME] = {"outcome", 0, "OUTCOME", "audit: ok, denied or failed"},
    [FROM] = {"from", 0, "TIME", "results, audit: not before (RFC 3339)"},
    [TO] = {"to", 0, "TIME", "results, audit: before"},
    [SORT] = {"sort", 0, "FIELD", "order; -FIELD for the other way round"},
    [LIMIT] = {"limit", 0, "N", "at most so many rows (default 100)"},
    [ALL] = {"all", 'a', NULL, "all rows there are"},
    {0},
};

/* Which option fills which of the API's filters. */
static const struct {
    int option;
    const char *query;
} filters[] = {{SEARCH, "q"},      {STATUS, "status"},   {LABEL, "label"}, {GROUP, "group"},
               {TYPE, "type"},     {HOST, "host_id"},    {BY, "by"},       {ACTOR, "actor"},
               {ACTION, "action"}, {OUTCOME, "outcome"}, {FROM, "from"},   {TO, "to"},
               {SORT, "sort"}};

struct get {
    struct client client;
    const struct resource *r;
    enum show_format format;
    const char **values;
    int64_t most;
};

static bool filter(struct get *g, struct pages *p, struct err *e)
{
    char key[PAGES_KEY];

    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        const char *value = g->values[filters[i].option];
        if (!value)
            continue;
        if (filters[i].option == HOST) {
            if (!pick_key(&g->client, resource_find("hosts"), value, key, e))
                return false;
            value = key;
        }
        pages_filter(p, filters[i].query, value);
    }
    return true;
}

static bool list(struct get *g, const char *parent, struct err *e)
{
    struct show s;
    struct pages p;
    const json_t *rows;
    bool ok;

    show_begin(&s, stdout, g->format, g->r, false);
    if (!pages_open(&p, &g->client, g->r, parent, g->most, e))
        return false;
    ok = filter(g, &p, e);
    while (ok && (ok = pages_next(&p, &rows, e)) && rows)
        show_rows(&s, rows);
    pages_close(&p);
    if (!ok)
        return false;
    show_end(&s);
    fflush(stdout);
    if (s.rows == 0 && s.format <= SHOW_WIDE)
        fprintf(stderr, "There are no such %s.\n", g->r->name);
    else if (p.more)
        fprintf(stderr, "These are the first %zu; --all shows the rest.\n", s.rows);
    return true;
}

/* Those named one by one. */
static bool some(struct get *g, char **names, int n, struct err *e)
{
    json_t *rows = json_array(), *row;
    char key[PAGES_KEY], path[CLIENT_PATH];
    struct show s;
    bool ok = rows != NULL;

    for (int i = 0; ok && i < n; i++)
        ok = pick_key(&g->client, g->r, names[i], key, e) && pages_path(g->r->one, key, path, e) &&
             client_get(&g->client, path, &row, e) && json_array_append_new(rows, row) == 0;
    if (ok) {
        show_begin(&s, stdout, g->format, g->r, n == 1);
        show_rows(&s, rows);
        show_end(&s);
    }
    json_decref(rows);
    return ok || err_set(e, ERR_UNAVAILABLE, "no memory");
}

static bool single(struct get *g, struct err *e)
{
    json_t *row, *rows = json_array();
    struct show s;

    if (!rows || !client_get(&g->client, g->r->list, &row, e)) {
        json_decref(rows);
        return err_set(e, ERR_UNAVAILABLE, "no memory");
    }
    json_array_append_new(rows, row);
    show_begin(&s, stdout, g->format, g->r, true);
    show_rows(&s, rows);
    show_end(&s);
    json_decref(rows);
    return true;
}

static bool each_of(struct get *g, char **names, int n, struct err *e)
{
    const struct resource *parent = resource_find(g->r->parent);
    char key[PAGES_KEY];

    if (n == 1 && pick_key(&g->client, parent, names[0], key, e))
        return list(g, key, e);
    return err_set(e, ERR_INVALID, "whose %s? tocsin get %s NAME, the name of one of the %s",
                   g->r->name, g->r->name, parent->name);
}

static bool show_them(struct get *g, char **names, int n, struct err *e)
{
    if (g->r->verbs & RESOURCE_SINGLE)
        return n == 0 ? single(g, e) : err_set(e, ERR_INVALID, "there is only one %s", g->r->name);
    if (g->r->parent)
        return each_of(g, names, n, e);
    if (n == 0 && g->r->list)
        return list(g, NULL, e);
    if (n == 0)
        return err_set(e, ERR_INVALID, "which %s? tocsin get %s ID", g->r->name, g->r->name);
    if (!(g->r->verbs & RESOURCE_ONE))
        return err_set(e, ERR_INVALID, "%s are only listed; leave the name away", g->r->name);
    return some(g, names, n, e);
}

/* An option this resource does not know is a mistake, not something to pass over. */
static bool fits(const struct get *g, struct err *e)
{
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        if (g->values[filters[i].option] &&
            !(g->r->filters && param_choice(g->r->filters, str_of(filters[i].query))))
            return err_set(e, ERR_INVALID, "%s cannot be chosen by --%s", g->r->name,
                           opts[filters[i].option].name);
    return true;
}

static bool read_options(struct get *g, int argc, char **argv, struct err *e)
{
    const char *limit = g->values[LIMIT];

    g->r = resource_for(argc > 1 ? argv[1] : NULL, RESOURCE_GET, "get", e);
    if (!g->r || !fits(g, e) || !show_format(g->values[OUT], SHOW_TABLE, &g->format, e))
        return false;
    g->most = g->values[ALL] ? INT64_MAX : DEFAULT_ROWS;
    if (limit && g->values[ALL])
        return err_set(e, ERR_INVALID, "--limit and --all contradict each other");
    return !limit || str_int(str_of(limit), 1, INT64_MAX, &g->most) ||
           err_set(e, ERR_INVALID, "--limit takes a whole number from 1");
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct get g = {.values = values};

    if (!read_options(&g, argc, argv, e))
        return CLI_USAGE;
    if (client_open(&g.client, values[CONTEXT], values[CA_FILE], e))
        (void)show_them(&g, argv + 2, argc - 2, e);
    client_close(&g.client);
    return client_exit(e);
}

const struct command cli_get = {
    .name = "get",
    .summary = "shows what a server has: hosts, checks, people, keys and more",
    .arguments = "RESOURCE [NAME...]",
    .opts = opts,
    .server = true,
    .verb = RESOURCE_GET,
    .help = "Lists a resource, or shows those that are named or numbered. Without -o it is a "
            "table, with\n"
            "ages and rounded numbers; csv, json and yaml have the values as the API says them. A "
            "check\n"
            "is named HOST/CHECK. For results name the check, for changes the host.\n\n"
            "examples:\n"
            "  tocsin get hosts --status down              what is down\n"
            "  tocsin get hosts -l env=prod -o wide        by label, all columns\n"
            "  tocsin get hosts --all -o csv > hosts.csv   for a spreadsheet\n"
            "  tocsin get checks --host web1               what is looked at on one host\n"
            "  tocsin get results web1/https --limit 20    what it found\n"
            "  tocsin get hosts web1 -o yaml               one of them, whole\n",
    .run = run,
};
