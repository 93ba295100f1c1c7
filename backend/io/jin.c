/* The strict JSON reader. Invariant: what jin_parse accepts, jansson has accepted too; the scan
 * before it only refuses more (depth, before jansson recurses) and refuses it cheaply. */
#include "io/jin.h"

#include <stdlib.h>
#include <string.h>

/* Depth of nesting outside strings; false beyond JIN_DEPTH. Does not judge anything else. */
static bool shallow(struct str text)
{
    size_t depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (quoted) {
            if (c == '\\')
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > JIN_DEPTH)
                return false;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return true;
}

static bool in_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static size_t digits(struct str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

/* A number by JSON's grammar that no machine number holds. */
static bool too_large(struct str literal)
{
    size_t at = literal.p[0] == '-', whole = digits(literal, at), n;
    int64_t integer;
    double real;

    if (whole == 0 || (whole > 1 && literal.p[at] == '0'))
        return false;
    at += whole;
    if (at == literal.n)
        return !str_int(literal, INT64_MIN, INT64_MAX, &integer);
    if (literal.p[at] == '.' && (n = digits(literal, at + 1)) > 0)
        at += 1 + n;
    if (at < literal.n && (literal.p[at] | 0x20) == 'e') {
        at++;
        at += at < literal.n && (literal.p[at] == '+' || literal.p[at] == '-');
        n = digits(literal, at);
        at = n ? at + n : 0;
    }
    return at == literal.n && !str_double(literal, &real);
}

/* In a copy, numbers that no machine number holds become 1e300, which no bound admits: so the
 * member they stand in is refused by name instead of the whole text by line and column. A literal
 * that does not fit has at least five characters. */
static json_t *load_tamed(struct str text, json_error_t *why)
{
    static const char huge[] = "1e300";
    char *copy = malloc(text.n);
    bool quoted = false;

    if (!copy)
        return NULL;
    memcpy(copy, text.p, text.n);
    for (size_t i = 0; i < text.n; i++) {
        size_t from = i;
        if (text.p[i] == '"') {
            quoted = !quoted;
        } else if (quoted && text.p[i] == '\\') {
            i++;
        } else if (!quoted && in_number(text.p[i]) && text.p[i] != 'e' && text.p[i] != 'E') {
            while (i < text.n && in_number(text.p[i]))
                i++;
            struct str literal = {text.p + from, i - from};
            if (literal.n >= sizeof huge - 1 && too_large(literal)) {
                memset(copy + from, ' ', literal.n);
                memcpy(copy + from, huge, sizeof huge - 1);
            }
            i--;
        }
    }
    json_t *v = json_loadb(copy, text.n, JSON_REJECT_DUPLICATES, why);
    free(copy);
    return v;
}

json_t *jin_parse(struct str text, struct err *e)
{
    json_error_t why = {0}; /* jansson leaves it alone when memory runs out early */

    if (text.n == 0) {
        err_set(e, ERR_MALFORMED, "the JSON text is empty");
        return NULL;
    }
    if (!str_utf8(text)) {
        err_set(e, ERR_MALFORMED, "the text is not UTF-8");
        return NULL;
    }
    if (!shallow(text)) {
        err_set(e, ERR_MALFORMED, "the JSON text is nested deeper than %d", JIN_DEPTH);
        return NULL;
    }
    json_t *v = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &why);
    if (!v && json_error_code(&why) == json_error_numeric_overflow) {
        why = (json_error_t){0};
        v = load_tamed(text, &why);
    }
    if (!v && (json_error_code(&why) == json_error_out_of_memory || why.text[0] == '\0'))
        err_set(e, ERR_UNAVAILABLE, "no memory for the JSON text");
    else if (!v) /* jansson's words quote the input: only the place is told */
        err_set(e, ERR_MALFORMED, "%s at line %d, column %d",
                json_error_code(&why) == json_error_duplicate_key ? "a name is given twice"
                                                                  : "the JSON text is broken",
                why.line, why.column);
    return v;
}

static void refuse(struct jin *in, const char *name, const char *must)
{
    err_field(in->e, ERR_INVALID, name, "%s %s", name, must);
}

struct jin jin_open(const json_t *object, struct err *e)
{
    struct jin in = {.object = object, .e = e};

    if (!json_is_object(object)) {
        in.object = NULL;
        err_set(e, ERR_INVALID, "an object is needed here");
    }
    return in;
}

const json_t *jin_any(struct jin *in, const char *name)
{
    if (!in->object)
        return NULL;
    const json_t *v = json_object_get(in->object, name);
    if (v && in->nseen < JIN_MEMBERS)
        in->seen[in->nseen++] = name;
    return v;
}

/* The member, or NULL when it is absent or null; then, if needed, a fault. */
static const json_t *member(struct jin *in, const char *name, bool needed)
{
    const json_t *v = jin_any(in, name);

    if (v && !json_is_null(v))
        return v;
    if (needed && in->object)
        refuse(in, name, "is missing");
    return NULL;
}

static const char *text(struct jin *in, const char *name, bool needed, size_t min, size_t max,
                        const char *def)
{
    const json_t *v = member(in, name, needed);

    if (!v)
        return def;
    size_t n = json_string_length(v);
    if (!json_is_string(v))
        refuse(in, name, "must be text");
    else if (n < min || n > max)
        refuse(in, name, "has a length out of range");
    else
        return json_string_value(v);
    return def;
}

static int64_t whole(struct jin *in, const char *name, bool needed, int64_t min, int64_t max,
                     int64_t def)
{
    const json_t *v = member(in, name, needed);

    if (!v)
        return def;
    if (!json_is_integer(v))
        refuse(in, name, "must be a whole number");
    else if (json_integer_value(v) < min || json_integer_value(v) > max)
        refuse(in, name, "is out of range");
    else
        return json_integer_value(v);
    return def;
}

static double number(struct jin *in, const char *name, bool needed, double min, double max,
                     double def)
{
    const json_t *v = member(in, name, needed);

    if (!v)
        return def;
    if (!json_is_number(v))
        refuse(in, name, "must be a number");
    else if (json_number_value(v) < min || json_number_value(v) > max)
        refuse(in, name, "is out of range");
    else
        return json_number_value(v);
    return def;
}

static bool truth(struct jin *in, const char *name, bool needed, bool def)
{
    const json_t *v = member(in, name, needed);

    if (!v)
        return def;
    if (!json_is_boolean(v))
        refuse(in, name, "must be true or false");
    return json_is_true(v);
}

const char *jin_str(struct jin *in, const char *name, size_t min, size_t max)
{
    return text(in, name, true, min, max, "");
}

int64_t jin_int(struct jin *in, const char *name, int64_t min, int64_t max)
{
    return whole(in, name, true, min, max, min);
}

double jin_num(struct jin *in, const char *name, double min, double max)
{
    return number(in, name, true, min, max, min);
}

bool jin_bool(struct jin *in, const char *name)
{
    return truth(in, name, true, false);
}

const json_t *jin_object(struct jin *in, const char *name)
{
    const json_t *v = member(in, name, true);

    if (v && !json_is_object(v))
        refuse(in, name, "must be an object");
    return json_is_object(v) ? v : NULL;
}

const json_t *jin_array(struct jin *in, const char *name, size_t max)
{
    const json_t *v = member(in, name, true);

    if (v && (!json_is_array(v) || json_array_size(v) > max)) {
        refuse(in, name, "must be a list of allowed length");
        return NULL;
    }
    return v;
}

const char *jin_str_or(struct jin *in, const char *name, size_t max, const char *def)
{
    return text(in, name, false, 0, max, def);
}

int64_t jin_int_or(struct jin *in, const char *name, int64_t min, int64_t max, int64_t def)
{
    return whole(in, name, false, min, max, def);
}

double jin_num_or(struct jin *in, const char *name, double min, double max, double def)
{
    return number(in, name, false, min, max, def);
}

bool jin_bool_or(struct jin *in, const char *name, bool def)
{
    return truth(in, name, false, def);
}

static bool was_read(const struct jin *in, const char *name)
{
    for (size_t i = 0; i < in->nseen; i++)
        if (strcmp(in->seen[i], name) == 0)
            return true;
    return false;
}

bool jin_done(struct jin *in)
{
    const char *name;
    json_t *value;

    if (in->object)
        json_object_foreach((json_t *)in->object, name, value) if (!was_read(in, name))
            err_set(in->e, ERR_INVALID, "unknown member %.60s", name);
    return in->e->code == ERR_NONE;
}
