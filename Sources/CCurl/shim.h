#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

/* curl_easy_setopt and curl_easy_getinfo take any number of arguments, which Swift cannot call: one function for each kind of value. */

static inline CURLcode curl_set_text(CURL *curl, CURLoption option, const char *value) { return curl_easy_setopt(curl, option, value); }

static inline CURLcode curl_set_number(CURL *curl, CURLoption option, long value) { return curl_easy_setopt(curl, option, value); }

static inline CURLcode curl_set_size(CURL *curl, CURLoption option, curl_off_t value) { return curl_easy_setopt(curl, option, value); }

static inline CURLcode curl_set_pointer(CURL *curl, CURLoption option, void *value) { return curl_easy_setopt(curl, option, value); }

static inline CURLcode curl_set_transfer(
    CURL *curl, CURLoption option, size_t (*value)(char *buffer, size_t size, size_t count, void *context))
{
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode curl_set_progress(
    CURL *curl, int (*value)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t))
{
    return curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, value);
}

static inline CURLcode curl_get_number(CURL *curl, CURLINFO info, long *value) { return curl_easy_getinfo(curl, info, value); }

static inline CURLcode curl_set_opened(CURL *curl, int (*value)(void *context, curl_socket_t socket, curlsocktype purpose))
{
    return curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, value);
}

static inline CURLcode curl_set_close(CURL *curl, int (*value)(void *context, curl_socket_t socket))
{
    return curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, value);
}

static inline void curl_end_talk(curl_socket_t socket) { shutdown(socket, SHUT_RDWR); }

static inline int curl_close_socket(curl_socket_t socket) { return close(socket); }
