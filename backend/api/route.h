/* A route is declared once; the row gives routing, sign-in, rights, second factor, limits,
 * validation, audit, nginx locations, openapi.json and the documentation page.
 * Each resource file exports `const struct route api_NAME[]`, ended by { 0 }, and has one line in
 * api/routes.c. A row without a permission, or a write without an audit action, stops the start
 * and fails a test. */
#pragma once
#include <stdbool.h>

#include "api/field.h"
#include "domain/permission.h"
#include "base/err.h"
#include "base/str.h"

struct request;

enum pool { POOL_FAST, POOL_HEAVY, POOL_AUTH, POOL_INGEST, POOL__COUNT };

/* Limits stand in api/rate.c. */
enum rate {
    RATE_READ,
    RATE_WRITE,
    RATE_RUN,
    RATE_RUN_MANY,
    RATE_PUBLIC,
    RATE_SIGN_IN,
    RATE_PUSH,
    RATE__COUNT
};

enum mfa {
    MFA_NO,
    MFA_FRESH,            /* at most five minutes old; a key must name the permission as a scope */
    MFA_FRESH_IF_ENROLLED /* own account: demanded only of who has a second factor */
};

enum route_flag {
    ROUTE_LIST = 1,  /* answer: {"items": [rows], "next_cursor"}; adds limit, cursor to the query */
    ROUTE_WHOLE = 8, /* the same answer without pages: next_cursor is always null */
    ROUTE_COUNTS =
        16,          /* with ROUTE_LIST: `total` in the answer where the query's `count` says so */
    ROUTE_KEPT = 32, /* a read of hosts, checks and their states alone: may be answered from memory
                        (api/recall.h) */
    ROUTE_PARTIAL = 2, /* PATCH: nothing required, no defaults, at least one member */
    ROUTE_STREAM = 64, /* answered by tocsin-stream as server-sent events, without a handler: the
                          row describes it, the web server's own configuration leads there */
    ROUTE_NO_AUDIT = 4 /* a write that changes nothing worth a row (heartbeat, token refresh) or
                          whose handler writes its rows itself */
};

struct route {
    const char *method; /* GET, POST, PUT, PATCH, DELETE; HEAD and OPTIONS come by themselves */
    const char *path;   /* "/api/v1/hosts/{id}": {id} is a positive integer, other names are text */
    enum permission permission;
    bool (*handler)(struct request *q, struct err *e);
    enum pool pool;
    enum rate rate;
    enum mfa mfa;
    unsigned flags;
    const char *audit; /* "host.create"; every write */
    const struct field *query, *body, *answer;
    int status;      /* of success; 0: 200 with an answer, 204 without */
    const char *doc; /* one sentence */
};

/* All tables, ended by NULL (api/routes.c). */
extern const struct route *const routes_all[];

const char *route_pool_name(enum pool p);
/* Pool of that name, or POOL__COUNT. */
enum pool route_pool_find(const char *name);
/* The resource a path is about: "hosts" of "/api/v1/hosts/{id}" and of "/api/v1/hosts:bulk". */
struct str route_resource(const struct route *r);
/* A row that may not be served: ERR_INTERNAL names it and says why. Looked at once, at start. */
bool route_check(const struct route *r, struct err *e) MUST_CHECK;
