#include "operator/kube/object.h"

#include <chrono>
#include <cstdio>
#include <ctime>

namespace kamel::kube {
namespace json = boost::json;

const json::value* find(const Object& object, Path path) noexcept {
  const Object* inside = &object;
  const json::value* found = nullptr;
  for (std::string_view key : path) {
    if (inside == nullptr) return nullptr;
    found = inside->if_contains(key);
    if (found == nullptr) return nullptr;
    inside = found->if_object();
  }
  return found;
}

std::string text_at(const Object& object, Path path, std::string_view otherwise) {
  const json::value* found = find(object, path);
  const json::string* text = found != nullptr ? found->if_string() : nullptr;
  return text != nullptr ? std::string(text->begin(), text->end()) : std::string(otherwise);
}

std::int64_t whole_at(const Object& object, Path path, std::int64_t otherwise) noexcept {
  const json::value* found = find(object, path);
  if (found == nullptr) return otherwise;
  if (const std::int64_t* whole = found->if_int64()) return *whole;
  if (const std::uint64_t* whole = found->if_uint64()) return static_cast<std::int64_t>(*whole);
  return otherwise;
}

bool true_at(const Object& object, Path path) noexcept {
  const json::value* found = find(object, path);
  return found != nullptr && found->is_bool() && found->get_bool();
}

const Object& object_at(const Object& object, Path path) noexcept {
  static const Object none;
  const json::value* found = find(object, path);
  return found != nullptr && found->is_object() ? found->get_object() : none;
}

const json::array& list_at(const Object& object, Path path) noexcept {
  static const json::array none;
  const json::value* found = find(object, path);
  return found != nullptr && found->is_array() ? found->get_array() : none;
}

Key key_of(const Object& object) { return {text_at(object, {"metadata", "namespace"}), text_at(object, {"metadata", "name"})}; }

std::string label(const Object& object, std::string_view name) { return text_at(object, {"metadata", "labels", name}); }

std::string annotation(const Object& object, std::string_view name) { return text_at(object, {"metadata", "annotations", name}); }

bool is_deleting(const Object& object) noexcept { return find(object, {"metadata", "deletionTimestamp"}) != nullptr; }

std::string now_text(bool micros) {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::string out(text, size);
  if (micros) {
    const auto fraction = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count() % 1'000'000;
    std::snprintf(text, sizeof text, ".%06d", static_cast<int>(fraction));
    out += text;
  }
  return out + "Z";
}

}  // namespace kamel::kube
