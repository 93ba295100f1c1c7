/* What tenants may reach, for the process that reaches out. All tenants; asked from a loop. */
#pragma once
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/later.h"

bool policy_list_ask(struct db *d, struct err *e) MUST_CHECK;
/* Row i, in the order of tenants: its entry as text, "10.0.0.0/8:443". */
void policy_list_answer(const PGresult *r, int i, int32_t *tenant, struct buf *entry);
