/* The fixed order in which a request is judged, worked on and answered. Invariant: the
 * transaction is committed before the first byte of a success leaves, and only then. */
#include "api/serve.h"

#include <stdlib.h>
#include <string.h>

#include "api/hearing.h"
#include "api/intake.h"
#include "api/problem.h"
#include "api/rate.h"
#include "api/recall.h"
#include "api/replay.h"
#include "api/router.h"
#include "api/schema.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "store/audit_store.h"

enum { MFA_FRESH_S = 300, QUEUE_MAX_MS = 2000 };

/* nginx tells when it took the request; what waited too long is not worth starting. */
static bool shed(struct request *q, struct err *e)
{
    struct str rest = str_of(request_header(q, "TOCSIN_TAKEN_AT")), whole, part;
    int64_t s, ms;

    if (!str_cut(&rest, '.', &whole) || !str_cut(&rest, '.', &part) ||
        !str_int(whole, 0, INT64_MAX / 2000, &s) || !str_int(part, 0, 999, &ms))
        return true;
    if (clock_wall_ms() - (s * 1000 + ms) <= QUEUE_MAX_MS)
        return true;
    e->retry_after_s = 1;
    return err_set(e, ERR_UNAVAILABLE, "overloaded");
}

static bool find_route(struct request *q, struct err *e)
{
    struct router_match m;
    bool found = router_find(q->app->router, intake_method(q), intake_path(q), q->mem, &m, e);

    if (e->code == ERR_METHOD || (found && !m.route)) {
        struct err full = {0};
        if (!answer_header(q, "Allow", m.allow, &full))
            return err_set(e, ERR_INTERNAL, "%s", full.msg);
    }
    q->route = m.route;
    memcpy(q->ids, m.ids, sizeof q->ids);
    memcpy(q->texts, m.texts, sizeof q->texts);
    q->answer->done = found && !m.route; /* OPTIONS is answered by its Allow header */
    return found;
}

static bool know_actor(struct request *q, struct err *e)
{
    if (q->route->permission == PERM_PUBLIC)
        return true;
    if (!identify(q, e))
        return false;
    if (q->actor.kind == ACTOR_ANONYMOUS)
        return err_set(e, ERR_UNAUTHENTICATED, "sign in, or send an API key");
    return true;
}

static bool allow(struct request *q, struct err *e)
{
    enum permission p = q->route->permission;

    if (p == PERM_PUBLIC || p == PERM_SIGNED_IN ||
        (p == PERM_PERSON && q->actor.kind == ACTOR_USER))
        return true;
    if (p != PERM_PERSON && request_may(q, p))
        return true;
    return err_set(e, ERR_FORBIDDEN,
                   p == PERM_PERSON ? "only a signed-in person may do this"
                                    : "this needs the permission %s",
                   p == PERM_PERSON ? "" : permission_row(p)->name);
}

static bool second_factor(struct request *q, struct err *e)
{
    const struct actor *a = &q->actor;

    if (q->route->mfa == MFA_NO)
        return true;
    if (a->kind == ACTOR_API_KEY) {
        if (a->named & PERM_BIT(q->route->permission))
            return true;
        return err_set(e, ERR_FORBIDDEN, "this key does not name the scope %s",
                       permission_row(q->route->permission)->name);
    }
    if (!a->mfa_enrolled && q->route->mfa == MFA_FRESH_IF_ENROLLED)
        return true;
    if (!a->mfa_enrolled)
        return err_set(e, ERR_MFA_ENROLL, "set up a second factor in your settings first");
    if (a->mfa_at_s > 0 && clock_wall_s() - a->mfa_at_s <= MFA_FRESH_S)
        return true;
    return err_set(e, ERR_MFA_STEP_UP, "confirm with your second factor and try again");
}

static bool read_query(struct request *q, struct err *e)
{
    return schema_query(q->route->query, q->route->flags & ROUTE_LIST, intake_query(q), &q->faults,
                        &q->query, e);
}

static bool read_body(struct request *q, struct err *e)
{
    struct str text;

    if (!intake_body(q, &text, e))
        return false;
    q->body = text.n ? jin_parse(text, e) : json_object();
    if (!q->body)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the body");
    return schema_body(q->route->body, q->route->flags & ROUTE_PARTIAL, q->body, &q->faults, e) &&
           replay_find(q, text, e);
}

static bool work(struct request *q, struct err *e)
{
    FAULT_POINT("api-before-handler");
    answer_mark(q->answer);
    if (!q->route->handler(q, e))
        return e->code != ERR_NONE ? false
                                   : err_set(e, ERR_INTERNAL, "a handler failed without a reason");
    return q->answer->done || err_set(e, ERR_INTERNAL, "a handler gave no answer");
}

/* One row of the actor's audit trail. */
static bool audit(struct request *q, struct tx *t, const char *outcome, struct err *e)
{
    char *detail = q->detail ? json_dumps(q->detail, JSON_COMPACT) : NULL;
    struct audit_entry a = {
        .actor_kind = q->actor.kind == ACTOR_USER ? "user" : "api_key",
        .actor_id = q->actor.id,
        .actor_name = q->actor.name,
        .action = q->route->audit ? q->route->audit : "access",
        .outcome = outcome,
        .target_kind = q->target_kind,
        .target_id = q->target_id,
        .target_name = q->target_name,
        .ip = q->ip[0] ? q->ip : NULL,
        .request_id = q->id,
        .detail_json = detail,
    };
    bool done = audit_append(t, &a, e);

    free(detail);
    return done;
}

/* Audit row, kept answer, commit: all or nothing. */
static bool settle(struct request *q, struct err *e)
{
    bool audited =
        q->route->audit && !(q->route->flags & ROUTE_NO_AUDIT) && q->actor.kind != ACTOR_ANONYMOUS;

    if (audited && !audit(q, request_tx(q), "ok", e))
        return false;
    if (!replay_keep(q, e))
        return false;
    FAULT_POINT("api-before-commit");
    if (!request_commit(q, e))
        return false;
    FAULT_POINT("api-after-commit");
    return true;
}

/* In this order; a step that made the answer ends the walk. */
static bool (*const steps[])(struct request *q, struct err *e) = {
    shed,          find_route,  know_actor, rate_take, allow,
    second_factor, recall_find, read_query, read_body, work,
};

/* A known actor's refusal enters his tenant's trail, in a transaction of its own. */
static void audit_refusal(struct request *q, const struct err *why)
{
    struct err e = {0};
    bool refused = why->code == ERR_FORBIDDEN || why->code == ERR_MFA_STEP_UP ||
                   why->code == ERR_MFA_ENROLL || why->code == ERR_QUOTA;

    if (!refused || !q->route || q->actor.kind == ACTOR_ANONYMOUS)
        return;
    if (!q->target_kind)
        request_target_text(q, "route", q->route->path, NULL);
    request_detail(q, "code", json_string(err_kind(why->code)->slug));
    struct tx t;
    if (!tx_begin(&t, q->app->db, q->actor.tenant, &e) || !audit(q, &t, "denied", &e) ||
        !tx_commit(&t, &e)) {
        tx_abort(&t);
        log_err("auditing a refusal", &e);
    }
}

static void refuse(struct request *q, struct err *e)
{
    if (q->tx_open)
        tx_abort(&q->tx);
    q->tx_open = false;
    audit_refusal(q, e);
    problem_answer(q, e);
}

/* What was refused changed nothing; of what failed otherwise that is not known. What only reports
 * tells nobody but the database, and so does who belongs to no tenant. */
static void tell(const struct request *q, bool good, const struct err *e)
{
    bool refused = !good && e->code != ERR_UNAVAILABLE && e->code != ERR_INTERNAL;

    if (refused || !q->route || strcmp(q->route->method, "GET") == 0 ||
        q->route->pool == POOL_INGEST)
        return;
    if (q->route->permission == PLATFORM_MANAGE)
        hearing_tell(q->app, TENANT_NONE);
    else if (q->actor.tenant != TENANT_NONE)
        hearing_tell(q->app, q->actor.tenant);
}

void serve(struct app *app, struct gateway *g, struct arena *mem, struct answer *answer)
{
    struct err e = {0};
    bool good = true, replayed = false;

    arena_reset(mem);
    answer_start(answer);
    struct request q = {
        .app = app, .mem = mem, .gateway = g, .answer = answer, .faults = {.mem = mem}};
    hearing_turn(app);
    intake_start(&q);
    for (size_t i = 0; good && !answer->done && i < sizeof steps / sizeof *steps; i++) {
        good = steps[i](&q, &e);
        replayed = answer->done && steps[i] != work;
    }
    if (good && !replayed)
        good = settle(&q, &e);
    if (good && !replayed)
        recall_keep(&q);
    tell(&q, good, &e);
    if (!good)
        refuse(&q, &e);
    else if (q.tx_open) /* a repeated request changed nothing */
        tx_abort(&q.tx);
    answer_send(&q);
    json_decref(q.query);
    json_decref(q.body);
    json_decref(q.detail);
}
