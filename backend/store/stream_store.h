/* What the stream asks: who may listen, what there is to listen to, what notices say. Everything of
 * a tenant is read with that tenant set; only identities and samples are asked for all listeners at
 * once, by functions of the schema. */
#pragma once
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/later.h"

/* A session or a key; the other is 0. */
struct stream_actor {
    int32_t tenant;
    int64_t session, key;
    const char *digest; /* of the key's secret, in hex; "" for a session */
    const char *ip;     /* NULL: unknown */
};
/* -> turn (from 1), account, role, permissions, scopes, platform, active; those that live only. */
bool stream_who_ask(struct db *d, const struct stream_actor *list, size_t n, struct arena *mem,
                    struct err *e) MUST_CHECK;
enum {
    STREAM_WHO_TURN,
    STREAM_WHO_ACCOUNT,
    STREAM_WHO_ROLE,
    STREAM_WHO_PERMISSIONS,
    STREAM_WHO_SCOPES,
    STREAM_WHO_PLATFORM,
    STREAM_WHO_ACTIVE
};

struct stream_ids {
    const int64_t *list;
    size_t n;
};
/* Which of these exist, and all checks of the hosts -> what ('h', 'c', 'r'), id, host_id. */
bool stream_things_ask(struct db *d, int32_t tenant, struct stream_ids hosts,
                       struct stream_ids checks, struct stream_ids runs, struct arena *mem,
                       struct err *e) MUST_CHECK;

/* Notices: those of these ids, or with `list` NULL those since a time. Each answer has at most
 * STREAM_MOST rows and one more when there are more. */
enum { STREAM_MOST = 1000 };
struct stream_notices {
    struct stream_ids ids;
    int64_t since_us;
};
enum stream_kind { STREAM_HOSTS, STREAM_CHECKS, STREAM_CHANGES, STREAM__KINDS };
bool stream_notices_ask(struct db *d, int32_t tenant, enum stream_kind kind,
                        const struct stream_notices *which, struct arena *mem,
                        struct err *e) MUST_CHECK;
enum { /* of hosts; there is no status when it is gone */
       STREAM_HOST_ID,
       STREAM_HOST_EDITED,
       STREAM_HOST_STATUS,
       STREAM_HOST_TOTAL,
       STREAM_HOST_UP,
       STREAM_HOST_DEGRADED,
       STREAM_HOST_DOWN,
       STREAM_HOST_UNKNOWN,
       STREAM_HOST_LAST
};
enum { /* of checks; there is no host when it is gone */
       STREAM_CHECK_ID,
       STREAM_CHECK_EDITED,
       STREAM_CHECK_HOST,
       STREAM_CHECK_STATUS,
       STREAM_CHECK_REASON,
       STREAM_CHECK_MESSAGE,
       STREAM_CHECK_SINCE,
       STREAM_CHECK_LAST,
       STREAM_CHECK_LATENCY
};
enum { /* of changes */
       STREAM_CHANGE_TS,
       STREAM_CHANGE_CHECK,
       STREAM_CHANGE_NAME,
       STREAM_CHANGE_TYPE,
       STREAM_CHANGE_FROM,
       STREAM_CHANGE_TO,
       STREAM_CHANGE_REASON,
       STREAM_CHANGE_MESSAGE,
       STREAM_CHANGE_HOST,
       STREAM_CHANGE_HOST_NAME
};

/* A check whose samples are watched. */
struct stream_watch {
    int32_t tenant;
    int64_t check, after_us;
    bool fresh; /* look at all samples, not only at what came in since */
};
/* -> tenant_id, check_id, ts, letter, latency_ms; by tenant, check and time. */
bool stream_results_ask(struct db *d, const struct stream_watch *list, size_t n, int64_t since_us,
                        struct arena *mem, struct err *e) MUST_CHECK;
enum {
    STREAM_RESULT_TENANT,
    STREAM_RESULT_CHECK,
    STREAM_RESULT_TS,
    STREAM_RESULT_LETTER,
    STREAM_RESULT_LATENCY
};

/* -> id, state, result (json), error. */
bool stream_runs_ask(struct db *d, int32_t tenant, struct stream_ids ids, struct arena *mem,
                     struct err *e) MUST_CHECK;
/* -> queued, running, dead jobs; live checkers, live keepers. */
bool stream_system_ask(struct db *d, struct err *e) MUST_CHECK;
