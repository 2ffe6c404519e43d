#include "kamel-cli/options/words.h"

#include <CLI/App.hpp>
#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "operator/text/yaml.h"

namespace kamel::cli {
namespace json = boost::json;
namespace {

bool is_of_clusters(const CLI::Option& option) { return option.get_group() == "In a cluster"; }
bool is_of_this_run(std::string_view name) { return name == "save" || name == "output" || name == "dev" || name == "wait" || name == "logs"; }
bool is_list(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

/// One command and what was written behind it.
struct Command {
  const CLI::App& app;
  const std::vector<std::string>& words;
  const Settings& settings;
  std::string name;  // of the Integration

  bool is_written(const CLI::Option& option) const {
    const auto has = [&](const std::string& flag, bool is_short) {
      return std::ranges::any_of(words, [&](const std::string& word) { return word == flag || word.starts_with(is_short ? flag : flag + "="); });
    };
    return std::ranges::any_of(option.get_lnames(), [&](const std::string& one) { return has("--" + one, false); }) ||
           std::ranges::any_of(option.get_snames(), [&](const std::string& one) { return has("-" + one, true); });
  }

  // KAMEL_RUN_INTEGRATION_PROFILE
  std::optional<json::value> from_environment(const std::string& flag) const {
    std::string variable = "KAMEL_" + app.get_name() + "_" + flag;
    std::ranges::transform(variable, variable.begin(), [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
    const char* value = std::getenv(variable.c_str());
    return value != nullptr && *value != '\0' ? std::optional(json::value(value)) : std::nullopt;
  }

  // "property", or "properties": Camel K takes both.
  const json::value* below(const std::string& key, const std::string& flag) const {
    for (const std::string& spelled : {flag, flag + "s", flag.ends_with('y') ? flag.substr(0, flag.size() - 1) + "ies" : flag}) {
      if (const json::value* found = settings.find(key + "." + spelled)) return found;
    }
    return nullptr;
  }

  std::optional<json::value> value_of(const std::string& flag) const {
    if (auto given = from_environment(flag)) return given;
    const std::string command = app.get_name();
    const json::value* found = name.empty() ? nullptr : below(command + ".integration." + name, flag);
    if (found == nullptr) found = below(command, flag);
    if (found == nullptr && flag == "namespace") found = settings.find("config.default-namespace");
    return found != nullptr ? std::optional(*found) : std::nullopt;
  }

  void add(const CLI::Option& option, std::vector<std::string>& out) const {
    if (option.get_lnames().empty() || is_written(option)) return;
    const std::string& flag = option.get_lnames()[0];
    const std::optional<json::value> value = value_of(flag);
    if (!value || value->is_object() || (value->is_array() && !is_list(option))) return;
    if (!value->is_array()) return out.push_back("--" + flag + "=" + cluster::scalar_text(*value));
    for (const json::value& item : value->get_array()) out.push_back("--" + flag + "=" + cluster::scalar_text(item));
  }

  bool is_in_a_cluster() const {
    const CLI::Option* option = app.get_option_no_throw("--cluster");
    if (option == nullptr) return true;
    if (is_written(*option)) return std::ranges::find(words, "--cluster=false") == words.end();
    const json::value* target = settings.find("config.target");
    return target != nullptr && cluster::scalar_text(*target) == "cluster";
  }
};

std::string name_in(const std::vector<std::string>& words) {
  std::string given;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].starts_with("--name=")) given = words[i].substr(7);
    if (words[i] == "--name" && i + 1 < words.size()) given = words[i + 1];
  }
  const auto file = std::ranges::find_if(words, [](const std::string& word) { return word.ends_with(".yaml") || word.ends_with(".yml"); });
  return integration_name(given, file != words.end() ? *file : "");
}

}  // namespace

std::vector<std::string> with_settings(const CLI::App& app, std::vector<std::string> words, const Settings& settings) {
  const auto named = std::ranges::find_if(words, [](const std::string& word) { return !word.starts_with('-'); });
  const auto found = app.get_subcommands([&](const CLI::App* one) { return named != words.end() && one->get_name() == *named; });
  const CLI::App* sub = found.empty() ? nullptr : found.front();
  if (sub == nullptr || sub->get_name() == "serve" || sub->get_name() == "operator" || std::ranges::find(words, "--") != words.end()) return words;
  const std::vector<std::string> rest(named + 1, words.end());
  const Command command{*sub, rest, settings, sub->get_name() == "run" ? name_in(rest) : ""};
  const bool in_a_cluster = command.is_in_a_cluster();
  const CLI::Option* cluster = sub->get_option_no_throw("--cluster");
  if (cluster != nullptr && in_a_cluster && !command.is_written(*cluster)) words.emplace_back("--cluster");
  for (const CLI::Option* option : sub->get_options()) {
    if (option == cluster || (is_of_clusters(*option) && !in_a_cluster)) continue;
    command.add(*option, words);
  }
  return words;
}

json::object given_flags(const CLI::App& command) {
  json::object out;
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_lnames().empty() ? "" : option->get_lnames()[0];
    if (option->count() == 0 || name.empty() || name == "cluster" || name == "name" || is_of_this_run(name)) continue;
    json::array values;
    for (const std::string& value : option->results()) values.push_back(json::value(value));
    out[name] = is_list(*option) ? json::value(std::move(values)) : json::value(values.at(0));
  }
  return out;
}

}  // namespace kamel::cli
