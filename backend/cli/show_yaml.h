/* JSON values as YAML 1.2 that every reader of 1.1 understands too: text is quoted wherever it
 * could be taken for something else. */
#pragma once
#include <jansson.h>
#include <stdio.h>

/* The value's lines, each behind `indent` blanks. A list item's first line starts with "- ". */
void show_yaml(FILE *out, const json_t *v, int indent);
/* As an item of a list at the top. */
void show_yaml_item(FILE *out, const json_t *v);
