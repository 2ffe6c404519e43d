// The small texts of HTTP, and where endpoints are mounted.
#include "connectors/http/text.h"

#include <gtest/gtest.h>

#include "connectors/http/form.h"
#include "connectors/http/path_pattern.h"
#include "connectors/http/request_line.h"

namespace kamel::http {
namespace {

/// "x=1 *=rest", or "no".
std::string match(const std::string& pattern, std::string_view path) {
  const PathPattern matcher(pattern);  // the parameters' names point into it
  std::vector<PathParameter> parameters;
  if (!matcher.matches(path, parameters)) return "no";
  std::string text;
  for (const auto& [name, value] : parameters) text += (text.empty() ? "" : " ") + std::string(name) + "=" + std::string(value);
  return text;
}

TEST(PathPattern, MatchesAsVertxDoes) {
  EXPECT_EQ(match("/echo", "/echo"), "");
  EXPECT_EQ(match("/echo", "/echo/"), "");
  EXPECT_EQ(match("/echo", "/echo/sub"), "no");
  EXPECT_EQ(match("/echo", "/Echo"), "no");
  EXPECT_EQ(match("/t/{x}", "/t/1/"), "x=1");
  EXPECT_EQ(match("/t/{x}", "/t/"), "no");
  EXPECT_EQ(match("/t/{x}", "/t/1/2"), "no");
  EXPECT_EQ(match("/a/{x}/{y}", "/a/1/2"), "x=1 y=2");
  EXPECT_EQ(match("/a/{x}.json", "/a/b.c.json"), "x=b.c");
  EXPECT_EQ(match("/a/{x-y}", "/a/1"), "no");
  EXPECT_EQ(match("/a/{x-y}", "/a/1-y"), "x=1");
}

TEST(PathPattern, TakesTheRestOfAPrefix) {
  EXPECT_EQ(match("/pre*", "/pre"), "*=");
  EXPECT_EQ(match("/pre*", "/prefix/a"), "*=fix/a");
  EXPECT_EQ(match("/star/*", "/star"), "*=/");
  EXPECT_EQ(match("/star/*", "/star/"), "*=");
  EXPECT_EQ(match("/star/*", "/star/x/y"), "*=x/y");
  EXPECT_EQ(match("/p/{x}*", "/p/1/2"), "x=1 *=/2");
  EXPECT_EQ(match("/p/{x}/*", "/p/1"), "no");
  EXPECT_EQ(match("/p/{x}/*", "/p/1/2/3"), "x=1 *=2/3");
  EXPECT_EQ(match("/*", "/anything/at/all"), "*=anything/at/all");
}

std::string normal(std::string_view path) {
  std::string scratch;
  const auto out = normalise_path(path, scratch);
  return out ? std::string(*out) : "bad";
}

TEST(NormalisePath, ResolvesWhatIsTheSamePath) {
  EXPECT_EQ(normal("/a/b"), "/a/b");
  EXPECT_EQ(normal("/t//1"), "/t/1");
  EXPECT_EQ(normal("/t/../t/1"), "/t/1");
  EXPECT_EQ(normal("/t/%41%2f"), "/t/A%2f");
  EXPECT_EQ(normal("/../../etc/passwd"), "/etc/passwd");
  EXPECT_EQ(normal("/a/%2e%2e/b"), "/b");
  EXPECT_EQ(normal("/a/."), "/a/");
  EXPECT_EQ(normal("/..."), "/...");
  EXPECT_EQ(normal(""), "/");
  EXPECT_EQ(normal("/%zz"), "bad");
  EXPECT_EQ(normal("/%4"), "bad");
}

std::string pairs(const std::optional<std::vector<Pair>>& all) {
  std::string text;
  if (!all) return "bad";
  for (const auto& [name, value] : *all) text += name + "=" + value + ";";
  return text;
}

TEST(Query, IsReadAsNettyReadsIt) {
  EXPECT_EQ(pairs(parse_query("a=1&b=x%20y&b=2")), "a=1;b=x y;b=2;");
  EXPECT_EQ(pairs(parse_query("=x&a;b=1&&c")), "x=;a=;b=1;c=;");
  EXPECT_EQ(pairs(parse_query("e=a+b&f=%C3%B6")), "e=a b;f=\xC3\xB6;");
  EXPECT_EQ(pairs(parse_query("d=%zz")), "bad");
  EXPECT_EQ(pairs(parse_form("a=9&z=%20&z=2&q")), "a=9;z= ;z=2;");
  EXPECT_EQ(pairs(parse_form("abc")), "abc=;");
  EXPECT_EQ(pairs(parse_form("%20%09a%0D=1&%0Ab%0A=2&c%0Ad%0De=%0A")), "a=1;b=2;cd e=\n;");
}

TEST(Multipart, IsTakenApart) {
  const auto parts = parse_multipart(
      Slice("preamble\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n--B\r\n"
            "Content-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\n\r\n--B--\r\n"),
      "B");
  ASSERT_TRUE(parts.has_value());
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[0].name, "a");
  EXPECT_EQ((*parts)[0].content, "1\r\n2");
  EXPECT_EQ((*parts)[1].file_name, "x.txt");
  EXPECT_EQ((*parts)[1].content_type, "text/plain");
  EXPECT_EQ((*parts)[1].content, "");
  EXPECT_FALSE(parse_multipart(Slice("--B\r\nno end"), "B").has_value());
  EXPECT_FALSE(parse_multipart(Slice("--B\r\n\r\n"), "").has_value());
}

TEST(MediaTypes, MatchRangesBothWays) {
  EXPECT_TRUE(media_matches("application/*", "application/json; charset=utf-8"));
  EXPECT_TRUE(media_matches("json", "application/json"));
  EXPECT_FALSE(media_matches("text/xml", "text/plain"));
  EXPECT_FALSE(media_matches("text/xml", ""));
  EXPECT_TRUE(accepts("", "a/b"));
  EXPECT_TRUE(accepts("text/plain, application/*;q=0.5", "application/json"));
  EXPECT_FALSE(accepts("text/plain", "application/json"));
  EXPECT_EQ(value_parameter("form-data; name=\"a;b\"; filename=x", "filename"), "x");
  EXPECT_EQ(value_parameter("text/plain; Charset=\"utf-8\"", "charset"), "utf-8");
}

TEST(JavaHashOrder, IsThatOfAHashMap) {
  const std::vector<std::string_view> keys{"zeta", "b", "alpha", "a"};
  std::string text;
  for (const std::size_t i : java_hash_order(keys)) text += std::string(keys[i]) + " ";
  EXPECT_EQ(text, "zeta a b alpha ");
}

TEST(Urls, EscapeOnlyWhatMustNotStandThere) {
  EXPECT_EQ(encode_unsafe("/a b/\xC3\xB6?x={}|&y=%41%zz"), "/a%20b/%C3%B6?x=%7B%7D%7C&y=%41%25zz");
  EXPECT_EQ(encode_form("a b+c&d"), "a+b%2Bc%26d");
}

}  // namespace
}  // namespace kamel::http
