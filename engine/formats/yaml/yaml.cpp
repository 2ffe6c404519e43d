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
    {.name = "unmarshalType", .summary = "what to read: java.util.Map, java.util.List or a plain Java type"},
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
  Yaml(bool pretty_flow, std::string type) : pretty_flow_(pretty_flow), type_(std::move(type)) {}
  Result<Value> marshal(const Value& body, Exchange&) const override {
    if (body.kind() == Value::Kind::Stream) {
      return Error("org.yaml.snakeyaml.error.YAMLException", "No JavaBean properties found in " + std::string(body.java_class()));
    }
    return Value::stream(yaml_text::write(body, pretty_flow_));
  }
  Result<Value> unmarshal(const Value& body, Exchange&) const override {
    Result<Slice> text = bytes_of(body);
    if (!text) return text.error();
    Result<Value> read = yaml_text::read(text->str());
    if (!read || read->is_null() || type_.empty() || type_ == "java.lang.Object") return read;
    const bool fits = is_map() ? read->is_map() : is_list() ? read->is_list() : !read->is_map() && !read->is_list();
    if (!fits) {
      return Error("org.yaml.snakeyaml.constructor.ConstructorException", "Can't construct a java object for tag:yaml.org,2002:" + type_ + "; the text holds a " + std::string(read->java_class()));
    }
    return is_map() || is_list() ? read : convert(*read, type_);
  }

 private:
  bool is_map() const { return type_.ends_with("Map"); }
  bool is_list() const { return type_.ends_with("List") || type_.ends_with("Collection"); }
  bool pretty_flow_;
  std::string type_;
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler& assembler) {
  std::string type = decl.options.text("unmarshalType");
  if (!type.empty() && !type.starts_with("java.util.") && !is_known_type(type)) {
    assembler.error(decl.options.mark("unmarshalType"), "cannot unmarshal to the Java class '" + type + "'",
                    "leave unmarshalType out to get maps and lists, or use java.util.Map or java.util.List", "java.lang.ClassNotFoundException");
  }
  return std::make_unique<Yaml>(decl.options.flag("prettyFlow"), std::move(type));
}

}  // namespace

FormatSpec yaml() {
  return {.name = "yaml", .summary = "Maps, lists and plain values as YAML, and YAML as those.", .fields = kFields, .example = "yaml: {}", .compile = compile};
}

}  // namespace kamel::formats
