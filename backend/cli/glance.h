/* How a server stands, on one page of text: counts, the engine, the queue, the worst hosts, the
 * slowest checks, the latest changes. */
#pragma once
#include <stdbool.h>
#include <stdio.h>

#include "cli/client.h"

/* Writes it to `out`. What the key may not see is left out. `rows` in each table. False: *e says
 * why there is nothing to show at all. */
bool glance_write(struct client *c, FILE *out, size_t rows, bool colour, struct err *e) MUST_CHECK;
