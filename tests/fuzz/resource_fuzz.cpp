// Any text as the body of a Kamelet, of a Pipe that uses it, or as a whole document: it loads, or every problem says where it is.
#include <cstdlib>

#include "dsl/route.h"

namespace {

using namespace kamel;

RouteSet load(std::vector<std::pair<std::string, std::string>> texts) {
  std::vector<SourcePtr> sources;
  for (auto& [name, text] : texts) sources.push_back(std::make_shared<const Source>(Source{name, std::move(text)}));
  Diagnostics diagnostics;
  Properties properties;
  properties.set("camel.kamelet.my.p", "1");
  RouteSet set = load_routes(sources, std::move(properties), diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (diagnostic.message.empty()) std::abort();
  }
  return set;
}

std::string indented(std::string_view text) {
  std::string out = "  ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out;
}

void expand(const RouteSet& set) {
  for (const TemplateDecl& each : set.templates) {
    Diagnostics diagnostics;
    expand_template(each, "one", {{"p", "v"}, {"q", "{{p}}"}}, set, each.mark, diagnostics);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 1 || size > 8192) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::string head = "apiVersion: camel.apache.org/v1\nkind: ";
  switch (data[0] % 3) {
    case 0:
      expand(load({{"my.kamelet.yaml", head + "Kamelet\nmetadata: {name: my}\nspec:\n" + indented(text)}}));
      break;
    case 1:
      expand(load({{"my.kamelet.yaml", head + "Kamelet\nmetadata: {name: my}\nspec:\n  definition: {properties: {p: {type: string}}}\n  template: {from: {uri: 'timer:{{p}}', steps: [{to: 'kamelet:sink'}]}}\n"},
                   {"pipe.yaml", head + "Pipe\nmetadata: {name: pipe}\nspec:\n" + indented(text)}}));
      break;
    default:
      expand(load({{"any.yaml", std::string(text)}}));
  }
  return 0;
}
