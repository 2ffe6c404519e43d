#include "tests/cli/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

namespace fs = std::filesystem;

namespace kamel::cli::test {
namespace {

constexpr std::chrono::seconds kPatience{20};

void run_child(const std::vector<std::string>& arguments, const std::string& folder, int out, int err) {
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(126);
  std::vector<char*> argv{const_cast<char*>(KAMEL_BINARY)};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execv(KAMEL_BINARY, argv.data());
  _exit(127);
}

// Appends what can be read; false at the end of the stream.
bool take(int& fd, std::string& out) {
  std::array<char, 4096> buffer;
  const ssize_t size = read(fd, buffer.data(), buffer.size());
  if (size > 0) {
    out.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
  }
  close(fd);
  fd = -1;
  return false;
}

}  // namespace

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "kamel-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string Folder::write(std::string_view name, std::string_view text) const {
  fs::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name, std::ios::binary) << text;
  return path(name);
}

std::string Folder::write_by_rename(std::string_view name, std::string_view text) const {
  const std::string other = write(std::string(name) + "~", text);
  fs::rename(other, path_ / name);
  return path(name);
}

Process::Process(const std::vector<std::string>& arguments, const std::string& folder) {
  std::array<int, 2> out{}, err{};
  if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0) return;
  pid_ = fork();
  if (pid_ == 0) run_child(arguments, folder, out[1], err[1]);
  close(out[1]);
  close(err[1]);
  out_fd_ = out[0];
  err_fd_ = err[0];
}

Process::~Process() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  for (int fd : {out_fd_, err_fd_}) {
    if (fd >= 0) close(fd);
  }
}

bool Process::read_some(std::chrono::milliseconds at_most) {
  std::array<pollfd, 2> entries{pollfd{out_fd_, POLLIN, 0}, pollfd{err_fd_, POLLIN, 0}};
  if (out_fd_ < 0 && err_fd_ < 0) return false;
  if (poll(entries.data(), entries.size(), static_cast<int>(at_most.count())) <= 0) return true;
  if (entries[0].revents != 0) take(out_fd_, out_);
  if (entries[1].revents != 0) take(err_fd_, err_);
  return true;
}

bool Process::wait_for(std::string_view text) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const auto find = [text](const std::string& in, std::size_t& seen) {
    const auto at = in.find(text, seen);
    if (at == std::string::npos) return false;
    seen = at + text.size();
    return true;
  };
  while (!find(out_, seen_out_) && !find(err_, seen_err_)) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !read_some(left)) return find(out_, seen_out_) || find(err_, seen_err_);
  }
  return true;
}

void Process::signal(int number) const { kill(pid_, number); }

int Process::wait() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (read_some(std::chrono::milliseconds(100)) && std::chrono::steady_clock::now() < deadline) {
  }
  if (out_fd_ >= 0 || err_fd_ >= 0) kill(pid_, SIGKILL);  // it hangs: the test fails by the exit code
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Finished kamel(const std::vector<std::string>& arguments, const std::string& folder) {
  Process process(arguments, folder);
  const int code = process.wait();
  return {code, process.out(), process.err()};
}

}  // namespace kamel::cli::test
