// Every expression below tests/routes/lang gives what Apache Camel 4.14 was recorded to give.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "dsl/json.h"
#include "engine/convert.h"
#include "kamel-cli/eval/json_values.h"
#include "kamel-cli/eval/lang.h"

namespace kamel::cli {
namespace {

/// {"$name": inner} without its wrapping, where the wrapping says nothing about the content.
Value unwrapped(const Value& value) {
  if (value.is_object()) return Value(to_text(value));  // a number beyond 64 bits
  if (!value.is_map() || value.map().size() != 1) return value;
  const auto& [name, inner] = value.map().entries().front();
  if (name == "$jsonnode" || name == "$iterator" || name == "$long" || name == "$stream" || name == "$xml" || name == "$file")
    return unwrapped(inner);
  if (name == "$bytes") return Value(input_value(value).slice());
  if (name == "$num") {
    const std::string text = to_text(inner).str();
    const std::string digits = text.substr(text.find(':') + 1);
    if (digits.find('.') != std::string::npos) return Value(*to_double(Value(digits)));
    const auto whole = to_long(Value(digits));
    return whole ? Value(*whole) : Value(digits);  // beyond 64 bits
  }
  return value;
}

/// Text that holds an id is known up to the id.
bool same_text(std::string_view expected, std::string_view actual) {
  for (const std::string_view mark : {"$EXCHANGEID", "$UUID"}) {
    if (const auto at = expected.find(mark); at != std::string_view::npos) {
      return actual.starts_with(expected.substr(0, at)) && actual.ends_with(expected.substr(at + mark.size()));
    }
  }
  return expected == actual;
}

bool same(const Value& expected_as_written, const Value& actual_as_written) {
  const Value expected = unwrapped(expected_as_written), actual = unwrapped(actual_as_written);
  const auto java = [](const Value& value) { return value.is_map() ? value.map().find("$java") : nullptr; };
  if (java(expected) != nullptr) {
    const Value text = *expected.map().find("text");
    return same(text, java(actual) != nullptr ? *actual.map().find("text") : actual);
  }
  if (expected.is_whole() && actual.is_whole()) return expected.as_whole() == actual.as_whole();
  if (expected.kind() != actual.kind()) return false;
  if (expected.is_text()) return same_text(expected.slice(), actual.slice());
  if (expected.is_list()) return std::ranges::equal(expected.list(), actual.list(), same);
  if (!expected.is_map()) return expected == actual;
  return expected.map().size() == actual.map().size() && std::ranges::all_of(expected.map(), [&](const Map::Entry& entry) {
           const Value* found = actual.map().find(entry.key);
           return found != nullptr && (entry.key == "message" || entry.key == "cause" || same(entry.value, *found));
         });
}

/// The exception's class; "" when there was none.
std::string failure(const Map& line) {
  const Value* exception = line.find("=> exception");
  return exception == nullptr ? "" : to_text(*exception->map().find("class")).str();
}

std::vector<std::string> lines_of(std::istream& in) {
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out.push_back(line);
  }
  return out;
}

void check(const std::string& recorded, const std::string& answered) {
  const auto expected = json::parse(Slice(recorded)), actual = json::parse(Slice(answered));
  ASSERT_TRUE(expected && actual) << recorded;
  const std::string expected_failure = failure(expected->map());
  EXPECT_EQ(expected_failure, failure(actual->map())) << recorded << "\n" << answered;
  if (!expected_failure.empty() || !failure(actual->map()).empty()) return;
  EXPECT_TRUE(same(*expected->map().find("=> value"), *actual->map().find("=> value"))) << recorded << "\n" << answered;
}

class RecordedExpressions : public testing::TestWithParam<std::string> {};

TEST_P(RecordedExpressions, GiveWhatCamelGives) {
  ::setenv("TZ", "UTC", 1);  // as when they were recorded
  std::ifstream in(GetParam());
  const std::vector<std::string> recorded = lines_of(in);
  std::stringstream out;
  ASSERT_EQ(eval_lang(GetParam(), out), 0);
  const std::vector<std::string> answered = lines_of(out);
  ASSERT_EQ(recorded.size(), answered.size());
  for (std::size_t i = 0; i < recorded.size(); ++i) check(recorded[i], answered[i]);
}

std::vector<std::string> files() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(KAMEL_SOURCE_DIR "/tests/routes/lang")) {
    if (entry.path().extension() == ".jsonl") out.push_back(entry.path());
  }
  std::ranges::sort(out);
  return out;
}

std::string name_of_file(const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem();
  std::ranges::replace_if(
      name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Lang, RecordedExpressions, testing::ValuesIn(files()), name_of_file);

TEST(EvalLang, SaysWhichFileCannotBeRead) {
  std::stringstream out;
  EXPECT_EQ(eval_lang("/no/such/file.jsonl", out), 1);
}

}  // namespace
}  // namespace kamel::cli
