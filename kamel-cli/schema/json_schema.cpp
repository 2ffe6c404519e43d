#include "kamel-cli/schema/json_schema.h"

#include <array>

namespace kamel::cli {
namespace {

struct Element {
  std::string_view name, summary;
};
// What may stand at the top of a file; what a step's spec does not tell.
constexpr std::array<Element, 14> kElements{{{"route", "A route with an id and options"},
                                             {"from", "A route, in short"},
                                             {"beans", "Named objects"},
                                             {"rest", "REST services"},
                                             {"restConfiguration", "How REST services are served"},
                                             {"errorHandler", "What happens to a failure that nobody catches"},
                                             {"onException", "What happens to some exceptions"},
                                             {"onCompletion", "What happens when an exchange ends"},
                                             {"intercept", "Steps before each step"},
                                             {"interceptFrom", "Steps before each route"},
                                             {"interceptSendToEndpoint", "Steps before each send"},
                                             {"routeConfiguration", "Error handling and interceptors for some routes"},
                                             {"routeTemplate", "A route with parameters"},
                                             {"templatedRoute", "A route made from a template"}}};

Value text(std::string_view value) { return Value(value); }
Value reference(std::string_view name) { return Value(Map{{"$ref", "#/definitions/" + std::string(name)}}); }
Value list_of(Value items) { return Value(Map{{"type", "array"}, {"items", std::move(items)}}); }
Value any_of(List choices) { return Value(Map{{"anyOf", Value(std::move(choices))}}); }
// A placeholder may stand where a number or a yes or no does.
Value or_text(std::string_view type) { return Value(Map{{"type", Value(List{text(type), text("string")})}}); }

Value choices_of(const Field& field) {
  List choices;
  for (std::string_view choice : field.choices) choices.push_back(text(choice));
  return any_of({Value(Map{{"enum", Value(std::move(choices))}}), Value(Map{{"type", "string"}, {"pattern", "\\{\\{.*\\}\\}"}})});
}

Value type_of(const Field& field) {
  switch (field.type) {
    case FieldType::Bool:
      return or_text("boolean");
    case FieldType::Int:
    case FieldType::Duration:
      return or_text("integer");
    case FieldType::Real:
      return or_text("number");
    case FieldType::Choice:
      return choices_of(field);
    case FieldType::Expression:
      return reference("expression");
    case FieldType::Steps:
      return reference("steps");
    case FieldType::Object:
      return field.fields.empty() ? Value(Map{{"type", "object"}}) : object_of(field.fields);
    case FieldType::Objects:
      return list_of(field.fields.empty() ? Value(Map{{"type", "object"}}) : object_of(field.fields));
    case FieldType::Texts:
      return any_of({list_of(Value(Map{{"type", "string"}})), Value(Map{{"type", "string"}})});
    case FieldType::Map:
      return Value(Map{{"type", "object"}});
    case FieldType::Any:
      return Value(Map{});
    case FieldType::Text:
    case FieldType::Reference:
      break;
  }
  return Value(Map{{"type", Value(List{text("string"), text("number"), text("boolean")})}});
}

Value property_of(const Field& field) {
  Value out = type_of(field);
  std::string description(field.summary);
  if (!field.refused.empty()) description += " Not supported: " + std::string(field.refused);
  if (!field.ignored.empty()) description += " Without effect: " + std::string(field.ignored);
  if (!description.empty() && out.map().find("$ref") == nullptr) out.map().set("description", description);
  if (!field.fallback.empty() && out.map().find("$ref") == nullptr) out.map().set("default", field.fallback);
  if (!field.refused.empty() || !field.ignored.empty()) out.map().set("deprecated", true);
  return out;
}

Value properties_of(std::span<const Field> fields) {
  Map out;
  for (const Field& field : fields) out.set(field.name, property_of(field));
  return Value(std::move(out));
}

Value required_of(std::span<const Field> fields) {
  List out;
  for (const Field& field : fields) {
    if (field.required && field.type != FieldType::Expression) out.push_back(text(field.name));
  }
  return Value(std::move(out));
}

void add_common(Map& properties) {
  properties.set("id", Value(Map{{"type", "string"}, {"description", "The id, for logs and metrics"}}));
  properties.set("description", Value(Map{{"type", "string"}}));
  properties.set("note", Value(Map{{"type", "string"}}));
  properties.set("disabled", or_text("boolean"));
}

Value schema_of(const StepSpec& spec, const Registry& registry) {
  Value object = object_of(spec.fields);
  Map& properties = object.map().find("properties")->map();
  add_common(properties);
  if (spec.inline_expression) {
    properties.set("expression", reference("expression"));
    for (const LanguageSpec& language : registry.languages())
      properties.set(language.name, reference("language." + std::string(language.name)));
  }
  // Formats stand inline, one key each, in marshal and unmarshal.
  if (spec.name == "marshal" || spec.name == "unmarshal") {
    for (const FormatSpec& format : registry.formats()) properties.set(format.name, reference("format." + std::string(format.name)));
  }
  if (Value required = required_of(spec.fields); !required.list().empty()) object.map().set("required", std::move(required));
  object.map().set("description", spec.summary);
  if (spec.shorthand.empty() && !spec.fields.empty()) return object;
  return Value(Map{{"description", spec.summary},
                   {"anyOf", Value(List{std::move(object), Value(Map{{"type", Value(List{text("string"), text("null")})}})})}});
}

Value schema_of(const LanguageSpec& spec) {
  Value object = object_of(spec.fields);
  Map& properties = object.map().find("properties")->map();
  properties.set("expression", Value(Map{{"type", "string"}}));
  properties.set("id", Value(Map{{"type", "string"}}));
  properties.set("trim", or_text("boolean"));
  const Value scalar(Map{{"type", Value(List{text("string"), text("number"), text("boolean")})}});
  return Value(Map{{"description", spec.summary}, {"anyOf", Value(List{scalar, std::move(object)})}});
}

Value schema_of(const FormatSpec& spec) {
  Value object = object_of(spec.fields);
  add_common(object.map().find("properties")->map());
  object.map().set("type", Value(List{text("object"), text("null")}));
  object.map().set("description", spec.summary);
  return object;
}

// A map with exactly one of these keys.
Value one_key(Map properties) {
  return Value(Map{{"type", "object"},
                   {"minProperties", std::int32_t{1}},
                   {"maxProperties", std::int32_t{1}},
                   {"additionalProperties", false},
                   {"properties", Value(std::move(properties))}});
}

Value from_schema() {
  Map from{{"uri", Value(Map{{"type", "string"}})},
           {"parameters", Value(Map{{"type", "object"}})},
           {"steps", reference("steps")},
           {"id", Value(Map{{"type", "string"}})},
           {"description", Value(Map{{"type", "string"}})},
           {"variableReceive", Value(Map{{"type", "string"}})}};
  return Value(Map{{"type", "object"}, {"required", Value(List{text("uri"), text("steps")})}, {"properties", Value(std::move(from))}});
}

Value elements_schema() {
  Map elements;
  for (const Element& element : kElements) elements.set(element.name, Value(Map{{"description", element.summary}}));
  elements.set("from", reference("from"));
  elements.set("route", Value(Map{{"type", "object"},
                                  {"required", Value(List{text("from")})},
                                  {"properties", Value(Map{{"id", Value(Map{{"type", "string"}})}, {"from", reference("from")}})}}));
  return one_key(std::move(elements));
}

Map definitions(const Registry& registry) {
  Map out, steps, languages;
  for (const StepSpec& spec : registry.steps()) {
    const std::string name = "step." + std::string(spec.name);
    out.set(name, schema_of(spec, registry));
    steps.set(spec.name, reference(name));
  }
  for (const LanguageSpec& spec : registry.languages()) {
    const std::string name = "language." + std::string(spec.name);
    out.set(name, schema_of(spec));
    languages.set(spec.name, reference(name));
  }
  for (const FormatSpec& spec : registry.formats()) out.set("format." + std::string(spec.name), schema_of(spec));
  languages.set("expression", reference("expression"));
  out.set("expression", any_of({Value(Map{{"type", "string"}}), one_key(std::move(languages))}));
  out.set("steps", list_of(one_key(std::move(steps))));
  out.set("from", from_schema());
  out.set("element", elements_schema());
  return out;
}

}  // namespace

Value object_of(std::span<const Field> fields) {
  Map out{{"type", "object"}, {"properties", properties_of(fields)}, {"additionalProperties", false}};
  return Value(std::move(out));
}

Value json_schema(const Registry& registry) {
  const Value resource(Map{{"type", "object"}, {"required", Value(List{text("apiVersion"), text("kind")})}});
  return Value(Map{{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", "Camel routes, as kamel runs them"},
                   {"anyOf", Value(List{list_of(reference("element")), resource})},
                   {"definitions", Value(definitions(registry))}});
}

}  // namespace kamel::cli
