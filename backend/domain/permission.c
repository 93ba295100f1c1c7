/* The one table of rights and roles. */
#include "domain/permission.h"

static const struct permission_row rows[PERM__COUNT] = {
    [HOST_READ] = {"host.read", ROLE_VIEWER, "See hosts and the overview."},
    [HOST_WRITE] = {"host.write", ROLE_ADMIN, "Add, change and remove hosts."},
    [CHECK_READ] = {"check.read", ROLE_VIEWER, "See checks and their settings."},
    [CHECK_WRITE] = {"check.write", ROLE_ADMIN, "Add, change and remove checks."},
    [CHECK_RUN] = {"check.run", ROLE_OPERATOR, "Run a check now, and try one before saving it."},
    [RESULT_READ] = {"result.read", ROLE_VIEWER, "See results and changes of state."},
    [USER_READ] = {"user.read", ROLE_ADMIN, "See the people of the tenant."},
    [USER_WRITE] = {"user.write", ROLE_ADMIN, "Invite, change and remove people."},
    [KEY_READ] = {"key.read", ROLE_ADMIN, "See API keys (never their secret)."},
    [KEY_WRITE] = {"key.write", ROLE_ADMIN, "Make and revoke API keys."},
    [TENANT_READ] = {"tenant.read", ROLE_VIEWER, "See the tenant, its quotas and usage."},
    [TENANT_MANAGE] = {"tenant.manage", ROLE_OWNER, "Change the tenant."},
    [PLATFORM_MANAGE] = {"platform.manage", ROLE_NONE,
                         "Make and change tenants; set what each may reach."},
    [AUDIT_READ] = {"audit.read", ROLE_ADMIN, "Read and verify the audit trail."},
    [QUEUE_READ] = {"queue.read", ROLE_ADMIN, "See jobs and workers."},
};

static const char *const roles[ROLE__COUNT] = {"", "viewer", "operator", "admin", "owner"};

const struct permission_row *permission_row(enum permission p)
{
    return &rows[(unsigned)p < PERM__COUNT ? p : PERM_NONE];
}

enum permission permission_find(struct str name)
{
    for (int p = 0; p < PERM__COUNT; p++)
        if (rows[p].name && str_is(name, rows[p].name))
            return (enum permission)p;
    return PERM_NONE;
}

uint64_t permission_of_role(enum role r)
{
    uint64_t set = 0;

    for (int p = 0; p < PERM__COUNT; p++)
        if (rows[p].name && rows[p].least != ROLE_NONE && r >= rows[p].least)
            set |= PERM_BIT(p);
    return set;
}

uint64_t permission_of_list(const char *list)
{
    struct str rest = str_of(list), one;
    uint64_t bits = 0;

    while (list && *list && str_cut(&rest, ',', &one)) {
        if (str_is(one, "*"))
            return ~UINT64_C(0);
        enum permission p = permission_find(one);
        if (p != PERM_NONE)
            bits |= PERM_BIT(p);
    }
    return bits;
}

const char *permission_role_name(enum role r)
{
    return roles[(unsigned)r < ROLE__COUNT ? r : ROLE_NONE];
}

enum role permission_role_find(struct str name)
{
    for (int r = ROLE_VIEWER; r < ROLE__COUNT; r++)
        if (str_is(name, roles[r]))
            return (enum role)r;
    return ROLE_NONE;
}
