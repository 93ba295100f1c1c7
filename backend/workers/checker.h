/* Role checker: runs checks on time, and the jobs that run one at once. */
#pragma once
#include "store/frame.h"

extern const struct frame_role worker_checker;
