/* The audit trail. Sequence and hash are the schema's business: nothing here can choose them. */
#include "store/audit_store.h"

#include "base/log.h"

enum { RETRY_AFTER_S = 2 };

static const struct stmt APPEND =
    STMT("audit_append",
         "INSERT INTO audit (tenant_id, actor_kind, actor_id, actor_name, action, target_kind, "
         "target_id, target_name, outcome, ip, request_id, detail) VALUES ($1, $2, nullif($3, 0), "
         "$4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, '{}'))",
         11);

static const struct stmt NOTE =
    STMT_SYSTEM("audit_note",
                "SELECT audit_note($1, $2, nullif($3, 0), $4, $5, $6, $7, $8, $9, $10, $11, "
                "coalesce($12, '{}'))",
                12);

static const struct stmt LIST =
    STMT("audit_list",
         "SELECT seq, at, actor_kind AS \"actor.kind\", actor_id AS \"actor.id\", "
         "actor_name AS \"actor.name\", action, target_kind AS \"target.kind\", "
         "target_id AS \"target.id\", target_name AS \"target.name\", outcome, host(ip) AS ip, "
         "detail, encode(hash, 'hex') AS hash, '' AS page_key, seq AS page_id "
         "FROM audit WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND seq < $4 "
         "AND position(lower($6) in lower(coalesce(actor_name, ''))) > 0 "
         "AND starts_with(action, $7) AND starts_with(outcome, $8) "
         "AND position(lower($9) in lower(concat_ws(' ', actor_name, action, target_kind, "
         "target_id, target_name))) > 0 ORDER BY seq DESC LIMIT $5",
         8);

static const struct stmt VERIFY = STMT_SYSTEM(
    "audit_verify",
    "SELECT first_bad_seq IS NULL AND NOT missing_tail AS ok, checked, head_seq, first_bad_seq, "
    "missing_tail FROM audit_verify()",
    0);

/* An address that does not parse must not stop the row. */
static const char *address(const struct audit_entry *a)
{
    return a->ip && *a->ip ? a->ip : NULL;
}

/* Whatever keeps a row from being written, the action waits until it can be. */
static bool written(bool done, const struct err *why, struct err *e)
{
    if (done)
        return true;
    log_err("writing the audit trail", why);
    if (e->code == ERR_NONE)
        e->retry_after_s = RETRY_AFTER_S;
    return err_set(e, ERR_UNAVAILABLE, "the audit trail cannot be written");
}

bool audit_append(struct tx *t, const struct audit_entry *a, struct err *e)
{
    struct err why = {0};

    return written(
        tx_run(t, &APPEND,
               ARGS(TEXT(a->actor_kind), INT8(a->actor_id), TEXT(a->actor_name), TEXT(a->action),
                    TEXT(a->target_kind), TEXT(a->target_id), TEXT(a->target_name),
                    TEXT(a->outcome), INET(address(a)), TEXT(a->request_id), JSONB(a->detail_json)),
               NULL, &why),
        &why, e);
}

bool audit_note(struct tx *t, int32_t tenant, const struct audit_entry *a, struct err *e)
{
    struct err why = {0};

    return written(
        tx_run(t, &NOTE,
               ARGS(INT4(tenant), TEXT(a->actor_kind), INT8(a->actor_id), TEXT(a->actor_name),
                    TEXT(a->action), TEXT(a->target_kind), TEXT(a->target_id), TEXT(a->target_name),
                    TEXT(a->outcome), INET(address(a)), TEXT(a->request_id), JSONB(a->detail_json)),
               NULL, &why),
        &why, e);
}

bool audit_list(struct tx *t, const struct audit_filter *f, PGresult **out, struct err *e)
{
    return tx_run(t, &LIST,
                  ARGS(TIME(f->from_us), TIME(f->to_us), INT8(f->below), INT8(f->fetch),
                       TEXT(f->actor), TEXT(f->action), TEXT(f->outcome), TEXT(f->text)),
                  out, e);
}

bool audit_verify(struct tx *t, PGresult **out, struct err *e)
{
    return tx_run(t, &VERIFY, NO_ARGS, out, e);
}
