// State that lasts: kamel is killed again and again in the middle of its work, and in the end nothing is lost and nothing is done twice that had been acknowledged.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <thread>

#include "kamel-cli/http/client.h"
#include "tests/cli/process.h"

namespace kamel::cli::test {
namespace {

constexpr const char* kRoute = R"(
- beans:
    - name: seen
      type: org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository
      properties: { file: "{{folder}}/state.db" }
- route:
    id: once
    from:
      uri: platform-http:/in
      steps:
        - idempotentConsumer:
            header: id
            idempotentRepository: "#seen"
            steps:
              - setBody: { constant: "x" }
              - to: { uri: "file:{{folder}}/out", parameters: { fileName: "${header.id}", fileExist: Append } }
        - setBody: { constant: done }
)";

int free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(fd);
  return ntohs(address.sin_port);
}

class DurableDedupe : public testing::Test {
 protected:
  DurableDedupe() : port_(free_port()) {
    folder_.write("route.yaml", kRoute);
    start();
  }

  void start() {
    kamel_ = std::make_unique<Process>(
        std::vector<std::string>{"run", "route.yaml", "-p", "folder=" + folder_.path(), "--port", std::to_string(port_), "--observe-port", "0"}, folder_.path());
    ASSERT_TRUE(kamel_->wait_for("Routes started")) << kamel_->err();
  }

  void kill_and_restart() {
    kamel_->signal(SIGKILL);
    EXPECT_EQ(kamel_->wait(), 128 + SIGKILL);
    start();
  }

  bool post(int id) const {
    HttpCall call;
    call.method = "POST";
    call.url = "http://127.0.0.1:" + std::to_string(port_) + "/in";
    call.has_body = true;
    call.headers = {{"id", std::to_string(id)}};
    call.timeout = std::chrono::seconds(5);
    const auto reply = request(call);
    return reply && reply->status == 200;
  }

  // Each of several senders sends its share of the ids, each id until it is acknowledged.
  void send_all(int ids, int senders) {
    std::vector<std::thread> threads;
    for (int sender = 0; sender < senders; ++sender) {
      threads.emplace_back([this, ids, senders, sender] {
        for (int id = sender; id < ids; id += senders) {
          while (!post(id)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
          ++acknowledged_;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  // How often each id was worked on: one letter was appended each time.
  std::vector<std::size_t> worked(int ids) const {
    std::vector<std::size_t> out;
    for (int id = 0; id < ids; ++id) {
      std::error_code missing;
      const auto size = std::filesystem::file_size(folder_.path("out/" + std::to_string(id)), missing);
      out.push_back(missing ? 0 : static_cast<std::size_t>(size));
    }
    return out;
  }

  Folder folder_;
  int port_;
  std::unique_ptr<Process> kamel_;
  std::atomic<int> acknowledged_{0};
};

TEST_F(DurableDedupe, NothingIsLostAndNothingAcknowledgedIsDoneTwiceAcrossKills) {
  constexpr int kIds = 800, kSenders = 4, kKills = 3;
  std::thread sending([this] { send_all(kIds, kSenders); });
  for (int kill = 1; kill <= kKills; ++kill) {
    while (acknowledged_ < kIds * kill / (kKills + 1)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    kill_and_restart();
  }
  sending.join();
  const std::vector<std::size_t> once = worked(kIds);
  std::size_t lost = 0, repeated = 0;
  for (const std::size_t times : once) {
    lost += times == 0 ? 1 : 0;
    repeated += times > 1 ? times - 1 : 0;
  }
  EXPECT_EQ(lost, 0U);
  EXPECT_LE(repeated, static_cast<std::size_t>(kSenders * kKills));  // only what was under way at a kill may have been begun before

  kill_and_restart();
  send_all(kIds, kSenders);
  EXPECT_EQ(worked(kIds), once);
}

}  // namespace
}  // namespace kamel::cli::test
