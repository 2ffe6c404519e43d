#include "operator/pipe/pipe.h"

#include <gtest/gtest.h>

#include "dsl/route.h"

namespace kamel::cluster {
namespace {

using kube::Object;

const Object kPipe = boost::json::parse(R"({"apiVersion":"camel.apache.org/v1","kind":"Pipe","metadata":{"name":"p","namespace":"n","uid":"u","generation":3,
  "annotations":{"trait.camel.apache.org/container.port":"9000","kubectl.kubernetes.io/last-applied-configuration":"x"}},
  "spec":{"replicas":2,"source":{"uri":"timer:tick"},"steps":[{"uri":"log:step"}],"sink":{"uri":"log:end"}}})")
                         .get_object();

TEST(Pipe, BecomesAnIntegrationThatItOwns) {
  const Object integration = integration_of(kPipe);
  EXPECT_EQ(kube::key_of(integration), (kube::Key{"n", "p"}));
  EXPECT_EQ(kube::whole_at(integration, {"spec", "replicas"}), 2);
  EXPECT_EQ(kube::annotation(integration, "trait.camel.apache.org/container.port"), "9000");
  EXPECT_EQ(kube::annotation(integration, "kubectl.kubernetes.io/last-applied-configuration"), "");
  EXPECT_EQ(kube::label(integration, "camel.apache.org/created.by.kind"), "Pipe");
  EXPECT_EQ(kube::text_at(kube::list_at(integration, {"metadata", "ownerReferences"})[0].get_object(), {"uid"}), "u");
}

TEST(Pipe, BringsASourceThatTheRuntimeReads) {
  const Object integration = integration_of(kPipe);
  const Object& source = kube::list_at(integration, {"spec", "sources"})[0].get_object();
  Diagnostics diagnostics;
  const RouteSet set = load_routes({std::make_shared<const Source>(Source{kube::text_at(source, {"name"}), kube::text_at(source, {"content"})})}, {}, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  ASSERT_EQ(set.routes.size(), 1U);
}

TEST(Pipe, ShowsTheStateOfItsIntegration) {
  EXPECT_EQ(kube::text_at(pipe_status(kPipe, nullptr), {"phase"}), "Creating");
  EXPECT_EQ(kube::text_at(pipe_status(kPipe, std::make_shared<const kube::Object>(boost::json::parse(R"({"status":{"phase":"Build Complete"}})").get_object())), {"phase"}), "Build Complete");
  const auto running = std::make_shared<const Object>(
      boost::json::parse(R"({"status":{"phase":"Running","replicas":2,"conditions":[{"type":"Ready","status":"True","reason":"DeploymentReady","message":"2/2"}]}})").get_object());
  const Object status = pipe_status(kPipe, running);
  EXPECT_EQ(kube::text_at(status, {"phase"}), "Ready");
  EXPECT_EQ(kube::whole_at(status, {"observedGeneration"}), 3);
  EXPECT_EQ(kube::text_at(kube::list_at(status, {"conditions"})[0].get_object(), {"reason"}), "DeploymentReady");
}

}  // namespace
}  // namespace kamel::cluster
