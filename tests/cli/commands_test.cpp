#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "dsl/json.h"
#include "tests/cli/process.h"

namespace kamel::cli::test {
namespace {

constexpr const char* kGood =
    "- route:\n    id: good\n    from:\n      uri: direct:in\n      steps:\n        - setBody: {constant: hi}\n        - to: mock:out\n";

Value parsed(const std::string& text) {
  const Result<Value> value = json::parse(Slice(text));
  EXPECT_TRUE(value.has_value()) << text.substr(0, 300);
  return value.has_value() ? *value : Value(Map());
}

TEST(Commands, GiveExamplesInEachHelp) {
  for (const char* command : {"run", "lint", "explain", "init", "schema", "test", "completion", "version"}) {
    const Finished help = kamel({command, "--help"});
    EXPECT_EQ(help.code, 0) << command;
    EXPECT_NE(help.out.find("Examples:\n  "), std::string::npos) << help.out;
    EXPECT_NE(help.out.find("kamel " + std::string(command)), std::string::npos) << help.out;
  }
}

TEST(Commands, EndWithTwoOnWrongUsage) {
  EXPECT_EQ(kamel({}).code, 2);
  EXPECT_EQ(kamel({"frobnicate"}).code, 2);
  EXPECT_EQ(kamel({"run"}).code, 2);
  EXPECT_EQ(kamel({"run", "a.yaml", "--log-format", "xml"}).code, 2);
}

TEST(Commands, SayWhatWasProbablyMeant) {
  EXPECT_EQ(kamel({"runn"}).err, "kamel: there is no command 'runn'; did you mean 'run'?\n`kamel --help` shows what there is\n");
  EXPECT_NE(kamel({"explain", "stpe", "split"}).err.find("did you mean 'step'?"), std::string::npos);
  const std::string option = kamel({"run", "a.yaml", "--max-mesages", "3"}).err;
  EXPECT_NE(option.find("did you mean '--max-messages'?\n`kamel run --help`"), std::string::npos) << option;
}

TEST(Version, NamesTheVersionAndWhatIsBuiltIn) {
  EXPECT_EQ(kamel({"version"}).out.find("kamel " KAMEL_VERSION), 0U);
  EXPECT_TRUE(parsed(kamel({"version", "-o", "json"}).out).map().find("steps")->is_whole());
}

TEST(Lint, FindsNothingInAGoodRoute) {
  const Folder folder;
  const Finished lint = kamel({"lint", folder.write("good.yaml", kGood)});
  EXPECT_EQ(lint.code, 0) << lint.out << lint.err;
  EXPECT_EQ(lint.out, "");
}

TEST(Lint, TellsEveryErrorAtOnceWithItsPlace) {
  const Folder folder;
  folder.write("bad.yaml", "- from:\n    uri: direct:a\n    steps:\n      - setBoddy: {constant: a}\n      - to: nonesuch:b\n");
  const Finished lint = kamel({"lint", "bad.yaml"}, folder.path());
  EXPECT_EQ(lint.code, 3);
  EXPECT_NE(lint.out.find("bad.yaml:4:9: error:"), std::string::npos) << lint.out;
  EXPECT_NE(lint.out.find("did you mean 'setBody'?"), std::string::npos) << lint.out;
  EXPECT_NE(lint.out.find("bad.yaml:5:"), std::string::npos) << lint.out;
}

TEST(Lint, WarnsOfAKeyThatIsGivenTwiceAndOfAFileThatLoadsNothing) {
  const Folder folder;
  folder.write("twice.yaml", "- from:\n    uri: direct:a\n    steps:\n      - setHeader: {name: a, name: b, constant: c}\n");
  folder.write("map.yaml", "route:\n  from:\n    uri: direct:b\n    steps:\n      - to: mock:b\n");
  const Finished lint = kamel({"lint", "."}, folder.path());
  EXPECT_EQ(lint.code, 0) << lint.out;
  EXPECT_NE(lint.out.find("twice.yaml:4:30: warning: the key 'name' is given twice"), std::string::npos) << lint.out;
  EXPECT_NE(lint.out.find("map.yaml:1:1: warning: this file loads nothing"), std::string::npos) << lint.out;
}

TEST(Lint, PrintsJsonForPrograms) {
  const Folder folder;
  folder.write("bad.yaml", "- from:\n    uri: direct:a\n    steps:\n      - setBoddy: {constant: a}\n");
  const Value json = parsed(kamel({"lint", "bad.yaml", "-o", "json"}, folder.path()).out);
  ASSERT_TRUE(json.is_list());
  EXPECT_EQ(json.list()[0].map().find("file")->slice(), "bad.yaml");
  EXPECT_EQ(json.list()[0].map().find("line")->as_whole(), 4);
}

TEST(Lint, NeedsNoBrokersForARouteThatRunUsesAnEmbeddedOneFor) {
  const Folder folder;
  const Finished lint = kamel({"lint", folder.write("k.yaml", "- from:\n    uri: kafka:orders\n    steps:\n      - to: mock:out\n")});
  EXPECT_EQ(lint.code, 0) << lint.out << lint.err;
}

TEST(Lint, SaysWhichFileWasMeant) {
  const Folder folder;
  folder.write("orders.yaml", kGood);
  const Finished lint = kamel({"lint", "order.yaml"}, folder.path());
  EXPECT_EQ(lint.code, 3);
  EXPECT_NE(lint.out.find("did you mean 'orders.yaml'?"), std::string::npos) << lint.out;
}

TEST(Explain, TellsTheOptionsOfAStep) {
  const Finished page = kamel({"explain", "step", "filter"});
  EXPECT_EQ(page.code, 0) << page.err;
  EXPECT_EQ(page.out.find("filter"), 0U);
  EXPECT_NE(page.out.find("Example"), std::string::npos) << page.out;
}

TEST(Explain, ListsAllOfAKindAndMendsATypo) {
  EXPECT_NE(kamel({"explain", "step"}).out.find("filter"), std::string::npos);
  const Finished typo = kamel({"explain", "step", "filtr"});
  EXPECT_EQ(typo.code, 1);
  EXPECT_NE(typo.err.find("did you mean 'filter'?"), std::string::npos);
}

TEST(Explain, DrawsARoute) {
  const Folder folder;
  const Finished drawn = kamel({"explain", "route", folder.write("good.yaml", kGood), "-o", "mermaid"});
  EXPECT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_EQ(drawn.out.find("flowchart TD\n"), 0U);
  EXPECT_NE(drawn.out.find("from direct:in"), std::string::npos);
  EXPECT_NE(drawn.out.find("n1 --> n2"), std::string::npos) << drawn.out;
}

TEST(Schema, DescribesEveryStepOnce) {
  const Value schema = parsed(kamel({"schema"}).out);
  const Map& definitions = schema.map().find("definitions")->map();
  const Map& steps = definitions.find("steps")->map().find("items")->map().find("properties")->map();
  ASSERT_NE(steps.find("filter"), nullptr);
  for (const auto& [name, reference] : steps) {
    EXPECT_NE(definitions.find("step." + name.str()), nullptr) << name.view();
  }
}

TEST(Init, WritesARouteThatLintAccepts) {
  const Folder folder;
  EXPECT_EQ(kamel({"init", "hello.yaml"}, folder.path()).code, 0);
  const Finished lint = kamel({"lint", "hello.yaml"}, folder.path());
  EXPECT_EQ(lint.code, 0) << lint.out << lint.err;
  EXPECT_EQ(kamel({"init", "greet.kamelet.yaml"}, folder.path()).code, 0);
  EXPECT_EQ(kamel({"lint", "greet.kamelet.yaml"}, folder.path()).code, 0);
}

TEST(Init, OverwritesNothingUnasked) {
  const Folder folder;
  folder.write("hello.yaml", "mine");
  EXPECT_EQ(kamel({"init", "hello.yaml"}, folder.path()).code, 1);
  std::ifstream file(folder.path("hello.yaml"));
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "mine");
}

TEST(Completion, KnowsCommandsOptionsAndNames) {
  const std::string bash = kamel({"completion", "bash"}).out;
  EXPECT_NE(bash.find("--max-messages"), std::string::npos);
  EXPECT_NE(bash.find("\"explain step\"*) words=\""), std::string::npos) << bash;
  EXPECT_NE(kamel({"completion", "fish"}).out.find("complete -c kamel"), std::string::npos);
  EXPECT_EQ(kamel({"completion", "cmd"}).code, 2);
}

}  // namespace
}  // namespace kamel::cli::test
