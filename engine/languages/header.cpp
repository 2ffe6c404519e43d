// header: a header by its name.
#include "engine/languages/simple/nodes.h"
#include "engine/spec.h"

namespace kamel::languages {
namespace {

ExpressionPtr compile(const ExpressionDecl& decl, Assembler&) { return std::make_unique<kamel::simple::Header>(Slice(decl.text)); }

}  // namespace

LanguageSpec header() {
  return {
      .name = "header", .summary = "a header of the message, by its name in any case", .example = "header: orderId", .compile = compile};
}

}  // namespace kamel::languages
