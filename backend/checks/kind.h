/* For those who write a kind of check: the struct to fill, and what a run offers it. */
#pragma once
#include "base/buf.h"
#include "checks/check.h"
#include "io/ask.h"
#include "io/dial.h"
#include "io/ping.h"

struct check_lab {
    struct dial_shared net; /* loop, resolver, own addresses; tls is made when first needed */
    struct ping *ping;      /* made when first needed, as the next one */
    struct ask *ask;
    char *pinger, *pg_conninfo, *redis_socket, *api_socket; /* NULL: not there */
    size_t in_flight;
    struct check_run *runs;
};

/* One value of a plan, in the order of the kind's rows. */
struct check_value {
    bool given; /* else it is the row's default */
    union {
        int64_t i;       /* PARAM_INT */
        double d;        /* PARAM_NUMBER */
        bool b;          /* PARAM_BOOL */
        const char *s;   /* PARAM_STRING, PARAM_ENUM; never NULL */
        const json_t *j; /* PARAM_MAP, PARAM_LIST; NULL = empty */
    };
};

struct check_plan {
    const struct check_kind *kind;
    unsigned holders;
    json_t *params; /* owned; the texts above live here */
    void *own;      /* what the kind's prepare has made; freed by free() */
    struct check_value values[];
};

struct check_kind {
    const char *name, *summary;
    const struct param *params; /* ends with a row whose name is NULL */
    bool passive, internal;
    /* Microseconds of CPU that one run costs with all that follows from it, PostgreSQL included, on
     * the machine of docs/PERFORMANCE.md; `cost_tls_us` where its plan opens TLS (`tls` says so).
     */
    int cost_us, cost_tls_us;
    bool (*tls)(const struct check_plan *plan);
    /* What is worth computing once. All that could be refused stands in the rows, which judge the
     * parameters when they are saved, too: this fails for want of memory only. NULL: nothing. */
    bool (*prepare)(struct check_plan *plan, struct err *e);
    size_t state_bytes; /* of a run's own state, zeroed before start */
    /* Begins. It ends by check_end, from the loop or at once. NULL for a passive kind. */
    void (*start)(struct check_run *run);
    /* Lets go of all the run holds; called once, at its end, by cancel and by the deadline too. */
    void (*stop)(struct check_run *run);
    /* The deadline has struck and stop comes next: sets the result. */
    void (*late)(struct check_run *run);
};

struct check_run {
    uv_timer_t deadline; /* first: freed by its close callback */
    struct check_lab *lab;
    struct check_plan *plan;
    struct net_policy *policy;
    struct check_run *prev, *next; /* in the lab's list */
    struct dial *dial;             /* check_dial_start's; the kind's stop closes it */
    void (*done)(const struct check_result *result, void *data);
    void *data;
    int64_t start_us; /* monotonic */
    int timeout_ms;
    bool begun;
    char host[256];
    struct check_result result;
    _Alignas(16) char state[];
};

static inline int64_t check_int(const struct check_run *r, size_t row)
{
    return r->plan->values[row].i;
}
static inline bool check_bool(const struct check_run *r, size_t row)
{
    return r->plan->values[row].b;
}
static inline const char *check_text(const struct check_run *r, size_t row)
{
    return r->plan->values[row].s;
}

/* A plan's own zeroed memory, for prepare. NULL with ERR_UNAVAILABLE. */
void *check_plan_own(struct check_plan *plan, size_t size, struct err *e) MUST_CHECK;

/* The run is over with what stands in run->result. The run must not be touched afterwards. */
void check_end(struct check_run *run);
/* Milliseconds since the start; what is left of the time, at least 1. */
double check_run_elapsed_ms(const struct check_run *run);
int check_run_left_ms(const struct check_run *run);

/* Trust anchors are there from now on; else the result says why not. */
bool check_run_tls(struct check_run *run) MUST_CHECK;
/* A failure on the way as result: UNKNOWN when it is ours, else DOWN. */
void check_run_failed(struct check_run *run, const struct failure *why);
/* "any|ipv4|ipv6" of a row as locate_family. */
enum locate_family check_run_family(const struct check_run *run, size_t row);
/* UP becomes DEGRADED, "slow", when the latency is above the row's milliseconds (0 = never). */
void check_run_slow(struct check_run *run, size_t row);

/* The run's connection, one at a time: run->dial, whose calls get the run as data.
 * False: the result says why, and the run is to be ended. */
bool check_dial_start(struct check_run *run, const struct dial_to *to,
                      const struct dial_calls *calls) MUST_CHECK;
/* Facts dns_ms, connect_ms, tls_ms, and the address. */
void check_dial_facts(struct check_run *run);
/* In the call `failed`: the connection is gone, and why is the result. */
void check_dial_lost(struct check_run *run, const struct failure *why);
/* The call `failed`, and a kind's `stop` and `late`, where a run holds nothing else. */
void check_dial_failed(const struct failure *why, void *data);
void check_dial_stop(struct check_run *run);
void check_dial_late(struct check_run *run);

/* Rows many kinds share. */
#define CHECK_ROW_FAMILY                                                                    \
    {                                                                                       \
        .name = "ip_version", .type = PARAM_ENUM, .choices = "any|ipv4|ipv6", .def = "any", \
        .help = "Which kind of address to use where the name has both."                     \
    }
#define CHECK_ROW_SLOW                                                                  \
    {                                                                                   \
        .name = "degraded_ms", .type = PARAM_INT, .unit = "ms", .min = 0, .max = 30000, \
        .def = "0", .help = "Slower than this counts as degraded; 0 switches that off." \
    }
#define CHECK_ROW_SERVER_NAME                                                                \
    {                                                                                        \
        .name = "server_name", .type = PARAM_STRING, .max = 253, .format = "host",           \
        .help = "The name to ask for and to expect in the certificate, where it is not the " \
                "address.",                                                                  \
    }
