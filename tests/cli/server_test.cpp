#include "kamel-cli/http/server.h"

#include <gtest/gtest.h>

#include "kamel-cli/http/client.h"

namespace kamel::cli::test {
namespace {

ServerOptions on_loopback() {
  ServerOptions options;
  options.host = "127.0.0.1";
  options.body_bytes = 100;
  return options;
}

HttpCall call(const Server& server, const std::string& method, const std::string& path) {
  HttpCall out;
  out.method = method;
  out.url = "http://127.0.0.1:" + std::to_string(server.port()) + path;
  return out;
}

HttpCall put(const Server& server, std::string body) {
  HttpCall out = call(server, "PUT", "/");
  out.body = std::move(body);
  out.has_body = true;
  return out;
}

// Longer than what one read or write takes.
const std::string kPage(300'000, 'x');

TEST(Server, ShowsItsPagesToGetAndToNothingElse) {
  const auto server = Server::start(on_loopback(), pages([](std::string_view target) { return Reply{201, std::string(target) + kPage, "text/plain"}; }));
  ASSERT_TRUE(server);
  const auto got = request(call(**server, "GET", "/a?b=c"));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->status, 201);
  EXPECT_EQ(got->body, "/a?b=c" + kPage);
  const auto posted = request(call(**server, "POST", "/a"));
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->status, 405);
}

TEST(Server, GivesTheBodyToWhoAnswersUnlessItIsTooLarge) {
  const auto server = Server::start(on_loopback(), [](const http::Request& request) { return Reply{200, std::string(request.method) + " " + std::string(request.body.view())}; });
  ASSERT_TRUE(server);
  const auto small = request(put(**server, "hello"));
  ASSERT_TRUE(small);
  EXPECT_EQ(small->body, "PUT hello");
  const auto large = request(put(**server, std::string(101, 'x')));
  ASSERT_TRUE(large);
  EXPECT_EQ(large->status, 413);
}

TEST(Server, SaysThatItsPortIsTaken) {
  const auto first = Server::start(on_loopback(), pages([](std::string_view) { return Reply(); }));
  ASSERT_TRUE(first);
  ServerOptions same = on_loopback();
  same.port = (*first)->port();
  const auto second = Server::start(same, pages([](std::string_view) { return Reply(); }));
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().is_a("java.net.BindException"));
}

TEST(Server, NeedsItsCertificates) {
  ServerOptions options = on_loopback();
  options.certificates = "/nowhere";
  EXPECT_FALSE(Server::start(options, pages([](std::string_view) { return Reply(); })));
}

}  // namespace
}  // namespace kamel::cli::test
