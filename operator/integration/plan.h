// Plan: what traits work on. It begins as a Deployment of one container and ends as the objects of `Desired`.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "operator/integration/desired.h"
#include "operator/integration/route_facts.h"
#include "operator/kube/object.h"
#include "operator/trait.h"

namespace kamel::cluster {
namespace json = boost::json;

enum class Shape : std::uint8_t { Deployment, KnativeService, CronJob };

/// Lives during one call of `desired`.
struct Plan {
  /// Borrows all three.
  Plan(const Declared& all, const Facts& known, Desired& into);

  const Declared& declared;
  const Facts& facts;
  Desired& out;
  std::string name, space;            // the Integration's
  RouteFacts routes;

  Shape shape = Shape::Deployment;
  bool shape_is_fixed = false;        // said to be a Deployment
  bool template_is_ignored = false;   // spec.template
  json::object container;             // the integration's, without what the lists below hold
  json::array environment, mounts, ports;
  json::array more_containers, init_containers, volumes;
  json::object pod;                   // PodSpec, without containers and volumes
  json::object pod_labels, pod_annotations;
  json::object workload;              // of the controller's spec: strategy, schedule …
  json::object workload_labels, workload_annotations;
  json::array arguments;              // of `kamel serve`, after the folder
  json::object all_labels, all_annotations;  // for every object, pods included
  std::vector<std::string> more_kamelets;    // to be there though no route names them

  // What one trait learns and later ones need.
  std::string http_port_name = "http";
  int http_port = 8080;
  bool exposed = false;               // there is a Service (or a Knative one) for HTTP
  std::string service_port_name = "http";
  int service_port = 80;

  const json::object& integration() const noexcept { return declared.integration; }
  const json::object& spec() const noexcept { return kube::object_at(declared.integration, {"spec"}); }

  /// {apiVersion, kind, metadata}: in the Integration's namespace, with its labels and owned by it. `name` "" is the Integration's.
  json::object object(std::string_view api_version, std::string_view kind, std::string_view named = {}) const;
  void add(json::object object) { out.objects.push_back(std::move(object)); }
  /// A condition of the Integration's status.
  void condition(std::string_view type, bool holds, std::string_view reason, std::string_view message);
  /// Something without effect, told in the condition <Trait>TraitInfo.
  void note(std::string_view trait, std::string_view text);
  void error(std::string message, std::string hint = {}) { out.diagnostics.error({}, std::move(message), std::move(hint)); }
  /// A property of the program; the first one to set it wins, as what people say comes before what is derived.
  void property(const std::string& key, const std::string& value) { out.program.properties.emplace(key, value); }
  void env(std::string_view variable, std::string_view value) { environment.push_back(json::object{{"name", variable}, {"value", value}}); }
  void capability(std::string_view word);
  /// Whom scaling and disruption budgets select.
  json::object selector() const { return {{kIntegrationLabel, name}}; }
};

/// "key=value" taken apart; an error in the plan where there is no '='.
std::optional<std::pair<std::string, std::string>> key_value(std::string_view text, std::string_view trait, Plan& plan);
/// "a;b;c" in parts, each trimmed.
std::vector<std::string> parts(std::string_view text, char separator);

}  // namespace kamel::cluster

namespace kamel::traits {
namespace json = boost::json;
using cluster::Plan;
}  // namespace kamel::traits
