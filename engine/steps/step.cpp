// step: groups steps under one name.
#include "engine/assembler.h"
#include "engine/step_frame.h"

namespace kamel::steps {
namespace {

/// Notes the step's id for as long as its steps run; behind them stands the one around it, if any.
class NoteStep final : public Step {
 public:
  explicit NoteStep(Slice id) : id_(std::move(id)) {}
  Flow run(Exchange& exchange) const override {
    enter_step(exchange, id_);
    return Flow::Next;
  }

 private:
  Slice id_;
};

class EndStep final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    leave_step(exchange);
    return Flow::Next;
  }
};

constexpr Field kFields[] = {{.name = "steps", .type = FieldType::Steps, .summary = "The steps"}};

// What the route's nodePrefixId puts in front.
std::string prefix(const Assembler& assembler) {
  const Node* given = assembler.route() != nullptr ? assembler.route()->options.find("nodePrefixId") : nullptr;
  return given != nullptr ? given->text : "";
}

void compile(const StepDecl& decl, Assembler& assembler) {
  assembler.emit(std::make_unique<NoteStep>(assembler.context().intern(prefix(assembler) + decl.id)));
  {
    const Assembler::OpenFrame frame(assembler);
    assembler.steps(decl);
  }
  assembler.emit(std::make_unique<EndStep>());
}

}  // namespace

StepSpec step() {
  return {.name = "step", .summary = "Groups steps under one name", .fields = kFields, .example = "- step: { id: enrichment, steps: [ { log: one } ] }", .compile = compile};
}

}  // namespace kamel::steps
