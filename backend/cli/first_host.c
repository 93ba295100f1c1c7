/* The first host, its checks, and their first results. */
#include "cli/first_host.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <jansson.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/admin_store.h"
#include "store/audit_store.h"
#include "store/check_list_store.h"
#include "store/check_store.h"
#include "store/host_list_store.h"
#include "store/host_store.h"
#include "store/tenant_store.h"

enum { PATIENCE_MS = 15000, LOOK_MS = 50, ROWS = 200, INTERVAL_S = 30, SELF_INTERVAL_S = 10 };

/* --- what may be reached --- */

static bool allow(struct db *d, const char *slug, const char *address, const char *service,
                  struct err *e)
{
    char net[SURROUNDINGS_TEXT + 5];
    bool changed;

    snprintf(net, sizeof net, "%s%s", address,
             strchr(address, '/')   ? ""
             : strchr(address, ':') ? "/128"
                                    : "/32");
    return admin_egress_add(d, slug, net, service, &changed, e);
}

static bool allow_all(struct db *d, const char *slug, const struct surroundings_list *list,
                      const char *service, struct err *e)
{
    for (size_t i = 0; i < list->n; i++)
        if (!allow(d, slug, list->text[i], service, e))
            return false;
    return true;
}

static void reach_text(const struct listen_address *l, char out[SURROUNDINGS_TEXT])
{
    const void *address = l->ipv6
                              ? (const void *)&((const struct sockaddr_in6 *)&l->reach)->sin6_addr
                              : (const void *)&((const struct sockaddr_in *)&l->reach)->sin_addr;

    inet_ntop(l->ipv6 ? AF_INET6 : AF_INET, address, out, SURROUNDINGS_TEXT);
}

bool first_host_targets(struct db *d, const char *slug, const struct surroundings *s,
                        const struct listen_address *l, bool lan, struct err *e)
{
    char port[8], web[SURROUNDINGS_TEXT];

    reach_text(l, web);
    snprintf(port, sizeof port, "%d", l->port);
    return allow_all(d, slug, &s->own, "icmp", e) && allow(d, slug, web, port, e) &&
           allow_all(d, slug, &s->gateways, "icmp", e) &&
           allow_all(d, slug, &s->resolvers, "53", e) &&
           (!lan || (allow_all(d, slug, &s->networks, "*", e) &&
                     allow_all(d, slug, &s->networks, "icmp", e)));
}

/* --- host and checks --- */

static bool add_check(struct tx *t, int64_t host, const char *type, const char *name,
                      int interval_s, json_t *params_take, struct err *e)
{
    json_auto_t *body =
        json_pack("{s:I, s:s, s:s, s:i, s:i, s:i, s:b, s:o}", "host_id", (json_int_t)host, "type",
                  type, "name", name, "interval_s", interval_s, "timeout_ms", 5000, "retries", 1,
                  "enabled", true, "params", params_take);
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    int64_t id;

    if (!text)
        return err_set(e, ERR_UNAVAILABLE, "out of memory");
    bool ok = check_add(t, text, NULL, &id, e);
    free(text);
    return ok;
}

static bool add_self_checks(struct tx *t, int64_t host, struct err *e)
{
    static const char *const parts[][2] = {
        {"postgresql", "PostgreSQL"}, {"redis", "Redis"}, {"api", "API"}, {"load", "Load"},
        {"memory", "Memory"},         {"disk", "Disk"},
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!add_check(t, host, "self", parts[i][1], SELF_INTERVAL_S,
                       json_pack("{s:s}", "part", parts[i][0]), e))
            return false;
    return true;
}

static bool add_checks(struct tx *t, int64_t host, const struct surroundings *s,
                       const struct listen_address *l, struct err *e)
{
    json_t *web =
        json_pack("{s:s, s:i, s:s, s:s, s:b}", "scheme", l->loopback ? "http" : "https", "port",
                  l->port, "path", "/api/v1/health", "text", "ok", "verify", l->loopback);

    if (!add_check(t, host, "icmp", "Ping", INTERVAL_S, json_object(), e) ||
        !add_check(t, host, "http", "Web server", INTERVAL_S, web, e))
        return false;
    if (s->resolvers.n && !add_check(t, host, "dns", "DNS", INTERVAL_S,
                                     json_pack("{s:s, s:s, s:s, s:s}", "query", ".", "record", "NS",
                                               "accept", "any", "resolver", s->resolvers.text[0]),
                                     e))
        return false;
    return add_self_checks(t, host, e);
}

static bool add_host(struct tx *t, const struct surroundings *s, const struct listen_address *l,
                     struct err *e)
{
    char address[SURROUNDINGS_TEXT], id_text[24];
    int64_t host;

    reach_text(l, address);
    json_auto_t *body = json_pack("{s:s, s:s, s:b, s:s}", "name", s->host, "address", address,
                                  "enabled", true, "criticality", "high");
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    bool ok = text ? host_add(t, text, &host, e) : err_set(e, ERR_UNAVAILABLE, "out of memory");
    free(text);
    if (!ok || !add_checks(t, host, s, l, e))
        return false;
    snprintf(id_text, sizeof id_text, "%" PRId64, host);
    return audit_append(t,
                        &(struct audit_entry){.actor_kind = "system",
                                              .actor_name = "tocsin up",
                                              .action = "host.create",
                                              .outcome = "ok",
                                              .target_kind = "host",
                                              .target_id = id_text,
                                              .target_name = s->host},
                        e);
}

static bool tenant_number(struct db *d, const char *slug, int32_t *id, struct err *e)
{
    struct tx t;

    if (!tx_begin(&t, d, TENANT_NONE, e))
        return false;
    bool ok = tenant_find(&t, slug, id, e);
    ok = ok && tx_commit(&t, e);
    tx_abort(&t);
    return ok && (*id || err_set(e, ERR_NOT_FOUND, "there is no tenant %s", slug));
}

bool first_host_add(struct db *d, const char *slug, const struct surroundings *s,
                    const struct listen_address *l, struct err *e)
{
    const struct host_filter any = {.sort = HOST_SORT_NAME, .fetch = 1};
    AUTO_RES there = NULL;
    int32_t tenant;
    struct tx t;

    if (!tenant_number(d, slug, &tenant, e) || !tx_begin(&t, d, tenant, e))
        return false;
    bool ok = host_list(&t, &any, &there, e) && (PQntuples(there) > 0 || add_host(&t, s, l, e)) &&
              tx_commit(&t, e);
    tx_abort(&t);
    return ok;
}

/* --- first results --- */

static const char *column(const PGresult *r, int row, const char *name)
{
    const char *z = row_text(r, row, PQfnumber(r, name));

    return z ? z : "";
}

static void print_result(const PGresult *r, int row)
{
    const char *latency = column(r, row, "latency_ms"), *message = column(r, row, "message");

    printf("  %-9s %-12s %-22s %8.8s%s  %.80s\n", column(r, row, "status"), column(r, row, "type"),
           column(r, row, "name"), latency, *latency ? " ms" : "   ", message);
    fflush(stdout);
}

/* Prints what has come since; how many are still without a result. */
static size_t print_news(const PGresult *r, bool *printed)
{
    size_t pending = 0;

    for (int i = 0; i < PQntuples(r) && i < ROWS; i++) {
        if (strcmp(column(r, i, "status"), "pending") == 0) {
            pending++;
        } else if (!printed[i]) {
            print_result(r, i);
            printed[i] = true;
        }
    }
    return pending;
}

bool first_host_show(struct db *d, const char *slug, struct err *e)
{
    const struct check_filter all = {.rank = CHECK_ANY, .sort = CHECK_SORT_NAME, .fetch = ROWS};
    int64_t until = clock_mono_ms() + PATIENCE_MS;
    bool printed[ROWS] = {false};
    size_t pending = 1;
    int32_t tenant;

    if (!tenant_number(d, slug, &tenant, e))
        return false;
    while (pending && clock_mono_ms() < until) {
        AUTO_RES r = NULL;
        struct tx t;
        if (!tx_begin(&t, d, tenant, e))
            return false;
        bool ok = check_list(&t, &all, &r, e) && tx_commit(&t, e);
        tx_abort(&t);
        if (!ok)
            return false;
        pending = print_news(r, printed);
        if (pending)
            poll(NULL, 0, LOOK_MS);
    }
    if (pending)
        printf("  %zu checks have no result yet; they go on by themselves\n", pending);
    return true;
}
