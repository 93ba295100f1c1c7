/* Request line, headers and body as they came. Invariant: nothing read here is trusted to be
 * short, present or well-formed, and none of it names the tenant. */
#include "api/intake.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/gateway.h"
#include "io/crypto.h"

enum { ID_BYTES = 16, AGENT_MAX = 200, FIRST_READ = 16 << 10 };

static const char *env(const struct request *q, const char *name)
{
    return request_header(q, name);
}

/* A client's own request id is taken over when it is a harmless word. */
static bool word(const char *z)
{
    size_t n = z ? strlen(z) : 0;

    if (n < 8 || n >= REQUEST_ID_TEXT)
        return false;
    for (; *z; z++)
        if (!isalnum((unsigned char)*z) && !strchr("-_.", *z))
            return false;
    return true;
}

static const char *address(struct request *q)
{
    unsigned char binary[16];
    char z[INET6_ADDRSTRLEN] = "";
    struct err full = {0};
    const char *peer = env(q, "REMOTE_ADDR");

    for (int family = AF_INET;; family = AF_INET6) {
        if (peer && inet_pton(family, peer, binary) == 1 &&
            inet_ntop(family, binary, z, sizeof z)) {
            const char *kept = arena_str(q->mem, str_of(z), &full);
            return kept ? kept : "";
        }
        if (family == AF_INET6)
            return "";
    }
}

/* At most AGENT_MAX bytes of valid UTF-8 without controls. */
static const char *agent(struct request *q)
{
    struct str s = str_of(env(q, "HTTP_USER_AGENT"));
    struct err full = {0};

    if (s.n > AGENT_MAX)
        s.n = AGENT_MAX;
    while (s.n && !str_utf8(s))
        s.n--;
    char *kept = arena_str(q->mem, s, &full);
    for (char *c = kept; c && *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = ' ';
    return kept ? kept : "";
}

void intake_start(struct request *q)
{
    uint8_t random[ID_BYTES];
    const char *theirs = env(q, "HTTP_X_REQUEST_ID"), *nginx = env(q, "REQUEST_ID");

    if (word(theirs) || word(nginx)) {
        snprintf(q->id, sizeof q->id, "%s", word(theirs) ? theirs : nginx);
    } else {
        crypto_random(random, sizeof random);
        str_hex(random, sizeof random, q->id);
    }
    q->ip = address(q);
    q->user_agent = agent(q);
}

struct str intake_method(const struct request *q)
{
    return str_of(env(q, "REQUEST_METHOD"));
}

struct str intake_path(const struct request *q)
{
    struct str rest = str_of(env(q, "REQUEST_URI")), path = {0};

    if (rest.n == 0)
        rest = str_of(env(q, "PATH_INFO")); /* plain CGI without a server of ours in front */
    return str_cut(&rest, '?', &path) ? path : (struct str){0};
}

struct str intake_query(const struct request *q)
{
    return str_of(env(q, "QUERY_STRING"));
}

/* "application/json", perhaps with charset=utf-8, and no content coding. */
static bool is_json(const struct request *q)
{
    const char *coding = env(q, "HTTP_CONTENT_ENCODING");
    struct str rest = str_of(env(q, "CONTENT_TYPE")), part;
    bool first = true;

    if (coding && strcasecmp(coding, "identity") != 0)
        return false;
    while (str_cut(&rest, ';', &part)) {
        part = str_trim(part);
        if (first && (part.n != 16 || strncasecmp(part.p, "application/json", 16) != 0))
            return false;
        if (!first && part.n && !(part.n == 13 && strncasecmp(part.p, "charset=utf-8", 13) == 0) &&
            !(part.n == 15 && strncasecmp(part.p, "charset=\"utf-8\"", 15) == 0))
            return false;
        first = false;
    }
    return !first;
}

/* Reads to the end, at most `max` bytes into storage that doubles. */
static bool read_all(struct request *q, size_t expected, size_t max, struct str *out, struct err *e)
{
    size_t cap = expected ? expected : FIRST_READ, n = 0;
    char *p = arena_alloc(q->mem, cap + 1, e);

    while (p) {
        size_t got = q->gateway->read(q->gateway, p + n, cap + 1 - n);
        n += got;
        if (got == 0) {
            *out = (struct str){p, n};
            return true;
        }
        if (n > max)
            return err_set(e, ERR_LIMIT, "the body is larger than %zu bytes", max);
        if (n > cap && expected)
            return err_set(e, ERR_MALFORMED, "the body is longer than its Content-Length");
        if (n <= cap)
            continue;
        char *wider = arena_alloc(q->mem, cap * 2 + 1, e);
        if (wider)
            memcpy(wider, p, n);
        p = wider;
        cap *= 2;
    }
    return false;
}

bool intake_body(struct request *q, struct str *out, struct err *e)
{
    size_t max = q->route->pool == POOL_INGEST ? INTAKE_BODY_INGEST : INTAKE_BODY;
    const char *length = env(q, "CONTENT_LENGTH");
    int64_t expected = 0;

    *out = (struct str){0};
    if (length && !str_int(str_of(length), 0, INT64_MAX, &expected))
        return err_set(e, ERR_MALFORMED, "Content-Length is not a number");
    if (expected > (int64_t)max)
        return err_set(e, ERR_LIMIT, "the body is larger than %zu bytes", max);
    if (length && expected == 0)
        return true;
    if (!length && !env(q, "HTTP_TRANSFER_ENCODING") && q->app->cgi)
        return true; /* plain CGI: without a length there is no body */
    if (!read_all(q, (size_t)expected, max, out, e))
        return false;
    if (length && out->n < (size_t)expected)
        return err_set(e, ERR_MALFORMED, "the body is shorter than its Content-Length");
    if (out->n && !is_json(q))
        return err_set(e, ERR_MEDIA_TYPE, "send the body as application/json in UTF-8");
    return true;
}
