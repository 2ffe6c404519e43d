#include "connectors/http/transfers.h"

#include <sys/socket.h>
#include <unistd.h>

#include <mutex>

#include "engine/worker.h"

namespace kamel::http {
namespace {

constexpr std::size_t kSpareHandles = 64;

std::size_t on_head(char* data, std::size_t size, std::size_t count, void* transfer) {
  auto& head = static_cast<Transfer*>(transfer)->answer_head;
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) head.clear();  // what came before was a 100, or a redirection
  head += line;
  return line.size();
}

std::size_t on_read(char* to, std::size_t size, std::size_t count, void* transfer) {
  auto& feed = *static_cast<Transfer*>(transfer)->feed;
  if (feed.failed()) return CURL_READFUNC_ABORT;
  const std::size_t got = feed.read(to, size * count);
  return got == Feed::kLater ? CURL_READFUNC_PAUSE : got;
}

// For a second try by libcurl itself: a redirection, a challenge, a connection that was closed.
int on_seek(void* transfer, curl_off_t offset, int origin) {
  if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<Transfer*>(transfer)->feed->seek(static_cast<std::size_t>(offset));
  return CURL_SEEKFUNC_OK;
}

}  // namespace

bool Transfer::add_header(std::string_view name, std::string_view value) {
  constexpr std::string_view kEnds("\r\n\0", 3);
  if (name.empty() || name.find_first_of(kEnds) != name.npos || name.find(':') != name.npos || value.find_first_of(kEnds) != value.npos)
    return false;
  // "Name;" is how libcurl is told to send a header without a value.
  const std::string line = value.empty() ? std::string(name) + ";" : std::string(name) + ": " + std::string(value);
  headers.reset(curl_slist_append(headers.release(), line.c_str()));
  return true;
}

void Transfer::send(Slice content) {
  body = std::move(content);
  curl_easy_setopt(easy.get(), CURLOPT_POST, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
}

void Transfer::send(std::shared_ptr<Feed> source) {
  feed = std::move(source);
  curl_easy_setopt(easy.get(), CURLOPT_POST, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, nullptr);
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(feed->size()));
  curl_easy_setopt(easy.get(), CURLOPT_READFUNCTION, &on_read);
  curl_easy_setopt(easy.get(), CURLOPT_SEEKFUNCTION, &on_seek);
}

// Long answers go to a file. While a piece of it is being written and the next one is there already, the server has to wait.
std::size_t Transfers::on_body(char* data, std::size_t size, std::size_t count, void* transfer) {
  auto& self = *static_cast<Transfer*>(transfer);
  if (!self.answer_body) {
    void* owner = nullptr;
    curl_easy_getinfo(self.easy.get(), CURLINFO_PRIVATE, &owner);
    self.answer_body = std::make_unique<Spool>(static_cast<Transfers*>(owner)->worker_);
    self.answer_body->on_room([&self] { curl_easy_pause(self.easy.get(), CURLPAUSE_CONT); });
  }
  if (self.answer_body->error()) return 0;
  if (self.answer_body->full()) return CURL_WRITEFUNC_PAUSE;
  self.answer_body->append({data, size * count});
  return size * count;
}

Transfers::Transfers(Worker& worker, const TransferLimits& limits) : worker_(worker), io_(worker.io()), timer_(io_.get_executor()) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  multi_ = curl_multi_init();
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Transfers::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Transfers::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, limits.connections_per_host);
  curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.connections);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, limits.connections);
}

Transfers::~Transfers() {
  for (const auto& [easy, transfer] : running_) {
    curl_multi_remove_handle(multi_, easy);
    if (transfer->feed) transfer->feed->on_ready(nullptr);  // what is being read for it may still come
  }
  running_.clear();
  settling_.clear();
  spare_.clear();
  curl_multi_cleanup(multi_);
  for (const auto& [fd, watch] : watches_) watch->descriptor.release();
}

Easy Transfers::make_easy() {
  Easy easy;
  if (spare_.empty()) {
    easy.reset(curl_easy_init());
  } else {
    easy = std::move(spare_.back());
    spare_.pop_back();
    curl_easy_reset(easy.get());
  }
  CURL* handle = easy.get();
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_head);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfers::on_body);
  curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &Transfers::on_open);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, &Transfers::on_close);
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, this);
  return easy;
}

void Transfers::recycle(Easy easy) {
  curl_easy_setopt(easy.get(), CURLOPT_SHARE, nullptr);
  if (spare_.size() < kSpareHandles) spare_.push_back(std::move(easy));
}

void Transfers::start(std::unique_ptr<Transfer> owned) {
  Transfer& transfer = *owned;
  CURL* handle = transfer.easy.get();
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_READDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_SEEKDATA, &transfer);
  if (transfer.feed) transfer.feed->on_ready([handle] { curl_easy_pause(handle, CURLPAUSE_CONT); });
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer.error_text);
  if (transfer.headers) curl_easy_setopt(handle, CURLOPT_HTTPHEADER, transfer.headers.get());
  running_.emplace(handle, std::move(owned));
  curl_multi_add_handle(multi_, handle);  // only sets a timer: the work begins in the loop
}

int Transfers::on_timer(CURLM*, long milliseconds, void* data) {
  auto& self = *static_cast<Transfers*>(data);
  if (milliseconds < 0) {
    self.timer_.cancel();
    return 0;
  }
  self.timer_.expires_after(std::chrono::milliseconds(milliseconds));
  self.timer_.async_wait([&self](const boost::system::error_code& ec) {
    if (!ec) self.act(CURL_SOCKET_TIMEOUT, 0);
  });
  return 0;
}

int Transfers::on_socket(CURL*, curl_socket_t fd, int what, void* data, void*) {
  auto& self = *static_cast<Transfers*>(data);
  auto& watch = self.watches_[fd];
  if (what == CURL_POLL_REMOVE) {
    if (watch) watch->wanted = 0;
    // A connection is watched until it is closed: the next request on it will want that again. Of other sockets we hear no more.
    if (self.connections_.contains(fd)) return 0;
    if (watch) watch->descriptor.release();
    self.watches_.erase(fd);
    return 0;
  }
  if (!watch) watch = std::make_shared<Watch>(self.io_, fd);
  watch->wanted = what;
  self.wait(watch, fd);
  return 0;
}

curl_socket_t Transfers::on_open(void* data, curlsocktype, curl_sockaddr* address) {
  const int fd = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (fd < 0) return CURL_SOCKET_BAD;
  static_cast<Transfers*>(data)->connections_.insert(fd);
  return fd;
}

int Transfers::on_close(void* data, curl_socket_t fd) {
  auto& self = *static_cast<Transfers*>(data);
  self.connections_.erase(fd);
  if (const auto found = self.watches_.find(fd); found != self.watches_.end()) {
    found->second->wanted = 0;
    found->second->descriptor.release();  // ends the waits; libcurl's socket is ours to close below
    self.watches_.erase(found);
  }
  return ::close(fd);
}

// Waits are armed one by one, and looked at when they end: libcurl may have changed its mind, or closed the socket.
void Transfers::wait(const std::shared_ptr<Watch>& watch, curl_socket_t fd) {
  using Descriptor = boost::asio::posix::basic_stream_descriptor<Executor>;
  if ((watch->wanted & CURL_POLL_IN) != 0 && !watch->reading) {
    watch->reading = true;
    watch->descriptor.async_wait(Descriptor::wait_read, [this, watch, fd](const boost::system::error_code& ec) {
      watch->reading = false;
      if (ec) return;
      if ((watch->wanted & CURL_POLL_IN) != 0) act(fd, CURL_CSELECT_IN);
      if (watch->descriptor.is_open()) wait(watch, fd);
    });
  }
  if ((watch->wanted & CURL_POLL_OUT) != 0 && !watch->writing) {
    watch->writing = true;
    watch->descriptor.async_wait(Descriptor::wait_write, [this, watch, fd](const boost::system::error_code& ec) {
      watch->writing = false;
      if (ec) return;
      if ((watch->wanted & CURL_POLL_OUT) != 0) act(fd, CURL_CSELECT_OUT);
      if (watch->descriptor.is_open()) wait(watch, fd);
    });
  }
}

void Transfers::act(curl_socket_t fd, int what) {
  int running = 0;
  curl_multi_socket_action(multi_, fd, what, &running);
  collect();
}

void Transfers::collect() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* handle = message->easy_handle;
    const CURLcode code = message->data.result;
    curl_multi_remove_handle(multi_, handle);
    const auto found = running_.find(handle);
    if (found == running_.end()) continue;
    std::unique_ptr<Transfer> transfer = std::move(found->second);
    running_.erase(found);
    end(std::move(transfer), code);
  }
}

// What is left of the answer is written before its owner is told.
void Transfers::end(std::unique_ptr<Transfer> transfer, CURLcode code) {
  if (transfer->feed) transfer->feed->on_ready(nullptr);
  Spool* const spool = transfer->answer_body.get();
  if (spool == nullptr || spool->settled()) return transfer->finished(code);
  CURL* const handle = transfer->easy.get();
  settling_.emplace(handle, std::pair(std::move(transfer), code));
  spool->on_room([this, handle, spool] {
    spool->settle();
    if (!spool->settled()) return;
    const auto found = settling_.find(handle);
    const auto [done, result] = std::move(found->second);
    settling_.erase(found);
    done->finished(result);
  });
  spool->settle();
}

}  // namespace kamel::http
