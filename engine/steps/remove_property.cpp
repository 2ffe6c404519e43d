// removeProperty: removes one exchange property by its name.
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

class RemoveProperty final : public Step {
 public:
  explicit RemoveProperty(std::string name) : name_(std::move(name)) {}
  Flow run(Exchange& exchange) const override {
    exchange.properties.erase(name_);
    return Flow::Next;
  }

 private:
  std::string name_;
};

constexpr Field kFields[] = {{.name = "name", .summary = "Its name", .required = true}};

void compile(const StepDecl& decl, Assembler& assembler) { assembler.emit(std::make_unique<RemoveProperty>(decl.options.text("name"))); }

}  // namespace

StepSpec remove_property() {
  return {.name = "removeProperty",
          .summary = "Removes one exchange property",
          .fields = kFields,
          .shorthand = "name",
          .example = "- removeProperty: internal",
          .compile = compile};
}

}  // namespace kamel::steps
