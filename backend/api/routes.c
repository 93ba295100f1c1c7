/* All routes. Adding a resource: its file in sources.am and two lines here. */
#include "api/route.h"

extern const struct route api_hosts[];
extern const struct route api_checks[];
extern const struct route api_runs[];
extern const struct route api_push[];
extern const struct route api_overview[];
extern const struct route api_system[];

const struct route *const routes_all[] = {
    api_hosts, api_checks, api_runs, api_push, api_overview, api_system, NULL,
};
