#include "connectors/http/answer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/http/camel_binding.h"
#include "connectors/http/header_filter.h"
#include "connectors/http/text.h"
#include "engine/convert.h"
#include "engine/http_failure.h"
#include "engine/named_values.h"

namespace kamel::http {
namespace {

/// HttpProtocolHeaderFilterStrategy: what belonged to the request only, and is not copied beside the answer.
bool stays_behind(std::string_view name) noexcept {
  static constexpr auto kNames = std::to_array<std::string_view>({"content-encoding",
                                                                  "content-language",
                                                                  "content-location",
                                                                  "content-md5",
                                                                  "content-range",
                                                                  "dav",
                                                                  "depth",
                                                                  "destination",
                                                                  "etag",
                                                                  "expect",
                                                                  "expires",
                                                                  "from",
                                                                  "if",
                                                                  "if-match",
                                                                  "if-modified-since",
                                                                  "if-none-match",
                                                                  "if-range",
                                                                  "if-unmodified-since",
                                                                  "last-modified",
                                                                  "location",
                                                                  "lock-token",
                                                                  "max-forwards",
                                                                  "overwrite",
                                                                  "proxy-authenticate",
                                                                  "proxy-authorization",
                                                                  "range",
                                                                  "referer",
                                                                  "retry-after",
                                                                  "server",
                                                                  "status-uri",
                                                                  "te",
                                                                  "timeout",
                                                                  "user-agent",
                                                                  "vary",
                                                                  "www-authenticate"});
  return is_protocol_header(name) || std::ranges::any_of(kNames, [name](std::string_view one) { return same_ignoring_case(one, name); });
}

/// "[a, b]" is a list to Camel.
Value header_value(std::string_view text) {
  const std::string decoded = is_ascii(text) ? std::string(text) : latin1_to_utf8(text);
  if (!decoded.starts_with('[') || !decoded.ends_with(']') || decoded.size() < 2) return decoded;
  List list;
  std::string_view rest = std::string_view(decoded).substr(1, decoded.size() - 2);
  while (true) {
    const std::size_t comma = rest.find(',');
    list.push_back(trim(rest.substr(0, comma)));
    if (comma == rest.npos) return list;
    rest.remove_prefix(comma + 1);
  }
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

void set_code(const AnswerHead& head, Headers& headers) {
  headers.set(Slice::literal("CamelHttpResponseCode"), static_cast<std::int32_t>(head.status));
  if (!head.reason.empty()) headers.set(Slice::literal("CamelHttpResponseText"), head.reason);
}

bool is_compressed(const AnswerHead& head) noexcept {
  const std::string_view coding = head.find("Content-Encoding");
  return same_ignoring_case(coding, "gzip") || same_ignoring_case(coding, "x-gzip") || same_ignoring_case(coding, "deflate");
}

bool fail(const AnswerHead& head, const Value& body, const std::string& url, Exchange& exchange) {
  exchange.message.headers.clear();
  exchange.message.body = Value();
  set_code(head, exchange.message.headers);
  const std::string_view charset = value_parameter(head.find("Content-Type"), "charset");
  if (!charset.empty()) exchange.properties.set(Slice::literal("CamelCharsetName"), charset);
  HttpFailure failure;
  failure.uri = url;
  failure.status = head.status;
  failure.reason = head.reason;
  failure.headers.assign(head.headers.begin(), head.headers.end());
  const std::string_view location = head.find("Location");
  if (!location.empty() && head.status >= 300 && head.status < 400) failure.location = location;
  const auto text = convert(body, "java.lang.String", &exchange);
  if (text.has_value() && text->is_text()) failure.body = text->slice();
  exchange.fail(HttpFailure::make(std::move(failure)));
  return false;
}

}  // namespace

std::string_view AnswerHead::find(std::string_view name) const noexcept {
  for (const auto& [key, value] : headers) {
    if (same_ignoring_case(key, name)) return value;
  }
  return {};
}

AnswerHead parse_answer(std::string_view text) {
  AnswerHead head;
  const auto next_line = [&text] {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
  };
  const std::string_view status = next_line();
  const std::size_t code = std::min(status.find(' '), status.size());
  const std::string_view rest = trim(status.substr(code));
  std::from_chars(rest.data(), rest.data() + rest.size(), head.status);
  head.reason = trim(rest.substr(std::min<std::size_t>(3, rest.size())));
  while (!text.empty()) {
    const std::string_view line = next_line();
    const std::size_t colon = line.find(':');
    if (colon != line.npos) head.headers.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  return head;
}

bool take_answer(const AnswerHead& head, Value body, const std::string& url, const ClientOptions& options, Exchange& exchange) {
  if (options.throw_on_failure && !options.is_ok(head.status)) return fail(head, options.ignore_body ? Value() : body, url, exchange);
  Headers before;
  std::swap(before, exchange.message.headers);
  Headers& headers = exchange.message.headers;
  set_code(head, headers);
  exchange.message.body = options.ignore_body ? Value() : std::move(body);
  if (!options.skip_response_headers) {
    const bool decoded = is_compressed(head);
    for (const auto& [name, value] : head.headers) {
      if (is_camel_header(name) ||
          (decoded && (same_ignoring_case(name, "Content-Encoding") || same_ignoring_case(name, "Content-Length"))))
        continue;
      append_header(exchange, name, header_value(value));
    }
    if (const std::string_view type = head.find("Content-Type"); !type.empty()) {
      const std::string_view charset = value_parameter(type, "charset");
      exchange.properties.set(Slice::literal("CamelCharsetName"), charset.empty() ? "UTF-8" : upper(charset));
    }
  }
  if (options.copy_headers) {
    for (auto& [name, value] : before) {
      if (!value.is_null() && !stays_behind(name) && !headers.has(name)) headers.add(name, value);
    }
  }
  return true;
}

}  // namespace kamel::http
