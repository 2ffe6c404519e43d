// Port: the part of the HTTP server that lives on one worker. Internal to the server.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "connectors/http/connection.h"
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

/// What the ports share: the table of mounts, which each port copies when its version has changed.
struct Shared {
  std::mutex mutex;
  std::vector<MountPtr> table;
  std::atomic<std::uint64_t> version{0};
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> connections{0};
  Limits limits;
};

class Port final : public Handler, public Origin {
 public:
  Port(Worker& worker, Shared& shared);
  ~Port();

  // On the worker's thread.
  /// Listens on a bound socket, which it owns from now on.
  void open(int descriptor);
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
  std::vector<std::unique_ptr<Connection>> connections_;
  std::string scratch_;
};

}  // namespace kamel::http
