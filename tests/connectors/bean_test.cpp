#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

TEST(BeanEndpoint, CallsTheSameBeanAsTheStep) {
  Running routes(R"(
- beans: [ { name: counter, type: java.util.concurrent.atomic.AtomicInteger } ]
- from: { uri: 'direct:in', steps: [ { to: 'bean:counter?method=incrementAndGet' }, { bean: { ref: counter, method: incrementAndGet } } ] }
)");
  EXPECT_EQ(routes.send("direct:in", "").body, "2") << routes.diagnostics;
}

TEST(BeanEndpoint, RefusesByNameWhatIsNotThere) {
  const auto diagnostics = [](const std::string& uri) { return Running("- from: { uri: 'direct:in', steps: [ { to: '" + uri + "' } ] }").diagnostics; };
  EXPECT_NE(diagnostics("bean:nobody").find("nobody"), std::string::npos);
  EXPECT_NE(diagnostics("class:com.example.Mine?method=go").find("com.example.Mine"), std::string::npos);
  EXPECT_NE(diagnostics("bean:nobody?parameters=#x").find("under beans:"), std::string::npos);
}

}  // namespace
}  // namespace kamel::testing
