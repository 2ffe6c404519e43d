// Any text as a Mustache template: it compiles or says why, and filling it ends.
#include <cstdlib>

#include "connectors/mustache/template.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kamel;
  using namespace kamel::mustache;
  if (size > 2048) return 0;
  const Partials partials = [](std::string_view name) -> Result<Slice> {
    if (name.size() > 3) return Error("java.io.FileNotFoundException", std::string(name));
    return Slice("{{a}}{{#l}}{{>" + std::string(name) + "x}}{{/l}}");
  };
  const auto made = Template::compile({reinterpret_cast<const char*>(data), size}, "{{", "}}", partials);
  if (!made) {
    if (made.error().message().empty()) std::abort();
    return 0;
  }
  Scopes scopes;
  scopes.push(Value(Map{{"a", "<x>"}, {"l", List{1, "two", Value(Map{{"b", 2.5}})}}, {"m", Map{{"a", Value()}}}, {"t", true}, {"f", false}}));
  (*made)->fill(scopes);
  return 0;
}
