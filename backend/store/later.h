/* One statement, one transaction, without waiting for the answer: tx_once for event loops. One at a
 * time on a connection; in between, the connection also serves tx.h. */
#pragma once
#include "base/err.h"
#include "store/tx.h"

enum later { LATER_WAITING, LATER_DONE, LATER_FAILED };

/* Sends it; the answer comes by later_poll. The connection must be open. */
bool later_send(struct db *d, int32_t tenant, const struct stmt *s, const struct arg *args,
                size_t n, struct err *e) MUST_CHECK;
/* Whether the socket must also be watched for room to write. */
bool later_unsent(const struct db *d);
/* Call when the connection's socket is ready. LATER_DONE: the transaction is committed and *out is
 * the caller's. LATER_FAILED: see e; after ERR_UNAVAILABLE "away" it is not known whether it took
 * place. */
enum later later_poll(struct db *d, PGresult **out, struct err *e) MUST_CHECK;
