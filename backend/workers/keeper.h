/* Role keeper: drops what is past its time, puts jobs of dead workers back into the queue. */
#pragma once
#include "store/frame.h"

extern const struct frame_role worker_keeper;
