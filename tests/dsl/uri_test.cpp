#include "dsl/uri.h"

#include <gtest/gtest.h>

#include "tests/dsl/source.h"

namespace kamel {
namespace {

EndpointUri read(std::string_view text) {
  Diagnostics diagnostics;
  auto uri = parse_uri(text, {}, diagnostics);
  EXPECT_TRUE(uri.has_value()) << text << ": " << diagnostics.text();
  return uri.value_or(EndpointUri{});
}

std::string problem(const std::string& text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(parse_uri(text, {source(text), 1, 5}, diagnostics).has_value()) << text;
  return lines(diagnostics);
}

TEST(Uri, SplitsSchemeAndPath) {
  for (std::string_view text : {"kafka:orders", "kafka://orders"}) {
    EXPECT_EQ(read(text).scheme, "kafka");
    EXPECT_EQ(read(text).path, "orders");
  }
  EXPECT_EQ(read("http://localhost:8080/a/b").path, "localhost:8080/a/b");
  EXPECT_EQ(read("file:///tmp/x").path, "/tmp/x");
  EXPECT_EQ(read("log:").path, "");
  EXPECT_EQ(read("platform-http:/a").scheme, "platform-http");
}

TEST(Uri, TakesABareSchemeWhosePathComesFromParameters) {
  EXPECT_EQ(read("mock").scheme, "mock");
  EXPECT_EQ(read("mock?name=a").get("name"), "a");
}

TEST(Uri, DecodesParametersAsCamelDoes) {
  const EndpointUri uri = read("file:x?a=b+c%20d%2Be&empty=&flag&k%20y=v&t=a=b");
  EXPECT_EQ(uri.get("a"), "b c d e");  // recorded: even %2B ends as a blank
  EXPECT_EQ(uri.get("empty"), "");
  EXPECT_EQ(uri.get("flag"), "");
  EXPECT_EQ(uri.get("k y"), "v");
  EXPECT_EQ(uri.get("t"), "a=b");
  EXPECT_EQ(uri.get("none"), std::nullopt);
}

TEST(Uri, KeepsABadEscapeAsItIs) { EXPECT_EQ(read("log:x?a=50%&b=%zz").get("b"), "%zz"); }

TEST(Uri, TakesRawValuesAsTheyAre) {
  const EndpointUri uri = read("kafka:x?a=RAW(p&%2B+w)d)&b=RAW{x)}&c=1");
  EXPECT_EQ(uri.get("a"), "p&%2B+w)d");
  EXPECT_TRUE(uri.find("a")->raw);
  EXPECT_EQ(uri.get("b"), "x)");
  EXPECT_EQ(uri.get("c"), "1");
  EXPECT_FALSE(uri.find("c")->raw);
}

TEST(Uri, PrintsSortedAndNormalised) {
  EXPECT_EQ(read("mock:c?retainFirst=10&failFast=true").text(), "mock://c?failFast=true&retainFirst=10");
  EXPECT_EQ(read("direct:in").text(), "direct://in");
  EXPECT_EQ(read("kafka:x?brokers=localhost:9092").text(), "kafka://x?brokers=localhost%3A9092");
}

TEST(Uri, MasksSecrets) {
  EXPECT_EQ(read("kafka:x?saslJaasConfig=RAW(a)&b=RAW(secret)&password=x&sslKeyPassword=y&user=me").text(),
            "kafka://x?b=xxxxxx&password=xxxxxx&saslJaasConfig=xxxxxx&sslKeyPassword=xxxxxx&user=me");
  EXPECT_EQ(read("http://joe:pass@host/x").text(), "http://joe:xxxxxx@host/x");
  EXPECT_EQ(read("http://host/x@y:z").text(), "http://host/x@y:z");
}

TEST(Uri, TellsSecretsApartByIdentity) {
  EXPECT_NE(read("kafka:x?password=a").identity(), read("kafka:x?password=b").identity());
  EXPECT_EQ(read("kafka:x?a=1&b=2").identity(), read("kafka://x?b=2&a=1").identity());
}

TEST(Uri, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(problem(""), "1:5 error the endpoint URI is empty; write scheme:path, for example log:orders\n");
  EXPECT_EQ(problem("/tmp/x"), "1:5 error '/tmp/x' has no scheme; write scheme:path, for example log:orders\n");
  EXPECT_EQ(problem("log:x&a=1"), "1:10 error no ? in the endpoint URI, yet it has a & between parameters; put a ? before the first parameter\n");
  EXPECT_EQ(problem("log:x?a=1&&b=2"), "1:15 error double & in the endpoint URI; remove one\n");
  EXPECT_EQ(problem("log:x?a=1&"), "1:14 error the endpoint URI ends with &; remove it\n");
  EXPECT_EQ(problem("log:x?a=RAW(1&b=2"), "1:13 error RAW( is not closed; end it with )\n");
  EXPECT_EQ(problem("log:x?=1"), "1:11 error a parameter without a name\n");
}

TEST(Uri, MarksEachParameter) {
  Diagnostics diagnostics;
  const auto uri = parse_uri("log:x?a=1&bc=2", {source(""), 3, 10}, diagnostics);
  EXPECT_EQ(at(uri->find("bc")->mark), "3:20");
}

TEST(Uri, TakesItsPathFromParameters) {
  const auto filled = [](std::string_view text, std::string_view syntax) {
    EndpointUri uri = read(text);
    fill_path(uri, syntax);
    return uri.text();
  };
  EXPECT_EQ(filled("mock?name=a&failFast=true", "mock:name"), "mock://a?failFast=true");
  EXPECT_EQ(filled("language?languageName=simple&resourceUri=x", "language:languageName:resourceUri"), "language://simple:x");
  EXPECT_EQ(filled("language?languageName=simple", "language:languageName:resourceUri"), "language://simple");
  EXPECT_EQ(filled("http?httpUri=host:80/x", "http://host:port/path"), "http://host:80/x");
  EXPECT_EQ(filled("mock:b?name=a", "mock:name"), "mock://b?name=a");
  EXPECT_EQ(filled("mock?other=a", "mock:name"), "mock?other=a");
}

TEST(Uri, EncodesAndDecodes) {
  EXPECT_EQ(percent_encode("a b/c:é"), "a+b%2Fc%3A%C3%A9");
  EXPECT_EQ(percent_decode("a+b%2Fc", true), "a b/c");
  EXPECT_EQ(percent_decode("a+b%2fc%"), "a+b/c%");
}

}  // namespace
}  // namespace kamel
