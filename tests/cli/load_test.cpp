#include <gtest/gtest.h>

#include <cstdlib>

#include "kamel-cli/eval/case.h"
#include "kamel-cli/load/declared.h"
#include "tests/cli/process.h"

namespace kamel::cli {
namespace {

using test::Folder;

std::vector<std::string> names(const std::vector<SourcePtr>& sources, const Folder& folder) {
  std::vector<std::string> out;
  for (const SourcePtr& source : sources) out.push_back(source->name.substr(folder.path().size()));
  return out;
}

TEST(Inputs, TakeTheYamlFilesOfAFolderByName) {
  const Folder folder;
  for (const char* name : {"b.yaml", "a.yml", "application.yaml", ".hidden.yaml", "notes.txt", "sub/c.yaml"}) folder.write(name, "[]");
  Diagnostics diagnostics;
  const Inputs inputs = read_inputs({folder.path()}, diagnostics);
  EXPECT_EQ(names(inputs.routes, folder), (std::vector<std::string>{"a.yml", "b.yaml"}));
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
}

TEST(Inputs, TellApartRoutesAndProperties) {
  const Folder folder;
  Diagnostics diagnostics;
  const Inputs inputs = read_inputs({folder.write("a.yaml", "[]"), folder.write("b.properties", "x=1")}, diagnostics);
  EXPECT_EQ(inputs.routes.size(), 1U);
  EXPECT_EQ(inputs.properties.size(), 1U);
  EXPECT_EQ(inputs.folders.size(), 1U);
}

TEST(Inputs, SayWhatToDoWithAJavaRoute) {
  const Folder folder;
  Diagnostics diagnostics;
  read_inputs({folder.write("A.java", "class A {}")}, diagnostics);
  ASSERT_EQ(diagnostics.errors(), 1U);
  EXPECT_NE(diagnostics.list()[0].message.find("not from .java files"), std::string::npos);
}

TEST(Inputs, ReportEachFileThatIsMissing) {
  Diagnostics diagnostics;
  read_inputs({"/nonesuch/a.yaml", "/nonesuch/b.yaml"}, diagnostics);
  EXPECT_EQ(diagnostics.errors(), 2U);
}

TEST(Load, LetsTheLaterPropertiesWin) {
  const Folder folder;
  folder.write("application.properties", "a=beside\nb=beside\nc=beside\ncamel.d=beside\n");
  LoadOptions options;
  options.files = {folder.write("a.yaml", "[]")};
  options.property_files = {folder.write("more.properties", "b=file\nc=file\n")};
  options.properties = {"c=line"};
  setenv("CAMEL_D", "environment", 1);
  Diagnostics diagnostics;
  const Declared declared = load(options, diagnostics);
  unsetenv("CAMEL_D");
  const Properties& properties = declared.set.properties;
  EXPECT_EQ(properties.get("a"), "beside");
  EXPECT_EQ(properties.get("b"), "file");
  EXPECT_EQ(properties.get("c"), "line");
  EXPECT_EQ(properties.get("camel.d"), "environment");
}

TEST(Load, RejectsAPropertyWithoutAValue) {
  LoadOptions options;
  options.properties = {"word"};
  Diagnostics diagnostics;
  load(options, diagnostics);
  ASSERT_EQ(diagnostics.errors(), 1U);
  EXPECT_EQ(diagnostics.list()[0].hint, "write -p key=value or -p file:name.properties");
}

TEST(Normalised, NamesWhatDiffersFromRunToRun) {
  EXPECT_EQ(normalised("id 3F2A00112233AABB-0000000000000001, 123e4567-e89b-12d3-a456-426614174000 in /tmp/x/a", "/tmp/x"),
            "id $EXCHANGEID, $UUID in $CASE/a");
  EXPECT_EQ(normalised("3F2A-0000000000000001", ""), "3F2A-0000000000000001");
}

}  // namespace
}  // namespace kamel::cli
