// What happens to a file before and after its exchange: locking, moving, deleting. Blocks: off the worker.
#pragma once

#include <memory>
#include <string>

#include "connectors/file/attributes.h"
#include "connectors/file/consumer.h"

namespace kamel::connectors {

/// One file on its way through a route.
struct FileTask {
  FileEntry entry;
  std::size_t index = 0;      // in its poll
  std::string target;         // where to move it next; "": nowhere
  std::string key = {};       // in the idempotent repository
  std::string lock_key = {};  // in the repository of the read lock, while it is held there
  std::unique_ptr<Held> held;
  Value body;                 // a FileBody
  std::shared_ptr<const struct statx> attributes = {};  // where the endpoint asks for some
  bool failed = false;
  bool last = false;          // of its poll
  std::string problem;        // what went wrong, for the log
};

/// A path that an expression gave, taken from the endpoint's directory where it is relative.
std::string path_of(const FilePlan& plan, const std::string& evaluated);
/// Locks the file, moves it where preMove says, and reads it if it is small. Leaves `held` empty when the file cannot be had.
void take(const FilePlan& plan, FileTask& task);
/// Moves or deletes the file as its exchange ended, and unlocks it.
void give_back(const FilePlan& plan, FileTask& task);
/// Renames, or copies to another file system; makes directories. "" or what went wrong.
std::string move_file(const std::string& from, const std::string& to);

}  // namespace kamel::connectors
