#include "connectors/file/attributes.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/sysmacros.h>

#include <array>
#include <ctime>
#include <functional>

namespace kamel::connectors {
namespace {

/// An object of the JDK that a route can only print.
class Printed final : public Object {
 public:
  Printed(std::string_view java_class, std::string text) : java_class_(java_class), text_(std::move(text)) {}
  std::string_view java_class() const noexcept override { return java_class_; }
  std::string text() const override { return text_; }

 private:
  std::string_view java_class_;
  std::string text_;
};

Value printed(std::string_view java_class, std::string text) { return Value(std::unique_ptr<Object>(new Printed(java_class, std::move(text)))); }

// java.nio.file.attribute.FileTime: 2030-01-31T12:00:00.5Z
Value time_of(const statx_timestamp& time) {
  const std::time_t seconds = time.tv_sec;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::string out(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts));
  if (time.tv_nsec != 0) {
    std::string fraction = std::to_string(1'000'000'000 + time.tv_nsec).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    out += "." + fraction;
  }
  return printed("java.nio.file.attribute.FileTime", out + "Z");
}

Value key_of(const struct statx& file) {
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), "(dev=%llx,ino=%llu)", static_cast<unsigned long long>(makedev(file.stx_dev_major, file.stx_dev_minor)),
                                   static_cast<unsigned long long>(file.stx_ino));
  return printed("sun.nio.fs.UnixFileKey", std::string(text.data(), static_cast<std::size_t>(length)));
}

std::string user_of(std::uint32_t id) {
  std::array<char, 4096> memory{};
  struct passwd entry {};
  struct passwd* found = nullptr;
  return ::getpwuid_r(id, &entry, memory.data(), memory.size(), &found) == 0 && found != nullptr ? found->pw_name : std::to_string(id);
}

std::string group_of(std::uint32_t id) {
  std::array<char, 4096> memory{};
  struct group entry {};
  struct group* found = nullptr;
  return ::getgrgid_r(id, &entry, memory.data(), memory.size(), &found) == 0 && found != nullptr ? found->gr_name : std::to_string(id);
}

Value permissions_of(std::uint32_t mode) {
  static constexpr std::string_view kNames[] = {"OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE", "GROUP_READ", "GROUP_WRITE", "GROUP_EXECUTE", "OTHERS_READ", "OTHERS_WRITE", "OTHERS_EXECUTE"};
  List names;
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if ((mode & (0400U >> i)) != 0) names.push_back(Value(Slice::literal(kNames[i])));
  }
  return Value(std::move(names));
}

struct Attribute {
  std::string_view view;  // the smallest that has it: basic, posix, unix
  std::string_view name;
  Value (*read)(const struct statx&);
};

using File = const struct statx&;
constexpr Attribute kAttributes[] = {
    {"basic", "lastModifiedTime", [](File f) { return time_of(f.stx_mtime); }},
    {"basic", "lastAccessTime", [](File f) { return time_of(f.stx_atime); }},
    {"basic", "creationTime", [](File f) { return time_of((f.stx_mask & STATX_BTIME) != 0 ? f.stx_btime : f.stx_mtime); }},
    {"basic", "size", [](File f) { return Value(static_cast<std::int64_t>(f.stx_size)); }},
    {"basic", "isRegularFile", [](File f) { return Value(S_ISREG(f.stx_mode)); }},
    {"basic", "isDirectory", [](File f) { return Value(S_ISDIR(f.stx_mode)); }},
    {"basic", "isSymbolicLink", [](File f) { return Value(S_ISLNK(f.stx_mode)); }},
    {"basic", "isOther", [](File f) { return Value(!S_ISREG(f.stx_mode) && !S_ISDIR(f.stx_mode) && !S_ISLNK(f.stx_mode)); }},
    {"basic", "fileKey", key_of},
    {"posix", "owner", [](File f) { return printed("sun.nio.fs.UnixUserPrincipals$User", user_of(f.stx_uid)); }},
    {"posix", "group", [](File f) { return printed("sun.nio.fs.UnixUserPrincipals$Group", group_of(f.stx_gid)); }},
    {"posix", "permissions", [](File f) { return permissions_of(f.stx_mode); }},
    {"unix", "mode", [](File f) { return Value(static_cast<std::int32_t>(f.stx_mode)); }},
    {"unix", "ino", [](File f) { return Value(static_cast<std::int64_t>(f.stx_ino)); }},
    {"unix", "nlink", [](File f) { return Value(static_cast<std::int32_t>(f.stx_nlink)); }},
    {"unix", "uid", [](File f) { return Value(static_cast<std::int32_t>(f.stx_uid)); }},
    {"unix", "gid", [](File f) { return Value(static_cast<std::int32_t>(f.stx_gid)); }},
    {"unix", "ctime", [](File f) { return time_of(f.stx_ctime); }},
};

// posix has what basic has, unix all; owner has one attribute of posix.
bool has(std::string_view view, const Attribute& attribute) {
  if (view == "owner") return attribute.name == "owner";
  return view == attribute.view || view == "unix" || (view == "posix" && attribute.view == "basic");
}

}  // namespace

std::shared_ptr<const struct statx> look_at(const std::string& path) {
  auto file = std::make_shared<struct statx>();
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_BASIC_STATS | STATX_BTIME, file.get()) != 0) return nullptr;
  return file;
}

Map attributes_of(const struct statx& file, std::span<const std::string> names) {
  Map map;
  for (const std::string& asked : names) {
    const auto colon = asked.find(':');
    const std::string view = colon == std::string::npos ? "basic" : asked.substr(0, colon);
    const std::string name = colon == std::string::npos ? asked : asked.substr(colon + 1);
    for (const Attribute& attribute : kAttributes) {
      if (!has(view, attribute) || (name != "*" && name != attribute.name)) continue;
      map.set(view + ":" + std::string(attribute.name), attribute.read(file));
    }
  }
  return map;
}

}  // namespace kamel::connectors
