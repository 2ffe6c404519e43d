// Expected: which of the two it holds, after every way of making, copying and moving one.
#include "dsl/expected.h"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "dsl/error.h"

namespace kamel {
namespace {

Result<bool> refused() { return Error("java.lang.IllegalStateException", "no"); }
Result<std::string> text(const char* value) { return value; }

TEST(Expected, AnErrorIsAFailureAlsoWhereItWouldConvertToTheValue) {
  const auto result = refused();
  EXPECT_FALSE(result);
  EXPECT_TRUE(result.has_error());
  EXPECT_EQ(result.error().message(), "no");
}

TEST(Expected, HoldsWhatConvertsToTheValue) {
  const auto result = text("abc");
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(*result, "abc");
  EXPECT_EQ(result->size(), 3u);
  EXPECT_FALSE(result.error()) << "no error beside a value";
}

TEST(Expected, ValueOfAFailureThrowsItsTextAndItsPlace) {
  try {
    refused().value();
    FAIL() << "should have thrown";
  } catch (const std::logic_error& e) {
    EXPECT_NE(std::string(e.what()).find("java.lang.IllegalStateException: no (unchecked at "), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("expected_test.cpp:"), std::string::npos) << e.what();
  }
}

TEST(Expected, AssignmentReplacesEitherByEither) {
  const auto shared = std::make_shared<int>(7);
  Result<std::shared_ptr<int>> result = shared;
  result = Error("java.lang.Exception", "gone");
  EXPECT_EQ(shared.use_count(), 1) << "the value was destroyed";
  EXPECT_EQ(result.error().message(), "gone");
  result = shared;
  EXPECT_EQ(shared.use_count(), 2);
  result = Result<std::shared_ptr<int>>(result);
  EXPECT_EQ(shared.use_count(), 2);
  const auto moved = *std::move(result);
  EXPECT_EQ(moved, shared);
}

TEST(Expected, GoesOnAsOneOfAWiderValue) {
  Result<std::unique_ptr<std::string>> narrow = std::make_unique<std::string>("x");
  const Result<std::shared_ptr<std::string>> wide = std::move(narrow);
  ASSERT_TRUE(wide);
  EXPECT_EQ(**wide, "x");
  const Result<std::shared_ptr<std::string>> failed = Result<std::unique_ptr<std::string>>(Error("java.lang.Exception", "y"));
  EXPECT_EQ(failed.error().message(), "y");
}

TEST(Expected, OfNothingIsDoneOrAFailure) {
  Result<> done;
  EXPECT_TRUE(done);
  done.value();
  done = Error("java.lang.Exception", "late");
  EXPECT_FALSE(done);
  EXPECT_THROW(done.value(), std::logic_error);
}

}  // namespace
}  // namespace kamel
