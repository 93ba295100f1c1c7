/* Locations for the web server. What is not listed goes to the fast pool. */
#include "api/nginx.h"

#include <errno.h>
#include <string.h>

#include "api/rate.h"
#include "api/route.h"

static bool finished(FILE *to, struct err *e)
{
    if (fflush(to) == 0 && !ferror(to))
        return true;
    return err_set(e, ERR_INTERNAL, "cannot write: %s", strerror(errno));
}

/* The path as an exact location, or as a pattern where it has parameters. */
static void place(FILE *to, const char *path)
{
    if (!strchr(path, '{')) {
        fprintf(to, "location = %s {\n", path);
        return;
    }
    fprintf(to, "location ~ ^");
    for (const char *p = path; *p; p++) {
        if (*p == '{') {
            fprintf(to, "[^/]+");
            p = strchr(p, '}');
        } else {
            fprintf(to, *p == '.' ? "\\%c" : "%c", *p);
        }
    }
    fprintf(to, "$ {\n");
}

/* Whether an earlier row has the same path: one location serves all methods. */
static bool told(const struct route *table, const struct route *row)
{
    for (; table < row; table++)
        if (strcmp(table->path, row->path) == 0)
            return true;
    return false;
}

bool nginx_print(FILE *to, struct err *e)
{
    fprintf(to, "# Made by tocsin-api --nginx from its route table.\n"
                "location /api/ {\n    fastcgi_pass tocsin_fast;\n    fastcgi_keep_conn on;\n}\n");
    for (const struct route *const *table = routes_all; *table; table++)
        for (const struct route *r = *table; r->method; r++) {
            if (r->pool == POOL_FAST || r->flags & ROUTE_STREAM || told(*table, r))
                continue;
            place(to, r->path);
            fprintf(to, "    fastcgi_pass tocsin_%s;\n", route_pool_name(r->pool));
            if (strstr(r->path, "{token}")) /* the error log would quote the address */
                fprintf(to, "    error_log /dev/null;\n");
            if (r->pool == POOL_INGEST)
                fprintf(to, "    client_max_body_size 8m;\n");
            fprintf(to, "}\n");
        }
    return finished(to, e);
}

static const char *permission(enum permission p)
{
    static const char *const special[] = {"none", "public", "signed_in", "person"};

    return p <= PERM_PERSON ? special[p] : permission_row(p)->name;
}

bool nginx_print_routes(FILE *to, struct err *e)
{
    static const char *const mfa[] = {"-", "mfa_fresh", "mfa_if_enrolled"};

    for (const struct route *const *table = routes_all; *table; table++)
        for (const struct route *r = *table; r->method; r++)
            fprintf(to, "%-6s %-44s %-16s %-6s %-8s %-15s %s\n", r->method, r->path,
                    permission(r->permission),
                    r->flags & ROUTE_STREAM ? "stream" : route_pool_name(r->pool),
                    rate_class(r->rate)->name, mfa[r->mfa], r->audit ? r->audit : "-");
    return finished(to, e);
}
