/* /views: a page's address kept under a name. What is shared everybody sees; its person changes it,
 * and an administrator puts shared ones in order. */
#include "store/view_store.h"

#include <stdlib.h>

#include "api/request.h"

static const struct field list_query[] = {
    {.name = "page", .type = FIELD_SLUG, .max = 63, .doc = "Only views of this page."},
    {0},
};

#define NAME(flags_)                                                              \
    {                                                                             \
        .name = "name", .type = FIELD_STR, .flags = flags_, .min = 1, .max = 100, \
        .doc = "Unique among the person's views of the page, any case."           \
    }
#define QUERY(flags_)                                                     \
    {                                                                     \
        .name = "query", .type = FIELD_STR, .flags = flags_, .max = 2000, \
        .doc = "The page's part of the address behind the question mark." \
    }

static const struct field add_body[] = {
    {.name = "page",
     .type = FIELD_SLUG,
     .flags = F_REQUIRED,
     .max = 63,
     .doc = "The page it is a view of."},
    NAME(F_REQUIRED),
    QUERY(F_REQUIRED),
    {.name = "shared",
     .type = FIELD_BOOL,
     .def = "false",
     .doc = "Whether all people of the tenant see it."},
    {0},
};

static const struct field change_body[] = {
    NAME(0),
    QUERY(0),
    {.name = "shared", .type = FIELD_BOOL, .doc = "Whether all people of the tenant see it."},
    {0},
};

static const struct field view_answer[] = {
    {.name = "id", .type = FIELD_INT},
    {.name = "page", .type = FIELD_SLUG},
    {.name = "name", .type = FIELD_STR},
    {.name = "query", .type = FIELD_STR},
    {.name = "shared", .type = FIELD_BOOL},
    {.name = "mine", .type = FIELD_BOOL},
    {.name = "owner_name",
     .type = FIELD_STR,
     .flags = F_NULL,
     .doc = "Null when its person has left."},
    {.name = "created_at", .type = FIELD_TIME},
    {.name = "updated_at", .type = FIELD_TIME},
    {0},
};

static int64_t account(const struct request *q)
{
    return q->actor.kind == ACTOR_USER ? q->actor.id : 0;
}

static bool list(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;

    if (!request_page(q, &page, e))
        return false;
    struct view_filter f = {.page = query_text(q, "page"),
                            .fetch = page.fetch,
                            .after = page.after,
                            .key = page.key,
                            .id = page.id};
    return view_list(request_tx(q), account(q), &f, &r, e) && answer_rows(q, r, &page, e);
}

static bool show(struct request *q, int64_t id, struct err *e)
{
    AUTO_RES r = NULL;

    return view_show(request_tx(q), account(q), id, &r, e) && answer_row(q, r, e);
}

static bool add(struct request *q, struct err *e)
{
    int64_t id = 0;
    char *json = json_dumps(q->body, JSON_COMPACT);
    bool done = json ? view_add(request_tx(q), q->actor.id, json, &id, e)
                     : err_set(e, ERR_UNAVAILABLE, "no memory for the view");

    free(json);
    if (!done)
        return false;
    request_target(q, "view", id, body_text(q, "name"));
    request_detail(q, "page", json_string(body_text(q, "page")));
    request_detail(q, "shared", json_boolean(body_bool(q, "shared")));
    return show(q, id, e);
}

/* The view, locked, as one that the actor may change. */
static bool hold(struct request *q, struct err *e)
{
    bool unshares = body_has(q, "shared") && !body_bool(q, "shared");
    struct view_lock held;

    if (!view_lock(request_tx(q), q->actor.id, q->ids[0], &held, e))
        return false;
    request_target(q, "view", q->ids[0], held.name);
    if (!held.mine && q->actor.role < ROLE_ADMIN)
        return err_set(e, ERR_FORBIDDEN, "only its person or an administrator changes this view");
    if (!held.mine && unshares)
        return err_set(e, ERR_FORBIDDEN, "only its person takes it back; you may remove it");
    return request_if_match(q, held.revision, e);
}

static bool change(struct request *q, struct err *e)
{
    if (!hold(q, e))
        return false;
    request_detail_fields(q);
    char *json = json_dumps(q->body, JSON_COMPACT);
    bool done = json ? view_change(request_tx(q), q->ids[0], json, e)
                     : err_set(e, ERR_UNAVAILABLE, "no memory for the view");
    free(json);
    return done && show(q, q->ids[0], e);
}

static bool drop(struct request *q, struct err *e)
{
    return hold(q, e) && view_remove(request_tx(q), q->ids[0], e) && answer_none(q);
}

const struct route api_views[] = {
    {.method = "GET",
     .path = "/api/v1/views",
     .permission = PERM_SIGNED_IN,
     .handler = list,
     .flags = ROUTE_LIST,
     .query = list_query,
     .answer = view_answer,
     .doc = "List your saved views and those that are shared."},
    {.method = "POST",
     .path = "/api/v1/views",
     .permission = PERM_PERSON,
     .handler = add,
     .rate = RATE_WRITE,
     .audit = "view.create",
     .body = add_body,
     .answer = view_answer,
     .status = 201,
     .doc = "Save a view of a page."},
    {.method = "PATCH",
     .path = "/api/v1/views/{id}",
     .permission = PERM_PERSON,
     .handler = change,
     .rate = RATE_WRITE,
     .flags = ROUTE_PARTIAL,
     .audit = "view.update",
     .body = change_body,
     .answer = view_answer,
     .doc = "Change a saved view."},
    {.method = "DELETE",
     .path = "/api/v1/views/{id}",
     .permission = PERM_PERSON,
     .handler = drop,
     .rate = RATE_WRITE,
     .audit = "view.delete",
     .doc = "Remove a saved view."},
    {0},
};
