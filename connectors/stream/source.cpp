#include "connectors/stream/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>
#include <optional>

#include "connectors/file/charset.h"
#include "connectors/stream/line_cutter.h"
#include "connectors/threads/feed.h"
#include "connectors/threads/pulse.h"
#include "engine/context.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::chrono::milliseconds kLeastPause{10};  // between two looks at the end of a stream, also where scanStreamDelay is 0
constexpr std::size_t kLongestWhole = 256 * 1024 * 1024;

/// What one read has given; no bytes: the end, or, with an error number, a failure.
struct Piece {
  std::string bytes;
  int error = 0;
};

Piece read_piece(int fd) {
  Piece piece;
  piece.bytes.resize(kPiece);
  ssize_t got = 0;
  do got = ::read(fd, piece.bytes.data(), piece.bytes.size());
  while (got < 0 && errno == EINTR);
  if (got < 0) piece.error = errno;
  piece.bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return piece;
}

/// Whether the path leads to another file by now, or the file is shorter than what has been read of it.
bool is_another(const std::string& path, int fd) {
  struct stat now {}, open {};
  if (::stat(path.c_str(), &now) != 0 || ::fstat(fd, &open) != 0) return false;
  return now.st_ino != open.st_ino || now.st_dev != open.st_dev || now.st_size < ::lseek(fd, 0, SEEK_CUR);
}

}  // namespace

// Touched by its worker only, but for `fd` while a read is on the pool (`reading`).
struct StreamSource::State final : Feed {
  State(std::shared_ptr<const StreamPlan> the_plan, Intake& intake, int the_fd) : Feed(intake), plan(std::move(the_plan)), fd(the_fd) {}
  ~State() override {
    if (events) events->release();
    if (fd >= 0) ::close(fd);
  }

  std::shared_ptr<const StreamPlan> plan;
  int fd;
  std::optional<boost::asio::posix::stream_descriptor> events;  // for pipes and terminals; a file is read on the pool
  LineCutter lines;
  std::string whole;
  List group;
  std::int64_t index = 0;
  bool reading = false, at_end = false, prompted = false, ever_prompted = false;

  void begin() override {
    struct stat kind {};
    if (::fstat(fd, &kind) == 0 && !S_ISREG(kind.st_mode)) {
      events.emplace(worker().io());
      boost::system::error_code failed;
      events->assign(fd, failed);
      if (failed) events.reset();  // /dev/null and the like, which never make wait
    }
  }

  bool emit() override {
    if (!plan->by_line) {
      if (!at_end || whole.empty()) return false;
      return send(Value::bytes(Slice(std::exchange(whole, {}))), true), true;
    }
    // Whether a line is the last one shows the next one; of standard input each is, as in Camel, so that nobody has to type ahead.
    if (!plan->scans && !plan->standard_input && lines.ready() == 1 && !at_end) return false;
    auto line = lines.next();
    if (!line) return flush_group();
    const bool last = !plan->scans && (plan->standard_input || (at_end && lines.ready() == 0));
    prompted = false;
    Value text(plan->charset.empty() || is_utf8(plan->charset) ? *line : decode(*line, plan->charset));
    if (plan->group == 0) return send(std::move(text), last), true;
    group.push_back(std::move(text));
    if (group.size() >= plan->group || last) send(Value(std::exchange(group, {})), last);
    return true;
  }

  bool flush_group() {
    if (!at_end || plan->scans || group.empty()) return false;
    send(Value(std::exchange(group, {})), true);
    return true;
  }

  void send(Value body, bool last) {
    Exchange& exchange = lane_.prepare(intake_, plan->pattern);
    exchange.message.body = std::move(body);
    exchange.message.headers.add(Slice::literal("CamelStreamIndex"), Value(index++));
    exchange.message.headers.add(Slice::literal("CamelStreamComplete"), Value(last));
    lane_.start(exchange);
  }

  // Reading

  void more() override {
    if (reading) return;
    if (at_end) return plan->scans ? look_again() : void();
    if (plan->standard_input && !plan->prompt.empty() && !std::exchange(prompted, true)) return prompt();
    reading = true;
    if (!events) {
      const auto piece = std::make_shared<Piece>();
      return worker().offload([piece, this, keep = shared_from_this()] { *piece = read_piece(fd); }, [piece, this, keep = shared_from_this()] { came(*piece); });
    }
    events->async_wait(boost::asio::posix::stream_descriptor::wait_read, [this, keep = shared_from_this()](const boost::system::error_code& failed) {
      came(failed ? Piece{{}, ECANCELED} : read_piece(fd));
    });
  }

  void came(const Piece& piece) {
    reading = false;
    if (ended() || piece.error == ECANCELED) return;
    if (piece.error != 0 && piece.error != EAGAIN) {
      worker().context().report(LogLevel::Error, "stream: cannot read " + (plan->standard_input ? "standard input" : plan->file) + ": " + std::strerror(piece.error));
    }
    if (piece.error == 0 && !piece.bytes.empty()) {
      plan->by_line ? lines.feed(piece.bytes) : collect(piece.bytes);
    } else if (piece.error != EAGAIN) {
      at_end = true;
      if (!plan->scans) lines.end();  // a line that is being written to a file is not one yet
    }
    go_on();
  }

  void collect(const std::string& bytes) {
    whole += bytes;
    if (whole.size() <= kLongestWhole) return;
    worker().context().report(LogLevel::Error, "stream: more than 256 MB are not read as a whole; leave readLine=false out");
    finish();
  }

  void look_again() {
    reading = true;
    worker().after(std::max(plan->scan_delay, kLeastPause), [this, keep = shared_from_this()] {
      reading = false;
      if (ended()) return;
      at_end = false;
      plan->reopens && !events ? reopen() : go_on();
    });
  }

  void reopen() {
    reading = true;
    worker().offload(
        [this, keep = shared_from_this()] {
          if (!is_another(plan->file, fd)) return;
          const int other = ::open(plan->file.c_str(), O_RDONLY | O_CLOEXEC);
          if (other < 0) return;
          ::close(std::exchange(fd, other));
        },
        [this, keep = shared_from_this()] {
          reading = false;
          go_on();
        });
  }

  void prompt() {
    reading = true;
    const auto pause = std::exchange(ever_prompted, true) ? plan->prompt_delay : plan->first_prompt_delay;
    worker().after(pause, [this, keep = shared_from_this()] {
      reading = false;
      if (ended()) return;
      const std::string& text = plan->prompt;
      [[maybe_unused]] const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
      go_on();
    });
  }

  void cancel() override {
    boost::system::error_code ignored;
    if (events) events->cancel(ignored);
  }
};

StreamSource::~StreamSource() = default;

Result<> StreamSource::start(std::span<Intake* const> intakes) {
  const int fd = plan_->standard_input ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : ::open(plan_->file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return Error("java.io.FileNotFoundException", (plan_->standard_input ? "standard input" : plan_->file) + " (" + std::strerror(errno) + ")");
  Intake& intake = *intakes[home_of(plan_->file, intakes.size())];
  state_ = std::make_shared<State>(plan_, intake, fd);
  state_->open();
  return {};
}

void StreamSource::stop(std::function<void()> stopped) { state_ ? state_->stop(std::move(stopped)) : stopped(); }

void StreamSource::pause(bool paused) {
  if (state_) state_->pause(paused);
}

}  // namespace kamel::connectors
