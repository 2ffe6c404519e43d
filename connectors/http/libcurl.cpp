// libcurl, loaded by the first call of one of its functions: it brings 25 libraries along, 4 MB and a third of the time that a start takes, and most routes
// send no HTTP. Each of its functions that kamel uses is defined here under its own name; a new one is a new line.
#include <curl/curl.h>
#include <dlfcn.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

namespace {

void* function(const char* name) {
  static void* const library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  void* const found = library == nullptr ? nullptr : dlsym(library, name);
  if (found != nullptr) return found;
  std::fprintf(stderr, "kamel cannot load libcurl, which HTTP needs: %s. Install the package libcurl4.\n", dlerror());
  std::_Exit(1);
}

}  // namespace

// Of the variable arguments there is always one, a word wide: a long, a pointer or a curl_off_t.
static_assert(sizeof(long) == sizeof(void*) && sizeof(curl_off_t) == sizeof(void*));

#define ON_FIRST_CALL(RESULT, NAME, PARAMETERS, ...)                                     \
  RESULT NAME PARAMETERS {                                                               \
    static const auto real = reinterpret_cast<decltype(&NAME)>(function(#NAME)); \
    return real(__VA_ARGS__);                                                            \
  }
#define ON_FIRST_CALL_WITH_OPTION(RESULT, NAME, HANDLE, OPTION)                          \
  RESULT NAME(HANDLE handle, OPTION option, ...) {                                       \
    static const auto real = reinterpret_cast<decltype(&NAME)>(function(#NAME)); \
    va_list rest;                                                                        \
    va_start(rest, option);                                                              \
    void* const value = va_arg(rest, void*);                                             \
    va_end(rest);                                                                        \
    return real(handle, option, value);                                                  \
  }

extern "C" {
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt
#undef curl_share_setopt
ON_FIRST_CALL(CURLcode, curl_global_init, (long flags), flags)
ON_FIRST_CALL(CURL*, curl_easy_init, (), )
ON_FIRST_CALL(CURLcode, curl_easy_perform, (CURL * easy), easy)
ON_FIRST_CALL(void, curl_easy_reset, (CURL * easy), easy)
ON_FIRST_CALL(void, curl_easy_cleanup, (CURL * easy), easy)
ON_FIRST_CALL(const char*, curl_easy_strerror, (CURLcode code), code)
ON_FIRST_CALL(CURLcode, curl_easy_pause, (CURL * easy, int directions), easy, directions)
ON_FIRST_CALL(curl_slist*, curl_slist_append, (curl_slist * list, const char* text), list, text)
ON_FIRST_CALL(void, curl_slist_free_all, (curl_slist * list), list)
ON_FIRST_CALL(time_t, curl_getdate, (const char* text, const time_t* unused), text, unused)
ON_FIRST_CALL(CURLM*, curl_multi_init, (), )
ON_FIRST_CALL(CURLMcode, curl_multi_add_handle, (CURLM * multi, CURL* easy), multi, easy)
ON_FIRST_CALL(CURLMcode, curl_multi_remove_handle, (CURLM * multi, CURL* easy), multi, easy)
ON_FIRST_CALL(CURLMcode, curl_multi_perform, (CURLM * multi, int* running), multi, running)
ON_FIRST_CALL(CURLMcode, curl_multi_poll, (CURLM * multi, curl_waitfd* more, unsigned count, int milliseconds, int* ready), multi, more, count,
              milliseconds, ready)
ON_FIRST_CALL(CURLMcode, curl_multi_wakeup, (CURLM * multi), multi)
ON_FIRST_CALL(CURLMcode, curl_multi_socket_action, (CURLM * multi, curl_socket_t socket, int events, int* running), multi, socket, events, running)
ON_FIRST_CALL(CURLMsg*, curl_multi_info_read, (CURLM * multi, int* left), multi, left)
ON_FIRST_CALL(CURLMcode, curl_multi_cleanup, (CURLM * multi), multi)
ON_FIRST_CALL(const char*, curl_multi_strerror, (CURLMcode code), code)
ON_FIRST_CALL(CURLSH*, curl_share_init, (), )
ON_FIRST_CALL(CURLSHcode, curl_share_cleanup, (CURLSH * share), share)
ON_FIRST_CALL(curl_mime*, curl_mime_init, (CURL * easy), easy)
ON_FIRST_CALL(void, curl_mime_free, (curl_mime * form), form)
ON_FIRST_CALL(curl_mimepart*, curl_mime_addpart, (curl_mime * form), form)
ON_FIRST_CALL(CURLcode, curl_mime_name, (curl_mimepart * part, const char* name), part, name)
ON_FIRST_CALL(CURLcode, curl_mime_filename, (curl_mimepart * part, const char* name), part, name)
ON_FIRST_CALL(CURLcode, curl_mime_type, (curl_mimepart * part, const char* type), part, type)
ON_FIRST_CALL(CURLcode, curl_mime_data, (curl_mimepart * part, const char* data, size_t size), part, data, size)
ON_FIRST_CALL_WITH_OPTION(CURLcode, curl_easy_setopt, CURL*, CURLoption)
ON_FIRST_CALL_WITH_OPTION(CURLcode, curl_easy_getinfo, CURL*, CURLINFO)
ON_FIRST_CALL_WITH_OPTION(CURLMcode, curl_multi_setopt, CURLM*, CURLMoption)
ON_FIRST_CALL_WITH_OPTION(CURLSHcode, curl_share_setopt, CURLSH*, CURLSHoption)
}
