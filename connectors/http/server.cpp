#include "connectors/http/server.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <cstring>

#include "connectors/http/limits.h"
#include "connectors/http/port.h"
#include "engine/context.h"

namespace kamel::http {
namespace {

Error bind_error(const std::string& what, int number) { return Error("java.net.BindException", what + ": " + std::strerror(number)); }

struct Address {
  sockaddr_in in{};
  const sockaddr* any() const { return reinterpret_cast<const sockaddr*>(&in); }
};

Result<Address> resolve(const std::string& host, std::uint16_t port) {
  Address address;
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int rc = getaddrinfo(host.c_str(), nullptr, &hints, &found); rc != 0)
    return Error("java.net.UnknownHostException", host + ": " + gai_strerror(rc));
  std::memcpy(&address.in, found->ai_addr, sizeof address.in);
  freeaddrinfo(found);
  address.in.sin_port = htons(port);
  return address;
}

/// A bound socket; `shared`: others may bind the same address, too. -errno on failure.
int bind_socket(const Address& address, bool shared) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -errno;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (shared) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (bind(fd, address.any(), sizeof address.in) == 0) return fd;
  const int error = errno;
  ::close(fd);
  return -error;
}

std::uint16_t port_of(int fd) {
  sockaddr_in in{};
  socklen_t size = sizeof in;
  getsockname(fd, reinterpret_cast<sockaddr*>(&in), &size);
  return ntohs(in.sin_port);
}

std::optional<std::string> first_property(const Context& context, std::initializer_list<std::string_view> keys) {
  for (const auto key : keys) {
    if (auto value = context.property(key)) return value;
  }
  return std::nullopt;
}

}  // namespace

// Posted tasks hold it weakly: one that never runs must not keep a port alive beyond its worker.
struct HttpServer::State {
  explicit State(Context& owner) : context(owner) {
    for (const auto& worker : owner.workers()) ports.push_back(std::make_unique<Port>(*worker, shared));
  }
  Result<> open();
  Result<std::shared_ptr<const Settings>> read_settings() const;
  Result<std::vector<int>> bind_all(Address address);
  void close_ports(const std::shared_ptr<State>& state);

  Context& context;
  Shared shared;
  Limits limits;  // unless a property says otherwise
  std::vector<std::unique_ptr<Port>> ports;
  std::mutex control;  // one mount or unmount at a time
  std::condition_variable closed;
  std::size_t closings = 0;
  std::atomic<std::uint16_t> port{0};
};

HttpServer::HttpServer(Context& context) : state_(std::make_shared<State>(context)) {}
HttpServer::~HttpServer() = default;

std::shared_ptr<HttpServer> HttpServer::of(Context& context) {
  return context.service<HttpServer>([&] { return std::make_shared<HttpServer>(context); });
}

// A probe without SO_REUSEPORT first: otherwise another process that has the port would share our connections in silence.
Result<std::vector<int>> HttpServer::State::bind_all(Address address) {
  const int probe = bind_socket(address, false);
  if (probe < 0) return bind_error("Address already in use: port " + std::to_string(ntohs(address.in.sin_port)), -probe);
  if (ports.size() == 1) return std::vector<int>{probe};
  address.in.sin_port = htons(port_of(probe));
  ::close(probe);
  std::vector<int> sockets;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const int fd = bind_socket(address, true);
    if (fd < 0) {
      for (const int other : sockets) ::close(other);
      return bind_error("cannot bind port " + std::to_string(ntohs(address.in.sin_port)), -fd);
    }
    sockets.push_back(fd);
  }
  return sockets;
}

// What the properties say of limits, TLS and what stands before the endpoints.
Result<std::shared_ptr<const Settings>> HttpServer::State::read_settings() const {
  auto settings = std::make_shared<Settings>();
  settings->limits = limits;
  if (auto read = read_limits(context, settings->limits); read.has_error()) return read.error();
  settings->store_rules = connectors::StoreRules::of(context);
  auto tls = TlsOptions::of(context);
  if (tls.has_error()) return tls.error();
  if (*tls) {
    auto loaded = TlsContext::load(std::move(**tls), [&log = context](const std::string& what) { log.report(LogLevel::Warn, what); });
    if (loaded.has_error()) return loaded.error();
    settings->tls = std::move(*loaded);
  }
  auto front = Front::of(context);
  if (front.has_error()) return front.error();
  settings->front = std::move(*front);
  return std::shared_ptr<const Settings>(std::move(settings));
}

Result<> HttpServer::State::open() {
  const auto host = first_property(context, {"camel.server.host", "platform-http.host", "quarkus.http.host"}).value_or("0.0.0.0");
  const auto text = first_property(context, {"camel.server.port", "platform-http.port", "quarkus.http.port"}).value_or("8080");
  std::uint16_t number = 0;
  if (const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
      ec != std::errc() || end != text.data() + text.size()) {
    return Error("java.lang.NumberFormatException", "camel.server.port is not a port: " + text);
  }
  const auto settings = read_settings();
  if (settings.has_error()) return settings.error();
  const auto address = resolve(host, number);
  if (address.has_error()) return address.error();
  const auto sockets = bind_all(*address);
  if (sockets.has_error()) return sockets.error();
  // They listen before this returns: the kernel keeps connections until the loops come to accept them.
  for (const int fd : *sockets) ::listen(fd, SOMAXCONN);
  port = port_of(sockets->front());
  for (std::size_t i = 0; i < ports.size(); ++i) {
    context.workers()[i]->post([&at = *ports[i], fd = (*sockets)[i], settings = *settings] { at.open(fd, settings); });
  }
  context.log().report(LogLevel::Info, std::string((*settings)->tls ? "HTTPS" : "HTTP") + " server listening on " + host + ":" + std::to_string(port));
  return {};
}

void HttpServer::State::close_ports(const std::shared_ptr<State>& state) {
  port = 0;
  closings += ports.size();
  for (std::size_t i = 0; i < ports.size(); ++i) {
    context.workers()[i]->post([weak = std::weak_ptr(state), i] {
      const auto self = weak.lock();
      if (!self) return;
      self->ports[i]->close();
      const std::lock_guard lock(self->control);
      --self->closings;
      self->closed.notify_all();
    });
  }
}

Result<MountPtr> HttpServer::mount(MountOptions options, std::span<Intake* const> intakes) {
  if (!options.path.starts_with('/')) return Error("java.lang.IllegalArgumentException", "Path must start with /");
  std::unique_lock control(state_->control);
  if (auto prefix = state_->context.property("camel.server.path"); prefix && *prefix != "/") {
    while (prefix->ends_with('/')) prefix->pop_back();
    options.path = (prefix->starts_with('/') ? *prefix : "/" + *prefix) + options.path;
  }
  if (state_->port == 0) {
    state_->closed.wait_for(control, std::chrono::seconds(5), [&] { return state_->closings == 0; });
    if (auto opened = state_->open(); opened.has_error()) return opened.error();
  }
  auto mount = std::make_shared<Mount>(std::move(options), intakes);
  const std::lock_guard lock(state_->shared.mutex);
  state_->shared.table.push_back(mount);
  state_->shared.version.fetch_add(1, std::memory_order_release);
  return mount;
}

void HttpServer::unmount(const MountPtr& mount, std::function<void()> done) {
  const std::lock_guard control(state_->control);
  bool last = false;
  {
    const std::lock_guard lock(state_->shared.mutex);
    std::erase(state_->shared.table, mount);
    state_->shared.version.fetch_add(1, std::memory_order_release);
    last = state_->shared.table.empty();
  }
  struct Countdown {
    std::atomic<std::size_t> left;
    std::function<void()> done;
  };
  auto countdown = std::make_shared<Countdown>(state_->ports.size(), std::move(done));
  for (std::size_t i = 0; i < state_->ports.size(); ++i) {
    state_->context.workers()[i]->post([weak = std::weak_ptr(state_), i, mount, countdown] {
      const auto state = weak.lock();
      if (!state) return;
      state->ports[i]->when_idle(*mount, [mount, countdown] {
        if (countdown->left.fetch_sub(1) == 1 && countdown->done) countdown->done();
      });
    });
  }
  if (last) state_->close_ports(state_);
}

void HttpServer::pause(const MountPtr& mount, bool paused) { mount->paused = paused; }

void HttpServer::drain() {
  state_->shared.draining = true;
  for (std::size_t i = 0; i < state_->ports.size(); ++i) {
    state_->context.workers()[i]->post([weak = std::weak_ptr(state_), i] {
      if (const auto state = weak.lock()) state->ports[i]->drain();
    });
  }
}

std::uint16_t HttpServer::port() const noexcept { return state_->port; }
void HttpServer::set_limits(const Limits& limits) { state_->limits = limits; }
std::size_t HttpServer::connections() const noexcept { return state_->shared.connections; }

}  // namespace kamel::http
