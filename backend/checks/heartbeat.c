/* heartbeat: somebody reports by calling an address; silence is the bad news. Nothing is ever run
 * for it: the checker compares the last report with the interval and these parameters. */
#include "checks/kind.h"

enum { GRACE };

static const struct param rows[] = {
    [GRACE] = {.name = "grace_s",
               .type = PARAM_INT,
               .unit = "s",
               .min = 0,
               .max = 86400,
               .def = "0",
               .help = "How much later than the interval a report may come before it counts as "
                       "missed."},
    {0},
};

const struct check_kind check_heartbeat = {
    .name = "heartbeat",
    .summary = "A job or device reports in time",
    .cost_us = 30,
    .params = rows,
    .passive = true,
};
