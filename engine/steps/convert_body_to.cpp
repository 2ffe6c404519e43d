// convertBodyTo: converts the body to a Java type, as Camel's type converters do.
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

class ConvertBodyTo final : public Step {
 public:
  ConvertBodyTo(std::string type, bool mandatory) : type_(std::move(type)), mandatory_(mandatory) {}
  Flow run(Exchange& exchange) const override {
    if (exchange.message.body.is_null()) return Flow::Next;
    Result<Value> converted = convert(exchange.message.body, type_, &exchange);
    if (converted) {
      exchange.message.body = std::move(*converted);
      return Flow::Next;
    }
    if (!mandatory_ && converted.error().is_a("org.apache.camel.NoTypeConversionAvailableException")) {
      exchange.message.body = Value();
      return Flow::Next;
    }
    const Error& why = converted.error();
    if (!why.is_a("org.apache.camel.NoTypeConversionAvailableException")) return exchange.fail(why);
    const std::string java_class(exchange.message.body.java_class());
    return exchange.fail(Error("org.apache.camel.InvalidPayloadException",
                               "No body available of type: " + type_ + " but has type: " + java_class + ". Caused by: " + std::string(why.message()), why));
  }

 private:
  std::string type_;
  bool mandatory_;
};

constexpr Field kFields[] = {
    {.name = "type", .summary = "The Java type, for example String, byte[] or java.lang.Integer", .required = true},
    {.name = "mandatory", .type = FieldType::Bool, .summary = "Fail when there is no conversion, else make the body null", .fallback = "true"},
    {.name = "charset", .summary = "The encoding of the text", .ignored = "text is UTF-8"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const std::string type = decl.options.text("type");
  if (decl.options.has("type") && !is_known_type(type)) {
    return assembler.error(decl.options.mark("type"), "unknown type '" + type + "'", "kamel converts to Java's own types, not to classes of an application",
                           "java.lang.ClassNotFoundException");
  }
  assembler.emit(std::make_unique<ConvertBodyTo>(type, decl.options.flag("mandatory")));
}

}  // namespace

StepSpec convert_body_to() {
  return {.name = "convertBodyTo",
          .summary = "Converts the body to a Java type",
          .fields = kFields,
          .shorthand = "type",
          .example = "- convertBodyTo: String",
          .compile = compile};
}

}  // namespace kamel::steps
