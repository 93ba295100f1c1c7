/* One request: who asks, what was asked (already validated), the tenant's transaction, and the
 * answer. A handler reads through the accessors, calls the store, answers once and returns true;
 * on false the transaction is rolled back and `e` becomes a problem answer. */
#pragma once
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "api/app.h"
#include "api/fault.h"
#include "api/route.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "io/json.h"
#include "store/row.h"
#include "store/tx.h"

enum actor_kind { ACTOR_ANONYMOUS, ACTOR_USER, ACTOR_API_KEY };

struct actor {
    enum actor_kind kind;
    int64_t id;              /* account or key */
    int32_t tenant;          /* TENANT_NONE while anonymous */
    const char *tenant_slug; /* arena */
    const char *name;        /* e-mail or key name, for the audit trail; arena */
    enum role role;
    uint64_t permissions; /* PERM_BITs that hold now */
    uint64_t named;       /* of a key: scopes named one by one; they satisfy MFA_FRESH */
    bool platform_admin, mfa_enrolled;
    int64_t session_id; /* of a person */
    int64_t mfa_at_s;   /* wall clock; 0 never */
};

enum { REQUEST_IDS = 4, REQUEST_ID_TEXT = 65 };

struct gateway;
struct answer;

struct request {
    struct app *app;
    struct arena *mem;
    struct gateway *gateway;
    const struct route *route;
    char id[REQUEST_ID_TEXT]; /* X-Request-Id */
    uint8_t request_hash[32]; /* of path and body, when an Idempotency-Key came */
    const char *ip;           /* of the client, normalised by parsing; "" unknown */
    const char *user_agent;   /* at most 200 bytes, valid UTF-8 */
    struct actor actor;
    int64_t ids[REQUEST_IDS];      /* values of {id} segments in order */
    struct str texts[REQUEST_IDS]; /* values of other {segments} in order, percent-decoded */
    json_t *query, *body;          /* validated, defaults filled; owned */
    struct tx tx;
    bool tx_open;
    struct answer *answer;
    uint64_t data_mark;                                /* api/recall.c; 0: not to be kept */
    struct faults faults;                              /* errors[] */
    const char *target_kind, *target_id, *target_name; /* of the audit row; arena or static */
    json_t *detail;                                    /* of the audit row; owned */
};

/* --- who: api/identify.c (owned by sign-in) --- */

/* Reads the keys at start; sets app->identity. */
bool identify_start(struct app *app, struct err *e) MUST_CHECK;
/* Fills q->actor from Authorization or X-API-Key. Neither: leaves it anonymous, true. Two of
 * them, or one that does not hold: ERR_UNAUTHENTICATED. Not called for PERM_PUBLIC. */
bool identify(struct request *q, struct err *e) MUST_CHECK;

/* --- what was asked --- */

/* A request header by its CGI name ("HTTP_ORIGIN"), or NULL. */
const char *request_header(const struct request *q, const char *cgi_name);
bool request_may(const struct request *q, enum permission p);

bool body_has(const struct request *q, const char *name);         /* given, perhaps null */
const char *body_text(const struct request *q, const char *name); /* NULL: absent or null */
int64_t body_int(const struct request *q, const char *name);      /* 0: absent or null */
bool body_bool(const struct request *q, const char *name);
const json_t *body_json(const struct request *q, const char *name); /* borrowed */
bool query_has(const struct request *q, const char *name);
const char *query_text(const struct request *q, const char *name);
int64_t query_int(const struct request *q, const char *name);
bool query_bool(const struct request *q, const char *name);
int64_t query_time_us(const struct request *q, const char *name);

/* Where a list goes on. Cursors are signed for this tenant, route, sort and filter. */
struct page {
    int64_t fetch;   /* rows the statement shall fetch: limit + 1 */
    bool after;      /* a cursor was given: go on after (key, id) */
    const char *key; /* page_key of the last row shown; "" without cursor */
    int64_t id;      /* its page_id */
    bool counted;    /* set by a handler of ROUTE_COUNTS, with: */
    int64_t total;   /* rows of all pages */
};
bool request_page(struct request *q, struct page *out, struct err *e) MUST_CHECK;

/* Adds an entry to errors[] and sets ERR_INVALID. Always returns false. */
bool request_fault(struct request *q, struct err *e, const char *field, const char *code,
                   const char *fmt, ...) PRINTF(5, 6);

/* If-Match against the revision of the row about to be changed: ERR_PRECONDITION. */
bool request_if_match(struct request *q, int64_t revision, struct err *e) MUST_CHECK;

/* --- the transaction --- */

/* The open transaction of the actor's tenant (TENANT_NONE while anonymous); committed by the
 * framework after a handler that returned true, together with the audit row. */
struct tx *request_tx(struct request *q);
/* For handlers of public routes that learnt the tenant themselves (sign-in, heartbeat): from here
 * on request_tx is that tenant's. What ran before in another tenant's transaction is rolled back.
 */
bool request_enter(struct request *q, int32_t tenant, struct err *e) MUST_CHECK;
/* Commits now, when something must stay although the request fails (a counted wrong password).
 * The next request_tx opens a new transaction. */
bool request_commit(struct request *q, struct err *e) MUST_CHECK;

/* Names what the audit row is about. id and name are copied. */
void request_target(struct request *q, const char *kind, int64_t id, const char *name);
void request_target_text(struct request *q, const char *kind, const char *id, const char *name);
/* Adds one member to the audit row's detail; takes `value`. Never a secret. */
void request_detail(struct request *q, const char *name, json_t *value);
/* The names of the body's members as detail "fields": what was changed, not into what. */
void request_detail_fields(struct request *q);

/* --- the answer: one of these, once --- */

/* The declared fields of one row, columns found by name. ERR_NOT_FOUND for an empty result. */
bool answer_row(struct request *q, const PGresult *r, struct err *e) MUST_CHECK;
/* Rows as items. With a page: the statement was given page.fetch rows to fetch; a row beyond the
 * page only tells that there is more, and next_cursor is made from the columns "page_key" and
 * "page_id" of the last row shown. Without (page NULL) next_cursor is null. */
bool answer_rows(struct request *q, const PGresult *r, const struct page *page,
                 struct err *e) MUST_CHECK;
/* Adds a member to the object answered by answer_row: a secret that is shown once and stored
 * nowhere. Declared F_SECRET. */
bool answer_secret(struct request *q, const char *name, const char *value,
                   struct err *e) MUST_CHECK;
/* Takes `body`, also on failure; a NULL body is ERR_INTERNAL. */
bool answer_json_take(struct request *q, json_t *body, struct err *e) MUST_CHECK;
/* 204. */
bool answer_none(struct request *q);
/* A file of our own: documentation page, openapi.json. Borrowed until written. */
bool answer_raw(struct request *q, const char *type, struct str body);
/* Another status than the route's; a further header (value copied, controls refused). */
void answer_status(struct request *q, int status);
bool answer_header(struct request *q, const char *name, const char *value,
                   struct err *e) MUST_CHECK;
