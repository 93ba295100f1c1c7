/* What may be typed as a host's address. */
#pragma once
#include <stdbool.h>

#include "base/str.h"

/* An IPv4 or IPv6 address in its plain form, or a host name of letters, digits, - and _ whose last
 * label is not a number: nothing that some resolver might read as an address in disguise. Whether
 * it may be reached is judged when it is. */
bool address_ok(struct str s);
