// What a cluster should hold for one Integration: a pure function of what was declared and of what the cluster is like.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/route.h"

namespace kamel::cluster {

/// What somebody declared, with all that it refers to. Kubernetes objects are held as the API server gives them.
struct Declared {
  boost::json::object integration;                             // kind Integration
  boost::json::object profile;                                 // the IntegrationProfile that its annotation names; empty: none
  boost::json::object platform;                                // the namespace's IntegrationPlatform; empty: none
  std::map<std::string, boost::json::object> config_maps;      // referenced ones that exist, by name: see `references`
  std::map<std::string, boost::json::object> secrets;          // the same for Secrets
  std::map<std::string, boost::json::object> kamelets;         // those that its namespace (or the operator's) has; unused ones do no harm
  std::map<std::string, std::string> addresses;                // "Channel/orders" → URL: of Knative channels, brokers and services that have one
  std::map<std::string, std::string> space_labels;             // of its namespace
};

/// What the cluster and the operator in it are like.
struct Facts {
  std::string image;                  // the runtime's, for every pod
  std::string image_pull_policy;      // "": Kubernetes' default
  std::string version;                // of the operator
  std::string operator_id;            // "": it has none
  std::string space = "default";      // the namespace of an Integration that says none
  std::string admin_secret;           // Secret with tls.crt, tls.key and ca.crt for the pods' admin port; "": no admin port
  int admin_port = 9443;
  std::map<std::string, std::string> proxy;  // HTTP_PROXY, HTTPS_PROXY, NO_PROXY as the operator has them
  std::vector<std::string> toleration_keys;  // that the toleration trait may use; empty: any
  // Which APIs there are.
  bool knative_serving = false;
  bool knative_eventing = false;
  bool keda = false;
  bool prometheus = false;    // monitoring.coreos.com/v1 PodMonitor
  bool gateway = false;       // gateway.networking.k8s.io/v1
  bool openshift = false;     // route.openshift.io/v1
  /// Compiles the routes, for what only the engine can find wrong. Unset: only their text is checked.
  std::function<Diagnostics(const RouteSet&)> check;
};

/// One text of the integration's program.
struct ProgramFile {
  std::string name;  // "orders.yaml", unique in the program
  std::string text;
};

/// What the pods run: pushed to those that run, and kept in a ConfigMap for those to come. It is no part of the pod template.
struct Program {
  std::string digest;                             // of all that follows: equal digests, equal behaviour
  std::vector<ProgramFile> sources;               // routes, in order
  std::vector<ProgramFile> kamelets;              // only those that are used: "log-sink.kamelet.yaml"
  std::map<std::string, std::string> properties;  // of traits, configuration, and mounted ConfigMaps
  std::map<std::string, std::string> secrets;     // properties from mounted Secrets: to be pushed, never written to a ConfigMap
};

struct Desired {
  /// Everything to apply, each complete with labels and owner reference, the ConfigMap of the program among them (named NAME-routes, its digest in the
  /// annotation camel.apache.org/digest). Empty when `diagnostics` has errors: then what is there is kept.
  std::vector<boost::json::object> objects;
  Program program;
  /// Parts of the Integration's status that follow from what was declared: digest, image, profile, version, capabilities, selector, traits, generatedSources,
  /// and conditions (type, status, reason, message) of services, exposure, Kamelets, traits.
  boost::json::object status;
  Diagnostics diagnostics;
  bool collect_garbage = false;  // whether objects of older generations are to be deleted (trait gc)
  std::vector<std::string> notes;  // options without effect and the like, one sentence each; in `status.conditions` too
};

/// Which ConfigMaps and Secrets an Integration refers to (sources' contentRef, mount.configs, mount.resources, environment.vars), so that they are looked up.
struct References {
  std::vector<std::string> config_maps, secrets;
};
References references(const Declared& declared);
/// Whether pods of the Integration see a change of the ConfigMap without a restart: it is a source, a properties file or a mounted file, and no variable.
bool reads_live(const Declared& declared, const std::string& config_map);

Desired desired(const Declared& declared, const Facts& facts);

// Names that both halves of the operator use.
inline constexpr std::string_view kIntegrationLabel = "camel.apache.org/integration";
inline constexpr std::string_view kGenerationLabel = "camel.apache.org/generation";
inline constexpr std::string_view kDigestAnnotation = "camel.apache.org/digest";
inline constexpr std::string_view kFieldOwner = "kamel-operator";
/// Pods run `kamel serve /etc/camel/sources`: the ConfigMap NAME-routes, mounted whole: routes, *.kamelet.yaml and application.properties side by side.
inline constexpr std::string_view kSourcesPath = "/etc/camel/sources";
/// Where pods find `Facts::admin_secret`: the flag --admin-certs.
inline constexpr std::string_view kAdminPath = "/etc/kamel/admin";
/// Properties of mount.configs: CAMEL_K_CONF_D/_configmaps/NAME and _secrets/NAME.
inline constexpr std::string_view kConfigPath = "/etc/camel/conf.d";

}  // namespace kamel::cluster
