#include "connectors/http/limits.h"

#include <charconv>

#include "engine/context.h"

namespace kamel::http {
namespace {

using Names = std::initializer_list<std::string_view>;

struct Found {
  std::string_view name;
  std::string text;
};

std::optional<Found> find(const Context& context, Names names) {
  for (const auto name : names) {
    if (auto text = context.property(name)) return Found{name, std::move(*text)};
  }
  return std::nullopt;
}

Error not_understood(const Found& found, std::string_view wanted) {
  return Error("java.lang.IllegalArgumentException", std::string(found.name) + " is " + std::string(wanted) + ", not '" + found.text + "'");
}

template <class Number>
Result<> read_size(const Context& context, Names names, Number& to) {
  const auto found = find(context, names);
  if (!found) return {};
  const auto size = parse_size(found->text);
  if (!size || *size > std::numeric_limits<Number>::max()) return not_understood(*found, "a size such as 65536, 64K, 10M or 2G");
  to = static_cast<Number>(*size);
  return {};
}

Result<> read_time(const Context& context, Names names, std::chrono::milliseconds& to) {
  const auto found = find(context, names);
  if (!found) return {};
  const auto time = parse_duration(found->text);
  if (!time || time->count() <= 0) return not_understood(*found, "a duration such as 500, 10s or 2m");
  to = *time;
  return {};
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) noexcept {
  std::uint64_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (ec != std::errc()) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  int shift = -1;
  if (unit.empty()) shift = 0;
  if (unit == "K" || unit == "k" || unit == "KB") shift = 10;
  if (unit == "M" || unit == "m" || unit == "MB") shift = 20;
  if (unit == "G" || unit == "g" || unit == "GB") shift = 30;
  if (shift < 0 || number > (~std::uint64_t{0} >> shift)) return std::nullopt;
  return number << shift;
}

Result<> read_limits(const Context& context, Limits& limits) {
  for (const auto& read : {
           read_size(context, {"camel.server.maxBodySize", "quarkus.http.limits.max-body-size"}, limits.body_bytes),
           read_size(context, {"camel.server.maxHeaderSize", "quarkus.http.limits.max-header-size"}, limits.header_bytes),
           read_size(context, {"camel.server.maxConnections", "quarkus.http.limits.max-connections"}, limits.connections),
           read_size(context, {"camel.server.maxUnpackedSize"}, limits.unpacked_bytes),
           read_size(context, {"camel.server.minimumBytes"}, limits.progress_bytes),
           read_time(context, {"camel.server.headerTimeout"}, limits.header_time),
           read_time(context, {"camel.server.bodyTimeout", "quarkus.http.read-timeout"}, limits.progress_time),
           read_time(context, {"camel.server.idleTimeout", "quarkus.http.idle-timeout"}, limits.idle_time),
       }) {
    if (read.has_error()) return read.error();
  }
  return {};
}

}  // namespace kamel::http
