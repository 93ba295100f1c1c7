/* Lines about events. Names are asked for once each, and again after a change. */
#include "cli/tidings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cell.h"
#include "cli/pages.h"
#include "cli/show.h"
#include "cli/visible.h"

enum { LABEL_COLUMNS = 32, STATE_COLUMNS = 9 };

static void put(const char *text, size_t columns)
{
    size_t n = visible_width(str_of(text));

    visible_print(stdout, str_of(text));
    printf("%*s", n < columns ? (int)(columns - n) : 0, "");
}

static const char *text_at(const json_t *o, const char *name)
{
    const char *text = json_string_value(json_object_get(o, name));

    return text ? text : "";
}

static void put_time(const char *text)
{
    char now[CLOCK_TEXT];

    if (!*text) {
        clock_rfc3339(clock_wall_us(), now);
        text = now;
    }
    put(text, CLOCK_TEXT - 1);
    printf("  ");
}

static void put_state(const struct tidings *t, const char *word)
{
    show_state(stdout, *word ? word : "-", STATE_COLUMNS, t->colour);
}

/* "host/check" of a row that has both names. */
static void put_check(const struct tidings *t, const json_t *row)
{
    const char *host = text_at(row, "host_name");
    char label[500];

    snprintf(label, sizeof label, "%s%s%s",
             *host     ? host
             : t->name ? t->name
                       : "",
             *host || t->name ? "/" : "", text_at(row, "check_name"));
    put(label, LABEL_COLUMNS);
    printf("  ");
}

static void put_change(struct tidings *t, const json_t *row)
{
    put_time(text_at(row, "ts"));
    put_check(t, row);
    put_state(t, text_at(row, "from"));
    printf(" -> ");
    put_state(t, text_at(row, "to"));
    printf("  ");
    visible_print(stdout, str_of(text_at(row, "message")));
    putchar('\n');
    t->lines++;
}

static bool of_interest(const struct tidings *t, const json_t *row)
{
    char id[24];

    if (!t->only || !json_object_get(row, "host_id"))
        return true;
    snprintf(id, sizeof id, "%" JSON_INTEGER_FORMAT,
             json_integer_value(json_object_get(row, "host_id")));
    return strcmp(id, t->only) == 0;
}

/* The name of a row's id, borrowed; the id itself when nobody can tell. */
static const char *name_of(struct tidings *t, json_int_t id)
{
    char key[24], path[CLIENT_PATH];
    struct err ignored = {0};
    json_t *row;

    snprintf(key, sizeof key, "%" JSON_INTEGER_FORMAT, id);
    if (!t->names)
        t->names = json_object();
    const char *known = json_string_value(json_object_get(t->names, key));
    if (known)
        return known;
    char *label = NULL;
    if (pages_path(t->r->one, key, path, &ignored) && client_get(t->client, path, &row, &ignored)) {
        label = cell_label(row, t->r->label);
        json_decref(row);
    }
    json_object_set_new(t->names, key, json_string(label && *label ? label : key));
    free(label);
    known = json_string_value(json_object_get(t->names, key));
    return known ? known : "";
}

static void put_status(struct tidings *t, const json_t *row)
{
    const json_t *ms = json_object_get(row, "latency_ms");

    put_time(text_at(row, "last_ts")[0] ? text_at(row, "last_ts")
                                        : text_at(row, "last_checked_at"));
    put(name_of(t, json_integer_value(json_object_get(row, "id"))), LABEL_COLUMNS);
    printf("  ");
    put_state(t, text_at(row, "status"));
    if (json_is_number(ms))
        printf("  %.2f ms", json_number_value(ms));
    printf("  ");
    visible_print(stdout, str_of(text_at(row, "message")));
    putchar('\n');
    t->lines++;
}

static void put_result(struct tidings *t, const json_t *row)
{
    const json_t *ms = json_object_get(row, "latency_ms");

    put_time(text_at(row, "ts"));
    put_state(t, text_at(row, "status"));
    if (json_is_number(ms))
        printf("  %10.2f ms", json_number_value(ms));
    putchar('\n');
    t->lines++;
}

static void put_ids(struct tidings *t, const json_t *ids, const char *what)
{
    const json_t *id;
    char key[24];
    size_t i;

    json_array_foreach(ids, i, id)
    {
        put_time("");
        put(name_of(t, json_integer_value(id)), LABEL_COLUMNS);
        printf("  %s\n", what);
        t->lines++;
        snprintf(key, sizeof key, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
        json_object_del(t->names, key);
    }
}

static void put_items(struct tidings *t, const char *event, const json_t *items)
{
    const json_t *row;
    size_t i;

    json_array_foreach(items, i, row)
    {
        if (strcmp(event, "changes") == 0 && of_interest(t, row))
            put_change(t, row);
        else if (strcmp(event, "results") == 0)
            put_result(t, row);
        else if (strcmp(event, "changes") != 0)
            put_status(t, row);
    }
}

static void put_json(struct tidings *t, const char *event, const json_t *data)
{
    json_t *line = json_pack("{s:s, s:O}", "event", event, "data", data);
    char *text = line ? json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(15)) : NULL;

    visible_json(stdout, str_of(text));
    putchar('\n');
    t->lines++;
    free(text);
    json_decref(line);
}

void tidings_event(struct tidings *t, const char *event, const json_t *data)
{
    if (strcmp(event, t->r->topic) != 0)
        return;
    if (t->json) {
        put_json(t, event, data);
    } else {
        put_items(t, event, json_object_get(data, "items"));
        put_ids(t, json_object_get(data, "config"), "changed");
        put_ids(t, json_object_get(data, "gone"), "deleted");
    }
    fflush(stdout);
}

void tidings_clear(struct tidings *t)
{
    json_decref(t->names);
    t->names = NULL;
}
