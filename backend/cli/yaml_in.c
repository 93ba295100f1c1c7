/* From libyaml's events to values. The stack holds what is open; a mapping's key waits in its
 * frame. */
#include "cli/yaml_in.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH = 32 };

struct open_value {
    json_t *v; /* borrowed from what it stands in, or owned by `documents` */
    char *key; /* of a mapping, waiting for its value; owned */
};

struct reading {
    yaml_parser_t parser;
    json_t *documents; /* owned */
    struct open_value stack[DEPTH];
    size_t depth;
    struct err *e;
};

static bool wrong(struct reading *r, const yaml_event_t *at, const char *what)
{
    return err_set(r->e, ERR_MALFORMED, "line %zu: %s", at->start_mark.line + 1, what);
}

static bool all_digits(struct str s)
{
    if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
        s = (struct str){s.p + 1, s.n - 1};
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0 && (s.n == 1 || s.p[0] != '0');
}

/* What an unquoted word means. */
static json_t *plain(struct str s)
{
    int64_t i;
    double d;

    if (s.n == 0 || str_is(s, "~") || str_is(s, "null"))
        return json_null();
    if (str_is(s, "true") || str_is(s, "false"))
        return json_boolean(str_is(s, "true"));
    if (all_digits(s) && s.p[0] != '+' && str_int(s, INT64_MIN, INT64_MAX, &i))
        return json_integer(i);
    bool number = memchr("-.0123456789", s.p[0], 12) && memchr("0123456789", s.p[s.n - 1], 10) &&
                  (memchr(s.p, '.', s.n) || memchr(s.p, 'e', s.n));
    if (number && str_double(s, &d))
        return json_real(d);
    return json_stringn(s.p, s.n);
}

static json_t *scalar(const yaml_event_t *ev)
{
    struct str s = {(const char *)ev->data.scalar.value, ev->data.scalar.length};

    if (memchr(s.p, '\0', s.n))
        return NULL;
    if (ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        return plain(s);
    return json_stringn(s.p, s.n);
}

/* Takes over `v` into what is open. */
static bool put(struct reading *r, const yaml_event_t *ev, json_t *v)
{
    struct open_value *top = r->depth ? &r->stack[r->depth - 1] : NULL;
    int rc;

    if (!v)
        return wrong(r, ev, "no text of UTF-8 without NUL");
    if (!top) {
        rc = json_array_append_new(r->documents, v);
    } else if (json_is_array(top->v)) {
        rc = json_array_append_new(top->v, v);
    } else {
        bool twice = json_object_get(top->v, top->key) != NULL;
        rc = json_object_set_new(top->v, top->key, v);
        free(top->key);
        top->key = NULL;
        if (twice)
            return wrong(r, ev, "the same name twice");
    }
    return rc == 0 || err_set(r->e, ERR_UNAVAILABLE, "no memory for the text");
}

static bool open_one(struct reading *r, const yaml_event_t *ev, json_t *v)
{
    if (r->depth == DEPTH) {
        json_decref(v);
        return wrong(r, ev, "too deep");
    }
    if (!put(r, ev, v))
        return false;
    r->stack[r->depth++] = (struct open_value){.v = v};
    return true;
}

/* Whether a scalar here is the name of a member. */
static bool takes_key(const struct reading *r)
{
    return r->depth && json_is_object(r->stack[r->depth - 1].v) && !r->stack[r->depth - 1].key;
}

static bool take_key(struct reading *r, const yaml_event_t *ev)
{
    const char *key = (const char *)ev->data.scalar.value;

    if (strlen(key) != ev->data.scalar.length)
        return wrong(r, ev, "a name with a NUL in it");
    r->stack[r->depth - 1].key = strdup(key);
    return r->stack[r->depth - 1].key || err_set(r->e, ERR_UNAVAILABLE, "no memory for the text");
}

static bool take(struct reading *r, const yaml_event_t *ev)
{
    bool scalar_here = ev->type == YAML_SCALAR_EVENT;

    if (ev->type == YAML_ALIAS_EVENT || (scalar_here && ev->data.scalar.anchor) ||
        (ev->type == YAML_SEQUENCE_START_EVENT && ev->data.sequence_start.anchor) ||
        (ev->type == YAML_MAPPING_START_EVENT && ev->data.mapping_start.anchor))
        return wrong(r, ev, "anchors and aliases are not taken");
    if ((scalar_here && ev->data.scalar.tag) ||
        (ev->type == YAML_SEQUENCE_START_EVENT && ev->data.sequence_start.tag) ||
        (ev->type == YAML_MAPPING_START_EVENT && ev->data.mapping_start.tag))
        return wrong(r, ev, "tags are not taken");
    switch (ev->type) {
    case YAML_SCALAR_EVENT:
        return takes_key(r) ? take_key(r, ev) : put(r, ev, scalar(ev));
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        if (takes_key(r))
            return wrong(r, ev, "a name must be a text");
        return open_one(r, ev, ev->type == YAML_MAPPING_START_EVENT ? json_object() : json_array());
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        r->depth--;
        return true;
    default:
        return true;
    }
}

static bool read_all(struct reading *r)
{
    bool ok = true, end = false;

    while (ok && !end) {
        yaml_event_t ev;
        if (!yaml_parser_parse(&r->parser, &ev))
            return err_set(r->e, ERR_MALFORMED, "line %zu: %.100s", r->parser.problem_mark.line + 1,
                           r->parser.problem ? r->parser.problem : "not YAML");
        ok = take(r, &ev);
        end = ev.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&ev);
    }
    return ok;
}

json_t *yaml_in_read(struct str text, struct err *e)
{
    struct reading r = {.documents = json_array(), .e = e};

    if (!r.documents || !yaml_parser_initialize(&r.parser)) {
        json_decref(r.documents);
        err_set(e, ERR_UNAVAILABLE, "no memory for the text");
        return NULL;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.p, text.n);
    bool ok = read_all(&r);
    yaml_parser_delete(&r.parser);
    for (size_t i = 0; i < DEPTH; i++)
        free(r.stack[i].key);
    if (ok)
        return r.documents;
    json_decref(r.documents);
    return NULL;
}
