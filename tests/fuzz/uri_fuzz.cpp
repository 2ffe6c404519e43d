// Any text as an endpoint URI: what is printed for identity must read back the same.
#include <cstdlib>

#include "dsl/placeholders.h"
#include "dsl/uri.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  kamel::Diagnostics diagnostics;
  kamel::Properties properties;
  properties.set("a", "x{{b}}");
  properties.set("b", "y");
  kamel::resolve_placeholders(text, properties, {}, diagnostics);
  const auto uri = kamel::parse_uri(text, {}, diagnostics);
  if (!uri) return 0;
  uri->text();
  if (kamel::percent_decode(kamel::percent_encode(uri->path), true) != uri->path) std::abort();
  for (const kamel::Parameter& parameter : uri->parameters) {
    if (uri->find(parameter.name) == nullptr) std::abort();
  }
  return 0;
}
