/* The people of a tenant. Nobody gives what he does not have, nobody touches who stands above
 * him or himself, and a tenant never loses its last owner. */
#include <string.h>

#include "api/identify.h"
#include "api/invite.h"
#include "api/passwords.h"
#include "api/person.h"
#include "base/buf.h"
#include "store/account_store.h"
#include "store/api_key_store.h"
#include "store/mfa_store.h"
#include "store/session_store.h"

static bool list(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;

    if (!request_page(q, &page, e))
        return false;
    const char *text = query_text(q, "q"), *status = query_text(q, "status");
    return account_list(request_tx(q), text ? text : "", status ? status : "", page.key, page.id,
                        page.fetch, &r, e) &&
           answer_rows(q, r, &page, e);
}

static bool show(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;

    return account_get(request_tx(q), q->ids[0], &r, e) && answer_row(q, r, e);
}

/* "a,b" of a list of permission names that the caller may give away; NULL list: NULL. */
static bool permissions(struct request *q, const char **out, struct err *e)
{
    const json_t *list = body_json(q, "permissions"), *item;
    enum { ROOM = 1000 };
    size_t i;

    *out = NULL;
    if (!list)
        return true;
    char *room = arena_alloc(q->mem, ROOM, e);
    if (!room)
        return false;
    struct buf b = {.p = room, .cap = ROOM};
    json_array_foreach(list, i, item)
    {
        const char *name = json_string_value(item);
        enum permission p = permission_find(str_of(name));
        if (p == PERM_NONE || p == PLATFORM_MANAGE)
            return request_fault(q, e, "/permissions", "unknown", "there is no permission %.60s",
                                 name ? name : "");
        if (!request_may(q, p))
            return err_set(e, ERR_FORBIDDEN, "you cannot give a permission you do not have");
        buf_fmt(&b, "%s%s", i ? "," : "", name);
    }
    *out = room;
    return buf_ok(&b) || request_fault(q, e, "/permissions", "too_long", "is too long");
}

/* Whether the caller may deal with somebody of that role. */
static bool outranks(const struct request *q, const char *role, struct err *e)
{
    if (permission_role_find(str_of(role)) <= q->actor.role)
        return true;
    return err_set(e, ERR_FORBIDDEN, "this takes at least the role %s", role);
}

/* What everybody in the tenant sees anyway may be given by whoever may invite; anything beyond
 * only by who has it himself, as a key of few scopes does not, whatever its role. */
static bool holds(const struct request *q, uint64_t rights, struct err *e)
{
    uint64_t beyond = rights & ~permission_of_role(ROLE_VIEWER);

    return (beyond & ~q->actor.permissions) == 0 ||
           err_set(e, ERR_FORBIDDEN, "you cannot give rights that you do not have");
}

/* Whether the caller may make somebody of the role `before` (NULL: nobody yet) one of `role`. */
static bool may_give(const struct request *q, const char *role, const char *before, struct err *e)
{
    enum role given = permission_role_find(str_of(role));

    if (!outranks(q, role, e))
        return false;
    return (before && given <= permission_role_find(str_of(before))) ||
           holds(q, permission_of_role(given), e);
}

/* Whether the caller may hand out or ease the way into that account. */
static bool may_open(const struct request *q, const struct account *a, struct err *e)
{
    return holds(q,
                 permission_of_role(permission_role_find(str_of(a->role))) |
                     permission_of_list(a->permissions),
                 e);
}

/* The user with his link beside him. */
static bool answer_with_link(struct request *q, int64_t id, struct err *e)
{
    AUTO_RES r = NULL;

    if (!account_get(request_tx(q), id, &r, e))
        return false;
    json_t *user = person_json(r);
    if (user && invite_make(q, id, user, e))
        return answer_json_take(q, user, e);
    json_decref(user);
    return err_set(e, ERR_UNAVAILABLE, "no memory for the answer");
}

static bool create(struct request *q, struct err *e)
{
    const char *email = passwords_fold(q, body_text(q, "email"), e), *role = body_text(q, "role");
    const char *extra;
    int64_t id;

    if (!email || !permissions(q, &extra, e) || !may_give(q, role, NULL, e))
        return false;
    request_target_text(q, "user", NULL, email);
    request_detail(q, "role", json_string(role));
    if (!account_add(request_tx(q), email, body_text(q, "name"), role, extra ? extra : "", &id, e))
        return false;
    request_target(q, "user", id, email);
    return answer_with_link(q, id, e);
}

/* The person of {id}, whom the caller may change, locked. */
static bool subject(struct request *q, struct account *a, struct err *e)
{
    if (!account_lock(request_tx(q), q->ids[0], e) ||
        !account_load(request_tx(q), q->ids[0], q->mem, a, e))
        return false;
    request_target(q, "user", a->id, a->email);
    if (a->id == q->actor.id && q->actor.kind == ACTOR_USER)
        return err_set(e, ERR_FORBIDDEN, "somebody else must change your own rights");
    if (a->platform_admin && !q->actor.platform_admin)
        return err_set(e, ERR_FORBIDDEN, "only a platform administrator may do this");
    return outranks(q, a->role, e);
}

/* When the change takes an owner away, another one must be left. */
static bool leaves_owner(struct request *q, const struct account *a, bool goes, struct err *e)
{
    int64_t others;

    if (!goes || strcmp(a->role, "owner") != 0)
        return true;
    if (!account_other_owners(request_tx(q), a->id, &others, e))
        return false;
    return others > 0 || err_set(e, ERR_CONFLICT, "a tenant keeps at least one active owner");
}

/* Keys hold as long as who made them may sign in: the trail says how many that stops. */
static bool note_keys(struct request *q, const struct account *a, struct err *e)
{
    int64_t n;

    if (!api_key_count_of(request_tx(q), a->id, &n, e))
        return false;
    request_detail(q, "api_keys_stopped", json_integer(n));
    return true;
}

static bool change(struct request *q, struct err *e)
{
    const char *role = body_text(q, "role"), *status = body_text(q, "status");
    const char *name = body_text(q, "name"), *extra;
    struct account a;
    AUTO_RES r = NULL;
    AUTO_RES before = NULL;

    if (!subject(q, &a, e) || !permissions(q, &extra, e) || (role && !may_give(q, role, a.role, e)))
        return false;
    if (!account_get(request_tx(q), a.id, &before, e) ||
        !request_if_match(q, row_int(before, 0, PQfnumber(before, "revision")), e))
        return false;
    if (status && strcmp(status, "active") == 0 && !a.password_hash)
        return err_set(e, ERR_CONFLICT, "this person has no password yet; send a new link instead");
    bool goes = (role && strcmp(role, "owner") != 0) || (status && strcmp(status, "active") != 0);
    if (!leaves_owner(q, &a, goes, e) ||
        !account_update(request_tx(q), a.id, name, role, status, extra, e))
        return false;
    bool rights =
        (role && strcmp(role, a.role) != 0) || extra || (status && strcmp(status, a.status) != 0);
    if (rights && !session_revoke_all(request_tx(q), a.id, 0, "rights changed", e))
        return false;
    if (role)
        request_detail(q, "role", json_string(role));
    if (status)
        request_detail(q, "status", json_string(status));
    if (status && strcmp(status, "disabled") == 0 && !note_keys(q, &a, e))
        return false;
    return account_get(request_tx(q), a.id, &r, e) && answer_row(q, r, e);
}

static bool drop(struct request *q, struct err *e)
{
    struct account a;

    return subject(q, &a, e) && leaves_owner(q, &a, true, e) &&
           session_revoke_all(request_tx(q), a.id, 0, "user removed", e) && note_keys(q, &a, e) &&
           api_key_revoke_of(request_tx(q), a.id, e) && account_remove(request_tx(q), a.id, e) &&
           answer_none(q);
}

/* A new link: the password of before no longer works, the second factor stays asked for. */
static bool reinvite(struct request *q, struct err *e)
{
    struct account a;

    if (!subject(q, &a, e))
        return false;
    if (strcmp(a.status, "disabled") == 0)
        return err_set(e, ERR_CONFLICT, "this person is disabled; enable first");
    if (!leaves_owner(q, &a, true, e) || !may_open(q, &a, e) ||
        !account_drop_password(request_tx(q), a.id, e) ||
        !session_revoke_all(request_tx(q), a.id, 0, "password reset", e))
        return false;
    json_t *link = json_object();
    if (link && invite_make(q, a.id, link, e))
        return answer_json_take(q, link, e);
    json_decref(link);
    return err_set(e, ERR_UNAVAILABLE, "no memory for the answer");
}

/* For a lost phone with lost backup codes: the password alone lets in again. */
static bool mfa_reset(struct request *q, struct err *e)
{
    struct account a;

    return subject(q, &a, e) && may_open(q, &a, e) && mfa_drop(request_tx(q), a.id, e) &&
           session_revoke_all(request_tx(q), a.id, 0, "second factor reset", e) && answer_none(q);
}

static const struct field permission_item[] = {
    {.name = "permission", .type = FIELD_STR, .min = 1, .max = 60}, {0}};
static const struct field list_query[] = {
    {"q", FIELD_STR, .min = 0, .max = 200, .doc = "Part of the address or name."},
    {"status", FIELD_ENUM, .choices = "invited|active|disabled", .doc = "Only these."},
    {0},
};
static const struct field create_fields[] = {
    {"email", FIELD_EMAIL, .flags = F_REQUIRED, .doc = "Address to sign in with."},
    {"name", FIELD_STR, .flags = F_REQUIRED, .min = 1, .max = 200, .doc = "Name."},
    {"role", FIELD_ENUM, .flags = F_REQUIRED, .choices = "viewer|operator|admin|owner",
     .doc = "At most your own."},
    {"permissions", FIELD_LIST, .of = permission_item, .max = 40,
     .doc = "Beyond the role's; at most what you have."},
    {0},
};
static const struct field change_fields[] = {
    {"name", FIELD_STR, .min = 1, .max = 200, .doc = "Name."},
    {"role", FIELD_ENUM, .choices = "viewer|operator|admin|owner", .doc = "At most your own."},
    {"status", FIELD_ENUM, .choices = "active|disabled",
     .doc = "Disabled: no sign-in, and no key made by this person."},
    {"permissions", FIELD_LIST, .of = permission_item, .max = 40,
     .doc = "Beyond the role's; at most what you have."},
    {0},
};

const struct route api_users[] = {
    {"GET", "/api/v1/users", USER_READ, list, POOL_FAST, RATE_READ, .flags = ROUTE_LIST,
     .query = list_query, .answer = person_fields, .doc = "People of the tenant."},
    {"POST", "/api/v1/users", USER_WRITE, create, POOL_FAST, RATE_WRITE, MFA_FRESH,
     .audit = "user.create", .body = create_fields, .answer = invite_person_fields, .status = 201,
     .doc = "Add a person; the answer holds the link to give him."},
    {"GET", "/api/v1/users/{id}", USER_READ, show, POOL_FAST, RATE_READ, .answer = person_fields,
     .doc = "One person."},
    {"PATCH", "/api/v1/users/{id}", USER_WRITE, change, POOL_FAST, RATE_WRITE, MFA_FRESH,
     .flags = ROUTE_PARTIAL, .audit = "user.update", .body = change_fields, .answer = person_fields,
     .doc = "Change a person; changed rights end his sessions."},
    {"DELETE", "/api/v1/users/{id}", USER_WRITE, drop, POOL_FAST, RATE_WRITE, MFA_FRESH,
     .audit = "user.delete", .status = 204, .doc = "Remove a person."},
    {"POST", "/api/v1/users/{id}/invite", USER_WRITE, reinvite, POOL_FAST, RATE_WRITE, MFA_FRESH,
     .audit = "user.invite", .answer = invite_fields,
     .doc = "Make a new link; the old password and sessions end."},
    {"POST", "/api/v1/users/{id}/mfa-reset", USER_WRITE, mfa_reset, POOL_FAST, RATE_WRITE,
     MFA_FRESH, .audit = "user.mfa_reset", .status = 204,
     .doc = "Take a lost second factor away; the sessions end."},
    {0},
};
