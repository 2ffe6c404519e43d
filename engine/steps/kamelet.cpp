// kamelet: runs a Kamelet; its steps, if any, are what the Kamelet's sink leads to.
#include "engine/interceptors.h"
#include "engine/kamelet.h"
#include "engine/send_to.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "name", .summary = "The Kamelet's name, or name/id", .required = true},
    {.name = "parameters", .type = FieldType::Any, .summary = "The Kamelet's properties"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do where the Kamelet sends to kamelet:sink"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  // Camel takes every endpoint that begins with kamelet:sink for the place where a Kamelet hands on: only the steps are run.
  const Node* steps = decl.options.node("steps");
  if (decl.options.text("name").starts_with("sink") && steps != nullptr) return assembler.steps(steps);
  auto endpoint = assembler.endpoint("kamelet:" + decl.options.text("name"), decl.options.node("parameters"), decl.options.mark("name"), false);
  if (!endpoint) return;
  const Mark mark = decl.options.mark("name");
  if (assembler.interceptors() != nullptr && assembler.interceptors()->sees("kamelet:" + decl.options.text("name"))) {
    return assembler.error(mark, "a kamelet step cannot be intercepted", "write it as to: kamelet:" + decl.options.text("name"), "org.apache.camel.FailedToStartRouteException");
  }
  emit_send(kamelet_call(endpoint->uri, mark, steps, assembler), "", {}, assembler);
}

}  // namespace

StepSpec kamelet() {
  return {.name = "kamelet",
          .summary = "Runs a Kamelet",
          .fields = kFields,
          .shorthand = "name",
          .example = "- kamelet: { name: log-action }",
          .needs = "a Kamelet named log-action",
          .compile = compile};
}

}  // namespace kamel::steps
