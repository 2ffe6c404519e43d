#include "engine/languages/jq/dates.h"

#include "engine/date_format.h"
#include "engine/date_parse.h"

namespace kamel::languages::jq_lang {
namespace {

/// Whatever is wrong with a pattern, jackson-jq says no more than this.
Error unusable() { return failure("N/A"); }

Error unfit(const Value& input, std::string_view expected) {
  std::string kind(kind_of(input));
  for (char& c : kind) c = static_cast<char>(c & ~0x20);
  return failure("strptime is not applicable to " + kind + "; expected one of [" + std::string(expected) + "]");
}

std::shared_ptr<const TimeZone> zone_of(std::span<const Value> arguments) {
  if (arguments.size() > 1 && arguments[1].is_text()) return TimeZone::find(arguments[1].slice());
  return {std::shared_ptr<const TimeZone>(), &TimeZone::local()};
}

}  // namespace

Error format_time(const Value& input, std::span<const Value> arguments, List& out) {
  if (!input.is_number()) return unfit(input, "NUMBER");
  if (!arguments[0].is_text() || !check_date_pattern(arguments[0].slice())) return unusable();
  SliceBuilder text(32);
  format_date(static_cast<std::int64_t>(input.number()), arguments[0].slice(), *zone_of(arguments), text);
  out.push_back(Value(text.finish()));
  return {};
}

Error parse_time(const Value& input, std::span<const Value> arguments, List& out) {
  if (!input.is_text()) return unfit(input, "STRING");
  if (!arguments[0].is_text()) return unusable();
  const auto ms = parse_date(input.slice(), arguments[0].slice(), *zone_of(arguments));
  if (!ms) return unusable();
  out.push_back(Value(*ms));
  return {};
}

}  // namespace kamel::languages::jq_lang
