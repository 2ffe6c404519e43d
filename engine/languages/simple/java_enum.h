// JavaEnum: a constant of a Java enum.
#pragma once

#include "engine/languages/simple/bean.h"

namespace kamel::simple {

class JavaEnum : public Bean {
 public:
  JavaEnum(std::string_view type, std::string_view name, std::int32_t ordinal) : type_(type), name_(name), ordinal_(ordinal) {}
  std::string_view java_class() const noexcept override { return type_; }
  std::string text() const override { return std::string(name_); }
  Called call(std::string_view method, bool, const Arguments&, Exchange&) const override {
    if (method == "name") return Value(name_);
    if (method == "ordinal") return Value(ordinal_);
    return std::nullopt;
  }

 private:
  std::string_view type_, name_;  // of static storage
  std::int32_t ordinal_;
};

}  // namespace kamel::simple
