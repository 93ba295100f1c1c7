/* Words and files as bodies of requests. */
#include "cli/given.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/param.h"
#include "base/scope.h"
#include "checks/check.h"
#include "cli/yaml_in.h"
#include "io/json.h"

/* A word taken apart; the views point into it. */
struct word {
    struct str field, member; /* "params", "port"; member.p NULL: none */
    const char *value;
    bool raw; /* := */
};

static bool split(const char *text, struct word *w, struct err *e)
{
    const char *equals = strchr(text, '=');

    if (!equals || equals == text)
        return err_set(e, ERR_INVALID, "%.60s is not of the form name=value", text);
    *w = (struct word){.value = equals + 1, .raw = equals[-1] == ':'};
    struct str name = {text, (size_t)(equals - text) - (w->raw ? 1 : 0)};
    const char *dot = memchr(name.p, '.', name.n);
    w->field = dot ? (struct str){name.p, (size_t)(dot - name.p)} : name;
    if (dot)
        w->member = (struct str){dot + 1, name.n - w->field.n - 1};
    return (w->field.n > 0 && (!dot || w->member.n > 0)) ||
           err_set(e, ERR_INVALID, "%.60s is not of the form name=value", text);
}

static json_t *list_of(const char *text)
{
    struct str rest = str_of(text), one;
    json_t *list = json_array();

    while (list && str_cut(&rest, ',', &one))
        if (json_array_append_new(list, json_stringn(one.p, one.n)) != 0)
            break;
    return list;
}

static json_t *raw_value(const char *text, struct err *e)
{
    json_error_t why;
    json_t *v = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &why);

    if (!v)
        err_set(e, ERR_INVALID, "%.60s is not JSON; texts need quotes after :=", text);
    return v;
}

static json_t *whole(const char *name, const char *text, struct err *e)
{
    int64_t i;

    if (str_int(str_of(text), INT64_MIN, INT64_MAX, &i))
        return json_integer(i);
    err_set(e, ERR_INVALID, "%.40s takes a whole number, not %.40s", name, text);
    return NULL;
}

static json_t *truth(const char *name, const char *text, struct err *e)
{
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        return json_boolean(text[0] == 't');
    err_set(e, ERR_INVALID, "%.40s takes true or false, not %.40s", name, text);
    return NULL;
}

/* --- parameters of checks --- */

static const struct param *param_of(const json_t *body, const char *name, struct err *e)
{
    const char *type = json_string_value(json_object_get(body, "type"));
    const struct check_kind *kind = type ? check_find(str_of(type)) : NULL;
    const struct param *p = kind ? param_find(check_params(kind), str_of(name)) : NULL;

    if (!type)
        err_set(e, ERR_INVALID, "params need a type: type=tcp");
    else if (!kind)
        err_set(e, ERR_INVALID, "there is no type %.31s here; use params.%.40s:=JSON", type, name);
    else if (!p)
        err_set(e, ERR_INVALID, "%.31s has no parameter %.40s; see: tocsin kinds", type, name);
    return p;
}

static json_t *param_value(const struct param *p, const char *text, struct err *e)
{
    double d;

    switch (p->type) {
    case PARAM_INT:
        return whole(p->name, text, e);
    case PARAM_BOOL:
        return truth(p->name, text, e);
    case PARAM_LIST:
        return list_of(text);
    case PARAM_NUMBER:
        if (str_double(str_of(text), &d))
            return json_real(d);
        err_set(e, ERR_INVALID, "%s takes a number, not %.40s", p->name, text);
        return NULL;
    case PARAM_MAP:
        err_set(e, ERR_INVALID, "%s has members: params.%s.NAME=VALUE", p->name, p->name);
        return NULL;
    default:
        return json_string(text);
    }
}

/* --- maps --- */

static json_t *object_at(json_t *o, const char *name)
{
    json_t *inner = json_object_get(o, name);

    if (json_is_object(inner))
        return inner;
    inner = json_object();
    return json_object_set_new(o, name, inner) == 0 ? inner : NULL;
}

static bool set(json_t *o, const char *name, json_t *v, struct err *e)
{
    if (!v && e->code != ERR_NONE)
        return false;
    return (o && v && json_object_set_new(o, name, v) == 0) ||
           err_set(e, ERR_INVALID, "%.60s is not UTF-8 text", name);
}

static bool put_param(const struct word *w, const char *name, json_t *params, const json_t *body,
                      struct err *e)
{
    const char *dot = strchr(name, '.');
    char head[64];

    if (w->raw)
        return set(params, name, raw_value(w->value, e), e);
    if (!*w->value && !dot) {
        json_object_del(params, name);
        return true;
    }
    if (!dot) {
        const struct param *p = param_of(body, name, e);
        return p && set(params, name, param_value(p, w->value, e), e);
    }
    snprintf(head, sizeof head, "%.*s", (int)(dot - name), name);
    const struct param *p = param_of(body, head, e);
    if (!p)
        return false;
    if (p->type != PARAM_MAP)
        return err_set(e, ERR_INVALID, "%.60s has no members", head);
    return set(object_at(params, head), dot + 1, json_string(w->value), e);
}

static bool put_member(const struct word *w, const struct resource_field *f, json_t *body,
                       struct err *e)
{
    json_t *map = object_at(body, f->name);
    char name[300];

    if ((size_t)snprintf(name, sizeof name, "%.*s", STR_ARG(w->member)) >= sizeof name || !map)
        return err_set(e, ERR_INVALID, "%.60s is too long", w->member.p);
    if (f->type == RESOURCE_PARAMS)
        return put_param(w, name, map, body, e);
    if (w->raw)
        return set(map, name, raw_value(w->value, e), e);
    if (*w->value)
        return set(map, name, json_string(w->value), e);
    json_object_del(map, name);
    return true;
}

/* --- fields --- */

static bool put_host(struct client *c, const char *value, json_t *body, struct err *e)
{
    char key[PAGES_KEY];

    return pick_key(c, resource_find("hosts"), value, key, e) &&
           set(body, "host_id", whole("host", key, e), e);
}

static bool put_field(struct client *c, const struct word *w, const struct resource_field *f,
                      json_t *body, struct err *e)
{
    bool none = !*w->value || (f->type == RESOURCE_INT && strcmp(w->value, "null") == 0);

    if (f->choices && *w->value && !param_choice(f->choices, str_of(w->value)))
        return err_set(e, ERR_INVALID, "%s takes one of %s, not %.40s", f->name, f->choices,
                       w->value);
    if (f->type == RESOURCE_HOST)
        return put_host(c, w->value, body, e);
    if (f->type == RESOURCE_MAP || f->type == RESOURCE_PARAMS)
        return err_set(e, ERR_INVALID, "%s has members: %s.NAME=VALUE", f->name, f->name);
    if (none)
        return set(body, f->name, json_null(), e);
    return set(body, f->name,
               f->type == RESOURCE_INT    ? whole(f->name, w->value, e)
               : f->type == RESOURCE_BOOL ? truth(f->name, w->value, e)
               : f->type == RESOURCE_LIST ? list_of(w->value)
                                          : json_string(w->value),
               e);
}

static bool unknown(const struct resource *r, struct str name, struct err *e)
{
    char names[140];
    struct buf b = BUF(names);

    buf_str(&b, "");
    for (const struct resource_field *f = r->fields; f && f->name; f++)
        buf_fmt(&b, "%s%s", b.n ? ", " : "", f->name);
    return err_set(e, ERR_INVALID, "%s have no %.*s; there are %s", r->name,
                   name.n > 30 ? 30 : (int)name.n, name.p, names);
}

static bool put(struct client *c, const struct resource *r, const char *text, json_t *body,
                struct err *e)
{
    struct word w = {0};
    char name[64];

    if (!split(text, &w, e))
        return false;
    const struct resource_field *f = resource_field(r, w.field.p, w.field.n);
    if (w.raw && !w.member.p) {
        snprintf(name, sizeof name, "%.*s", STR_ARG(w.field));
        return set(body, name, raw_value(w.value, e), e);
    }
    if (!f || (w.member.p && f->type != RESOURCE_MAP && f->type != RESOURCE_PARAMS))
        return unknown(r, w.field, e);
    return w.member.p ? put_member(&w, f, body, e) : put_field(c, &w, f, body, e);
}

bool given_words(struct client *c, const struct resource *r, int n, char **words, json_t *body,
                 struct err *e)
{
    bool ok = true;

    /* The type first, wherever it stands: parameters are read by it. */
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; ok && i < n; i++)
            if ((strncmp(words[i], "type=", 5) == 0) == (pass == 0))
                ok = put(c, r, words[i], body, e);
    return ok;
}

json_t *given_text(struct str text, const char *name, struct err *e)
{
    struct str s = text;
    json_t *all, *v;

    while (s.n && strchr(" \t\r\n", s.p[0]))
        s = (struct str){s.p + 1, s.n - 1};
    bool json = s.n && (s.p[0] == '{' || s.p[0] == '[');
    v = json ? jin_parse(s, e) : yaml_in_read(s, e);
    if (!v) {
        err_context(e, name);
        return NULL;
    }
    if (!json && json_array_size(v) == 1 && json_is_array(json_array_get(v, 0))) {
        all = json_incref(json_array_get(v, 0));
        json_decref(v);
        v = all;
    }
    if (json_is_object(v)) {
        all = json_array();
        json_array_append_new(all, v);
        v = all;
    }
    for (size_t i = 0; i < json_array_size(v) || i == 0; i++)
        if (!json_is_object(json_array_get(v, i))) {
            err_set(e, ERR_MALFORMED, "%.80s holds no things with names and values", name);
            json_decref(v);
            return NULL;
        }
    return v;
}

json_t *given_file(const char *path, struct err *e)
{
    bool in = strcmp(path, "-") == 0;
    AUTO_FD fd = in ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    char *text = malloc(GIVEN_MAX + 1);
    size_t n = 0;
    ssize_t got = -1;
    json_t *v = NULL;

    while (fd >= 0 && text && n <= GIVEN_MAX && (got = read(fd, text + n, GIVEN_MAX + 1 - n)) > 0)
        n += (size_t)got;
    if (got < 0)
        err_set(e, ERR_NOT_FOUND, "cannot read %.120s", in ? "standard input" : path);
    else if (n > GIVEN_MAX)
        err_set(e, ERR_LIMIT, "%.100s is longer than 1 MiB", path);
    else
        v = given_text((struct str){text, n}, in ? "standard input" : path, e);
    free(text);
    return v;
}
