// removeVariable: removes one variable by its name.
#include "engine/assembler.h"
#include "engine/exchange.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

class RemoveVariable final : public Step {
 public:
  explicit RemoveVariable(std::string name) : name_(std::move(name)) {}
  Flow run(Exchange& exchange) const override {
    kamel::remove_variable(exchange, name_);
    return Flow::Next;
  }

 private:
  std::string name_;
};

constexpr Field kFields[] = {{.name = "name", .summary = "Its name", .required = true}};

void compile(const StepDecl& decl, Assembler& assembler) { assembler.emit(std::make_unique<RemoveVariable>(decl.options.text("name"))); }

}  // namespace

StepSpec remove_variable() {
  return {.name = "removeVariable",
          .summary = "Removes one variable",
          .fields = kFields,
          .shorthand = "name",
          .example = "- removeVariable: internal",
          .compile = compile};
}

}  // namespace kamel::steps
