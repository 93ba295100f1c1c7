/* Rows as events. */
#pragma once
#include <stdint.h>

#include "store/row.h"
#include "stream/message.h"
#include "stream/topics.h"

/* The part of the rows that a listener asked for by topics with an id, or for NULL all rows, which
 * suits everybody who asked for the topic as a whole. NULL: none of them, or no memory. */
struct message *compose_hosts(const PGresult *r, int64_t id, const struct topics *only);
struct message *compose_checks(const PGresult *r, int64_t id, const struct topics *only);
struct message *compose_changes(const PGresult *r, int64_t id, const struct topics *only);
/* Rows [from, to) are samples of this one check. */
struct message *compose_results(const PGresult *r, int from, int to, int64_t check, int64_t host);
struct message *compose_run(const PGresult *r, int row);
struct message *compose_resync(int64_t id, const char *reason);
