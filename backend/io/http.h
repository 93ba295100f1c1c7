/* HTTP/1.1 as a client, without sockets: a request as text, a response read as it comes in.
 * Bounded throughout: 64 KiB of headers (all interim answers together), bodies as the caller
 * likes. Compressed bodies are decoded on request, the bound counts decoded bytes. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "io/url.h"

enum { HTTP_HEADERS_MAX = 64 * 1024, HTTP_LOCATION_MAX = URL_MAX, HTTP_LINE_MAX = URL_MAX + 256 };

struct http_header {
    const char *name, *value;
};

/* A name is a token; a value has no control characters. Names that frame the message
 * (Connection, Content-Length, Transfer-Encoding, ...) are refused: ERR_INVALID, field "headers".
 */
bool http_header_check(const char *name, const char *value, struct err *e) MUST_CHECK;

struct http_request {
    const char *method;
    const struct url *url;
    const char *host;                  /* instead of the address's own, or NULL */
    const struct http_header *headers; /* replace the usual ones of the same name */
    size_t headers_n;
    struct str body; /* .p NULL: none */
};
/* The bytes to send, one connection a request; *n counts them. NULL without memory. To free(). */
char *http_request_text(const struct http_request *r, size_t *n);

enum http_state {
    HTTP_STATUS_LINE,
    HTTP_HEADERS,
    HTTP_BODY, /* by length, or until the end of the connection */
    HTTP_CHUNK_SIZE,
    HTTP_CHUNK,
    HTTP_CHUNK_END,
    HTTP_TRAILERS,
    HTTP_DONE,
    HTTP_FAILED,
};

enum http_fault {
    HTTP_OK = 0,
    HTTP_BAD_RESPONSE, /* not HTTP/1.x, or against its rules */
    HTTP_HEADERS_TOO_LARGE,
    HTTP_TRUNCATED,    /* the connection ended inside the answer */
    HTTP_BAD_ENCODING, /* a compressed body that cannot be decoded */
    HTTP_NO_MEMORY,
};
const char *http_fault_slug(enum http_fault f); /* static */
const char *http_fault_text(enum http_fault f); /* a clause for people; static */

struct http_reader {
    enum http_state state;
    enum http_fault fault;
    bool head; /* the request was HEAD: no body follows */
    bool decode;
    bool chunked, to_end; /* how the body ends */
    int status;           /* 0 until known */
    uint64_t left;        /* of the body or chunk */
    size_t header_bytes;
    uint64_t body_bytes; /* as received */
    uint64_t body_max;   /* decoded bytes (received ones without `decode`) after which it is DONE */
    uint64_t decoded;
    bool full; /* ended by body_max */
    size_t location_n;
    char location[HTTP_LOCATION_MAX]; /* first Location header, terminated; "" = none */
    size_t line_n;
    char line[HTTP_LINE_MAX];
    struct http_inflate *inflate;                /* owned; NULL = not compressed */
    void (*header)(struct str line, void *data); /* set after init where they matter, else NULL */
    void (*body)(const char *p, size_t n, void *data); /* decoded pieces; NULL = nobody listens */
    void *data;
};

void http_reader_init(struct http_reader *r, bool head, bool decode, uint64_t body_max,
                      void (*body)(const char *p, size_t n, void *data), void *data);
void http_reader_clear(struct http_reader *r);
/* Takes what has come in; stops at HTTP_DONE or HTTP_FAILED. */
enum http_state http_reader_feed(struct http_reader *r, const char *p, size_t n);
/* The connection has ended. */
enum http_state http_reader_end(struct http_reader *r);
