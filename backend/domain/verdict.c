/* The state machine of one check. */
#include "domain/verdict.h"

enum { RUN_MAX = 200 }; /* counters of runs stop here; retries are fewer */

/* Severity for comparing; states that say nothing about the target rank as if it were well. */
static int rank(enum status s)
{
    return s == STATUS_DOWN ? 2 : s == STATUS_DEGRADED ? 1 : 0;
}

static bool says_nothing(enum status s)
{
    return s == STATUS_PENDING || s == STATUS_UNKNOWN;
}

static uint8_t one_more(uint8_t n)
{
    return n < RUN_MAX ? (uint8_t)(n + 1) : n;
}

static void forget_flaps(struct verdict *v, int64_t now_ms)
{
    int64_t passed = (now_ms - v->flaps_mono_ms) / VERDICT_FORGET_MS;

    if (passed <= 0)
        return;
    v->flaps = passed >= v->flaps ? 0 : (uint16_t)(v->flaps - passed);
    v->flaps_mono_ms += passed * VERDICT_FORGET_MS;
}

/* Counts the result into the run it belongs to and ends the runs it contradicts. */
static void count(struct verdict *v, enum status result)
{
    if (result == STATUS_UNKNOWN) {
        v->blind = one_more(v->blind);
        return;
    }
    v->blind = 0;
    if (rank(result) > rank(v->state)) {
        v->mildest = v->worse && rank(v->mildest) < rank(result) ? v->mildest : result;
        v->worse = one_more(v->worse);
        v->better = 0;
    } else if (rank(result) < rank(v->state) || says_nothing(v->state)) {
        v->least = v->better && rank(v->least) > rank(result) ? v->least : result;
        v->better = one_more(v->better);
        v->worse = 0;
    } else {
        v->worse = v->better = 0;
    }
}

/* The state the runs have confirmed, or the one there is. */
static enum status confirmed(const struct verdict *v, int worse_needed, int better_needed)
{
    if (v->better >= better_needed)
        return v->least;
    if (v->worse >= worse_needed)
        return v->mildest;
    if (v->blind >= (v->state == STATUS_PENDING ? 1 : worse_needed))
        return STATUS_UNKNOWN;
    return v->state;
}

void verdict_init(struct verdict *v, enum status state)
{
    *v = (struct verdict){.state = state};
}

bool verdict_flapping(const struct verdict *v)
{
    return v->flaps >= VERDICT_FLAPPING;
}

struct verdict_step verdict_push(struct verdict *v, const struct verdict_rule *rule,
                                 enum status result, int64_t now_ms)
{
    struct verdict_step step = {.from = v->state};

    forget_flaps(v, now_ms);
    count(v, result);
    int better_needed = verdict_flapping(v) && !says_nothing(v->state) ? VERDICT_CALM : 1;
    step.to = confirmed(v, rule->retries + 1, better_needed);
    step.changed = step.to != step.from;
    if (step.changed) {
        if (v->flaps == 0)
            v->flaps_mono_ms = now_ms;
        if (!says_nothing(step.from) && !says_nothing(step.to) && v->flaps < UINT16_MAX)
            v->flaps++;
        v->state = step.to;
        v->worse = v->better = v->blind = 0;
    }
    step.confirm = v->worse || v->better || (v->blind && v->state != STATUS_UNKNOWN);
    step.retry_ms = rule->interval_ms < VERDICT_RETRY_MS ? rule->interval_ms : VERDICT_RETRY_MS;
    return step;
}
