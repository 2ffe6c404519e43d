#include "operator/integration/given.h"

#include <algorithm>
#include <cctype>

#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace {

constexpr std::string_view kPrefix = "trait.camel.apache.org/";

// "request-cpu", "requestCPU" → "requestcpu"
std::string flat(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c != '-') out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

const Field* find_field(const TraitSpec& spec, std::string_view name) {
  for (const TraitAlias& alias : spec.aliases) {
    if (alias.alias == name) name = alias.field;
  }
  const std::string wanted = flat(name);
  const auto found = std::ranges::find_if(spec.fields, [&](const Field& field) { return flat(field.name) == wanted; });
  return found == spec.fields.end() ? nullptr : &*found;
}

// A list that was written as a text: JSON, or with commas (unless they stand in parentheses).
json::value as_list(const json::value& value) {
  if (!value.is_string()) return value.is_array() ? value : json::value(json::array{value});
  const std::string_view text = value.get_string();
  boost::system::error_code failed;
  if (text.starts_with('[')) {
    if (json::value parsed = json::parse(text, failed); !failed && parsed.is_array()) return parsed;
  }
  if (text.find('(') != std::string_view::npos) return json::array{value};
  json::array out;
  for (const std::string& part : parts(text, ',')) {
    if (!part.empty()) out.push_back(json::value(part));
  }
  return out;
}

json::value shaped(const Field& field, const json::value& value) {
  if (field.type == FieldType::Texts) return as_list(value);
  if ((field.type == FieldType::Map || field.type == FieldType::Objects) && value.is_string()) {
    boost::system::error_code failed;
    json::value parsed = json::parse(std::string_view(value.get_string()), failed);
    return failed ? value : parsed;
  }
  return value;
}

struct Gathering {
  Plan& plan;
  std::span<const TraitSpec> specs;
  GivenTraits out;

  const TraitSpec* spec(std::string_view name, std::string_view where) {
    const TraitSpec* found = find_trait(specs, name);
    if (found != nullptr) return found;
    std::vector<std::string_view> names;
    for (const TraitSpec& known : specs) names.push_back(known.name);
    std::string hint = did_you_mean(name, names);
    plan.error(std::string(where) + ": trait '" + std::string(name) + "' does not exist", hint.empty() ? "`kamel explain trait` lists them" : std::move(hint));
    return nullptr;
  }

  void traits(const json::object& all, std::string_view where) {
    for (const auto& [name, options] : all) {
      if (name == "addons") {
        if (options.is_object()) traits(options.get_object(), where);
      } else if (const TraitSpec* found = spec(name, where); found != nullptr && options.is_object()) {
        trait(*found, options.get_object());
      }
    }
  }

  void trait(const TraitSpec& spec, const json::object& options) {
    json::object& into = out[std::string(spec.name)];
    for (const auto& [name, value] : options) {
      if (name == "configuration" && value.is_object() && find_field(spec, "configuration") == nullptr) {
        trait(spec, value.get_object());
      } else if (!give(into, spec, name, value) && spec.ignored.empty()) {
        plan.note(spec.name, "there is no option '" + std::string(name) + "'");
      }
    }
  }

  void annotations() {
    for (const auto& [key, value] : kube::object_at(plan.integration(), {"metadata", "annotations"})) {
      const std::string_view name = key;
      if (!name.starts_with(kPrefix) || !value.is_string()) continue;
      const std::string_view rest = name.substr(kPrefix.size());
      const auto dot = rest.find('.');
      if (dot == std::string_view::npos) {
        plan.error("annotation '" + std::string(name) + "' names no option of the trait", "write " + std::string(kPrefix) + "container.port");
        continue;
      }
      const TraitSpec* found = spec(rest.substr(0, dot), "annotation");
      if (found == nullptr) continue;
      if (!give(out[std::string(found->name)], *found, rest.substr(dot + 1), value) && found->ignored.empty()) {
        plan.error("annotation '" + std::string(name) + "': the trait has no option '" + std::string(rest.substr(dot + 1)) + "'",
                   "`kamel explain trait " + std::string(found->name) + "` lists them");
      }
    }
  }

  // spec.configuration, the older way to say what traits say today.
  void configuration() {
    for (const json::value& item : kube::list_at(plan.integration(), {"spec", "configuration"})) {
      if (!item.is_object()) continue;
      const std::string type = kube::text_at(item.get_object(), {"type"}), value = kube::text_at(item.get_object(), {"value"});
      if (type == "property") append("camel", "properties", value);
      if (type == "configmap" || type == "secret") append("mount", "configs", type + ":" + value);
      if (type == "env") append("environment", "vars", value);
    }
  }

  void append(std::string_view trait, std::string_view option, const std::string& text) {
    json::value& list = out[std::string(trait)][option];
    if (!list.is_array()) list.emplace_array();
    list.get_array().push_back(json::value(text));
  }
};

}  // namespace

const TraitSpec* find_trait(std::span<const TraitSpec> specs, std::string_view name) noexcept {
  const auto found = std::ranges::find(specs, name, &TraitSpec::name);
  return found == specs.end() ? nullptr : &*found;
}

bool give(json::object& options, const TraitSpec& spec, std::string_view name, const json::value& value) {
  const auto dot = std::min(name.find('.'), name.size());
  const Field* field = find_field(spec, name.substr(0, dot));
  if (field == nullptr) return false;
  if (dot == name.size()) {
    options[field->name] = shaped(*field, value);
    return true;
  }
  if (field->type != FieldType::Map) return false;
  json::value& map = options[field->name];
  if (!map.is_object()) map.emplace_object();
  std::string_view inner = name.substr(dot + 1);
  if (inner.size() > 1 && (inner.front() == '\'' || inner.front() == '"') && inner.back() == inner.front()) inner = inner.substr(1, inner.size() - 2);
  map.get_object()[inner] = value;
  return true;
}

GivenTraits given_traits(Plan& plan, std::span<const TraitSpec> specs) {
  Gathering gathering{plan, specs, {}};
  gathering.traits(kube::object_at(plan.declared.profile, {"spec", "traits"}), "IntegrationProfile");
  gathering.traits(kube::object_at(plan.declared.platform, {"spec", "traits"}), "IntegrationPlatform");
  gathering.configuration();
  gathering.traits(kube::object_at(plan.integration(), {"spec", "traits"}), "spec.traits");
  gathering.annotations();
  return std::move(gathering.out);
}

}  // namespace kamel::cluster
