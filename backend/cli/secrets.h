/* The secrets of an installation: which there are, who may read them. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "cli/place.h"

struct secret {
    const char *name;          /* file in var/keys */
    const char *user;          /* the one process user that reads it, when started as root */
    const char *database_role; /* whose password it is, or NULL */
    const char *redis_user;    /* or NULL */
    const char *copy_of;       /* the earlier row that another user reads too, or NULL */
};

enum { SECRET_BYTES = 32, SECRET_TEXT = 2 * SECRET_BYTES + 1 };

/* Ends with a row whose name is NULL. */
extern const struct secret secrets_rows[];

/* Makes what is missing: 32 random bytes as hex, mode 0400, owned by the reader. Existing ones are
 * kept; one that others may read, or of another length, is refused with its name. */
bool secrets_make(const struct place *p, struct err *e) MUST_CHECK;
/* Reads one as whoever may (root, or the one user). */
bool secrets_read(const struct place *p, const char *name, char out[SECRET_TEXT],
                  struct err *e) MUST_CHECK;
