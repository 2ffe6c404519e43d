#include "kamel-cli/lint/report.h"

namespace kamel::cli {
namespace {

std::string_view level(const Diagnostic& diagnostic) { return diagnostic.severity == Severity::Error ? "error" : "warning"; }

Value whole(std::size_t n) { return Value::integer(static_cast<std::int64_t>(n)); }

Value as_json(const Diagnostic& diagnostic) {
  Map out{{"severity", level(diagnostic)}};
  if (diagnostic.mark.source) out.set("file", diagnostic.mark.source->name);
  if (diagnostic.mark.line != 0) out.set("line", whole(diagnostic.mark.line));
  if (diagnostic.mark.column != 0) out.set("column", whole(diagnostic.mark.column));
  out.set("message", diagnostic.message);
  if (!diagnostic.hint.empty()) out.set("hint", diagnostic.hint);
  if (!diagnostic.java_class.empty()) out.set("exception", diagnostic.java_class);
  return Value(std::move(out));
}

Value sarif_result(const Diagnostic& diagnostic) {
  const std::string text = diagnostic.hint.empty() ? diagnostic.message : diagnostic.message + "; " + diagnostic.hint;
  Map result{{"ruleId", diagnostic.severity == Severity::Error ? "kamel/invalid" : "kamel/suspicious"},
             {"level", level(diagnostic)},
             {"message", Value(Map{{"text", text}})}};
  if (diagnostic.mark.source) {
    Map place{{"artifactLocation", Value(Map{{"uri", diagnostic.mark.source->name}})}};
    if (diagnostic.mark.line != 0) {
      Map region{{"startLine", whole(diagnostic.mark.line)}};
      if (diagnostic.mark.column != 0) region.set("startColumn", whole(diagnostic.mark.column));
      place.set("region", Value(std::move(region)));
    }
    result.set("locations", Value(List{Value(Map{{"physicalLocation", Value(std::move(place))}})}));
  }
  return Value(std::move(result));
}

}  // namespace

Value as_json(const Diagnostics& diagnostics) {
  List out;
  for (const Diagnostic& diagnostic : diagnostics.list()) out.push_back(as_json(diagnostic));
  return Value(std::move(out));
}

Value as_sarif(const Diagnostics& diagnostics) {
  List results;
  for (const Diagnostic& diagnostic : diagnostics.list()) results.push_back(sarif_result(diagnostic));
  const auto rule = [](std::string_view id, std::string_view text) {
    return Value(Map{{"id", id}, {"shortDescription", Value(Map{{"text", text}})}});
  };
  Map driver{{"name", "kamel"},
             {"version", KAMEL_VERSION},
             {"rules", Value(List{rule("kamel/invalid", "The routes would not start"),
                                  rule("kamel/suspicious", "Camel accepts it, but it hardly does what is meant")})}};
  Map run{
      {"tool", Value(Map{{"driver", Value(std::move(driver))}})}, {"results", Value(std::move(results))}, {"columnKind", "utf16CodeUnits"}};
  return Value(Map{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", Value(List{Value(std::move(run))})}});
}

std::string count_text(const Diagnostics& diagnostics) {
  const auto some = [](std::size_t n, const char* what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); };
  const std::size_t warnings = diagnostics.list().size() - diagnostics.errors();
  if (warnings == 0) return some(diagnostics.errors(), "error");
  if (diagnostics.errors() == 0) return some(warnings, "warning");
  return some(diagnostics.errors(), "error") + " and " + some(warnings, "warning");
}

}  // namespace kamel::cli
