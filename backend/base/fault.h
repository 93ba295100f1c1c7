/* Named crash points for tests (--enable-fault-points): FAULT_POINT("checker-before-commit")
 * kills the process when TOCSIN_FAULT holds that name, and stops it when it
 * holds "stop:" and the name. Compiled to nothing otherwise. */
#pragma once
#include "config.h"

#ifdef FAULT_POINTS
void fault_point(const char *name);
#define FAULT_POINT(name) fault_point(name)
#else
#define FAULT_POINT(name) ((void)0)
#endif
