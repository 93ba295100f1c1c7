/* Arguments of statements, in binary form where that is exact. */
#pragma once
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

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
struct arg arg_time(int64_t wall_us);          /* timestamptz */
struct arg arg_text(const char *z);            /* NULL is SQL null */
struct arg arg_str(struct str s);              /* p NULL is SQL null */
struct arg arg_typed(Oid type, const char *z); /* text form of any type; NULL is SQL null */
struct arg arg_bytes(const void *p, size_t n); /* bytea; p NULL is SQL null */
struct arg arg_null(void);
#define INT4(v)     arg_int4(v)
#define INT8(v)     arg_int8(v)
#define FLOAT8(v)   arg_float8(v)
#define BOOL(v)     arg_bool(v)
#define TIME(us)    arg_time(us)
#define TEXT(z)     arg_text(z)
#define TEXTN(s)    arg_str(s)
#define JSONB(z)    arg_typed(3802, z)
#define INET(z)     arg_typed(869, z)
#define BYTES(p, n) arg_bytes(p, n)
#define SQL_NULL    arg_null()

/* Arrays in binary form, built in the arena; a NaN double and a NULL string become SQL null. */
bool arg_int4s(struct arena *a, const int32_t *v, size_t n, struct arg *out,
               struct err *e) MUST_CHECK;
bool arg_int8s(struct arena *a, const int64_t *v, size_t n, struct arg *out,
               struct err *e) MUST_CHECK;
bool arg_float8s(struct arena *a, const double *v, size_t n, struct arg *out,
                 struct err *e) MUST_CHECK;
bool arg_times(struct arena *a, const int64_t *wall_us, size_t n, struct arg *out,
               struct err *e) MUST_CHECK;
bool arg_texts(struct arena *a, const char *const *v, size_t n, struct arg *out,
               struct err *e) MUST_CHECK;

#define ARGS(...)                      \
    (const struct arg[]){__VA_ARGS__}, \
        sizeof((const struct arg[]){__VA_ARGS__}) / sizeof(struct arg)
#define NO_ARGS NULL, 0
