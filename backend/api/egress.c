/* What a tenant's checks may reach beyond globally routable addresses. Everybody may read his
 * own list; only platform administrators write one. */
#include <string.h>

#include "api/tenant_scope.h"
#include "base/buf.h"
#include "io/net.h"
#include "store/egress_store.h"

enum { ENTRIES = 200 };

static const struct field entry_item[] = {{.name = "entry", .type = FIELD_STR, .min = 3, .max = 60},
                                          {0}};
static const struct field egress_fields[] = {
    {"entries", FIELD_LIST, .flags = F_REQUIRED, .of = entry_item, .max = ENTRIES,
     .doc = "CIDR:PORT, CIDR:* or CIDR:icmp; the port may be *."},
    {0},
};

static bool show(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;
    bool foreign;

    return tenant_scope_enter(q, &foreign, e) && egress_list(request_tx(q), &r, e) &&
           answer_row(q, r, e);
}

/* One entry in its strict form, as network and service. */
static bool cut(struct request *q, const char *entry, const char **net, const char **service,
                struct err *e)
{
    char text[80];
    struct buf b = BUF(text);
    struct net_rule rule;
    struct err why = {0};

    if (!net_rule_parse(str_of(entry), &rule, &why))
        return request_fault(q, e, "/entries", "bad_entry", "%.60s: %s", entry, why.msg);
    net_rule_format(&rule, &b);
    char *kept = buf_ok(&b) ? arena_str(q->mem, buf_view(&b), e) : NULL;
    char *colon = kept ? strrchr(kept, ':') : NULL;
    if (!colon)
        return err_set(e, ERR_INTERNAL, "an egress entry without a service");
    *colon = '\0';
    *net = kept;
    *service = colon + 1;
    return true;
}

static bool replace(struct request *q, struct err *e)
{
    const char *nets[ENTRIES], *services[ENTRIES];
    const json_t *list = body_json(q, "entries"), *item;
    AUTO_RES r = NULL;
    bool foreign;
    size_t i;

    json_array_foreach(list, i, item) if (!cut(q, json_string_value(item), &nets[i], &services[i],
                                               e)) return false;
    if (!tenant_scope_enter(q, &foreign, e))
        return false;
    request_detail(q, "entries", json_deep_copy(list));
    if (!egress_replace(request_tx(q), nets, services, json_array_size(list), q->mem, e)) {
        if (e->code == ERR_INVALID)
            e->field = "/entries";
        return false;
    }
    return (!foreign || tenant_scope_note(q, q->actor.tenant, e)) &&
           egress_list(request_tx(q), &r, e) && answer_row(q, r, e);
}

const struct route api_egress[] = {
    {"GET", "/api/v1/tenants/{tenant_id}/egress", TENANT_READ, show, POOL_FAST, RATE_READ,
     .answer = egress_fields, .doc = "Which private addresses a tenant's checks may reach."},
    {"PUT", "/api/v1/tenants/{tenant_id}/egress", PLATFORM_MANAGE, replace, POOL_FAST, RATE_WRITE,
     MFA_FRESH, .audit = "tenant.egress", .body = egress_fields, .answer = egress_fields,
     .status = 200, .doc = "Replace that list."},
    {0},
};
