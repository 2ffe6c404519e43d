#include "connectors/http/camel_binding.h"

#include <algorithm>
#include <bit>

#include "connectors/file/body.h"
#include "connectors/http/flows.h"
#include "connectors/http/form.h"
#include "connectors/http/header_filter.h"
#include "connectors/http/text.h"
#include "engine/convert.h"

namespace kamel::http {
namespace {

constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

Slice method_slice(std::string_view method) {
  for (const std::string_view known : {"GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"}) {
    if (method == known) return Slice::literal(known);
  }
  return Slice(method);
}

/// A copy of the URL and of all header lines, in one piece of memory that the message's headers share.
class Block {
 public:
  explicit Block(const Request& request) {
    if (!request.headers.empty()) {
      const std::string_view last = request.headers.back().value;
      region_ = {request.headers.front().name.data(),
                 static_cast<std::size_t>(last.data() + last.size() - request.headers.front().name.data())};
    }
    uri_at_ = 7 + request.host.size();
    region_at_ = uri_at_ + request.target.size();
    SliceBuilder builder(region_at_ + region_.size());
    builder.append("http://");
    builder.append(request.host);
    builder.append(request.target);
    builder.append(region_);
    block_ = builder.finish();
    target_ = request.target;
    ascii_ = is_ascii(region_);
  }
  Slice url() const { return piece(0, region_at_); }
  Slice uri() const { return piece(uri_at_, target_.size()); }
  Slice of_target(std::string_view part) const {
    return piece(uri_at_ + static_cast<std::size_t>(part.data() - target_.data()), part.size());
  }
  Slice of_header(std::string_view part) const {
    if (!ascii_ && !is_ascii(part)) return Slice(latin1_to_utf8(part));
    return piece(region_at_ + static_cast<std::size_t>(part.data() - region_.data()), part.size());
  }

 private:
  Slice piece(std::size_t at, std::size_t size) const { return block_.sub({block_.data() + at, size}); }
  Slice block_;
  std::string_view region_, target_;
  std::size_t uri_at_ = 0, region_at_ = 0;
  bool ascii_ = true;
};

template <class Whole>
Slice big_endian(Whole number) {
  char bytes[sizeof number];
  for (std::size_t i = 0; i < sizeof number; ++i) bytes[i] = static_cast<char>(number >> (8 * (sizeof number - 1 - i)));
  return Slice(std::string_view(bytes, sizeof bytes));
}

bool is_blank(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F); });
}

/// HttpUtil.determineResponseCode; nullopt when the header is no number.
std::optional<int> response_code(const Exchange& exchange) {
  const Value* given = exchange.message.headers.find("CamelHttpResponseCode");
  std::optional<int> current;
  if (given != nullptr && !given->is_null()) {
    current = to_int(*given);
    if (!current) return std::nullopt;
  }
  const int code = current.value_or(exchange.failed() ? 500 : 200);
  const Value& body = exchange.message.body;
  const bool nothing = body.is_null() || (body.is_text() && is_blank(body.slice()));
  return code != 500 && nothing && !current ? 204 : code;
}

std::string stack_trace(const Error& error) {
  std::string text = error.text() + "\n";
  for (const Error* cause = &error.cause(); *cause; cause = &cause->cause()) text += "Caused by: " + cause->text() + "\n";
  return text;
}

/// The fields as a java.util.HashMap would list them.
Map form_map(const std::vector<Pair>& fields) {
  std::vector<std::string_view> names;
  std::vector<Value> values;
  for (const auto& [name, value] : fields) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
      names.push_back(name);
      values.emplace_back(value);
      continue;
    }
    Value& there = values[static_cast<std::size_t>(found - names.begin())];
    if (!there.is_list()) there = Value(List{there});
    there.list().push_back(value);
  }
  Map map;
  for (const std::size_t i : java_hash_order(names)) map.set(names[i], values[i]);
  return map;
}

constexpr std::string_view kForm = "application/x-www-form-urlencoded", kMultipart = "multipart/form-data";

std::optional<std::vector<Part>> parts_of(const Request& request, std::string_view type) {
  const auto* stored = request.stored.object_as<connectors::StoredBody>();
  return parse_multipart(stored != nullptr ? stored->map() : request.body, value_parameter(type, "boundary"));
}

// A field without a name would be a header that no answer can hold.
bool has_nameless_field(const Request& request) {
  const std::string_view type = request.header("Content-Type");
  if (starts_with_ignoring_case(type, kForm)) return has_blank_name(request.body.view());
  if (!starts_with_ignoring_case(type, kMultipart)) return false;
  const auto parts = parts_of(request, type);
  return parts && has_blank_name(*parts);
}

}  // namespace

void append_header(Exchange& exchange, Slice name, Value value) {
  Value* there = exchange.message.headers.find(name);
  if (there == nullptr) {
    exchange.message.headers.add(std::move(name), std::move(value));
  } else if (there->is_list()) {
    there->list().push_back(std::move(value));
  } else {
    *there = Value(List{*there, std::move(value)});
  }
}

bool CamelBinding::admit(const Request& request, Response& refusal) const {
  bool fine = !request.has_query || request.query.find('%') == request.query.npos || parse_query(request.query).has_value();
  for (const PathParameter& parameter : request.parameters) fine = fine && decode_strictly(parameter.value, false).has_value();
  fine = fine && !(options_.read_forms && request.has_body && has_nameless_field(request));
  if (!fine) refusal.failure(400);
  // A form's fields are held in memory, one by one.
  if (fine && !request.stored.is_null() && options_.read_forms && starts_with_ignoring_case(request.header("Content-Type"), kForm)) {
    refusal.failure(413);
    return false;
  }
  return fine;
}

void CamelBinding::fill(const Request& request, Exchange& exchange) const {
  const Block block(request);
  Headers& headers = exchange.message.headers;
  const bool plain_path = request.path.data() == request.target.data();
  headers.add(Slice::literal("CamelHttpMethod"), method_slice(request.method));
  headers.add(Slice::literal("CamelHttpPath"), plain_path ? block.of_target(request.path) : Slice(request.path));
  headers.add(Slice::literal("CamelHttpUri"), block.uri());
  headers.add(Slice::literal("CamelHttpUrl"), block.url());
  const Value query = request.has_query ? Value(block.of_target(request.query)) : Value();
  headers.add(Slice::literal("CamelHttpQuery"), query);
  headers.add(Slice::literal("CamelHttpRawQuery"), query);
  std::string_view type;
  for (const HeaderLine& line : request.headers) {
    if (is_camel_header(line.name)) continue;
    if (type.empty() && same_ignoring_case(line.name, "Content-Type")) type = line.value;
    append_header(exchange, block.of_header(line.name), block.of_header(line.value));
  }
  if (request.has_query) {
    for (auto& [name, value] : parse_query(request.query).value_or(std::vector<Pair>())) {
      if (!is_camel_header(name)) append_header(exchange, name, value);
    }
  }
  for (const PathParameter& parameter : request.parameters) {
    append_header(exchange, parameter.name, decode_strictly(parameter.value, false).value_or(std::string(parameter.value)));
  }
  if (options_.proxy) headers.set(Slice::literal("CamelHttpHost"), request.host);
  if (!request.user.is_null()) headers.set(Slice::literal("CamelVertxPlatformHttpAuthenticatedUser"), request.user);
  if (!type.empty()) {
    if (const std::string_view charset = value_parameter(type, "charset"); !charset.empty()) {
      headers.set(Slice::literal("CamelHttpCharacterEncoding"), charset);
      exchange.properties.set(Slice::literal("CamelCharsetName"), charset);
    }
    if (options_.read_forms &&
        (starts_with_ignoring_case(type, kForm) || starts_with_ignoring_case(type, kMultipart))) {
      return fill_form(request, type, exchange);
    }
  }
  if (request.has_body) exchange.message.body = request.stored.is_null() ? Value::stream(request.body) : request.stored;
}

void CamelBinding::fill_form(const Request& request, std::string_view type, Exchange& exchange) const {
  std::vector<Pair> fields;
  std::vector<Part> parts;
  std::vector<const Part*> uploads;
  const bool multipart = starts_with_ignoring_case(type, "multipart/");
  if (multipart) {
    parts = parts_of(request, type).value_or(std::vector<Part>());
    for (const Part& part : parts) {
      if (part.file_name) {
        uploads.push_back(&part);
      } else {
        fields.emplace_back(part.name, part.content.str());
      }
    }
  } else {
    fields = parse_form(request.body).value_or(std::vector<Pair>());
  }
  // One without a name would be a header that no answer can hold.
  std::erase_if(fields, [](const Pair& field) { return field.first.empty() || is_camel_header(field.first); });
  for (const auto& [name, value] : fields) append_header(exchange, name, value);
  if (options_.body_with_form && !fields.empty()) exchange.message.body = form_map(fields);
  if (multipart) fill_uploads(uploads, exchange);
}

void CamelBinding::fill_uploads(const std::vector<const Part*>& uploads, Exchange& exchange) const {
  Headers& headers = exchange.message.headers;
  headers.set(Slice::literal("CamelAttachmentsSize"), static_cast<std::int32_t>(uploads.size()));
  if (uploads.size() != 1) return;
  const Part& upload = *uploads.front();
  const std::string& name = *upload.file_name;
  std::string extension = name.substr(std::min(name.rfind('.'), name.size() - 1) + 1);
  std::ranges::transform(extension, extension.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (!options_.allowed_extensions.empty() && options_.allowed_extensions != "*" &&
      options_.allowed_extensions.find(extension) == std::string::npos)
    return;
  headers.set(Slice::literal("CamelFileName"), name);
  headers.set(Slice::literal("CamelFileLength"), static_cast<std::int64_t>(upload.content.size()));
  if (!upload.content_type.empty()) headers.set(Slice::literal("CamelFileContentType"), upload.content_type);
  exchange.message.body = Value::stream(upload.content);
}

std::optional<Slice> body_bytes(const Value& body, Exchange& exchange) {
  switch (body.kind()) {
    case Value::Kind::Null:
      return Slice();
    case Value::Kind::Text:
    case Value::Kind::Bytes:
    case Value::Kind::Stream:
      return body.slice();
    case Value::Kind::Int:  // through Java's ByteBuffer
      return big_endian(static_cast<std::uint32_t>(body.as_whole()));
    case Value::Kind::Long:
      return big_endian(static_cast<std::uint64_t>(body.as_whole()));
    case Value::Kind::Double:
      return big_endian(std::bit_cast<std::uint64_t>(body.as_double()));
    case Value::Kind::Object: {
      if (body.java_class() == "java.util.Date") return std::nullopt;  // text to us, but no stream to Camel
      auto converted = convert(body, "java.io.InputStream", &exchange);
      if (converted.has_error() || !converted->is_bytes_like()) return std::nullopt;
      return converted->slice();
    }
    default:
      return std::nullopt;
  }
}

bool CamelBinding::write_headers(const Exchange& exchange, Response& response) const {
  const auto write = [&response](std::string_view name, const Value& value) {
    if (value.is_null()) return true;
    const Slice text = to_text(value);
    return is_ascii(text) ? response.header(name, text) : response.header(name, utf8_to_latin1(text));
  };
  for (const auto& [name, value] : exchange.message.headers) {
    if (is_camel_header(name) || is_protocol_header(name) || (!options_.return_request_headers && is_request_header(name))) continue;
    if (std::ranges::find(path_parameters_, name.view()) != path_parameters_.end()) continue;
    if (value.is_list()) {
      for (const Value& item : value.list()) {
        if (!write(name, item)) return false;
      }
    } else if (!write(name, value)) {
      return false;
    }
  }
  return true;
}

std::unique_ptr<Outflow> body_flow(const Value& body) {
  if (!body.is_object()) return nullptr;
  if (body.object_as<connectors::StoredBody>() != nullptr) return std::make_unique<StoredFlow>(body);
  const auto* file = body.object_as<connectors::FileBody>();
  auto opened = file != nullptr ? file->open() : std::nullopt;
  return opened ? std::make_unique<FileFlow>(opened->descriptor, 0, opened->size) : nullptr;
}

void CamelBinding::answer(Exchange& exchange, Response& response) const {
  const auto code = response_code(exchange);
  if (!code || *code < 100 || *code > 999) return response.failure(500);
  const bool failed = exchange.failed();
  std::optional<Slice> body;
  std::unique_ptr<Outflow> flow = failed ? nullptr : body_flow(exchange.message.body);
  if (flow) {
    body = Slice();
  } else if (failed) {
    body = options_.mute_exception ? Slice() : Slice(stack_trace(exchange.exception));
  } else {
    body = body_bytes(exchange.message.body, exchange);
  }
  response.status(body ? *code : 500);
  if (!write_headers(exchange, response)) return response.failure(500);
  const Value* type = failed ? nullptr : exchange.message.headers.find("Content-Type");
  if (failed) {
    response.header("Content-Type", kPlainText);
  } else if (type != nullptr && !type->is_null() && !response.header("Content-Type", to_text(*type))) {
    return response.failure(500);
  }
  if (flow) return response.body(std::move(flow));
  response.body(body ? std::move(*body) : Slice::literal("Internal Server Error"));
}

}  // namespace kamel::http
