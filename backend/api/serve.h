/* One request from its first byte to its last: the fixed order of judgement. */
#pragma once
#include "api/answer.h"
#include "api/app.h"
#include "api/gateway.h"
#include "base/arena.h"

/* `mem` and `answer` are reused from request to request; the arena is reset before. */
void serve(struct app *app, struct gateway *g, struct arena *mem, struct answer *answer);
