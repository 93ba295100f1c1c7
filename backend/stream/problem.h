/* A refusal: the same document that the API would answer with. */
#pragma once
#include "base/err.h"
#include "base/str.h"
#include "stream/message.h"

/* The whole answer, headers included. `topic` names the one that was refused, or is NULL. NULL
 * without memory. */
struct message *problem_answer(const struct err *why, struct str request_id, const char *topic);
