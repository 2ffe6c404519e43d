// Connection: the cluster that commands talk to.
#pragma once

#include <memory>
#include <string>

#include "operator/kube/client.h"

namespace kamel::cli {

struct ClusterOptions {
  std::string kube_config, space;
};

struct Connection {
  kube::Client client;
  std::string space;  // the namespace that is meant
  kube::Key key(std::string name) const { return {space, std::move(name)}; }
};

/// nullptr after telling why, with what to do next.
std::unique_ptr<Connection> connect(const ClusterOptions& options);
/// "Error: …" to standard error; the exit code.
int failed(const kube::Failure& failure);
int failed(const std::string& message);

/// Server-side apply of an object of any kind; it must say its namespace, if it is in one.
kube::Outcome<> apply(Connection& connection, const kube::Object& object);
kube::Outcome<> remove(Connection& connection, const kube::Object& object);

/// Creates the object, or changes spec, labels and annotations of the one that is there: "created", "updated", "unchanged".
kube::Outcome<std::string> declare(Connection& connection, const kube::Resource& resource, const kube::Object& object);

}  // namespace kamel::cli
