/* The configuration file: `name = value` lines, `#` comments, blank lines. Every name has a row in
 * config_rows; unknown names, bad values and repeats are refused with the line number. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/param.h"

extern const struct param config_rows[];

struct config {
    struct arena mem; /* owns all text below */
    const char *path;
    const char **values; /* by row of config_rows */
};

/* Reads `path`, or TOCSIN_CONF, or ./var/etc/tocsin.conf when NULL; defaults fill the rest.
 * ERR_NOT_FOUND when the file is absent, ERR_INVALID (field = name) for its content. */
bool config_load(struct config *c, const char *path, struct err *e) MUST_CHECK;
void config_clear(struct config *c);
/* The value as text (never NULL) or whole number. The name must be one of config_rows. */
const char *config_text(const struct config *c, const char *name);
int64_t config_int(const struct config *c, const char *name);

/* Reads the secret key_dir/name, refusing a file that others may read: text up to `cap`-1 bytes,
 * trailing newline removed. ERR_INTERNAL with the reason (never the content). */
bool config_secret(const struct config *c, const char *name, char *out, size_t cap,
                   struct err *e) MUST_CHECK;
