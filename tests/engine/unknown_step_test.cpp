// Names of steps that there are none of: what the diagnostic says to do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/routes.h"

namespace kamel {
namespace {

using test::Routes;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string problems_of(const std::string& steps) { return Routes("- from: { uri: direct:in, steps: [ " + steps + " ] }\n").problems(); }

TEST(UnknownStep, IsToldFromAnOptionOfTheStepAround) {
  EXPECT_THAT(problems_of("{ split: { tokenize: ',', steps: [ { to: mock:a }, { parallelProcessing: true } ] } }"),
              AllOf(HasSubstr("unknown step 'parallelProcessing'"), HasSubstr("it is an option of split: write it beside steps, without a '-'")));
  EXPECT_THAT(problems_of("{ parallelProcessing: true }"), AllOf(HasSubstr("unknown step"), Not(HasSubstr("option of"))));
}

TEST(UnknownStep, MayBeAMisspeltOne) { EXPECT_THAT(problems_of("{ split: { tokenize: ',', steps: [ { setBdy: x } ] } }"), HasSubstr("did you mean 'setBody'?")); }

}  // namespace
}  // namespace kamel
