// Contract: an OpenAPI document, as far as serving and calling it goes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/slice.h"
#include "dsl/value.h"

namespace kamel::openapi {

struct Example {
  std::string content_type;
  std::string body;
};

struct Operation {
  std::string method;  // "GET"
  std::string path;    // "/pet/{petId}"
  std::string id;      // operationId, or one made of method and path as Camel makes it
  std::optional<std::string> consumes, produces;  // content types, sorted and separated by commas
  bool body_required = false;
  std::vector<std::string> required_queries, required_headers;
  std::vector<std::pair<std::string, std::string>> defaults;  // of query parameters
  std::vector<Example> examples;                              // of the answer 200
  bool has_ok = false;                                        // there is an answer 200
};

struct Contract {
  Slice text;             // as it was read
  std::string base_path;  // of the first server; "" when it has none
  std::string server;     // scheme and host of the first server; ""
  std::vector<Operation> operations;
};

/// Reads OpenAPI 3 in JSON or YAML; references within the document are followed. Fails with java.lang.IllegalArgumentException.
Result<Contract> read_contract(const std::string& uri);

/// The values of a path's templates ("/pet/{petId}" and "/pet/5"); nullopt when it does not fit.
using Parameters = std::vector<std::pair<std::string, std::string>>;
std::optional<Parameters> match_path(std::string_view pattern, std::string_view path);

/// The operation for a request as Camel chooses it: a path without templates first, then the one with the fewest. nullptr when there is none;
/// `allowed` is then told the methods that the path knows.
const Operation* find_operation(const Contract& contract, std::string_view method, std::string_view path, std::vector<std::string>& allowed);

}  // namespace kamel::openapi
