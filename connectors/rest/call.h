// Calls of other servers' REST operations.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/assembler.h"

namespace kamel::rest {

/// method:path[:template] of a rest: endpoint.
struct Address {
  std::string method;  // as written: "get"
  std::string path;
  std::optional<std::string> path_template;
};

/// A step that fills {templates} of path and query from headers and variables, then sends by the http component, as Camel's RestProducer does.
/// nullptr after a report.
std::unique_ptr<const Step> make_call(const Address& address, const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::rest
