/* One PostgreSQL connection and the only way to a transaction, which always names its tenant:
 * row-level security is set from it, and it is $1 of every tenant statement. Nothing outside
 * store/ *_store.c writes SQL. A struct db serves one transaction at a time. */
#pragma once
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { TENANT_NONE = 0 }; /* no tenant: tenant tables show no row; for system statements */

/* A constant statement. Tenant statements have `tenant_id = $1` (a test looks); their own
 * arguments start at $2. System statements (definer functions, platform tables) start at $1. */
struct stmt {
    const char *name, *sql;
    int nargs; /* without the tenant */
    bool system;
};
#define STMT(name_, sql_, nargs_)        {.name = name_, .sql = sql_, .nargs = nargs_}
#define STMT_SYSTEM(name_, sql_, nargs_) {.name = name_, .sql = sql_, .nargs = nargs_, .system = true}

/* One argument. Built by the constructors below; text is borrowed for the call. */
struct arg {
    Oid type;
    int format; /* 0 text, 1 binary */
    int n;      /* bytes */
    bool null, inlined;
    const void *p;
    unsigned char small[8];
};

struct arg arg_int4(int32_t v);
struct arg arg_int8(int64_t v);
struct arg arg_float8(double v);
struct arg arg_bool(bool v);
struct arg arg_time(int64_t wall_us);     /* timestamptz */
struct arg arg_text(const char *z);       /* NULL is SQL null */
struct arg arg_str(struct str s);         /* p NULL is SQL null */
struct arg arg_typed(Oid type, const char *z); /* text form of any type; NULL is SQL null */
struct arg arg_bytes(const void *p, size_t n); /* bytea; p NULL is SQL null */
struct arg arg_null(void);
#define INT4(v)   arg_int4(v)
#define INT8(v)   arg_int8(v)
#define FLOAT8(v) arg_float8(v)
#define BOOL(v)   arg_bool(v)
#define TIME(us)  arg_time(us)
#define TEXT(z)   arg_text(z)
#define TEXTN(s)  arg_str(s)
#define JSONB(z)  arg_typed(3802, z)
#define INET(z)   arg_typed(869, z)
#define BYTES(p, n) arg_bytes(p, n)
#define SQL_NULL  arg_null()

/* Arrays in binary form, built in the arena; a NaN double and a NULL string become SQL null. */
bool arg_int4s(struct arena *a, const int32_t *v, size_t n, struct arg *out, struct err *e) MUST_CHECK;
bool arg_int8s(struct arena *a, const int64_t *v, size_t n, struct arg *out, struct err *e) MUST_CHECK;
bool arg_float8s(struct arena *a, const double *v, size_t n, struct arg *out, struct err *e) MUST_CHECK;
bool arg_times(struct arena *a, const int64_t *wall_us, size_t n, struct arg *out, struct err *e) MUST_CHECK;
bool arg_texts(struct arena *a, const char *const *v, size_t n, struct arg *out, struct err *e) MUST_CHECK;

#define ARGS(...) \
    (const struct arg[]){__VA_ARGS__}, sizeof((const struct arg[]){__VA_ARGS__}) / sizeof(struct arg)
#define NO_ARGS NULL, 0

struct db_target {
    const char *socket_dir, *database, *role, *password; /* borrowed during db_open, then copied */
    const char *application;                              /* shown in pg_stat_activity */
    int statement_timeout_ms, lock_timeout_ms;
};

struct db;
/* Never connects by itself: the first transaction does, and so does the next one after a loss. */
struct db *db_new(const struct db_target *t, struct err *e) MUST_CHECK;
void db_free(struct db *d);
/* Connects if need be. ERR_UNAVAILABLE (retry_after_s) when PostgreSQL is away. */
bool db_connect(struct db *d, struct err *e) MUST_CHECK;
/* The socket to poll for notifications, or -1 when not connected. */
int db_fd(const struct db *d);
/* LISTEN on `channel` now and after every reconnection (channel: static identifier). */
bool db_listen(struct db *d, const char *channel, struct err *e) MUST_CHECK;
/* Next waiting notification's payload into `out`; false when none. Never blocks. */
bool db_notification(struct db *d, char *out, size_t size);

struct tx {
    struct db *db;
    int32_t tenant;
    bool begun, failed;
    char constraint[64]; /* of the statement that failed, or "" */
};

/* Opens a transaction for one tenant. Costs nothing: BEGIN and the tenant travel with the first
 * statement. Every tx_begin is followed by tx_commit or tx_abort. */
bool tx_begin(struct tx *t, struct db *d, int32_t tenant, struct err *e) MUST_CHECK;

/* Runs one statement; the caller owns *out (AUTO_RES). out may be NULL. Errors: ERR_CONFLICT
 * (unique), ERR_NOT_FOUND (foreign key), ERR_INVALID (check constraint), ERR_QUOTA (raised by the
 * schema with errcode TQ001), ERR_UNAVAILABLE (away, timeout, serialisation), ERR_INTERNAL. */
bool tx_run(struct tx *t, const struct stmt *s, const struct arg *args, size_t n, PGresult **out,
            struct err *e) MUST_CHECK;

/* ERR_UNAVAILABLE when it is not known whether the commit took place. */
bool tx_commit(struct tx *t, struct err *e) MUST_CHECK;
void tx_abort(struct tx *t); /* harmless after tx_commit */

/* A whole transaction of one statement in one round trip. */
bool tx_once(struct db *d, int32_t tenant, const struct stmt *s, const struct arg *args, size_t n,
             PGresult **out, struct err *e) MUST_CHECK;

/* Reading results (text form). Columns by position; null is 0, false, NULL or NaN. */
static inline void db_result_clear(PGresult **r) { if (*r) PQclear(*r); }
#define AUTO_RES __attribute__((cleanup(db_result_clear))) PGresult *
bool row_null(const PGresult *r, int row, int col);
int64_t row_int(const PGresult *r, int row, int col);
double row_double(const PGresult *r, int row, int col);
bool row_bool(const PGresult *r, int row, int col);
const char *row_text(const PGresult *r, int row, int col); /* borrowed from r; NULL for null */
int64_t row_time_us(const PGresult *r, int row, int col);  /* timestamptz column; 0 for null */
/* bytea column of exactly n bytes; ERR_INTERNAL otherwise. */
bool row_bytes(const PGresult *r, int row, int col, void *out, size_t n, struct err *e) MUST_CHECK;
