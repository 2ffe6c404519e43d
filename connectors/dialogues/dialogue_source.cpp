#include "connectors/dialogues/dialogue_source.h"

namespace kamel::connectors {

void Admission::settled(Exchange& exchange, Ticket) noexcept {
  if (exchange.failed()) context_.report(LogLevel::Error, "a message of a client failed: " + exchange.exception.text());
}

Result<> DialogueSource::start(std::span<Intake* const> intakes) {
  server_ = http::HttpServer::of(context_);
  auto mounted = server_->mount(options_, intakes);
  if (mounted.has_error()) return mounted.error();
  mount_ = *mounted;
  intakes_.assign(intakes.begin(), intakes.end());
  return {};
}

// First nobody new comes in, then those who are there are told to go, then what they have said comes to its end.
void DialogueSource::stop(std::function<void()> stopped) {
  if (!mount_) return stopped();
  struct Countdown {
    std::atomic<std::size_t> left;
    std::function<void()> done;
    std::shared_ptr<Admission> admission;  // until the last exchange has settled
  };
  auto countdown = std::make_shared<Countdown>(intakes_.size(), std::move(stopped), admission_);
  server_->unmount(std::exchange(mount_, nullptr), [lines = lines_, path = options_.path, intakes = intakes_, countdown] {
    for (const auto& line : lines->at(path)) {
      line->worker().post([line] { line->sever(); });
    }
    for (Intake* intake : intakes) {
      intake->worker().post([intake, countdown] {
        intake->when_idle([countdown] {
          if (countdown->left.fetch_sub(1) == 1) countdown->done();
        });
      });
    }
  });
}

void DialogueSource::pause(bool paused) {
  if (mount_) server_->pause(mount_, paused);
}

}  // namespace kamel::connectors
