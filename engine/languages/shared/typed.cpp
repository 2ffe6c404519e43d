#include "engine/languages/shared/typed.h"

#include "engine/convert.h"

namespace kamel::languages {
namespace {

class Typed final : public Expression {
 public:
  Typed(ExpressionPtr expression, std::string type) : expression_(std::move(expression)), type_(std::move(type)) {}

  Result<Value> evaluate(Exchange& exchange) const override {
    auto value = expression_->evaluate(exchange);
    if (!value) return value;
    if (value->is_null()) return zero();
    auto converted = convert(*value, type_, &exchange);
    if (!converted && converted.error().type() == "org.apache.camel.NoTypeConversionAvailableException") return Value();
    return converted;
  }

 private:
  /// What a primitive is without a value.
  Value zero() const {
    if (type_ == "int" || type_ == "short" || type_ == "byte") return Value(0);
    if (type_ == "long") return Value(std::int64_t{0});
    if (type_ == "double" || type_ == "float") return Value(0.0);
    if (type_ == "boolean") return Value(false);
    return {};
  }

  ExpressionPtr expression_;
  std::string type_;
};

}  // namespace

ExpressionPtr typed(ExpressionPtr expression, const std::string& type, const ExpressionDecl& decl, Assembler& assembler) {
  if (expression == nullptr || type.empty() || type == "java.lang.Object") return expression;
  if (!is_known_type(type)) {
    assembler.error(decl.options.mark("resultType"), "the type '" + type + "' does not exist here",
                    "use String, Integer, Long, Double, Boolean, byte[] or java.util.List", "java.lang.ClassNotFoundException");
    return nullptr;
  }
  return std::make_unique<Typed>(std::move(expression), type);
}

}  // namespace kamel::languages
