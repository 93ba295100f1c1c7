/* The error type: filled once, first error wins. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

static const struct err_kind kinds[ERR__COUNT] = {
    [ERR_NONE] = {200, "ok", "Done"},
    [ERR_MALFORMED] = {400, "malformed_request", "The request cannot be read"},
    [ERR_UNAUTHENTICATED] = {401, "unauthenticated", "Sign in first"},
    [ERR_FORBIDDEN] = {403, "forbidden", "You may not do this"},
    [ERR_MFA_STEP_UP] = {403, "mfa_step_up_required", "Confirm with your second factor"},
    [ERR_MFA_ENROLL] = {403, "mfa_enrollment_required", "Set up a second factor first"},
    [ERR_QUOTA] = {403, "quota_exceeded", "The quota is used up"},
    [ERR_NOT_FOUND] = {404, "not_found", "No such thing in this tenant"},
    [ERR_METHOD] = {405, "method_not_allowed", "This address does not take that method"},
    [ERR_CAPACITY] = {409, "capacity_exceeded", "The checkers cannot do more in time"},
    [ERR_CONFLICT] = {409, "conflict", "This conflicts with what is there"},
    [ERR_PRECONDITION] = {412, "precondition_failed", "Somebody changed it meanwhile"},
    [ERR_LIMIT] = {413, "too_large", "That is more than we accept"},
    [ERR_MEDIA_TYPE] = {415, "unsupported_media_type", "Send application/json in UTF-8"},
    [ERR_INVALID] = {422, "invalid_value", "The request has a value we cannot accept"},
    [ERR_BLOCKED_TARGET] = {422, "blocked_target", "This address may not be reached from here"},
    [ERR_THROTTLED] = {429, "too_many_requests", "Too many tries; wait a little"},
    [ERR_INTERNAL] = {500, "internal", "Something failed on our side"},
    [ERR_UNAVAILABLE] = {503, "unavailable", "A part we need is away; try again shortly"},
};

const struct err_kind *err_kind(enum err_code code)
{
    return &kinds[code < ERR__COUNT ? code : ERR_INTERNAL];
}

static PRINTF(4, 0) void fill(struct err *e, enum err_code code, const char *field, const char *fmt,
                              va_list ap)
{
    if (e->code != ERR_NONE)
        return;
    e->code = code;
    e->field = field;
    vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    str_mend(e->msg); /* it may quote what somebody sent, cut anywhere */
}

bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(e, code, NULL, fmt, ap);
    va_end(ap);
    return false;
}

bool err_field(struct err *e, enum err_code code, const char *field, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(e, code, field, fmt, ap);
    va_end(ap);
    return false;
}

bool err_context(struct err *e, const char *context)
{
    char old[sizeof e->msg];

    memcpy(old, e->msg, sizeof old);
    old[sizeof old - 1] = '\0';
    /* The tail may be cut: the context is the more useful end. */
    int n = snprintf(e->msg, sizeof e->msg, "%s: ", context);
    if (n > 0 && (size_t)n < sizeof e->msg) {
        size_t room = sizeof e->msg - (size_t)n - 1, len = strnlen(old, room);
        memcpy(e->msg + n, old, len);
        e->msg[(size_t)n + len] = '\0';
        str_mend(e->msg);
    }
    return false;
}

void err_clear(struct err *e)
{
    *e = (struct err){0};
}
