#include "kamel-cli/serve/serving.h"

#include <poll.h>

#include "kamel-cli/command.h"
#include "kamel-cli/output/log_sink.h"
#include "kamel-cli/run/drain.h"
#include "kamel-cli/run/local_runtime.h"
#include "kamel-cli/run/report.h"
#include "kamel-cli/serve/lease_election.h"
#include "kamel-cli/start_time.h"

namespace kamel::cli {

Serving::Serving(const Registry& registry, ServeOptions options)
    : options_(std::move(options)),
      paint_(stderr),
      runtime_(local_runtime(registry, options_.name.empty() ? "kamel" : options_.name, options_.workers == 0 ? processors() : options_.workers)),
      live_(*runtime_, options_.name) {
  runtime_->context().set_log(log_sink({parse_log_level(options_.log_level, LogLevel::Info), options_.log_format == "json", paint_.on()}));
  if (auto election = pod_election()) connectors::Election::use(runtime_->context(), std::move(election));
}

Serving::~Serving() = default;

// What lies in the world (a port that is taken, a broker that is away) ends it, so that the kubelet tries again; what lies in the routes does not.
bool Serving::start_routes() {
  Diagnostics diagnostics;
  const Applied applied = live_.start(options_.folder, diagnostics);
  print(diagnostics.text(paint_.on()), stderr);
  if (applied.ok) {
    print(route_lines(runtime_->status(), paint_), stderr);
    say("Routes started in " + std::to_string((since_start().count() + 500) / 1000) + " ms");
    return true;
  }
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (Error(diagnostic.java_class, "").is_a("java.io.IOException")) return false;
  }
  say(paint_.yellow("no routes run") + ": waiting for a push that mends them");
  return true;
}

bool Serving::start_servers() {
  const std::string host = !options_.observe_host.empty() ? options_.observe_host : in_cluster() ? "0.0.0.0" : "127.0.0.1";
  auto observe = ObserveServer::start(*runtime_, host, options_.observe_port, [this] { return live_.running(); });
  if (!observe) {
    say(paint_.red("error") + ": health and metrics: " + std::string(observe.error().message()) + "; --observe-port takes another one");
    return false;
  }
  observe_ = std::move(*observe);
  say("health and metrics: port " + std::to_string(observe_->port()));
  return !options_.admin_port || start_admin();
}

bool Serving::start_admin() {
  if (options_.admin.certificates.empty() && options_.admin.host != "127.0.0.1") {
    say(paint_.red("error") + ": admin port: without certificates it is for 127.0.0.1 only; --admin-certs names their folder");
    return false;
  }
  auto admin = Server::start(options_.admin, [this](const http::Request& request) {
    Reply reply = live_.answer(request.method, request.target, std::string(request.body.view()));
    if (request.method == "PUT") say("push: " + reply.body.substr(0, reply.body.find('\n')));
    return reply;
  });
  if (!admin) {
    say(paint_.red("error") + ": admin port: " + std::string(admin.error().message()) + "; --admin-certs names the folder, --admin-port the port");
    return false;
  }
  admin_ = std::move(*admin);
  say("admin port: " + std::to_string(admin_->port()) + (options_.admin.certificates.empty() ? " without TLS" : ""));
  return true;
}

// Until everybody who balances load has seen that this pod is no longer ready; a second signal ends the wait.
void Serving::settle() {
  const double seconds = options_.settle_seconds >= 0 ? options_.settle_seconds : in_cluster() ? 2 : 0;
  pollfd signal{signals_.fd(), POLLIN, 0};
  if (seconds > 0) poll(&signal, 1, static_cast<int>(seconds * 1000));
}

int Serving::stop() {
  observe_->draining();
  admin_.reset();
  settle();
  signals_.quit_on_next();
  return drain(*runtime_, options_.drain_seconds, paint_);
}

int Serving::run() {
  if (!start_servers()) return kFailure;
  if (!start_routes()) return kFailure;
  pollfd signal{signals_.fd(), POLLIN, 0};
  while (poll(&signal, 1, -1) <= 0 || signals_.take() == 0) continue;
  return stop();
}

}  // namespace kamel::cli
