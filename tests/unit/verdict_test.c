/* The state machine of one check, by tables and by properties over random histories. */
#include "base/rng.h"
#include "domain/verdict.h"
#include "unit.h"

static enum status from_letter(char c)
{
    for (int s = 0; s < STATUS__COUNT; s++)
        if (status_letter((enum status)s) == c)
            return (enum status)s;
    fail_msg("no status has the letter %c", c);
    return STATUS_UNKNOWN;
}

/* Each row: results in, states out after each of them. */
static const struct history {
    const char *what;
    int retries;
    char start;
    const char *in, *out;
} histories[] = {
    {"first good result is believed", 2, 'p', "u", "u"},
    {"no retries: one failure is enough", 0, 'u', "d", "d"},
    {"two retries: the third failure decides", 2, 'u', "ddd", "uud"},
    {"a good result starts the count again", 2, 'u', "ddudd", "uuuuu"},
    {"recovery is believed at once", 2, 'd', "u", "u"},
    {"the mildest of a mixed run", 2, 'u', "dgd", "uug"},
    {"on from degraded to down", 1, 'g', "dd", "gd"},
    {"half a recovery", 2, 'd', "g", "g"},
    {"unknown is not down", 1, 'u', "d?d", "uud"},
    {"unknown alone never becomes down", 2, 'u', "??????", "uu????"},
    {"unknown does not forgive a failure", 2, 'u', "d?d?d", "uuuud"},
    {"unknown ends with a good result", 2, '?', "u", "u"},
    {"unknown ends with confirmed failures", 1, '?', "dd", "?d"},
    {"a first failure is confirmed too", 1, 'p', "dd", "pd"},
    {"nothing known before, nothing to lose", 2, 'p', "?ddd", "???d"},
    {"unknown while down", 1, 'd', "??u", "d?u"},
};

static void follows_histories(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof histories / sizeof *histories; i++) {
        const struct history *h = &histories[i];
        struct verdict_rule rule = {.retries = h->retries, .interval_ms = 60000};
        struct verdict v;

        verdict_init(&v, from_letter(h->start));
        for (size_t k = 0; h->in[k]; k++) {
            struct verdict_step step = verdict_push(&v, &rule, from_letter(h->in[k]), 0);
            if (status_letter(v.state) != h->out[k])
                fail_msg("%s: after result %zu of %s the state is %s", h->what, k + 1, h->in,
                         status_name(v.state));
            assert_int_equal(step.to, v.state);
        }
    }
}

static void retries_soon_after_a_failure(void **state)
{
    struct verdict_rule minute = {.retries = 1, .interval_ms = 60000};
    struct verdict_rule brisk = {.retries = 1, .interval_ms = 2000};
    struct verdict v;

    (void)state;
    verdict_init(&v, STATUS_UP);
    struct verdict_step step = verdict_push(&v, &minute, STATUS_DOWN, 0);
    assert_true(step.confirm);
    assert_int_equal(step.retry_ms, VERDICT_RETRY_MS);
    step = verdict_push(&v, &minute, STATUS_DOWN, 0);
    assert_true(step.changed);
    assert_false(step.confirm);

    verdict_init(&v, STATUS_UP);
    assert_int_equal(verdict_push(&v, &brisk, STATUS_UNKNOWN, 0).retry_ms, 2000);
}

static void flapping_wants_calm(void **state)
{
    struct verdict_rule rule = {.retries = 0, .interval_ms = 60000};
    struct verdict v;
    int changes = 0;

    (void)state;
    verdict_init(&v, STATUS_UP);
    for (int i = 0; i < 200; i++) /* one failure, one success, and so on within seconds */
        changes += verdict_push(&v, &rule, i % 2 ? STATUS_UP : STATUS_DOWN, i * 1000).changed;
    assert_true(verdict_flapping(&v));
    assert_true(changes <= VERDICT_FLAPPING + 1);
    assert_int_equal(v.state, STATUS_DOWN);
    assert_false(verdict_push(&v, &rule, STATUS_UP, 200000).changed); /* the second in a row */
    assert_true(verdict_push(&v, &rule, STATUS_UP, 201000).changed);

    assert_true(verdict_push(&v, &rule, STATUS_DOWN, 202000).changed);
    int64_t later = 202000 + (int64_t)VERDICT_FORGET_MS * 10;
    assert_true(verdict_push(&v, &rule, STATUS_UP, later).changed); /* forgotten by then */
    assert_false(verdict_flapping(&v));
}

/* Whatever the history: a worse state has retries + 1 results behind it, each at least as bad as
 * the new state, with nothing but UNKNOWN between them; and UNKNOWN never changes a state to down.
 */
static void never_worse_without_proof(void **state)
{
    struct rng r;
    char past[600];

    (void)state;
    rng_seed(&r, 7);
    for (int round = 0; round < 300; round++) {
        struct verdict_rule rule = {.retries = (int)rng_below(&r, 5), .interval_ms = 30000};
        struct verdict v;
        verdict_init(&v, (enum status)rng_below(&r, STATUS__COUNT));
        int since = 0; /* first result after the last change */
        for (int n = 0; n < (int)sizeof past; n++) {
            enum status result = (enum status)(1 + rng_below(&r, STATUS__COUNT - 1));
            past[n] = status_letter(result);
            struct verdict_step step = verdict_push(&v, &rule, result, (int64_t)n * 1000);
            if (!step.changed)
                continue;
            if (step.to == STATUS_DOWN ||
                (step.to == STATUS_DEGRADED && step.from != STATUS_DOWN)) {
                int proof = 0;
                for (int k = n; k >= since && past[k] != 'u'; k--)
                    proof += past[k] == 'd' || (past[k] == 'g' && step.to == STATUS_DEGRADED);
                assert_true(proof >= rule.retries + 1);
                assert_int_not_equal(result, STATUS_UNKNOWN);
            }
            since = n + 1;
        }
    }
}

static void names_and_letters(void **state)
{
    (void)state;
    for (int s = 0; s < STATUS__COUNT; s++) {
        enum status back = STATUS_PENDING;
        assert_true(status_parse(str_of(status_name((enum status)s)), &back));
        assert_int_equal(back, s);
    }
    enum status kept = STATUS_UP;
    assert_false(status_parse(STR("upp"), &kept));
    assert_int_equal(kept, STATUS_UP);
}

UNIT_TESTS(UNIT(follows_histories), UNIT(retries_soon_after_a_failure), UNIT(flapping_wants_calm),
           UNIT(never_worse_without_proof), UNIT(names_and_letters))
