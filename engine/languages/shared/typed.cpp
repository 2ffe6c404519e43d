#include "engine/languages/shared/typed.h"

#include "engine/convert.h"
#include "engine/java_classes.h"

namespace kamel::languages {
namespace {

class Typed final : public Expression {
 public:
  Typed(ExpressionPtr expression, std::string type) : expression_(std::move(expression)), type_(std::move(type)) {}

  Result<Value> evaluate(Exchange& exchange) const override {
    auto value = expression_->evaluate(exchange);
    if (!value) return value;
    if (value->is_null()) return zero_of(type_);
    auto converted = convert(*value, type_, &exchange);
    if (!converted && converted.error().type() == "org.apache.camel.NoTypeConversionAvailableException") return zero_of(type_);
    return converted;
  }

 private:
  ExpressionPtr expression_;
  std::string type_;
};

bool exists(const std::string& type, const ExpressionDecl& decl, Assembler& assembler) {
  if (is_known_type(type) || is_java_class(type)) return true;
  assembler.error(decl.options.mark("resultType"), "the type '" + type + "' does not exist here",
                  "use String, Integer, Long, Double, Boolean, byte[] or java.util.List", "java.lang.ClassNotFoundException");
  return false;
}

}  // namespace

Value zero_of(std::string_view type) {
  if (type == "int" || type == "short" || type == "byte") return Value(0);
  if (type == "long") return Value(std::int64_t{0});
  if (type == "double" || type == "float") return Value(0.0);
  if (type == "boolean") return Value(false);
  return {};
}

ExpressionPtr typed(ExpressionPtr expression, const std::string& type, const ExpressionDecl& decl, Assembler& assembler) {
  if (expression == nullptr || type.empty() || type == "java.lang.Object") return expression;
  if (!exists(type, decl, assembler)) return nullptr;
  return std::make_unique<Typed>(std::move(expression), type);
}

std::string result_type(const ExpressionDecl& decl, Assembler& assembler) {
  std::string type = decl.options.text("resultType");
  return type.empty() || exists(type, decl, assembler) ? type : std::string();
}

}  // namespace kamel::languages
