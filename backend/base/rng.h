/* Seeded random numbers for jitter, sampling and models: repeatable, never for secrets
 * (secrets come from io/crypto). xoshiro256**, Blackman and Vigna 2018; seeded by splitmix64. */
#pragma once
#include <stdint.h>

struct rng {
    uint64_t s[4];
};

void rng_seed(struct rng *r, uint64_t seed);
uint64_t rng_u64(struct rng *r);
/* Uniform in [0, n); n > 0. No modulo bias. */
uint64_t rng_below(struct rng *r, uint64_t n);
/* Uniform in [0, 1), 53 bits. */
double rng_unit(struct rng *r);
