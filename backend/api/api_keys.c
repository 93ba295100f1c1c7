/* Keys for programs: shown once, known by a hash, allowed at most what their maker is. */
#include <arpa/inet.h>
#include <string.h>

#include "api/object.h"
#include "api/request.h"
#include "base/buf.h"
#include "base/clock.h"
#include "io/key_text.h"
#include "store/api_key_store.h"

enum { ROOM = 2000 };

static bool list(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;

    return request_page(q, &page, e) &&
           api_key_list(request_tx(q), page.after ? page.id : INT64_MAX, page.fetch, &r, e) &&
           answer_rows(q, r, &page, e);
}

/* Scopes as "a,b": permissions the caller has himself, or "*" for all of the key's role. */
static bool scopes(struct request *q, const char **out, struct err *e)
{
    const json_t *given = body_json(q, "scopes"), *item;
    size_t i;

    *out = NULL;
    if (!given || json_is_null(given))
        return true;
    char *room = arena_alloc(q->mem, ROOM, e);
    if (!room)
        return false;
    struct buf b = {.p = room, .cap = ROOM};
    json_array_foreach(given, i, item)
    {
        const char *name = json_string_value(item);
        enum permission p = permission_find(str_of(name));
        bool all = name && strcmp(name, "*") == 0;
        if (!all && p == PERM_NONE)
            return request_fault(q, e, "/scopes", "unknown", "there is no permission %.60s",
                                 name ? name : "");
        if (!all && !request_may(q, p))
            return err_set(e, ERR_FORBIDDEN, "a key cannot have a permission that you do not");
        buf_fmt(&b, "%s%s", i ? "," : "", name);
    }
    *out = room;
    return buf_ok(&b) || request_fault(q, e, "/scopes", "too_long", "is too long");
}

/* An address, or an address and the bits of its network. */
static bool is_network(struct str s)
{
    char z[INET6_ADDRSTRLEN];
    uint8_t binary[16];
    struct str rest = s, address;
    int64_t bits = 0;

    if (!str_cut(&rest, '/', &address) || address.n >= sizeof z)
        return false;
    memcpy(z, address.p, address.n);
    z[address.n] = '\0';
    int family = memchr(z, ':', address.n) ? AF_INET6 : AF_INET;
    int64_t most = family == AF_INET6 ? 128 : 32;
    return inet_pton(family, z, binary) == 1 && (!rest.p || str_int(rest, 0, most, &bits));
}

static bool networks(struct request *q, const char **out, struct err *e)
{
    const json_t *given = body_json(q, "cidrs"), *item;
    size_t i;

    *out = NULL;
    if (!given || json_array_size(given) == 0)
        return true;
    char *room = arena_alloc(q->mem, ROOM, e);
    if (!room)
        return false;
    struct buf b = {.p = room, .cap = ROOM};
    json_array_foreach(given, i, item)
    {
        const char *text = json_string_value(item);
        if (!text || !is_network(str_of(text)))
            return request_fault(q, e, "/cidrs", "bad_network", "%.60s is not a network",
                                 text ? text : "");
        buf_fmt(&b, "%s%s", i ? "," : "", text);
    }
    *out = room;
    return buf_ok(&b) || request_fault(q, e, "/cidrs", "too_long", "is too long");
}

static bool expiry(struct request *q, int64_t *out_us, struct err *e)
{
    const char *text = body_text(q, "expires_at");

    *out_us = 0;
    if (!text)
        return true;
    if (!clock_parse(str_of(text), out_us) || *out_us <= clock_wall_us())
        return request_fault(q, e, "/expires_at", "out_of_range", "must lie in the future");
    return true;
}

static bool answer_with_key(struct request *q, int64_t id, const char *secret, struct err *e)
{
    char text[KEY_TEXT];
    AUTO_RES r = NULL;

    key_text_make(q->actor.tenant, id, secret, text);
    if (!api_key_get(request_tx(q), id, &r, e))
        return false;
    json_t *key = object_of_row(q->route->answer, r);
    if (key)
        json_object_set_new(key, "key", json_string(text));
    crypto_wipe(text, sizeof text);
    return answer_json_take(q, key, e);
}

/* A key is never more than who makes it: no right that he lacks, and where a key makes one, none
 * that lives longer or comes from elsewhere. */
static bool within_maker(struct request *q, const struct api_key_new *n, struct err *e)
{
    uint64_t rights = permission_of_role(permission_role_find(str_of(n->role)));
    bool within;

    if (n->scopes)
        rights &= permission_of_list(n->scopes);
    if (rights & ~q->actor.permissions)
        return err_set(e, ERR_FORBIDDEN, "a key cannot have a permission that you do not");
    if (q->actor.kind != ACTOR_API_KEY)
        return true;
    if (!api_key_within(request_tx(q), q->actor.id, n, &within, e))
        return false;
    return within || err_set(e, ERR_FORBIDDEN,
                             "a key made by a key ends no later and comes from nowhere else");
}

static bool create(struct request *q, struct err *e)
{
    struct api_key_new n = {.name = body_text(q, "name"),
                            .role = body_text(q, "role"),
                            .created_by = q->actor.kind == ACTOR_USER ? q->actor.id : 0,
                            .made_with = q->actor.kind == ACTOR_API_KEY ? q->actor.id : 0};
    char secret[CRYPTO_SECRET_TEXT], prefix[KEY_TEXT_PREFIX];
    int64_t id;

    request_target_text(q, "api_key", NULL, n.name);
    if (permission_role_find(str_of(n.role)) > q->actor.role)
        return err_set(e, ERR_FORBIDDEN, "a key cannot have a higher role than you");
    if (!scopes(q, &n.scopes, e) || !networks(q, &n.cidrs, e) || !expiry(q, &n.expires_us, e) ||
        !within_maker(q, &n, e))
        return false;
    crypto_secret_new(secret, n.hash);
    key_text_prefix(secret, prefix);
    n.prefix = prefix;
    if (!api_key_add(request_tx(q), &n, &id, e))
        return false;
    request_target(q, "api_key", id, n.name);
    request_detail(q, "role", json_string(n.role));
    request_detail(q, "scopes", n.scopes ? json_string(n.scopes) : json_null());
    bool done = answer_with_key(q, id, secret, e);
    crypto_wipe(secret, sizeof secret);
    return done;
}

static bool drop(struct request *q, struct err *e)
{
    const char *name = NULL;

    request_target(q, "api_key", q->ids[0], NULL);
    if (!api_key_revoke(request_tx(q), q->ids[0], q->mem, &name, e))
        return false;
    request_target(q, "api_key", q->ids[0], name);
    return answer_none(q);
}

static const struct field scope_item[] = {{.name = "scope", .type = FIELD_STR, .max = 60}, {0}};
static const struct field network_item[] = {{.name = "network", .type = FIELD_STR, .max = 50}, {0}};
static const struct field create_fields[] = {
    {"name", FIELD_STR, .flags = F_REQUIRED, .min = 1, .max = 200, .doc = "What it is for."},
    {"role", FIELD_ENUM, .flags = F_REQUIRED, .choices = "viewer|operator|admin|owner",
     .doc = "At most your own."},
    {"scopes", FIELD_LIST, .flags = F_NULL, .of = scope_item, .max = 40,
     .doc = "Permissions, or *; absent: those of the role that need no second factor."},
    {"expires_at", FIELD_TIME, .flags = F_NULL, .doc = "When it ends; absent: never."},
    {"cidrs", FIELD_LIST, .flags = F_NULL, .of = network_item, .max = 20,
     .doc = "Networks it may be used from; absent: any."},
    {0},
};
static const struct field maker_fields[] = {
    {"id", FIELD_INT, .doc = "Number of the person."},
    {"email", FIELD_STR, .flags = F_NULL, .doc = "Address; null once removed."},
    {"name", FIELD_STR, .flags = F_NULL, .doc = "Name; null once removed."},
    {"status", FIELD_ENUM, .choices = "invited|active|disabled|deleted",
     .doc = "Of a person disabled or removed no key holds."},
    {0},
};
#define KEY_ROWS                                                                                 \
    {"id", FIELD_INT, .min = 1, .doc = "Number of the key."},                                    \
        {"name", FIELD_STR, .doc = "What it is for."},                                           \
        {"prefix", FIELD_STR, .doc = "To recognise it by."},                                     \
        {"role", FIELD_ENUM, .choices = "viewer|operator|admin|owner", .doc = "Role."},          \
        {"platform_admin", FIELD_BOOL, .doc = "Whether it may administer all tenants."},         \
        {"scopes", FIELD_LIST, .flags = F_NULL, .of = scope_item, .doc = "Permissions named."},  \
        {"expires_at", FIELD_TIME, .flags = F_NULL, .doc = "When it ends."},                     \
        {"cidrs", FIELD_LIST, .flags = F_NULL, .of = network_item,                               \
         .doc = "Where it may be used."},                                                        \
        {"created_by", FIELD_OBJECT, .flags = F_NULL, .of = maker_fields,                        \
         .doc = "The person who made it, or the key it was made with; null: the command line."}, \
        {"created_at", FIELD_TIME, .doc = "When it was made."},                                  \
    {                                                                                            \
        "last_used_at", FIELD_TIME, .flags = F_NULL, .doc = "Last use, to the minute."           \
    }
static const struct field key_fields[] = {KEY_ROWS, {0}};
static const struct field new_key_fields[] = {
    KEY_ROWS,
    {"key", FIELD_STR, .flags = F_SECRET, .doc = "The key itself; shown only now."},
    {0},
};

const struct route api_api_keys[] = {
    {"GET", "/api/v1/api-keys", KEY_READ, list, POOL_FAST, RATE_READ, .flags = ROUTE_LIST,
     .answer = key_fields, .doc = "Keys of the tenant that are not revoked."},
    {"POST", "/api/v1/api-keys", KEY_WRITE, create, POOL_FAST, RATE_WRITE, MFA_FRESH,
     .audit = "api_key.create", .body = create_fields, .answer = new_key_fields, .status = 201,
     .doc = "Make a key for a program."},
    {"DELETE", "/api/v1/api-keys/{id}", KEY_WRITE, drop, POOL_FAST, RATE_WRITE, MFA_FRESH,
     .audit = "api_key.revoke", .status = 204, .doc = "Revoke a key."},
    {0},
};
