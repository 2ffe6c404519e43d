#include "engine/polling/poller.h"

#include <algorithm>
#include <atomic>

#include "dsl/diagnostics.h"
#include "engine/assembler.h"
#include "engine/dynamic_producer.h"
#include "engine/polling/mailbox.h"
#include "engine/routes_in_use.h"

namespace kamel {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLookAgain{500};  // Camel's default delay between two polls

/// What a source is made of, so that it lives until its source has stopped and its exchanges have ended.
struct PolledSource {
  std::unique_ptr<RouteSource> source;
  std::shared_ptr<Program> parts;  // what the source borrows
  std::vector<std::shared_ptr<Intake>> intakes;
};

/// Any source as something that is polled.
class SourcePoller final : public Poller, public std::enable_shared_from_this<SourcePoller> {
 public:
  SourcePoller(Context& context, PolledSource polled, Slice endpoint, bool in_place)
      : context_(context), polled_(std::move(polled)), endpoint_(std::move(endpoint)), mailbox_(std::make_shared<Mailbox>(context, in_place)) {
    pollable_ = dynamic_cast<Pollable*>(polled_.source.get());
    sweeper_ = dynamic_cast<Sweeper*>(polled_.source.get());
  }

  ~SourcePoller() override {
    mailbox_->close();
    if (pollable_ != nullptr || polled_.intakes.empty()) return;
    const auto kept = std::make_shared<PolledSource>(std::move(polled_));
    kept->source->stop([kept, mailbox = mailbox_] {
      for (auto& intake : kept->intakes) {
        intake->worker().post([kept, intake, mailbox] {
          intake->when_idle([kept, intake, mailbox] { intake->worker().retire(intake); });
        });
      }
    });
  }

  Result<> start() {
    if (pollable_ != nullptr) return {};
    mailbox_->on_arrival = [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->arrived();
    };
    const auto program = mailbox_->program();
    std::vector<Intake*> borrowed;
    for (const auto& worker : context_.workers()) {
      polled_.intakes.push_back(std::make_shared<Intake>(*worker, "", 1));
      borrowed.push_back(polled_.intakes.back().get());
    }
    for (const auto& intake : polled_.intakes) intake->worker().post([intake, program] { intake->swap(program); });
    return polled_.source->start(borrowed);
  }

  void receive(Worker& worker, milliseconds timeout, PollDone done) override {
    if (pollable_ != nullptr) return pollable_->receive(worker, timeout, std::move(done));
    const auto waiter = std::make_shared<PollWaiter>(PollWaiter{worker, std::move(done)});
    if (mailbox_->take(waiter)) return;
    waiter->once = timeout.count() == 0;
    if (waiter->once && sweeper_ == nullptr) return tell(waiter, std::nullopt);
    mailbox_->wait(waiter);
    if (timeout.count() > 0) {
      waiter->timer = worker.after(timeout, [self = shared_from_this(), waiter] {
        waiter->timer = 0;
        self->mailbox_->give_up(waiter);
        self->pause_unless_wanted();
      });
    }
    sweeper_ != nullptr ? look() : polled_.source->pause(false);
  }

  const Slice& endpoint() const noexcept override { return endpoint_; }

 private:
  void arrived() {
    looking_ = false;
    sweeper_ != nullptr ? look() : pause_unless_wanted();
  }

  void pause_unless_wanted() {
    if (sweeper_ == nullptr && !mailbox_->has_waiters()) polled_.source->pause(true);
  }

  // One look at a time, as long as somebody waits.
  void look() {
    if (!mailbox_->has_waiters() || looking_.exchange(true)) return;
    sweeper_->sweep([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->found_nothing();
    });
  }

  void found_nothing() {
    looking_ = false;
    mailbox_->give_up_hasty();
    if (!mailbox_->has_waiters()) return;
    Worker::current()->after(kLookAgain, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->look();
    });
  }

  Context& context_;
  PolledSource polled_;
  Slice endpoint_;
  std::shared_ptr<Mailbox> mailbox_;
  Pollable* pollable_ = nullptr;
  Sweeper* sweeper_ = nullptr;
  std::atomic<bool> looking_{false};
};

// A directory is looked at when somebody polls, and gives one file.
std::string one_at_a_time(const ComponentSpec& spec, const std::string& uri) {
  std::string out = uri;
  constexpr std::pair<std::string_view, std::string_view> kSettings[] = {{"startScheduler", "false"}, {"maxMessagesPerPoll", "1"}};
  for (const auto& [name, value] : kSettings) {
    const bool known = std::ranges::find(spec.fields, name, &Field::name) != spec.fields.end();
    if (!known || spec.scheme != "file" || out.find(std::string(name) + "=") != std::string::npos) continue;
    out += (out.find('?') == std::string::npos ? "?" : "&") + std::string(name) + "=" + std::string(value);
  }
  return out;
}

Error refusal(const Diagnostics& diagnostics, const std::string& uri) {
  const std::string endpoint = endpoint_text(uri).str();
  if (diagnostics.list().empty()) return Error("org.apache.camel.FailedToCreateConsumerException", "Failed to create Consumer for endpoint: " + endpoint);
  const Diagnostic& why = diagnostics.list().front();
  return Error("org.apache.camel.ResolveEndpointFailedException", "Failed to resolve endpoint: " + endpoint + " due to: " + why.message);
}

const ComponentSpec* component_of(Context& context, const std::string& uri) { return context.registry().component(uri.substr(0, uri.find_first_of(":?"))); }

Result<std::shared_ptr<SourcePoller>> make_poller(Context& context, const std::string& uri) {
  const std::string endpoint = endpoint_text(uri).str();
  const ComponentSpec* spec = component_of(context, uri);
  if (spec == nullptr) {
    return Error("org.apache.camel.NoSuchEndpointException",
                 "No endpoint could be found for: " + endpoint + ", please check your classpath contains the needed Camel component jar.");
  }
  if (spec->source == nullptr) {
    Error cause("java.lang.UnsupportedOperationException", "You cannot consume from this endpoint");
    return Error("org.apache.camel.FailedToCreateConsumerException", "Failed to create Consumer for endpoint: " + endpoint + ". Reason: " + cause.text(), cause);
  }
  Diagnostics diagnostics;
  const std::shared_ptr<const RouteSet> set = RoutesInUse::of(context)->get();
  Assembler assembler(context, *set, "", diagnostics);
  PolledSource polled;
  polled.source = assembler.source(one_at_a_time(*spec, uri), nullptr, {});
  if (diagnostics.has_errors() || !polled.source) return refusal(diagnostics, uri);
  polled.parts = assembler.finish();
  const bool in_place = spec->internal;
  auto poller = std::make_shared<SourcePoller>(context, std::move(polled), context.intern(endpoint), in_place);
  if (const Result<> started = poller->start(); !started) return started.error();
  return poller;
}

}  // namespace

Result<std::shared_ptr<Poller>> find_poller(Context& context, const std::string& uri) {
  const std::string key = "poll:" + uri;
  if (auto known = context.find_shared<SourcePoller>(key)) return std::shared_ptr<Poller>(std::move(known));
  auto made = make_poller(context, uri);
  if (!made) return made.error();
  return std::shared_ptr<Poller>(context.shared<SourcePoller>(key, [&] { return *made; }));
}

}  // namespace kamel
