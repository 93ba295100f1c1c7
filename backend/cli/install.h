/* Making an installation: folders, secrets, configuration, an empty cluster, the web files. Starts
 * nothing; may be repeated at any time, also after it was killed half-way. */
#pragma once
#include "base/err.h"

struct install_wish {
    const char *var, *share;
    const char *listen;             /* NULL: as configured before, else 127.0.0.1:8080 */
    const char *public_url;         /* NULL: made from listen when that is given or new */
    const char *tls_cert, *tls_key; /* NULL: made when needed */
    void (*step)(void *context, const char *what); /* hears what takes long */
    void *context;
};

bool install_make(const struct install_wish *w, struct err *e) MUST_CHECK;
