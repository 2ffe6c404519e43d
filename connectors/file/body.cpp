#include "connectors/file/body.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connectors/file/charset.h"

namespace kamel::connectors {
namespace fs = std::filesystem;

std::string FileEntry::only_name() const {
  const auto slash = relative.rfind('/');
  return slash == std::string::npos ? relative : relative.substr(slash + 1);
}

std::string FileEntry::parent() const {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string FileEntry::absolute_path() const { return absolute ? path : (fs::current_path() / path).lexically_normal().string(); }

namespace {

std::optional<Slice> read_whole(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  SliceBuilder content(4096);
  constexpr std::size_t kChunk = 128 * 1024;
  ssize_t got = 0;
  while ((got = ::read(file, content.reserve(kChunk), kChunk)) > 0) content.commit(static_cast<std::size_t>(got));
  ::close(file);
  if (got < 0) return std::nullopt;
  return content.finish();
}

}  // namespace

FileEntry FileBody::entry() const {
  const std::lock_guard lock(mutex_);
  return entry_;
}

void FileBody::moved(const std::string& path) {
  const std::lock_guard lock(mutex_);
  location_ = path;
}

bool FileBody::load() { return raw().has_value(); }

std::optional<FileBody::Opened> FileBody::open() const {
  const std::lock_guard lock(mutex_);
  if (content_ || !is_utf8(charset_)) return std::nullopt;
  const int file = ::open(place().c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (file < 0) return std::nullopt;
  if (fstat(file, &about) == 0 && S_ISREG(about.st_mode)) return Opened{file, static_cast<std::uint64_t>(about.st_size)};
  ::close(file);
  return std::nullopt;
}

std::optional<Slice> FileBody::raw() const {
  const std::lock_guard lock(mutex_);
  if (!content_) content_ = read_whole(place());
  return content_;
}

Slice FileBody::content() const {
  const auto bytes = raw();
  if (!bytes) return {};
  return is_utf8(charset_) ? *bytes : Slice(decode(*bytes, charset_));
}

std::string FileBody::text() const { return content().str(); }
std::optional<Value> FileBody::converted() const { return Value::bytes(content()); }

std::optional<Value> FileBody::property(std::string_view name) const {
  const FileEntry entry = this->entry();
  if (name == "file") return Value(entry.found.empty() ? entry.path : entry.found);
  if (name == "absoluteFilePath") return Value(entry.absolute_path());
  if (name == "fileName") return Value(entry.relative);
  if (name == "relativeFilePath") return Value(entry.moved_to.empty() ? entry.relative : entry.moved_to);
  if (name == "fileNameOnly") return Value(entry.only_name());
  if (name == "fileLength") return Value(entry.size);
  if (name == "lastModified") return Value(entry.modified_ms);
  if (name == "parent") return Value(entry.parent());
  return std::nullopt;
}

}  // namespace kamel::connectors
