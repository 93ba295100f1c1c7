/* The description of the API. Everything in it comes from the rows that also do the work. */
#include "api/openapi.h"

#include "config.h"

#include <errno.h>
#include <string.h>

#include "api/openapi_schema.h"
#include "domain/permission.h"
#include "api/rate.h"
#include "api/schema.h"
#include "base/buf.h"

enum { PRINT_MAX = 8 << 20, ID_MAX = 120 };

static void pair(struct jout *w, const char *name, const char *value)
{
    jout_name(w, name);
    jout_z(w, value);
}

static void begin(struct jout *w, const char *name, char bracket)
{
    jout_name(w, name);
    jout_open(w, bracket);
}

/* "get_hosts_id_checks" for GET /api/v1/hosts/{id}/checks. */
static void operation_id(struct jout *w, const struct route *r)
{
    char z[ID_MAX];
    struct buf b = BUF(z);
    const char *path = strncmp(r->path, "/api/v1/", 8) == 0 ? r->path + 7 : r->path;

    for (const char *m = r->method; *m; m++)
        buf_char(&b, (char)(*m | 0x20));
    for (; *path; path++)
        if (!strchr("{}", *path))
            buf_char(&b, strchr("/-.:", *path) ? '_' : *path);
    pair(w, "operationId", z);
}

static void tag(struct jout *w, const struct route *r)
{
    begin(w, "tags", '[');
    jout_text(w, route_resource(r));
    jout_close(w, ']');
}

static void parameter(struct jout *w, const char *name, const char *in, bool required,
                      const struct field *row, const char *doc)
{
    jout_open(w, '{');
    pair(w, "name", name);
    pair(w, "in", in);
    jout_name(w, "required");
    jout_bool(w, required);
    if (doc)
        pair(w, "description", doc);
    jout_name(w, "schema");
    openapi_schema_value(w, row, false);
    jout_close(w, '}');
}

static void path_parameters(struct jout *w, const char *path)
{
    static const struct field id = {.name = "id", .type = FIELD_INT, .min = 1};
    static const struct field text = {.name = "text", .type = FIELD_STR, .min = 1, .max = 200};
    struct str rest = str_of(path), piece;

    while (str_cut(&rest, '/', &piece)) {
        char z[64];
        struct buf b = BUF(z);
        if (!str_starts(piece, "{"))
            continue;
        buf_add(&b, piece.p + 1, piece.n - 2);
        parameter(w, z, "path", true, str_is(piece, "{id}") ? &id : &text, NULL);
    }
}

static void query_parameters(struct jout *w, const struct field *rows)
{
    for (; rows && rows->name; rows++)
        parameter(w, rows->name, "query", rows->flags & F_REQUIRED, rows, rows->doc);
}

static void header_parameters(struct jout *w, const struct route *r)
{
    static const struct field text = {.name = "text", .type = FIELD_STR, .min = 1, .max = 255};
    bool person = r->permission != PERM_PUBLIC;

    if (strcmp(r->method, "POST") == 0 && person)
        parameter(w, "Idempotency-Key", "header", false, &text,
                  "A repeated request with the same key gets the first one's answer.");
    if (strcmp(r->method, "PATCH") == 0 || strcmp(r->method, "DELETE") == 0)
        parameter(w, "If-Match", "header", false, &text,
                  "ETag of the object as it was read; 412 when it was changed since.");
}

static void body(struct jout *w, const struct route *r)
{
    if (!r->body)
        return;
    begin(w, "requestBody", '{');
    jout_name(w, "required");
    jout_bool(w, true);
    begin(w, "content", '{');
    begin(w, "application/json", '{');
    jout_name(w, "schema");
    openapi_schema_object(w, r->body, false, r->flags & ROUTE_PARTIAL);
    jout_close(w, '}');
    jout_close(w, '}');
    jout_close(w, '}');
}

static void list_schema(struct jout *w, const struct route *r)
{
    jout_open(w, '{');
    pair(w, "type", "object");
    begin(w, "required", '[');
    jout_z(w, "items");
    jout_z(w, "next_cursor");
    jout_close(w, ']');
    begin(w, "properties", '{');
    begin(w, "items", '{');
    pair(w, "type", "array");
    jout_name(w, "items");
    openapi_schema_object(w, r->answer, true, false);
    jout_close(w, '}');
    begin(w, "next_cursor", '{');
    begin(w, "type", '[');
    jout_z(w, "string");
    jout_z(w, "null");
    jout_close(w, ']');
    jout_close(w, '}');
    if (r->flags & ROUTE_COUNTS) {
        begin(w, "total", '{');
        pair(w, "type", "integer");
        jout_close(w, '}');
    }
    jout_close(w, '}');
    jout_close(w, '}');
}

static void success(struct jout *w, const struct route *r)
{
    char status[8];
    struct buf b = BUF(status);

    buf_fmt(&b, "%d", r->status ? r->status : r->answer || r->flags & ROUTE_STREAM ? 200 : 204);
    begin(w, status, '{');
    pair(w, "description", r->doc);
    if (r->flags & ROUTE_STREAM) {
        begin(w, "content", '{');
        begin(w, "text/event-stream", '{');
        begin(w, "schema", '{');
        pair(w, "type", "string");
        jout_close(w, '}');
        jout_close(w, '}');
        jout_close(w, '}');
    } else if (r->answer) {
        begin(w, "content", '{');
        begin(w, "application/json", '{');
        jout_name(w, "schema");
        if (r->flags & (ROUTE_LIST | ROUTE_WHOLE))
            list_schema(w, r);
        else
            openapi_schema_object(w, r->answer, true, false);
        jout_close(w, '}');
        jout_close(w, '}');
    }
    jout_close(w, '}');
}

/* The refusals a route may answer, by reference. */
static void refusals(struct jout *w, const struct route *r)
{
    bool person = r->permission != PERM_PUBLIC, parameters = strchr(r->path, '{') != NULL;
    bool write = strcmp(r->method, "GET") != 0;
    const struct {
        const char *status;
        bool applies;
    } rows[] = {{"400", write},      {"401", person}, {"403", person},
                {"404", parameters}, {"409", write},  {"412", write && parameters},
                {"413", write},      {"415", write},  {"422", true},
                {"429", true},       {"500", true},   {"503", true}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char ref[64];
        struct buf b = BUF(ref);
        if (!rows[i].applies)
            continue;
        buf_fmt(&b, "#/components/responses/%s", rows[i].status);
        begin(w, rows[i].status, '{');
        pair(w, "$ref", ref);
        jout_close(w, '}');
    }
}

static void security(struct jout *w, const struct route *r)
{
    static const char *const ways[] = {"bearer", "api_key"};

    begin(w, "security", '[');
    for (size_t i = 0; i < 2 && r->permission != PERM_PUBLIC; i++) {
        if (i == 1 && r->permission == PERM_PERSON)
            break;
        jout_open(w, '{');
        begin(w, ways[i], '[');
        jout_close(w, ']');
        jout_close(w, '}');
    }
    jout_close(w, ']');
    if (permission_row(r->permission)->name)
        pair(w, "x-permission", permission_row(r->permission)->name);
    if (r->mfa != MFA_NO)
        pair(w, "x-mfa", r->mfa == MFA_FRESH ? "fresh" : "fresh_if_enrolled");
    pair(w, "x-rate-class", rate_class(r->rate)->name);
}

static void operation(struct jout *w, const struct route *r)
{
    char method[8];
    struct buf b = BUF(method);

    for (const char *m = r->method; *m; m++)
        buf_char(&b, (char)(*m | 0x20));
    begin(w, method, '{');
    operation_id(w, r);
    tag(w, r);
    pair(w, "summary", r->doc);
    begin(w, "parameters", '[');
    path_parameters(w, r->path);
    query_parameters(w, r->query);
    if (r->flags & ROUTE_LIST)
        query_parameters(w, schema_page);
    header_parameters(w, r);
    jout_close(w, ']');
    body(w, r);
    begin(w, "responses", '{');
    success(w, r);
    refusals(w, r);
    jout_close(w, '}');
    security(w, r);
    jout_close(w, '}');
}

/* All rows of one path, wherever they stand; written at the first of them. */
static void path_item(struct jout *w, const char *path, const struct route *first)
{
    for (const struct route *const *t = routes_all; *t; t++)
        for (const struct route *r = *t; r->method; r++)
            if (strcmp(r->path, path) == 0) {
                if (r == first)
                    begin(w, path, '{');
                operation(w, r);
            }
    jout_close(w, '}');
}

static bool is_first(const struct route *row)
{
    for (const struct route *const *t = routes_all; *t; t++)
        for (const struct route *r = *t; r->method; r++)
            if (strcmp(r->path, row->path) == 0)
                return r == row;
    return false;
}

static void paths(struct jout *w)
{
    begin(w, "paths", '{');
    for (const struct route *const *t = routes_all; *t; t++)
        for (const struct route *r = *t; r->method; r++)
            if (is_first(r))
                path_item(w, r->path, r);
    jout_close(w, '}');
}

static void problem_schema(struct jout *w)
{
    static const struct field fault[] = {
        {.name = "field", .type = FIELD_STR, .doc = "JSON pointer in the body, or parameter."},
        {.name = "code", .type = FIELD_STR},
        {.name = "message", .type = FIELD_STR},
        {0},
    };
    static const struct field item = {.name = "", .type = FIELD_OBJECT, .of = fault};
    static const struct field problem[] = {
        {.name = "type", .type = FIELD_STR, .flags = F_REQUIRED},
        {.name = "status", .type = FIELD_INT, .flags = F_REQUIRED},
        {.name = "code", .type = FIELD_STR, .flags = F_REQUIRED, .doc = "Stable, for programs."},
        {.name = "title", .type = FIELD_STR, .flags = F_REQUIRED},
        {.name = "detail", .type = FIELD_STR},
        {.name = "errors", .type = FIELD_LIST, .flags = F_REQUIRED, .of = &item},
        {.name = "request_id", .type = FIELD_STR, .flags = F_REQUIRED},
        {0},
    };

    begin(w, "schemas", '{');
    jout_name(w, "Problem");
    openapi_schema_object(w, problem, false, false);
    jout_close(w, '}');
}

static void problem_responses(struct jout *w)
{
    static const struct {
        const char *status, *say;
    } rows[] = {
        {"400", "The request cannot be read."},
        {"401", "Nobody is signed in."},
        {"403", "Not allowed; `mfa_step_up_required` where a fresh second factor would do."},
        {"404", "Absent, or another tenant's."},
        {"409", "It conflicts with what is there."},
        {"412", "It was changed since it was read."},
        {"413", "Larger than accepted."},
        {"415", "Not application/json in UTF-8."},
        {"422", "A value cannot be accepted; `errors` says which and why."},
        {"429", "Too many requests; `Retry-After` says when."},
        {"500", "Something failed on our side."},
        {"503", "A part we need is away; `Retry-After` says when to try again."}};

    begin(w, "responses", '{');
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin(w, rows[i].status, '{');
        pair(w, "description", rows[i].say);
        begin(w, "content", '{');
        begin(w, "application/problem+json", '{');
        begin(w, "schema", '{');
        pair(w, "$ref", "#/components/schemas/Problem");
        jout_close(w, '}');
        jout_close(w, '}');
        jout_close(w, '}');
        jout_close(w, '}');
    }
    jout_close(w, '}');
}

static void components(struct jout *w)
{
    begin(w, "components", '{');
    begin(w, "securitySchemes", '{');
    begin(w, "bearer", '{');
    pair(w, "type", "http");
    pair(w, "scheme", "bearer");
    pair(w, "bearerFormat", "JWT");
    pair(w, "description", "Access token of a signed-in person.");
    jout_close(w, '}');
    begin(w, "api_key", '{');
    pair(w, "type", "apiKey");
    pair(w, "in", "header");
    pair(w, "name", "X-API-Key");
    pair(w, "description", "Key of a program.");
    jout_close(w, '}');
    jout_close(w, '}');
    problem_schema(w);
    problem_responses(w);
    jout_close(w, '}');
}

void openapi_write(struct jout *w)
{
    jout_open(w, '{');
    pair(w, "openapi", "3.1.0");
    begin(w, "info", '{');
    pair(w, "title", "Tocsin");
    pair(w, "version", PACKAGE_VERSION);
    pair(w, "description",
         "Watches hosts and services of many tenants. A tenant is an organisation with its own "
         "hosts, "
         "people and keys, and sees nothing of the others. All times are RFC 3339 in UTC, all "
         "errors "
         "application/problem+json.");
    begin(w, "license", '{');
    pair(w, "name", "MIT");
    pair(w, "identifier", "MIT");
    jout_close(w, '}');
    jout_close(w, '}');
    begin(w, "servers", '[');
    jout_open(w, '{');
    pair(w, "url", "/");
    jout_close(w, '}');
    jout_close(w, ']');
    paths(w);
    components(w);
    jout_close(w, '}');
}

bool openapi_print(FILE *to, struct err *e)
{
    struct jout w;

    jout_init(&w, PRINT_MAX);
    openapi_write(&w);
    struct str text = jout_view(&w);
    bool done = jout_ok(&w, e) && fwrite(text.p, 1, text.n, to) == text.n &&
                fputc('\n', to) != EOF && fflush(to) == 0;
    if (!done)
        err_set(e, ERR_INTERNAL, "cannot write: %s", strerror(errno));
    jout_clear(&w);
    return done;
}
