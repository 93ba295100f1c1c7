/* Values as text. */
#include "cli/cell.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/scope.h"
#include "base/str.h"

const json_t *cell_find(const json_t *row, const char *path)
{
    struct str rest = str_of(path), name;
    char z[64];

    while (row && str_cut(&rest, '.', &name)) {
        snprintf(z, sizeof z, "%.*s", STR_ARG(name));
        row = json_object_get(row, z);
    }
    return row;
}

/* "12s", "3m", "5h", "2d" since then; "in 3m" ahead. */
static void put_age(FILE *f, const char *text, int64_t now_us)
{
    static const struct {
        int64_t s;
        char unit;
    } units[] = {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
    int64_t at_us;

    if (!clock_parse(str_of(text), &at_us)) {
        fputs(text, f);
        return;
    }
    int64_t s = (now_us - at_us) / 1000000;
    if (s < 0) {
        fputs("in ", f);
        s = -s;
    }
    size_t i = 0;
    while (i < 3 && s < 2 * units[i].s)
        i++;
    fprintf(f, "%" PRId64 "%c", s / units[i].s, units[i].unit);
}

static void put_ms(FILE *f, double ms)
{
    if (ms >= 1000)
        fprintf(f, "%.2f s", ms / 1000);
    else
        fprintf(f, ms >= 100 ? "%.0f ms" : ms >= 10 ? "%.1f ms" : "%.2f ms", ms);
}

static void put_json(FILE *f, const json_t *v)
{
    char *text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);

    fputs(text ? text : "", f);
    free(text);
}

static void put_plain(FILE *f, const json_t *v, enum cell_style style)
{
    if (json_is_string(v))
        fputs(json_string_value(v), f);
    else if (json_is_integer(v))
        fprintf(f, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    else if (json_is_real(v))
        fprintf(f, "%.15g", json_real_value(v));
    else if (json_is_boolean(v) && style == CELL_PEOPLE)
        fputs(json_is_true(v) ? "yes" : "no", f);
    else
        put_json(f, v);
}

/* a=b,c=d of plain values; anything deeper stays JSON. */
static void put_members(FILE *f, const json_t *v, enum cell_style style)
{
    const char *name, *between = "";
    const json_t *member;

    json_object_foreach((json_t *)v, name, member)
    {
        fprintf(f, "%s%s=", between, name);
        put_plain(f, member, style);
        between = ",";
    }
}

static bool flat(const json_t *v)
{
    const char *name;
    const json_t *member;

    json_object_foreach((json_t *)v, name, member)
    {
        if (json_is_object(member) || json_is_array(member))
            return false;
    }
    return true;
}

static void put_items(FILE *f, const json_t *v, enum cell_style style)
{
    const json_t *item;
    size_t i;

    json_array_foreach(v, i, item)
    {
        fputs(i ? "," : "", f);
        put_plain(f, item, style);
    }
}

static void put(FILE *f, const json_t *v, enum resource_show show, enum cell_style style,
                int64_t now_us)
{
    bool people = style == CELL_PEOPLE;
    bool empty = (json_is_object(v) && json_object_size(v) == 0) ||
                 (json_is_array(v) && json_array_size(v) == 0);

    if (!v || json_is_null(v) || empty)
        fputs(people ? "-" : "", f);
    else if (people && show == RESOURCE_AGE && json_is_string(v))
        put_age(f, json_string_value(v), now_us);
    else if (people && show == RESOURCE_MS && json_is_number(v))
        put_ms(f, json_number_value(v));
    else if (json_is_object(v) && flat(v))
        put_members(f, v, style);
    else if (json_is_array(v))
        put_items(f, v, style);
    else
        put_plain(f, v, style);
}

char *cell_text(const json_t *row, const struct resource_column *c, enum cell_style style,
                int64_t now_us)
{
    char *text = NULL;
    size_t n;
    FILE *f = open_memstream(&text, &n);

    if (!f)
        return NULL;
    put(f, cell_find(row, c->path), c->show, style, now_us);
    if (fclose(f) == 0)
        return text;
    free(text);
    return NULL;
}

char *cell_label(const json_t *row, const char *label)
{
    struct str rest = str_of(label), name;
    char z[64], *text = NULL;
    size_t n;
    FILE *f = open_memstream(&text, &n);
    bool whole = true, first = true;

    if (!f)
        return NULL;
    while (str_cut(&rest, '|', &name)) {
        snprintf(z, sizeof z, "%.*s", STR_ARG(name));
        const char *part = json_string_value(json_object_get(row, z));
        whole = whole && part;
        fprintf(f, "%s%s", first ? "" : "/", part ? part : "");
        first = false;
    }
    if (fclose(f) != 0 || !text)
        return text;
    if (!whole)
        text[0] = '\0';
    return text;
}
