/* All routes. Adding a resource: its file in sources.am and two lines here. */
#include "api/route.h"

extern const struct route api_setup[];
extern const struct route api_auth[];
extern const struct route api_mfa[];
extern const struct route api_me[];
extern const struct route api_users[];
extern const struct route api_api_keys[];
extern const struct route api_tenants[];
extern const struct route api_egress[];
extern const struct route api_audit[];
extern const struct route api_hosts[];
extern const struct route api_checks[];
extern const struct route api_runs[];
extern const struct route api_push[];
extern const struct route api_overview[];
extern const struct route api_system[];
extern const struct route api_views[];
extern const struct route api_hosts_bulk[];
extern const struct route api_host_groups[];
extern const struct route api_system_health[];
extern const struct route api_checks_bulk[];
extern const struct route api_host_strips[];
extern const struct route api_events[];

const struct route *const routes_all[] = {
    api_setup,
    api_auth,
    api_mfa,
    api_me,
    api_users,
    api_api_keys,
    api_tenants,
    api_egress,
    api_audit,
    api_hosts,
    api_checks,
    api_runs,
    api_push,
    api_overview,
    api_system,
    api_views,
    api_hosts_bulk,
    api_host_groups,
    api_checks_bulk,
    api_host_strips,
    api_system_health,
    api_events,
    NULL,
};
