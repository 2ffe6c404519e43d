// The JSON Schema of test files: their fields, and what those hold that may be one thing or a list of them.
#include "kamel-cli/schema/json_schema.h"
#include "kamel-cli/test/fields.h"

namespace kamel::cli {
namespace {

Value reference(std::string_view name) { return Value(Map{{"$ref", "#/definitions/" + std::string(name)}}); }
Value list_of(Value items) { return Value(Map{{"type", "array"}, {"items", std::move(items)}}); }
Value any_of(List choices) { return Value(Map{{"anyOf", Value(std::move(choices))}}); }
Value one_or_more(std::string_view name) { return any_of({reference(name), list_of(reference(name))}); }

// An object whose named properties are described elsewhere. They keep their descriptions.
Value object(std::span<const Field> fields, std::initializer_list<std::pair<std::string_view, Value>> described = {}) {
  Value out = object_of(fields);
  Map& properties = out.map().find("properties")->map();
  for (const auto& [name, schema] : described) {
    Value detailed = schema;
    if (const Value* before = properties.find(name); before != nullptr && detailed.map().find("$ref") == nullptr) {
      if (const Value* description = before->map().find("description")) detailed.map().set("description", *description);
    }
    properties.set(name, std::move(detailed));
  }
  List required;
  for (const Field& field : fields) {
    if (field.required) required.push_back(Value(field.name));
  }
  if (!required.empty()) out.map().set("required", Value(std::move(required)));
  return out;
}

// Besides its fields, keys with a colon or a star are endpoints.
Value expectation() {
  Value out = object(test_fields::expect());
  out.map().set("patternProperties", Value(Map{{"[:*]", reference("arrivals")}}));
  return out;
}

}  // namespace

Value test_schema() {
  const Value text(Map{{"type", Value(List{Value("string"), Value("number"), Value("boolean"), Value("null")})}});
  Map definitions;
  definitions.set("message", any_of({text, object(test_fields::message())}));
  definitions.set("arrivals", any_of({Value(Map{{"type", "integer"}}), one_or_more("message"), object(test_fields::arrivals(), {{"messages", one_or_more("message")}})}));
  definitions.set("expect", expectation());
  definitions.set("send", object(test_fields::send(), {{"expect", reference("message")}}));
  definitions.set("mock", object(test_fields::mock()));
  definitions.set("step", object(test_fields::step(), {{"send", one_or_more("send")}, {"expect", reference("expect")}}));
  definitions.set("test", object(test_fields::test(), {{"send", one_or_more("send")}, {"expect", reference("expect")}, {"steps", list_of(reference("step"))}, {"mocks", one_or_more("mock")}}));
  Value file = object(test_fields::file(), {{"tests", list_of(reference("test"))}, {"mocks", one_or_more("mock")}});
  file.map().set("$schema", "http://json-schema.org/draft-07/schema#");
  file.map().set("title", "Tests of Camel routes, as `kamel test` runs them");
  file.map().set("definitions", Value(std::move(definitions)));
  return file;
}

}  // namespace kamel::cli
