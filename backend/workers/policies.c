/* Rows of entries to policies, replaced whole. */
#include "workers/policies.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/policy_store.h"

enum { REFRESH_MS = 30000, ENTRY_MAX = 80, RULES_MOST = 1000 };

static bool ask(void *self, struct db *d, struct err *e)
{
    (void)self;
    return policy_list_ask(d, e);
}

/* The rules of one tenant, beginning at row `from`; *next is the row of the next tenant. An entry
 * we cannot read allows nothing. */
static struct net_policy *read_tenant(const PGresult *r, int from, int *next, int32_t *tenant)
{
    struct net_rule rules[RULES_MOST];
    size_t n = 0;
    int32_t whose;
    int i = from;

    for (; i < PQntuples(r); i++) {
        char text[ENTRY_MAX];
        struct buf entry = BUF(text);
        struct err e = {0};
        policy_list_answer(r, i, &whose, &entry);
        if (i == from)
            *tenant = whose;
        else if (whose != *tenant)
            break;
        if (!buf_ok(&entry) || n == RULES_MOST || !net_rule_parse(buf_view(&entry), &rules[n], &e))
            log_event(LOG_WARN, "egress_entry_ignored", "entry", text, NULL);
        else
            n++;
    }
    *next = i;
    return net_policy_new(rules, n);
}

static void forget(struct policies_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        net_policy_drop(rows[i].policy);
    free(rows);
}

static bool read_all(const PGresult *r, struct policies_row **out, size_t *out_n)
{
    int total = PQntuples(r);
    struct policies_row *rows = calloc((size_t)total + 1, sizeof *rows);
    size_t n = 0;

    if (!rows)
        return false;
    for (int i = 0; i < total; n++)
        if ((rows[n].policy = read_tenant(r, i, &i, &rows[n].tenant)) == NULL) {
            forget(rows, n);
            return false;
        }
    *out = rows;
    *out_n = n;
    return true;
}

static void answer(void *self, const PGresult *r, const struct err *e)
{
    struct policies *p = self;
    struct policies_row *rows;
    size_t n;

    (void)e;
    ledger_want_at(&p->frame->ledger, &p->entry, clock_mono_ms() + (r ? REFRESH_MS : 1000));
    if (!r || !read_all(r, &rows, &n))
        return; /* the old list stays */
    forget(p->rows, p->n);
    p->rows = rows;
    p->n = n;
    bool first = !p->bare;
    if (first)
        p->bare = net_policy_new(NULL, 0);
    if (first && p->bare)
        p->ready(p->self);
}

void policies_start(struct policies *p, struct frame *f)
{
    p->frame = f;
    p->entry = (struct ledger_entry){"egress", ask, answer, p, true, 0};
    ledger_add(&f->ledger, &p->entry);
}

void policies_refresh(struct policies *p)
{
    ledger_want_at(&p->frame->ledger, &p->entry, 0);
}

struct net_policy *policies_of(const struct policies *p, int32_t tenant)
{
    size_t low = 0, high = p->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->rows[mid].tenant < tenant)
            low = mid + 1;
        else
            high = mid;
    }
    return low < p->n && p->rows[low].tenant == tenant ? p->rows[low].policy : p->bare;
}

void policies_stop(struct policies *p)
{
    forget(p->rows, p->n);
    net_policy_drop(p->bare);
    p->rows = NULL;
    p->bare = NULL;
    p->n = 0;
}
