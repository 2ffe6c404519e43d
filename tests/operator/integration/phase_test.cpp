#include "operator/integration/phase.h"

#include <gtest/gtest.h>

namespace kamel::cluster {
namespace {

Asked asked_of(const std::string& phase, const std::string& annotation, bool works) {
  return asked(boost::json::parse(R"({"metadata":{"annotations":{"camel.apache.org/dont-run-after-build":")" + annotation + R"("}},"status":{"phase":")" + phase + "\"}}").get_object(), works);
}

TEST(Phase, RestsOnlyWhoSaysSo) {
  EXPECT_EQ(asked({}, false), Asked::Begin);
  EXPECT_EQ(asked_of("Undeploying", "false", true), Asked::Run);
  EXPECT_EQ(asked_of("Build Complete", "", false), Asked::Run);  // the annotation was taken away
  EXPECT_EQ(asked_of("", "true", false), Asked::Rest);
  EXPECT_EQ(asked_of("Build Complete", "true", false), Asked::Rest);
}

TEST(Phase, IsSetByDeployAndUndeploy) {
  EXPECT_EQ(asked_of("Deploying", "true", false), Asked::Run);
  EXPECT_EQ(asked_of("Running", "true", true), Asked::Run);
  EXPECT_EQ(asked_of("Undeploying", "true", true), Asked::Rest);
}

TEST(Phase, LeavesWhatFailedWhereItWas) {
  EXPECT_EQ(asked_of("Error", "true", true), Asked::Run);
  EXPECT_EQ(asked_of("Error", "true", false), Asked::Rest);
}

TEST(Phase, BeginsAnewWhenItIsTakenAway) {
  EXPECT_EQ(asked_of("", "false", true), Asked::Begin);
  EXPECT_EQ(asked_of("", "true", true), Asked::Begin);
}

}  // namespace
}  // namespace kamel::cluster
