#include "connectors/file/finish.h"

#include <filesystem>

namespace kamel::connectors {
namespace fs = std::filesystem;
namespace {

// A done file for one goes with it, one for all with the last of a poll. It stays where the file will be tried again.
void remove_done_file(const FilePlan& plan, const FileTask& task) {
  const std::string& pattern = plan.filter.done_file;
  if (pattern.empty() || plan.keeps || (task.failed && !plan.move_failed)) return;
  if (pattern.find("{file:name") == std::string::npos && !task.last) return;
  FileEntry original = task.entry;
  if (!original.found.empty()) {
    original.path = original.found;
    original.relative = fs::path(original.found).filename().string();
  }
  std::error_code failed;
  fs::remove(done_file_of(pattern, original), failed);
}

}  // namespace

std::string path_of(const FilePlan& plan, const std::string& evaluated) {
  if (evaluated.empty() || evaluated.starts_with("/")) return evaluated;
  // ${file:parent} of a relative endpoint starts with the endpoint's directory already.
  const std::string& base = plan.filter.directory;
  if (evaluated.starts_with(base + "/")) return evaluated;
  return base + "/" + evaluated;
}

std::string move_file(const std::string& from, const std::string& to) {
  std::error_code failed;
  fs::create_directories(fs::path(to).parent_path(), failed);
  fs::rename(from, to, failed);
  if (!failed) return {};
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
  if (!failed) fs::remove(from, failed);
  return failed ? "cannot move " + from + " to " + to + ": " + failed.message() : "";
}

void take(const FilePlan& plan, FileTask& task) {
  task.held = hold(task.entry, plan.lock);
  if (!task.held) return;
  if (!task.target.empty()) {
    task.problem = move_file(task.entry.path, task.target);
    if (!task.problem.empty()) return task.held.reset();
    task.entry.found = task.entry.path;
    task.entry.path = task.target;
    task.entry.absolute = task.entry.moved_to.starts_with("/");
    task.entry.relative = fs::path(task.target).filename().string();
    task.target.clear();
  }
  constexpr std::int64_t kSmall = 16 << 20;
  auto body = std::make_unique<FileBody>(task.entry, plan.charset);
  if (task.entry.size <= kSmall) body->load();
  if (!plan.attributes.empty()) task.attributes = look_at(task.entry.path);
  task.body = Value(std::unique_ptr<Object>(std::move(body)));
}

void give_back(const FilePlan& plan, FileTask& task) {
  std::error_code failed;
  if (!task.target.empty()) {
    task.problem = move_file(task.entry.path, task.target);
    if (auto* body = task.body.object_as<FileBody>()) body->moved(task.target);
  } else if (!task.failed && plan.removes) {
    fs::remove(task.entry.path, failed);
    if (failed) task.problem = "cannot delete " + task.entry.path + ": " + failed.message();
  }
  remove_done_file(plan, task);
  task.held.reset();
}

}  // namespace kamel::connectors
