/* fcgi_hello.c - the FastCGI floor: libfcgi's multi-request loop answering a fixed JSON body.
 * Socket on fd 0. */
#include <fcgiapp.h>

int main(void)
{
    FCGX_Request r;
    FCGX_Init();
    FCGX_InitRequest(&r, 0, 0);
    while (FCGX_Accept_r(&r) == 0) {
        FCGX_PutS(
            "Content-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"hello\":\"perf\"}",
            r.out);
        FCGX_Finish_r(&r);
    }
    return 0;
}
