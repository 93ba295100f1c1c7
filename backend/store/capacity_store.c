/* One setting of the transaction. */
#include "store/capacity_store.h"

static const struct stmt OVERRIDE =
    STMT("capacity_override",
         "SELECT set_config('app.override', 'capacity', true) FROM tenant WHERE tenant_id = $1", 0);

bool capacity_override(struct tx *t, struct err *e)
{
    return tx_run(t, &OVERRIDE, NO_ARGS, NULL, e);
}
