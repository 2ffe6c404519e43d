// One operation of the OpenAPI document.
#pragma once

#include <string>
#include <vector>

#include "connectors/rest_api/document.h"

namespace kamel::rest {

struct Operation {
  std::string method;  // "get"
  std::string path;    // the whole one
  const Node* verb;
  const Node* rest;
};

/// The operations of a service that are documented, sorted as Camel sorts them.
std::vector<Operation> sorted_operations(const Node& rest);

/// `verbs` counts the operations that have no id of their own: they are called verb1, verb2 …
Value describe(const Operation& operation, const std::vector<std::string>& tags, const DocumentOptions& options, const std::string& context_name,
               unsigned& verbs);

/// [{key: a, scopes: "x, y"}] → [{a: [x, y]}]
List security_of(const std::vector<Node>& requirements);

}  // namespace kamel::rest
