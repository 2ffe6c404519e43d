// kamel schema: the language as a JSON Schema.
#include <CLI/App.hpp>
#include <memory>

#include "dsl/json.h"
#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/schema/json_schema.h"

namespace kamel::cli {

void commands::schema(CLI::App& app, Shell& shell) {
  auto kind = std::make_shared<std::string>("routes");
  CLI::App& command = add_command(app, shell, "schema", "Print the JSON Schema of routes or of their tests, for editors",
                                  "  kamel schema > kamel.schema.json\n"
                                  "  kamel schema test > kamel-test.schema.json\n"
                                  "\nThen say it to the editor, in the first line of a route file:\n"
                                  "  # yaml-language-server: $schema=kamel.schema.json\n",
                                  [&shell, kind] {
                                    print(json::write(*kind == "test" ? test_schema() : json_schema(shell.registry), json::Style::Pretty).str() + "\n");
                                    return static_cast<int>(kOk);
                                  });
  command.add_option("KIND", *kind, "routes or test")->check(CLI::IsMember({"routes", "test"}))->capture_default_str();
}

}  // namespace kamel::cli
