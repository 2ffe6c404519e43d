// The real kamel, run by a test.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kamel::cli::test {

/// A folder of its own for each test; removed in the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path(std::string_view name = "") const { return (path_ / name).string(); }
  /// Writes a file, in place.
  std::string write(std::string_view name, std::string_view text) const;
  /// Writes it as many editors save: another file, renamed over it.
  std::string write_by_rename(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

/// A kamel that runs while this object lives. Its output is read as it comes.
class Process {
 public:
  explicit Process(const std::vector<std::string>& arguments, const std::string& folder = "");
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Waits until the text has been written to either stream (after what the last call found); false at the end or after 20 s.
  bool wait_for(std::string_view text);
  void signal(int number) const;
  /// Waits for its end: the exit code, or 128 + the signal.
  int wait();
  int id() const noexcept { return pid_; }
  const std::string& out() const noexcept { return out_; }
  const std::string& err() const noexcept { return err_; }

 private:
  bool read_some(std::chrono::milliseconds at_most);
  int pid_ = -1;
  int out_fd_ = -1, err_fd_ = -1;
  std::string out_, err_;
  std::size_t seen_out_ = 0, seen_err_ = 0;
};

struct Finished {
  int code = 0;
  std::string out, err;
};
/// Runs kamel to its end.
Finished kamel(const std::vector<std::string>& arguments, const std::string& folder = "");

}  // namespace kamel::cli::test
