// kamel bind: from one end to another, as a Pipe.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/cluster/objects.h"
#include "kamel-cli/cluster/pipe.h"
#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

struct Given {
  BindOptions pipe;
  std::string kube_config;
};

int bind(const Given& given) {
  Diagnostics diagnostics;
  auto pipe = make_pipe(given.pipe, diagnostics);
  if (tell(diagnostics) || !pipe) return kUsage;
  if (!given.pipe.output.empty()) {
    print_objects({*pipe}, given.pipe.output);
    return kOk;
  }
  const auto connection = connect({given.kube_config, given.pipe.space});
  if (!connection) return kFailure;
  pipe->erase("status");
  (*pipe)["metadata"].get_object()["namespace"] = connection->space;
  const auto done = declare(*connection, kube::resources::pipes, *pipe);
  if (!done) return failed(done.error());
  print("binding \"" + kube::key_of(*pipe).name + "\" " + *done + "\n");
  return kOk;
}

}  // namespace

void commands::bind(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "bind", "Bind a source to a sink with a Pipe",
                                  "  kamel bind timer-source kafka:ticks -p source.message=tick -o yaml\n"
                                  "  kamel bind kafka:orders channel:shop --step json-deserialize-action\n",
                                  [given] { return bind(*given); });
  BindOptions& pipe = given->pipe;
  command.add_option("SOURCE", pipe.source, "A Kamelet, kind:name (channel, broker, ksvc …), or a Camel URI")->required();
  command.add_option("SINK", pipe.sink, "The same")->required();
  command.add_option("--name", pipe.name, "Name of the Pipe [SOURCE-to-SINK]");
  command.add_option("--step", pipe.steps, "A step between them; may be repeated")->allow_extra_args(false);
  command.add_option("-p,--property", pipe.properties, "source.key=value, sink.key=value, step-1.key=value, error-handler.key=value")->allow_extra_args(false);
  command.add_option("-t,--trait", pipe.traits, "trait.option=value; may be repeated")->allow_extra_args(false);
  command.add_option("--error-handler", pipe.error_handler, "none, log or sink:END");
  command.add_option("--annotation", pipe.annotations, "key=value; may be repeated")->allow_extra_args(false);
  command.add_option("--service-account", pipe.service_account, "The pods' service account");
  command.add_option("-d,--dependency", pipe.dependencies, "Without effect: everything is built in")->allow_extra_args(false);
  command.add_option("-x,--operator-id", pipe.operator_id, "The operator that shall take care");
  command.add_flag("--skip-checks", pipe.skip_checks, "Accepted; the operator checks");
  command.add_option("-o,--output", pipe.output, "yaml or json: write the Pipe instead of making it")->check(CLI::IsMember({"yaml", "json"}));
  command.add_option("-n,--namespace", pipe.space, "The namespace [that of the kubeconfig]");
  command.add_option("--kube-config", given->kube_config, "The kubeconfig [KUBECONFIG, ~/.kube/config]");
}

}  // namespace kamel::cli
