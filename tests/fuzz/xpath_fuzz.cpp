// A line of XPath and, after it, an XML document: both are read or refused with a reason, and running one on the other ends.
#include <cstdlib>

#include "dsl/diagnostics.h"
#include "engine/catalogs.h"
#include "engine/context.h"
#include "engine/languages/xpath/program.h"
#include "engine/worker.h"

namespace {

using namespace kamel;
namespace path = kamel::languages::xpath_lang;

struct World {
  Registry registry{{}, languages::catalog(), {}, {}};
  Context context{registry, "fuzz"};
  Worker worker{context, 0};
};

void run(const path::Program& program, const xml::Input& input, Exchange& exchange) {
  for (const path::Kind kind : {path::Kind::NodeSet, path::Kind::Node, path::Kind::String, path::Kind::Number, path::Kind::Boolean}) {
    const auto result = program.run(input, kind, exchange);
    if (result && result->is_object()) result->object().text();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static World world;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(all.find('\n'), size);
  if (line > 160) return 0;
  Exchange& exchange = world.worker.acquire();
  exchange.message.headers.set("h", "1");
  const Value document(Slice(line < size ? all.substr(line + 1) : "<a b='1' a='2'>x<!-- c --><b>y</b><?p i?><![CDATA[z]]></a>"));
  const path::Source source{.text = std::string(all.substr(0, line)), .namespaces = {{"p", "urn:p"}}, .simple = {}};
  std::string why;
  const auto program = path::Program::compile(source, why);
  if (program == nullptr && why.empty()) std::abort();
  if (const auto input = xml::read(document, exchange)) {
    xml::serialize(input->start);
    if (program != nullptr) run(*program, *input, exchange);
  }
  world.worker.recycle(exchange);
  return 0;
}
