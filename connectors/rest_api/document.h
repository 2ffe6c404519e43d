// The OpenAPI document of the REST services that a set declares.
#pragma once

#include <string>

#include "dsl/rest.h"
#include "dsl/value.h"

namespace kamel::rest {

/// What the document says of itself and of its servers: from restConfiguration and its apiProperty list.
struct DocumentOptions {
  explicit DocumentOptions(const RestConfiguration& configuration);

  std::string version = "3.0.0";  // of OpenAPI
  Value info, external_docs;      // external_docs: null when there are none
  std::vector<std::string> servers;
  std::string consumes = "application/json", produces = "application/json";  // of operations that say nothing
  std::string json_type = "application/json", yaml_type = "text/yaml";       // the document's own content types
  bool extensions = false;
  bool cors = false;
};

/// The document as Camel's openapi component makes it of code-first services: members in the order of the OpenAPI specification, paths by
/// service and sorted, one operation per verb. `context_name` stands in the vendor extensions.
Value make_document(const RouteSet& set, const DocumentOptions& options, const std::string& context_name);

/// The servers that a request behind a proxy sees: by the X-Forwarded headers ("" when absent).
struct Forwarded {
  std::string host, proto, prefix;
};
List forwarded_servers(const DocumentOptions& options, const Forwarded& forwarded);

/// Whether each apiKey definition says where its key is: Camel needs it. The first one that does not; nullptr when all do.
const Node* unplaced_api_key(const RouteSet& set);

}  // namespace kamel::rest
