/* One PostgreSQL connection. It serves one transaction at a time (store/tx.h) and comes back by
 * itself after a loss. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct db_target {
    const char *socket_dir, *database, *role, *password; /* borrowed during db_open, then copied */
    const char *application;                             /* shown in pg_stat_activity */
    int statement_timeout_ms, lock_timeout_ms;
    bool superuser; /* the local administrator, whom row-level security does not bind */
};

struct db;
/* Never connects by itself: the first transaction does, and so does the next one after a loss. */
struct db *db_new(const struct db_target *t, struct err *e) MUST_CHECK;
void db_free(struct db *d);
/* Connects if need be. ERR_UNAVAILABLE (retry_after_s) when PostgreSQL is away. */
bool db_connect(struct db *d, struct err *e) MUST_CHECK;
/* Connecting without waiting, for loops that have other things to do: start, then poll whenever the
 * socket (db_fd, which may change from call to call) is readable or writable as asked. */
enum db_opening { DB_CLOSED, DB_WANTS_READ, DB_WANTS_WRITE, DB_OPEN };
enum db_opening db_open_start(struct db *d, struct err *e) MUST_CHECK;
enum db_opening db_open_poll(struct db *d, struct err *e) MUST_CHECK;
/* Ends the connection, and with it whatever was asked of it. */
void db_close(struct db *d);
/* The socket to poll for notifications, or -1 when not connected. */
int db_fd(const struct db *d);
/* LISTEN on `channel` now and after every reconnection (channel: static identifier). */
bool db_listen(struct db *d, const char *channel, struct err *e) MUST_CHECK;
/* The same from the next connection on, without making one now. */
bool db_listen_later(struct db *d, const char *channel, struct err *e) MUST_CHECK;
/* The number of the connection that listens at present, which grows with every new one; 0: none. */
uint32_t db_listens(const struct db *d);
/* Reads whatever waits on the connection, and drops it if it has ended. Never blocks. */
void db_take_in(struct db *d);
/* Next notification's payload among what was taken in; false when none. */
bool db_told(struct db *d, char *out, size_t size);
/* Next waiting notification's payload into `out`; false when none. Never blocks. */
bool db_notification(struct db *d, char *out, size_t size);
