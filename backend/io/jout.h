/* Writing JSON as a stream into memory that grows up to a bound. Errors are sticky: ask jout_ok
 * once at the end. Commas and escaping are the writer's business; nesting is the caller's. */
#pragma once
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct jout {
    char *p; /* owned */
    size_t n, cap, max;
    bool comma, failed, too_big;
};

void jout_init(struct jout *w, size_t max_bytes);
void jout_reset(struct jout *w); /* keeps the memory unless it grew large */
void jout_clear(struct jout *w);
/* ERR_LIMIT over the bound, ERR_UNAVAILABLE without memory. */
bool jout_ok(const struct jout *w, struct err *e) MUST_CHECK;
struct str jout_view(const struct jout *w);

void jout_open(struct jout *w, char bracket);  /* '{' or '[' */
void jout_close(struct jout *w, char bracket); /* '}' or ']' */
/* Takes back the bracket just closed, so that more members can follow. */
void jout_reopen(struct jout *w);
void jout_name(struct jout *w, const char *name);
void jout_text(struct jout *w, struct str s); /* valid UTF-8 or it is a failure */
void jout_z(struct jout *w, const char *z);   /* NULL writes null */
void jout_int(struct jout *w, int64_t v);
void jout_num(struct jout *w, double v); /* NaN and infinity write null */
void jout_bool(struct jout *w, bool v);
void jout_null(struct jout *w);
void jout_json(struct jout *w, const json_t *v);
void jout_raw(struct jout *w, struct str json); /* already JSON: a json column */
void jout_bytes(struct jout *w, struct str s);  /* no comma, no escaping: not JSON at all */
