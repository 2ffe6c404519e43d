#include "connectors/kafka/order.h"

#include <algorithm>
#include <array>

#include "engine/glue.h"
#include "engine/intake.h"
#include "engine/program.h"

namespace kamel::kafka {
namespace {

// Steps that do nothing anybody else could see, or care to see in order.
constexpr std::array<std::string_view, 14> kPrivate = {
    "convertBodyTo", "convertHeaderTo", "log",     "removeHeader", "removeHeaders", "removeProperties", "removeProperty",
    "removeVariable", "setBody",        "setHeader", "setHeaders", "setProperty",   "setVariable",      "setVariables",
};
static_assert(std::ranges::is_sorted(kPrivate));

/// Where the next instruction that does something is, jumps followed; past the end there is none.
std::uint32_t skip_private(const Program& program, std::uint32_t pc) {
  for (std::size_t steps = 0; pc < program.code.size() && steps < program.code.size(); ++steps) {
    const Instruction& instruction = program.code[pc];
    if (dynamic_cast<const glue::Goto*>(instruction.step.get()) != nullptr) {
      pc = instruction.branch;
    } else if (std::ranges::binary_search(kPrivate, instruction.name)) {
      ++pc;
    } else {
      break;
    }
  }
  return pc;
}

bool is_end(const Program& program, std::uint32_t pc) {
  return pc < program.code.size() && dynamic_cast<const glue::Return*>(program.code[pc].step.get()) != nullptr;
}

bool nothing_follows(Exchange& exchange, std::uint32_t pc) {
  const Program* program = &exchange.program();
  const auto& frames = exchange.frames();
  for (std::size_t depth = frames.size();; --depth) {
    if (program->errors.redelivers || !is_end(*program, skip_private(*program, pc))) return false;
    if (depth == 0) return true;
    const Frame& caller = frames[depth - 1];
    if (caller.kind != Frame::Kind::Call) return false;  // a loop goes round again, a try has its doFinally
    program = caller.program->program.get();
    pc = caller.pc + 1;
  }
}

}  // namespace

bool only_confirmations_left(Exchange& exchange) {
  const Instruction& instruction = exchange.instruction();
  if (instruction.step->pipelines()) return nothing_follows(exchange, exchange.pc() + 1);
  return exchange.all_sent && nothing_follows(exchange, instruction.branch);
}

}  // namespace kamel::kafka
