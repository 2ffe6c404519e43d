// Every example in a spec can be used as it stands; every name that is only known is refused.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/catalogs.h"
#include "engine/runtime.h"

namespace kamel {
namespace {

const Registry& registry() {
  static const Registry all(steps::catalog(), languages::catalog(), formats::catalog(), connectors::catalog());
  return all;
}

// What the examples name: beans, a data format, a Kamelet.
constexpr const char* kSurroundings = R"(- beans:
    - { name: orders, type: org.apache.camel.component.dataset.SimpleDataSet, properties: { size: 100 } }
    - { name: sagas, type: org.apache.camel.saga.InMemorySagaService }
- dataFormats: [ { json: { id: mine } } ]
)";
constexpr const char* kKamelet = R"(apiVersion: camel.apache.org/v1
kind: Kamelet
metadata: { name: log-action }
spec:
  definition: { properties: { level: { default: INFO } } }
  template: { from: { uri: "kamelet:source", steps: [ { log: { message: "${body}", loggingLevel: "{{level}}" } } ] } }
)";

// What is wrong with routes, "" when nothing is.
std::string problems(const std::string& yaml) {
  const auto source = std::make_shared<const Source>(Source{"example", yaml});
  Diagnostics diagnostics;
  const auto kamelet = std::make_shared<const Source>(Source{"log-action.kamelet.yaml", kKamelet});
  RouteSet set = load_routes({source, kamelet}, {}, diagnostics);
  Runtime runtime(registry(), {.name = "examples"});
  runtime.check(std::move(set), diagnostics);
  return diagnostics.has_errors() ? diagnostics.text() + "\n" + yaml : "";
}

std::string indented(std::string_view text, const std::string& by) {
  std::string out = by;
  for (const char c : text) {
    out += c;
    if (c == '\n') out += by;
  }
  return out + "\n";
}

std::string route(const std::string& steps) { return std::string(kSurroundings) + "- route:\n    id: example\n    from:\n      uri: direct:example-in\n      steps:\n" + indented(steps, "        "); }

TEST(Examples, OfStepsCompile) {
  std::size_t compiled = 0;
  for (const StepSpec& spec : registry().steps()) {
    if (!spec.needs.empty() || spec.example.empty()) continue;
    EXPECT_EQ(problems(route(std::string(spec.example))), "") << spec.name;
    ++compiled;
  }
  EXPECT_GT(compiled, 30U);
}

TEST(Examples, OfLanguagesCompile) {
  for (const LanguageSpec& spec : registry().languages()) {
    const std::string name(spec.name), example(spec.example);
    if (spec.refused) continue;
    ASSERT_FALSE(example.empty()) << name;
    const std::string expression = example.starts_with(name + ":") ? example : name + ": " + example;
    EXPECT_EQ(problems(route("- setBody:\n" + indented(expression, "    "))), "") << name;
  }
}

TEST(Examples, OfFormatsCompile) {
  for (const FormatSpec& spec : registry().formats()) {
    if (spec.refused) continue;
    ASSERT_FALSE(spec.example.empty()) << spec.name;
    EXPECT_EQ(problems(route("- marshal:\n" + indented(spec.example, "    "))), "") << spec.name;
  }
}

// The files that examples name, in a folder that is the current one meanwhile.
class Files {
 public:
  Files() : before_(std::filesystem::current_path()) {
    std::string name = (std::filesystem::temp_directory_path() / "kamel-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    std::filesystem::current_path(folder_);
    std::ofstream("pets.json") << R"({"openapi":"3.0.0","info":{"title":"pets","version":"1"},"servers":[{"url":"http://pets"}],"paths":{"/pets":{"get":{"operationId":"getPet","responses":{"200":{"description":"ok"}}}}}})";
    std::ofstream("order.xsd") << R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="order"/></xs:schema>)";
    std::ofstream("order.xsl") << R"(<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>)";
  }
  ~Files() {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(folder_);
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

 private:
  std::filesystem::path before_;
  std::string folder_;
};

TEST(Examples, OfComponentsCompile) {
  const Files files;
  for (const ComponentSpec& spec : registry().components()) {
    const std::string uri(spec.example);
    ASSERT_FALSE(uri.empty()) << spec.scheme;
    if (spec.producer != nullptr) {
      EXPECT_EQ(problems(route("- to: \"" + uri + "\"")), "") << spec.scheme;
    } else {
      EXPECT_EQ(problems("- from: { uri: \"" + uri + "\", steps: [ { log: x } ] }\n"), "") << spec.scheme;
    }
  }
}

TEST(Examples, WhatIsOnlyKnownByNameIsRefused) {
  for (const LanguageSpec& spec : registry().languages()) {
    if (!spec.refused) continue;
    EXPECT_NE(problems(route("- setBody:\n    " + std::string(spec.name) + ": x")), "") << spec.name;
  }
  for (const FormatSpec& spec : registry().formats()) {
    if (!spec.refused) continue;
    EXPECT_NE(problems(route("- marshal: { " + std::string(spec.name) + ": {} }")), "") << spec.name;
  }
}

TEST(Specs, SayWhyEachOptionIsIgnoredOrRefusedAndWhatTheOthersMean) {
  const auto check = [](const auto& self, const std::string& owner, std::span<const Field> fields) -> void {
    for (const Field& field : fields) {
      const bool told = !field.summary.empty() || !field.ignored.empty() || !field.refused.empty();
      EXPECT_TRUE(told) << owner << '.' << field.name << " says nothing";
      EXPECT_FALSE(!field.ignored.empty() && !field.refused.empty()) << owner << '.' << field.name << " is ignored and refused";
      if (owner.size() < 100) self(self, owner + "." + std::string(field.name), field.fields);
    }
  };
  for (const StepSpec& spec : registry().steps()) {
    if (!spec.summary.ends_with("; refused")) check(check, std::string(spec.name), spec.fields);
  }
  for (const LanguageSpec& spec : registry().languages()) {
    if (!spec.refused) check(check, std::string(spec.name), spec.fields);
  }
  for (const FormatSpec& spec : registry().formats()) {
    if (!spec.refused) check(check, std::string(spec.name), spec.fields);
  }
  for (const ComponentSpec& spec : registry().components()) check(check, std::string(spec.scheme), spec.fields);
}

}  // namespace
}  // namespace kamel
