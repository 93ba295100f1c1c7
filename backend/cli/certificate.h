/* The web server's certificate: the one given, or one made here and signed by itself. */
#pragma once
#include "base/err.h"
#include "cli/install.h"
#include "cli/listen.h"
#include "cli/place.h"

/* Puts var/etc/tls/cert.pem and var/keys/tls.pem in place. Made ones are kept until a month before
 * they expire. */
bool certificate_make(const struct place *p, const struct install_wish *w,
                      const struct listen_address *l, struct err *e) MUST_CHECK;
