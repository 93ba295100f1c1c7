/* Filling templates: @NAME@ is replaced by the pair of that name; an unknown name is an error. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct text_pair {
    const char *name, *value; /* tables end with a NULL name */
};

/* Appends to *out. ERR_INVALID for an unknown name, ERR_LIMIT when *out is full. */
bool text_expand(struct buf *out, struct str from, const struct text_pair *pairs,
                 struct err *e) MUST_CHECK;
