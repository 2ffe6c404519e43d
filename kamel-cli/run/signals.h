// Ctrl-C and SIGTERM: the first drains, the second ends at once.
#pragma once

namespace kamel::cli {

/// Turns SIGINT, SIGTERM and SIGHUP into a readable descriptor. Made before any thread, since threads inherit what is blocked.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  int fd() const noexcept { return fd_; }
  /// Takes one; its number.
  int take() noexcept;
  /// From now on another signal ends the process at once, with the exit code that shells expect.
  void quit_on_next() noexcept;

 private:
  int fd_;
};

}  // namespace kamel::cli
