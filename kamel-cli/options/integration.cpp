// Camel K's flags of `kamel run`.
#include <CLI/App.hpp>

#include "kamel-cli/options/options.h"

namespace kamel::cli {

void add_integration_flags(CLI::App& command, IntegrationFlags& flags, CLI::Option* cluster) {
  const auto add = [&](const char* name, auto& into, const char* summary) {
    CLI::Option* option = command.add_option(name, into, summary)->group("In a cluster")->needs(cluster);
    if constexpr (!std::is_same_v<std::decay_t<decltype(into)>, std::string>) option->allow_extra_args(false);
  };
  const auto flag = [&](const char* name, bool& into, const char* summary) { command.add_flag(name, into, summary)->group("In a cluster")->needs(cluster); };
  add("-n,--namespace", flags.space, "The namespace [of the kubeconfig]");
  add("-t,--trait", flags.traits, "trait.option=value; `kamel explain trait` lists them; may be repeated");
  add("--config", flags.configs, "configmap:name[/key] or secret:name[/key]: properties; may be repeated");
  add("--resource", flags.resources, "configmap:name[/key][@path] or secret:…: files; may be repeated");
  add("-e,--env", flags.environment, "NAME=value, NAME=configmap:name/key or NAME=secret:name/key; may be repeated");
  add("-v,--volume", flags.volumes, "claim:/path; may be repeated");
  add("-d,--dependency", flags.dependencies, "A library; without effect, everything is built in");
  add("-l,--label", flags.labels, "A label, key=value; may be repeated");
  add("--annotation", flags.annotations, "An annotation, key=value; may be repeated");
  add("--service-account", flags.service_account, "The pods' service account");
  add("--pod-template", flags.pod_template, "A YAML file that is merged over the pods' template");
  add("--profile", flags.profile, "Without effect");
  add("--integration-profile", flags.integration_profile, "[namespace/]name of an IntegrationProfile");
  add("-x,--operator-id", flags.operator_id, "The operator that shall take care");
  add("-k,--kit", flags.kit, "Without effect: nothing is built");
  add("--maven-repository", flags.repositories, "Without effect: nothing is built");
  add("--build-property", flags.build_properties, "Without effect: nothing is built");
  add("--image", flags.image, "Another image; it must hold this runtime");
  add("--git", flags.git, "Without effect: nothing is built");
  add("--git-branch", flags.git_branch, "As --git");
  add("--git-tag", flags.git_tag, "As --git");
  add("--git-commit", flags.git_commit, "As --git");
  add("--git-path", flags.git_path, "As --git");
  add("-c,--connect", flags.without_effect, "Without effect: mount what it would bind with --config");
  flag("--force", flags.forced, "Without effect: nothing keeps an Integration from being declared");
  command.add_option_function<std::string>("--open-api", [](const std::string&) {
    throw CLI::ValidationError("--open-api", "name the document in a route: `rest: {openApi: {specification: FILE}}`, with --resource where it is in a ConfigMap");
  }, "Refused: rest has openApi")->group("In a cluster")->needs(cluster);
  flag("--compression", flags.compression, "Compress sources that are not in spec.flows");
  flag("--dont-run-after-build", flags.dont_run_after_build, "Declare it, but do not start it before `kamel deploy`");
  flag("--use-flows,!--no-use-flows", flags.use_flows, "Put YAML routes into spec.flows (default), or all into spec.sources");
}

}  // namespace kamel::cli
