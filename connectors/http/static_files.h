// StaticFiles: the files of a folder, as they are.
#pragma once

#include <memory>
#include <string>

#include "connectors/http/server.h"

namespace kamel::http {

/// Answers GET and HEAD of what no endpoint has: with Last-Modified, ETag, ranges; a folder with its index.html. What lies outside of the folder, behind a
/// link that leads out of it, or is hidden (".git") is not there. Const.
class StaticFiles {
 public:
  /// camel.server.staticEnabled, staticSourceDir, staticContextPath; nullptr: off.
  static Result<std::unique_ptr<StaticFiles>> of(const Context& context);
  StaticFiles(int folder, std::string prefix) : folder_(folder), prefix_(std::move(prefix)) {}
  ~StaticFiles();
  StaticFiles(const StaticFiles&) = delete;
  StaticFiles& operator=(const StaticFiles&) = delete;
  bool covers(const Request& request) const;
  void answer(const Request& request, Response& response) const;

 private:
  int open_inside(const std::string& path) const;
  int folder_;
  std::string prefix_;  // "/", "/web/"
};

}  // namespace kamel::http
