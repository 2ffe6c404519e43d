#include "connectors/file_watch/source.h"

#include <re2/re2.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <deque>
#include <filesystem>

#include "connectors/file/body.h"
#include "connectors/file_watch/watch.h"
#include "connectors/threads/lane.h"
#include "connectors/threads/pulse.h"
#include "engine/context.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

namespace fs = std::filesystem;

std::int64_t now_ms() { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

}  // namespace

// Lives until its last task has run; touched by its worker only, but for `watch` while `taking`, when the pool has it. What happens while a route is slow stays in
// the kernel, which keeps some thousand events and says when it had to drop more.
struct FileWatchSource::State : std::enable_shared_from_this<State> {
  State(std::shared_ptr<const FileWatchPlan> the_plan, Intake& the_intake) : plan(std::move(the_plan)), intake(the_intake), watch(plan->directory, plan->recursive, plan->hashes) {}
  ~State() {
    if (readable) readable->release();
  }

  struct Waiting {
    FileEvent event;
    std::int64_t when;
  };

  std::shared_ptr<const FileWatchPlan> plan;
  Intake& intake;
  Watch watch;
  std::optional<boost::asio::posix::stream_descriptor> readable;
  Lane lane;
  std::deque<Waiting> waiting;
  bool taking = false, paused = false, ended = false, waits_for_credit = false;
  std::function<void()> stopped;

  void begin() {
    lane.on_free = [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->go_on();
    };
    readable.emplace(intake.worker().io(), watch.descriptor());
    go_on();
  }

  void go_on() {
    while (!ended && !paused && !lane.busy() && !waiting.empty()) {
      if (!intake.has_credit()) return wait_for_credit();
      send(waiting.front());
      waiting.pop_front();
    }
    if (!ended && !paused && waiting.empty()) wait();
    if (stopped && lane.in_flight() == 0) std::exchange(stopped, nullptr)();
  }

  void wait_for_credit() {
    if (std::exchange(waits_for_credit, true)) return;
    intake.when_credit([self = shared_from_this()] {
      self->waits_for_credit = false;
      self->go_on();
    });
  }

  void wait() {
    if (std::exchange(taking, true)) return;
    readable->async_wait(boost::asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](const boost::system::error_code& failed) {
      if (failed || self->ended) return;
      const auto events = std::make_shared<std::vector<FileEvent>>();
      const auto overflowed = std::make_shared<bool>(false);
      self->intake.worker().offload([self, events, overflowed] { *events = self->watch.take(*overflowed); },
                                    [self, events, overflowed] {
                                      self->taking = false;
                                      if (*overflowed) self->intake.worker().context().report(LogLevel::Warn, "file-watch: more happened in " + self->plan->directory + " than could be kept, some events are lost");
                                      self->came(*events);
                                    });
    });
  }

  void came(std::vector<FileEvent>& events) {
    const std::int64_t when = now_ms();
    for (FileEvent& event : events) {
      const bool wanted = plan->events.empty() || std::ranges::find(plan->events, event.type) != plan->events.end();
      if (wanted && (!plan->include || re2::RE2::FullMatch(event.relative, *plan->include))) waiting.push_back({std::move(event), when});
    }
    go_on();
  }

  void send(const Waiting& one) {
    const std::string& relative = one.event.relative;
    const std::string path = plan->directory + "/" + relative;
    Exchange& exchange = lane.prepare(intake, plan->pattern);
    Headers& headers = exchange.message.headers;
    headers.add(Slice::literal("CamelFileEventType"), Value(Slice::literal(one.event.type)));
    headers.add(Slice::literal("CamelFileNameOnly"), Value(fs::path(relative).filename().string()));
    headers.add(Slice::literal("CamelFileAbsolute"), Value(true));
    headers.add(Slice::literal("CamelFileAbsolutePath"), Value(path));
    headers.add(Slice::literal("CamelFilePath"), Value(path));
    for (const std::string_view name : {"CamelFileName", "CamelFileRelativePath", "CamelFileNameConsumed"}) headers.add(Slice::literal(name), Value(relative));
    headers.add(Slice::literal("CamelFileParent"), Value(fs::path(path).parent_path().string()));
    headers.add(Slice::literal("CamelFileLastModified"), Value(one.when));
    headers.add(Slice::literal("CamelMessageTimestamp"), Value(one.when));
    exchange.message.body = Value(std::unique_ptr<Object>(std::make_unique<FileBody>(FileEntry{path, relative, 0, one.when, true}, "")));
    lane.start(exchange);
  }

  void end(std::function<void()> done) {
    ended = true;
    boost::system::error_code ignored;
    if (readable) readable->cancel(ignored);
    if (lane.in_flight() == 0) return done();
    stopped = std::move(done);
    // The last exchange may end inside the lane without a wake-up; its end is then the one that is told.
    lane.on_end = [this](Exchange&) {
      if (stopped && lane.in_flight() == 0) intake.worker().post(std::exchange(stopped, nullptr));
    };
  }
};

FileWatchSource::~FileWatchSource() = default;

Result<> FileWatchSource::start(std::span<Intake* const> intakes) {
  std::error_code failed;
  if (!fs::exists(plan_->directory, failed)) {
    if (!plan_->creates) return Error("java.lang.IllegalArgumentException", "Path must exists when autoCreate = false");
    fs::create_directories(plan_->directory, failed);
  }
  if (!fs::is_directory(plan_->directory, failed)) return Error("java.lang.IllegalArgumentException", "Parameter path must be directory, " + plan_->directory + " given");
  auto state = std::make_shared<State>(plan_, *intakes[home_of(plan_->directory, intakes.size())]);
  if (auto opened = state->watch.open(); !opened) return opened;
  state_ = std::move(state);
  state_->intake.worker().post([state = state_] { state->begin(); });
  return {};
}

void FileWatchSource::stop(std::function<void()> stopped) {
  if (!state_) return stopped();
  state_->intake.worker().post([state = state_, stopped = std::move(stopped)]() mutable { state->end(std::move(stopped)); });
}

void FileWatchSource::pause(bool paused) {
  if (!state_) return;
  state_->intake.worker().post([state = state_, paused] {
    state->paused = paused;
    if (!paused) state->go_on();
  });
}

}  // namespace kamel::connectors
