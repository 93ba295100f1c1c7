/* The grid of slots and the way along it. */
#include "domain/schedule.h"

/* Evenly spread bits of the two ids: splitmix64's finisher, Steele, Lea and Flood 2014. */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* The grid point at or before t. */
static int64_t floor_us(const struct schedule *s, int64_t t_us)
{
    int64_t step = s->interval_ms * 1000, from = s->phase_ms * 1000;
    int64_t rest = (t_us - from) % step;

    return t_us - (rest < 0 ? rest + step : rest);
}

static int64_t clamp(int64_t v, int64_t least, int64_t most)
{
    return v < least ? least : v > most ? most : v;
}

struct schedule schedule_of(int32_t tenant, int64_t check, int64_t interval_ms)
{
    uint64_t h = mix(mix((uint64_t)(uint32_t)tenant) ^ (uint64_t)check);

    int64_t steps = interval_ms > SCHEDULE_STEP_MS ? interval_ms / SCHEDULE_STEP_MS : 1;

    return (struct schedule){interval_ms, (int64_t)(h % (uint64_t)steps) * SCHEDULE_STEP_MS};
}

struct schedule_slot schedule_first(const struct schedule *s, int64_t ran_us, int64_t wall_us,
                                    int64_t mono_ms)
{
    int64_t newest = floor_us(s, wall_us), due_mono_ms = mono_ms - (wall_us - newest) / 1000;

    if (ran_us == 0) /* not filed before the check was there */
        return (struct schedule_slot){wall_us, due_mono_ms, 0};
    if (ran_us < newest || ran_us > wall_us + s->interval_ms * 1000) /* a clock set back */
        return (struct schedule_slot){newest, due_mono_ms, 0};
    int64_t next = newest + s->interval_ms * 1000;
    return (struct schedule_slot){next, mono_ms + (next - wall_us) / 1000, 0};
}

struct schedule_slot schedule_next(const struct schedule *s, const struct schedule_slot *last,
                                   int64_t wall_us, int64_t mono_ms)
{
    struct schedule_slot next = {.due_mono_ms = last->due_mono_ms + s->interval_ms};

    if (mono_ms - next.due_mono_ms >= s->interval_ms) {
        next.missed = (mono_ms - next.due_mono_ms) / s->interval_ms;
        next.due_mono_ms += next.missed * s->interval_ms;
    }
    int64_t at_us = wall_us + (next.due_mono_ms - mono_ms) * 1000;
    next.slot_us = floor_us(s, at_us + s->interval_ms * 500); /* the nearest one */
    /* Follow the wall clock's grid gently, so that a slewed clock does not tear the two apart. */
    next.due_mono_ms +=
        clamp((next.slot_us - at_us) / 1000, -s->interval_ms / 10, s->interval_ms / 10);
    return next;
}
