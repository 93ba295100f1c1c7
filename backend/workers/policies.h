/* What each tenant may reach, read as a whole at the start, on notification and every half minute.
 * Until the first reading nothing may be reached and nothing is run. */
#pragma once
#include "io/net.h"
#include "store/frame.h"

struct policies_row {
    int32_t tenant;
    struct net_policy *policy; /* held */
};

struct policies {
    struct frame *frame;
    struct ledger_entry entry;
    struct policies_row *rows; /* owned; ascending */
    size_t n;
    struct net_policy *bare;   /* of tenants without entries; NULL until the first reading */
    void (*ready)(void *self); /* after the first reading */
    void *self;
};

void policies_start(struct policies *p, struct frame *f);
void policies_refresh(struct policies *p);
/* Borrowed; NULL before the first reading. */
struct net_policy *policies_of(const struct policies *p, int32_t tenant);
void policies_stop(struct policies *p);
