/* What one API process holds for its whole life. */
#pragma once
#include <stdint.h>

#include "api/route.h"
#include "io/config.h"
#include "store/cache.h"
#include "store/db.h"

struct identity; /* of api/identify.c: token keys, caches */
struct router;
struct rate_local;
struct kinds;
struct hearing;
struct recall;
struct callers;

struct app {
    const struct config *config;
    struct db *db;
    struct cache *cache;
    struct router *router;
    struct identity *identity;
    struct kinds *kinds;
    struct hearing *hearing; /* NULL in plain CGI */
    struct recall *recall;   /* with the next: NULL but in pools that answer reads */
    struct callers *callers;
    struct rate_local *rates; /* counters used while Redis is away */
    uint8_t cursor_key[32];
    enum pool pool;
    bool cgi; /* one request, then exit */
};
