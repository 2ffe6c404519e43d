#include "connectors/http/request_line.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "connectors/http/text.h"
#include "engine/convert.h"

namespace kamel::http {
namespace {

constexpr auto kMethods = std::to_array<std::string_view>({"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH"});
constexpr std::string_view kHex = "0123456789ABCDEF";

void append_escape(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

std::optional<std::string> header(const Exchange& exchange, std::string_view name) {
  const Value* value = exchange.message.headers.find(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return to_text(*value).str();
}

std::optional<std::string> take_header(Exchange& exchange, std::string_view name) {
  auto value = header(exchange, name);
  exchange.message.headers.erase(name);
  return value;
}

/// `path` (without its leading slash) behind the path of `url`, before its query.
std::string join(std::string url, std::string_view path) {
  const std::size_t mark = url.find('?');
  std::string query = mark == url.npos ? "" : url.substr(mark);
  url.resize(std::min(mark, url.size()));
  if (!url.ends_with('/')) url += '/';
  url += path;
  return url + query;
}

Error invalid_url(const std::string& url, const RequestLineOptions& options) {
  const std::size_t colon = url.find(':');
  if (colon != url.npos && std::isalpha(static_cast<unsigned char>(url.front())) == 0) {
    return Error("java.net.URISyntaxException", "Illegal character in scheme name at index 0: " + url);
  }
  return Error(
      "java.lang.IllegalArgumentException",
      "Invalid url: " + url +
          ". If you are forwarding/bridging http endpoints, then enable the bridgeEndpoint option on the endpoint: " + options.url);
}

Result<std::string> url_of(Exchange& exchange, const RequestLineOptions& options) {
  if (options.skip_control_headers) return options.query.empty() ? options.url : options.url + "?" + options.query;
  auto url = take_header(exchange, "CamelRestHttpUri");
  if (!url && !options.bridge) url = header(exchange, "CamelHttpUri");
  if (!url) url = options.url;
  if (auto path = header(exchange, "CamelHttpPath")) {
    if (path->size() > 1 && path->front() == '/') path->erase(0, 1);
    if (!path->empty() && *path != "/") url = join(std::move(*url), *path);
  }
  std::string whole = encode_unsafe(*url);
  if (!starts_with_ignoring_case(whole, "http://") && !starts_with_ignoring_case(whole, "https://")) return invalid_url(whole, options);
  auto query = take_header(exchange, "CamelRestHttpQuery");
  if (!query) query = header(exchange, "CamelHttpRawQuery");
  if (!query) query = header(exchange, "CamelHttpQuery");
  if (!query && !options.query.empty()) query = options.query;
  if (query) {
    whole.resize(std::min(whole.find('?'), whole.size()));
    if (!query->empty()) whole += "?" + encode_unsafe(*query);
  }
  return whole;
}

bool has_query(const Exchange& exchange, const RequestLineOptions& options) {
  if (!options.skip_control_headers) {
    if (header(exchange, "CamelHttpQuery")) return true;
    if (const auto uri = header(exchange, "CamelHttpUri"); uri && uri->find('?') != uri->npos) return true;
  }
  return !options.query.empty();
}

Result<std::string> method_of(const Exchange& exchange, const RequestLineOptions& options) {
  if (!options.method.empty()) return options.method;
  if (!options.skip_control_headers) {
    if (auto given = header(exchange, "CamelHttpMethod")) {
      std::ranges::transform(*given, given->begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      if (std::ranges::find(kMethods, *given) != kMethods.end()) return *given;
      return Error("org.apache.camel.TypeConversionException",
                   "Error during type conversion from type: java.lang.String to the required type: "
                   "org.apache.camel.component.http.HttpMethods with value " +
                       *header(exchange, "CamelHttpMethod") + " due to no such method");
    }
  }
  if (has_query(exchange, options)) return std::string("GET");
  const Value& body = exchange.message.body;
  const bool payload = !body.is_null() && !(body.kind() == Value::Kind::Stream && body.slice().empty());
  return std::string(payload ? "POST" : "GET");
}

}  // namespace

std::string encode_unsafe(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool escape = c == '%' && i + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
                        std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0;
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || (c == '%' && !escape) || std::string_view("\"<>#{}|\\^`").find(c) != std::string_view::npos) {
      append_escape(out, c);
    } else {
      out += c;
    }
  }
  return out;
}

std::string encode_form(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '*' || c == '_') {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      append_escape(out, c);
    }
  }
  return out;
}

Result<RequestLine> request_line(Exchange& exchange, const RequestLineOptions& options) {
  auto method = method_of(exchange, options);
  if (method.has_error()) return method.error();
  auto url = url_of(exchange, options);
  if (url.has_error()) return url.error();
  const std::size_t authority = url->find("//") + 2;
  const std::size_t end = std::min(url->find_first_of("/?", authority), url->size());
  if (end == authority) return invalid_url(*url, options);
  if (end == url->size() || (*url)[end] == '?') url->insert(end, "/");
  return RequestLine{std::move(*method), std::move(*url)};
}

}  // namespace kamel::http
