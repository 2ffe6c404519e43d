#include "operator/integration/without_effect.h"

namespace kamel::cluster {
namespace {

// Routes tell by themselves which of Camel's components they need.
bool is_built_in(const std::string& dependency) { return dependency.starts_with("camel:") || dependency.starts_with("camel-quarkus:") || dependency.starts_with("camel-"); }

void tell_dependencies(Plan& plan) {
  std::string idle;
  for (const json::value& one : kube::list_at(plan.spec(), {"dependencies"})) {
    const std::string name = one.is_string() ? std::string(std::string_view(one.get_string())) : "";
    if (!name.empty() && !is_built_in(name)) idle += (idle.empty() ? "" : ", ") + name;
  }
  if (!idle.empty()) plan.note("dependencies", "spec.dependencies has no effect: there is no Java here that could load " + idle);
}

}  // namespace

void tell_fields_without_effect(Plan& plan) {
  tell_dependencies(plan);
  if (!kube::object_at(plan.spec(), {"git"}).empty()) plan.note("git", "spec.git has no effect: nothing is built; put the routes into spec.flows or spec.sources");
  if (!kube::object_at(plan.spec(), {"integrationKit"}).empty()) plan.note("builder", "spec.integrationKit has no effect: all pods run the same image");
  if (!kube::list_at(plan.spec(), {"repositories"}).empty()) plan.note("builder", "spec.repositories has no effect: nothing is built");
}

}  // namespace kamel::cluster
