// MapEntry: a key and a value of a map, as iterating over a java.util.Map gives them.
#pragma once

#include "engine/convert.h"

namespace kamel {

class MapEntry final : public Object {
 public:
  MapEntry(Slice key, Value value) : key_(std::move(key)), value_(std::move(value)) {}
  const Slice& key() const noexcept { return key_; }
  const Value& value() const noexcept { return value_; }
  std::string_view java_class() const noexcept override { return "java.util.LinkedHashMap$Entry"; }
  std::string text() const override { return key_.str() + "=" + (value_.is_null() ? "null" : to_text(value_).str()); }
  std::optional<Value> property(std::string_view name) const override {
    if (name == "key") return Value(key_);
    if (name == "value") return value_;
    return std::nullopt;
  }

 private:
  Slice key_;
  Value value_;
};

}  // namespace kamel
