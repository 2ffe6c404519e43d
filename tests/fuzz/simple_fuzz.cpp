// Any text as a simple expression and as a predicate, run on a message that has something of everything.
#include "dsl/diagnostics.h"
#include "engine/assembler.h"
#include "engine/catalogs.h"
#include "engine/convert.h"
#include "engine/worker.h"

namespace {

using namespace kamel;

struct World {
  Registry registry{{}, languages::catalog(), {}, {}};
  Context context{registry, "fuzz"};
  Worker worker{context, 0};
  RouteSet set;
};

void fill(Exchange& exchange) {
  exchange.message.body = Map{{"a", 1}, {"list", List{1, "two", Value()}}, {"text", "x,y"}};
  exchange.message.headers.set("n", 5);
  exchange.message.headers.set("s", "a b");
  exchange.message.headers.set("l", List{"a", "b"});
  exchange.variables.set("v", 2.5);
  exchange.exception = Error("java.io.IOException", "disk");
}

void run(World& world, std::string_view text, bool predicate) {
  Diagnostics diagnostics;
  const auto expression = Assembler(world.context, world.set, "", diagnostics).simple(text, Mark{nullptr, 1, 1}, predicate);
  if (expression == nullptr) return;
  Exchange& exchange = world.worker.acquire();
  fill(exchange);
  if (predicate) {
    expression->matches(exchange);
  } else if (const auto value = expression->evaluate(exchange)) {
    to_text(*value);
  }
  world.worker.recycle(exchange);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static World world;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  run(world, text, false);
  run(world, text, true);
  return 0;
}
