/* Counting tries. Redis holds "p:wait:<key>" for as long as the answer is no. */
#include "store/throttle_store.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"

static const struct stmt TAKE =
    STMT_SYSTEM("throttle_take", "SELECT place, wait_s FROM throttle_take($1, $2, $3)", 3);
static const struct stmt GIVE = STMT_SYSTEM("throttle_give", "SELECT throttle_give($1)", 1);
static const struct stmt REFUSAL =
    STMT_SYSTEM("throttle_refusal", "SELECT refusal_count($1, $2)", 2);

enum { BYTEA_ARRAY = 1001, KEY_TEXT = sizeof "p:wait:" + 2 * THROTTLE_KEY };

static void cache_key(const uint8_t key[THROTTLE_KEY], char out[KEY_TEXT])
{
    char hex[2 * THROTTLE_KEY + 1];

    str_hex(key, THROTTLE_KEY, hex);
    snprintf(out, KEY_TEXT, "p:wait:%s", hex);
}

static bool refused(struct err *e, int64_t wait_s)
{
    if (e->code == ERR_NONE)
        e->retry_after_s = (int)wait_s;
    return err_set(e, ERR_THROTTLED, "too many tries; wait %d seconds", (int)wait_s);
}

/* Seconds until the longest wait that Redis knows of is over; 0 when it knows none. */
static int64_t remembered(struct cache *c, const struct throttle *w)
{
    int64_t longest = 0, now_s = clock_wall_s();
    struct arena mem;

    arena_init(&mem, 64 << 10);
    for (size_t i = 0; i < w->n; i++) {
        char key[KEY_TEXT];
        struct str value;
        int64_t until;
        cache_key(w->key[i], key);
        if (cache_get(c, key, &mem, &value) && str_int(value, 0, INT64_MAX, &until) &&
            until - now_s > longest)
            longest = until - now_s;
    }
    arena_clear(&mem);
    return longest;
}

static void remember(struct cache *c, const uint8_t key[THROTTLE_KEY], int64_t wait_s)
{
    char name[KEY_TEXT], until[24];

    cache_key(key, name);
    snprintf(until, sizeof until, "%" PRId64, clock_wall_s() + wait_s);
    (void)cache_set(c, name, str_of(until), (int)wait_s * 1000);
}

/* The keys as text of a bytea array: hex only, so nothing in it needs quoting. */
static bool keys_text(const struct throttle *w, char *out, size_t size)
{
    struct buf b = {.p = out, .cap = size};

    buf_char(&b, '{');
    for (size_t i = 0; i < w->n; i++) {
        char hex[2 * THROTTLE_KEY + 1];
        str_hex(w->key[i], THROTTLE_KEY, hex);
        buf_fmt(&b, "%s\"\\\\x%s\"", i ? "," : "", hex);
    }
    buf_char(&b, '}');
    return buf_ok(&b);
}

bool throttle_take(struct tx *t, struct cache *c, const struct throttle *w, struct err *e)
{
    char keys[THROTTLE_MOST * (2 * THROTTLE_KEY + 8) + 3];
    int32_t allowed[THROTTLE_MOST], windows[THROTTLE_MOST];
    struct arg limits, spans;
    struct arena mem;
    AUTO_RES r = NULL;

    int64_t wait_s = remembered(c, w);
    if (wait_s > 0)
        return refused(e, wait_s);
    for (size_t i = 0; i < w->n; i++) {
        allowed[i] = w->allowed[i];
        windows[i] = w->window_s[i];
    }
    arena_init(&mem, 64 << 10);
    bool done = keys_text(w, keys, sizeof keys) && arg_int4s(&mem, allowed, w->n, &limits, e) &&
                arg_int4s(&mem, windows, w->n, &spans, e) &&
                tx_run(t, &TAKE, ARGS(arg_typed(BYTEA_ARRAY, keys), limits, spans), &r, e);
    arena_clear(&mem);
    if (!done)
        return err_set(e, ERR_INTERNAL, "a try could not be counted");
    for (int i = 0; i < PQntuples(r); i++) {
        int64_t place = row_int(r, i, 0), s = row_int(r, i, 1);
        if (place < 1 || (size_t)place > w->n)
            return err_set(e, ERR_INTERNAL, "throttle_take names a key nobody asked for");
        remember(c, w->key[place - 1], s);
        wait_s = s > wait_s ? s : wait_s;
    }
    return wait_s == 0 || refused(e, wait_s);
}

bool throttle_give(struct tx *t, const struct throttle *w, struct err *e)
{
    char keys[THROTTLE_MOST * (2 * THROTTLE_KEY + 8) + 3];

    if (!keys_text(w, keys, sizeof keys))
        return err_set(e, ERR_INTERNAL, "too many keys");
    return tx_run(t, &GIVE, ARGS(arg_typed(BYTEA_ARRAY, keys)), NULL, e);
}

bool throttle_count_refusal(struct tx *t, const char *action, const char *reason, struct err *e)
{
    return tx_run(t, &REFUSAL, ARGS(TEXT(action), TEXT(reason)), NULL, e);
}
