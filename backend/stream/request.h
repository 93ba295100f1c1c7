/* What a request asks for: who says it is, which topics, since when. */
#pragma once
#include "io/token.h"
#include "stream/listener.h"

/* Fills the listener from its request; its identity is then claimed, not proved. Errors as the
 * API's: ERR_MALFORMED, ERR_METHOD, ERR_NOT_FOUND, ERR_UNAUTHENTICATED, ERR_INVALID. */
bool request_read(struct listener *l, struct str head, const struct token_keys *tokens,
                  struct err *e) MUST_CHECK;
