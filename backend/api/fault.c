/* Collects what is wrong with a request. */
#include "api/fault.h"

#include <stdio.h>

bool fault_addv(struct faults *f, const char *field, const char *code, const char *fmt, va_list ap)
{
    struct err full = {0};
    char message[200];

    f->total++;
    if (f->n == FAULT_MAX)
        return false;
    vsnprintf(message, sizeof message, fmt, ap);
    str_mend(message); /* it may quote what was sent, cut anywhere */
    char *kept_field = arena_str(f->mem, str_of(field), &full);
    const char *kept = arena_str(f->mem, str_of(message), &full);
    if (kept_field)
        str_mend(kept_field);
    f->list[f->n++] = (struct fault){.field = kept_field ? kept_field : "",
                                     .code = code,
                                     .message = kept ? kept : "cannot be accepted"};
    return false;
}

bool fault_add(struct faults *f, const char *field, const char *code, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fault_addv(f, field, code, fmt, ap);
    va_end(ap);
    return false;
}
