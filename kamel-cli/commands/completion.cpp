// kamel completion: scripts that let a shell complete the command line.
#include <CLI/App.hpp>
#include <functional>
#include <memory>

#include "kamel-cli/command.h"
#include "kamel-cli/explain/subject.h"

namespace kamel::cli {
namespace {

// "run", "explain step": a command with what may follow it.
struct Entry {
  std::string path;
  std::string summary;
  std::vector<std::pair<std::string, std::string>> words;  // and what each means
};

void collect(CLI::App& app, const std::string& path, std::vector<Entry>& out) {
  Entry entry{path, app.get_description(), {}};
  for (CLI::App* command : app.get_subcommands({})) entry.words.emplace_back(command->get_name(), command->get_description());
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) entry.words.emplace_back("--" + name, option->get_description());
  }
  out.push_back(std::move(entry));
  for (CLI::App* command : app.get_subcommands({}))
    collect(*command, path.empty() ? command->get_name() : path + " " + command->get_name(), out);
}

void add_names(const Registry& registry, std::vector<Entry>& entries) {
  for (Entry& entry : entries) {
    if (entry.path == "completion") entry.words.insert(entry.words.end(), {{"bash", "Bash"}, {"zsh", "Z shell"}, {"fish", "fish"}});
    for (const std::string& kind : subject_kinds()) {
      if (entry.path != "explain " + kind) continue;
      for (const Subject& subject : subjects(registry, kind)) entry.words.emplace_back(subject.name, subject.summary);
    }
  }
}

std::string bash(const std::vector<Entry>& entries) {
  std::string out =
      "# kamel completion for bash; put this in ~/.bashrc:  source <(kamel completion bash)\n"
      "_kamel() {\n  local word=${COMP_WORDS[COMP_CWORD]} path=\"\" i words=\"\"\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n    case \"${COMP_WORDS[i]}\" in -*) ;; *) [ \"$i\" -le 2 ] && path=\"$path "
      "${COMP_WORDS[i]}\" ;; esac\n  done\n"
      "  case \"${path# }\" in\n";
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    out += "    \"" + entry->path + "\"" + (entry->path.empty() || entry->path == "explain" ? "" : "*") + ") words=\"";
    for (const auto& [word, meaning] : entry->words) out += word + " ";
    out += "\" ;;\n";
  }
  out +=
      "  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  [[ \"${path# }\" == explain* && \"${path# }\" != \"explain route\"* ]] || [ -z \"${path# }\" ] || COMPREPLY+=($(compgen -f -- "
      "\"$word\"))\n"
      "}\ncomplete -o filenames -F _kamel kamel\n";
  return out;
}

std::string zsh(const std::vector<Entry>& entries) {
  return "# kamel completion for zsh; put this in ~/.zshrc:  source <(kamel completion zsh)\nautoload -U +X compinit && compinit\nautoload "
         "-U +X bashcompinit && bashcompinit\n" +
         bash(entries);
}

std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string fish(const std::vector<Entry>& entries) {
  std::string out = "# kamel completion for fish:  kamel completion fish > ~/.config/fish/completions/kamel.fish\n";
  for (const Entry& entry : entries) {
    std::string when = "__fish_use_subcommand";
    if (!entry.path.empty()) {
      when.clear();
      for (std::size_t at = 0; at != std::string::npos;) {
        const auto space = entry.path.find(' ', at);
        when += (when.empty() ? "" : "; and ") +
                ("__fish_seen_subcommand_from " + entry.path.substr(at, space == std::string::npos ? space : space - at));
        at = space == std::string::npos ? space : space + 1;
      }
    }
    for (const auto& [word, meaning] : entry.words) {
      const std::string what = word.starts_with("--") ? "-l " + word.substr(2) : "-a " + fish_quoted(word);
      out += "complete -c kamel -n " + fish_quoted(when) + " " + what + " -d " + fish_quoted(meaning) + "\n";
    }
  }
  return out;
}

int print_script(CLI::App& app, const Shell& shell, const std::string& kind) {
  std::vector<Entry> entries;
  collect(app, "", entries);
  add_names(shell.registry, entries);
  print(kind == "bash" ? bash(entries) : kind == "zsh" ? zsh(entries) : fish(entries));
  return kOk;
}

}  // namespace

void commands::completion(CLI::App& app, Shell& shell) {
  auto kind = std::make_shared<std::string>();
  CLI::App& command = add_command(app, shell, "completion", "Print a completion script for a shell",
                                  "  source <(kamel completion bash)\n"
                                  "  source <(kamel completion zsh)\n"
                                  "  kamel completion fish > ~/.config/fish/completions/kamel.fish\n",
                                  [&app, &shell, kind] { return print_script(app, shell, *kind); });
  command.add_option("SHELL", *kind, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

}  // namespace kamel::cli
