#include "kamel-cli/run/signals.h"

#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <csignal>

#include <initializer_list>

namespace kamel::cli {
namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

extern "C" void quit_now(int signal) { _exit(128 + signal); }

}  // namespace

Signals::Signals() : fd_(-1) {
  const sigset_t set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  fd_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  std::signal(SIGPIPE, SIG_IGN);
}

Signals::~Signals() {
  if (fd_ >= 0) close(fd_);
}

int Signals::take() noexcept {
  signalfd_siginfo taken{};
  return read(fd_, &taken, sizeof taken) == static_cast<ssize_t>(sizeof taken) ? static_cast<int>(taken.ssi_signo) : 0;
}

void Signals::quit_on_next() noexcept {
  for (int signal : {SIGINT, SIGTERM}) std::signal(signal, quit_now);
  const sigset_t set = ending_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace kamel::cli
