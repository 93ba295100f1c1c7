/* Chores and their statements. */
#include "store/keeper_store.h"

static const struct stmt SWEEP =
    STMT_SYSTEM("keeper_sweep_jobs", "SELECT requeued + dead FROM job_sweep($1)", 1);
static const struct stmt DROP_JOBS = STMT_SYSTEM("keeper_drop_jobs", "SELECT job_drop($1)", 1);
static const struct stmt DROP_SAMPLES =
    STMT_SYSTEM("keeper_drop_samples", "SELECT keeper_drop_samples($1)", 1);
static const struct stmt MERGE_SAMPLES =
    STMT_SYSTEM("keeper_merge_samples", "SELECT keeper_merge_samples($1)", 1);
static const struct stmt MARK_OVERDUE =
    STMT_SYSTEM("keeper_mark_overdue", "SELECT keeper_mark_overdue($1)", 1);
static const struct stmt DROP_EVENTS =
    STMT_SYSTEM("keeper_drop_events", "SELECT keeper_drop_events($1)", 1);
static const struct stmt DROP_REPEATS =
    STMT_SYSTEM("keeper_drop_repeats", "SELECT keeper_drop_repeats($1)", 1);
static const struct stmt FORGET_SIGN_INS =
    STMT_SYSTEM("keeper_forget_sign_ins", "SELECT keeper_forget_sign_ins()", 0);
static const struct stmt DROP_WORKERS =
    STMT_SYSTEM("keeper_drop_workers", "SELECT worker_drop()", 0);
static const struct stmt DROP_NOTICES =
    STMT_SYSTEM("keeper_drop_notices", "SELECT notice_drop($1)", 1);

/* The size as this role may ask for it; the function only keeps it. */
static const struct stmt NOTE_SIZE =
    STMT_SYSTEM("keeper_note_size", "SELECT size_note(pg_database_size(current_database()))", 0);

const struct keeper_chore keeper_chores[] = {
    {"sweep_jobs", 4000, 200, &SWEEP, 0},
    {"drop_jobs", 60000, 500, &DROP_JOBS, 0},
    {"merge_samples", 5000, 16, &MERGE_SAMPLES, 0},
    {"mark_overdue", 10000, 2000, &MARK_OVERDUE, 5000},
    {"drop_samples", 60000, 500, &DROP_SAMPLES, 0},
    {"drop_events", 600000, 500, &DROP_EVENTS, 0},
    {"drop_repeats", 60000, 500, &DROP_REPEATS, 0},
    {"forget_sign_ins", 60000, 0, &FORGET_SIGN_INS, 0},
    {"drop_workers", 600000, 0, &DROP_WORKERS, 0},
    {"drop_notices", 60000, 2000, &DROP_NOTICES, 0},
    {"note_size", 600000, 0, &NOTE_SIZE, 0},
    {0},
};

bool keeper_ask(struct db *d, const struct keeper_chore *chore, struct err *e)
{
    struct arg most = INT4(chore->batch);

    return later_send(d, TENANT_NONE, chore->statement, &most, chore->batch ? 1 : 0, e);
}

int64_t keeper_answer(const PGresult *r)
{
    return row_int(r, 0, 0);
}
