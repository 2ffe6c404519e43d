#include "engine/absent_components.h"

#include <algorithm>

namespace kamel {
namespace {

struct Absent {
  std::string_view scheme, instead;
};

constexpr std::string_view kJson = "its engine runs in a JVM; transform JSON with jq: transform: { jq: … }";
constexpr std::string_view kTemplate = "its engine runs in a JVM; write the template in Mustache: to: mustache:file:…";
constexpr std::string_view kXml = "its engine runs in a JVM; transform XML with XSLT 1.0: to: xslt:file:…";

constexpr std::string_view kHttp = "HTTP has one server and one client here: from: platform-http:/path, to: http://host:port/path (or https:)";

constexpr Absent kAbsent[] = {
    {"atlasmap", kJson},       {"chunk", kTemplate},           {"dozer", kJson},          {"freemarker", kTemplate}, {"jolt", kJson},
    {"kubernetes-events", "routes do not talk to the API server: create a Knative ApiServerSource whose sink is this integration, and consume from: knative:event/dev.knative.apiserver.resource.add (or .update, .delete)"},
    {"json-patch", kJson},     {"jsonata", kJson},             {"jslt", kJson},           {"jte", kTemplate},        {"mapstruct", kJson},
    {"msv", "check XML with an XML schema: to: validator:file:…"},                        {"mvel", kTemplate},       {"schematron", "check XML with an XML schema: to: validator:file:…"},
    {"jetty", kHttp},          {"netty-http", kHttp},          {"servlet", kHttp},        {"undertow", kHttp},       {"vertx-http", kHttp},
    {"ref", "endpoints have no names here: write the URI of the one that is meant, or to: direct:name with a route behind it"},
    {"string-template", kTemplate}, {"thymeleaf", kTemplate},  {"velocity", kTemplate},   {"xj", kXml},              {"xquery", kXml},
    {"xslt-saxon", kXml},
};

}  // namespace

std::string_view instead_of_component(std::string_view scheme) noexcept {
  const auto found = std::ranges::find(kAbsent, scheme, &Absent::scheme);
  return found == std::end(kAbsent) ? std::string_view() : found->instead;
}

}  // namespace kamel
