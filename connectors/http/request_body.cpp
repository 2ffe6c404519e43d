#include "connectors/http/request_body.h"

#include <algorithm>

#include "connectors/file/body.h"
#include "connectors/http/text.h"
#include "engine/charset.h"
#include "engine/convert.h"

namespace kamel::http {
namespace {

std::string charset_of(const Exchange& exchange, std::string_view content_type) {
  if (const auto charset = value_parameter(content_type, "charset"); !charset.empty()) return std::string(charset);
  const Value* named = exchange.properties.find("CamelCharsetName");
  return named != nullptr && !named->is_null() ? to_text(*named).str() : std::string();
}

// Whether the text is the same bytes in the charset: most is, and needs no conversion.
bool is_same_in(std::string_view charset, const Slice& text) noexcept {
  if (same_ignoring_case(charset, "UTF-8")) return true;
  const bool extends_ascii = same_ignoring_case(charset, "iso-8859-1") || same_ignoring_case(charset, "latin1") || same_ignoring_case(charset, "us-ascii");
  return extends_ascii && is_ascii(text);
}

// The next parameter of a header's value, without the semicolon before it, which may be inside quotes.
std::string_view next_parameter(std::string_view& rest) noexcept {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size() && (quoted || rest[end] != ';'); ++end) {
    if (rest[end] == '"') quoted = !quoted;
  }
  const std::string_view found = trim(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return found;
}

/// As HttpMultipartEntity says it: a file with its name, text with its charset, all else as bytes.
std::string part_head(const Exchange& exchange, const std::string& name, const std::string& content_type) {
  std::string head = "Content-Disposition: form-data; name=\"" + name + "\"";
  const Value& body = exchange.message.body;
  if (const auto* file = body.object_as<connectors::FileBody>()) head += "; filename=\"" + file->entry().only_name() + "\"";
  head += "\r\nContent-Type: ";
  if (!body.is_text()) return head + "application/octet-stream\r\n\r\n";
  return head + (content_type.empty() ? "text/plain; charset=UTF-8" : content_type) + "\r\n\r\n";
}

}  // namespace

Result<Slice> body_of(Exchange& exchange, std::string_view content_type) {
  const Value& body = exchange.message.body;
  if (body.is_null()) return Slice();
  const std::string charset = body.is_text() ? charset_of(exchange, content_type) : std::string();
  if (!charset.empty() && !is_same_in(charset, body.slice())) return recode(body.slice(), "UTF-8", charset);
  if (body.is_bytes_like()) return body.slice();
  const auto converted = convert(body, "java.io.InputStream", &exchange);
  if (converted.has_value() && converted->is_bytes_like()) return converted->slice();
  const std::string what =
      "No type converter available to convert from type: " + std::string(body.java_class()) + " to the required type: java.io.InputStream";
  const Error cause("org.apache.camel.NoTypeConversionAvailableException", what);
  return Error("org.apache.camel.InvalidPayloadException",
               "No body available of type: java.io.InputStream but has type: " + std::string(body.java_class()) +
                   " on: Message. Caused by: " + what + ". Exchange[" + exchange.id().str() + "]. Caused by: [" + cause.text() + "]",
               cause);
}

std::string entity_type(std::string_view content_type) {
  std::string_view rest = content_type;
  std::string out(next_parameter(rest));
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  while (!rest.empty()) {
    const std::string_view parameter = next_parameter(rest);
    if (parameter.empty()) continue;
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    out.append("; ").append(trim(parameter.substr(0, equals)));
    if (equals == parameter.size()) continue;
    std::string_view value = trim(parameter.substr(equals + 1));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    const bool quotes = value.find_first_of(" ;,:@()<>\\\"/[]?={}\t") != value.npos;
    out.append(quotes ? "=\"" : "=").append(value).append(quotes ? "\"" : "");
  }
  return out;
}

bool wants_gzip(const Exchange& exchange) {
  const Value* coding = exchange.message.headers.find("Content-Encoding");
  return coding != nullptr && coding->is_text() && same_ignoring_case(coding->slice(), "gzip") &&
         !exchange.properties.has("CamelSkipGzipEncoding");
}

Slice multipart(const Slice& body, Exchange& exchange, const std::string& name, std::string& content_type) {
  const std::string boundary = "kamel_boundary_" + exchange.id().str();
  SliceBuilder out(body.size() + 256);
  out.append("--" + boundary + "\r\n" + part_head(exchange, name, content_type));
  out.append(body);
  out.append("\r\n--" + boundary + "--\r\n");
  content_type = "multipart/form-data; charset=ISO-8859-1; boundary=" + boundary;
  return out.finish();
}

std::string header_text(const Value& value) {
  std::string text;
  if (value.is_list()) {
    if (value.list().size() == 1) return header_text(value.list()[0]);
    for (const Value& item : value.list()) text += (text.empty() ? "[" : ", ") + to_text(item).str();
    text += text.empty() ? "" : "]";
  } else if (value.is_map()) {
    for (const auto& [key, item] : value.map()) text += (text.empty() ? "" : ", ") + key.str() + "=" + to_text(item).str();
  } else {
    text = to_text(value).str();
  }
  return is_ascii(text) ? text : utf8_to_latin1(text);
}

}  // namespace kamel::http
