// Any text as a JSONPath: it parses or says why, and walking a document with it ends.
#include <cstdlib>

#include "dsl/json.h"
#include "engine/languages/jsonpath/path.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kamel::languages::json_path;
  static const kamel::Value document = *kamel::json::parse(kamel::Slice(R"({"a":{"b":[1,2.5,"x",null,true,{"c":[{"d":1}]}]},"e":"text"})"));
  if (size > 256) return 0;
  SyntaxError why;
  const auto path = parse_path(std::string_view(reinterpret_cast<const char*>(data), size), why);
  if (path == nullptr) {
    if (!why.error) std::abort();
    return 0;
  }
  for (const unsigned options : {0u, static_cast<unsigned>(kSuppress), static_cast<unsigned>(kAsPaths), static_cast<unsigned>(kLeafToNull)}) {
    static_cast<void>(read(*path, document, options));
  }
  return 0;
}
