/* var/etc/tocsin.conf: made once, after that only the lines that a start asks for are changed. */
#pragma once
#include "base/err.h"
#include "cli/install.h"
#include "cli/listen.h"
#include "cli/place.h"

/* Writes what is missing or wished; *l is the web server's address that then holds. */
bool settings_write(const struct place *p, const struct install_wish *w, struct listen_address *l,
                    struct err *e) MUST_CHECK;
