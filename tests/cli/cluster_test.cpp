// What the commands for clusters write without one.
#include <gtest/gtest.h>

#include "tests/cli/process.h"

namespace kamel::cli::test {
namespace {

constexpr const char* kRoute = "- from:\n    uri: timer:tick\n    steps:\n    - log: hi\n";

TEST(RunInACluster, WritesTheIntegration) {
  const Folder folder;
  folder.write("myTick.yaml", kRoute);
  const Finished out = kamel({"run", "myTick.yaml", "--cluster", "-o", "yaml"}, folder.path());
  EXPECT_EQ(out.code, 0) << out.err;
  EXPECT_EQ(out.out,
            "apiVersion: camel.apache.org/v1\nkind: Integration\nmetadata:\n  name: my-tick\nspec:\n  flows:\n  - from:\n      uri: timer:tick\n      steps:\n      - log: hi\n"
            "status: {}\n");
}

TEST(RunInACluster, TakesCamelKsFlags) {
  const Folder folder;
  folder.write("a.yaml", kRoute);
  folder.write("x.properties", "one=1\ntwo=2\n");
  const Finished out = kamel({"run", "a.yaml", "--cluster", "-o", "yaml", "-t", "container.port=9090", "-t", "toleration.taints=a:NoSchedule", "-t", "toleration.taints=b:NoSchedule",
                              "-p", "two=3", "-p", "file:x.properties", "--config", "secret:login", "--resource", "configmap:data@/d", "-e", "A=B", "-v", "store:/s", "-d", "camel:kafka",
                              "-l", "team=blue", "--annotation", "note=1", "-x", "mine", "--integration-profile", "base", "--service-account", "reader", "-n", "shop", "--name", "Other One"},
                             folder.path());
  EXPECT_EQ(out.code, 0) << out.err;
  EXPECT_EQ(out.out,
            "apiVersion: camel.apache.org/v1\nkind: Integration\nmetadata:\n  name: other-one\n  namespace: shop\n  annotations:\n    note: \"1\"\n"
            "    camel.apache.org/operator.id: mine\n    camel.apache.org/integration-profile.id: base\n  labels:\n    team: blue\n"
            "spec:\n  dependencies:\n  - camel:kafka\n  flows:\n  - from:\n      uri: timer:tick\n      steps:\n      - log: hi\n  serviceAccountName: reader\n"
            "  traits:\n    container:\n      port: 9090\n    toleration:\n      taints:\n      - a:NoSchedule\n      - b:NoSchedule\n"
            "    camel:\n      properties:\n      - one=1\n      - two=3\n    mount:\n      configs:\n      - secret:login\n      resources:\n      - configmap:data@/d\n"
            "      volumes:\n      - store:/s\n    environment:\n      vars:\n      - A=B\nstatus: {}\n");
}

TEST(RunInACluster, ReadsModelinesUnlessTheCommandLineSaysOtherwise) {
  const Folder folder;
  folder.write("a.yaml", std::string("# camel-k: trait=container.port=1 property=a=1 property=b=2 name=named\n") + kRoute);
  const Finished out = kamel({"run", "a.yaml", "--cluster", "-o", "json", "-p", "a=9"}, folder.path());
  EXPECT_EQ(out.code, 0) << out.err;
  EXPECT_NE(out.out.find("\"named\""), std::string::npos) << out.out;
  EXPECT_NE(out.out.find("\"a=9\""), std::string::npos) << out.out;
  EXPECT_NE(out.out.find("\"b=2\""), std::string::npos) << out.out;
  EXPECT_EQ(out.out.find("\"a=1\""), std::string::npos) << out.out;
  EXPECT_NE(out.err.find("Modeline options have been loaded from source files\nFull command: kamel run --cluster a.yaml --trait=container.port=1"), std::string::npos) << out.err;
}

TEST(RunInACluster, TellsWhatIsWrong) {
  const Folder folder;
  folder.write("a.yaml", kRoute);
  folder.write("b.yaml", kRoute);
  folder.write("dev.yaml", std::string("# camel-k: dev=true\n") + kRoute);
  EXPECT_NE(kamel({"run", "a.yaml", "b.yaml", "--cluster", "-o", "yaml"}, folder.path()).err.find("unable to determine integration name; set --name"), std::string::npos);
  EXPECT_NE(kamel({"run", "a.yaml", "--cluster", "-o", "yaml", "-t", "contaner.port=1"}, folder.path()).err.find("trait contaner does not exist in catalog; did you mean 'container'?"),
            std::string::npos);
  EXPECT_NE(kamel({"run", "dev.yaml", "--cluster", "-o", "yaml"}, folder.path()).err.find("dev.yaml:1:12: error: a modeline may not hold 'dev'"), std::string::npos);
  EXPECT_EQ(kamel({"run", "a.yaml", "-t", "container.port=1"}, folder.path()).code, 2);  // needs --cluster
  EXPECT_NE(kamel({"run", "a.yaml", "--cluster", "--open-api", "x.json"}, folder.path()).err.find("name the document in a route"), std::string::npos);
  EXPECT_NE(kamel({"run", "a.yaml", "--cluster", "--sync", "-o", "yaml"}, folder.path()).err.find("--sync and -o exclude each other"), std::string::npos);
}

TEST(Bind, WritesThePipe) {
  const Finished out = kamel({"bind", "timer-source?period=100", "kafka:orders", "--step", "ns/log-action", "-p", "source.message=tick", "-p", "step-1.level=INFO", "-p", "sink.brokers=b:9092",
                              "--error-handler", "sink:channel:errors", "-t", "container.port=1", "-o", "yaml"});
  EXPECT_EQ(out.code, 0) << out.err;
  EXPECT_EQ(out.out,
            "apiVersion: camel.apache.org/v1\nkind: Pipe\nmetadata:\n  name: timer-source-to-kafka-orders\nspec:\n"
            "  source:\n    ref:\n      apiVersion: camel.apache.org/v1\n      kind: Kamelet\n      name: timer-source\n    properties:\n      period: \"100\"\n      message: tick\n"
            "  sink:\n    uri: kafka:orders\n    properties:\n      brokers: b:9092\n"
            "  steps:\n  - ref:\n      apiVersion: camel.apache.org/v1\n      kind: Kamelet\n      name: log-action\n      namespace: ns\n    properties:\n      level: INFO\n"
            "  errorHandler:\n    sink:\n      endpoint:\n        ref:\n          apiVersion: messaging.knative.dev/v1\n          kind: Channel\n          name: errors\n"
            "  traits:\n    container:\n      port: 1\nstatus: {}\n");
}

TEST(Bind, RefusesWhatIsNoEnd) {
  const Finished out = kamel({"bind", "A B", "log:x", "-p", "nowhere.a=b", "-o", "yaml"});
  EXPECT_EQ(out.code, 2);
  EXPECT_NE(out.err.find("'A B' is no end of a Pipe"), std::string::npos) << out.err;
}

TEST(Install, WritesKindsRightsAndTheOperator) {
  const Finished out = kamel({"install", "-o", "yaml", "-n", "apps", "--global", "--operator-image", "reg/kamel:2", "--operator-env-vars", "A=1", "--toleration", "k=v:NoExecute:5",
                              "--operator-resources", "limits.memory=1Gi"});
  EXPECT_EQ(out.code, 0) << out.err;
  for (const char* part : {"kind: CustomResourceDefinition", "name: integrations.camel.apache.org", "kind: ClusterRole\n", "kind: Deployment", "image: reg/kamel:2", "namespace: apps",
                           "tolerationSeconds: 5", "memory: 1Gi", "- name: A\n"}) {
    EXPECT_NE(out.out.find(part), std::string::npos) << part;
  }
  const Finished without = kamel({"install", "-o", "yaml", "--skip-cluster-setup"});
  EXPECT_EQ(without.out.find("CustomResourceDefinition"), std::string::npos);
  EXPECT_EQ(kamel({"uninstall", "-o", "yaml"}).out.find("CustomResourceDefinition"), std::string::npos);
}

TEST(Explain, TellsAboutTraits) {
  const Finished all = kamel({"explain", "trait"});
  EXPECT_NE(all.out.find("knative-service"), std::string::npos) << all.err;
  const Finished one = kamel({"explain", "trait", "container"});
  EXPECT_NE(one.out.find("limitMemory"), std::string::npos) << one.err;
  EXPECT_NE(kamel({"explain", "trait", "jvm"}).out.find("there is no Java machine"), std::string::npos);
}

TEST(Clusters, AreMissedWithANextStep) {
  const Finished out = kamel({"get", "--kube-config", "/nowhere/config"});
  EXPECT_EQ(out.code, 1);
  EXPECT_EQ(out.err.find("Error: "), 0U) << out.err;
}

}  // namespace
}  // namespace kamel::cli::test
