#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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

// As Java's MessageDigest calls them: SHA-256, SHA-512/224, MD5.
const EVP_MD* digest_of(std::string name) {
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (name.find('_') != std::string::npos) return nullptr;
  if (name == "SHA") name = "SHA-1";
  if (name.starts_with("SHA-512/")) name = "SHA512-" + name.substr(8);
  return EVP_get_digestbyname(name.c_str());
}

Error no_digest(const std::string& name) {
  std::string known = name;
  std::ranges::replace(known, '_', '-');
  const Error cause("java.security.NoSuchAlgorithmException", name + " MessageDigest not available");
  return Error("java.lang.IllegalArgumentException", std::string(cause.text()) + (known != name ? "; write " + known : ""), cause);
}

// Beside the file, by the same options.
Error put_beside(const FileWriting& how, const std::string& path, std::string_view content) {
  std::error_code failed;
  fs::remove(path, failed);
  return put(how, path, content, false);
}

Error put_checksum(const FileWriting& how, const FileWrite& write) {
  const EVP_MD* algorithm = digest_of(how.checksum);
  if (algorithm == nullptr) return no_digest(how.checksum);
  if (write.null) return Error("org.apache.camel.InvalidPayloadException", "No body available of type: java.io.InputStream");
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  const auto* stored = write.stored.object_as<StoredBody>();
  const Slice content = stored != nullptr ? stored->map() : write.content;
  if (EVP_Digest(content.data(), content.size(), digest.data(), &length, algorithm, nullptr) != 1) return no_digest(how.checksum);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    constexpr char kDigits[] = "0123456789abcdef";
    hex += kDigits[digest[i] >> 4U];
    hex += kDigits[digest[i] & 15U];
  }
  return put_beside(how, write.path + "." + how.checksum, hex);
}

Error put_done_file(const FileWriting& how, const FileWrite& write) {
  const std::string path = done_file_of(how.done_file, FileEntry{.path = write.path, .relative = fs::path(write.path).filename().string()});
  if (path.find("${") != std::string::npos) {
    return Error("org.apache.camel.ExpressionIllegalSyntaxException", "Illegal syntax: " + write.path + ". Cannot resolve reminder: " + how.done_file);
  }
  return put_beside(how, path, "");
}

Error already_exists(const std::string& path) { return Error(kFailed, "File already exist: " + path + ". Cannot write new file."); }

Error move_existing(const FileWriting& how, const FileWrite& write) {
  std::error_code failed;
  if (fs::exists(write.moved_to, failed)) {
    if (!how.eager_delete) {
      return Error(kFailed, "Cannot move existing file from: " + write.path + " to: " + write.moved_to + " as there already exists a file: " + write.moved_to);
    }
    fs::remove(write.moved_to, failed);
  }
  return move_file(write.path, write.moved_to).empty() ? Error() : Error(kFailed, "Cannot rename file from: " + write.path + " to: " + write.moved_to);
}

// What a null body comes to: an empty file, and one that is there only loses its content when it is overridden.
Error put_nothing(const FileWriting& how, const std::string& path, bool there) {
  if (!how.allows_null) return Error(kFailed, "Cannot write null body to file: " + path);
  FileWriting plain;
  return there && how.exists != FileWriting::Exists::Override ? Error() : put(plain, path, "", false);
}

// Writes one file, as fileExist says if it is there.
Error store(const FileWriting& how, const FileWrite& write, const std::string& path) {
  if (how.creates_directory) make_directory(how, fs::path(path).parent_path().string());
  std::error_code failed;
  const bool there = fs::exists(path, failed);
  if (there && how.exists == FileWriting::Exists::Ignore) return {};
  if (there && how.exists == FileWriting::Exists::Fail) return already_exists(path);
  if (there && how.exists == FileWriting::Exists::Move) {
    if (Error error = move_existing(how, write)) return error;
  }
  if (write.null) return put_nothing(how, path, there);
  if (Error error = put(how, path, write.content, how.exists == FileWriting::Exists::Append, write.stored.object_as<StoredBody>())) return error;
  if (write.modified_ms < 0) return {};
  const std::chrono::sys_time<std::chrono::milliseconds> modified{std::chrono::milliseconds(write.modified_ms)};
  fs::last_write_time(path, fs::file_time_type::clock::from_sys(modified), failed);
  return {};
}

// A temporary file is about to take the place of one that is there. `early`: before it is written. Whether to go on.
bool clear_target(const FileWriting& how, FileWrite& write, bool early) {
  std::error_code failed;
  if (how.exists == FileWriting::Exists::TryRename || !fs::exists(write.path, failed)) return true;
  write.left = how.exists == FileWriting::Exists::Ignore;
  if (how.exists == FileWriting::Exists::Fail) write.error = already_exists(write.path);
  if (how.exists == FileWriting::Exists::Move && early) write.error = move_existing(how, write);
  if (how.exists == FileWriting::Exists::Override) fs::remove(write.path, failed);
  return !write.left && !write.error;
}

bool store_by_temporary(const FileWriting& how, FileWrite& write) {
  if (how.eager_delete && !clear_target(how, write, true)) return false;
  std::error_code failed;
  if (how.exists != FileWriting::Exists::TryRename) fs::remove(write.temporary, failed);
  write.error = store(how, write, write.temporary);
  if (write.error || (!how.eager_delete && !clear_target(how, write, false))) return false;
  if (move_file(write.temporary, write.path).empty()) return true;
  write.error = Error(kFailed, "Cannot rename file from: " + write.temporary + " to: " + write.path);
  return false;
}

}  // namespace

void write_file(const FileWriting& how, FileWrite& write) {
  if (!write.temporary.empty()) {
    if (!store_by_temporary(how, write)) return;
  } else {
    write.error = store(how, write, write.path);
  }
  if (!write.error && !how.checksum.empty()) write.error = put_checksum(how, write);
  if (!write.error && !how.done_file.empty()) write.error = put_done_file(how, write);
}

}  // namespace kamel::connectors
