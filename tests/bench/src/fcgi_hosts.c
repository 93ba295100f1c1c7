/* fcgi_hosts.c - a spike, not the product: list 100 hosts of one tenant as JSON, libfcgi + libpq,
 * one prepared statement on one connection per process, JSON built in C.  PG_DSN in the
 * environment; FastCGI socket on fd 0. */
#include <fcgiapp.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *put(char *p, const char *s)
{
    *p++ = '"';
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            *p++ = '\\';
        *p++ = *s;
    }
    *p++ = '"';
    return p;
}

static char *raw(char *p, const char *z)
{
    size_t n = strlen(z);
    memcpy(p, z, n);
    return p + n;
}

int main(void)
{
    PGconn *c = PQconnectdb(getenv("PG_DSN"));
    if (PQstatus(c) != CONNECTION_OK)
        return fputs(PQerrorMessage(c), stderr), 1;
    PQclear(PQprepare(c, "l",
                      "select id, name, address, status, tags, last_check, rtt_ms from hosts where "
                      "tenant_id = $1 order by id limit 100",
                      1, NULL));
    static char out[1 << 18];
    static const char *col[] = {"{\"id\":",   ",\"name\":",       ",\"address\":", ",\"status\":",
                                ",\"tags\":", ",\"last_check\":", ",\"rtt_ms\":"};
    FCGX_Request r;
    FCGX_Init();
    FCGX_InitRequest(&r, 0, 0);
    while (FCGX_Accept_r(&r) == 0) {
        const char *arg[] = {"7"};
        PGresult *q = PQexecPrepared(c, "l", 1, arg, NULL, NULL, 0);
        char *p = out;
        *p++ = '[';
        for (int i = 0, n = PQntuples(q); i < n; i++) {
            if (i)
                *p++ = ',';
            for (int k = 0; k < 7; k++) {
                p = raw(p, col[k]);
                p = k == 0 || k == 4 || k == 6 ? raw(p, PQgetvalue(q, i, k))
                                               : put(p, PQgetvalue(q, i, k));
            }
            *p++ = '}';
        }
        *p++ = ']';
        PQclear(q);
        FCGX_FPrintF(r.out, "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                     (int)(p - out));
        FCGX_PutStr(out, (int)(p - out), r.out);
        FCGX_Finish_r(&r);
    }
    return 0;
}
