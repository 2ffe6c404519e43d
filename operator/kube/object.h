// Reading Kubernetes objects, which are JSON here: paths into them, and what all of them have.
#pragma once

#include <boost/json.hpp>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace kamel::kube {

using Object = boost::json::object;
using ObjectPtr = std::shared_ptr<const Object>;
using Path = std::initializer_list<std::string_view>;

/// What tells an object from the others of its kind. An object of the whole cluster has no space.
struct Key {
  std::string space;  // its namespace
  std::string name;
  auto operator<=>(const Key&) const = default;
  /// "namespace/name"
  std::string text() const { return space.empty() ? name : space + "/" + name; }
};

/// The value at the end of a path of keys; nullptr where there is none.
const boost::json::value* find(const Object& object, Path path) noexcept;
/// Text at a path; `otherwise` where there is none, or where it is no text.
std::string text_at(const Object& object, Path path, std::string_view otherwise = {});
std::int64_t whole_at(const Object& object, Path path, std::int64_t otherwise = 0) noexcept;
bool true_at(const Object& object, Path path) noexcept;
/// The object at a path; an empty one where there is none.
const Object& object_at(const Object& object, Path path) noexcept;
/// The list at a path; an empty one where there is none.
const boost::json::array& list_at(const Object& object, Path path) noexcept;

Key key_of(const Object& object);
std::string label(const Object& object, std::string_view name);
std::string annotation(const Object& object, std::string_view name);
/// Whether it is on its way out.
bool is_deleting(const Object& object) noexcept;
/// "2026-11-21T12:00:00Z": how Kubernetes writes times; with `micros` as Leases want them.
std::string now_text(bool micros = false);

}  // namespace kamel::kube
