/* Egress rules of one tenant. */
#include "store/egress_store.h"

static const struct stmt LIST =
    STMT("egress_list",
         "SELECT coalesce(json_agg(net::text || ':' || service ORDER BY net, service), '[]') AS "
         "entries FROM egress_rule WHERE tenant_id = $1",
         0);
/* What stays is not touched, so that only changes are told to the checkers. */
static const struct stmt DROP = STMT("egress_drop",
                                     "DELETE FROM egress_rule WHERE tenant_id = $1 AND (net, "
                                     "service) NOT IN (SELECT network(n::inet), "
                                     "s FROM unnest($2::text[], $3::text[]) AS u (n, s))",
                                     2);
static const struct stmt ADD =
    STMT("egress_add",
         "INSERT INTO egress_rule (tenant_id, net, service) SELECT $1, network(n::inet), s FROM "
         "unnest($2::text[], $3::text[]) AS u (n, s) ON CONFLICT DO NOTHING",
         2);

bool egress_list(struct tx *t, PGresult **out, struct err *e)
{
    return tx_run(t, &LIST, NO_ARGS, out, e);
}

bool egress_replace(struct tx *t, const char *const *nets, const char *const *services, size_t n,
                    struct arena *mem, struct err *e)
{
    struct arg a, b;

    if (!arg_texts(mem, nets, n, &a, e) || !arg_texts(mem, services, n, &b, e))
        return false;
    return tx_run(t, &DROP, ARGS(a, b), NULL, e) && tx_run(t, &ADD, ARGS(a, b), NULL, e);
}
