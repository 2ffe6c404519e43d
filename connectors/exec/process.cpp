#include "connectors/exec/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/write.hpp>
#include <cstring>

#include "engine/worker.h"

namespace kamel::exec {
namespace asio = boost::asio;
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kLastWords{2000};    // for output that others still hold open when the program has ended
constexpr milliseconds kBeforeKill{5000};   // between being told to end and being made to
constexpr milliseconds kLookAgain{20};      // where the kernel has no pidfd

Error failure(const Program& program, int code) {
  return Error("java.io.IOException", "Cannot run program \"" + program.executable + "\" (in directory \"" + (program.directory.empty() ? "." : program.directory) +
                                          "\"): error=" + std::to_string(code) + ", " + std::strerror(code));
}

/// Both ends of a pipe; closed unless given away.
struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends) {
      if (end >= 0) ::close(end);
    }
  }
  bool open() { return ::pipe2(ends.data(), O_CLOEXEC) == 0; }
  int release(std::size_t which) { return std::exchange(ends[which], -1); }
};

// posix_spawn with the pipes' ends as standard streams; an errno, or 0.
int spawn(const Program& program, const Pipe& in, const Pipe& out, const Pipe& err, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  if (!program.directory.empty()) ::posix_spawn_file_actions_addchdir_np(&actions, program.directory.c_str());
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::vector<char*> arguments{const_cast<char*>(program.executable.c_str())};
  for (const std::string& argument : program.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const int failed = ::posix_spawnp(&pid, program.executable.c_str(), &actions, &attributes, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  return failed;
}

/// A write to a program that has gone is an error here, not a signal.
class NoSignal {
 public:
  NoSignal() {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  }
};

/// One that runs. Its worker only; kept alive by what it waits for.
class Running : public std::enable_shared_from_this<Running> {
 public:
  Running(Worker& worker, pid_t pid, Pipe& in, Pipe& out, Pipe& err, std::function<void(Ended)> done)
      : worker_(worker), pid_(pid), in_(worker.io(), in.release(1)), out_(worker.io(), out.release(0)), err_(worker.io(), err.release(0)), exit_(worker.io()), done_(std::move(done)) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    if (pid_ == 0) return;
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  void start(Slice input, std::optional<milliseconds> timeout) {
    read(out_, out_text_, out_buffer_);
    read(err_, err_text_, err_buffer_);
    write(std::move(input));
    if (const int exit = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)); exit >= 0) exit_.assign(exit);
    await_exit();
    if (timeout) timer_ = worker_.after(*timeout, [weak = weak_from_this()] { end(weak, SIGTERM); });
  }

 private:
  using Descriptor = asio::posix::stream_descriptor;
  using Buffer = std::array<char, 16384>;

  void write(Slice input) {
    static thread_local const NoSignal no_signal;
    if (input.empty()) return close(in_);
    auto kept = std::make_shared<Slice>(std::move(input));
    asio::async_write(in_, asio::buffer(kept->data(), kept->size()), [self = shared_from_this(), kept](boost::system::error_code, std::size_t) { close(self->in_); });
  }

  void read(Descriptor& from, std::string& to, Buffer& buffer) {
    ++reading_;
    from.async_read_some(asio::buffer(buffer), [self = shared_from_this(), &from, &to, &buffer](boost::system::error_code failed, std::size_t size) {
      --self->reading_;
      to.append(buffer.data(), size);
      if (to.size() > kMostOutput) return self->too_much();
      if (!failed) return self->read(from, to, buffer);
      self->finish_if_over();
    });
  }

  void too_much() {
    failed_ = Error("java.io.IOException", "the program wrote more than " + std::to_string(kMostOutput >> 20) + " MB; let it write to a file, and name that as outFile");
    ::kill(-pid_, SIGKILL);
  }

  void await_exit() {
    if (!exit_.is_open()) {
      worker_.after(kLookAgain, [self = shared_from_this()] {
        if (!self->reap()) self->await_exit();
      });
      return;
    }
    exit_.async_wait(Descriptor::wait_read, [self = shared_from_this()](boost::system::error_code failed) {
      if (!failed) self->reap();
    });
  }

  bool reap() {
    int status = 0;
    if (pid_ == 0 || ::waitpid(pid_, &status, WNOHANG) != pid_) return false;
    exit_value_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    pid_ = 0;
    close(exit_);
    if (timer_ != 0) worker_.cancel(timer_);
    timer_ = 0;
    // A program that it left behind may hold its output open for long.
    if (reading_ > 0) worker_.after(kLastWords, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->finish();
    });
    finish_if_over();
    return true;
  }

  static void end(const std::weak_ptr<Running>& weak, int signal) {
    const auto self = weak.lock();
    if (!self || self->pid_ == 0) return;
    self->timer_ = 0;
    ::kill(-self->pid_, signal);
    if (signal == SIGTERM) self->timer_ = self->worker_.after(kBeforeKill, [weak] { end(weak, SIGKILL); });
  }

  void finish_if_over() {
    if (pid_ == 0 && reading_ == 0) finish();
  }

  void finish() {
    for (Descriptor* descriptor : {&in_, &out_, &err_}) close(*descriptor);
    if (const auto done = std::exchange(done_, nullptr)) done({exit_value_, Slice(out_text_), Slice(err_text_), failed_});
  }

  static void close(Descriptor& descriptor) {
    boost::system::error_code ignored;
    descriptor.close(ignored);
  }

  Worker& worker_;
  pid_t pid_;  // 0: it has ended
  Descriptor in_, out_, err_, exit_;
  std::function<void(Ended)> done_;
  std::string out_text_, err_text_;
  Buffer out_buffer_, err_buffer_;
  int reading_ = 0, exit_value_ = 0;
  Error failed_;
  Worker::TimerId timer_ = 0;
};

}  // namespace

void run(Worker& worker, const Program& program, Slice input, std::function<void(Ended)> done) {
  const auto fail = [&](Error why) { worker.post([done, why = std::move(why)] { done({0, {}, {}, why}); }); };
  if (!program.directory.empty() && ::access(program.directory.c_str(), F_OK) != 0) return fail(Error("java.io.IOException", program.directory + " doesn't exist."));
  Pipe in, out, err;
  if (!in.open() || !out.open() || !err.open()) return fail(failure(program, errno));
  pid_t pid = 0;
  if (const int failed = spawn(program, in, out, err, pid); failed != 0) return fail(failure(program, failed));
  std::make_shared<Running>(worker, pid, in, out, err, std::move(done))->start(std::move(input), program.timeout);
}

}  // namespace kamel::exec
