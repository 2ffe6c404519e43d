// The step that writes files.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "connectors/file/consumer.h"
#include "engine/program.h"

namespace kamel::connectors {

struct FileWriting {
  enum class Exists : std::uint8_t { Override, Append, Fail, Ignore, Move, TryRename };
  std::string endpoint, directory, charset;
  PathExpression file_name, temp_name, move_existing;
  std::string done_file;
  Exists exists = Exists::Override;
  bool flattens = false, jailed = true, allows_null = false, creates_directory = true, eager_delete = true, syncs = true, keeps_modified = false;
  std::string append, checksum;
  unsigned mode = 0, directory_mode = 0;  // 0: as the process makes them
};

/// What one exchange writes. Prepared on the worker, written off it.
struct FileWrite {
  std::string path;        // of the file
  std::string temporary = {};  // to be written first; "": none
  std::string moved_to = {};   // where an existing file goes
  Slice content = {};
  Value stored = {};       // instead of `content`: a StoredBody, written piece by piece
  bool null = false;       // there is no body
  std::int64_t modified_ms = -1;
  Error error = {};
  bool left = false;       // fileExist=Ignore has left everything as it was
};

/// Writes: `error` and `left` say how it went. Blocks.
void write_file(const FileWriting& how, FileWrite& write);

class FileProducer final : public Step {
 public:
  explicit FileProducer(FileWriting how) : how_(std::move(how)) {}
  Flow run(Exchange& exchange) const override;

 private:
  Result<std::string> name_of(Exchange& exchange) const;
  Result<std::string> path_of(const std::string& name) const;
  Result<FileWrite> prepare(Exchange& exchange) const;
  Result<Slice> content_of(Exchange& exchange, const std::string& path) const;
  std::string temporary_of(Exchange& exchange, const std::string& path) const;
  std::string moved_to(Exchange& exchange, const std::string& path) const;

  FileWriting how_;
  mutable std::mutex mutex_;  // one write at a time per step: appended lines stay whole
};

}  // namespace kamel::connectors
