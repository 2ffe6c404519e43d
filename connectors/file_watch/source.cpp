#include "connectors/file_watch/source.h"

#include <re2/re2.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <deque>
#include <filesystem>

#include "connectors/file/body.h"
#include "connectors/file_watch/watch.h"
#include "connectors/threads/feed.h"
#include "connectors/threads/pulse.h"
#include "engine/context.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

namespace fs = std::filesystem;

std::int64_t now_ms() { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

}  // namespace

// Touched by its worker only, but for `watch` while `taking`, when the pool has it. What happens while a route is slow stays in
// the kernel, which keeps some thousand events and says when it had to drop more.
struct FileWatchSource::State final : Feed {
  State(std::shared_ptr<const FileWatchPlan> the_plan, Intake& intake) : Feed(intake), plan(std::move(the_plan)), watch(plan->directory, plan->recursive, plan->hashes) {}
  ~State() override {
    if (readable) readable->release();
  }

  struct Waiting {
    FileEvent event;
    std::int64_t when;
  };

  std::shared_ptr<const FileWatchPlan> plan;
  Watch watch;
  std::optional<boost::asio::posix::stream_descriptor> readable;
  std::deque<Waiting> waiting;
  bool taking = false;

  void begin() override { readable.emplace(worker().io(), watch.descriptor()); }

  bool emit() override {
    if (waiting.empty()) return false;
    send(waiting.front());
    waiting.pop_front();
    return true;
  }

  void more() override {
    if (std::exchange(taking, true)) return;
    readable->async_wait(boost::asio::posix::stream_descriptor::wait_read, [this, keep = shared_from_this()](const boost::system::error_code& failed) {
      if (failed || ended()) return;
      const auto events = std::make_shared<std::vector<FileEvent>>();
      const auto overflowed = std::make_shared<bool>(false);
      worker().offload([this, keep, events, overflowed] { *events = watch.take(*overflowed); },
                       [this, keep, events, overflowed] {
                         taking = false;
                         if (*overflowed) worker().context().report(LogLevel::Warn, "file-watch: more happened in " + plan->directory + " than could be kept, some events are lost");
                         came(*events);
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
    Exchange& exchange = lane_.prepare(intake_, plan->pattern);
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
    lane_.start(exchange);
  }

  void cancel() override {
    boost::system::error_code ignored;
    if (readable) readable->cancel(ignored);
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
  state_->open();
  return {};
}

void FileWatchSource::stop(std::function<void()> stopped) { state_ ? state_->stop(std::move(stopped)) : stopped(); }

void FileWatchSource::pause(bool paused) {
  if (state_) state_->pause(paused);
}

}  // namespace kamel::connectors
