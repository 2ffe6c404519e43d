// master: routes that run in the process that leads.
#include "connectors/master/election.h"
#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

using connectors::Candidacy;
using connectors::Election;

/// An election that the test decides.
class Decided final : public Election {
 public:
  struct One final : Candidacy {
    explicit One(Decided& election) : all(election) {}
    ~One() override { all.changed = nullptr; }
    void leave(std::function<void()> left) override {
      all.left = true;
      left();
    }
    Decided& all;
  };
  std::unique_ptr<Candidacy> stand(const std::string& name, std::function<void(bool)> told) override {
    stood = name;
    changed = std::move(told);
    return std::make_unique<One>(*this);
  }
  std::string stood;
  std::function<void(bool)> changed;
  std::atomic<bool> left = false;
};

constexpr const char* kRoute = "- from: { uri: 'master:tick:timer:t?period=5&delay=1', steps: [ { to: 'mock:out' } ] }";

struct Elected {
  explicit Elected(const std::string& yaml = kRoute) : routes("") {
    Election::use(routes.runtime().context(), election);
    routes.apply(yaml);
  }
  std::shared_ptr<Decided> election = std::make_shared<Decided>();
  Running routes;
};

TEST(Master, TakesMessagesOnlyWhileItLeads) {
  Elected elected;
  EXPECT_EQ(elected.routes.diagnostics, "");
  EXPECT_EQ(elected.election->stood, "tick");
  EXPECT_FALSE(elected.routes.mocks->wait("mock:out", 1, std::chrono::milliseconds(50)));
  elected.election->changed(true);
  elected.routes.arrived("mock:out", 3);
  elected.election->changed(false);
  // What was under way may still arrive; then there is rest.
  std::uint64_t count = 0;
  do {
    count = elected.routes.mocks->count("mock:out");
  } while (elected.routes.mocks->wait("mock:out", count + 1, std::chrono::milliseconds(50)));
  elected.election->changed(true);
  elected.routes.arrived("mock:out", count + 2);
}

TEST(Master, LetsOthersInWhenItStops) {
  Elected elected;
  elected.election->changed(true);
  elected.routes.arrived("mock:out", 1);
  EXPECT_FALSE(elected.election->left);
  EXPECT_TRUE(elected.routes.runtime().drain(std::chrono::seconds(10)));
  EXPECT_TRUE(elected.election->left);
}

TEST(Master, StopsThoughItNeverLed) {
  Elected elected;
  EXPECT_TRUE(elected.routes.runtime().drain(std::chrono::seconds(10)));
  EXPECT_TRUE(elected.election->left);
}

TEST(Master, StaysTheLeaderWhenItsStepsChange) {
  Elected elected;
  elected.election->changed(true);
  elected.routes.arrived("mock:out", 1);
  elected.routes.apply("- from: { uri: 'master:tick:timer:t?period=5&delay=1', steps: [ { to: 'mock:other' } ] }");
  elected.routes.arrived("mock:other", 1);
  EXPECT_FALSE(elected.election->left);
}

TEST(Master, NeedsAnElection) {
  Running routes(kRoute);
  EXPECT_NE(routes.diagnostics.find("No cluster service found"), std::string::npos) << routes.diagnostics;
}

TEST(Master, SaysHowItIsWritten) {
  Running routes("- from: { uri: 'master:tick', steps: [ { to: 'mock:out' } ] }");
  EXPECT_NE(routes.diagnostics.find("Wrong uri syntax. Must be master:namespace:uri"), std::string::npos) << routes.diagnostics;
}

}  // namespace
}  // namespace kamel::testing
