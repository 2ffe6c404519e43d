// MountedSource: a route's end of an endpoint of the HTTP server.
#pragma once

#include <memory>
#include <utility>

#include "connectors/http/server.h"
#include "engine/context.h"
#include "engine/spec.h"

namespace kamel::http {

class MountedSource final : public RouteSource {
 public:
  MountedSource(Context& context, MountOptions options) : context_(context), options_(std::move(options)) {}
  Result<> start(std::span<Intake* const> intakes) override {
    server_ = HttpServer::of(context_);
    auto mounted = server_->mount(options_, intakes);
    if (mounted.has_error()) return mounted.error();
    mount_ = *mounted;
    return {};
  }
  void stop(std::function<void()> stopped) override {
    if (!mount_) return stopped();
    server_->unmount(std::exchange(mount_, nullptr), std::move(stopped));
  }
  void pause(bool paused) override {
    if (mount_) server_->pause(mount_, paused);
  }

 private:
  Context& context_;
  MountOptions options_;
  std::shared_ptr<HttpServer> server_;
  MountPtr mount_;
};

}  // namespace kamel::http
