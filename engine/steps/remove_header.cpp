// removeHeader: removes one header by its name.
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

class RemoveHeader final : public Step {
 public:
  explicit RemoveHeader(std::string name) : name_(std::move(name)) {}
  Flow run(Exchange& exchange) const override {
    exchange.message.headers.erase(name_);
    return Flow::Next;
  }

 private:
  std::string name_;
};

constexpr Field kFields[] = {{.name = "name", .summary = "Its name", .required = true}};

void compile(const StepDecl& decl, Assembler& assembler) { assembler.emit(std::make_unique<RemoveHeader>(decl.options.text("name"))); }

}  // namespace

StepSpec remove_header() {
  return {.name = "removeHeader",
          .summary = "Removes one header",
          .fields = kFields,
          .shorthand = "name",
          .example = "- removeHeader: internal",
          .compile = compile};
}

}  // namespace kamel::steps
