// to: sends the message to an endpoint, whose reply is the message from here on.
#include "engine/send_to.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "uri", .summary = "The endpoint, for example kafka:orders", .required = true},
    {.name = "parameters", .type = FieldType::Any, .summary = "The endpoint's options, as a map"},
    {.name = "pattern", .type = FieldType::Choice, .summary = "The pattern of this send only", .choices = kPatterns},
    {.name = "variableSend", .summary = "Send this variable instead of the body"},
    {.name = "variableReceive", .summary = "Put the reply into this variable and keep the message"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  assembler.emit_to(decl.options.text("uri"), decl.options.node("parameters"), decl.options.mark("uri"), read_send_options(decl.options));
}

}  // namespace

StepSpec to() {
  return {.name = "to",
          .summary = "Sends the message to an endpoint",
          .fields = kFields,
          .shorthand = "uri",
          .example = R"(- to: { uri: "log:orders", parameters: { showHeaders: true } })",
          .compile = compile};
}

}  // namespace kamel::steps
