/* Names of states. */
#include "domain/status.h"

static const struct {
    const char *name;
    char letter;
} words[STATUS__COUNT] = {
    [STATUS_PENDING] = {"pending", 'p'},   [STATUS_UP] = {"up", 'u'},
    [STATUS_DEGRADED] = {"degraded", 'g'}, [STATUS_DOWN] = {"down", 'd'},
    [STATUS_UNKNOWN] = {"unknown", '?'},
};

const char *status_name(enum status s)
{
    return words[s < STATUS__COUNT ? s : STATUS_UNKNOWN].name;
}

char status_letter(enum status s)
{
    return words[s < STATUS__COUNT ? s : STATUS_UNKNOWN].letter;
}

bool status_parse(struct str name, enum status *out)
{
    for (int s = 0; s < STATUS__COUNT; s++)
        if (str_is(name, words[s].name)) {
            *out = (enum status)s;
            return true;
        }
    return false;
}
