/* Bringing a database to this build's schema. As the cluster's superuser over the local socket;
 * nothing else in Tocsin has that right. */
#pragma once
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct migration {
    const char *name;  /* file name; the order of names is the order of application */
    const char *sql;   /* terminated */
    bool breaking;     /* builds that do not know it cannot work with it */
    char checksum[65]; /* SHA-256 of sql, hex */
};

/* A superuser's session on the named database; a database not there yet is made first. Waits up to
 * `wait_ms` for a server that is still starting. NULL: ERR_UNAVAILABLE or ERR_INTERNAL. */
PGconn *migrate_open(const char *socket_dir, const char *database, const char *superuser,
                     int wait_ms, struct err *e) MUST_CHECK;
void migrate_close(PGconn *c);

/* Applies what is missing, in order, each file in one transaction together with the row that says
 * so, all under an advisory lock, so that two migrators take turns and a killed one leaves whole
 * steps. `applied` (may be NULL) hears each name. ERR_CONFLICT when the database has a migration
 * that is not in the list (made by a newer build) or one whose text has changed since. */
bool migrate_apply(PGconn *c, const struct migration *list, size_t n,
                   void (*applied)(const char *name), struct err *e) MUST_CHECK;

/* Sets the role's password; only its SCRAM verifier travels. */
bool migrate_secret(PGconn *c, const char *role, const char *password, struct err *e) MUST_CHECK;
