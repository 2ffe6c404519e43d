#include "engine/data_types.h"

#include "engine/convert.h"
#include "engine/data_type_transform.h"
#include "engine/exchange.h"

namespace kamel {
namespace {

constexpr std::string_view kJava = "java:";

constexpr Field kType[] = {
    {.name = "urn", .summary = "the type: java:java.lang.Integer, json, xml:Order", .required = true},
    {.name = "validate", .type = FieldType::Bool, .summary = "fail messages that are not of the type", .fallback = "false"},
};

struct DataType {
  std::string urn;
  bool validate = false;
  bool is_java() const noexcept { return urn.starts_with(kJava); }
  std::string java_class() const { return urn.substr(kJava.size()); }
};

std::optional<DataType> read(const Node* node, std::string_view what, Assembler& assembler) {
  if (node == nullptr) return std::nullopt;
  FieldRules rules;
  rules.what = std::string(what);
  rules.shorthand = "urn";
  const Options options = Options::read(*node, kType, rules, assembler.diagnostics());
  if (options.text("urn").empty()) return std::nullopt;
  return DataType{options.text("urn"), options.flag("validate")};
}

class ConvertTo final : public Step {
 public:
  explicit ConvertTo(DataType type) : type_(std::move(type)) {}
  Flow run(Exchange& exchange) const override {
    if (exchange.message.body.java_class() == "byte[]") return exchange.fail(unknown_class("[B"));  // Camel looks for the class of what it has first
    auto converted = convert(exchange.message.body, type_.java_class(), &exchange);
    if (converted) {
      exchange.message.body = std::move(*converted);
      return Flow::Next;
    }
    if (converted.error().is_a("java.lang.ClassNotFoundException")) return exchange.fail(unknown_class(type_.java_class()));
    const Error cause("org.apache.camel.InvalidPayloadException", "No body available of type: " + type_.java_class() + " but has type: " +
                                                                      std::string(exchange.message.body.java_class()) + " on: Message. Caused by: " + std::string(converted.error().message()),
                      converted.error());
    return exchange.fail(Error("org.apache.camel.CamelExecutionException",
                               "Failed to convert body to '" + type_.urn + "' content using type conversion for " + type_.java_class() + " on the exchange: Exchange[]", cause));
  }

 private:
  static Error unknown_class(const std::string& name) {
    return Error("org.apache.camel.CamelExecutionException", "Failed to convert body to 'java:" + name + "' content using type conversion for null on the exchange: Exchange[]",
                 Error("java.lang.ClassNotFoundException", name));
  }
  DataType type_;
};

/// Fails every message: nothing can be done for them.
class AlwaysFail final : public Step {
 public:
  AlwaysFail(std::string_view java_class, std::string why) : error_(java_class, std::move(why)) {}
  Flow run(Exchange& exchange) const override { return exchange.fail(error_); }

 private:
  Error error_;
};

void emit_validation(const DataType& type, Assembler& assembler) {
  if (type.validate) assembler.emit(std::make_unique<AlwaysFail>("org.apache.camel.ValidationException", "No Validator found for '" + type.urn + "'. Exchange[]"));
}

constexpr std::string_view kClass = "it names a Java class; kamel runs none";

constexpr Field kTransformers[] = {
    {.name = "endpointTransformer", .type = FieldType::Any, .summary = "an endpoint that transforms"},
    {.name = "dataFormatTransformer", .type = FieldType::Any, .summary = "a data format that transforms"},
    {.name = "customTransformer", .type = FieldType::Any, .ignored = kClass},
    {.name = "loadTransformer", .type = FieldType::Any, .ignored = kClass},
};
constexpr Field kValidators[] = {
    {.name = "endpointValidator", .type = FieldType::Any, .summary = "an endpoint that validates"},
    {.name = "predicateValidator", .type = FieldType::Any, .summary = "a predicate that must hold"},
    {.name = "customValidator", .type = FieldType::Any, .ignored = kClass},
};

}  // namespace

void assemble_input_type(const Node* node, Assembler& assembler) {
  const auto type = read(node, "inputType", assembler);
  if (!type) return;
  if (type->is_java()) {
    assembler.emit(std::make_unique<ConvertTo>(*type));
  } else {
    emit_known_transform(type->urn, assembler);
  }
  emit_validation(*type, assembler);
}

void assemble_output_type(const Node* node, const Node* input, Assembler& assembler) {
  const auto type = read(node, "outputType", assembler);
  if (!type) return;
  const auto from = input == nullptr ? std::nullopt : read(input, "inputType", assembler);
  const Assembler::Unguarded unguarded(assembler);
  const bool foreign = from && !from->is_java() && from->urn != type->urn;
  if (emit_known_transform(type->urn, assembler)) {
    // Camel has a transformer that makes it of anything
  } else if (foreign) {
    assembler.emit(std::make_unique<AlwaysFail>("java.lang.IllegalArgumentException", "No Transformer found for [from='" + from->urn + "', to='" + type->urn + "']"));
  } else if (type->is_java()) {
    assembler.emit(std::make_unique<ConvertTo>(*type));
  }
  emit_validation(*type, assembler);
}

void check_data_type_element(const ElementDecl& element, Assembler& assembler) {
  const bool transforms = element.name == "transformers";
  if (element.value.is_list()) {
    return assembler.error(element.value.mark, "'" + element.name + "' must be a map", std::string("write '- ") + element.name + ": { " + (transforms ? "endpointTransformer" : "predicateValidator") + ": … }'",
                           "org.apache.camel.dsl.yaml.common.exception.UnsupportedNodeTypeException");
  }
  FieldRules rules;
  rules.what = "'" + element.name + "'";
  Options::read(element.value, transforms ? std::span<const Field>(kTransformers) : std::span<const Field>(kValidators), rules, assembler.diagnostics());
  assembler.diagnostics().warning(element.mark, "'" + element.name + "' does nothing: Camel 4.14 reads it from YAML and drops it",
                                  transforms ? "transform by steps: marshal, unmarshal, to" : "validate by steps: validate, to: validator:…, to: json-validator:…");
}

}  // namespace kamel
