/* One `tocsin run` a place: a record lock on var/run/tocsin.pid, which the kernel drops with its
 * holder and which names the holder to whoever asks; the file has the pid for scripts. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"
#include "cli/place.h"

/* Takes the lock for this process's life; ERR_CONFLICT (with the pid) when another has it. */
bool lock_take(const struct place *p, struct err *e) MUST_CHECK;
/* The holder's pid, 0 when nobody has it. */
pid_t lock_holder(const struct place *p);
