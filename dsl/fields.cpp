// Options: a map read by its fields, with everything that is wrong with it told at once.
#include "dsl/fields.h"

#include <algorithm>
#include <charconv>
#include <cctype>

namespace kamel {
namespace {

constexpr std::string_view kUnsupportedField = "org.apache.camel.dsl.yaml.common.exception.UnsupportedFieldException";
constexpr std::string_view kDuplicateField = "org.apache.camel.dsl.yaml.common.exception.DuplicateFieldException";
constexpr std::string_view kUnsupportedNode = "org.apache.camel.dsl.yaml.common.exception.UnsupportedNodeTypeException";
constexpr std::string_view kInvalidValue = "org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException";

constexpr Field kCommon[] = {
    {.name = "id", .summary = "the id, unique in the integration"},
    {.name = "description", .summary = "what it is for"},
    {.name = "note", .summary = "a note for readers"},
    {.name = "disabled", .type = FieldType::Bool, .summary = "whether it is left out", .fallback = "false"},
};

bool same_word(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, [](char x, char y) { return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y)); });
}

std::string_view trimmed(std::string_view text) noexcept {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

template <class T>
std::optional<T> number(std::string_view text) noexcept {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  T value{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

const Field* find_field(std::span<const Field> fields, std::string_view name) noexcept {
  const auto found = std::ranges::find(fields, name, &Field::name);
  return found == fields.end() ? nullptr : &*found;
}

bool wants_scalar(FieldType type) noexcept {
  switch (type) {
    case FieldType::Expression:
    case FieldType::Steps:
    case FieldType::Object:
    case FieldType::Objects:
    case FieldType::Texts:
    case FieldType::Map:
    case FieldType::Any: return false;
    default: return true;
  }
}

std::string_view kind_name(const Node& node) noexcept {
  switch (node.kind) {
    case Node::Kind::Null: return "nothing";
    case Node::Kind::Scalar: return "a text";
    case Node::Kind::List: return "a list";
    case Node::Kind::Map: return "a map";
  }
  return "";
}

// What a field whose value is no scalar must look like; nullopt when it does.
std::optional<std::string> wrong_shape(const Field& field, const Node& node) {
  if (node.is_null()) return std::nullopt;
  switch (field.type) {
    case FieldType::Steps:
      if (!node.is_list()) return "a list of steps";
      break;
    case FieldType::Objects:
      if (!node.is_list()) return "a list of maps";
      break;
    case FieldType::Expression:
      if (!node.is_map()) return "an expression, such as {simple: ...}";
      break;
    case FieldType::Map:
      if (!node.is_map()) return "a map";
      break;
    case FieldType::Object:
      if (node.is_list()) return "a map";
      break;
    case FieldType::Texts:
      if (node.is_map() || !std::ranges::all_of(node.items, [](const Node& item) { return item.is_scalar(); })) return "a list of texts";
      break;
    default: break;
  }
  return std::nullopt;
}

}  // namespace

std::string camel_case(std::string_view kebab) {
  std::string out;
  bool upper = false;
  for (char c : kebab) {
    if (c == '-') {
      upper = true;
    } else {
      out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      upper = false;
    }
  }
  return out;
}

// Camel's TimeUtils looks for its units' letters and, where there is none, finds no time at all.
bool is_no_time(std::string_view text) { return !text.starts_with('P') && !text.starts_with("-P") && !number<std::int64_t>(trimmed(text)) && text.find_first_of("dhms") == text.npos; }

std::optional<std::string> misfit(const Field& field, std::string_view text) {
  switch (field.type) {
    case FieldType::Bool:
      if (!same_word(trimmed(text), "true") && !same_word(trimmed(text), "false")) return "true or false";
      break;
    case FieldType::Int:
      if (!number<std::int64_t>(text)) return "a whole number";
      break;
    case FieldType::Real:
      if (!number<double>(text)) return "a number";
      break;
    case FieldType::Duration:
      if (text.empty() || (!parse_duration(text) && !is_no_time(text))) return "a duration: milliseconds, or 1s, 5m, 1h30m";
      break;
    case FieldType::Choice:
      if (std::ranges::none_of(field.choices, [&](std::string_view choice) { return same_word(choice, trimmed(text)); })) {
        std::string list;
        for (std::string_view choice : field.choices) list.append(list.empty() ? "" : ", ").append(choice);
        return "one of " + list;
      }
      break;
    case FieldType::Reference:
      if (trimmed(text).empty()) return "the name of a bean";
      break;
    default: break;
  }
  return std::nullopt;
}

/// Reads one map; split off from Options because it needs more than a getter does.
struct OptionsReader {
  Options& out;
  std::span<const Field> fields;
  const FieldRules& rules;
  Diagnostics& diagnostics;

  void map(const Node& node) {
    for (const Node::Entry& entry : node.entries) {
      if (!known(entry, entry.key)) unknown(entry);
    }
    required(node);
  }

  // Whether the entry is a field, a common option or an expression; then it has been taken and checked.
  bool known(const Node::Entry& entry, std::string_view name) {
    if (rules.is_language && name == "expression") return wrapped(entry), true;
    if (const Field* field = find_field(fields, name)) return take(*field, entry), true;
    if (rules.is_language && rules.is_language(name)) return inlined(entry), true;
    if (rules.common) {
      if (const Field* field = find_field(kCommon, name)) return take(*field, entry), true;
    }
    return false;
  }

  void unknown(const Node::Entry& entry) {
    if (entry.key.find('-') != std::string::npos) {
      const std::string modern = camel_case(entry.key);
      const Field* field = find_field(fields, modern);
      if (field != nullptr || (rules.common && find_field(kCommon, modern) != nullptr)) {
        diagnostics.warning(entry.mark, "'" + entry.key + "' is the old spelling of '" + modern + "'", "write '" + modern + "'");
        return take(field != nullptr ? *field : *find_field(kCommon, modern), entry);
      }
    }
    if (rules.lenient) {
      out.others_.push_back(&entry);
      return;
    }
    const bool has_expression = rules.is_language && out.inline_;
    diagnostics.error(entry.mark, rules.what + " has no option '" + entry.key + "'", hint(entry.key), std::string(has_expression ? kDuplicateField : kUnsupportedField));
  }

  std::string hint(std::string_view key) const {
    std::vector<std::string_view> names;
    for (const Field& field : fields) {
      if (field.refused.empty()) names.push_back(field.name);
    }
    if (rules.common) names.insert(names.end(), {"id", "description"});
    return did_you_mean(key, names);
  }

  void take(const Field& field, const Node::Entry& entry) {
    if (!field.refused.empty()) {
      diagnostics.error(entry.mark, "option '" + std::string(field.name) + "' of " + rules.what + " is not supported", std::string(field.refused));
      return;
    }
    if (!field.ignored.empty()) diagnostics.warning(entry.mark, "option '" + std::string(field.name) + "' of " + rules.what + " has no effect", std::string(field.ignored));
    if (check(field, entry)) out.given_.emplace_back(field.name, &entry.value);
  }

  bool check(const Field& field, const Node::Entry& entry) {
    const Node& value = entry.value;
    const std::string option = "option '" + std::string(field.name) + "' of " + rules.what;
    if (!wants_scalar(field.type)) {
      const auto expected = wrong_shape(field, value);
      if (expected) diagnostics.error(value.mark, option + " must be " + *expected + ", not " + std::string(kind_name(value)), {}, std::string(kUnsupportedNode));
      return !expected;
    }
    if (value.is_list() || value.is_map()) {
      diagnostics.error(value.mark, option + " must be a single value, not " + std::string(kind_name(value)), {}, std::string(kUnsupportedNode));
      return false;
    }
    const auto expected = misfit(field, value.text);
    if (!expected && field.type == FieldType::Duration && is_no_time(value.text)) diagnostics.warning(value.mark, option + " is no duration, and counts as 0: '" + value.text + "'", "write milliseconds, or 1s, 5m, 1h30m");
    if (!expected) return true;
    const std::string given = value.text.empty() ? "nothing" : field.secret ? "what is given" : "'" + value.text + "'";
    diagnostics.error(value.mark, option + " must be " + *expected + ", not " + given,
                      field.type == FieldType::Choice ? did_you_mean(value.text, field.choices) : std::string(), std::string(kInvalidValue));
    return false;
  }

  void inlined(const Node::Entry& entry) {
    if (out.inline_) {
      diagnostics.error(entry.mark, rules.what + " has two expressions: '" + std::string(out.inline_->language) + "' and '" + entry.key + "'", "keep one of them",
                        std::string(kDuplicateField));
      return;
    }
    out.inline_ = Options::Inline{entry.key, &entry.value, entry.mark};
  }

  // expression: {simple: …}
  void wrapped(const Node::Entry& entry) {
    if (!entry.value.is_map()) {
      diagnostics.error(entry.mark, "'expression' must hold a language and its text", "for example expression: {simple: \"${body}\"}", std::string(kUnsupportedNode));
      return;
    }
    for (const Node::Entry& inner : entry.value.entries) {
      if (rules.is_language(inner.key)) {
        inlined(inner);
      } else if (inner.key != "id" && inner.key != "description") {
        diagnostics.error(inner.mark, "unknown language '" + inner.key + "'", {}, std::string(kUnsupportedField));
      }
    }
  }

  void required(const Node& node) {
    for (const Field& field : fields) {
      if (!field.required || out.has(field.name) || (field.name == "expression" && out.inline_)) continue;
      // A value of the wrong type has been reported already; it is not missing.
      const bool written = std::ranges::any_of(node.entries, [&](const Node::Entry& entry) { return entry.key == field.name || camel_case(entry.key) == field.name; });
      if (written || (rules.is_language && field.name == "expression" && node.find("expression") != nullptr)) continue;
      diagnostics.error(out.mark_, rules.what + " needs the option '" + std::string(field.name) + "'", field.name == "expression" && rules.is_language ? "for example simple: \"${body}\"" : "",
                        "org.apache.camel.FailedToCreateRouteException");
    }
  }
};

Options Options::read(const Node& node, std::span<const Field> fields, const FieldRules& rules, Diagnostics& diagnostics) {
  Options out;
  out.mark_ = node.mark;
  out.fields_ = fields;
  out.is_language_ = rules.is_language;
  OptionsReader reader{out, fields, rules, diagnostics};
  const bool shorthand = !rules.shorthand.empty() && (node.is_scalar() || (node.is_null() && !node.text.empty()));
  if (shorthand) {
    auto map = std::make_shared<Node>();
    map->kind = Node::Kind::Map;
    map->mark = node.mark;
    map->entries.push_back({std::string(rules.shorthand), node.mark, node});
    out.owned_ = map;
    reader.map(*map);
  } else if (node.is_list() || node.is_scalar()) {
    diagnostics.error(node.mark, rules.what + " must be a map of options, not " + std::string(kind_name(node)), {}, std::string(kUnsupportedNode));
  } else {
    reader.map(node);
  }
  return out;
}

const Field* Options::field(std::string_view name) const noexcept {
  const Field* field = find_field(fields_, name);
  return field != nullptr ? field : find_field(kCommon, name);
}

const Node* Options::node(std::string_view name) const noexcept {
  for (const auto& [given, value] : given_) {
    if (given == name) return value;
  }
  return nullptr;
}

Mark Options::mark(std::string_view name) const {
  const Node* value = node(name);
  return value != nullptr ? value->mark : mark_;
}

std::optional<std::string> Options::raw(std::string_view name) const {
  if (const Node* value = node(name)) return value->text;
  const Field* known = field(name);
  if (known == nullptr || known->fallback.empty()) return std::nullopt;
  return std::string(known->fallback);
}

std::string Options::text(std::string_view name) const { return raw(name).value_or(""); }
std::optional<std::string> Options::maybe_text(std::string_view name) const { return raw(name); }
bool Options::flag(std::string_view name) const { return same_word(trimmed(text(name)), "true"); }
std::int64_t Options::integer(std::string_view name) const { return maybe_integer(name).value_or(0); }
std::optional<std::int64_t> Options::maybe_integer(std::string_view name) const { return number<std::int64_t>(text(name)); }
double Options::real(std::string_view name) const { return number<double>(text(name)).value_or(0); }
std::chrono::milliseconds Options::duration(std::string_view name) const { return maybe_duration(name).value_or(std::chrono::milliseconds(0)); }
std::optional<std::chrono::milliseconds> Options::maybe_duration(std::string_view name) const {
  const std::string given = text(name);
  return !given.empty() && is_no_time(given) ? std::chrono::milliseconds(0) : parse_duration(given);
}

std::vector<std::string> Options::texts(std::string_view name) const {
  std::vector<std::string> out;
  const Node* value = node(name);
  if (value != nullptr && value->is_list()) {
    for (const Node& item : value->items) out.push_back(item.text);
    return out;
  }
  const std::string all = text(name);
  for (std::string_view rest = all; !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    if (const auto item = trimmed(rest.substr(0, comma)); !item.empty()) out.emplace_back(item);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return out;
}

std::string Options::choice(std::string_view name) const {
  const std::string given(trimmed(text(name)));
  if (const Field* known = field(name)) {
    for (std::string_view choice : known->choices) {
      if (same_word(choice, given)) return std::string(choice);
    }
  }
  return given;
}

std::optional<Options::Inline> Options::expression(std::string_view name) const {
  if (name == "expression" && inline_) return inline_;
  const Node* element = node(name);
  if (element != nullptr && element->is_map() && element->find("expression") != nullptr && element->find("expression")->is_map()) element = element->find("expression");
  if (element == nullptr || !element->is_map()) return std::nullopt;
  const Node::Entry* found = nullptr;
  for (const Node::Entry& entry : element->entries) {
    if (entry.key == "id" || entry.key == "description") continue;
    if (found == nullptr || (is_language_ && is_language_(entry.key) && !is_language_(found->key))) found = &entry;
  }
  if (found == nullptr) return std::nullopt;
  return Inline{found->key, &found->value, found->mark};
}

}  // namespace kamel
