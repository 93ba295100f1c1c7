/* The names of the states, as they are stored and shown. */
#include "domain/status.h"

static const char *const names[STATUS__COUNT] = {
    [STATUS_UP] = "up",
    [STATUS_DEGRADED] = "degraded",
    [STATUS_DOWN] = "down",
    [STATUS_UNKNOWN] = "unknown",
};

const char *status_name(enum status s)
{
    return names[s < STATUS__COUNT ? s : STATUS_UNKNOWN];
}

bool status_parse(struct str name, enum status *out)
{
    for (unsigned s = 0; s < STATUS__COUNT; s++)
        if (str_is(name, names[s])) {
            *out = (enum status)s;
            return true;
        }
    return false;
}
