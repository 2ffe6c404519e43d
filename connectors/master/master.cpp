// The master component: a consumer that runs in one of several pods at a time.
#include "connectors/master/source.h"
#include "engine/assembler.h"

namespace kamel::connectors {
namespace {

// What stands behind the name, with all parameters: they are the delegate's.
std::string delegate_of(const EndpointUri& uri, std::size_t colon) {
  std::string out = uri.path.substr(colon + 1);
  char separator = '?';
  for (const Parameter& parameter : uri.parameters) {
    out += separator + parameter.name + "=" + (parameter.raw ? "RAW(" + parameter.value + ")" : percent_encode(parameter.value));
    separator = '&';
  }
  return out;
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const auto colon = decl.uri.path.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == decl.uri.path.size()) {
    assembler.error(decl.mark, "Wrong uri syntax. Must be master:namespace:uri", "write it as master:orders:kafka:orders", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  auto inner = assembler.source(delegate_of(decl.uri, colon), nullptr, decl.mark);
  if (!inner) return nullptr;
  return std::make_unique<ElectedSource>(assembler.context(), decl.uri.path.substr(0, colon), std::move(inner));
}

}  // namespace

ComponentSpec master() {
  return {.scheme = "master",
          .syntax = "master:namespace:delegateUri",
          .summary = "Have only a single consumer in a cluster consuming from a given endpoint; with automatic failover if the pod dies.",
          .lenient = true,
          .example = "master:orders:timer:tick?period=5s",
          .source = source};
}

}  // namespace kamel::connectors
