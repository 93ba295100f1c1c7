/* The documentation page: plain HTML made from the route table, no script. */
#pragma once
#include "base/str.h"
#include "io/json.h"

/* HTML, by way of jout_bytes. */
void docs_write(struct jout *w);
struct str docs_css(void);
