#include "engine/kamelet.h"

#include <algorithm>

#include "engine/error_handling.h"
#include "engine/exchange.h"
#include "engine/intake.h"
#include "engine/names.h"
#include "engine/saga_route.h"
#include "engine/worker.h"

namespace kamel {
namespace {

// Options of the endpoint itself; all others are the Kamelet's.
constexpr std::string_view kOwn[] = {"location", "noErrorHandler", "block", "timeout", "failIfNoConsumers", "lazyStartProducer", "bridgeErrorHandler"};

/// Calls a program that belongs to this place in this route alone.
class KameletCall final : public Step {
 public:
  KameletCall(std::shared_ptr<const Program> program, std::size_t workers)
      : intakes_(workers, [program = std::move(program)](Worker& worker) {
          auto intake = std::make_unique<Intake>(worker, program->route_id, 0);
          intake->swap(program);
          return intake;
        }) {}
  Flow run(Exchange& exchange) const override {
    exchange.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
    return exchange.call(intakes_.at(exchange.worker()));
  }

 private:
  PerWorker<Intake> intakes_;
};

}  // namespace

const Node* steps_of(const RouteDecl& route) {
  const Node* steps = route.from.find("steps");
  return steps != nullptr ? steps : route.options.find("steps");
}

std::shared_ptr<const RouteDecl> expand_kamelet(const EndpointUri& uri, const Mark& mark, Assembler& assembler) {
  const auto slash = uri.path.find('/');
  const std::string name = uri.path.substr(0, slash);
  const TemplateDecl* from = assembler.set().find_template(name);
  if (from == nullptr) {
    std::vector<std::string_view> known;
    for (const TemplateDecl& one : assembler.set().templates) known.push_back(one.id);
    const std::string meant = did_you_mean(name, known);
    assembler.error(mark, "no Kamelet '" + name + "'", meant.empty() ? "give its file to kamel as well, for example kamel run routes.yaml " + name + ".kamelet.yaml" : meant,
                    "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  }
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const Parameter& parameter : uri.parameters) {
    if (std::ranges::find(kOwn, parameter.name) == std::end(kOwn)) parameters.emplace_back(parameter.name, parameter.value);
  }
  const std::string id = slash != std::string::npos ? uri.path.substr(slash + 1) : assembler.make_id(name + "-");
  auto route = expand_template(*from, id, parameters, assembler.set(), mark, assembler.diagnostics());
  if (!route) return nullptr;
  auto kept = std::make_shared<const RouteDecl>(std::move(*route));
  assembler.program().kept.push_back(kept);
  return kept;
}

std::unique_ptr<const Step> kamelet_call(const EndpointUri& uri, const Mark& mark, const Node* sink, Assembler& assembler) {
  const auto route = expand_kamelet(uri, mark, assembler);
  if (!route) return nullptr;
  Assembler inner(assembler.context(), assembler.set(), route->id, assembler.diagnostics());
  inner.set_route(*route);
  inner.set_sink([&] { inner.steps(sink); });
  inner.steps(with_saga_outermost(steps_of(*route), inner));
  inner.emit_return();
  assemble_error_handling(*route, inner);
  inner.program().kept.push_back(route);
  inner.program().sources = assembler.set().sources;
  return std::make_unique<KameletCall>(inner.finish(), assembler.context().workers().size());
}

}  // namespace kamel
