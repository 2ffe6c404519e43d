// Date: a java.util.Date.
#pragma once

#include <cstdint>
#include <string>

#include "dsl/value.h"

namespace kamel {

/// A moment in milliseconds since 1970, UTC. Converts to a Long; prints as Java does, in the process's time zone.
class Date final : public Object {
 public:
  explicit Date(std::int64_t ms) noexcept : ms_(ms) {}
  std::int64_t ms() const noexcept { return ms_; }
  std::string_view java_class() const noexcept override { return "java.util.Date"; }
  std::string text() const override;
  std::optional<Value> converted() const override { return Value(ms_); }
  std::optional<Value> property(std::string_view name) const override;

 private:
  std::int64_t ms_;
};

/// The time now, in milliseconds since 1970.
std::int64_t now_ms() noexcept;

}  // namespace kamel
