// Serving a contract: each request goes to the route direct:operationId.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "connectors/rest/binding.h"
#include "connectors/rest_openapi/contract.h"

namespace kamel::openapi {

enum class Missing : std::uint8_t { Fail, Ignore, Mock };

/// A file that answers operations without a route.
struct MockFile {
  std::string path;  // without its extension
  std::string extension;
  std::string text;
};

/// The files of "file:dir/**,file:other/*.json"; at most 1,000 of them.
std::vector<MockFile> find_mocks(const std::string& patterns);

struct Service {
  Contract contract;
  std::string base_path, document_path, document_type;
  Missing missing = Missing::Fail;
  std::vector<MockFile> mocks;
  std::vector<std::shared_ptr<const rest::RestBinding>> bindings;  // of each operation
  std::vector<std::uint32_t> entries;                              // of each operation's direct: route
  std::vector<bool> served;                                        // whether there is one
};

/// The first step of the route that serves.
std::unique_ptr<const Step> dispatch_step(Service service);

}  // namespace kamel::openapi
