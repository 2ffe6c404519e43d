// kamel version: which build this is.
#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "dsl/json.h"
#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

constexpr std::string_view kCamelVersion = "4.14";

int print_version(const Shell& shell, const std::string& output) {
  const auto count = [](std::size_t n) { return Value::integer(static_cast<std::int64_t>(n)); };
  if (output == "json") {
    const Map parts{{"version", KAMEL_VERSION},
                    {"camel", kCamelVersion},
                    {"steps", count(shell.registry.steps().size())},
                    {"languages", count(shell.registry.languages().size())},
                    {"formats", count(shell.registry.formats().size())},
                    {"components", count(shell.registry.components().size())}};
    print(json::write(Value(parts), json::Style::Pretty).str() + "\n");
    return kOk;
  }
  print("kamel " KAMEL_VERSION " (routes as in Apache Camel " + std::string(kCamelVersion) + ")\n" +
        std::to_string(shell.registry.steps().size()) + " steps, " + std::to_string(shell.registry.languages().size()) + " languages, " +
        std::to_string(shell.registry.formats().size()) + " data formats, " + std::to_string(shell.registry.components().size()) +
        " components\n");
  return kOk;
}

}  // namespace

void commands::version(CLI::App& app, Shell& shell) {
  auto output = std::make_shared<std::string>("text");
  CLI::App& command = add_command(app, shell, "version", "Print the version and what is built in",
                                  "  kamel version\n"
                                  "  kamel version -o json\n",
                                  [&shell, output] { return print_version(shell, *output); });
  command.add_option("-o,--output", *output, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
}

}  // namespace kamel::cli
