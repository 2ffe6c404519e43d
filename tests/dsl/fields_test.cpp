#include "dsl/fields.h"

#include <gtest/gtest.h>

#include <array>

#include "dsl/yaml.h"
#include "tests/dsl/source.h"

namespace kamel {
namespace {

using std::chrono::milliseconds;

constexpr auto kModes = std::to_array<std::string_view>({"AfterConsumer", "BeforeConsumer"});
constexpr Field kFields[] = {
    {.name = "name", .summary = "a name", .required = true},
    {.name = "flag", .type = FieldType::Bool, .fallback = "true"},
    {.name = "size", .type = FieldType::Int, .fallback = "7"},
    {.name = "ratio", .type = FieldType::Real},
    {.name = "delay", .type = FieldType::Duration, .fallback = "1s"},
    {.name = "mode", .type = FieldType::Choice, .fallback = "AfterConsumer", .choices = kModes},
    {.name = "steps", .type = FieldType::Steps},
    {.name = "names", .type = FieldType::Texts},
    {.name = "options", .type = FieldType::Map},
    {.name = "maps", .type = FieldType::Objects},
    {.name = "inner", .type = FieldType::Object},
    {.name = "onWhen", .type = FieldType::Expression},
    {.name = "bean", .type = FieldType::Reference},
    {.name = "javaOnly", .refused = "write it in simple"},
    {.name = "poolSize", .type = FieldType::Int, .ignored = "there are no pools here"},
    {.name = "secretKey", .type = FieldType::Int, .secret = true},
};
constexpr Field kExpressionFields[] = {{.name = "expression", .type = FieldType::Expression, .required = true}, {.name = "name"}};

bool is_language(std::string_view key) { return key == "simple" || key == "constant" || key == "jsonpath"; }

// A node and what was read from it, which borrows it.
struct Read {
  Node node;
  Diagnostics diagnostics;
  Options options;
  std::string problems() const { return lines(diagnostics); }
};

std::unique_ptr<Read> read(const std::string& text, std::span<const Field> fields = kFields, FieldRules rules = {.shorthand = "name", .what = "step 'x'"}) {
  auto out = std::make_unique<Read>();
  auto documents = yaml::parse(source(text), out->diagnostics);
  if (!documents.empty()) out->node = std::move(documents[0]);
  out->options = Options::read(out->node, fields, rules, out->diagnostics);
  return out;
}

std::unique_ptr<Read> with_expression(const std::string& text) { return read(text, kExpressionFields, {.is_language = is_language, .what = "step 'x'"}); }

TEST(Fields, GiveTheValuesOfEachType) {
  const auto x = read("name: a\nflag: FALSE\nsize: 12\nratio: 0.5\ndelay: 2m30s\nmode: beforeconsumer\nnames: [a, b]\nbean: '#b'\nid: i\n");
  EXPECT_EQ(x->problems(), "");
  EXPECT_EQ(x->options.text("name"), "a");
  EXPECT_FALSE(x->options.flag("flag"));
  EXPECT_EQ(x->options.integer("size"), 12);
  EXPECT_EQ(x->options.real("ratio"), 0.5);
  EXPECT_EQ(x->options.duration("delay"), milliseconds(150000));
  EXPECT_EQ(x->options.choice("mode"), "BeforeConsumer");
  EXPECT_EQ(x->options.texts("names"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(x->options.text("id"), "i");
  EXPECT_EQ(at(x->options.mark("size")), "3:7");
}

TEST(Fields, GiveDefaultsForWhatIsNotThere) {
  const auto x = read("name: a\n");
  EXPECT_TRUE(x->options.flag("flag"));
  EXPECT_EQ(x->options.integer("size"), 7);
  EXPECT_EQ(x->options.duration("delay"), milliseconds(1000));
  EXPECT_EQ(x->options.choice("mode"), "AfterConsumer");
  EXPECT_EQ(x->options.maybe_text("ratio"), std::nullopt);
  EXPECT_EQ(x->options.maybe_integer("poolSize"), std::nullopt);
  EXPECT_FALSE(x->options.has("size"));
  EXPECT_EQ(x->options.node("steps"), nullptr);
}

TEST(Fields, TakeATextForTheShorthand) {
  const auto x = read("just a text\n");
  EXPECT_EQ(x->problems(), "");
  EXPECT_EQ(x->options.text("name"), "just a text");
  EXPECT_EQ(read("null\n")->options.text("name"), "null");
  EXPECT_EQ(read("text\n", kFields, {.what = "step 'x'"})->problems(), "1:1 error step 'x' must be a map of options, not a text\n");
}

TEST(Fields, TakeNullAsTheTextThatWasWritten) {
  EXPECT_EQ(read("name: null\n")->options.text("name"), "null");
  EXPECT_EQ(read("name:\n")->options.text("name"), "");
  EXPECT_EQ(read("name:\n")->problems(), "");
}

TEST(Fields, ReportAnUnknownOptionWithTheNearestOne) {
  EXPECT_EQ(read("name: a\nsise: 1\n")->problems(), "2:1 error step 'x' has no option 'sise'; did you mean 'size'?\n");
  EXPECT_EQ(read("name: a\nqqqqqqq: 1\n")->problems(), "2:1 error step 'x' has no option 'qqqqqqq'\n");
}

TEST(Fields, ReportValuesOfTheWrongType) {
  EXPECT_EQ(read("name: a\nflag: maybe\nsize: big\nratio: x\ndelay: soon\nmode: AfterConsumr\n")->problems(),
            "2:7 error option 'flag' of step 'x' must be true or false, not 'maybe'\n"
            "3:7 error option 'size' of step 'x' must be a whole number, not 'big'\n"
            "4:8 error option 'ratio' of step 'x' must be a number, not 'x'\n"
            "5:8 error option 'delay' of step 'x' must be a duration: milliseconds, or 1s, 5m, 1h30m, not 'soon'\n"
            "6:7 error option 'mode' of step 'x' must be one of AfterConsumer, BeforeConsumer, not 'AfterConsumr'; did you mean 'AfterConsumer'?\n");
  EXPECT_EQ(read("name: a\nsize:\n")->problems(), "2:1 error option 'size' of step 'x' must be a whole number, not nothing\n");
  EXPECT_EQ(read("name: a\nsize: 99999999999999999999\n")->problems().substr(0, 9), "2:7 error");
}

TEST(Fields, ReportValuesOfTheWrongShape) {
  EXPECT_EQ(read("name: [a]\n")->problems(), "1:7 error option 'name' of step 'x' must be a single value, not a list\n");
  EXPECT_EQ(read("name: a\nsteps: {to: x}\n")->problems(), "2:8 error option 'steps' of step 'x' must be a list of steps, not a map\n");
  EXPECT_EQ(read("name: a\noptions: x\n")->problems(), "2:10 error option 'options' of step 'x' must be a map, not a text\n");
  EXPECT_EQ(read("name: a\nmaps: {a: b}\n")->problems(), "2:7 error option 'maps' of step 'x' must be a list of maps, not a map\n");
  EXPECT_EQ(read("name: a\nonWhen: x\n")->problems(), "2:9 error option 'onWhen' of step 'x' must be an expression, such as {simple: ...}, not a text\n");
  EXPECT_EQ(read("- a\n")->problems(), "1:1 error step 'x' must be a map of options, not a list\n");
}

TEST(Fields, NeverShowASecret) { EXPECT_EQ(read("name: a\nsecretKey: hidden\n")->problems(), "2:12 error option 'secretKey' of step 'x' must be a whole number, not what is given\n"); }

TEST(Fields, ReportWhatIsMissing) {
  EXPECT_EQ(read("size: 1\n")->problems(), "1:1 error step 'x' needs the option 'name'\n");
  EXPECT_EQ(read("{}\n")->problems(), "1:1 error step 'x' needs the option 'name'\n");
}

TEST(Fields, RefuseWhatIsNotSupportedAndWarnOfWhatHasNoEffect) {
  EXPECT_EQ(read("name: a\njavaOnly: x\npoolSize: 5\n")->problems(),
            "2:1 error option 'javaOnly' of step 'x' is not supported; write it in simple\n3:1 warning option 'poolSize' of step 'x' has no effect; there are no pools here\n");
}

TEST(Fields, AcceptTheOldSpellingWithAWarning) {
  const auto x = read("name: a\non-when: {simple: b}\n");
  EXPECT_EQ(x->problems(), "2:1 warning 'on-when' is the old spelling of 'onWhen'; write 'onWhen'\n");
  EXPECT_TRUE(x->options.has("onWhen"));
}

TEST(Fields, KeepOthersWhereAskedTo) {
  const auto x = read("name: a\nfoo: 1\n", kFields, {.lenient = true, .what = "x"});
  ASSERT_EQ(x->options.others().size(), 1u);
  EXPECT_EQ(x->options.others()[0]->key, "foo");
  EXPECT_EQ(read("name: a\nid: 1\n", kFields, {.what = "x", .common = false})->problems().substr(0, 9), "2:1 error");
}

TEST(Fields, FindTheInlineExpression) {
  for (const char* text : {"simple: a\nname: n\n", "expression:\n  simple: a\nname: n\n"}) {
    const auto x = with_expression(text);
    EXPECT_EQ(x->problems(), "");
    const auto found = x->options.expression();
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->language, "simple");
    EXPECT_EQ(found->node->text, "a");
  }
}

TEST(Fields, ReportTwoExpressionsInOneElement) {
  EXPECT_EQ(with_expression("simple: a\nconstant: b\n")->problems(), "2:1 error step 'x' has two expressions: 'simple' and 'constant'; keep one of them\n");
  EXPECT_EQ(with_expression("expression: {simple: a}\njsonpath: b\n")->problems(), "2:1 error step 'x' has two expressions: 'simple' and 'jsonpath'; keep one of them\n");
  EXPECT_EQ(with_expression("expression: {simple: a, constant: b}\n")->problems(), "1:25 error step 'x' has two expressions: 'simple' and 'constant'; keep one of them\n");
}

TEST(Fields, ReportAMissingOrMalformedExpression) {
  EXPECT_EQ(with_expression("name: a\n")->problems(), "1:1 error step 'x' needs the option 'expression'; for example simple: \"${body}\"\n");
  EXPECT_EQ(with_expression("expression: text\n")->problems(), "1:1 error 'expression' must hold a language and its text; for example expression: {simple: \"${body}\"}\n");
  EXPECT_EQ(with_expression("expression: {simpel: a}\n")->problems().substr(0, 37), "1:14 error unknown language 'simpel'\n");
}

TEST(Fields, GiveCamelsClassForAnOptionBesideAnExpression) {
  const auto x = with_expression("constant: x\nbogus: 1\n");
  ASSERT_EQ(x->diagnostics.list().size(), 1u);
  EXPECT_EQ(x->diagnostics.list()[0].java_class, "org.apache.camel.dsl.yaml.common.exception.DuplicateFieldException");
  EXPECT_EQ(with_expression("bogus: 1\nconstant: x\n")->diagnostics.list()[0].java_class, "org.apache.camel.dsl.yaml.common.exception.UnsupportedFieldException");
}

TEST(Fields, FindTheExpressionOfAnOption) {
  const auto x = read("name: a\nonWhen: {id: i, simple: b}\n");
  ASSERT_TRUE(x->options.expression("onWhen").has_value());
  EXPECT_EQ(x->options.expression("onWhen")->language, "simple");
  EXPECT_EQ(read("name: a\nonWhen: {expression: {simple: b}}\n")->options.expression("onWhen")->node->text, "b");
  EXPECT_FALSE(read("name: a\n")->options.expression("onWhen").has_value());
}

TEST(Fields, SplitATextAtCommasWhereAListIsMeant) { EXPECT_EQ(read("name: a\nnames: a, b,c\n")->options.texts("names"), (std::vector<std::string>{"a", "b", "c"})); }

TEST(Duration, IsReadInEachForm) {
  const std::pair<std::string_view, std::int64_t> cases[] = {{"1500", 1500},    {"-1", -1},     {"1s", 1000},   {"2m30s", 150000}, {"1h", 3600000}, {"1h 30m", 5400000},
                                                            {"100ms", 100},    {"1d", 86400000}, {"PT1M", 60000}, {"P1DT2H", 93600000}, {"pt1.5s", 1500}, {"5 seconds", 5000}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(parse_duration(text), milliseconds(expected)) << text;
  for (std::string_view text : {"", "s", "1x", "1s2", "P", "abc", "1e3", "99999999999999d", "NaNm", "infs", "1m-infinity"}) EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

}  // namespace
}  // namespace kamel
