/* The gateway as witness. */
#include "workers/uplink.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/scope.h"
#include "io/json.h"

enum { ASK_MS = 15000, PATIENCE_MS = 1000, MOST_HELD = 2000, OWN_AGE_MS = 60000 };

struct uplink_held {
    struct uplink_held *next;
    int32_t tenant;
    int64_t check, slot_us, started_mono_ms;
    struct check_result result;
};

/* The IPv4 default route of the kernel's table, whose columns are interface, destination, gateway:
 * words of memory printed as numbers. */
static bool find_gateway(char out[ADDR_TEXT])
{
    AUTO_FILE f = fopen("/proc/net/route", "re");
    char line[256];

    while (f && fgets(line, sizeof line, f)) {
        struct str rest = str_of(line), interface, dest, gateway;
        uint8_t b[4];
        uint32_t word;
        if (!str_cut(&rest, '\t', &interface) || !str_cut(&rest, '\t', &dest) ||
            !str_cut(&rest, '\t', &gateway) || !str_is(dest, "00000000") ||
            str_is(gateway, "00000000") || !str_unhex(gateway, b, sizeof b))
            continue;
        memcpy(&word, b, sizeof word);
        word = be32toh(word);
        memcpy(b, &word, sizeof b);
        snprintf(out, ADDR_TEXT, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
        return true;
    }
    return false;
}

static const char *address_of(const struct check_result *r)
{
    for (size_t i = 0; i < r->facts_n; i++)
        if (r->facts[i].type == CHECK_FACT_TEXT && strcmp(r->facts[i].name, "address") == 0)
            return r->text + r->facts[i].text;
    return NULL;
}

/* Whether the run went, or tried to go, beyond this machine. Unclear is not. */
static bool went_out(const struct uplink *u, const struct check_result *r, const char *host)
{
    const char *used = address_of(r), *text = used ? used : host;
    struct addr addr;
    struct sockaddr_storage sa;

    if (!addr_parse(str_of(text), &addr))
        return false;
    socklen_t len = addr_sockaddr(&addr, 0, &sa);
    bool loopback = addr.v4 ? addr.b[0] == 127 : strcmp(text, "::1") == 0;
    return !loopback &&
           net_judge(u->bare, u->own, (struct sockaddr *)&sa, len, NET_ICMP) != NET_DENIED_OWN;
}

/* Nothing came from the target itself, so that our own way out may be to blame. */
static bool is_silence(const struct check_result *r)
{
    static const char *const reasons[] = {"timeout", "host_unreachable", "network_unreachable",
                                          "ttl_exceeded"};

    if (r->status != STATUS_DOWN || !r->reason)
        return false;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(r->reason, reasons[i]) == 0)
            return true;
    return false;
}

static void enter(struct uplink *u, enum uplink_state state)
{
    if (u->state == state)
        return;
    if (state == UPLINK_BAD)
        log_event(LOG_ERROR, "uplink_down", "gateway", u->gateway, NULL);
    else if (u->state == UPLINK_BAD)
        log_event(LOG_WARN, "uplink_back", "gateway", u->gateway, NULL);
    u->state = state;
}

static void release(struct uplink *u)
{
    struct uplink_held *list = u->held;

    u->held = NULL;
    u->nheld = 0;
    for (struct uplink_held *h = list, *next; h; h = next) {
        next = h->next;
        if (u->state == UPLINK_BAD && u->proved_mono_ms < h->started_mono_ms) {
            u->doubted++;
            check_result_set(&h->result, STATUS_UNKNOWN, "uplink_down",
                             "this machine does not reach its own gateway");
        }
        u->judged(u->self, h->tenant, h->check, h->slot_us, &h->result);
        free(h);
    }
}

static void answered(const struct check_result *result, void *data)
{
    struct uplink *u = data;
    bool heard = result->status == STATUS_UP || result->status == STATUS_DEGRADED;

    u->run = NULL;
    if (heard)
        enter(u, UPLINK_GOOD);
    else if (u->proved_mono_ms >= u->asked_mono_ms)
        enter(u, UPLINK_UNPROVEN); /* silent, but others were reached meanwhile */
    else if (u->state == UPLINK_GOOD && result->status == STATUS_DOWN)
        enter(u, UPLINK_BAD);
    release(u);
}

static void ask(struct uplink *u)
{
    struct check_job job = {.plan = u->plan,
                            .host = u->gateway,
                            .timeout_ms = PATIENCE_MS,
                            .policy = u->policy,
                            .done = answered,
                            .data = u};
    struct err e = {0};

    if (u->run || !u->plan || !net_own_refresh(u->own, clock_mono_ms(), OWN_AGE_MS, &e))
        return;
    u->asked_mono_ms = clock_mono_ms();
    u->run = check_start(u->lab, &job, &e);
    if (!u->run)
        log_err("uplink", &e);
}

static void tick(uv_timer_t *timer)
{
    ask(timer->data);
}

void uplink_start(struct uplink *u, struct frame *f)
{
    struct err e = {0};
    AUTO_JSON params = json_pack("{s:i}", "count", 1);

    u->frame = f;
    uv_timer_init(f->loop, &u->timer);
    u->timer.data = u;
    if (!find_gateway(u->gateway))
        return;
    u->own = net_own_new();
    u->policy = net_policy_person();
    u->bare = net_policy_new(NULL, 0);
    const struct check_kind *icmp = check_find(STR("icmp"));
    u->plan = icmp && u->own && u->policy && u->bare ? check_plan_new(icmp, params, &e) : NULL;
    if (u->plan)
        uv_timer_start(&u->timer, tick, 0, ASK_MS);
    else
        log_err("uplink", &e);
}

bool uplink_doubts(struct uplink *u, int32_t tenant, int64_t check, int64_t slot_us,
                   int64_t started_mono_ms, const char *host, const struct check_result *result)
{
    if (!u->plan)
        return false;
    if (result->status == STATUS_UP && went_out(u, result, host) &&
        started_mono_ms > u->proved_mono_ms) {
        u->proved_mono_ms = started_mono_ms;
        if (u->state == UPLINK_BAD && started_mono_ms > u->asked_mono_ms)
            enter(u, UPLINK_UNPROVEN); /* it comes back as good when the gateway answers */
    }
    if (u->state == UPLINK_UNPROVEN || !is_silence(result) || !went_out(u, result, host) ||
        u->proved_mono_ms > started_mono_ms || u->nheld >= MOST_HELD)
        return false;
    struct uplink_held *h = malloc(sizeof *h);
    if (!h)
        return false;
    *h = (struct uplink_held){u->held, tenant, check, slot_us, started_mono_ms, *result};
    u->held = h;
    u->nheld++;
    ask(u);
    if (!u->run) /* it could not even be asked */
        release(u);
    return true;
}

const char *uplink_state_name(const struct uplink *u)
{
    static const char *const names[] = {"unproven", "good", "bad"};

    return names[u->state];
}

void uplink_stop(struct uplink *u)
{
    if (u->run)
        check_cancel(u->run);
    u->run = NULL;
    for (struct uplink_held *h = u->held, *next; h; h = next) {
        next = h->next;
        free(h);
    }
    u->held = NULL;
    uv_close((uv_handle_t *)&u->timer, NULL);
    check_plan_free(u->plan);
    net_policy_drop(u->policy);
    net_policy_drop(u->bare);
    net_own_free(u->own);
}
