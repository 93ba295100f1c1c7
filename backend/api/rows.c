/* Result rows as JSON by the route's declared fields: no handler copies columns by hand. */
#include "api/rows.h"

#include <string.h>

#include "api/answer.h"
#include "api/page.h"
#include "base/buf.h"
#include "base/clock.h"

enum { COLUMNS_MAX = 64, COLUMN_NAME = 96, ABSENT = -1, INNER = -2 };

/* One entry a field, inner members after their object, in the order of writing. */
struct columns {
    int at[COLUMNS_MAX];
    size_t n;
};

static int column(const PGresult *r, const char *name)
{
    int i = PQnfields(r) - 1;

    while (i >= 0 && strcmp(PQfname(r, i), name) != 0)
        i--;
    return i;
}

static bool locate(const PGresult *r, const struct field *rows, const char *prefix,
                   struct columns *c, struct err *e)
{
    for (; rows->name; rows++) {
        char name[COLUMN_NAME];
        struct buf b = BUF(name);
        buf_fmt(&b, "%s%s", prefix, rows->name);
        int at = column(r, name);
        if (at == ABSENT && rows->type == FIELD_OBJECT)
            at = INNER;
        if (at == ABSENT && !(rows->flags & F_SECRET))
            return err_set(e, ERR_INTERNAL, "the statement gives no column %s", name);
        if (c->n == COLUMNS_MAX)
            return err_set(e, ERR_INTERNAL, "too many columns");
        c->at[c->n++] = at;
        buf_char(&b, '.');
        if (at == INNER && !(buf_ok(&b) && locate(r, rows->of, name, c, e)))
            return err_set(e, ERR_INTERNAL, "answer member %s is too deep", name);
    }
    return true;
}

/* "2026-01-02 03:04:05.678901+00" as RFC 3339 with milliseconds: sessions speak UTC, so that the
 * digits only change places. Any other form is read and written anew. */
static void write_time(struct jout *w, const PGresult *r, int row, int col)
{
    const char *p = PQgetvalue(r, row, col);
    size_t n = (size_t)PQgetlength(r, row, col), second = sizeof "2026-01-02 03:04:05" - 1;
    char z[CLOCK_TEXT] = "0000-00-00T00:00:00.000Z";

    if (n < second + 3 || n > second + 10 || memcmp(p + n - 3, "+00", 3) != 0 || p[4] != '-') {
        clock_rfc3339(row_time_us(r, row, col), z);
    } else {
        size_t digits = n - second - 3; /* with the point: none, or up to seven */
        memcpy(z, p, second);
        z[10] = 'T';
        memcpy(z + second, p + second, digits < 4 ? digits : 4);
        z[second] = '.';
    }
    jout_z(w, z);
}

static void write_cell(struct jout *w, const struct field *f, const PGresult *r, int row, int col)
{
    struct str cell = {PQgetvalue(r, row, col), (size_t)PQgetlength(r, row, col)};

    if (PQgetisnull(r, row, col)) {
        jout_null(w);
        return;
    }
    switch (f->type) {
    case FIELD_INT:
    case FIELD_LIST:
    case FIELD_MAP:
    case FIELD_OBJECT:
    case FIELD_JSON:
        jout_raw(w, cell);
        break;
    case FIELD_NUM:
        jout_num(w, row_double(r, row, col));
        break;
    case FIELD_BOOL:
        jout_bool(w, row_bool(r, row, col));
        break;
    case FIELD_TIME:
        write_time(w, r, row, col);
        break;
    default:
        jout_text(w, cell);
    }
}

static void write_members(struct jout *w, const struct field *rows, const PGresult *r, int row,
                          const struct columns *c, size_t *at)
{
    jout_open(w, '{');
    for (; rows->name; rows++) {
        int col = c->at[(*at)++];
        if (col == ABSENT)
            continue;
        jout_name(w, rows->name);
        if (col == INNER)
            write_members(w, rows->of, r, row, c, at);
        else
            write_cell(w, rows, r, row, col);
    }
    jout_close(w, '}');
}

static void keep_revision(struct answer *a, const PGresult *r)
{
    int col = column(r, "revision");

    if (col >= 0)
        a->revision = row_int(r, 0, col);
}

bool rows_array(struct jout *w, const struct field *fields, const PGresult *r, int n, struct err *e)
{
    struct columns c = {0};

    if (!locate(r, fields, "", &c, e))
        return false;
    jout_open(w, '[');
    for (int row = 0; row < n; row++) {
        size_t at = 0;
        write_members(w, fields, r, row, &c, &at);
    }
    jout_close(w, ']');
    return true;
}

bool rows_object(struct jout *w, const struct field *fields, const PGresult *r, int row,
                 struct err *e)
{
    struct columns c = {0};
    size_t at = 0;

    if (row >= PQntuples(r))
        return err_set(e, ERR_NOT_FOUND, "no such row");
    if (!locate(r, fields, "", &c, e))
        return false;
    write_members(w, fields, r, row, &c, &at);
    return true;
}

void rows_time(struct jout *w, const PGresult *r, int row, const char *name)
{
    int col = column(r, name);

    if (col < 0 || PQgetisnull(r, row, col))
        jout_null(w);
    else
        write_time(w, r, row, col);
}

bool rows_one(struct request *q, const PGresult *r, struct err *e)
{
    struct answer *a = q->answer;

    if (!rows_object(&a->out, q->route->answer, r, 0, e))
        return false;
    keep_revision(a, r);
    a->done = true;
    return jout_ok(&a->out, e);
}

bool rows_list(struct request *q, const PGresult *r, const struct page *page, struct err *e)
{
    struct answer *a = q->answer;
    int n = PQntuples(r);
    bool more = page && n >= page->fetch;

    if (more)
        n = (int)page->fetch - 1;
    jout_open(&a->out, '{');
    jout_name(&a->out, "items");
    if (!rows_array(&a->out, q->route->answer, r, n, e))
        return false;
    jout_name(&a->out, "next_cursor");
    if (more && !page_next(q, r, n - 1, &a->out, e))
        return false;
    if (!more)
        jout_null(&a->out);
    if (page && page->counted) {
        jout_name(&a->out, "total");
        jout_int(&a->out, page->total);
    }
    jout_close(&a->out, '}');
    a->done = true;
    return jout_ok(&a->out, e);
}
