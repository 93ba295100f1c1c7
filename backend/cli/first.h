/* The first tenant, its administrator or the link that makes one. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "store/db.h"

enum { FIRST_SLUG = 64, FIRST_LINK = 512, FIRST_HASH = 128 };

/* Reads the password from the file's first line, judges and hashes it. Called as the user who may
 * read the file. */
bool first_password(const char *file, const char *email, char hash[FIRST_HASH],
                    struct err *e) MUST_CHECK;
/* Makes the first tenant when there is none; its short name into `slug`. */
bool first_tenant(struct db *d, const char *wished, char slug[FIRST_SLUG], bool *made,
                  struct err *e) MUST_CHECK;
/* *made is false when there is an administrator already. */
bool first_owner(struct db *d, const char *slug, const char *email, const char *hash, bool *made,
                 struct err *e) MUST_CHECK;
/* A new one-time link, replacing older ones; "" when there is an administrator already. */
bool first_link(struct db *d, const char *slug, const char *public_url, char link[FIRST_LINK],
                struct err *e) MUST_CHECK;
