/* Role stream: tells listeners of their tenant's changes. */
#pragma once
#include "store/frame.h"

extern const struct frame_role stream_role;
