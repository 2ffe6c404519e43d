// The schema of spec.traits, from what the traits say of themselves.
#include <algorithm>

#include "operator/catalogs.h"
#include "operator/manifests/schema.h"

namespace kamel::cluster {
namespace json = boost::json;
namespace {

json::object anything() { return {{"x-kubernetes-preserve-unknown-fields", true}}; }

json::object open_object() { return {{"type", "object"}, {"x-kubernetes-preserve-unknown-fields", true}}; }

json::object map_of_fields(std::span<const Field> fields);

json::object type_of(const Field& field) {
  switch (field.type) {
    case FieldType::Bool: return {{"type", "boolean"}};
    case FieldType::Int: return {{"type", "integer"}, {"format", "int64"}};
    case FieldType::Real: return {{"type", "number"}};
    case FieldType::Texts: return {{"type", "array"}, {"items", json::object{{"type", "string"}}}};
    case FieldType::Map: return open_object();
    case FieldType::Objects: return {{"type", "array"}, {"items", map_of_fields(field.fields)}};
    case FieldType::Object: return map_of_fields(field.fields);
    case FieldType::Any: return anything();
    default: return {{"type", "string"}};
  }
}

json::object schema_of(const Field& field) {
  json::object out{{"description", field.summary}};
  for (auto& [key, value] : type_of(field)) out[key] = std::move(value);
  if (!field.choices.empty()) {
    json::array choices;
    for (std::string_view choice : field.choices) choices.push_back(json::value(choice));
    out["enum"] = std::move(choices);
  }
  return out;
}

json::object map_of_fields(std::span<const Field> fields) {
  json::object properties;
  for (const Field& field : fields) properties[field.name] = schema_of(field);
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

// Options of a trait without effect are kept as they are: nobody reads them.
json::object schema_of(const TraitSpec& spec) {
  json::object out{{"description", spec.summary}};
  json::object fields = spec.ignored.empty() ? map_of_fields(spec.fields) : open_object();
  if (spec.ignored.empty()) fields["properties"].get_object()["configuration"] = open_object();
  for (auto& [key, value] : fields) out[key] = std::move(value);
  return out;
}

}  // namespace

json::object traits_schema() {
  std::vector<TraitSpec> specs = traits::catalog();
  std::ranges::sort(specs, {}, &TraitSpec::name);
  json::object properties;
  for (const TraitSpec& spec : specs) properties[spec.name] = schema_of(spec);
  properties["addons"] = open_object();
  return {{"type", "object"}, {"description", "what is asked of the objects that are made; `kamel explain trait` tells about each"}, {"properties", std::move(properties)}};
}

}  // namespace kamel::cluster
