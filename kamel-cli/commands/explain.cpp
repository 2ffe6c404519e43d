// kamel explain: what a step, a language, a component or a data format can do; what a route was compiled into.
#include <CLI/App.hpp>
#include <memory>

#include "dsl/json.h"
#include "engine/assembler.h"
#include "kamel-cli/command.h"
#include "kamel-cli/explain/diagram.h"
#include "kamel-cli/explain/listing.h"
#include "kamel-cli/explain/option_table.h"
#include "kamel-cli/explain/subject.h"
#include "kamel-cli/load/declared.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/table.h"
#include "kamel-cli/run/local_runtime.h"

namespace kamel::cli {
namespace {

struct ExplainOptions {
  std::string name;
  std::string output = "text";
};

struct RouteOptions {
  LoadOptions load;
  std::string output = "text";
};

int list_all(const std::vector<Subject>& all, const std::string& kind, const std::string& output) {
  if (output == "json") {
    List list;
    for (const Subject& subject : all) list.push_back(as_json(subject));
    print(json::write(Value(std::move(list)), json::Style::Pretty).str() + "\n");
    return kOk;
  }
  Table table;
  const Paint paint(stdout);
  for (const Subject& subject : all) table.add({paint.cyan(subject.name), std::string(subject.summary)});
  print(table.text("", terminal_width()));
  print("\n`kamel explain " + kind + " NAME` tells all about one.\n", stderr);
  return kOk;
}

int explain_one(const Shell& shell, const std::string& kind, const ExplainOptions& options) {
  if (options.name.empty()) return list_all(subjects(shell.registry, kind), kind, options.output);
  const std::optional<Subject> found = find_subject(shell.registry, kind, options.name);
  if (!found) {
    std::vector<std::string_view> names;
    const std::vector<Subject> all = subjects(shell.registry, kind);
    for (const Subject& subject : all) names.push_back(subject.name);
    const std::string hint = did_you_mean(options.name, names);
    print("kamel: there is no " + kind + " '" + options.name + "'; " + (hint.empty() ? "`kamel explain " + kind + "` lists them" : hint) +
              "\n",
          stderr);
    return kFailure;
  }
  print(options.output == "json" ? json::write(as_json(*found), json::Style::Pretty).str() + "\n"
                                 : page(*found, Paint(stdout), terminal_width()));
  return kOk;
}

int explain_route(const Shell& shell, const RouteOptions& options) {
  Diagnostics diagnostics;
  Declared declared = load(options.load, diagnostics);
  declared.set.properties.set("kamel.repositories", "memory");  // nothing runs, and nothing is written
  const auto runtime = local_runtime(shell.registry, declared.set.name);
  runtime->context().set_properties(declared.set.properties);
  const std::vector<CompiledRoute> routes = compile(declared.set, runtime->context(), diagnostics);
  print(diagnostics.text(Paint(stderr).on()), stderr);
  if (diagnostics.has_errors()) return kRouteErrors;
  if (options.output == "mermaid") {
    print(mermaid(declared.set, shell.registry));
    return kOk;
  }
  for (const CompiledRoute& route : routes) print(listing(*route.program, Paint(stdout)) + "\n");
  print("```mermaid\n" + mermaid(declared.set, shell.registry) + "```\n");
  return kOk;
}

void add_kind(CLI::App& explain, Shell& shell, const std::string& kind, const std::string& example) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App& command = add_command(
      explain, shell, kind, "What a " + kind + " can do; without a name: all of them",
      "  kamel explain " + kind + "\n  kamel explain " + kind + " " + example + "\n  kamel explain " + kind + " " + example + " -o json\n",
      [&shell, kind, options] { return explain_one(shell, kind, *options); });
  command.add_option("NAME", options->name, "As it is written in a route");
  command.add_option("-o,--output", options->output, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
}

}  // namespace

void commands::explain(CLI::App& app, Shell& shell) {
  CLI::App& command = *app.add_subcommand("explain", "Explain a step, a language, a component, a data format or a route");
  command.footer("\nExamples:\n  kamel explain step split\n  kamel explain component kafka\n  kamel explain route orders.yaml\n");
  command.require_subcommand(1);
  add_kind(command, shell, "step", "split");
  add_kind(command, shell, "language", "simple");
  add_kind(command, shell, "component", "kafka");
  add_kind(command, shell, "format", "json");
  add_kind(command, shell, "trait", "container");
  add_command(command, shell, "options", "Every option of everything, and whether it is read, ignored or refused, as Markdown", "  kamel explain options > options.md\n", [&shell] {
    print(option_reference(shell.registry));
    return static_cast<int>(kOk);
  });
  auto options = std::make_shared<RouteOptions>();
  CLI::App& route = add_command(command, shell, "route", "The program that routes are compiled into, and a diagram",
                                "  kamel explain route orders.yaml\n"
                                "  kamel explain route orders.yaml -o mermaid > orders.mmd\n",
                                [&shell, options] { return explain_route(shell, *options); });
  add_load_options(route, options->load);
  route.add_option("-o,--output", options->output, "text or mermaid")->check(CLI::IsMember({"text", "mermaid"}))->capture_default_str();
}

}  // namespace kamel::cli
