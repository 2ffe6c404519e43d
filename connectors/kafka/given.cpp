#include "connectors/kafka/given.h"

#include <algorithm>
#include <charconv>

#include "connectors/kafka/fields.h"

namespace kamel::kafka {

namespace {

bool is_secret(std::string_view option, std::string_view property) {
  const auto all = fields();
  const auto found = std::ranges::find(all, option, &Field::name);
  const auto has = [property](std::string_view word) { return property.find(word) != std::string_view::npos; };
  return (found != all.end() && found->secret) || has("password") || has("secret") || has(".pem") || has("jaas");
}

}  // namespace

const Field& Given::field(std::string_view name) const {
  const auto all = fields();
  const auto found = std::ranges::find(all, name, &Field::name);
  return *found;  // names are ours: each is in the list
}

std::optional<std::string> Given::maybe(std::string_view name) const {
  if (auto text = decl_.options.maybe_text(name); text && decl_.options.has(name)) return text;
  return context_.property("camel.component.kafka." + std::string(name));
}

std::string Given::text(std::string_view name) const { return maybe(name).value_or(std::string(field(name).fallback)); }

bool Given::flag(std::string_view name) const { return text(name) == "true"; }

std::optional<std::int64_t> Given::maybe_number(std::string_view name) const {
  const auto given = maybe(name);
  if (!given) return std::nullopt;
  std::int64_t number = 0;
  if (const auto [end, failed] = std::from_chars(given->data(), given->data() + given->size(), number); failed == std::errc() && *end == '\0') return number;
  const auto duration = parse_duration(*given);
  return duration ? std::optional(duration->count()) : std::nullopt;
}

std::int64_t Given::number(std::string_view name) const {
  if (const auto given = maybe_number(name)) return *given;
  std::int64_t number = 0;
  const std::string_view fallback = field(name).fallback;
  std::from_chars(fallback.data(), fallback.data() + fallback.size(), number);
  return number;
}

void Given::set(std::string_view name, std::string property, std::string value) {
  if (std::string why = rejected(property, value); !why.empty()) {
    // librdkafka repeats the value.
    const bool secret = is_secret(name, property);
    return error(name, "option '" + std::string(name) + "' is not accepted" + (secret ? "" : ": " + why));
  }
  const auto same = std::ranges::find(properties_, property, &Properties::value_type::first);
  if (same != properties_.end()) {
    same->second = std::move(value);
  } else {
    properties_.emplace_back(std::move(property), std::move(value));
  }
}

bool Given::sets(std::string_view property) const { return std::ranges::find(properties_, property, &Properties::value_type::first) != properties_.end(); }

void Given::set_file(std::string_view name, FileProperty property) {
  if (auto readable = read_property(property); !readable) error(name, std::string(readable.error().message()));
  if (std::ranges::find(watched_, property.path) == watched_.end()) watched_.push_back(property.path);
  files_.push_back(std::move(property));
}

void Given::if_given(std::string_view name, std::string property) {
  if (!maybe(name)) return;
  const bool whole = field(name).type == FieldType::Int || field(name).type == FieldType::Duration;
  set(name, std::move(property), whole ? std::to_string(number(name)) : text(name));
}

void Given::additional(bool transactional) {
  constexpr std::string_view kPrefix = "additionalProperties.";
  for (const auto* other : decl_.options.others()) {
    if (other->key.starts_with(kPrefix)) {
      const std::string_view property = std::string_view(other->key).substr(kPrefix.size());
      if (transactional && property.starts_with("transaction")) continue;
      // How tokens are fetched there is one way only.
      if (property == "sasl.oauthbearer.method" || property == "sasl.login.callback.handler.class") continue;
      set(other->key, other->key.substr(kPrefix.size()), other->value.text);
      continue;
    }
    std::vector<std::string_view> names;
    for (const Field& known : fields()) names.push_back(known.name);
    diagnostics_.error(other->mark, "unknown option '" + other->key + "' of kafka", did_you_mean(other->key, names),
                       "org.apache.camel.ResolveEndpointFailedException");
    failed_ = true;
  }
}

void Given::error(std::string_view name, std::string message, std::string hint) {
  diagnostics_.error(decl_.options.has(name) ? decl_.options.mark(name) : decl_.mark, std::move(message), std::move(hint));
  failed_ = true;
}

}  // namespace kamel::kafka
