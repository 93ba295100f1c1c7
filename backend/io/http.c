/* HTTP/1.1 messages. The reader is a byte-bounded state machine that keeps one line at most. */
#include "io/http.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "base/buf.h"

enum { DECODED_PIECE = 16 * 1024 };

struct http_inflate {
    z_stream z;
    bool ended;
};

static const struct {
    const char *slug, *text;
} faults[] = {
    [HTTP_OK] = {"ok", "the answer is complete"},
    [HTTP_BAD_RESPONSE] = {"bad_response", "the answer is not HTTP/1.x"},
    [HTTP_HEADERS_TOO_LARGE] = {"headers_too_large", "the answer has more than 64 KiB of headers"},
    [HTTP_TRUNCATED] = {"truncated", "the connection ended inside the answer"},
    [HTTP_BAD_ENCODING] = {"bad_encoding", "the compressed body cannot be decoded"},
    [HTTP_NO_MEMORY] = {"no_memory", "there is no memory to decode the body"},
};

const char *http_fault_slug(enum http_fault f)
{
    return faults[f].slug;
}

const char *http_fault_text(enum http_fault f)
{
    return faults[f].text;
}

static bool replaced(const struct http_request *r, const char *name)
{
    for (size_t i = 0; i < r->headers_n; i++)
        if (strcasecmp(r->headers[i].name, name) == 0)
            return true;
    return false;
}

static void add_host(struct buf *b, const struct http_request *r)
{
    const struct url *u = r->url;
    bool v6 = memchr(u->host.p, ':', u->host.n) != NULL;

    buf_str(b, "Host: ");
    if (r->host)
        buf_str(b, r->host);
    else
        buf_fmt(b, "%s%.*s%s", v6 ? "[" : "", STR_ARG(u->host), v6 ? "]" : "");
    if (u->port != (u->tls ? 443 : 80))
        buf_fmt(b, ":%u", (unsigned)u->port);
    buf_str(b, "\r\n");
}

char *http_request_text(const struct http_request *r, size_t *n)
{
    size_t cap = 1024 + r->url->path.n + r->url->host.n + r->body.n;

    if (r->host)
        cap += strlen(r->host);
    for (size_t i = 0; i < r->headers_n; i++)
        cap += strlen(r->headers[i].name) + strlen(r->headers[i].value) + 4;
    struct buf b = {.p = malloc(cap), .cap = cap};
    if (!b.p)
        return NULL;
    buf_fmt(&b, "%s %s%.*s HTTP/1.1\r\n", r->method,
            r->url->path.n && r->url->path.p[0] == '/' ? "" : "/", STR_ARG(r->url->path));
    if (!replaced(r, "Host"))
        add_host(&b, r);
    if (!replaced(r, "User-Agent"))
        buf_str(&b, "User-Agent: Tocsin\r\n");
    if (!replaced(r, "Accept"))
        buf_str(&b, "Accept: */*\r\n");
    if (!replaced(r, "Accept-Encoding"))
        buf_str(&b, "Accept-Encoding: identity\r\n");
    for (size_t i = 0; i < r->headers_n; i++)
        buf_fmt(&b, "%s: %s\r\n", r->headers[i].name, r->headers[i].value);
    if (r->body.p)
        buf_fmt(&b, "Content-Length: %zu\r\n", r->body.n);
    buf_str(&b, "Connection: close\r\n\r\n");
    if (r->body.p)
        buf_add(&b, r->body.p, r->body.n);
    *n = b.n;
    return b.p;
}

void http_reader_init(struct http_reader *r, bool head, bool decode, uint64_t body_max,
                      void (*body)(const char *p, size_t n, void *data), void *data)
{
    r->state = HTTP_STATUS_LINE;
    r->fault = HTTP_OK;
    r->head = head;
    r->decode = decode;
    r->chunked = r->to_end = r->full = false;
    r->status = 0;
    r->left = r->body_bytes = r->decoded = 0;
    r->body_max = body_max;
    r->header_bytes = r->location_n = r->line_n = 0;
    r->location[0] = '\0';
    r->inflate = NULL;
    r->header = NULL;
    r->body = body;
    r->data = data;
}

static void drop_inflate(struct http_reader *r)
{
    if (r->inflate)
        inflateEnd(&r->inflate->z);
    free(r->inflate);
    r->inflate = NULL;
}

void http_reader_clear(struct http_reader *r)
{
    drop_inflate(r);
}

static void fail(struct http_reader *r, enum http_fault f)
{
    r->state = HTTP_FAILED;
    r->fault = f;
}

static void deliver(struct http_reader *r, const char *p, size_t n)
{
    uint64_t room = r->body_max - r->decoded;

    if (n >= room) {
        n = (size_t)room;
        r->full = true;
        r->state = HTTP_DONE;
    }
    r->decoded += n;
    if (r->body && n)
        r->body(p, n, r->data);
}

static void decode(struct http_reader *r, const char *p, size_t n)
{
    z_stream *z = &r->inflate->z;
    char out[DECODED_PIECE];

    z->next_in = (Bytef *)(uintptr_t)p;
    z->avail_in = (uInt)n;
    while (!r->inflate->ended && r->state != HTTP_DONE) {
        z->next_out = (Bytef *)out;
        z->avail_out = sizeof out;
        int rc = inflate(z, Z_NO_FLUSH);
        if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
            fail(r, HTTP_BAD_ENCODING);
            return;
        }
        r->inflate->ended = rc == Z_STREAM_END;
        deliver(r, out, sizeof out - z->avail_out);
        if (z->avail_out > 0)
            return; /* all input used */
    }
}

static void take_body(struct http_reader *r, const char *p, size_t n)
{
    r->body_bytes += n;
    if (!r->inflate) {
        deliver(r, p, n);
    } else if (r->body_bytes / 4 > r->body_max) { /* compressed nothing can go on for ever */
        r->full = true;
        r->state = HTTP_DONE;
    } else {
        decode(r, p, n);
    }
}

static struct str value_of(struct str line, const char *name)
{
    size_t n = strlen(name);

    if (line.n <= n || line.p[n] != ':' || strncasecmp(line.p, name, n) != 0)
        return (struct str){0};
    return str_trim((struct str){line.p + n + 1, line.n - n - 1});
}

static bool is_word(struct str s, const char *word)
{
    return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

static void start_inflate(struct http_reader *r)
{
    if (r->inflate || !r->decode)
        return;
    r->inflate = calloc(1, sizeof *r->inflate);
    if (!r->inflate || inflateInit2(&r->inflate->z, 15 + 32) != Z_OK) {
        free(r->inflate);
        r->inflate = NULL;
        fail(r, HTTP_NO_MEMORY);
    }
}

static void take_header(struct http_reader *r, struct str line)
{
    struct str v;
    int64_t length = 0;

    if (r->header)
        r->header(line, r->data);
    if ((v = value_of(line, "Content-Length")).p) {
        if (!str_int(v, 0, INT64_MAX, &length) || (!r->to_end && r->left != (uint64_t)length))
            fail(r, HTTP_BAD_RESPONSE); /* two lengths that differ are an attack */
        r->left = (uint64_t)length;
        r->to_end = false;
    } else if ((v = value_of(line, "Transfer-Encoding")).p) {
        r->chunked = is_word(v, "chunked");
        if (!r->chunked && !is_word(v, "identity"))
            fail(r, HTTP_BAD_RESPONSE);
    } else if ((v = value_of(line, "Content-Encoding")).p) {
        if (is_word(v, "gzip") || is_word(v, "x-gzip") || is_word(v, "deflate"))
            start_inflate(r);
    } else if ((v = value_of(line, "Location")).p && r->location_n == 0 &&
               v.n < sizeof r->location) {
        memcpy(r->location, v.p, v.n);
        r->location[v.n] = '\0';
        r->location_n = v.n;
    }
}

static void take_status(struct http_reader *r, struct str line)
{
    int64_t code;
    bool ok = line.n >= 12 && str_starts(line, "HTTP/1.") && line.p[7] >= '0' && line.p[7] <= '9' &&
              line.p[8] == ' ' && (line.n == 12 || line.p[12] == ' ') &&
              str_int((struct str){line.p + 9, 3}, 100, 999, &code);

    if (!ok) {
        fail(r, HTTP_BAD_RESPONSE);
        return;
    }
    r->status = (int)code;
    r->chunked = false;
    r->to_end = true;
    r->left = 0;
    r->state = HTTP_HEADERS;
}

static void end_headers(struct http_reader *r)
{
    if (r->status < 200 && r->status != 101) {
        drop_inflate(r);
        r->state = HTTP_STATUS_LINE; /* an interim answer: the real one follows */
        return;
    }
    bool none = r->head || r->status == 101 || r->status == 204 || r->status == 304;
    if (none || (!r->chunked && !r->to_end && r->left == 0))
        r->state = HTTP_DONE;
    else
        r->state = r->chunked ? HTTP_CHUNK_SIZE : HTTP_BODY;
}

static void take_chunk_size(struct http_reader *r, struct str line)
{
    uint64_t size = 0;
    size_t i = 0;

    for (; i < line.n && i < 16; i++) {
        char c = line.p[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
        if (digit < 0 || digit > 15)
            break;
        size = size << 4 | (unsigned)digit;
    }
    bool ends = i == line.n || line.p[i] == ';' || line.p[i] == ' ' || line.p[i] == '\t';
    if (i == 0 || i > 15 || !ends) {
        fail(r, HTTP_BAD_RESPONSE);
        return;
    }
    r->left = size;
    r->state = size ? HTTP_CHUNK : HTTP_TRAILERS;
}

static void take_line(struct http_reader *r)
{
    struct str line = {r->line, r->line_n};

    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    r->line_n = 0;
    switch (r->state) {
    case HTTP_STATUS_LINE:
        take_status(r, line);
        break;
    case HTTP_HEADERS:
        if (line.n == 0)
            end_headers(r);
        else if (line.n < sizeof r->line) /* a cut one is none that matters here */
            take_header(r, line);
        break;
    case HTTP_CHUNK_SIZE:
        take_chunk_size(r, line);
        break;
    case HTTP_CHUNK_END:
        r->state = HTTP_CHUNK_SIZE;
        if (line.n)
            fail(r, HTTP_BAD_RESPONSE);
        break;
    default: /* trailers */
        if (line.n == 0)
            r->state = HTTP_DONE;
    }
}

/* Collects a line; what does not fit is dropped from it but counted. Gives the bytes used. */
static size_t feed_line(struct http_reader *r, const char *p, size_t n)
{
    const char *end = memchr(p, '\n', n);
    size_t used = end ? (size_t)(end - p) + 1 : n, text = end ? used - 1 : used;
    size_t room = sizeof r->line - r->line_n;

    memcpy(r->line + r->line_n, p, text < room ? text : room);
    r->line_n += text < room ? text : room;
    r->header_bytes += used;
    if (r->state == HTTP_CHUNK_SIZE || r->state == HTTP_CHUNK_END)
        r->header_bytes -= r->line_n < sizeof r->line ? used : 0; /* framing is no header */
    if (r->header_bytes > HTTP_HEADERS_MAX)
        fail(r, HTTP_HEADERS_TOO_LARGE);
    else if (r->state == HTTP_STATUS_LINE && r->line_n >= 5 && memcmp(r->line, "HTTP/", 5) != 0)
        fail(r, HTTP_BAD_RESPONSE);
    else if (end)
        take_line(r);
    return used;
}

static size_t feed_body(struct http_reader *r, const char *p, size_t n)
{
    bool endless = r->state == HTTP_BODY && r->to_end;

    if (!endless && n > r->left)
        n = (size_t)r->left;
    if (!endless)
        r->left -= n;
    take_body(r, p, n);
    if (endless || r->left > 0 || r->state == HTTP_DONE || r->state == HTTP_FAILED)
        return n;
    r->state = r->state == HTTP_CHUNK ? HTTP_CHUNK_END : HTTP_DONE;
    return n;
}

enum http_state http_reader_feed(struct http_reader *r, const char *p, size_t n)
{
    while (n > 0 && r->state < HTTP_DONE) {
        bool body = r->state == HTTP_BODY || r->state == HTTP_CHUNK;
        size_t used = body ? feed_body(r, p, n) : feed_line(r, p, n);
        p += used;
        n -= used;
    }
    return r->state;
}

enum http_state http_reader_end(struct http_reader *r)
{
    if (r->state == HTTP_BODY && r->to_end)
        r->state = HTTP_DONE;
    else if (r->state < HTTP_DONE)
        fail(r, HTTP_TRUNCATED);
    return r->state;
}
