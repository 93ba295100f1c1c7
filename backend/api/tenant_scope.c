/* Whose tenant a path means. */
#include "api/tenant_scope.h"

#include <stdlib.h>
#include <string.h>

#include "store/audit_store.h"
#include "store/tenant_store.h"

bool tenant_scope_enter(struct request *q, bool *foreign, struct err *e)
{
    char *slug = arena_str(q->mem, q->texts[0], e);
    int32_t home = q->actor.tenant, other = TENANT_NONE;

    if (!slug)
        return false;
    *foreign = strcmp(slug, q->actor.tenant_slug) != 0;
    request_target_text(q, "tenant", slug, NULL);
    if (!*foreign)
        return true;
    if (!request_may(q, PLATFORM_MANAGE))
        return err_set(e, ERR_NOT_FOUND, "no such tenant");
    if (!tenant_find(request_tx(q), slug, &other, e))
        return false;
    if (other == TENANT_NONE)
        return err_set(e, ERR_NOT_FOUND, "no such tenant");
    bool in = request_enter(q, other, e);
    q->actor.tenant = home;
    return in;
}

bool tenant_scope_note(struct request *q, int32_t tenant, struct err *e)
{
    char *detail = q->detail ? json_dumps(q->detail, JSON_COMPACT) : NULL;
    struct audit_entry row = {.actor_kind = q->actor.kind == ACTOR_USER ? "user" : "api_key",
                              .actor_id = q->actor.id,
                              .actor_name = q->actor.name,
                              .action = q->route->audit,
                              .outcome = "ok",
                              .target_kind = q->target_kind,
                              .target_id = q->target_id,
                              .target_name = q->target_name,
                              .ip = q->ip,
                              .request_id = q->id,
                              .detail_json = detail};
    bool done = audit_note(request_tx(q), tenant, &row, e);

    free(detail);
    return done;
}
