/* Tenants. Platform administrators make them and see metadata and usage of all; everybody else
 * sees his own, and its owner may rename it. What is somebody else's reads as absent. */
#include <stdlib.h>
#include <string.h>

#include "api/host_fields.h"
#include "api/invite.h"
#include "api/object.h"
#include "api/passwords.h"
#include "api/tenant_scope.h"
#include "io/crypto.h"
#include "store/host_list_store.h"
#include "store/invite_store.h"
#include "store/tenant_store.h"

#define TENANT_ROWS                                                                                \
    {"tenant_id", FIELD_SLUG, .doc = "Short name; never changes."},                                \
        {"name", FIELD_STR, .doc = "Name."}, {"description", FIELD_STR, .doc = "What it is for."}, \
        {"quota_hosts", FIELD_INT, .flags = F_NULL, .doc = "Null: unlimited."},                    \
        {"quota_checks_per_hour", FIELD_INT, .flags = F_NULL, .doc = "Null: unlimited."},          \
        {"quota_users", FIELD_INT, .flags = F_NULL, .doc = "Null: unlimited."},                    \
        {"data_retention_days", FIELD_INT, .doc = "Days that samples are kept."},                  \
        {"plan", FIELD_STR, .doc = "Name of the plan."},                                           \
        {"cost_per_host", FIELD_DECIMAL, .doc = "Price of a host."},                               \
        {"cost_per_check", FIELD_DECIMAL, .doc = "Price of a check."},                             \
        {"status", FIELD_ENUM, .choices = "active|suspended",                                      \
         .doc = "Suspended: nobody gets in."},                                                     \
    {                                                                                              \
        "created_at", FIELD_TIME, .doc = "When it was made."                                       \
    }
static const struct field tenant_fields[] = {TENANT_ROWS, {0}};
static const struct field new_tenant_fields[] = {TENANT_ROWS, INVITE_ROWS, {0}};

static bool list(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;

    if (!request_page(q, &page, e))
        return false;
    bool all = request_may(q, PLATFORM_MANAGE);
    if (!(all ? tenant_list(request_tx(q), page.key, page.fetch, &r, e)
              : tenant_get(request_tx(q), &r, e)))
        return false;
    return answer_rows(q, r, all ? &page : NULL, e);
}

static bool show(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;
    bool foreign;

    return tenant_scope_enter(q, &foreign, e) && tenant_get(request_tx(q), &r, e) &&
           answer_row(q, r, e);
}

static int64_t quota(struct request *q, const char *name, bool *given)
{
    *given = body_has(q, name);
    return body_json(q, name) && json_is_integer(body_json(q, name)) ? body_int(q, name) : -1;
}

static struct tenant_change change_of(struct request *q)
{
    struct tenant_change c = {.name = body_text(q, "name"),
                              .description = body_text(q, "description"),
                              .plan = body_text(q, "plan"),
                              .status = body_text(q, "status"),
                              .cost_per_host = body_text(q, "cost_per_host"),
                              .cost_per_check = body_text(q, "cost_per_check"),
                              .data_retention_days = body_int(q, "data_retention_days")};

    c.quota_hosts = quota(q, "quota_hosts", &c.set_hosts);
    c.quota_checks_per_hour = quota(q, "quota_checks_per_hour", &c.set_checks);
    c.quota_users = quota(q, "quota_users", &c.set_users);
    return c;
}

/* What a tenant's owner may not change himself. */
static bool beyond_owner(const struct tenant_change *c)
{
    return c->plan || c->status || c->cost_per_host || c->cost_per_check || c->set_hosts ||
           c->set_checks || c->set_users || c->data_retention_days;
}

static bool change(struct request *q, struct err *e)
{
    struct tenant_change c = change_of(q);
    AUTO_RES before = NULL;
    AUTO_RES after = NULL;
    bool foreign;

    if (!tenant_scope_enter(q, &foreign, e))
        return false;
    if (beyond_owner(&c) && !request_may(q, PLATFORM_MANAGE))
        return err_set(e, ERR_FORBIDDEN, "only a platform administrator changes plan and quotas");
    if (c.status && !foreign)
        return err_set(e, ERR_CONFLICT, "you would lock yourself out of your own tenant");
    if (!tenant_lock(request_tx(q), e) || !tenant_get(request_tx(q), &before, e) ||
        !request_if_match(q, row_int(before, 0, PQfnumber(before, "revision")), e) ||
        !tenant_update(request_tx(q), &c, e))
        return false;
    return (!foreign || tenant_scope_note(q, q->actor.tenant, e)) &&
           tenant_get(request_tx(q), &after, e) && answer_row(q, after, e);
}

/* The settings given, as the schema's columns. */
static char *settings(struct request *q, struct err *e)
{
    static const char *const names[] = {"description",   "plan",
                                        "quota_hosts",   "quota_checks_per_hour",
                                        "quota_users",   "data_retention_days",
                                        "cost_per_host", "cost_per_check"};
    json_auto_t *o = json_object();

    for (size_t i = 0; o && i < sizeof names / sizeof *names; i++)
        if (body_json(q, names[i]))
            json_object_set(o, names[i], (json_t *)body_json(q, names[i]));
    char *text = o ? json_dumps(o, JSON_COMPACT) : NULL;
    char *kept = text ? arena_str(q->mem, str_of(text), e) : NULL;
    free(text);
    if (!kept)
        err_set(e, ERR_UNAVAILABLE, "no memory for the tenant");
    return kept;
}

static bool create(struct request *q, struct err *e)
{
    const char *email = body_text(q, "owner_email"), *person = body_text(q, "owner_name");
    struct tenant_new n = {
        .slug = body_text(q, "tenant_id"), .name = body_text(q, "name"), .valid_s = INVITE_LIFE_S};
    char secret[CRYPTO_SECRET_TEXT];
    uint8_t digest[CRYPTO_SHA256];
    int64_t expires_us;
    int32_t tenant;
    AUTO_RES r = NULL;

    request_target_text(q, "tenant", n.slug, n.name);
    n.settings = settings(q, e);
    n.email = email ? passwords_fold(q, email, e) : NULL;
    n.person = person ? person : n.email;
    crypto_secret_new(secret, digest);
    n.link = digest;
    if (e->code != ERR_NONE || !tenant_create(request_tx(q), &n, &tenant, &expires_us, e) ||
        !tenant_scope_note(q, tenant, e) || !tenant_read(request_tx(q), tenant, &r, e))
        return false;
    json_t *body = object_of_row(tenant_fields, r);
    if (n.email && !invite_show(q, tenant, secret, expires_us, body, e)) {
        json_decref(body);
        return false;
    }
    return answer_json_take(q, body, e);
}

static bool usage(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;
    bool foreign;

    return tenant_scope_enter(q, &foreign, e) && tenant_usage(request_tx(q), &r, e) &&
           answer_row(q, r, e);
}

/* Another tenant's hosts are its own affair: not even a platform administrator's. */
static bool hosts(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;
    bool foreign;

    if (!tenant_scope_enter(q, &foreign, e) || !request_page(q, &page, e))
        return false;
    if (foreign)
        return err_set(e, ERR_FORBIDDEN, "only the tenant itself sees its hosts");
    struct host_filter f = {.sort = HOST_SORT_STATUS,
                            .fetch = page.fetch,
                            .after = page.after,
                            .key = page.key,
                            .id = page.id};
    return host_list(request_tx(q), &f, &r, e) && answer_rows(q, r, &page, e);
}

#define QUOTA(name_, doc_)                                                          \
    {                                                                               \
        name_, FIELD_INT, .flags = F_NULL, .min = 0, .max = 1000000000, .doc = doc_ \
    }
#define SETTING_ROWS                                                                           \
    {"description", FIELD_STR, .min = 0, .max = 2000, .doc = "What it is for."},               \
        QUOTA("quota_hosts", "Null: unlimited."),                                              \
        QUOTA("quota_checks_per_hour", "Null: unlimited."),                                    \
        QUOTA("quota_users", "Null: unlimited."),                                              \
        {"data_retention_days", FIELD_INT, .min = 1, .max = 3650,                              \
         .doc = "Days that samples are kept."},                                                \
        {"plan", FIELD_STR, .min = 1, .max = 60, .doc = "Name of the plan."},                  \
        {"cost_per_host", FIELD_DECIMAL, .min = 6, .max = 1000000, .doc = "Price of a host."}, \
    {                                                                                          \
        "cost_per_check", FIELD_DECIMAL, .min = 6, .max = 1000000, .doc = "Price of a check."  \
    }

static const struct field create_fields[] = {
    {"tenant_id", FIELD_SLUG, .flags = F_REQUIRED, .max = 63, .doc = "Short name; never changes."},
    {"name", FIELD_STR, .flags = F_REQUIRED, .min = 1, .max = 200, .doc = "Name."},
    SETTING_ROWS,
    {"owner_email", FIELD_EMAIL, .doc = "Address of its first owner, who gets a link."},
    {"owner_name", FIELD_STR, .min = 1, .max = 200, .doc = "His name."},
    {0},
};
static const struct field change_fields[] = {
    {"name", FIELD_STR, .min = 1, .max = 200, .doc = "Name."},
    SETTING_ROWS,
    {"status", FIELD_ENUM, .choices = "active|suspended", .doc = "Suspended: nobody gets in."},
    {0},
};
static const struct field used_fields[] = {
    {"used", FIELD_INT, .doc = "Now."},
    {"quota", FIELD_INT, .flags = F_NULL, .doc = "Null: unlimited."},
    {0},
};
static const struct field usage_fields[] = {
    {"tenant_id", FIELD_SLUG, .doc = "Short name."},
    {"hosts", FIELD_OBJECT, .of = used_fields, .doc = "Hosts."},
    {"checks_per_hour", FIELD_OBJECT, .of = used_fields, .doc = "Checks an hour."},
    {"users", FIELD_OBJECT, .of = used_fields, .doc = "Users."},
    {0},
};

const struct route api_tenants[] = {
    {"GET", "/api/v1/tenants", TENANT_READ, list, POOL_FAST, RATE_READ, .flags = ROUTE_LIST,
     .answer = tenant_fields, .doc = "All tenants for platform administrators, else the own."},
    {"POST", "/api/v1/tenants", PLATFORM_MANAGE, create, POOL_FAST, RATE_WRITE, MFA_FRESH,
     .audit = "tenant.create", .body = create_fields, .answer = new_tenant_fields, .status = 201,
     .doc = "Make a tenant; the answer holds its first owner's link."},
    {"GET", "/api/v1/tenants/{tenant_id}", TENANT_READ, show, POOL_FAST, RATE_READ,
     .answer = tenant_fields, .doc = "One tenant."},
    {"PATCH", "/api/v1/tenants/{tenant_id}", TENANT_MANAGE, change, POOL_FAST, RATE_WRITE,
     MFA_FRESH, .flags = ROUTE_PARTIAL, .audit = "tenant.update", .body = change_fields,
     .answer = tenant_fields, .doc = "Change a tenant."},
    {"GET", "/api/v1/tenants/{tenant_id}/usage", TENANT_READ, usage, POOL_FAST, RATE_READ,
     .answer = usage_fields, .doc = "What a tenant uses of its quotas."},
    {"GET", "/api/v1/tenants/{tenant_id}/hosts", TENANT_READ, hosts, POOL_HEAVY, RATE_READ,
     .flags = ROUTE_LIST, .answer = host_fields_answer,
     .doc = "The own tenant's hosts, worst first; another's are not shown."},
    {0},
};
