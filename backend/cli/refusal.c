/* Problem documents. Nothing a server says reaches the terminal but through visible.h. */
#include "cli/refusal.h"

#include <string.h>

#include "base/buf.h"
#include "cli/visible.h"
#include "io/json.h"

enum { SAID = 150 };

static const struct kind {
    int status;
    const char *code; /* NULL: any */
    enum err_code is;
    const char *instead, *next; /* said when the server says nothing; what to do */
} kinds[] = {
    {400, NULL, ERR_MALFORMED, "the server cannot read the request", NULL},
    {401, NULL, ERR_UNAUTHENTICATED, "the server does not know this key", "Run: tocsin login"},
    {403, "mfa_step_up_required", ERR_FORBIDDEN, "this asks for a fresh second factor",
     "Use a key whose scopes name it, or the web application"},
    {403, "mfa_enrollment_required", ERR_FORBIDDEN, "this asks for a second factor",
     "Enrol one in the web application, under Settings"},
    {403, NULL, ERR_FORBIDDEN, "you may not do this; ask an administrator for the right", NULL},
    {404, NULL, ERR_NOT_FOUND, "there is no such thing here", NULL},
    {405, NULL, ERR_MALFORMED, "this server cannot do that yet", "Bring it up to date"},
    {409, "capacity_exceeded", ERR_CONFLICT, "the checkers would run late",
     "Check less often, add a checker, or say --override capacity"},
    {409, NULL, ERR_CONFLICT, "it conflicts with what is there", NULL},
    {412, NULL, ERR_PRECONDITION, "somebody else has changed it meanwhile",
     "Look at it again and repeat"},
    {413, NULL, ERR_LIMIT, "the request is too large", NULL},
    {415, NULL, ERR_MALFORMED, "the server wants another kind of content", NULL},
    {422, NULL, ERR_MALFORMED, "the server does not accept a value", NULL},
    {429, NULL, ERR_THROTTLED, "too many requests", "Try again later"},
    {502, NULL, ERR_UNAVAILABLE, "Tocsin is not running behind its web server",
     "On the machine itself: tocsin status"},
    {503, NULL, ERR_UNAVAILABLE, "a part of Tocsin is away",
     "On the machine itself: tocsin status"},
};

static const struct kind *kind_of(int status, const char *code)
{
    const size_t n = sizeof kinds / sizeof *kinds;

    for (size_t i = 0; i < n; i++)
        if (kinds[i].status == status &&
            (!kinds[i].code || (code && strcmp(kinds[i].code, code) == 0)))
            return &kinds[i];
    return NULL;
}

static const char *text_of(const json_t *o, const char *member)
{
    const char *text = json_string_value(json_object_get(o, member));

    return text && *text ? text : NULL;
}

/* The values that were refused: "name: is taken; address: is missing". */
static void say_faults(const json_t *faults, struct buf *b)
{
    const json_t *fault;
    size_t i;

    json_array_foreach(faults, i, fault)
    {
        const char *field = text_of(fault, "field"), *message = text_of(fault, "message");
        if (!message || b->n > SAID - 40)
            continue;
        if (b->n)
            buf_str(b, "; ");
        if (field)
            buf_fmt(b, "%.60s: ", field[0] == '/' ? field + 1 : field);
        buf_fmt(b, "%.120s", message);
    }
}

static void say(const json_t *problem, const struct kind *k, const char *url, char out[SAID])
{
    char text[4 * SAID];
    struct buf b = BUF(text);
    const char *detail = text_of(problem, "detail");

    buf_str(&b, "");
    if (problem)
        say_faults(json_object_get(problem, "errors"), &b);
    if (b.n == 0 && detail && k && k->is != ERR_NOT_FOUND)
        buf_fmt(&b, "%.140s", detail);
    if (b.n == 0 && k)
        buf_str(&b, k->instead);
    if (!problem && k && k->is == ERR_NOT_FOUND) {
        b.n = 0;
        buf_fmt(&b, "%.80s is not a Tocsin, or an older one", url);
    }
    visible_cut(buf_view(&b), out, SAID);
}

bool refusal_read(const struct fetch_answer *a, const char *url, bool keyed, struct err *e)
{
    struct err unread = {0};
    char said[SAID];
    json_t *problem = str_starts(str_of(a->type), "application/problem+json") && a->body
                          ? jin_parse((struct str){a->body, a->n}, &unread)
                          : NULL;
    const struct kind *k = kind_of(a->status, problem ? text_of(problem, "code") : NULL);

    if (a->status >= 300 && a->status < 400) {
        visible_cut(str_of(a->location), said, sizeof said);
        err_set(e, ERR_UNAVAILABLE, "the server sends us to %.100s; use that address", said);
    } else if (!k) {
        err_set(e, ERR_UNAVAILABLE, "%.80s answers with status %d. On the machine: tocsin status",
                url, a->status);
    } else {
        say(problem, k, url, said);
        bool next = k->next && (keyed || k->is != ERR_UNAUTHENTICATED);
        err_set(e, k->is, "%.*s%s%s", next ? 110 : SAID - 1, said, next ? ". " : "",
                next ? k->next : "");
        e->retry_after_s = a->retry_after_s;
    }
    json_decref(problem);
    return false;
}
