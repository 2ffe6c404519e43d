// yaml: YAML as SnakeYAML writes and reads it.
#include "engine/formats/shared/input.h"
#include "engine/formats/yaml/emitter.h"

namespace kamel::formats {
namespace {

constexpr std::string_view kLibraries[] = {"SnakeYAML"};
constexpr std::string_view kNoClasses = "there are no SnakeYAML classes here";

constexpr Field kFields[] = {
    {.name = "library", .type = FieldType::Choice, .summary = "whose YAML", .fallback = "SnakeYAML", .choices = kLibraries},
    {.name = "prettyFlow", .type = FieldType::Bool, .summary = "write flow collections over several lines", .fallback = "false"},
    {.name = "unmarshalType", .summary = "the Java class to read", .ignored = kNoBeans},
    {.name = "allowAnyType", .type = FieldType::Bool, .summary = "let the text name Java classes", .fallback = "false", .ignored = kNoBeans},
    {.name = "typeFilter", .type = FieldType::Any, .summary = "the Java classes that the text may name", .ignored = kNoBeans},
    {.name = "allowRecursiveKeys", .type = FieldType::Bool, .summary = "allow keys that contain themselves", .fallback = "false", .ignored = "keys are texts"},
    {.name = "maxAliasesForCollections", .type = FieldType::Int, .summary = "how many aliases to collections to follow", .fallback = "50", .ignored = "nesting is bounded at 200 levels instead"},
    {.name = "constructor", .type = FieldType::Reference, .summary = "a SnakeYAML constructor", .refused = kNoClasses},
    {.name = "representer", .type = FieldType::Reference, .summary = "a SnakeYAML representer", .refused = kNoClasses},
    {.name = "dumperOptions", .type = FieldType::Reference, .summary = "SnakeYAML dumper options", .refused = kNoClasses},
    {.name = "resolver", .type = FieldType::Reference, .summary = "a SnakeYAML resolver", .refused = kNoClasses},
    {.name = "useApplicationContextClassLoader", .type = FieldType::Bool, .summary = "load classes by Camel's class loader", .fallback = "true", .ignored = kNoClasses},
};

class Yaml final : public DataFormat {
 public:
  explicit Yaml(bool pretty_flow) : pretty_flow_(pretty_flow) {}
  Result<Value> marshal(const Value& body, Exchange&) const override { return Value::stream(yaml_text::write(body, pretty_flow_)); }
  Result<Value> unmarshal(const Value& body, Exchange&) const override {
    Result<Slice> text = bytes_of(body);
    if (!text) return text.error();
    return yaml_text::read(text->str());
  }

 private:
  bool pretty_flow_;
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler&) { return std::make_unique<Yaml>(decl.options.flag("prettyFlow")); }

}  // namespace

FormatSpec yaml() {
  return {.name = "yaml", .summary = "Maps, lists and plain values as YAML, and YAML as those.", .fields = kFields, .example = "yaml: {}", .compile = compile};
}

}  // namespace kamel::formats
