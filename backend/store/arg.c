/* Arguments in PostgreSQL's binary form (network byte order; times count from 2000-01-01). */
#include "store/arg.h"

#include <endian.h>
#include <math.h>
#include <string.h>

#include "base/size.h"

enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_FLOAT8 = 701,
    OID_INT4S = 1007,
    OID_TEXTS = 1009,
    OID_INT8S = 1016,
    OID_FLOAT8S = 1022,
    OID_TIMESTAMPTZ = 1184,
    OID_TIMESTAMPTZS = 1185
};
static const int64_t EPOCH_2000_US = 946684800000000;

static struct arg fixed(Oid type, const void *be, int n)
{
    struct arg a = {.type = type, .format = 1, .n = n, .inlined = true};

    memcpy(a.small, be, (size_t)n);
    return a;
}

static uint64_t float8_be(double v)
{
    uint64_t bits;

    memcpy(&bits, &v, sizeof bits);
    return htobe64(bits);
}

struct arg arg_int4(int32_t v)
{
    uint32_t be = htobe32((uint32_t)v);
    return fixed(OID_INT4, &be, sizeof be);
}

struct arg arg_int8(int64_t v)
{
    uint64_t be = htobe64((uint64_t)v);
    return fixed(OID_INT8, &be, sizeof be);
}

struct arg arg_float8(double v)
{
    uint64_t be = float8_be(v);
    return fixed(OID_FLOAT8, &be, sizeof be);
}

struct arg arg_bool(bool v)
{
    unsigned char b = v;
    return fixed(OID_BOOL, &b, 1);
}

struct arg arg_time(int64_t wall_us)
{
    uint64_t be = htobe64((uint64_t)(wall_us - EPOCH_2000_US));
    return fixed(OID_TIMESTAMPTZ, &be, sizeof be);
}

struct arg arg_str(struct str s)
{
    return (struct arg){.type = OID_TEXT, .format = 1, .n = (int)s.n, .null = !s.p, .p = s.p};
}

struct arg arg_text(const char *z)
{
    return arg_str((struct str){z, z ? strlen(z) : 0});
}

struct arg arg_typed(Oid type, const char *z)
{
    return (struct arg){.type = type, .null = !z, .p = z};
}

struct arg arg_bytes(const void *p, size_t n)
{
    return (struct arg){.type = OID_BYTEA, .format = 1, .n = (int)n, .null = !p, .p = p};
}

struct arg arg_null(void)
{
    return (struct arg){.null = true};
}

/* A one-dimensional array: header of five words, then length and bytes of each element. */
struct array {
    unsigned char *p;
    size_t n;
};

static void put4(struct array *w, uint32_t v)
{
    uint32_t be = htobe32(v);
    memcpy(w->p + w->n, &be, sizeof be);
    w->n += sizeof be;
}

static void put(struct array *w, const void *p, size_t n)
{
    put4(w, (uint32_t)n);
    if (n)
        memcpy(w->p + w->n, p, n);
    w->n += n;
}

static bool begin(struct arena *a, Oid element, size_t n, size_t bytes, struct array *w,
                  struct err *e)
{
    size_t words;

    if (n > INT32_MAX || !size_mul(n, 4, &words))
        return err_set(e, ERR_LIMIT, "too many values");
    w->p = arena_alloc(a, 20 + words + bytes, e);
    w->n = 0;
    if (!w->p)
        return false;
    put4(w, n ? 1 : 0); /* dimensions */
    put4(w, 1);         /* may hold nulls */
    put4(w, element);
    if (n) {
        put4(w, (uint32_t)n);
        put4(w, 1); /* lower bound */
    }
    return true;
}

static struct arg finish(Oid type, const struct array *w)
{
    return (struct arg){.type = type, .format = 1, .n = (int)w->n, .p = w->p};
}

bool arg_int4s(struct arena *a, const int32_t *v, size_t n, struct arg *out, struct err *e)
{
    struct array w;

    if (!begin(a, OID_INT4, n, n * sizeof *v, &w, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        uint32_t be = htobe32((uint32_t)v[i]);
        put(&w, &be, sizeof be);
    }
    *out = finish(OID_INT4S, &w);
    return true;
}

bool arg_int8s(struct arena *a, const int64_t *v, size_t n, struct arg *out, struct err *e)
{
    struct array w;

    if (!begin(a, OID_INT8, n, n * sizeof *v, &w, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        uint64_t be = htobe64((uint64_t)v[i]);
        put(&w, &be, sizeof be);
    }
    *out = finish(OID_INT8S, &w);
    return true;
}

bool arg_float8s(struct arena *a, const double *v, size_t n, struct arg *out, struct err *e)
{
    struct array w;

    if (!begin(a, OID_FLOAT8, n, n * sizeof *v, &w, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        uint64_t be = float8_be(v[i]);
        if (isnan(v[i]))
            put4(&w, UINT32_MAX);
        else
            put(&w, &be, sizeof be);
    }
    *out = finish(OID_FLOAT8S, &w);
    return true;
}

bool arg_times(struct arena *a, const int64_t *wall_us, size_t n, struct arg *out, struct err *e)
{
    struct array w;

    if (!begin(a, OID_TIMESTAMPTZ, n, n * sizeof *wall_us, &w, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        uint64_t be = htobe64((uint64_t)(wall_us[i] - EPOCH_2000_US));
        put(&w, &be, sizeof be);
    }
    *out = finish(OID_TIMESTAMPTZS, &w);
    return true;
}

bool arg_texts(struct arena *a, const char *const *v, size_t n, struct arg *out, struct err *e)
{
    struct array w;
    size_t bytes = 0;

    for (size_t i = 0; i < n; i++)
        bytes += v[i] ? strlen(v[i]) : 0;
    if (!begin(a, OID_TEXT, n, bytes, &w, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (v[i])
            put(&w, v[i], strlen(v[i]));
        else
            put4(&w, UINT32_MAX);
    }
    *out = finish(OID_TEXTS, &w);
    return true;
}
