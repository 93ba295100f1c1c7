/* Rows of table saved_view. Invariant: a view that is not shared is seen by its person alone, here
 * and nowhere else decided. */
#include "store/view_store.h"

#include <stdio.h>

#define SEEN "v.tenant_id = $1 AND (v.shared OR v.account_id = $2) "
#define COLUMNS                                                                               \
    "v.id, v.page, v.name, v.query, v.shared, v.account_id IS NOT DISTINCT FROM $2 AS mine, " \
    "a.name AS owner_name, v.created_at, v.updated_at "
#define FROM \
    "FROM saved_view v LEFT JOIN account a ON a.tenant_id = v.tenant_id AND a.id = v.account_id "
#define KEY "(v.page || ' ' || lower(v.name))"
#define LIST(name_, narrow)                                                             \
    STMT(name_,                                                                         \
         "SELECT " COLUMNS ", " KEY " AS page_key, v.id AS page_id " FROM "WHERE " SEEN \
         "AND v.page " narrow " $3 AND (" KEY ", v.id) > ($5, $6) "                     \
         "ORDER BY " KEY ", v.id LIMIT $4",                                             \
         5)

static const struct stmt LIST_ALL = LIST("view_list", ">="),
                         LIST_PAGE = LIST("view_list_page", "=");
static const struct stmt SHOW =
    STMT("view_show",
         "SELECT " COLUMNS ", v.version AS revision " FROM "WHERE " SEEN "AND v.id = $3", 2);
static const struct stmt LOCK =
    STMT("view_lock",
         "SELECT v.version, v.account_id IS NOT DISTINCT FROM $2, v.shared, v.name "
         "FROM saved_view v WHERE " SEEN "AND v.id = $3 FOR UPDATE",
         2);
static const struct stmt ADD =
    STMT("view_add",
         "INSERT INTO saved_view (tenant_id, account_id, page, name, query, shared) "
         "VALUES ($1, $2, $3->>'page', $3->>'name', $3->>'query', ($3->>'shared')::boolean) "
         "RETURNING id",
         2);
static const struct stmt CHANGE =
    STMT("view_change",
         "UPDATE saved_view SET name = coalesce($3->>'name', name), "
         "query = coalesce($3->>'query', query), "
         "shared = coalesce(($3->>'shared')::boolean, shared) WHERE tenant_id = $1 AND id = $2",
         2);
static const struct stmt REMOVE =
    STMT("view_remove", "DELETE FROM saved_view WHERE tenant_id = $1 AND id = $2", 1);

bool view_list(struct tx *t, int64_t account, const struct view_filter *f, PGresult **out,
               struct err *e)
{
    return tx_run(t, f->page ? &LIST_PAGE : &LIST_ALL,
                  ARGS(INT8(account), TEXT(f->page ? f->page : ""), INT8(f->fetch),
                       TEXT(f->after ? f->key : ""), INT8(f->after ? f->id : 0)),
                  out, e);
}

bool view_show(struct tx *t, int64_t account, int64_t id, PGresult **out, struct err *e)
{
    return tx_run(t, &SHOW, ARGS(INT8(account), INT8(id)), out, e);
}

bool view_lock(struct tx *t, int64_t account, int64_t id, struct view_lock *out, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &LOCK, ARGS(INT8(account), INT8(id)), &r, e))
        return false;
    if (PQntuples(r) == 0)
        return err_set(e, ERR_NOT_FOUND, "no such view");
    out->revision = row_int(r, 0, 0);
    out->mine = row_bool(r, 0, 1);
    out->shared = row_bool(r, 0, 2);
    snprintf(out->name, sizeof out->name, "%s", row_text(r, 0, 3));
    return true;
}

bool view_add(struct tx *t, int64_t account, const char *json, int64_t *id, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &ADD, ARGS(INT8(account), JSONB(json)), &r, e))
        return false;
    *id = row_int(r, 0, 0);
    return true;
}

bool view_change(struct tx *t, int64_t id, const char *json, struct err *e)
{
    return tx_run(t, &CHANGE, ARGS(INT8(id), JSONB(json)), NULL, e);
}

bool view_remove(struct tx *t, int64_t id, struct err *e)
{
    return tx_run(t, &REMOVE, ARGS(INT8(id)), NULL, e);
}
