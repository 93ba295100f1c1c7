/* Routes below /tenants/{tenant_id}: whose tenant is meant, and who may see it. */
#pragma once
#include "api/request.h"

/* The tenant of the path. The own one: *foreign false, the transaction is as ever. Another's,
 * for a platform administrator: the transaction is that tenant's from here on, while refusals
 * still go to the caller's own trail. Anybody else: ERR_NOT_FOUND, as for none at all. */
bool tenant_scope_enter(struct request *q, bool *foreign, struct err *e) MUST_CHECK;
/* The row that the framework writes into the open transaction's trail, into `tenant`'s as well. */
bool tenant_scope_note(struct request *q, int32_t tenant, struct err *e) MUST_CHECK;
