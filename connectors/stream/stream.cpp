// The stream component: standard input, output and error output of the process, and files that grow.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>

#include "connectors/file/charset.h"
#include "connectors/stream/source.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kOpened = "the file is opened for each message, and closed behind it";
constexpr std::string_view kHttp = "for what comes by HTTP use a timer and to: http:…";

constexpr Field kFields[] = {
    {.name = "encoding", .summary = "charset of the text; UTF-8 by default"},
    {.name = "fileName", .summary = "the file of stream:file; it may also be written behind it, as in stream:file?fileName=…"},
    {.name = "readLine", .type = FieldType::Bool, .summary = "a message for each line; false: one for all there is until the end", .fallback = "true", .scope = "consumer"},
    {.name = "scanStream", .type = FieldType::Bool, .summary = "go on at the end, as tail -f does", .fallback = "false", .scope = "consumer"},
    {.name = "scanStreamDelay", .type = FieldType::Duration, .summary = "pause between two looks at the end; at least 10 ms", .fallback = "0", .scope = "consumer"},
    {.name = "retry", .type = FieldType::Bool, .summary = "with scanStream: open the file again when another one has taken its place, or it has been cut, as tail --retry does", .fallback = "false", .scope = "consumer"},
    {.name = "fileWatcher", .type = FieldType::Bool, .summary = "be told of changes by the system", .fallback = "false", .ignored = "retry sees by itself whether the file is another one", .scope = "consumer"},
    {.name = "groupLines", .type = FieldType::Int, .summary = "so many lines, as a list, in one message", .fallback = "0", .scope = "consumer"},
    {.name = "groupStrategy", .type = FieldType::Reference, .summary = "makes a body of lines", .refused = "it names a Java object; the body is the list of lines", .scope = "consumer"},
    {.name = "promptMessage", .summary = "stream:in: shown before each line is read", .scope = "consumer"},
    {.name = "promptDelay", .type = FieldType::Duration, .summary = "pause before it", .fallback = "0", .scope = "consumer"},
    {.name = "initialPromptDelay", .type = FieldType::Duration, .summary = "pause before the first one", .fallback = "2000", .scope = "consumer"},
    {.name = "exchangePattern", .summary = "of the exchanges: InOnly, InOut", .scope = "consumer"},
    {.name = "httpUrl", .summary = "URL of stream:http", .refused = kHttp, .scope = "consumer"},
    {.name = "httpHeaders", .summary = "headers of stream:http", .refused = kHttp, .scope = "consumer"},
    {.name = "readTimeout", .type = FieldType::Int, .summary = "of stream:http", .refused = kHttp},
    {.name = "appendNewLine", .type = FieldType::Bool, .summary = "write a line break behind each body", .fallback = "true", .scope = "producer"},
    {.name = "delay", .type = FieldType::Duration, .summary = "pause before each message is written", .fallback = "0", .scope = "producer"},
    {.name = "autoCloseCount", .type = FieldType::Int, .summary = "close the file after so many messages", .ignored = kOpened, .scope = "producer"},
    {.name = "closeOnDone", .type = FieldType::Bool, .summary = "close the file behind the last part of a split", .fallback = "false", .ignored = kOpened, .scope = "producer"},
};

bool is_kind(const EndpointDecl& decl, Assembler& assembler, std::initializer_list<std::string_view> kinds) {
  std::string all;
  for (const std::string_view kind : kinds) {
    if (decl.uri.path == kind) return true;
    all.append(all.empty() ? "stream:" : ", stream:").append(kind);
  }
  assembler.error(decl.mark, "stream:" + decl.uri.path + " cannot be used here", "write " + all, "java.lang.IllegalArgumentException");
  return false;
}

bool check(const EndpointDecl& decl, Assembler& assembler) {
  if (decl.uri.path == "file" && decl.options.text("fileName").empty()) {
    assembler.error(decl.mark, "stream:file without a fileName", "write stream:file?fileName=/path", "java.lang.IllegalArgumentException");
    return false;
  }
  const std::string charset = decl.options.text("encoding");
  if (charset.empty() || is_charset(charset)) return true;
  assembler.error(decl.options.mark("encoding"), "unknown charset '" + charset + "'", "UTF-8, ISO-8859-1 …", "java.nio.charset.UnsupportedCharsetException");
  return false;
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  if (!is_kind(decl, assembler, {"in", "file"}) || !check(decl, assembler)) return nullptr;
  const Options& options = decl.options;
  StreamPlan plan;
  plan.standard_input = decl.uri.path == "in";
  plan.file = options.text("fileName");
  plan.charset = options.text("encoding");
  plan.by_line = options.flag("readLine");
  plan.scans = options.flag("scanStream");
  plan.reopens = options.flag("retry");
  plan.scan_delay = options.duration("scanStreamDelay");
  plan.prompt = options.text("promptMessage");
  plan.prompt_delay = options.duration("promptDelay");
  plan.first_prompt_delay = options.duration("initialPromptDelay");
  plan.group = static_cast<std::size_t>(std::max<std::int64_t>(0, options.integer("groupLines")));
  plan.pattern = options.text("exchangePattern") == "InOut" ? Pattern::InOut : Pattern::InOnly;
  return std::make_unique<StreamSource>(std::move(plan));
}

/// Where an endpoint writes. One message at a time, whole. Any thread.
class Sink {
 public:
  Sink(std::string_view kind, std::string file) : fd_(kind == "out" ? STDOUT_FILENO : STDERR_FILENO), file_(std::move(file)) {}

  /// Blocks. "" when all has been written, else why not.
  std::string write(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    if (file_.empty()) return write_to(fd_, bytes);
    std::error_code ignored;
    if (const auto folder = std::filesystem::path(file_).parent_path(); !folder.empty()) std::filesystem::create_directories(folder, ignored);
    const int fd = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) return file_ + " (" + std::strerror(errno) + ")";
    std::string failed = write_to(fd, bytes);
    if (::close(fd) != 0 && failed.empty()) failed = std::strerror(errno);
    return failed;
  }

 private:
  static std::string write_to(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) return std::strerror(errno);
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }
  std::mutex mutex_;
  const int fd_;
  const std::string file_;
};

class WriteStep final : public Step {
 public:
  WriteStep(std::shared_ptr<Sink> sink, std::string charset, bool ends_line, std::chrono::milliseconds delay)
      : sink_(std::move(sink)), charset_(std::move(charset)), ends_line_(ends_line), delay_(delay) {}

  Flow run(Exchange& exchange) const override {
    if (delay_.count() <= 0) return write(exchange);
    exchange.worker().after(delay_, [this, &exchange] {
      if (const Flow flow = write(exchange); flow != Flow::Suspend) exchange.resume(flow);
    });
    return Flow::Suspend;
  }

 private:
  Flow write(Exchange& exchange) const {
    const Value& body = exchange.message.body;
    if (body.is_null()) return Flow::Next;
    std::string bytes;
    if (const auto raw = body.is_text() ? Result<Value>(Value()) : convert(body, "byte[]", &exchange); raw && raw->is_bytes_like()) {
      bytes = raw->slice().str();
    } else {
      bytes = charset_.empty() || is_utf8(charset_) ? to_text(body).str() : encode(to_text(body), charset_);
    }
    if (ends_line_) bytes += '\n';
    const auto failed = std::make_shared<std::string>();
    exchange.worker().offload([sink = sink_, bytes = std::move(bytes), failed] { *failed = sink->write(bytes); },
                              [&exchange, failed] { exchange.resume(failed->empty() ? Flow::Next : exchange.fail("java.io.IOException", *failed)); });
    return Flow::Suspend;
  }

  const std::shared_ptr<Sink> sink_;
  const std::string charset_;
  const bool ends_line_;
  const std::chrono::milliseconds delay_;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  if (!is_kind(decl, assembler, {"out", "err", "file"}) || !check(decl, assembler)) return nullptr;
  const std::string file = decl.uri.path == "file" ? decl.options.text("fileName") : "";
  auto sink = assembler.context().shared<Sink>("stream:" + decl.uri.path + ":" + file, [&] { return std::make_shared<Sink>(decl.uri.path, file); });
  return std::make_unique<WriteStep>(std::move(sink), decl.options.text("encoding"), decl.options.flag("appendNewLine"), decl.options.duration("delay"));
}

}  // namespace

ComponentSpec stream() {
  return {.scheme = "stream",
          .syntax = "stream:kind",
          .summary = "Reads standard input (in) or a file by lines, and writes to standard output (out), error output (err) or a file's end. Header CamelStreamIndex is the line's number from 0.",
          .fields = kFields,
          .example = "stream:file?fileName=/var/log/syslog&scanStream=true&scanStreamDelay=1s",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
