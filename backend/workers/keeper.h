/* Role keeper: drops what is past its time, puts jobs of dead workers back into the queue. */
#pragma once
#include "workers/frame.h"

extern const struct frame_role worker_keeper;
