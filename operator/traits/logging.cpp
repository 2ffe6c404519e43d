// Trait logging: how much the pods log, and in which form.
#include <cctype>

#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kLevels[] = {"FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"};
constexpr Field kFields[] = {
    kEnabled,
    {.name = "level", .type = FieldType::Choice, .summary = "the least that is logged", .fallback = "INFO", .choices = kLevels},
    {.name = "json", .type = FieldType::Bool, .summary = "whether each line is a JSON object", .fallback = "false"},
    {.name = "jsonPrettyPrint", .type = FieldType::Bool, .summary = "JSON over several lines", .ignored = "log collectors want one line each"},
    {.name = "color", .type = FieldType::Bool, .summary = "colours", .ignored = "they appear on terminals only"},
    {.name = "format", .summary = "the pattern of a line", .ignored = "lines are laid out as Camel's are"},
};

void apply(const Options& options, Plan& plan) {
  if (options.has("level")) {
    std::string level = options.choice("level");
    for (char& c : level) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    plan.arguments.push_back(json::value("--log-level=" + (level == "fatal" ? "error" : level)));
  }
  if (options.flag("json")) plan.arguments.push_back("--log-format=json");
}

}  // namespace

TraitSpec logging() {
  return {.name = "logging", .summary = "How much the pods log, and in which form.", .fields = kFields, .order = 800, .example = "logging:\n  level: DEBUG\n  json: true", .apply = apply};
}

}  // namespace kamel::traits
