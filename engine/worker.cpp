#include "engine/worker.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <unordered_map>

#include "engine/context.h"
#include "engine/intake.h"
#include "engine/program.h"
#include "engine/virtual_time.h"

namespace kamel {
namespace asio = boost::asio;

namespace {
thread_local Worker* current_worker = nullptr;
constexpr std::size_t kBlockingThreads = 4;
}  // namespace

struct Worker::Loop {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard{io.get_executor()};
  std::unordered_map<TimerId, asio::steady_timer> timers;
  TimerId next_timer = 1;
  std::unique_ptr<asio::thread_pool> blocking;  // made when the first job needs it
  VirtualTime* time = nullptr;
  std::size_t jobs = 0;  // under way on the pool
  void run_virtually();
};

// Time passes only when nothing is left to do: no task, and no job whose end would bring one.
void Worker::Loop::run_virtually() {
  while (!io.stopped()) {
    if (io.poll() != 0) continue;
    if (jobs != 0 || !time->run_next()) io.run_one();
  }
}

Worker::Worker(Context& context, unsigned index, VirtualTime* time) : context_(context), index_(index), loop_(std::make_unique<Loop>()) {
  loop_->time = time;
}

Worker::~Worker() {
  if (loop_->blocking) loop_->blocking->join();
  loop_->timers.clear();
  if (loop_->time != nullptr) loop_->time->clear();
  for (Exchange* exchange : pool_) delete exchange;
}

Worker* Worker::current() noexcept { return current_worker; }
asio::io_context& Worker::io() noexcept { return loop_->io; }
void Worker::post(std::function<void()> task) { asio::post(loop_->io, std::move(task)); }

Worker::TimerId Worker::after(std::chrono::milliseconds delay, std::function<void()> task) {
  if (loop_->time != nullptr) return loop_->time->after(delay, std::move(task));
  const TimerId id = loop_->next_timer++;
  auto& timer = loop_->timers.try_emplace(id, loop_->io).first->second;
  timer.expires_after(delay);
  timer.async_wait([this, id, task = std::move(task)](boost::system::error_code failed) {
    if (failed) return;
    loop_->timers.erase(id);
    task();
  });
  return id;
}

bool Worker::cancel(TimerId timer) { return loop_->time != nullptr ? loop_->time->cancel(timer) : loop_->timers.erase(timer) != 0; }

void Worker::offload(std::function<void()> job, std::function<void()> done) {
  if (!loop_->blocking) loop_->blocking = std::make_unique<asio::thread_pool>(kBlockingThreads);
  ++loop_->jobs;
  asio::post(*loop_->blocking, [this, job = std::move(job), done = std::move(done)]() mutable {
    job();
    post([this, done = std::move(done)] {
      --loop_->jobs;
      done();
    });
  });
}

Exchange& Worker::acquire() {
  ++alive_;
  if (pool_.empty()) {
    auto* exchange = new Exchange();
    exchange->worker_ = this;
    return *exchange;
  }
  Exchange* exchange = pool_.back();
  pool_.pop_back();
  return *exchange;
}

void Worker::recycle(Exchange& exchange) noexcept {
  exchange.reset();
  pool_.push_back(&exchange);
  if (--alive_ == 0 && !retired_.empty()) retired_.clear();
}

Exchange& Worker::prepare(LoadedProgram* program, Origin& origin, Pattern pattern) {
  Exchange& exchange = acquire();
  ++program->leases;
  exchange.program_ = program;
  exchange.origin_ = &origin;
  exchange.ticket_ = 0;
  exchange.pc_ = 0;
  exchange.pattern = pattern;
  return exchange;
}

Exchange& Worker::prepare_detached(const RouteLease& lease, std::uint32_t pc) {
  struct Nobody final : Origin {
    void settled(Exchange&, Ticket) noexcept override {}
  };
  static Nobody nobody;
  Exchange& exchange = prepare(lease.program, nobody, Pattern::InOnly);
  exchange.route_ = exchange.from_route_ = lease.route;
  exchange.pc_ = pc;
  if (lease.route != nullptr) {
    exchange.holds_credit_ = true;
    lease.route->take_credit();
  }
  return exchange;
}

void Worker::retire(std::shared_ptr<void> object) {
  if (alive_ != 0) retired_.push_back(std::move(object));
}

void Worker::forget_producers() {
  if (!recent_producers_.empty()) retire(std::make_shared<RecentProducers>(std::exchange(recent_producers_, {})));
}

void Worker::bind(std::uint32_t index, Intake* intake) {
  if (index >= entries_.size()) entries_.resize(index + 1, nullptr);
  entries_[index] = intake;
}

void Worker::run() {
  current_worker = this;
  Clock::enter(loop_->time);
  loop_->time != nullptr ? loop_->run_virtually() : static_cast<void>(loop_->io.run());
  current_worker = nullptr;
}

void Worker::stop() {
  post([this] {
    loop_->guard.reset();
    loop_->io.stop();
  });
}

}  // namespace kamel
