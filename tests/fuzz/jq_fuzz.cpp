// Any text as a jq program: it compiles or says why; what is read without libjq is run, and a plain path gives what libjq gives.
#include <sanitizer/lsan_interface.h>

#include <cstdlib>

#include "dsl/json.h"
#include "engine/languages/jq/evaluator.h"
#include "engine/languages/jq/path.h"
#include "engine/languages/jq/program.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kamel;
  using namespace kamel::languages::jq_lang;
  static const Value document = *json::parse(Slice(R"({"a":{"b":[1,2,"x",null,true,{"c":[{"d":1}]}]},"e":"text","a b":{"":0}})"));
  if (size > 256) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (text.find('\0') != std::string::npos) return 0;
  std::string why;
  const auto program = [&] {
    __lsan::ScopedDisabler parser;  // libjq 1.6 forgets what it had read of a text that turns out to be broken
    return Program::compile(text, why);
  }();
  if (program == nullptr && why.empty()) std::abort();
  if (const NodePtr tree = read_program(text); tree != nullptr && text.find("range") == std::string::npos && text.find('*') == std::string::npos) {
    const auto outputs = evaluate(*tree, document, [](std::string_view, std::string_view name) { return Value(name); });
    if (outputs) json::write(Value(*outputs));
  }
  const auto path = Path::parse(text);
  if (!path) return 0;
  if (program == nullptr) std::abort();
  const auto ours = path->run(document);
  const auto theirs = program->run(document);
  if (ours.has_error() != theirs.has_error()) std::abort();
  if (ours && json::write(Value(*ours)).view() != json::write(Value(*theirs)).view()) std::abort();
  return 0;
}
