#include "connectors/websocket/peer.h"

#include <re2/re2.h>

#include <deque>

#include "connectors/http/camel_binding.h"
#include "connectors/http/header_filter.h"
#include "connectors/http/limits.h"
#include "connectors/http/text.h"
#include "engine/named_values.h"

namespace kamel::websocket {
namespace {

using connectors::Admission;
using connectors::Line;
using connectors::Lines;

constexpr std::chrono::seconds kPingEvery{30};
constexpr std::size_t kMostWaiting = 64;  // messages for which there is no credit yet; then nothing more is read

/// What every exchange of a client says about it.
struct About {
  std::string remote;
  std::vector<std::pair<std::string, std::string>> parameters;  // of the query and the path
};

class Peer final : public http::Dialogue {
 public:
  Peer(std::shared_ptr<Line> line, std::shared_ptr<Lines> lines, std::shared_ptr<Admission> admission, Intake& intake, const PeerOptions& options, About about)
      : self_(std::make_shared<Peer*>(this)),
        line_(std::move(line)),
        lines_(std::move(lines)),
        admission_(std::move(admission)),
        intake_(intake),
        options_(options),
        about_(std::move(about)),
        reader_(options.message_bytes) {}

  void opened(http::Channel& channel) override {
    line_->open(channel);
    lines_->add(line_);
    last_heard_ = std::chrono::steady_clock::now();
    if (options_.fires_events) take({Value(), "OPEN"});
  }

  std::size_t received(std::string_view bytes) override {
    last_heard_ = std::chrono::steady_clock::now();
    pinged_ = false;
    std::optional<Message> message;
    const std::size_t taken = reader_.feed(bytes, message);
    if (reader_.error() != 0) {
      end(reader_.error());
    } else if (message) {
      hear(std::move(*message));
    }
    return reader_.error() != 0 ? bytes.size() : taken;
  }

  void closed() override {
    line_->close();
    lines_->remove(line_->key());
    *self_ = nullptr;
    if (options_.fires_events && !line_->severed() && intake_.open()) start({Value(), "CLOSE"});
  }

  void drain() override { end(1001); }

  void tick(std::chrono::steady_clock::time_point now) override {
    if (now - last_heard_ < kPingEvery) return;
    if (pinged_) return line_->finish();
    pinged_ = true;
    last_heard_ = now;
    line_->write(write_frame(Opcode::Ping, {}));
  }

 private:
  struct Event {
    Value body;
    std::string_view name;
  };

  void hear(Message message) {
    switch (message.opcode) {
      case Opcode::Text:
        return take({Value(message.payload), "MESSAGE"});
      case Opcode::Binary:
        return take({Value::bytes(Slice(message.payload)), "MESSAGE"});
      case Opcode::Ping:
        return line_->write(write_frame(Opcode::Pong, message.payload));
      case Opcode::Close:
        line_->write(write_frame(Opcode::Close, std::string_view(message.payload).substr(0, 2)));
        return line_->finish();
      default:
        return;
    }
  }

  void end(std::uint16_t code) {
    line_->write(write_close(code));
    line_->finish();
  }

  /// Messages of one client start in their order. Without credit they wait, and soon the client does, too.
  void take(Event event) {
    if (line_->severed() || !intake_.open()) return end(1001);
    if (waiting_.empty() && intake_.has_credit()) return start(std::move(event));
    waiting_.push_back(std::move(event));
    if (waiting_.size() >= kMostWaiting) line_->pause(true);
    if (waiting_.size() == 1) wait_for_credit();
  }

  void wait_for_credit() {
    intake_.when_credit([self = self_] {
      if (*self != nullptr && !(*self)->line_->severed()) (*self)->go_on();
    });
  }

  void go_on() {
    while (!waiting_.empty() && intake_.has_credit()) {
      Event event = std::move(waiting_.front());
      waiting_.pop_front();
      start(std::move(event));
    }
    if (!waiting_.empty()) wait_for_credit();
    if (waiting_.size() < kMostWaiting / 2) line_->pause(false);  // may be the end of this object
  }

  void start(Event event) {
    Exchange& exchange = admission_->prepare(intake_);
    Headers& headers = exchange.message.headers;
    headers.set(Slice::literal("CamelVertxWebsocket.remoteAddress"), about_.remote);
    headers.set(Slice::literal("CamelVertxWebsocket.connectionKey"), line_->key());
    headers.set(Slice::literal("CamelVertxWebsocket.event"), Slice::literal(event.name));
    for (const auto& [name, value] : about_.parameters) http::append_header(exchange, name, value);
    exchange.message.body = std::move(event.body);
    exchange.start();
  }

  std::shared_ptr<Peer*> self_;  // nullptr inside once it is gone: for calls that come later, on the same worker
  std::shared_ptr<Line> line_;
  std::shared_ptr<Lines> lines_;
  std::shared_ptr<Admission> admission_;
  Intake& intake_;
  const PeerOptions options_;
  const About about_;
  FrameReader reader_;
  std::deque<Event> waiting_;
  std::chrono::steady_clock::time_point last_heard_{};
  bool pinged_ = false;
};

About about(const http::Request& request, const http::Peer& peer) {
  About about{peer.address().to_string() + ":" + std::to_string(peer.port()), {}};
  for (auto& [name, value] : http::parse_query(request.query).value_or(std::vector<http::Pair>())) {
    if (!http::is_camel_header(name)) about.parameters.emplace_back(std::move(name), std::move(value));
  }
  for (const auto& parameter : request.parameters)
    about.parameters.emplace_back(std::string(parameter.name), http::decode_strictly(parameter.value, false).value_or(std::string(parameter.value)));
  return about;
}

bool asks_for_upgrade(const http::Request& request) {
  const auto has = [&](std::string_view header, std::string_view word) {
    for (const std::string& one : http::split_list(request.header(header))) {
      if (same_ignoring_case(one, word)) return true;
    }
    return false;
  };
  return request.method == "GET" && has("Connection", "upgrade") && has("Upgrade", "websocket");
}

class WebSocketBinding final : public http::Binding {
 public:
  WebSocketBinding(std::shared_ptr<Lines> lines, std::shared_ptr<Admission> admission, PeerOptions options)
      : lines_(std::move(lines)), admission_(std::move(admission)), options_(std::move(options)) {}

  bool admit(const http::Request& request, http::Response& refusal) const override {
    if (!asks_for_upgrade(request)) {
      refusal.text(400, {}, "Can \"Upgrade\" only to \"WebSocket\".");
    } else if (request.header("Sec-WebSocket-Version") != "13") {
      refusal.failure(426);
      refusal.header("Sec-WebSocket-Version", "13");
    } else if (request.header("Sec-WebSocket-Key").size() != 24 || request.has_body) {
      refusal.failure(400);
    } else if (options_.origins && !options_.origins->matches(request.header("Origin"))) {
      refusal.failure(403);
    } else {
      return true;
    }
    return false;
  }
  void fill(const http::Request&, Exchange&) const override {}
  void answer(Exchange&, http::Response&) const override {}
  void converse(const http::Request& request, http::Response& response, const http::Peer& peer, Intake& intake) const override {
    response.status(101);
    response.header("Upgrade", "websocket");
    response.header("Sec-WebSocket-Accept", accept_key(request.header("Sec-WebSocket-Key")));
    auto line = std::make_shared<Line>(intake.worker(), std::string(request.path));
    response.converse(std::make_unique<Peer>(std::move(line), lines_, admission_, intake, options_, about(request, peer)));
  }

 private:
  const std::shared_ptr<Lines> lines_;
  const std::shared_ptr<Admission> admission_;
  const PeerOptions options_;
};

struct WebSocketLines : Lines {};

}  // namespace

struct OriginPattern::Compiled {
  explicit Compiled(const std::string& pattern) : regex(pattern, RE2::Quiet) {}
  RE2 regex;
};

OriginPattern::OriginPattern(const std::string& pattern) : compiled_(std::make_unique<const Compiled>(pattern)) {}
OriginPattern::~OriginPattern() = default;
const std::string& OriginPattern::fault() const { return compiled_->regex.error(); }
bool OriginPattern::matches(std::string_view origin) const { return RE2::FullMatch(re2::StringPiece(origin.data(), origin.size()), compiled_->regex); }

std::shared_ptr<Lines> lines_of(Context& context) {
  return context.service<WebSocketLines>([] { return std::make_shared<WebSocketLines>(); });
}

std::unique_ptr<RouteSource> make_source(Context& context, const std::string& path, PeerOptions options) {
  if (const auto size = context.property("camel.server.maxWebSocketMessageSize")) options.message_bytes = http::parse_size(*size).value_or(options.message_bytes);
  auto lines = lines_of(context);
  auto admission = std::make_shared<Admission>(context);
  http::MountOptions mount;
  mount.path = path;
  mount.binding = std::make_shared<WebSocketBinding>(lines, admission, std::move(options));
  return std::make_unique<connectors::DialogueSource>(context, std::move(mount), lines, admission);
}

}  // namespace kamel::websocket
