#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <vector>

#include "connectors/bodies/stored_body.h"
#include "connectors/file/finish.h"
#include "connectors/file/producer.h"

namespace kamel::connectors {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kFailed = "org.apache.camel.component.file.GenericFileOperationFailedException";

Error io_error(const std::string& path) {
  const std::string_view type = errno == ENOENT ? "java.nio.file.NoSuchFileException" : errno == EACCES ? "java.nio.file.AccessDeniedException" : "java.io.IOException";
  return Error(type, type == "java.io.IOException" ? path + ": " + std::strerror(errno) : path);
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

bool copy_all(int file, const StoredBody& body) {
  std::vector<char> piece(1024 * 1024);
  for (std::uint64_t at = 0; at < body.size();) {
    const std::ptrdiff_t got = body.read(at, piece.data(), piece.size());
    if (got <= 0 || !write_all(file, {piece.data(), static_cast<std::size_t>(got)})) return false;
    at += static_cast<std::uint64_t>(got);
  }
  return true;
}

Error put(const FileWriting& how, const std::string& path, std::string_view content, bool append, const StoredBody* stored = nullptr) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC), how.mode != 0 ? how.mode : 0666);
  if (file < 0) return Error(kFailed, "Cannot store file: " + path, io_error(path));
  const bool done = (stored != nullptr ? copy_all(file, *stored) : write_all(file, content)) && write_all(file, how.append) && (!how.syncs || ::fsync(file) == 0);
  Error error;
  if (!done) error = Error(kFailed, "Cannot store file: " + path, io_error(path));
  if (how.mode != 0) ::fchmod(file, how.mode);
  ::close(file);
  return error;
}

void make_directory(const FileWriting& how, const std::string& directory) {
  std::error_code failed;
  if (fs::exists(directory, failed)) return;
  fs::create_directories(directory, failed);
  if (how.directory_mode != 0) fs::permissions(directory, static_cast<fs::perms>(how.directory_mode), failed);
}

void write_checksum(const FileWriting& how, const FileWrite& write) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  const auto* stored = write.stored.object_as<StoredBody>();
  const Slice content = stored != nullptr ? stored->map() : write.content;
  std::string name = how.checksum;
  for (char& c : name) c = c == '_' ? '-' : c;
  const EVP_MD* algorithm = EVP_get_digestbyname(name.c_str());
  if (algorithm == nullptr || EVP_Digest(content.data(), content.size(), digest.data(), &length, algorithm, nullptr) != 1) return;
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    constexpr char kDigits[] = "0123456789abcdef";
    hex += kDigits[digest[i] >> 4U];
    hex += kDigits[digest[i] & 15U];
  }
  FileWriting plain;
  plain.syncs = false;
  put(plain, write.path + "." + name, hex, false);
}

// What to do with a file that is there already. Whether to go on.
bool make_room(const FileWriting& how, FileWrite& write) {
  switch (how.exists) {
    case FileWriting::Exists::Ignore: return false;
    case FileWriting::Exists::Fail:
      write.error = Error(kFailed, "File already exist: " + write.path + ". Cannot write new file.");
      return false;
    case FileWriting::Exists::Move: {
      std::error_code failed;
      if (how.eager_delete) fs::remove(write.moved_to, failed);
      const std::string problem = move_file(write.path, write.moved_to);
      if (!problem.empty()) write.error = Error(kFailed, "Cannot rename file from: " + write.path + " to: " + write.moved_to);
      return problem.empty();
    }
    default: return true;
  }
}

}  // namespace

void write_file(const FileWriting& how, FileWrite& write) {
  std::error_code failed;
  const std::string parent = fs::path(write.path).parent_path().string();
  if (how.creates_directory) make_directory(how, parent);
  const bool there = fs::exists(write.path, failed);
  if (there && !make_room(how, write)) return;
  const bool append = how.exists == FileWriting::Exists::Append;
  const std::string& first = write.temporary.empty() ? write.path : write.temporary;
  if (!write.temporary.empty()) {
    if (how.creates_directory) make_directory(how, fs::path(first).parent_path().string());
    if (append && there) fs::copy_file(write.path, first, fs::copy_options::overwrite_existing, failed);
  }
  write.error = put(how, first, write.content, append, write.stored.object_as<StoredBody>());
  if (write.error) return;
  if (!write.temporary.empty()) {
    if (const std::string problem = move_file(first, write.path); !problem.empty()) {
      write.error = Error(kFailed, "Cannot rename file from: " + first + " to: " + write.path);
      return;
    }
  }
  if (write.modified_ms >= 0) {
    fs::last_write_time(write.path, fs::file_time_type::clock::from_sys(std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(write.modified_ms))), failed);
  }
  if (!how.checksum.empty()) write_checksum(how, write);
  if (!how.done_file.empty()) {
    FileWriting plain;
    plain.syncs = false;
    put(plain, done_file_of(how.done_file, FileEntry{.path = write.path, .relative = fs::path(write.path).filename().string()}), "", false);
  }
}

}  // namespace kamel::connectors
