/* Schema rows: what one JSON member, query parameter or answer column is. From them come
 * validation, the answer's JSON, openapi.json and the documentation page.
 * Tables end with a row whose name is NULL. */
#pragma once

enum field_type {
    FIELD_STR, /* min, max: code points; one line without controls unless F_FREE */
    FIELD_INT, /* min, max: value */
    FIELD_NUM, /* min, max: value */
    FIELD_BOOL,
    FIELD_ENUM,    /* choices "a|b|c" */
    FIELD_TIME,    /* RFC 3339; answers: a timestamptz column */
    FIELD_DECIMAL, /* money as text; min: most decimals, max: value */
    FIELD_SLUG,    /* a-z 0-9 _ -, beginning with a letter or digit; max: bytes */
    FIELD_EMAIL,
    FIELD_OBJECT, /* of: its members; answers: columns "name.member" */
    FIELD_LIST,   /* of: one row for every item (its name is ignored); max: items */
    FIELD_MAP,    /* of: one row for every value; names as FIELD_STR of 1..63; max: pairs */
    FIELD_JSON    /* an object the handler checks itself; answers: a json column as it is */
};

enum field_flag {
    F_REQUIRED = 1, /* must be given; in ROUTE_PARTIAL bodies ignored */
    F_NULL = 2,     /* may be null */
    F_FREE = 4,     /* text of any characters but NUL: passwords, messages */
    F_SECRET = 8    /* shown once: never kept for a repeated Idempotency-Key, never logged */
};

struct field {
    const char *name;
    enum field_type type;
    unsigned flags;
    double min, max; /* both 0: the type's own bounds; min >= 0 alone: no upper bound but its own */
    const char *def; /* as JSON text ("100", "\"all\""); NULL: absent stays absent */
    const char *choices;
    const struct field *of;
    const char *doc;
};
