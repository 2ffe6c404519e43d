#include "connectors/http/port.h"

#include <algorithm>

#include "connectors/http/text.h"

namespace kamel::http {
namespace {
// Connection::mark.number
constexpr std::uint64_t kNoTimer = ~std::uint64_t{0};
constexpr std::uint64_t kTimedOut = kNoTimer - 1;
constexpr std::uint64_t kFront = kNoTimer - 2;  // the answer comes from what stands before the endpoints
constexpr std::chrono::milliseconds kAcceptPause{100};
}  // namespace

Port::Port(Worker& worker, Shared& shared)
    : worker_(worker),
      shared_(shared),
      acceptor_(worker.io().get_executor()),
      timer_(worker.io().get_executor()),
      now_(std::chrono::steady_clock::now()) {}

Port::~Port() = default;

void Port::open(int descriptor, std::shared_ptr<const Settings> settings) {
  if (!connections_.empty()) older_.push_back(std::move(settings_));
  settings_ = std::move(settings);
  boost::system::error_code ec;
  acceptor_.assign(boost::asio::ip::tcp::v4(), descriptor, ec);
  closing_ = false;
  now_ = std::chrono::steady_clock::now();
  accept();
  if (!sweeping_) sweep();
}

void Port::accept() {
  acceptor_.async_accept([this](const boost::system::error_code& ec, Socket socket) {
    if (ec == boost::asio::error::operation_aborted || !acceptor_.is_open()) return;
    if (ec) {
      // Out of descriptors, most likely: the backlog keeps them until some have closed.
      worker_.after(kAcceptPause, [this] {
        if (acceptor_.is_open()) accept();
      });
      return;
    }
    if (shared_.connections.load(std::memory_order_relaxed) >= settings_->limits.connections) return accept();  // closes it
    auto tls = settings_->tls ? settings_->tls->accept(socket.native_handle()) : nullptr;
    auto& connection = *connections_.emplace_back(std::make_unique<Connection>(std::move(socket), settings_->limits, *this, std::move(tls)));
    connection.index = connections_.size() - 1;
    shared_.connections.fetch_add(1, std::memory_order_relaxed);
    connection.start();
    accept();
  });
}

void Port::close() {
  closing_ = true;
  boost::system::error_code ec;
  acceptor_.close(ec);
  drain();
  if (connections_.empty()) timer_.cancel();
}

void Port::drain() {
  for (std::size_t i = connections_.size(); i > 0; --i) {
    if (i <= connections_.size()) connections_[i - 1]->drain();
  }
}

// A coarse clock for all deadlines instead of a timer for each connection: setting one costs nothing.
void Port::sweep() {
  sweeping_ = true;
  timer_.expires_after(settings_->limits.sweep);
  timer_.async_wait([this](const boost::system::error_code&) {
    sweeping_ = false;
    now_ = std::chrono::steady_clock::now();
    for (std::size_t i = connections_.size(); i > 0; --i) {
      if (i <= connections_.size()) connections_[i - 1]->sweep(now_);
    }
    if (acceptor_.is_open() || !connections_.empty()) sweep();
  });
}

void Port::on_closed(Connection& connection) {
  const std::size_t index = connection.index;
  std::swap(connections_[index], connections_.back());
  connections_[index]->index = index;
  connections_.pop_back();
  shared_.connections.fetch_sub(1, std::memory_order_relaxed);
  if (connections_.empty()) older_.clear();
  if (closing_ && connections_.empty()) timer_.cancel();
}

void Port::refresh() {
  const auto version = shared_.version.load(std::memory_order_acquire);
  if (version == version_) return;
  const std::lock_guard lock(shared_.mutex);
  version_ = shared_.version.load(std::memory_order_relaxed);
  table_ = shared_.table;
}

int Port::on_head(Connection& connection) {
  connection.mark = {};
  Request& request = connection.request();
  const auto path = normalise_path(request.path, scratch_);
  if (!path) return 400;
  // A path that had to be rewritten lives in our scratch only until the next request: the match is made on it, then it moves to the
  // request.
  request.path = *path;
  if (path->data() == scratch_.data()) {
    request.rewritten_path = *path;
    request.path = request.rewritten_path;
  }
  refresh();
  const int status = route(connection);
  return settings_->front ? pass_front(connection, status) : status;
}

const connectors::StoreRules* Port::store_rules(const Connection& connection) const {
  const auto* mount = static_cast<const Mount*>(connection.mark.target);
  return mount != nullptr && mount->options.binding->stores() ? &settings_->store_rules : nullptr;
}

/// Who may come in is asked even where there is nothing to find.
int Port::pass_front(Connection& connection, int status) {
  const auto verdict = settings_->front->check(connection.request(), connection.peer(), now_, status);
  if (verdict.status != 0) return verdict.status;
  if (!verdict.answers) return status;
  connection.mark = {nullptr, kFront, version_};
  return 0;
}

void Port::answer_front(Connection& connection) {
  settings_->front->answer(connection.request(), connection.response());
  connection.send();
}

// As Vert.x: the first mount that fits wins; if none does, the last reason counts, a wrong method least.
int Port::route(Connection& connection) {
  Request& request = connection.request();
  int status = 404;
  for (const MountPtr& mount : table_) {
    if (!mount->pattern.matches(request.path, request.parameters)) continue;
    const int verdict = fits(*mount, request);
    if (verdict == 0) {
      connection.mark = {mount.get(), kNoTimer, version_};
      return 0;
    }
    if (verdict != 405 || status == 404) status = verdict;
  }
  return status;
}

int Port::fits(const Mount& mount, const Request& request) const {
  const MountOptions& options = mount.options;
  if (!options.methods.empty() && std::ranges::find(options.methods, request.method) == options.methods.end()) return 405;
  if (!options.consumes.empty()) {
    const std::string_view type = request.header("Content-Type");
    // As Camel, which lets requests without a type pass where preflights are answered.
    const bool untyped = type.empty() && std::ranges::find(options.methods, "OPTIONS") != options.methods.end();
    if (!untyped && (type.empty() || std::ranges::none_of(options.consumes, [&](const std::string& range) { return media_matches(range, type); })))
      return 415;
  }
  if (!options.produces.empty()) {
    const std::string_view accept = request.header("Accept");
    if (std::ranges::none_of(options.produces, [&](const std::string& type) { return accepts(accept, type); })) return 406;
  }
  if (mount.paused.load(std::memory_order_relaxed) || !mount.lanes[worker_.index()].intake->open()) return 503;
  return 0;
}

void Port::refuse(int status, Response& response) {
  if (settings_->front && settings_->front->refuse(status, response)) return;
  switch (status) {
    case 404:
      return draining() ? response.failure(503)
                        : response.text(404, "text/html; charset=utf-8", "<html><body><h1>Resource not found</h1></body></html>");
    case 405:
      response.status(405);
      response.header("allow", "");  // Vert.x under Camel names none
      return;
    case 406:
    case 415:
    case 503:
      return response.status(status);
    default:
      return response.failure(status);
  }
}

// Mounts of one path may share its requests by what is in them: events by their attributes.
bool Port::find_taker(Connection& connection) {
  Request& request = connection.request();
  if (static_cast<Mount*>(connection.mark.target)->options.binding->wants(request)) return true;
  for (const MountPtr& mount : table_) {
    if (!mount->pattern.matches(request.path, request.parameters) || fits(*mount, request) != 0 || !mount->options.binding->wants(request)) continue;
    connection.mark = {mount.get(), kNoTimer, version_};
    return true;
  }
  return false;
}

// A body may be long in coming: its mount may have gone meanwhile, and another one may have come.
int Port::route_again(Connection& connection) {
  refresh();
  return connection.mark.version == version_ ? 0 : route(connection);
}

void Port::on_request(Connection& connection) {
  if (settings_->front) [[unlikely]] {
    if (connection.mark.number == kFront) return answer_front(connection);
    if (settings_->front->packed(connection.request())) return unpack(connection);
  }
  handle(connection);
}

/// A compressed body is unpacked where it holds nobody up.
void Port::unpack(Connection& connection) {
  connection.hold();
  auto packed = std::make_shared<Unpacking>(settings_->front->unpacking(connection.request(), store_rules(connection), settings_->limits));
  worker_.offload([packed] { packed->run(); },
                  [this, &connection, packed] {
                    if (!connection.waits_for_answer()) return connection.release();
                    const int status = packed->finish(connection.request());
                    if (status == 0) {
                      handle(connection);
                    } else {
                      connection.close_after_answer();
                      refuse(status, connection.response());
                      connection.send();
                    }
                    connection.release();
                  });
}

void Port::handle(Connection& connection) {
  Response& refusal = connection.response();
  if (const int status = route_again(connection); status != 0) {
    refuse(status, refusal);
    return connection.send();
  }
  if (!find_taker(connection)) {
    refuse(404, refusal);
    return connection.send();
  }
  Mount& mount = *static_cast<Mount*>(connection.mark.target);
  if (!connection.request().stored.is_null() && !mount.options.binding->stores()) {  // it has changed while the body came
    refuse(413, refusal);
    return connection.send();
  }
  if (!mount.options.binding->admit(connection.request(), refusal)) return connection.send();
  Mount::Lane& own = lane(mount);
  if (mount.options.converses) {
    mount.options.binding->converse(connection.request(), refusal, connection.peer(), *own.intake);
    return connection.send();
  }
  ++own.under_way;
  connection.hold();
  if (own.intake->has_credit() && own.waiting.empty()) return admit(connection, mount);
  own.waiting.push_back(&connection);
  wait_for_credit(mount);
}

void Port::wait_for_credit(Mount& mount) {
  Mount::Lane& own = lane(mount);
  if (own.wake_asked) return;
  own.wake_asked = true;
  own.intake->when_credit([this, &mount] { wake(mount); });
}

void Port::wake(Mount& mount) {
  Mount::Lane& own = lane(mount);
  own.wake_asked = false;
  while (!own.waiting.empty() && own.intake->has_credit()) {
    Connection& next = *own.waiting.front();
    own.waiting.pop_front();
    admit(next, mount);
  }
  if (!own.waiting.empty()) wait_for_credit(mount);
}

void Port::admit(Connection& connection, Mount& mount) {
  Exchange& exchange = lane(mount).intake->prepare(*this, reinterpret_cast<Ticket>(&connection), Pattern::InOut);
  mount.options.binding->fill(connection.request(), exchange);
  if (mount.options.timeout.count() > 0) {
    connection.mark.number = worker_.after(mount.options.timeout, [this, &connection] { timed_out(connection); });
  }
  exchange.start();
}

void Port::timed_out(Connection& connection) {
  connection.mark.number = kTimedOut;
  connection.close_after_answer();
  connection.response().failure(503);
  connection.send();
}

void Port::settled(Exchange& exchange, Ticket ticket) noexcept {
  Connection& connection = *reinterpret_cast<Connection*>(ticket);
  Mount& mount = *static_cast<Mount*>(connection.mark.target);
  if (connection.mark.number != kTimedOut) {
    if (connection.mark.number != kNoTimer) worker_.cancel(connection.mark.number);
    mount.options.binding->answer(exchange, connection.response());
    if (settings_->front) settings_->front->dress(connection.request(), connection.response());
    connection.send();
  }
  answered(mount);
  connection.release();
}

void Port::answered(Mount& mount) {
  Mount::Lane& own = lane(mount);
  if (--own.under_way == 0 && own.idle) std::exchange(own.idle, nullptr)();
}

void Port::when_idle(Mount& mount, std::function<void()> idle) {
  refresh();
  Mount::Lane& own = lane(mount);
  if (own.under_way == 0) return idle();
  own.idle = std::move(idle);
}

}  // namespace kamel::http
