// Traits as flags: trait.option=value.
#include <algorithm>
#include <charconv>

#include "kamel-cli/cluster/integration.h"
#include "operator/catalogs.h"
#include "operator/integration/given.h"

namespace kamel::cli {
namespace json = boost::json;
namespace {

const TraitSpec* known_trait(std::string_view name, Diagnostics& diagnostics) {
  static const std::vector<TraitSpec> kTraits = traits::catalog();
  if (const TraitSpec* found = cluster::find_trait(kTraits, name)) return found;
  std::vector<std::string_view> names;
  for (const TraitSpec& spec : kTraits) names.push_back(spec.name);
  std::string hint = did_you_mean(name, names);
  diagnostics.error({}, "trait " + std::string(name) + " does not exist in catalog", hint.empty() ? "`kamel explain trait` lists them" : std::move(hint));
  return nullptr;
}

// As the schema of the resource wants it.
json::value typed(const Field& field, const std::string& text) {
  if (field.type == FieldType::Bool && (text == "true" || text == "false")) return text == "true";
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (field.type == FieldType::Int && failed == std::errc() && end == text.data() + text.size()) return number;
  return json::value(text);
}

}  // namespace

void put_trait(json::object& traits, const std::string& text, Diagnostics& diagnostics) {
  const auto equals = text.find('='), dot = text.find('.');
  if (equals == std::string::npos || dot == std::string::npos || dot > equals) {
    return diagnostics.error({}, "'" + text + "' is no trait option", "write -t container.port=9090");
  }
  const TraitSpec* spec = known_trait(std::string_view(text).substr(0, dot), diagnostics);
  if (spec == nullptr) return;
  std::string name = text.substr(dot + 1, equals - dot - 1);
  if (name.ends_with(']')) name.resize(name.rfind('['));  // -t x.list[0]=a: the order of the flags tells
  const std::string value = text.substr(equals + 1);
  json::object given;
  if (!cluster::give(given, *spec, name, json::value(value))) {
    diagnostics.warning({}, "trait " + std::string(spec->name) + " has no option '" + name + "'", "`kamel explain trait " + std::string(spec->name) + "` lists them");
    return;
  }
  if (!spec->ignored.empty() && (name != "enabled" || value != "false"))
    diagnostics.warning({}, "trait " + std::string(spec->name) + " has no effect", std::string(spec->ignored));
  json::value& into = traits[spec->name];
  if (!into.is_object()) into.emplace_object();
  for (auto& [key, item] : given) {
    const auto field = std::ranges::find(spec->fields, std::string_view(key), &Field::name);
    json::value& known = into.get_object()[key];
    if (item.is_array() && known.is_array())
      known.get_array().insert(known.get_array().end(), item.get_array().begin(), item.get_array().end());
    else if (item.is_object() && known.is_object())
      for (auto& [inner, inner_value] : item.get_object()) known.get_object()[inner] = std::move(inner_value);
    else
      known = item.is_string() ? typed(*field, value) : std::move(item);
  }
}

}  // namespace kamel::cli
