// platform-http: requests that come in at the integration's HTTP port.
#include <algorithm>
#include <array>

#include "connectors/calls/sole_consumer.h"
#include "connectors/http/camel_binding.h"
#include "connectors/http/mounted_source.h"
#include "connectors/http/text.h"
#include "engine/assembler.h"
#include "engine/spec.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kJava = "it names a Java object";
constexpr std::string_view kCookies = "cookies are headers here: read Cookie, and set Set-Cookie";

constexpr auto kFields = std::to_array<Field>({
    {.name = "httpMethodRestrict", .summary = "the methods that are served, separated by commas; others get 405", .scope = "consumer"},
    {.name = "matchOnUriPrefix",
     .type = FieldType::Bool,
     .summary = "also serve every path that begins with this one",
     .fallback = "false",
     .scope = "consumer"},
    {.name = "consumes", .summary = "the content types that are taken, separated by commas; others get 415", .scope = "consumer"},
    {.name = "produces", .summary = "the content types that are given; who accepts none of them gets 406", .scope = "consumer"},
    {.name = "muteException",
     .type = FieldType::Bool,
     .summary = "answer a failure with an empty body instead of the exception's text",
     .fallback = "true",
     .scope = "consumer"},
    {.name = "returnHttpRequestHeaders",
     .type = FieldType::Bool,
     .summary = "send request headers such as Accept and User-Agent back",
     .fallback = "false",
     .scope = "consumer"},
    {.name = "populateBodyWithForm",
     .type = FieldType::Bool,
     .summary = "a form's fields, as a map, become the body",
     .fallback = "true",
     .scope = "consumer"},
    {.name = "useBodyHandler",
     .type = FieldType::Bool,
     .summary = "read forms and uploads; false leaves the body as it came",
     .fallback = "true",
     .scope = "consumer"},
    {.name = "fileNameExtWhitelist", .summary = "the extensions of files that may be uploaded", .scope = "consumer"},
    {.name = "requestTimeout",
     .type = FieldType::Duration,
     .summary = "after this time the client gets 503",
     .fallback = "0",
     .scope = "consumer"},
    {.name = "useStreaming",
     .type = FieldType::Bool,
     .summary = "stream large bodies",
     .fallback = "false",
     .ignored = "large bodies are always streamed, through a file: they take no memory, and every step can read them",
     .scope = "consumer"},
    {.name = "handleWriteResponseError",
     .type = FieldType::Bool,
     .summary = "let the error handler see failures to write the answer",
     .fallback = "false",
     .ignored = "the exchange has ended before its answer is written",
     .scope = "consumer"},
    {.name = "useCookieHandler",
     .type = FieldType::Bool,
     .summary = "let Java code add and expire cookies",
     .fallback = "false",
     .refused = kCookies,
     .scope = "consumer"},
    {.name = "cookieDomain", .summary = "of cookies set by the cookie handler", .refused = kCookies, .scope = "consumer"},
    {.name = "cookieHttpOnly",
     .type = FieldType::Bool,
     .summary = "of cookies set by the cookie handler",
     .fallback = "false",
     .refused = kCookies,
     .scope = "consumer"},
    {.name = "cookieMaxAge",
     .type = FieldType::Int,
     .summary = "of cookies set by the cookie handler",
     .refused = kCookies,
     .scope = "consumer"},
    {.name = "cookiePath", .summary = "of cookies set by the cookie handler", .fallback = "/", .refused = kCookies, .scope = "consumer"},
    {.name = "cookieSameSite",
     .summary = "of cookies set by the cookie handler",
     .fallback = "Lax",
     .refused = kCookies,
     .scope = "consumer"},
    {.name = "cookieSecure",
     .type = FieldType::Bool,
     .summary = "of cookies set by the cookie handler",
     .fallback = "false",
     .refused = kCookies,
     .scope = "consumer"},
    {.name = "headerFilterStrategy", .type = FieldType::Reference, .summary = "which headers pass", .refused = kJava},
    {.name = "platformHttpEngine", .type = FieldType::Reference, .summary = "the HTTP server", .refused = kJava},
    {.name = "bridgeErrorHandler",
     .type = FieldType::Bool,
     .summary = "let the error handler see the consumer's own failures",
     .fallback = "false",
     .ignored = "a request that cannot be read is answered with 400 before there is an exchange",
     .scope = "consumer"},
    {.name = "exceptionHandler",
     .type = FieldType::Reference,
     .summary = "who sees the consumer's own failures",
     .refused = kJava,
     .scope = "consumer"},
    {.name = "exchangePattern", .summary = "of the exchanges", .ignored = "a request always wants an answer: InOut", .scope = "consumer"},
});

/// "GET,post" → {"GET", "POST"}; a name that is no method is reported, as Camel's enum does.
std::vector<std::string> methods_of(const EndpointDecl& decl, Assembler& assembler) {
  static constexpr auto kMethods =
      std::to_array<std::string_view>({"GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PATCH"});
  auto methods = http::split_list(decl.options.text("httpMethodRestrict"));
  for (std::string& method : methods) {
    std::ranges::transform(method, method.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    if (std::ranges::find(kMethods, method) != kMethods.end()) continue;
    assembler.error(decl.options.mark("httpMethodRestrict"), "unknown HTTP method '" + method + "'", did_you_mean(method, kMethods),
                    "java.lang.IllegalArgumentException");
  }
  return methods;
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  if (!is_sole_consumer(decl, assembler, Same::NameAndParameters)) return nullptr;
  http::MountOptions options;
  options.path = decl.uri.path;
  const bool proxy = options.path == "proxy";
  if (proxy) options.path = "/*";
  if (!options.path.starts_with('/')) {
    assembler.error(decl.mark, "the path of platform-http must start with /: '" + decl.uri.path + "'",
                    "write platform-http:/" + decl.uri.path, "java.lang.IllegalArgumentException");
    return nullptr;
  }
  if (decl.options.flag("matchOnUriPrefix") && !options.path.ends_with('*')) options.path += '*';
  options.methods = methods_of(decl, assembler);
  options.consumes = http::split_list(decl.options.text("consumes"));
  options.produces = http::split_list(decl.options.text("produces"));
  options.timeout = decl.options.duration("requestTimeout");
  http::CamelBindingOptions binding;
  binding.mute_exception = decl.options.flag("muteException");
  binding.return_request_headers = decl.options.flag("returnHttpRequestHeaders");
  binding.body_with_form = decl.options.flag("populateBodyWithForm");
  binding.read_forms = decl.options.flag("useBodyHandler") && !proxy;
  binding.allowed_extensions = decl.options.text("fileNameExtWhitelist");
  binding.proxy = proxy;
  options.binding = std::make_shared<http::CamelBinding>(std::move(binding), options.path);
  return std::make_unique<http::MountedSource>(assembler.context(), std::move(options));
}

}  // namespace

ComponentSpec platform_http() {
  return {.scheme = "platform-http",
          .syntax = "platform-http:path",
          .summary = "Serves HTTP requests at the integration's port (camel.server.port, 8080). Properties set up the server as a whole: camel.server.* and camel.ssl.* "
                     "for TLS, authentication, limits, compression and files (the README lists them).",
          .fields = kFields,
          .example = "platform-http:/orders/{id}?httpMethodRestrict=GET,PUT",
          .source = source};
}

}  // namespace kamel::connectors
