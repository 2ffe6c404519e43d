// Camel K's modelines: `# camel-k: property=a=b trait=…` at the head of a source.
#include "dsl/modeline.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "dsl/fields.h"
#include "dsl/loader.h"

namespace kamel {
namespace {

// The options of `kamel run` that a modeline may hold. All but the first mean something to a cluster only.
constexpr auto kOptions = std::to_array<std::string_view>({
    "property", "name", "annotation", "build-property", "compression", "config", "connect", "dependency", "env", "image", "kit", "label", "language", "maven-repository",
    "open-api", "operator-id", "pod-template", "profile", "resource", "service-account", "source", "trait", "volume",
});

struct Word {
  std::string text;
  std::size_t at = 0;  // in the line
};

// Splits as a shell would: blanks part, quotes keep together, a backslash takes the next character as it is.
std::vector<Word> split_words(std::string_view line, std::size_t begin) {
  std::vector<Word> out;
  char quote = '\0';
  bool open = false;
  for (std::size_t i = begin; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == '\0' && (c == ' ' || c == '\t' || c == '\r')) {
      open = false;
      continue;
    }
    if (!std::exchange(open, true)) out.push_back({{}, i});
    if (quote != '\0' ? c == quote : c == '"' || c == '\'') {
      quote = quote == '\0' ? c : '\0';
    } else if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
      out.back().text += line[++i];
    } else {
      out.back().text += c;
    }
  }
  return out;
}

// Where the options of a modeline begin; npos where the line is none.
std::size_t options_begin(std::string_view line) noexcept {
  auto at = line.find_first_not_of(" \t");
  if (at == std::string_view::npos || line[at] != '#') return std::string_view::npos;
  at = line.find_first_not_of("# \t", at);
  if (at == std::string_view::npos || !line.substr(at).starts_with("camel-k")) return std::string_view::npos;
  at = line.find_first_not_of(" \t", at + 7);
  return at == std::string_view::npos || line[at] != ':' ? std::string_view::npos : at + 1;
}

}  // namespace

std::vector<ModelineOption> modeline_options(const SourcePtr& source) {
  std::vector<ModelineOption> out;
  std::uint32_t number = 0;
  std::string_view rest = source->text;
  while (!rest.empty()) {
    ++number;
    const auto end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto begin = options_begin(line);
    if (begin == std::string_view::npos) continue;
    for (const Word& word : split_words(line, begin)) {
      const auto equals = std::min(word.text.find('='), word.text.size());
      out.push_back({word.text.substr(0, equals), equals < word.text.size() ? word.text.substr(equals + 1) : std::string(),
                     {source, number, static_cast<std::uint32_t>(word.at + 1)}});
    }
  }
  return out;
}

void Loader::modelines(const SourcePtr& source) {
  for (const ModelineOption& option : modeline_options(source)) modeline_option(option.name, option.value, option.mark);
}

void Loader::modeline_option(std::string_view option, std::string_view value, const Mark& mark) {
  if (option == "property" || option == "p") {
    if (!value.starts_with("file:")) return property(value, mark);
    const std::string& of = mark.source->name;
    const std::string folder = of.find('/') == std::string::npos || value.starts_with("file:/") ? "" : of.substr(0, of.rfind('/') + 1);
    const std::string path = folder + std::string(value.substr(5));
    std::ifstream file(path);
    if (!file) {
      diagnostics_.error(mark, "the file '" + path + "' cannot be read");
      return;
    }
    std::ostringstream text;
    text << file.rdbuf();
    declared_.load(std::make_shared<Source>(Source{path, text.str()}), diagnostics_);
  } else if (option == "name") {
    set_.name = value;
  } else if ((option == "trait" || option == "t") && value.starts_with("camel.properties=")) {
    property(value.substr(17), mark);
  } else if (option.size() <= 1 || std::ranges::find(kOptions, option) != kOptions.end()) {
    diagnostics_.warning(mark, "the modeline's '" + std::string(option) + "' has no effect in a local run");
  } else {
    diagnostics_.warning(mark, "unknown option '" + std::string(option) + "' in the modeline", did_you_mean(option, kOptions));
  }
}

}  // namespace kamel
