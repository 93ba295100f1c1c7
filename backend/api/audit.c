/* The audit trail, for those who may read it. */
#include "api/request.h"
#include "store/audit_store.h"

static const char *or_empty(const char *z)
{
    return z ? z : "";
}

static bool list(struct request *q, struct err *e)
{
    static const int64_t year_9999_us = 253402300799000000;
    struct page page;
    AUTO_RES r = NULL;

    if (!request_page(q, &page, e))
        return false;
    struct audit_filter f = {
        .from_us = query_has(q, "from") ? query_time_us(q, "from") : 0,
        .to_us = query_has(q, "to") ? query_time_us(q, "to") : year_9999_us,
        .below = page.after ? page.id : INT64_MAX,
        .fetch = page.fetch,
        .actor = or_empty(query_text(q, "actor")),
        .action = or_empty(query_text(q, "action")),
        .outcome = or_empty(query_text(q, "outcome")),
        .text = or_empty(query_text(q, "q")),
    };
    if (f.from_us > f.to_us)
        return request_fault(q, e, "from", "out_of_range", "must not lie after to");
    return audit_list(request_tx(q), &f, &r, e) && answer_rows(q, r, &page, e);
}

static bool verify(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;

    return audit_verify(request_tx(q), &r, e) && answer_row(q, r, e);
}

static const struct field list_query[] = {
    {"from", FIELD_TIME, .doc = "Not before."},
    {"to", FIELD_TIME, .doc = "Before."},
    {"actor", FIELD_STR, .max = 254, .doc = "Part of the actor's name."},
    {"action", FIELD_STR, .max = 63, .doc = "The action, or how it begins: auth."},
    {"outcome", FIELD_ENUM, .choices = "ok|denied|failed", .doc = "Only these."},
    {"q", FIELD_STR, .max = 200, .doc = "Part of any name."},
    {0},
};
static const struct field actor_fields[] = {
    {"kind", FIELD_ENUM, .choices = "user|api_key|system", .doc = "What it was."},
    {"id", FIELD_INT, .flags = F_NULL, .doc = "Its number."},
    {"name", FIELD_STR, .flags = F_NULL, .doc = "Its address or name at the time."},
    {0},
};
static const struct field target_fields[] = {
    {"kind", FIELD_STR, .flags = F_NULL, .doc = "What was acted on."},
    {"id", FIELD_STR, .flags = F_NULL, .doc = "Its number or short name."},
    {"name", FIELD_STR, .flags = F_NULL, .doc = "Its name at the time."},
    {0},
};
static const struct field row_fields[] = {
    {"seq", FIELD_INT, .min = 1, .doc = "Number in the chain; without gaps."},
    {"at", FIELD_TIME, .doc = "When."},
    {"actor", FIELD_OBJECT, .of = actor_fields, .doc = "Who."},
    {"action", FIELD_STR, .doc = "What."},
    {"target", FIELD_OBJECT, .of = target_fields, .doc = "On what."},
    {"outcome", FIELD_ENUM, .choices = "ok|denied|failed", .doc = "How it ended."},
    {"ip", FIELD_STR, .flags = F_NULL, .doc = "From where."},
    {"detail", FIELD_JSON, .doc = "More, without secrets."},
    {"hash", FIELD_STR, .doc = "SHA-256 over the row before and this one."},
    {0},
};
static const struct field verify_fields[] = {
    {"ok", FIELD_BOOL, .doc = "Whether the chain holds."},
    {"checked", FIELD_INT, .doc = "Rows looked at."},
    {"head_seq", FIELD_INT, .doc = "Number of the newest row there must be."},
    {"first_bad_seq", FIELD_INT, .flags = F_NULL, .doc = "First row that is missing or changed."},
    {"missing_tail", FIELD_BOOL, .doc = "Whether the newest rows are gone."},
    {0},
};

const struct route api_audit[] = {
    {"GET", "/api/v1/audit", AUDIT_READ, list, POOL_HEAVY, RATE_READ, .flags = ROUTE_LIST,
     .query = list_query, .answer = row_fields, .doc = "Who did what, newest first."},
    {"GET", "/api/v1/audit/verify", AUDIT_READ, verify, POOL_HEAVY, RATE_READ,
     .answer = verify_fields, .doc = "Recompute the whole chain."},
    {0},
};
