/* The one error type. A fallible function takes `struct err *` last and returns true when done.
 * The first error wins; a caller may add context. Not for bad news about the world: a dead host
 * is a successful check. */
#pragma once
#include <stdbool.h>

#define MUST_CHECK   __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

enum err_code {
    ERR_NONE = 0,
    ERR_MALFORMED,       /* 400 the bytes are not what they claim to be */
    ERR_UNAUTHENTICATED, /* 401 */
    ERR_FORBIDDEN,       /* 403 known, but not allowed */
    ERR_MFA_STEP_UP,     /* 403 a fresh second factor would do */
    ERR_MFA_ENROLL,      /* 403 a second factor must be enrolled first */
    ERR_QUOTA,           /* 403 the tenant's quota is used up */
    ERR_NOT_FOUND,       /* 404 absent, or another tenant's */
    ERR_METHOD,          /* 405 */
    ERR_CONFLICT,        /* 409 */
    ERR_CAPACITY,        /* 409 more than the checkers can do in time */
    ERR_PRECONDITION,    /* 412 If-Match does not hold */
    ERR_LIMIT,           /* 413 more than we accept */
    ERR_MEDIA_TYPE,      /* 415 */
    ERR_INVALID,         /* 422 a value we cannot accept; `field` names it */
    ERR_BLOCKED_TARGET,  /* 422 an address this tenant may not reach */
    ERR_THROTTLED,       /* 429 retry_after_s says when */
    ERR_INTERNAL,        /* 500 msg is for the log only */
    ERR_UNAVAILABLE,     /* 503 a server we need is away; retry_after_s */
    ERR__COUNT
};

struct err {
    enum err_code code;
    const char *field; /* offending input, static or arena string, or NULL */
    int retry_after_s; /* for ERR_THROTTLED and ERR_UNAVAILABLE, else 0 */
    char msg[200];     /* for the user, unless code is ERR_INTERNAL: then for the log only */
};

struct err_kind {
    int status;
    const char *slug, *title;
};

/* Status, slug and title of a code. Borrowed, static. */
const struct err_kind *err_kind(enum err_code code);

/* Fills *e unless it already holds an error. Always returns false. */
bool err_set(struct err *e, enum err_code code, const char *fmt, ...) PRINTF(3, 4);

/* As err_set, and names the offending field (borrowed: must outlive e). */
bool err_field(struct err *e, enum err_code code, const char *field, const char *fmt, ...)
    PRINTF(4, 5);

/* Puts "context: " before the message of an error already set. Always returns false. */
bool err_context(struct err *e, const char *context);

void err_clear(struct err *e);
