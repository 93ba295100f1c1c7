/* Coming and going. */
#include "stream/hall.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/scope.h"
#include "io/door.h"
#include "stream/compose.h"
#include "stream/problem.h"
#include "stream/questions.h"
#include "stream/request.h"

enum { TICK_MS = 500, BACKLOG = 511 };

/* --- the end of a listener --- */

static void sweep(uv_timer_t *timer)
{
    struct hall *h = timer->data;
    struct listener **at = &h->dead;

    while (*at) {
        struct listener *l = *at;
        if (l->held) {
            at = &l->next;
            continue;
        }
        *at = l->next;
        listener_free(l);
    }
}

static void gone(void *self, struct listener *l)
{
    struct hall *h = self;

    h->slow += l->slow;
    room_leave(&h->rooms, l);
    if (l->before)
        l->before->next = l->next;
    else
        h->all.first = l->next;
    if (l->next)
        l->next->before = l->before;
    h->all.n--;
    l->next = h->dead;
    h->dead = l;
    if (h->sweep.data)
        uv_timer_start(&h->sweep, sweep, 0, 0);
}

void hall_hold(struct listener *l)
{
    l->held++;
    l->waits = true;
}

void hall_release(struct listener *l)
{
    l->waits = false;
    l->held--; /* one that is gone by now is freed by the next sweep */
}

struct room *hall_hold_room(struct room *r)
{
    r->held++;
    return r;
}

void hall_release_room(struct hall *h, struct room **r)
{
    struct room *room = *r;

    *r = NULL;
    if (!room)
        return;
    room->held--;
    room_close(&h->rooms, room);
}

void hall_refuse(struct hall *h, struct listener *l, const struct err *why, const char *topic)
{
    struct message *m = problem_answer(why, str_of(l->request_id), topic);

    h->refused++;
    listener_finish(l, m);
    message_drop(m);
}

/* --- a newcomer --- */

static void asked(void *self, struct listener *l, struct str head)
{
    struct hall *h = self;
    struct err e = {0};

    if (!request_read(l, head, &h->tokens, &e)) {
        hall_refuse(h, l, &e, NULL);
        return;
    }
    if (l->key && blame_full(&h->blame, l->ip, clock_mono_ms(), &e.retry_after_s)) {
        err_set(&e, ERR_THROTTLED, "too many keys from your address did not hold; try later");
        hall_refuse(h, l, &e, NULL);
        return;
    }
    if (!ledger_connected(&h->frame->ledger)) {
        err_set(&e, ERR_UNAVAILABLE, "PostgreSQL is away");
        hall_refuse(h, l, &e, NULL);
        return;
    }
    who_look(h);
}

static void knock(void *data, uint32_t epoll)
{
    struct hall *h = data;
    int fd;

    (void)epoll;
    while ((fd = accept4(h->door, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct listener *l =
            h->all.n < HALL_LISTENERS ? listener_new(h->loop, fd, &h->owner) : NULL;
        if (!l) {
            if (h->all.n >= HALL_LISTENERS)
                close(fd); /* the web server says 503 */
            h->refused++;
            continue;
        }
        l->next = h->all.first;
        if (l->next)
            l->next->before = l;
        h->all.first = l;
        h->all.n++;
    }
}

void hall_open(struct hall *h, struct listener *l)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                               "Cache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
                               "Connection: close\r\nX-Request-Id: %s\r\n\r\nid: %lld\n\n";
    char text[sizeof head + 80];
    int64_t now_ms = clock_wall_ms();
    int n = snprintf(text, sizeof text, head, l->request_id, (long long)now_ms);
    struct message *m = message_new((struct str){text, (size_t)n});
    struct room *r = room_find(&h->rooms, l->tenant);

    listener_become(l, LISTENER_OPEN);
    h->opened++;
    listener_send(l, m);
    message_drop(m);
    if (l->resume_us == 0) {
        m = compose_resync(now_ms, "old");
        h->resyncs++;
        listener_send(l, m);
        message_drop(m);
    } else {
        l->catching = r->catching = true;
        news_look(h);
    }
    for (size_t i = 0; i < l->topics.n; i++)
        if (l->topics.ids[i].topic == TOPIC_RUN)
            room_run(r, l->topics.ids[i].id);
    tally_runs(h);
    tally_greet(h, l);
}

/* --- time --- */

static bool too_long(const struct listener *l, int64_t now, int ms)
{
    return now - l->state_mono_ms > ms;
}

static void look_after(struct hall *h, struct listener *l, struct message *beat, int64_t now)
{
    struct err away = {0};

    switch (l->state) {
    case LISTENER_READING:
        if (too_long(l, now, HALL_READ_MS))
            listener_cut(l);
        break;
    case LISTENER_ASKING:
    case LISTENER_LOOKING:
        if (!too_long(l, now, HALL_WAIT_MS))
            break;
        err_set(&away, ERR_UNAVAILABLE, "PostgreSQL does not answer");
        hall_refuse(h, l, &away, NULL);
        break;
    case LISTENER_OPEN:
        if (l->expires_s && clock_wall_s() >= l->expires_s)
            listener_bye(l, "expired");
        else if (now - h->verifying.verified_mono_ms > HALL_UNVERIFIED_MS)
            listener_bye(l, "shutdown");
        else if (now - l->said_mono_ms >= HALL_BEAT_MS)
            listener_send(l, beat);
        break;
    case LISTENER_ENDING:
        if (too_long(l, now, HALL_LEAVE_MS))
            listener_cut(l);
        break;
    case LISTENER_GONE:
        break;
    }
}

static void tick(uv_timer_t *timer)
{
    struct hall *h = timer->data;

    if (h->knock)
        knock(h, 0); /* who could not be let in for want of a descriptor */
    struct message *beat = message_new(STR(": beat\n\n"));
    int64_t now = clock_mono_ms();

    for (struct listener *l = h->all.first, *next; l; l = next) {
        next = l->next;
        look_after(h, l, beat, now);
    }
    message_drop(beat);
    sweep(&h->sweep);
}

/* --- start and end --- */

static bool read_key(struct hall *h, struct err *e)
{
    char hex[2 * TOKEN_KEY + 2];
    bool good = config_secret(h->frame->config, "jwt_stream", hex, sizeof hex, e) &&
                (token_key_add(&h->tokens, str_of(hex), e) || err_context(e, "the key jwt_stream"));

    crypto_wipe(hex, sizeof hex);
    return good;
}

static bool open_door(struct hall *h, struct err *e)
{
    int n = snprintf(h->door_path, sizeof h->door_path, "%s/stream/stream.sock",
                     config_text(h->frame->config, "run_dir"));

    if (n < 0 || (size_t)n >= sizeof h->door_path)
        return err_set(e, ERR_INVALID, "run_dir is too long for a socket's path");
    h->door = door_open(h->door_path, BACKLOG, e);
    if (h->door < 0 || !(h->loop = loop_new(h->frame->loop, e)))
        return false;
    if (fcntl(h->door, F_SETFL, O_NONBLOCK) != 0)
        return err_set(e, ERR_INTERNAL, "the listening socket cannot be set up");
    h->knock = loop_watch(h->loop, h->door, knock, h);
    return h->knock || err_set(e, ERR_UNAVAILABLE, "the listening socket cannot be watched");
}

static void start_timer(struct hall *h, uv_timer_t *timer, uv_timer_cb call, int every_ms)
{
    uv_timer_init(h->frame->loop, timer);
    timer->data = h;
    if (every_ms)
        uv_timer_start(timer, call, (uint64_t)every_ms, (uint64_t)every_ms);
}

bool hall_start(struct frame *f, struct err *e)
{
    struct hall *h = calloc(1, sizeof *h);

    if (!h || !(h->mem = calloc(1, sizeof *h->mem))) {
        free(h);
        return err_set(e, ERR_UNAVAILABLE, "out of memory");
    }
    f->self = h;
    h->frame = f;
    h->door = -1;
    h->owner = (struct listener_owner){asked, gone, h};
    arena_init(h->mem, ARENA_CAP);
    if (!crypto_start(e) || !read_key(h, e) || !open_door(h, e) ||
        !db_listen_later(f->db, "tocsin_live", e))
        return false;
    start_timer(h, &h->tick, tick, TICK_MS);
    start_timer(h, &h->sweep, sweep, 0);
    who_start(h);
    look_start(h);
    news_start(h);
    results_start(h);
    tally_start(h);
    return true;
}

void hall_drain(struct hall *h)
{
    if (h->knock)
        loop_forget(h->loop, h->knock);
    h->knock = NULL;
    close(h->door);
    unlink(h->door_path);
    for (struct listener *l = h->all.first, *next; l; l = next) {
        next = l->next;
        listener_bye(l, "shutdown");
    }
}

void hall_stop(struct hall *h)
{
    for (struct listener *l = h->all.first, *next; l; l = next) {
        next = l->next;
        listener_cut(l);
    }
    for (struct listener *l = h->dead; l; l = l->next)
        l->held = 0;
    sweep(&h->sweep);
    for (struct room *r; (r = room_next(&h->rooms, NULL)) != NULL;) {
        r->held = 0;
        room_close(&h->rooms, r);
    }
    who_stop(h);
    tally_stop(h);
    loop_free(h->loop);
    uv_close((uv_handle_t *)&h->tick, NULL);
    uv_close((uv_handle_t *)&h->sweep, NULL);
    arena_clear(h->mem);
    free(h->mem);
    crypto_wipe(&h->tokens, sizeof h->tokens);
}
