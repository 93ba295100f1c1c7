/* What db.c, wire.c, tx.c and later.c share about a connection; nobody else includes this. */
#pragma once
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/prepared.h"

struct stmt;
enum { DB_MAX_CHANNELS = 4, WIRE_QUEUED = 8 };

/* What has been sent since the last sync mark, in the order in which results come back. */
struct wire_sent {
    struct {
        const struct stmt *s;
        bool prepare;
    } list[WIRE_QUEUED];
    size_t n;
};

/* The answer that later.c waits for. */
struct db_later {
    struct wire_sent sent;
    size_t answered;
    PGresult *last; /* owned */
    struct err e;   /* the first failure */
    bool unsent;    /* bytes wait for the socket to take them */
};

struct db {
    PGconn *conn; /* owned; NULL when not connected */
    struct prepared ready;
    bool in_tx;
    struct db_later later;
    int64_t retry_mono_ms; /* no new try before this */
    const char *channels[DB_MAX_CHANNELS];
    size_t nchannels;
    uint32_t connections;                                        /* made so far */
    char *socket_dir, *database, *role, *password, *application; /* owned */
    char options[128];
    bool superuser;  /* the guard is not asked */
    int patience_ms; /* how long an answer may take before the server counts as away */
};

/* Drops the connection: its state is in doubt. The next transaction makes a new one. */
void db_drop(struct db *d);
