/* Tables for people, and the formats for programs. Invariant: what comes from the server goes out
 * by visible.h or show_yaml.h, in every format. */
#include "cli/show.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/param.h"
#include "cli/cell.h"
#include "cli/show_yaml.h"
#include "cli/visible.h"

static const struct {
    const char *name;
    enum show_format format;
} formats[] = {{"table", SHOW_TABLE}, {"wide", SHOW_WIDE}, {"json", SHOW_JSON},
               {"yaml", SHOW_YAML},   {"csv", SHOW_CSV},   {"name", SHOW_NAME}};

bool show_format(const char *text, enum show_format def, enum show_format *out, struct err *e)
{
    *out = def;
    if (!text)
        return true;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, text) == 0) {
            *out = formats[i].format;
            return true;
        }
    return err_field(e, ERR_INVALID, "output",
                     "-o takes table, wide, json, yaml, csv or name, not %.20s", text);
}

bool show_coloured(FILE *out)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

    return isatty(fileno(out)) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

void show_begin(struct show *s, FILE *out, enum show_format format, const struct resource *r,
                bool one)
{
    *s = (struct show){.out = out,
                       .format = format,
                       .r = r,
                       .one = one,
                       .colour = show_coloured(out),
                       .cut = format == SHOW_TABLE && isatty(fileno(out)),
                       .now_us = clock_wall_us()};
}

/* --- tables --- */

static bool shown(const struct show *s, const struct resource_column *c)
{
    return !c->wide || s->format != SHOW_TABLE;
}

static bool right(const struct resource_column *c)
{
    return c->show == RESOURCE_COUNT || c->show == RESOURCE_MS;
}

static const char *colour_of(const char *word)
{
    static const struct {
        const char *words, *code;
    } colours[] = {{"up|ok", "\x1b[32m"},
                   {"degraded", "\x1b[33m"},
                   {"down", "\x1b[1;31m"},
                   {"unknown", "\x1b[35m"},
                   {"paused|pending", "\x1b[2m"}};

    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        if (param_choice(colours[i].words, str_of(word)))
            return colours[i].code;
    return "";
}

static void pad(FILE *out, size_t columns)
{
    for (; columns > 0; columns--)
        fputc(' ', out);
}

void show_state(FILE *out, const char *word, size_t width, bool colour)
{
    const char *code = colour ? colour_of(word) : "";
    size_t n = visible_width(str_of(word));

    fputs(code, out);
    visible_print(out, str_of(word));
    fputs(*code ? "\x1b[0m" : "", out);
    pad(out, width > n ? width - n : 0);
}

/* As much of the text as fits into so many columns, an ellipsis where it is cut. */
static void put_cut(FILE *out, struct str text, size_t columns)
{
    char piece[VISIBLE_PIECE];
    size_t n, used = 0;

    while (visible_piece(&text, piece, &n) && used + n < columns) {
        fputs(piece, out);
        used += n;
    }
    fputs("\xe2\x80\xa6", out);
}

static void put_cell(const struct show *s, const struct resource_column *c, const char *text,
                     size_t width, bool last)
{
    size_t n = visible_width(str_of(text));
    size_t most = s->cut ? c->width : 0;

    if (most && n > most) {
        put_cut(s->out, str_of(text), most);
        n = most;
    } else if (c->show == RESOURCE_STATE) {
        show_state(s->out, text, 0, s->colour);
    } else {
        pad(s->out, right(c) && width > n ? width - n : 0);
        visible_print(s->out, str_of(text));
    }
    if (!last)
        pad(s->out, (right(c) || width <= n ? 0 : width - n) + 2);
}

static bool more(const struct show *s, const struct resource_column *c)
{
    while (c->title && !shown(s, c))
        c++;
    return c->title != NULL;
}

static void measure(struct show *s, const json_t *rows)
{
    const struct resource_column *c = s->r->columns;
    const json_t *row;
    size_t k;

    for (size_t i = 0; c[i].title && i < SHOW_COLUMNS; i++) {
        s->width[i] = strlen(c[i].title);
        json_array_foreach(rows, k, row)
        {
            char *text = shown(s, &c[i]) ? cell_text(row, &c[i], CELL_PEOPLE, s->now_us) : NULL;
            size_t n = visible_width(str_of(text));
            free(text);
            if (s->cut && c[i].width && n > c[i].width)
                n = c[i].width;
            s->width[i] = n > s->width[i] ? n : s->width[i];
        }
    }
}

static void put_titles(struct show *s)
{
    const struct resource_column *c = s->r->columns;

    for (size_t i = 0; c[i].title; i++) {
        const struct resource_column title = {.show =
                                                  right(&c[i]) ? RESOURCE_COUNT : RESOURCE_PLAIN};
        if (shown(s, &c[i]))
            put_cell(s, &title, c[i].title, s->width[i], !more(s, &c[i + 1]));
    }
    fputc('\n', s->out);
}

static void put_table_row(struct show *s, const json_t *row)
{
    const struct resource_column *c = s->r->columns;

    for (size_t i = 0; c[i].title; i++) {
        if (!shown(s, &c[i]))
            continue;
        char *text = cell_text(row, &c[i], CELL_PEOPLE, s->now_us);
        put_cell(s, &c[i], text ? text : "", s->width[i], !more(s, &c[i + 1]));
        free(text);
    }
    fputc('\n', s->out);
}

/* --- for programs --- */

static void put_csv_field(FILE *out, const char *text)
{
    char piece[VISIBLE_PIECE];
    struct str rest = str_of(text);
    bool quoted = strpbrk(text, ",\"\n\r") != NULL || text[0] == ' ';
    size_t n;

    fputs(quoted ? "\"" : "", out);
    while (rest.n) {
        bool newline = rest.p[0] == '\n'; /* a line's end within quotes is part of the value */
        (void)visible_piece(&rest, piece, &n);
        fputs(newline ? "\n" : strcmp(piece, "\"") == 0 ? "\"\"" : piece, out);
    }
    fputs(quoted ? "\"" : "", out);
}

static void put_csv_titles(struct show *s)
{
    const struct resource_column *c = s->r->columns;

    for (size_t i = 0; c[i].title; i++) {
        fputs(i ? "," : "", s->out);
        put_csv_field(s->out, c[i].path);
    }
    fputs("\r\n", s->out);
}

static void put_csv_row(struct show *s, const json_t *row)
{
    const struct resource_column *c = s->r->columns;

    for (size_t i = 0; c[i].title; i++) {
        char *text = cell_text(row, &c[i], CELL_PROGRAMS, s->now_us);
        fputs(i ? "," : "", s->out);
        put_csv_field(s->out, text ? text : "");
        free(text);
    }
    fputs("\r\n", s->out);
}

static void put_json_row(struct show *s, const json_t *row)
{
    char *text = json_dumps(row, JSON_INDENT(2) | JSON_REAL_PRECISION(15));

    if (!s->one)
        fputs(s->rows ? ",\n" : "[\n", s->out);
    visible_json(s->out, str_of(text));
    fputs(s->one ? "\n" : "", s->out);
    free(text);
}

/* What other verbs take: the label, or the key where the label looks like a key. */
static void put_name(struct show *s, const json_t *row)
{
    const struct resource_column key = {"", resource_key(s->r), RESOURCE_PLAIN, false, 0};
    char *label = s->r->label ? cell_label(row, s->r->label) : NULL;
    bool fits = label && *label && label[strspn(label, "0123456789")] != '\0';
    char *id = fits ? NULL : cell_text(row, &key, CELL_PROGRAMS, s->now_us);

    visible_print(s->out, str_of(fits ? label : id));
    fputc('\n', s->out);
    free(label);
    free(id);
}

void show_row(struct show *s, const json_t *row)
{
    bool table = s->format == SHOW_TABLE || s->format == SHOW_WIDE;

    if (table && s->rows == 0)
        put_titles(s);
    if (s->format == SHOW_CSV && s->rows == 0)
        put_csv_titles(s);
    if (table)
        put_table_row(s, row);
    else if (s->format == SHOW_JSON)
        put_json_row(s, row);
    else if (s->format == SHOW_CSV)
        put_csv_row(s, row);
    else if (s->format == SHOW_NAME)
        put_name(s, row);
    else if (s->one)
        show_yaml(s->out, row, 0);
    else
        show_yaml_item(s->out, row);
    s->rows++;
}

void show_rows(struct show *s, const json_t *rows)
{
    const json_t *row;
    size_t i;

    if (s->rows == 0)
        measure(s, rows);
    json_array_foreach(rows, i, row) show_row(s, row);
}

void show_end(struct show *s)
{
    if (s->format == SHOW_JSON && !s->one)
        fputs(s->rows ? "\n]\n" : "[]\n", s->out);
    if (s->format == SHOW_YAML && !s->one && s->rows == 0)
        fputs("[]\n", s->out);
    if (s->format == SHOW_CSV && s->rows == 0)
        put_csv_titles(s);
}
