#include "engine/name_pattern.h"

#include <re2/re2.h>

#include "engine/named_values.h"

namespace kamel {

NamePattern::NamePattern(std::string_view pattern) : text_(pattern) {
  if (pattern.find_first_of("*.|[(+?\\^$") == std::string_view::npos) return;
  RE2::Options quiet(RE2::Quiet);
  quiet.set_case_sensitive(false);
  expression_ = std::make_unique<re2::RE2>(text_, quiet);
  if (!expression_->ok()) expression_.reset();
}

NamePattern::NamePattern(NamePattern&&) noexcept = default;
NamePattern::~NamePattern() = default;

bool NamePattern::matches(std::string_view name) const {
  if (text_.empty()) return false;
  if (text_ == "*" || same_ignoring_case(name, text_)) return true;
  if (text_.ends_with('*')) {
    const std::string_view start = std::string_view(text_).substr(0, text_.size() - 1);
    if (name.size() >= start.size() && same_ignoring_case(name.substr(0, start.size()), start)) return true;
  }
  return expression_ && RE2::FullMatch(re2::StringPiece(name.data(), name.size()), *expression_);
}

}  // namespace kamel
