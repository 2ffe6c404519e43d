#include "connectors/bodies/stored_body.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "engine/context.h"

namespace kamel::connectors {
namespace {

struct Mapping {
  void* at;
  std::size_t size;
};

void unmap(void* owner) noexcept {
  const std::unique_ptr<Mapping> mapping(static_cast<Mapping*>(owner));
  munmap(mapping->at, mapping->size);
}

// A file without a name; where the file system has none of those, one that loses its name at once.
int open_unnamed(const std::string& directory) {
  if (const int fd = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600); fd >= 0) return fd;
  std::string name = directory + "/kamel-body-XXXXXX";
  const int fd = ::mkostemp(name.data(), O_CLOEXEC);
  if (fd >= 0) ::unlink(name.c_str());
  return fd;
}

}  // namespace

StoredBody::~StoredBody() { ::close(descriptor_); }

std::ptrdiff_t StoredBody::read(std::uint64_t offset, char* to, std::size_t bytes) const noexcept {
  ssize_t got = 0;
  do got = ::pread(descriptor_, to, bytes, static_cast<off_t>(offset));
  while (got < 0 && errno == EINTR);
  return got;
}

Slice StoredBody::map() const {
  if (size_ == 0) return {};
  void* at = mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, 0);
  if (at == MAP_FAILED) return {};
  return Slice::adopt({static_cast<const char*>(at), size_}, new Mapping{at, size_}, unmap);
}

StoreRules StoreRules::of(const Context& context) {
  StoreRules rules;
  if (const char* directory = std::getenv("TMPDIR"); directory != nullptr && *directory != '\0') rules.directory = directory;
  if (const auto directory = context.property("camel.main.streamCachingSpoolDirectory"); directory && !directory->empty()) rules.directory = *directory;
  if (const auto size = context.property("camel.main.streamCachingSpoolThreshold"))
    std::from_chars(size->data(), size->data() + size->size(), rules.threshold);
  return rules;
}

Result<std::unique_ptr<BodyStore>> BodyStore::open(const StoreRules& rules) {
  const int fd = open_unnamed(rules.directory);
  if (fd < 0) return Error("java.io.IOException", "cannot store a large body in " + rules.directory + ": " + std::strerror(errno));
  return std::make_unique<BodyStore>(fd);
}

BodyStore::~BodyStore() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<> BodyStore::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Error("java.io.IOException", std::string("cannot store a large body: ") + std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
  return {};
}

Value BodyStore::finish() noexcept { return Value(std::unique_ptr<Object>(std::make_unique<StoredBody>(std::exchange(descriptor_, -1), size_))); }

}  // namespace kamel::connectors
