#include "operator/integration/desired.h"

#include <algorithm>

#include "operator/catalogs.h"
#include "operator/integration/given.h"
#include "operator/integration/program.h"
#include "operator/integration/without_effect.h"
#include "operator/integration/workload.h"
#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace {

/// Traits as one Integration has them, in the order of their effects.
class Traits {
 public:
  explicit Traits(Plan& plan) : plan_(plan), specs_(traits::catalog()) {
    std::ranges::stable_sort(specs_, {}, &TraitSpec::order);
    given_ = given_traits(plan, specs_);
    for (const TraitSpec& spec : specs_) read(spec);
  }

  const Options& options(std::string_view name) const { return options_.at(std::string(name)); }

  /// Those with an order below `end` that have not been applied yet.
  void apply(int end) {
    for (; next_ < specs_.size() && specs_[next_].order < end; ++next_) {
      const TraitSpec& spec = specs_[next_];
      const Options& options = this->options(spec.name);
      const bool on = spec.always || (options.has("enabled") ? options.flag("enabled") : spec.on);
      if (on && spec.apply != nullptr) spec.apply(options, plan_);
    }
  }

  /// What was said, for the status.
  json::object text() const {
    json::object out;
    for (const auto& [name, options] : given_) {
      if (!options.empty()) out[name] = options;
    }
    return out;
  }

 private:
  void read(const TraitSpec& spec) {
    Node& node = nodes_[std::string(spec.name)];
    const auto given = given_.find(spec.name);
    node = to_node(given != given_.end() ? json::value(given->second) : json::value(json::object()));
    FieldRules rules;
    rules.lenient = true;
    rules.common = false;
    rules.what = "trait '" + std::string(spec.name) + "'";
    Diagnostics found;
    options_.emplace(spec.name, Options::read(node, spec.fields, rules, found));
    for (const Diagnostic& diagnostic : found.list()) {
      if (diagnostic.severity == Severity::Error)
        plan_.out.diagnostics.add(diagnostic);
      else
        plan_.note(spec.name, diagnostic.message + (diagnostic.hint.empty() ? "" : ": " + diagnostic.hint));
    }
    const Options& options = this->options(spec.name);
    const bool off = options.has("enabled") && !options.flag("enabled");
    if (given != given_.end() && !spec.ignored.empty() && !off) plan_.note(spec.name, "has no effect: " + std::string(spec.ignored));
  }

  Plan& plan_;
  std::vector<TraitSpec> specs_;
  GivenTraits given_;
  std::map<std::string, Node> nodes_;
  std::map<std::string, Options> options_;
  std::size_t next_ = 0;
};

constexpr int kPropertyTraits = 400;  // camel, mount's configs and the like: what the routes' placeholders need
constexpr int kAll = 1'000'000;

void fill_status(Plan& plan, const Traits& traits) {
  json::object& status = plan.out.status;
  status["digest"] = plan.out.program.digest;
  status["image"] = kube::text_at(plan.container, {"image"});
  status["version"] = plan.facts.version;
  status["runtimeVersion"] = plan.facts.version;
  status["runtimeProvider"] = "kamel";
  status["profile"] = plan.shape == Shape::KnativeService ? "Knative" : plan.facts.openshift ? "OpenShift" : "Kubernetes";
  status["selector"] = std::string(kIntegrationLabel) + "=" + plan.name;
  status["traits"] = traits.text();
  if (plan.routes.serves_http) plan.capability("platform-http");
  if (plan.routes.has_rest) plan.capability("rest");
}

}  // namespace

Desired desired(const Declared& declared, const Facts& facts) {
  Desired out;
  Plan plan(declared, facts, out);
  if (plan.name.empty()) {
    plan.error("the Integration has no metadata.name");
    return out;
  }
  tell_fields_without_effect(plan);
  begin_pod(plan);
  Traits traits(plan);
  traits.apply(kPropertyTraits);
  collect_sources(plan);
  collect_routes(plan);
  traits.apply(kAll);
  seal(out.program);
  json::object routes = routes_config_map(plan);
  fill_status(plan, traits);
  if (out.diagnostics.has_errors()) {
    out.objects.clear();
    return out;
  }
  std::vector<json::object> others = std::exchange(out.objects, {});
  plan.add(std::move(routes));
  add_workload(plan);
  std::ranges::move(others, std::back_inserter(out.objects));
  return out;
}

}  // namespace kamel::cluster
