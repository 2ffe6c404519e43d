// FileBody: a file as a message body, read when somebody wants its content.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <cstdint>
#include <optional>
#include <string>

#include "dsl/value.h"

namespace kamel::connectors {

/// What the scan of a directory knows about a file.
struct FileEntry {
  std::string path;      // base + "/" + relative
  std::string relative;  // below the endpoint's directory: "sub/a.txt"
  std::int64_t size = 0;
  std::int64_t modified_ms = 0;
  bool absolute = false;  // whether the endpoint's directory was written so
  std::string found = {};     // where it was found, if preMove has moved it since
  std::string moved_to = {};  // what preMove said

  std::string only_name() const;
  std::string parent() const;
  std::string absolute_path() const;
};

/// An org.apache.camel.component.file.GenericFile. Any thread.
class FileBody final : public Object {
 public:
  FileBody(FileEntry entry, std::string charset) : entry_(std::move(entry)), charset_(std::move(charset)) {}

  FileEntry entry() const;
  /// The file is now elsewhere: it will be read there, and goes on being called what it was.
  void moved(const std::string& path);
  /// Reads the content if it has not been read. False when it cannot be read.
  bool load();
  /// The file, opened to be read piece by piece; nothing when its content has to be decoded first, or it cannot be opened. The descriptor is the caller's.
  struct Opened {
    int descriptor;
    std::uint64_t size;
  };
  std::optional<Opened> open() const;
  /// The bytes as they are in the file, whatever its encoding; nothing when it cannot be read.
  std::optional<Slice> raw() const;

  std::string_view java_class() const noexcept override { return "org.apache.camel.component.file.GenericFile"; }
  /// The content, which is what every converter of Camel makes of it. (Java's toString() would be GenericFile[path].)
  std::string text() const override;
  std::optional<Value> converted() const override;
  /// file, absoluteFilePath, fileName, fileNameOnly, fileLength, lastModified, parent, relativeFilePath.
  std::optional<Value> property(std::string_view name) const override;

 private:
  Slice content() const;
  mutable std::mutex mutex_;
  FileEntry entry_;
  std::string location_;  // where it is now; "": where it was found
  std::string charset_;
  const std::string& place() const { return location_.empty() ? entry_.path : location_; }
  mutable std::optional<Slice> content_;
};

}  // namespace kamel::connectors
