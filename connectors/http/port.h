// Port: the part of the HTTP server that lives on one worker. Internal to the server.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "connectors/http/connection.h"
#include "connectors/http/front.h"
#include "engine/intake.h"
#include "engine/origin.h"
#include "engine/worker.h"

namespace kamel::http {

/// One endpoint. The lanes belong to the workers, each to its own.
struct Mount {
  struct Lane {
    Intake* intake = nullptr;
    std::size_t under_way = 0;        // requests that are not yet answered
    std::deque<Connection*> waiting;  // for credit
    bool wake_asked = false;
    std::function<void()> idle;  // set by unmount
  };
  Mount(MountOptions given, std::span<Intake* const> intakes) : options(std::move(given)), pattern(options.path), lanes(intakes.size()) {
    for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i].intake = intakes[i];
  }
  const MountOptions options;
  const PathPattern pattern;
  std::vector<Lane> lanes;
  std::atomic<bool> paused{false};
};

/// What the properties said when the ports were opened.
struct Settings {
  Limits limits;
  connectors::StoreRules store_rules;
  std::unique_ptr<TlsContext> tls;  // nullptr: plain HTTP
  std::unique_ptr<Front> front;     // nullptr: whoever comes may come in
};

/// What the ports share: the table of mounts, which each port copies when its version has changed.
struct Shared {
  std::mutex mutex;
  std::vector<MountPtr> table;
  std::atomic<std::uint64_t> version{0};
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> connections{0};
};

class Port final : public Handler, public Origin {
 public:
  Port(Worker& worker, Shared& shared);
  ~Port();

  // On the worker's thread.
  /// Listens on a bound socket, which it owns from now on.
  void open(int descriptor, std::shared_ptr<const Settings> settings);
  /// Takes no more connections; those there are end with their next answer.
  void close();
  void drain();
  /// Calls `idle` once no request of that mount is under way here.
  void when_idle(Mount& mount, std::function<void()> idle);

  int on_head(Connection& connection) override;
  void on_request(Connection& connection) override;
  void refuse(int status, Response& response) override;
  void on_closed(Connection& connection) override;
  bool draining() const override { return closing_ || shared_.draining.load(std::memory_order_relaxed); }
  Moment now() const override { return now_; }
  const connectors::StoreRules* store_rules(const Connection& connection) const override;
  void offload(std::function<void()> job, std::function<void()> done) override { worker_.offload(std::move(job), std::move(done)); }
  void settled(Exchange& exchange, Ticket ticket) noexcept override;

 private:
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                                  boost::asio::io_context::executor_type>;
  void accept();
  void sweep();
  void refresh();
  int route(Connection& connection);
  int route_again(Connection& connection);
  bool find_taker(Connection& connection);
  int fits(const Mount& mount, const Request& request) const;
  int pass_front(Connection& connection, int status);
  void answer_front(Connection& connection);
  void unpack(Connection& connection);
  void handle(Connection& connection);
  void admit(Connection& connection, Mount& mount);
  void wait_for_credit(Mount& mount);
  void wake(Mount& mount);
  void timed_out(Connection& connection);
  void answered(Mount& mount);
  Mount::Lane& lane(Mount& mount) const { return mount.lanes[worker_.index()]; }

  Worker& worker_;
  Shared& shared_;
  Acceptor acceptor_;
  Timer timer_;
  bool sweeping_ = false;
  bool closing_ = false;
  Moment now_;
  std::uint64_t version_ = 0;
  std::vector<MountPtr> table_;
  std::shared_ptr<const Settings> settings_;
  std::vector<std::shared_ptr<const Settings>> older_;  // that connections of earlier openings refer to
  std::vector<std::unique_ptr<Connection>> connections_;
  std::string scratch_;
};

}  // namespace kamel::http
