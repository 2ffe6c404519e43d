#include "kamel-cli/explain/listing.h"

#include "kamel-cli/output/table.h"

namespace kamel::cli {
namespace {

std::string place(const Instruction& instruction) {
  const std::string text = instruction.mark.text();
  const auto slash = text.rfind('/');
  return slash == std::string::npos || text.starts_with("http") ? text : text.substr(slash + 1);
}

void append_errors(const ErrorHandling& errors, std::string& out) {
  for (const ExceptionClause& clause : errors.clauses) {
    std::string classes;
    for (const std::string& name : clause.classes) classes += (classes.empty() ? "" : ", ") + name;
    out += "  on " + classes + (clause.has_steps ? " → " + std::to_string(clause.steps.from) : std::string()) + "\n";
  }
  if (!errors.dead_letter_uri.empty()) out += "  on any other failure → " + errors.dead_letter_uri + "\n";
}

}  // namespace

std::string listing(const Program& program, const Paint& paint) {
  std::string out = paint.bold(program.route_id) + "  " + program.from_uri + paint.dim("  digest " + program.digest.substr(0, 12)) + "\n";
  Table code;
  for (std::size_t i = 0; i < program.code.size(); ++i) {
    const Instruction& instruction = program.code[i];
    const std::string name = instruction.name.empty() ? paint.dim("·") : std::string(instruction.name);
    code.add({std::to_string(i), name, instruction.branch == 0 ? "" : "↘ " + std::to_string(instruction.branch), instruction.id,
              paint.dim(place(instruction))});
  }
  out += code.text("  ");
  for (const Handler& handler : program.handlers) {
    out += "  try [" + std::to_string(handler.from) + ", " + std::to_string(handler.to) + ") → " + std::to_string(handler.land) + "\n";
  }
  append_errors(program.errors, out);
  return out;
}

}  // namespace kamel::cli
