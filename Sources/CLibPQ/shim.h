#include <libpq-fe.h>

/* Of OpenSSL's libssl, with which libpq does TLS: what PQgetssl returns, and how much of it is read but not taken. */
struct ssl_st;
int SSL_pending(const struct ssl_st *ssl);
