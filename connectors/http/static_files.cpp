#include "connectors/http/static_files.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <ctime>

#include "connectors/http/flows.h"
#include "connectors/http/text.h"
#include "engine/context.h"
#include "engine/named_values.h"

namespace kamel::http {
namespace {

constexpr auto kTypes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"html", "text/html; charset=utf-8"}, {"htm", "text/html; charset=utf-8"}, {"css", "text/css; charset=utf-8"}, {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"}, {"json", "application/json"}, {"xml", "application/xml"}, {"txt", "text/plain; charset=utf-8"},
    {"md", "text/markdown; charset=utf-8"}, {"csv", "text/csv; charset=utf-8"}, {"yaml", "application/yaml"}, {"yml", "application/yaml"}, {"svg", "image/svg+xml"},
    {"png", "image/png"}, {"jpg", "image/jpeg"}, {"jpeg", "image/jpeg"}, {"gif", "image/gif"}, {"webp", "image/webp"}, {"ico", "image/x-icon"},
    {"woff", "font/woff"}, {"woff2", "font/woff2"}, {"pdf", "application/pdf"}, {"wasm", "application/wasm"}, {"zip", "application/zip"}, {"gz", "application/gzip"},
    {"mp4", "video/mp4"}, {"mp3", "audio/mpeg"},
});

std::string_view type_of(std::string_view path) {
  const std::string_view extension = path.substr(std::min(path.rfind('.'), path.size() - 1) + 1);
  for (const auto& [name, type] : kTypes) {
    if (same_ignoring_case(name, extension)) return type;
  }
  return "application/octet-stream";
}

std::string http_date(std::time_t time) {
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[40];
  return std::string(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
}

struct Range {
  std::uint64_t from = 0, size = 0;
};

enum class RangeVerdict : std::uint8_t { Whole, Part, Impossible };

/// "bytes=0-99", "bytes=100-", "bytes=-5"; more than one range, or another unit: the whole.
RangeVerdict read_range(std::string_view text, std::uint64_t size, Range& range) {
  if (!text.starts_with("bytes=") || text.find(',') != text.npos) return RangeVerdict::Whole;
  text.remove_prefix(6);
  const std::size_t dash = text.find('-');
  if (dash == text.npos) return RangeVerdict::Whole;
  const auto number = [](std::string_view digits) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return ec == std::errc() && end == digits.data() + digits.size() ? std::optional(value) : std::nullopt;
  };
  const auto first = number(text.substr(0, dash)), last = number(text.substr(dash + 1));
  if (!first && !last) return RangeVerdict::Whole;
  if (!first) {
    range = {size - std::min(*last, size), std::min(*last, size)};
    return range.size == 0 ? RangeVerdict::Impossible : RangeVerdict::Part;
  }
  if ((last && *last < *first) || (!last && dash + 1 != text.size())) return RangeVerdict::Whole;
  if (*first >= size) return RangeVerdict::Impossible;
  range = {*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
  return RangeVerdict::Part;
}

void not_found(Response& response) { response.text(404, "text/html; charset=utf-8", "<html><body><h1>Resource not found</h1></body></html>"); }

bool unchanged(const Request& request, const std::string& tag, const std::string& date) {
  if (const std::string_view tags = request.header("If-None-Match"); !tags.empty()) return tags == "*" || tags.find(tag) != tags.npos;
  return request.header("If-Modified-Since") == date;
}

}  // namespace

Result<std::unique_ptr<StaticFiles>> StaticFiles::of(const Context& context) {
  if (context.property("camel.server.staticEnabled").value_or("false") != "true") return std::unique_ptr<StaticFiles>();
  std::string folder = context.property("camel.server.staticSourceDir").value_or("");
  if (folder.starts_with("file:")) folder.erase(0, 5);
  if (folder.empty())
    return Error("java.lang.IllegalArgumentException", "camel.server.staticEnabled needs a folder: set camel.server.staticSourceDir");
  std::string prefix = context.property("camel.server.staticContextPath").value_or("/");
  if (!prefix.starts_with('/')) prefix.insert(0, 1, '/');
  while (prefix.ends_with('*')) prefix.pop_back();
  if (!prefix.ends_with('/')) prefix += '/';
  const int fd = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return Error("java.io.FileNotFoundException", "camel.server.staticSourceDir " + folder + ": " + std::strerror(errno));
  return std::make_unique<StaticFiles>(fd, std::move(prefix));
}

StaticFiles::~StaticFiles() { ::close(folder_); }

bool StaticFiles::covers(const Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") return false;
  return request.path.starts_with(prefix_) || request.path == std::string_view(prefix_).substr(0, prefix_.size() - 1);
}

/// A descriptor; -1 where there is nothing to be seen.
int StaticFiles::open_inside(const std::string& path) const {
  if (path.find('\0') != path.npos) return -1;
  for (std::size_t at = 0; at != path.npos; at = path.find('/', at + 1)) {
    const std::size_t name = at == 0 && !path.starts_with('/') ? 0 : at + 1;
    if (name < path.size() && path[name] == '.') return -1;
  }
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, folder_, path.empty() ? "." : path.c_str(), &how, sizeof how));
}

void StaticFiles::answer(const Request& request, Response& response) const {
  auto path = decode_strictly(request.path.size() < prefix_.size() ? std::string_view() : request.path.substr(prefix_.size()), false);
  if (!path) return response.failure(400);
  int fd = open_inside(*path);
  struct stat about {};
  if (fd >= 0 && fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
    ::close(fd);
    if (!request.path.ends_with('/')) {
      response.status(301);
      response.header("location", std::string(request.path) + "/");
      return;
    }
    *path += "index.html";
    fd = open_inside(*path);
  }
  if (fd < 0 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    if (fd >= 0) ::close(fd);
    return not_found(response);
  }
  const auto size = static_cast<std::uint64_t>(about.st_size);
  auto whole = std::make_unique<FileFlow>(fd, 0, size);  // closes it on every way out
  char tag[64];
  std::snprintf(tag, sizeof tag, "\"%lx-%lx\"", static_cast<unsigned long>(about.st_mtim.tv_sec * 1000000 + about.st_mtim.tv_nsec / 1000), static_cast<unsigned long>(size));
  const std::string date = http_date(about.st_mtim.tv_sec);
  Range range;
  auto verdict = read_range(request.header("Range"), size, range);
  if (const std::string_view if_range = request.header("If-Range"); !if_range.empty() && if_range != tag && if_range != date) verdict = RangeVerdict::Whole;
  if (unchanged(request, tag, date)) {
    response.status(304);
  } else if (verdict == RangeVerdict::Impossible) {
    response.text(416, {}, "");
    response.header("content-range", "bytes */" + std::to_string(size));
    return;
  } else {
    response.status(verdict == RangeVerdict::Part ? 206 : 200);
    response.header("content-type", type_of(*path));
  }
  response.header("last-modified", date);
  response.header("etag", tag);
  response.header("accept-ranges", "bytes");
  if (response.code() == 206) {
    response.header("content-range", "bytes " + std::to_string(range.from) + "-" + std::to_string(range.from + range.size - 1) + "/" + std::to_string(size));
    return response.body(std::make_unique<FileFlow>(::dup(fd), range.from, range.size));
  }
  if (response.code() == 200) response.body(std::move(whole));
}

}  // namespace kamel::http
