// simple beyond what recordings of Camel 4.14 can show: what came later, where errors point, what is refused.
#include <gtest/gtest.h>

#include "dsl/json.h"
#include "engine/assembler.h"
#include "engine/catalogs.h"
#include "engine/convert.h"
#include "engine/date.h"
#include "engine/worker.h"

namespace kamel {
namespace {

class Simple : public testing::Test {
 protected:
  Simple()
      : registry_(steps::catalog(), languages::catalog(), formats::catalog(), connectors::catalog()),
        context_(registry_, "test"),
        worker_(context_, 0) {
    exchange_ = &worker_.acquire();
  }
  ~Simple() override { worker_.recycle(*exchange_); }

  void version(std::string version) {
    Properties properties;
    properties.set("kamel.camel-version", std::move(version));
    context_.set_properties(properties);
  }
  ExpressionPtr compile(std::string_view text, bool predicate = false) {
    diagnostics_ = Diagnostics();
    const auto source = std::make_shared<const Source>(Source{"r.yaml", std::string(text)});
    return Assembler(context_, set_, "", diagnostics_).simple(text, Mark{source, 1, 1}, predicate);
  }
  /// The value as JSON, or the exception's class.
  std::string value(std::string_view text) {
    const auto expression = compile(text);
    if (expression == nullptr) return "does not compile";
    const auto result = expression->evaluate(*exchange_);
    return result ? json::write(*result).str() : std::string(result.error().simple_type());
  }
  bool matches(std::string_view text) {
    const auto expression = compile(text, true);
    if (expression == nullptr) ADD_FAILURE() << diagnostics_.text();
    return expression != nullptr && expression->matches(*exchange_).value();
  }
  /// Line 1's column that the only error points to.
  std::uint32_t error_column(std::string_view text, bool predicate = false) {
    EXPECT_EQ(compile(text, predicate), nullptr) << text;
    return diagnostics_.empty() ? 0 : diagnostics_.list().front().mark.column;
  }
  Headers& headers() { return exchange_->message.headers; }
  Value& body() { return exchange_->message.body; }

  Registry registry_;
  Context context_;
  Worker worker_;
  RouteSet set_;
  Diagnostics diagnostics_;
  Exchange* exchange_;
};

TEST_F(Simple, TakesTheTextFunctionsOfLaterVersions) {
  body() = "  Hello   big World ";
  EXPECT_EQ(value("${trim()}"), R"("Hello   big World")");
  EXPECT_EQ(value("${normalizeWhitespace()}"), R"("Hello big World")");
  EXPECT_EQ(value("${uppercase('abc é')}"), R"("ABC É")");
  EXPECT_EQ(value("${lowercase(${trim()})}"), R"("hello   big world")");
  EXPECT_EQ(value("${capitalize('hello world')}"), R"("Hello World")");
  EXPECT_EQ(value("${concat(a,b,-)}"), R"("a-b")");
  EXPECT_EQ(value("${concat(!)}"), R"("  Hello   big World !")");
  EXPECT_EQ(value("${pad(ab,5)}|"), R"("ab   |")");
  EXPECT_EQ(value("${pad(ab,-5,.)}"), R"("...ab")");
  EXPECT_EQ(value("${quote(ab)}"), R"("\"ab\"")");
  EXPECT_EQ(value("${length('abcd')}"), "4");
  EXPECT_EQ(value("${substringBefore('a=b','=')}"), R"("a")");
  EXPECT_EQ(value("${substringAfter('a=b','=')}"), R"("b")");
  EXPECT_EQ(value("${substringBetween('a<b>c','<','>')}"), R"("b")");
  EXPECT_EQ(value("${substringBefore('ab','=')}"), "null");
  EXPECT_EQ(value("${contains('Hello','hELL')}"), "true");
  EXPECT_EQ(value("${base64Encode('hi')}"), R"("aGk=")");
  EXPECT_EQ(value("${base64Decode('aGk=')}-"), R"("hi-")");
}

TEST_F(Simple, TakesTheNumberFunctionsOfLaterVersions) {
  headers().set("list", List{1, 2, "3", "x"});
  EXPECT_EQ(value("${abs(-5)}"), "5");
  EXPECT_EQ(value("${floor('2.7')}"), "2");
  EXPECT_EQ(value("${ceil('2.1')}"), "3");
  EXPECT_EQ(value("${sum(${header.list},4)}"), "10");
  EXPECT_EQ(value("${max(${header.list})}"), "3");
  EXPECT_EQ(value("${min(7,4,9)}"), "4");
  EXPECT_EQ(value("${average(2,4)}"), "3");
  EXPECT_EQ(value("${sum(x)}"), "null");
  EXPECT_EQ(value("${abs(x)}"), "TypeConversionException");
}

TEST_F(Simple, TakesTheCollectionFunctionsOfLaterVersions) {
  body() = List{3, 1, 2, 1};
  EXPECT_EQ(value("${size()}"), "4");
  EXPECT_EQ(value("${distinct()}"), "[3,1,2]");
  EXPECT_EQ(value("${reverse()}"), "[1,2,1,3]");
  EXPECT_EQ(value("${sort()}"), "[1,1,2,3]");
  EXPECT_EQ(value("${sort(true)}"), "[3,2,1,1]");
  EXPECT_EQ(value("${range(1,4)}"), "[1,2,3]");
  EXPECT_EQ(value("${split('a;b',';')}"), R"(["a","b"])");
  EXPECT_EQ(value("${forEach(${body},${sum(${body},10)})}"), "[13,11,12,11]");
  EXPECT_EQ(value("${filter(${body},${body} > 1)}"), "[3,2]");
  EXPECT_EQ(value("${body}"), "[3,1,2,1]") << "the body is the list again afterwards";
  EXPECT_EQ(value("${listAdd(9)}"), R"([3,1,2,1,"9"])");
  body() = Map{{"a", 1}};
  EXPECT_EQ(value("${mapAdd(b,2)}"), R"({"a":1,"b":"2"})");
  EXPECT_EQ(value("${mapRemove(a)}"), R"({"b":"2"})");
}

TEST_F(Simple, TakesTheOtherFunctionsOfLaterVersions) {
  body() = List{};
  EXPECT_EQ(value("${isEmpty()}"), "true");
  EXPECT_EQ(value("${isNumeric('12')}"), "true");
  EXPECT_EQ(value("${isAlpha('a1')}"), "false");
  EXPECT_EQ(value("${isAlphaNumeric('a1')}"), "true");
  EXPECT_EQ(value("${not(${body})}"), "true");
  EXPECT_EQ(value("${kindOfType(${list(1)})}"), R"("array")");
  EXPECT_EQ(value("${convertTo('7',int)}"), "7");
  EXPECT_EQ(value("${newEmpty(map)}"), "{}");
  EXPECT_EQ(value("${setHeader(h,int,'5')}"), "null");
  EXPECT_EQ(headers().get("h"), Value(5));
  EXPECT_EQ(value("${setVariable(v,x)}${variable.v}"), R"("x")");
  EXPECT_EQ(value("${throwException('no',java.lang.IllegalStateException)}"), "IllegalStateException");
  EXPECT_EQ(value("${assert(1 == 2,'no')}"), "does not compile");
  EXPECT_EQ(value("${assert(${header.h} == 2,'no')}"), "SimpleAssertionException");
  EXPECT_EQ(value("${assert(${header.h} == 5,'no')}"), "null");
  body() = Map{{"a", List{1, "x"}}};
  EXPECT_EQ(value("${toJsonBody}-"), R"("{\"a\":[1,\"x\"]}-")");
  EXPECT_EQ(value("${attachmentsSize}"), "0");
}

TEST_F(Simple, RejectsLaterFunctionsWhereItIsToBeCamel414) {
  version("4.14");
  EXPECT_EQ(value("${trim()}"), "does not compile");
  EXPECT_EQ(diagnostics_.list().front().java_class, "org.apache.camel.language.simple.types.SimpleIllegalSyntaxException");
  EXPECT_EQ(value("${body} ~> ${replace(a,b)}"), R"(" ~> ")");
}

TEST_F(Simple, TakesLaterOperatorsInPredicates) {
  headers().set("x", "abc");
  EXPECT_TRUE(matches("${header.x} !startsWith 'b'"));
  EXPECT_FALSE(matches("${header.x} !endsWith 'c'"));
  EXPECT_TRUE(matches("${header.x} == 'abc' ? true : false"));
  EXPECT_TRUE(matches("${header.no} ?: 'yes'"));
}

TEST_F(Simple, PrintsLaterOperatorsInExpressionsAs414Does) {
  headers().set("x", "abc");
  EXPECT_EQ(value("${header.x} ?: 'd'"), R"("abc ?: 'd'")");
  EXPECT_EQ(value("${header.x} == 'abc' ? 1 : 2"), R"("abc == 'abc' ? 1 : 2")");
}

TEST_F(Simple, TakesLaterOperatorsInExpressionsWhereItIsToBeCamel418) {
  version("4.18");
  headers().set("x", " abc ");
  EXPECT_EQ(value("${header.no} ?: 'd'"), R"("d")");
  EXPECT_EQ(value("${header.x} ?: 'd'"), R"(" abc ")");
  EXPECT_EQ(value("${header.x} contains 'b' ? 1 : 'two'"), "1");
  EXPECT_EQ(value("${header.x} ~> ${trim()} ~> ${uppercase()}"), R"("ABC")");
  EXPECT_EQ(value("${header.no} ?~> ${trim()}"), "null");
}

TEST_F(Simple, PointsAtTheColumnOfAnError) {
  EXPECT_EQ(error_column("hi ${nope}"), 4U);
  EXPECT_EQ(error_column("${body"), 6U);
  EXPECT_EQ(error_column("${header.a} == x", true), 16U);
  EXPECT_EQ(error_column("${header.a} = 'x'", true), 13U);
  EXPECT_EQ(error_column("${header.a} == 'x' and ${body}", true), 20U);
  EXPECT_EQ(error_column("${iif(${header.a} == x,1,2)}"), 22U);
}

TEST_F(Simple, ProposesTheFunctionThatWasMeant) {
  EXPECT_EQ(compile("${haeder.a}"), nullptr);
  EXPECT_EQ(diagnostics_.list().front().hint, "did you mean 'header'?");
}

TEST_F(Simple, RefusesBeansWithAWayOut) {
  EXPECT_EQ(compile("${bean:orders.total}"), nullptr);
  ASSERT_EQ(diagnostics_.errors(), 1U);
  EXPECT_NE(diagnostics_.list().front().hint.find("Java beans do not run here"), std::string::npos);
}

TEST_F(Simple, SurvivesNestingAsDeepAsATextIsLong) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "${trim(";
  EXPECT_EQ(compile(text), nullptr);
  for (int i = 0; i < 2000; ++i) text += ")}";
  EXPECT_EQ(compile(text), nullptr) << "too deep to be meant";
}

TEST_F(Simple, ReadsPropertiesOfExceptions) {
  exchange_->properties.set("CamelExceptionCaught",
                            Value::exception(Error("java.io.IOException", "disk", Error("java.lang.Error", "full"))));
  EXPECT_EQ(value("${exception.message}"), R"("disk")");
  EXPECT_EQ(value("${exception.cause.message}"), R"("full")");
  EXPECT_EQ(value("${exchangeProperty.CamelExceptionCaught.class.simpleName}"), R"("IOException")");
}

TEST_F(Simple, ChangesTheExchangeThroughItsSetters) {
  headers().set("a", Value(1));
  EXPECT_EQ(value("${exchange.getIn().setHeader('b', 2)}${header.b}"), "\"2\"");
  EXPECT_EQ(value("${exchange.getMessage().removeHeader('a')}-${header.a}"), "\"1-\"");
  EXPECT_EQ(value("${exchange.setProperty('p', 'x')}${exchangeProperty.p}"), "\"x\"");
  EXPECT_EQ(value("${exchange.getIn().copy().setHeader('c', 3)}${header.c}"), "\"\"");
}

TEST_F(Simple, KnowsWhenTheExchangeCameIn) {
  const std::int64_t before = now_ms();
  const std::string created = value("${exchange.created}");
  EXPECT_GE(std::stoll(created), before);
  EXPECT_LE(std::stoll(created), now_ms());
  EXPECT_EQ(value("${exchange.getClock().getCreated()}"), created);
  EXPECT_EQ(value("${date:exchangeCreated:yyyy}"), value("${date:now:yyyy}"));
}

TEST_F(Simple, ChangesTheBodyWhereAMapIsPutInto) {
  body() = Map{{"z", 1}};
  EXPECT_EQ(value("${body.put('a',1)}"), "null");
  EXPECT_EQ(value("${body}"), R"({"z":1,"a":"1"})");
}

}  // namespace
}  // namespace kamel
