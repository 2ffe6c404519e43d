// FileSelection: which of the files that a look at a directory has found are taken, and in which order.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "connectors/file/consumer.h"
#include "dsl/error.h"

namespace kamel {
class Worker;
}

namespace kamel::connectors {

/// A file that is taken, and its key in the idempotent repository; "" without one.
struct ChosenFile {
  FileEntry entry;
  std::string key = {};
};

/// One look's. In Camel's order: what files and directories are called, what is in progress or was taken before, the limit (unless it comes last), sorting.
/// Keys are taken in meanwhile where idempotentEager says so, and given back for what the limit cuts off. On the worker's thread. A
/// repository's answer finds it only while its owner keeps it.
class FileSelection : public std::enable_shared_from_this<FileSelection> {
 public:
  using Chosen = std::function<void(std::vector<ChosenFile>)>;
  FileSelection(std::shared_ptr<const FilePlan> plan, Worker& worker, std::vector<FileEntry> found, Chosen chosen)
      : plan_(std::move(plan)), worker_(worker), found_(std::move(found)), tell_(std::move(chosen)) {}
  /// Calls `chosen` once: at once, unless a repository has to be waited for. `in_progress` has the paths of files that are being processed, and lives as long.
  void choose(const std::unordered_set<std::string>& in_progress);

 private:
  void go_on();
  bool full() const;
  bool matches(const FileEntry& entry);
  bool enters(const FileEntry& entry);
  bool enters_directory(const std::string& relative);
  std::string key_of(const FileEntry& entry) const;
  void take(bool is_new, std::string key);
  void sort();
  void limit();

  std::shared_ptr<const FilePlan> plan_;
  Worker& worker_;
  std::vector<FileEntry> found_;
  Chosen tell_;
  const std::unordered_set<std::string>* in_progress_ = nullptr;
  std::map<std::string, bool> directories_;  // filterDirectory's answers in this look
  std::vector<ChosenFile> chosen_;
  std::size_t next_ = 0;
};

}  // namespace kamel::connectors
