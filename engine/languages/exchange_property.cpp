// exchangeProperty: a property of the exchange by its name.
#include "engine/languages/simple/nodes.h"
#include "engine/names.h"
#include "engine/spec.h"

namespace kamel::languages {
namespace {

ExpressionPtr compile(const ExpressionDecl& decl, Assembler&) {
  if (decl.text == names::kToEndpoint) return kamel::simple::compute([](Exchange& exchange) -> Result<Value> { return exchange.to_endpoint.empty() ? Value() : Value(exchange.to_endpoint); });
  return kamel::simple::compute([name = Slice(decl.text)](Exchange& exchange) -> Result<Value> { return exchange.properties.get(name); });
}

}  // namespace

LanguageSpec exchange_property() {
  return {.name = "exchangeProperty",
          .summary = "a property of the exchange, by its name",
          .example = "exchangeProperty: CamelSplitIndex",
          .compile = compile};
}

}  // namespace kamel::languages
