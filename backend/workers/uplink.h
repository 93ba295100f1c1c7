/* Whether this machine itself still reaches the network, asked of its default gateway. A target
 * that gives no answer while the gateway, which answered before, gives none either, was not looked
 * at: that result is UNKNOWN, not DOWN. Such results wait here for the gateway's answer, a second
 * at most. A gateway that is silent while other targets answer proves nothing, and is not believed.
 */
#pragma once
#include "checks/check.h"
#include "io/addr.h"
#include "io/net.h"
#include "store/frame.h"

struct uplink_held; /* a result that waits */

enum uplink_state {
    UPLINK_UNPROVEN, /* no gateway, or it never answered, or its silence means nothing */
    UPLINK_GOOD,
    UPLINK_BAD
};

struct uplink {
    struct frame *frame;
    struct check_lab *lab; /* borrowed */
    enum uplink_state state;
    char gateway[ADDR_TEXT];
    struct net_own *own;       /* owned */
    struct net_policy *policy; /* owned: of a person, and one that allows nothing special */
    struct net_policy *bare;
    struct check_plan *plan; /* owned */
    struct check_run *run;
    uv_timer_t timer;
    int64_t asked_mono_ms;    /* when the question in flight was asked */
    int64_t proved_mono_ms;   /* newest start of a run that reached something beyond this machine */
    struct uplink_held *held; /* owned */
    size_t nheld;
    int64_t doubted;
    /* Gives a result back that has waited. */
    void (*judged)(void *self, int32_t tenant, int64_t check, int64_t slot_us,
                   const struct check_result *result);
    void *self;
};

/* `lab`, `judged` and `self` are set by the caller beforehand. */
void uplink_start(struct uplink *u, struct frame *f);
/* A run against `host` that began at `started_mono_ms` ended so. True: the result was kept and
 * comes back by `judged`, at most a second later. */
bool uplink_doubts(struct uplink *u, int32_t tenant, int64_t check, int64_t slot_us,
                   int64_t started_mono_ms, const char *host, const struct check_result *result);
const char *uplink_state_name(const struct uplink *u);
void uplink_stop(struct uplink *u);
