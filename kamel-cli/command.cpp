#include "kamel-cli/command.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <vector>

#include "dsl/diagnostics.h"

namespace kamel::cli {
namespace {

// The command that the words name, as far as they do; `word` is then the first that names none.
const CLI::App& deepest(const CLI::App& app, int argc, const char* const* argv, int& word) {
  const CLI::App* at = &app;
  for (; word < argc; ++word) {
    const std::string_view name(argv[word]);
    const auto found = at->get_subcommands([name](const CLI::App* command) { return command->get_name() == name; });
    if (found.empty()) break;
    at = found.front();
  }
  return *at;
}

std::vector<std::string> subcommand_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(command->get_name());
  return names;
}

std::string hint_among(std::string_view word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return did_you_mean(word, views);
}

// For the first option that the command does not have.
std::string option_hint(const CLI::App& command, int argc, const char* const* argv, int word) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (; word < argc; ++word) {
    const std::string_view full(argv[word]);
    const std::string_view name = full.substr(0, full.find('='));
    if (name.starts_with("--") && std::find(names.begin(), names.end(), name) == names.end()) return hint_among(name, names);
  }
  return {};
}

}  // namespace

std::string usage_text(const CLI::App& app, int argc, const char* const* argv, std::string_view message) {
  int word = 1;
  const CLI::App& command = deepest(app, argc, argv, word);
  const std::vector<std::string> names = subcommand_names(command);
  std::string text(message);
  std::string hint;
  if (word < argc && !names.empty() && argv[word][0] != '-') {
    text = "there is no command '" + std::string(argv[word]) + "'";
    hint = hint_among(argv[word], names);
  } else {
    hint = option_hint(command, argc, argv, word);
  }
  std::string path;
  for (int i = 1; i < word; ++i) path += std::string(" ") + argv[i];
  return "kamel: " + text + (hint.empty() ? "" : "; " + hint) + "\n`kamel" + path + " --help` shows what there is\n";
}

CLI::App& add_command(CLI::App& app, Shell& shell, std::string_view name, std::string_view summary, std::string_view examples,
                      std::function<int()> run) {
  CLI::App& command = *app.add_subcommand(std::string(name), std::string(summary));
  command.footer("\nExamples:\n" + std::string(examples));
  command.callback([&shell, run = std::move(run)] { shell.exit_code = run(); });
  return command;
}

}  // namespace kamel::cli
