/* tocsin watch: what happens, as it happens. The event stream tells; while it is away the newest
 * changes are asked for, and standard error says so. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/param.h"
#include "cli/command.h"
#include "cli/pick.h"
#include "cli/show.h"
#include "cli/sse.h"
#include "cli/tidings.h"
#include "io/json.h"

enum { CONTEXT, CA_FILE, OUT, COUNT };
enum { IDLE_MS = 45000, POLL_S = 5, POLLS = 6, AGAIN_S = 1 };

static const struct opt opts[] = {
    [CONTEXT] = {"context", 0, "NAME", "the server to ask, of tocsin context list"},
    [CA_FILE] = {"ca-file", 0, "FILE", "trust these certificates instead of the system's"},
    [OUT] = {"output", 'o', "table|json", "lines for people, or a JSON object a line"},
    [COUNT] = {"count", 'n', "N", "end after so many lines"},
    {0},
};

struct watch {
    struct client client;
    struct tidings tidings;
    struct sse sse;
    char key[PAGES_KEY], path[CLIENT_PATH], polled[CLIENT_PATH];
    char since[CLOCK_TEXT]; /* newest change seen by asking */
    int64_t count;          /* 0: without end */
    bool revoked, told;
};

static bool enough(const struct watch *w)
{
    return ferror(stdout) || (w->count && w->tidings.lines >= w->count);
}

static bool on_event(const char *name, struct str data, void *context)
{
    struct watch *w = context;
    struct err ignored = {0};
    json_t *v = jin_parse(data, &ignored);

    if (v && strcmp(name, "bye") == 0) {
        const char *reason = json_string_value(json_object_get(v, "reason"));
        w->revoked = reason && strcmp(reason, "revoked") == 0;
    } else if (v && strcmp(name, "resync") == 0) {
        fprintf(stderr, "Some events were missed.\n");
    } else if (v) {
        tidings_event(&w->tidings, name, v);
    }
    json_decref(v);
    return !w->revoked && !enough(w);
}

static bool on_piece(const char *p, size_t n, void *data)
{
    struct watch *w = data;

    return sse_feed(&w->sse, p, n);
}

static void pause_s(int s)
{
    const struct timespec t = {.tv_sec = s};

    nanosleep(&t, NULL);
}

/* Rows that came after the newest seen, oldest first, as an event of our own. */
static void tell_newer(struct watch *w, const json_t *rows, bool newest_first)
{
    json_t *fresh = json_array(), *data, *row;
    size_t n = json_array_size(rows);

    for (size_t i = 0; fresh && i < n; i++) {
        row = json_array_get(rows, newest_first ? n - 1 - i : i);
        const char *ts = json_string_value(json_object_get(row, "ts"));
        if (ts && strlen(ts) == CLOCK_TEXT - 1 && strcmp(ts, w->since) > 0)
            json_array_append(fresh, row);
    }
    row = json_array_get(fresh, json_array_size(fresh) ? json_array_size(fresh) - 1 : 0);
    if (row) {
        data = json_pack("{s:O}", "items", fresh);
        memcpy(w->since, json_string_value(json_object_get(row, "ts")), CLOCK_TEXT);
        if (data)
            tidings_event(&w->tidings, w->tidings.r->topic, data);
        json_decref(data);
    }
    json_decref(fresh);
}

/* One look; the server may be away altogether, which is no reason to stop looking. */
static bool poll_once(struct watch *w, struct err *e)
{
    struct err away = {0};
    json_t *answer;

    if (!client_get(&w->client, w->polled, &answer, &away)) {
        if (away.code == ERR_UNAVAILABLE || away.code == ERR_THROTTLED)
            return true;
        *e = away;
        return false;
    }
    const json_t *changes = json_object_get(answer, "changes");
    tell_newer(w, changes ? changes : json_object_get(answer, "items"),
               strcmp(w->tidings.r->name, "results") != 0);
    json_decref(answer);
    return true;
}

static bool poll_for_a_while(struct watch *w, struct err *e)
{
    if (!w->told)
        fprintf(stderr, "The live stream is away; asking every %d s for changes of state.\n",
                POLL_S);
    w->told = true;
    for (int i = 0; i < POLLS && !enough(w); i++) {
        pause_s(POLL_S);
        if (!poll_once(w, e))
            return false;
    }
    return true;
}

static bool follow(struct watch *w, struct err *e)
{
    while (!enough(w)) {
        struct err why = {0};
        int64_t lines = w->tidings.lines;
        sse_reset(&w->sse);
        bool ok = client_stream(&w->client, w->path, w->sse.id, IDLE_MS, on_piece, w, &why);
        if (w->revoked)
            return err_set(e, ERR_UNAUTHENTICATED, "the key was revoked. Run: tocsin login");
        if (why.code == ERR_UNAUTHENTICATED || why.code == ERR_FORBIDDEN) {
            *e = why;
            return false;
        }
        if (ok || w->tidings.lines > lines) {
            w->told = false;
            if (!enough(w))
                pause_s(AGAIN_S);
        } else if (!poll_for_a_while(w, e)) {
            return false;
        }
    }
    return true;
}

/* Which topics, and what is asked while there is no stream. */
static bool prepare(struct watch *w, const char *name, struct err *e)
{
    const struct resource *r = w->tidings.r, *of = r->parent ? resource_find(r->parent) : r;
    bool results = strcmp(r->name, "results") == 0;

    clock_rfc3339(clock_wall_us(), w->since);
    if (results && !name)
        return err_set(e, ERR_INVALID, "whose results? tocsin watch results HOST/CHECK");
    if (name && !results && strcmp(r->name, "changes") != 0)
        return err_set(e, ERR_INVALID,
                       "%s are watched all together; try: tocsin watch changes %.60s", r->name,
                       name);
    if (name && !pick_key(&w->client, of, name, w->key, e))
        return false;
    w->tidings.name = results ? NULL : name;
    w->tidings.only = name && !results ? w->key : NULL;
    snprintf(w->path, sizeof w->path, "/events?topics=%s%s", results ? "check%3A" : r->topic,
             results ? w->key : "");
    if (!name) {
        snprintf(w->polled, sizeof w->polled, "/overview");
        return true;
    }
    return pages_path(results ? "/checks/{}/results?limit=50" : "/hosts/{}/timeline?limit=50",
                      w->key, w->polled, e);
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct watch w = {.sse = {.event = on_event}};

    w.sse.context = &w;
    w.tidings.r = resource_for(argc > 1 ? argv[1] : "changes", RESOURCE_WATCH, "watch", e);
    if (!w.tidings.r)
        return CLI_USAGE;
    if (argc > 3 || (values[OUT] && !param_choice("table|json", str_of(values[OUT]))) ||
        (values[COUNT] && !str_int(str_of(values[COUNT]), 1, INT64_MAX, &w.count))) {
        err_set(e, ERR_INVALID, "watch takes one name, -o table or json, and a number for --count");
        return CLI_USAGE;
    }
    w.tidings.client = &w.client;
    w.tidings.json = values[OUT] && strcmp(values[OUT], "json") == 0;
    w.tidings.colour = show_coloured(stdout);
    if (client_open(&w.client, values[CONTEXT], values[CA_FILE], e) &&
        prepare(&w, argc > 2 ? argv[2] : NULL, e))
        (void)follow(&w, e);
    tidings_clear(&w.tidings);
    sse_clear(&w.sse);
    client_close(&w.client);
    return client_exit(e);
}

const struct command cli_watch = {
    .name = "watch",
    .summary = "shows what happens on a server, as it happens",
    .arguments = "[RESOURCE [NAME]]",
    .opts = opts,
    .server = true,
    .verb = RESOURCE_WATCH,
    .help = "Without a resource all changes of state. With changes and a host its own; with hosts "
            "or checks\n"
            "each whose state changes or that is edited; with results and a check every single "
            "one. Runs\n"
            "until it is interrupted. While the live stream is away it asks for changes and says "
            "so.\n\n"
            "examples:\n"
            "  tocsin watch\n"
            "  tocsin watch changes web1\n"
            "  tocsin watch results web1/https\n"
            "  tocsin watch hosts -o json | while read -r line; do echo \"$line\"; done\n"
            "  tocsin watch --count 1          waits for the next change\n",
    .run = run,
};
