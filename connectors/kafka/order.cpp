#include "connectors/kafka/order.h"

#include <algorithm>
#include <array>
#include <vector>

namespace kamel::kafka {
namespace {

// Steps that run to their end within `run`, and those that only wait for what their bodies send. Sorted.
constexpr std::array<std::string_view, 37> kImmediate = {
    "",              "choice",        "convertBodyTo",   "convertHeaderTo", "convertVariableTo", "doCatch",        "doFinally",       "doTry",
    "filter",        "log",           "loop",            "marshal",         "otherwise",         "pipeline",       "poison",          "removeHeader",
    "removeHeaders", "removeProperties", "removeProperty", "removeVariable", "rollback",         "setBody",        "setExchangePattern", "setHeader",
    "setHeaders",    "setProperty",   "setVariable",     "setVariables",    "sort",              "split",          "step",            "stop",
    "throwException", "transform",    "unmarshal",       "validate",        "when",
};
static_assert(std::ranges::is_sorted(kImmediate));

bool immediate(const Instruction& instruction) { return std::ranges::binary_search(kImmediate, instruction.name); }

/// Whether another send can be reached after the one at `send`. Follows every way on; more ways than there are only make the answer more careful.
bool sends_again(const Program& program, std::size_t send) {
  std::vector<bool> seen(program.code.size() + 1);
  std::vector<std::size_t> open{send + 1};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    if (at >= program.code.size() || seen[at]) continue;
    seen[at] = true;
    const Instruction& instruction = program.code[at];
    if (instruction.step->pipelines()) return true;
    if (instruction.branch != 0) open.push_back(instruction.branch);
    // Glue with a target is a jump: it never goes on to what follows it.
    if (!instruction.name.empty() || instruction.branch == 0) open.push_back(at + 1);
  }
  return false;
}

}  // namespace

bool keeps_order(const Program& program) {
  for (std::size_t i = 0; i < program.code.size(); ++i) {
    const Instruction& instruction = program.code[i];
    if (instruction.step->pipelines()) {
      if (sends_again(program, i)) return false;
    } else if (!immediate(instruction)) {
      return false;
    }
  }
  return program.errors.policy.maximum == 0 && std::ranges::none_of(program.errors.clauses, &ExceptionClause::has_policy);
}

}  // namespace kamel::kafka
