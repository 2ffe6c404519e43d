// Lines: the clients that hold a connection open to hear from routes: WebSockets, server-sent events.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connectors/http/message.h"
#include "engine/worker.h"

namespace kamel::connectors {

/// One client, as senders on any thread know it.
class Line : public std::enable_shared_from_this<Line> {
 public:
  Line(Worker& worker, std::string path);
  /// Writes, soon, in the order of the calls from one thread. A client that lags behind by more than four megabytes is cut off. Any thread.
  void send(Slice bytes);
  const std::string& key() const noexcept { return key_; }
  const std::string& path() const noexcept { return path_; }
  Worker& worker() const noexcept { return worker_; }

  // On its worker's thread only. What writes may find the client gone: `Dialogue::closed` is called before it returns.
  void open(http::Channel& channel) noexcept { channel_ = &channel; }
  void close() noexcept { channel_ = nullptr; }
  void write(std::string_view bytes);
  /// Ends the connection once all is written.
  void finish();
  void pause(bool paused);
  /// Its route has gone: ends it, and nothing of it may become an exchange any more.
  void sever();
  bool severed() const noexcept { return severed_; }

 private:
  Worker& worker_;
  const std::string key_;   // a UUID, as Camel makes them
  const std::string path_;  // that the client asked for
  http::Channel* channel_ = nullptr;
  bool severed_ = false;
};

/// The lines of one context and one kind. Any thread.
class Lines {
 public:
  void add(const std::shared_ptr<Line>& line);
  void remove(const std::string& key);
  /// Those that asked for a path that `pattern` stands for ("/chat", "/chat/{room}", "/chat/*").
  std::vector<std::shared_ptr<Line>> at(const std::string& pattern) const;
  /// Those of these keys, separated by commas, at that path.
  std::vector<std::shared_ptr<Line>> with(std::string_view keys) const;

 private:
  mutable std::mutex mutex_;  // guards lines_
  std::unordered_map<std::string, std::shared_ptr<Line>> lines_;
};

}  // namespace kamel::connectors
