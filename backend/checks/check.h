/* Checks: what a kind is, and how one is run.
 *
 * A kind (checks/http.c exports exactly `check_http`) is one const struct. A plan is a kind with
 * its parameters read and judged once; it is run any number of times. Runs are asynchronous on
 * one libuv loop, as many at a time as there are descriptors, each with a deadline. Every run
 * started ends in exactly one call of `done`, unless it is cancelled. A failure of our own makes
 * the result UNKNOWN, never DOWN. Kinds reach the network only through io/, which judges every
 * address. */
#pragma once
#include <jansson.h>
#include <uv.h>

#include "base/err.h"
#include "base/param.h"
#include "checks/check_result.h"
#include "io/net.h"

struct check_kind; /* checks/kind.h, for those who write one */

/* All kinds, in the order of their names; ends with NULL. */
extern const struct check_kind *const check_registry[];
const struct check_kind *check_find(struct str name);
/* Name, one-line summary, parameter rows of a kind. A passive kind is never run: others report to
 * it, and only its silence is judged (heartbeat). An internal one is not for tenants (self). */
const char *check_name(const struct check_kind *k);
const char *check_summary(const struct check_kind *k);
const struct param *check_params(const struct check_kind *k);
bool check_is_passive(const struct check_kind *k);
bool check_is_internal(const struct check_kind *k);
/* Microseconds of CPU of the whole stack for one run, on the reference machine. */
int check_cost_us(const struct check_kind *k);

/* Reads and judges parameters: unknown names, wrong types and bounds are ERR_INVALID with `field`.
 * `params` is a JSON object or NULL for all defaults; it is copied. Owned by the caller, who may
 * free it while runs of it are in flight. */
struct check_plan;
struct check_plan *check_plan_new(const struct check_kind *k, const json_t *params,
                                  struct err *e) MUST_CHECK;
/* The same from text, as it is stored; "" is all defaults. ERR_INTERNAL when it is no JSON: nobody
 * has saved that. */
struct check_plan *check_plan_read(const struct check_kind *k, struct str params,
                                   struct err *e) MUST_CHECK;
/* The whole number of a parameter, given or by default; 0 where the kind has none of that name. */
int64_t check_plan_int(const struct check_plan *p, const char *name);
int check_plan_cost_us(const struct check_plan *plan); /* of this one: TLS costs more */
void check_plan_free(struct check_plan *p);

/* What the checks of a process share: resolver, ICMP, TLS contexts, interface addresses. */
struct check_lab_options {
    uv_loop_t *loop;       /* borrowed */
    const char *resolvers; /* "addr[:port],..." or NULL for resolv.conf */
    const char *pinger;    /* socket of tocsin-pinger; NULL or not there when first needed:
                            raw sockets of our own */
    const char *ca_file;   /* trusted certificates, or NULL for the system's */
    const char *pg_conninfo, *redis_socket, *api_socket; /* for `self`, or NULL: not there */
};
struct check_lab;
struct check_lab *check_lab_new(const struct check_lab_options *o, struct err *e) MUST_CHECK;
/* Cancels what is in flight. The loop must run on until it has nothing left to close. */
void check_lab_free(struct check_lab *lab);
size_t check_lab_in_flight(const struct check_lab *lab);

struct check_job {
    struct check_plan *plan;   /* held by the run */
    const char *host;          /* host name or address; copied */
    int timeout_ms;            /* for all of it, 1..; over 30 s counts as 30 s */
    struct net_policy *policy; /* held by the run */
    void (*done)(const struct check_result *result, void *data); /* the result dies on return */
    void *data;
};
struct check_run;
/* `done` is called from the loop, never from inside this call. NULL with ERR_INVALID (the host
 * cannot be one) or ERR_UNAVAILABLE (no memory). */
struct check_run *check_start(struct check_lab *lab, const struct check_job *job,
                              struct err *e) MUST_CHECK;
/* `done` will not be called. Not allowed after or inside `done`. */
void check_cancel(struct check_run *run);
