/* What the kernel takes away from a process for good. */
#pragma once
#include "base/err.h"

/* Call before leaving root: a namespace of its own without any network (unix sockets still work).
 * Not being root it does nothing: then only the unit that starts the process can do it. */
bool sandbox_no_network(struct err *e) MUST_CHECK;
/* Call after leaving root: no program is ever executed again, by this process or a child. */
bool sandbox_no_exec(struct err *e) MUST_CHECK;
