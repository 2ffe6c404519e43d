// Any text as a file of routes: loading must end, and every place that it marks must lie in the text.
#include <cstdlib>

#include "dsl/route.h"
#include "dsl/yaml.h"

namespace {

void check(const kamel::Mark& mark) {
  if (mark.line == 0 || !mark.source) return;
  if (mark.column > mark.source->text.size() + 2) std::abort();
}

void walk(const kamel::Node& node) {
  check(node.mark);
  for (std::size_t offset = 0; offset <= node.text.size(); offset += 1 + node.text.size() / 8) check(node.mark_at(offset));
  for (const kamel::Node& item : node.items) walk(item);
  for (const kamel::Node::Entry& entry : node.entries) walk(entry.value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto source = std::make_shared<kamel::Source>(kamel::Source{"fuzz.yaml", std::string(reinterpret_cast<const char*>(data), size)});
  // A file from a modeline is none of the fuzzer's business.
  if (source->text.find("file:") != std::string::npos) return 0;
  kamel::Diagnostics diagnostics;
  for (const kamel::Node& document : kamel::yaml::parse(source, diagnostics)) {
    walk(document);
    kamel::yaml::write(document.value());
  }
  kamel::Diagnostics found;
  kamel::load_routes({source}, {}, found);
  found.text();
  return 0;
}
