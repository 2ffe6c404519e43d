// DialogueSource: a route's end of connections that stay open. Their requests, messages and ends become exchanges that nobody waits for.
#pragma once

#include <memory>
#include <string>

#include "connectors/dialogues/lines.h"
#include "connectors/http/server.h"
#include "engine/context.h"
#include "engine/intake.h"
#include "engine/spec.h"

namespace kamel::connectors {

/// What a dialogue knows of its route on its worker. Lives as long as the source.
class Admission final : public Origin {
 public:
  explicit Admission(Context& context) : context_(context) {}
  /// An exchange to be filled and started. Ask `intake.has_credit()` first.
  Exchange& prepare(Intake& intake) { return intake.prepare(*this, 0, Pattern::InOnly); }
  void settled(Exchange& exchange, Ticket) noexcept override;

 private:
  Context& context_;
};

class DialogueSource final : public RouteSource {
 public:
  /// `binding` converses; `lines` are those it opens.
  DialogueSource(Context& context, http::MountOptions options, std::shared_ptr<Lines> lines, std::shared_ptr<Admission> admission)
      : context_(context), options_(std::move(options)), lines_(std::move(lines)), admission_(std::move(admission)) {
    options_.converses = true;
  }
  Result<> start(std::span<Intake* const> intakes) override;
  void stop(std::function<void()> stopped) override;
  void pause(bool paused) override;

 private:
  Context& context_;
  http::MountOptions options_;
  std::shared_ptr<Lines> lines_;
  std::shared_ptr<Admission> admission_;
  std::shared_ptr<http::HttpServer> server_;
  http::MountPtr mount_;
  std::vector<Intake*> intakes_;
};

}  // namespace kamel::connectors
