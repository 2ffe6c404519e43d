#include <gtest/gtest.h>
#include <signal.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <optional>

#include "kamel-cli/http/client.h"
#include "operator/admin/pusher.h"
#include "tests/cli/process.h"

namespace kamel::cli::test {
namespace {

using cluster::Delivery;
using cluster::KeyPair;
using cluster::Purpose;

int free_port() {
  boost::asio::io_context io;
  return boost::asio::ip::tcp::acceptor(io, {boost::asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

std::string greeting(const std::string& text) {
  return "- from:\n    uri: platform-http:/hello\n    steps:\n      - setBody: { constant: \"" + text + "\" }\n";
}

// A `kamel serve` with certificates, and an operator's side to push to it.
class Serve : public testing::Test {
 protected:
  Serve() : authority(*cluster::make_authority()), server(*issue(authority, Purpose::Server, "n.admin.kamel.internal")) {
    certificates.write("tls.crt", server.certificate);
    certificates.write("tls.key", server.key);
    certificates.write("ca.crt", authority.certificate);
  }
  void start(const std::string& routes) {
    folder.write("a.yaml", routes);
    folder.write("application.properties", "camel.server.port=" + std::to_string(port) + "\n");
    process.emplace(std::vector<std::string>{"serve", folder.path(), "--admin-certs", certificates.path(), "--admin-host", "127.0.0.1", "--admin-port", "0",
                                             "--observe-port", "0"});
    ASSERT_TRUE(process->wait_for("admin port: ")) << process->err();
    ASSERT_TRUE(process->wait_for("\n")) << process->err();
    admin = number_after("admin port: ");
    observe = number_after("health and metrics: port ");
  }
  std::string number_after(const std::string& text) const {
    const std::string& err = process->err();
    const auto at = err.find(text) + text.size();
    return err.substr(at, err.find_first_not_of("0123456789", at) - at);
  }
  Delivery push(const std::string& text, std::int64_t generation, std::int64_t revision, KeyPair client = {}) {
    if (client.key.empty()) client = *issue(authority, Purpose::Client, "kamel-operator");
    cluster::Pusher pusher(authority.certificate, client);
    const cluster::Push body{{"uid", generation, revision, "digest of " + text}, {{"a.yaml", text}}, {}, {{"camel.server.port", std::to_string(port)}}};
    return pusher.push(write(body), {{"pod", "127.0.0.1:" + admin, "n.admin.kamel.internal"}}, std::chrono::seconds(5), std::chrono::seconds(20)).at(0);
  }
  std::string answer() const {
    HttpCall call;
    call.url = "http://127.0.0.1:" + std::to_string(port) + "/hello";
    const auto reply = request(call);
    return reply ? reply->body : std::string(reply.error().message());
  }
  long ready() const {
    HttpCall call;
    call.url = "http://127.0.0.1:" + observe + "/observe/health/ready";
    const auto reply = request(call);
    return reply ? reply->status : 0;
  }

  Folder folder, certificates;
  KeyPair authority, server;
  std::string admin, observe;
  int port = free_port();
  std::optional<Process> process;
};

TEST_F(Serve, TakesAPushedProgramAndSaysSo) {
  start(greeting("one"));
  ASSERT_TRUE(process->wait_for("Routes started in ")) << process->err();
  EXPECT_EQ(answer(), "one");
  const Delivery delivery = push(greeting("two"), 2, 20);
  EXPECT_EQ(delivery.status, 200) << delivery.problem;
  EXPECT_EQ(delivery.receipt.running.generation, 2);
  EXPECT_NE(delivery.receipt.change.find("1 swapped"), std::string::npos) << delivery.receipt.change;  // the same route: its server stays
  EXPECT_EQ(answer(), "two");
}

TEST_F(Serve, RefusesWhatIsOlderAndRepeatsAReceipt) {
  start(greeting("one"));
  EXPECT_EQ(push(greeting("two"), 2, 20).status, 200);
  const Delivery again = push(greeting("two"), 2, 20);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.receipt.change, "");
  const Delivery old = push(greeting("one"), 1, 10);
  EXPECT_EQ(old.status, 409);
  EXPECT_EQ(old.receipt.running.generation, 2);
  EXPECT_EQ(push(greeting("one"), 1, 30).status, 409);  // a later write of an older generation
  EXPECT_EQ(answer(), "two");
}

TEST_F(Serve, KeepsTheConnectionForTheNextPush) {
  start(greeting("one"));
  cluster::Pusher pusher(authority.certificate, *issue(authority, Purpose::Client, "kamel-operator"));
  const std::vector<cluster::Pod> pods{{"pod", "127.0.0.1:" + admin, "n.admin.kamel.internal"}};
  for (int revision = 1; revision <= 3; ++revision) {
    const cluster::Push body{{"uid", revision, revision, std::to_string(revision)}, {{"a.yaml", greeting("x")}}, {}, {{"camel.server.port", std::to_string(port)}}};
    const Delivery delivery = pusher.push(write(body), pods, std::chrono::seconds(5), std::chrono::seconds(20)).at(0);
    ASSERT_EQ(delivery.status, 200) << delivery.problem;
    EXPECT_EQ(delivery.reused, revision > 1);
  }
}

TEST_F(Serve, KeepsWhatRunsWhenThePushHasErrors) {
  start(greeting("one"));
  const Delivery bad = push("- from:\n    uri: platform-http:/hello\n    steps:\n      - setBdy: x\n", 2, 20);
  EXPECT_EQ(bad.status, 422);
  ASSERT_FALSE(bad.receipt.diagnostics.empty());
  EXPECT_EQ(bad.receipt.diagnostics[0].text().substr(0, 18), "a.yaml:4:9: error:") << bad.receipt.diagnostics[0].text();
  EXPECT_EQ(answer(), "one");
  EXPECT_EQ(push(greeting("two"), 3, 30).status, 200);
}

TEST_F(Serve, WaitsUnreadyForAPushWhenItsFirstRoutesHaveErrors) {
  start("- from:\n    uri: platform-http:/hello\n    steps:\n      - setBdy: x\n");
  ASSERT_TRUE(process->wait_for("waiting for a push")) << process->err();
  EXPECT_EQ(ready(), 503);
  EXPECT_EQ(push(greeting("two"), 2, 20).status, 200);
  EXPECT_EQ(ready(), 200);
  EXPECT_EQ(answer(), "two");
}

TEST_F(Serve, LetsNobodyInWithoutTheRightCertificate) {
  start(greeting("one"));
  EXPECT_EQ(push(greeting("two"), 2, 20, *issue(*cluster::make_authority(), Purpose::Client, "kamel-operator")).status, 0);  // of another authority
  EXPECT_EQ(push(greeting("two"), 2, 20, server).status, 0);                                                                // a pod's own, which is no client's
  HttpCall none;
  none.url = "https://127.0.0.1:" + admin + "/routes";
  EXPECT_FALSE(request(none));
  HttpCall plain;
  plain.url = "http://127.0.0.1:" + admin + "/routes";
  EXPECT_FALSE(request(plain));
  EXPECT_EQ(answer(), "one");
}

TEST_F(Serve, DrainsOnSigterm) {
  start(greeting("one"));
  ASSERT_TRUE(process->wait_for("Routes started in ")) << process->err();
  process->signal(SIGTERM);
  EXPECT_EQ(process->wait(), 0) << process->err();
  EXPECT_NE(process->err().find("stopped in"), std::string::npos);
}

TEST(ServeInsecure, IsForLoopbackOnly) {
  const Folder folder;
  folder.write("a.yaml", greeting("one"));
  Process process({"serve", folder.path(), "--admin-insecure", "--admin-port", "0", "--observe-port", "0"});
  EXPECT_TRUE(process.wait_for("without TLS")) << process.err();
}

}  // namespace
}  // namespace kamel::cli::test
