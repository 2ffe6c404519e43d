#include "engine/repositories/key_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace kamel {
namespace {

constexpr std::string_view kException = "java.io.IOException";

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<> KeyFile::failed(std::string_view what) const { return Error(kException, "cannot " + std::string(what) + " '" + path_ + "': " + std::strerror(errno)); }

Result<std::shared_ptr<KeyFile>> KeyFile::open(const std::string& path, std::size_t maximum, std::size_t drop) {
  std::shared_ptr<KeyFile> keys(new KeyFile(path, maximum, drop));
  std::error_code unknown;
  if (const auto folder = std::filesystem::path(path).parent_path(); !folder.empty()) std::filesystem::create_directories(folder, unknown);
  const Result<> read = keys->read_lines();
  if (!read) return read.error();
  keys->at_start_ = keys->lines_;
  keys->jobs_.start([raw = keys.get()](const WriteQueue<WriteJob>::Jobs& jobs) { raw->work(jobs); });
  return keys;
}

// A last line without its end was cut off by a crash: its key was not told as durable, and it is dropped.
Result<> KeyFile::read_lines() {
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file_ < 0) return failed("open");
  std::ifstream in(path_, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::size_t from = 0;
  for (std::size_t end; (end = text.find('\n', from)) != std::string::npos; from = end + 1) lines_.push_back(text.substr(from, end - from));
  bytes_ = from;
  if (from != text.size() && ::ftruncate(file_, static_cast<off_t>(from)) != 0) return failed("repair");
  return {};
}

KeyFile::~KeyFile() {
  jobs_.close();
  if (file_ >= 0) ::close(file_);
}

void KeyFile::write(Changes changes, Done done) { jobs_.put({std::move(changes), std::move(done)}); }

Result<std::vector<Stored>> KeyFile::load(const std::string&) {
  std::vector<Stored> stored;
  for (std::string& line : std::exchange(at_start_, {})) stored.push_back({std::move(line), {}});
  return stored;
}

void KeyFile::read(const std::string&, const std::string&, Found found) { found(std::optional<std::string>()); }

void KeyFile::work(const WriteQueue<WriteJob>::Jobs& jobs) {
  const Result<> applied = apply(jobs);
  for (const WriteJob& job : jobs) {
    if (job.done) job.done(applied);
  }
}

Result<> KeyFile::apply(const WriteQueue<WriteJob>::Jobs& jobs) {
  std::string text;
  std::unordered_set<std::string> forgotten;
  for (const WriteJob& job : jobs) {
    for (const Change& change : job.changes) {
      if (change.kind == Change::Kind::Forget) {
        forgotten.insert(change.key);
      } else {
        forgotten.erase(change.key);
        lines_.push_back(change.key);
        text += change.key + "\n";
      }
    }
  }
  if (!forgotten.empty()) std::erase_if(lines_, [&](const std::string& line) { return forgotten.contains(line); });
  const bool full = maximum_ > 0 && bytes_ + text.size() > maximum_;
  if (full) lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(std::min(drop_, lines_.size())));
  return full || !forgotten.empty() ? rewrite() : append(text);
}

Result<> KeyFile::append(const std::string& text) {
  if (text.empty()) return {};
  if (!write_all(file_, text) || ::fdatasync(file_) != 0) return failed("write");
  bytes_ += text.size();
  return {};
}

Result<> KeyFile::rewrite() {
  const std::string beside = path_ + ".new";
  const int file = ::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) return failed("write beside");
  std::string text;
  for (const std::string& line : lines_) text += line + "\n";
  if (!write_all(file, text) || ::fdatasync(file) != 0 || ::rename(beside.c_str(), path_.c_str()) != 0) {
    const Result<> why = failed("rewrite");
    ::close(file);
    return why;
  }
  ::close(std::exchange(file_, file));
  bytes_ = text.size();
  return {};
}

}  // namespace kamel
