/* /push: heartbeats report here; the token in the address is the only credential. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/request.h"
#include "io/crypto.h"
#include "store/beat_store.h"

enum { TOKEN_MAX = 100 };

static const struct field query[] = {
    {.name = "status",
     .type = FIELD_ENUM,
     .choices = "up|down",
     .def = "\"up\"",
     .doc = "What the reporter says of itself."},
    {.name = "msg", .type = FIELD_STR, .max = 240, .doc = "A few words for people."},
    {.name = "ping", .type = FIELD_STR, .max = 24, .doc = "How long it took, in milliseconds."},
    {0},
};

static const struct field answer[] = {
    {.name = "ok", .type = FIELD_BOOL},
    {0},
};

static bool report(struct request *q, struct err *e)
{
    const char *ping = query_text(q, "ping"), *message = query_text(q, "msg");
    uint8_t digest[CRYPTO_SHA256];
    double ping_ms = (double)NAN;

    if (ping && *ping && (!str_double(str_of(ping), &ping_ms) || ping_ms < 0 || ping_ms > 86400e3))
        return request_fault(q, e, "ping", "out_of_range", "must be milliseconds, 0 to 86400000");
    if (q->texts[0].n > TOKEN_MAX)
        return err_set(e, ERR_NOT_FOUND, "no such heartbeat");
    crypto_sha256(q->texts[0].p, q->texts[0].n, digest);
    return beat_push(q->app->db, digest, strcmp(query_text(q, "status"), "up") == 0,
                     message ? message : "", ping_ms, e) &&
           answer_json_take(q, json_pack("{s:b}", "ok", 1), e);
}

const struct route api_push[] = {
    {.method = "GET",
     .path = "/api/v1/push/{token}",
     .permission = PERM_PUBLIC,
     .rate = RATE_PUSH,
     .pool = POOL_INGEST,
     .handler = report,
     .query = query,
     .answer = answer,
     .doc = "Report that the watched thing lives."},
    {.method = "POST",
     .path = "/api/v1/push/{token}",
     .permission = PERM_PUBLIC,
     .rate = RATE_PUSH,
     .pool = POOL_INGEST,
     .flags = ROUTE_NO_AUDIT,
     .handler = report,
     .query = query,
     .answer = answer,
     .doc = "Report that the watched thing lives."},
    {0},
};
