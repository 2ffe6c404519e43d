// kamel schema: the language as a JSON Schema.
#include <CLI/App.hpp>

#include "dsl/json.h"
#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/schema/json_schema.h"

namespace kamel::cli {

void commands::schema(CLI::App& app, Shell& shell) {
  add_command(app, shell, "schema", "Print the JSON Schema of routes, for editors",
              "  kamel schema > kamel.schema.json\n"
              "\nThen say it to the editor, in the first line of a route file:\n"
              "  # yaml-language-server: $schema=kamel.schema.json\n",
              [&shell] {
                print(json::write(json_schema(shell.registry), json::Style::Pretty).str() + "\n");
                return static_cast<int>(kOk);
              });
}

}  // namespace kamel::cli
