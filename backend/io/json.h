/* JSON in and out: the strict parser and sticky reader (jin), the streaming writer (jout). */
#pragma once
#include <jansson.h>

#include "io/jin.h"
#include "io/jout.h"

#define AUTO_JSON json_auto_t *
