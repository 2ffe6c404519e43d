// step: groups steps under one name.
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

/// Notes the step's id for as long as its steps run.
class NoteStep final : public Step {
 public:
  explicit NoteStep(Slice id) : id_(std::move(id)) {}
  Flow run(Exchange& exchange) const override {
    if (id_.empty()) {
      exchange.properties.erase(kStepId);
    } else {
      exchange.properties.set(Slice::literal(kStepId), id_);
    }
    return Flow::Next;
  }

 private:
  static constexpr std::string_view kStepId = "CamelStepId";
  Slice id_;
};

constexpr Field kFields[] = {{.name = "steps", .type = FieldType::Steps, .summary = "The steps"}};

void compile(const StepDecl& decl, Assembler& assembler) {
  assembler.emit(std::make_unique<NoteStep>(assembler.context().intern(decl.id)));
  assembler.steps(decl);
  assembler.emit(std::make_unique<NoteStep>(Slice()));
}

}  // namespace

StepSpec step() {
  return {.name = "step", .summary = "Groups steps under one name", .fields = kFields, .example = "- step: { id: enrichment, steps: [ { log: one } ] }", .compile = compile};
}

}  // namespace kamel::steps
