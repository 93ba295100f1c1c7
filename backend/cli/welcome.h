/* After the first start: a tenant, somebody to sign in or the link for it, this machine as the
 * first host with real checks, and their first results as they come. */
#pragma once
#include "base/err.h"
#include "cli/place.h"
#include "io/config.h"

struct welcome_wish {
    const char *tenant;                            /* short name of the first tenant; NULL: main */
    const char *admin_email, *admin_password_file; /* both or none */
    bool lan;                                      /* the machine's own networks may be watched */
};

/* Leaves root for good on its way. */
bool welcome_make(const struct place *p, const struct config *c, const struct welcome_wish *w,
                  struct err *e) MUST_CHECK;
