/* Entries of table egress_rule, by a function of the schema. */
#include "store/policy_store.h"

static const struct stmt LIST =
    STMT_SYSTEM("policy_list", "SELECT tenant_id, net, service FROM checker_egress()", 0);

bool policy_list_ask(struct db *d, struct err *e)
{
    return later_send(d, TENANT_NONE, &LIST, NO_ARGS, e);
}

void policy_list_answer(const PGresult *r, int i, int32_t *tenant, struct buf *entry)
{
    *tenant = (int32_t)row_int(r, i, 0);
    buf_fmt(entry, "%s:%s", row_text(r, i, 1), row_text(r, i, 2));
}
