/* The YAML writer: block style, two blanks a level. */
#include "cli/show_yaml.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "cli/visible.h"

/* Words that some reader takes for no text. */
static bool word_means_more(const char *z)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no",  "on",
                                        "off",  "y",    "n",     "nan", "inf", "~"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(z, words[i]) == 0)
            return true;
    return false;
}

/* Plain is only what begins with a letter and holds nothing that means anything in YAML. */
static bool plain(const char *z)
{
    size_t n = strspn(z, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./@+ ");

    return z[0] && z[n] == '\0' && ((z[0] | 32) >= 'a' && (z[0] | 32) <= 'z') && z[n - 1] != ' ' &&
           !word_means_more(z);
}

static void put_text(FILE *out, const char *z)
{
    struct str rest = str_of(z), from = rest;
    uint32_t c;

    if (plain(z)) {
        fputs(z, out);
        return;
    }
    fputc('"', out);
    for (; visible_next(&rest, &c); from = rest) {
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", (int)c);
        else if (c == '\n')
            fputs("\\n", out);
        else if (visible_unsafe(c) && c < 0x100)
            fprintf(out, "\\x%02x", (unsigned)c);
        else if (visible_unsafe(c))
            fprintf(out, c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
        else
            fwrite(from.p, 1, (size_t)(rest.p - from.p), out);
    }
    fputc('"', out);
}

/* The point makes it a number for readers of 1.1 too, and no whole one. */
static void put_real(FILE *out, double d)
{
    char z[40];

    snprintf(z, sizeof z, "%.15g", d);
    size_t n = strcspn(z, "e");
    fprintf(out, "%.*s%s%s", (int)n, z, memchr(z, '.', n) ? "" : ".0", z + n);
}

/* True for what stands on the line of its name. */
static bool put_scalar(FILE *out, const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        if (json_object_size(v) == 0)
            fputs("{}", out);
        return json_object_size(v) == 0;
    case JSON_ARRAY:
        if (json_array_size(v) == 0)
            fputs("[]", out);
        return json_array_size(v) == 0;
    case JSON_STRING:
        put_text(out, json_string_value(v));
        break;
    case JSON_INTEGER:
        fprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
        break;
    case JSON_REAL:
        put_real(out, json_real_value(v));
        break;
    default:
        fputs(json_is_true(v) ? "true" : json_is_false(v) ? "false" : "null", out);
    }
    return true;
}

/* Readers take a name before its colon up to 1,024 characters; an escape makes four of one. A
 * longer one is announced. */
static void put_name(FILE *out, const char *name, int indent)
{
    enum { SIMPLE_MAX = 250 };
    bool simple = strlen(name) <= SIMPLE_MAX;

    if (!simple)
        fputs("? ", out);
    put_text(out, name);
    if (!simple)
        fprintf(out, "\n%*s", indent, "");
}

struct frame {
    const json_t *v;
    void *member; /* of an object, to come */
    size_t i;     /* of an array, to come */
    int indent;
    bool started; /* the first line's blanks stand there already */
};

/* Writes what comes before the next member or item and gives its value; NULL: none is left. */
static const json_t *step(FILE *out, struct frame *f)
{
    const json_t *v;

    if (json_is_object(f->v) ? !f->member : f->i >= json_array_size(f->v))
        return NULL;
    fprintf(out, "%*s", f->started ? 0 : f->indent, "");
    f->started = false;
    if (json_is_array(f->v)) {
        fputc('-', out);
        return json_array_get(f->v, f->i++);
    }
    put_name(out, json_object_iter_key(f->member), f->indent);
    fputc(':', out);
    v = json_object_iter_value(f->member);
    f->member = json_object_iter_next((json_t *)f->v, f->member);
    return v;
}

static struct frame frame_of(const json_t *v, int indent, bool started)
{
    return (struct frame){.v = v,
                          .member = json_is_object(v) ? json_object_iter((json_t *)v) : NULL,
                          .indent = indent,
                          .started = started};
}

/* Answers are at most as deep as their parser lets them be. */
static void put_block(FILE *out, const json_t *top, int indent, bool started)
{
    enum { DEPTH = 64 };
    struct frame stack[DEPTH];
    size_t n = 0;

    stack[n++] = frame_of(top, indent, started);
    while (n > 0) {
        struct frame *f = &stack[n - 1];
        bool list = json_is_array(f->v);
        const json_t *v = step(out, f);
        if (!v) {
            n--;
            continue;
        }
        bool block =
            (json_is_object(v) && json_object_size(v)) || (json_is_array(v) && json_array_size(v));
        if (!block || n == DEPTH) {
            fputc(' ', out);
            if (!put_scalar(out, v))
                fputs("null", out);
            fputc('\n', out);
            continue;
        }
        fputc(list ? ' ' : '\n', out);
        stack[n] = frame_of(v, f->indent + 2, list);
        n++;
    }
}

void show_yaml(FILE *out, const json_t *v, int indent)
{
    bool block =
        (json_is_object(v) && json_object_size(v)) || (json_is_array(v) && json_array_size(v));

    if (block) {
        put_block(out, v, indent, false);
        return;
    }
    fprintf(out, "%*s", indent, "");
    put_scalar(out, v);
    fputc('\n', out);
}

void show_yaml_item(FILE *out, const json_t *v)
{
    fputs("- ", out);
    if ((json_is_object(v) && json_object_size(v)) || (json_is_array(v) && json_array_size(v))) {
        put_block(out, v, 2, true);
        return;
    }
    put_scalar(out, v);
    fputc('\n', out);
}
