// TextOption: an option that is plain text unless it holds a simple function.
#pragma once

#include "engine/assembler.h"
#include "engine/convert.h"

namespace kamel::languages {

/// Camel treats some options (a token, a path) as simple only where they contain `${…}`, since simple would otherwise eat their backslashes.
class TextOption {
 public:
  TextOption() = default;
  /// Plain text, whatever it holds.
  explicit TextOption(std::string_view text) : text_(text) {}
  /// `nothing` is left and the problem reported when the simple text does not compile.
  TextOption(std::string_view text, const Mark& mark, Assembler& assembler)
      : text_(text), dynamic_(has_function(text) ? assembler.simple(text, mark) : nullptr), broken_(has_function(text) && dynamic_ == nullptr) {}

  static bool has_function(std::string_view text) noexcept {
    return text.find("${") != std::string_view::npos || text.find("$simple{") != std::string_view::npos;
  }
  bool broken() const noexcept { return broken_; }
  bool is_dynamic() const noexcept { return dynamic_ != nullptr; }
  bool empty() const noexcept { return text_.empty(); }
  /// As written.
  const Slice& text() const noexcept { return text_; }
  Result<Slice> read(Exchange& exchange) const {
    if (dynamic_ == nullptr) return text_;
    Result<Value> value = dynamic_->evaluate(exchange);
    if (!value) return value.error();
    return to_text(*value);
  }

 private:
  Slice text_;
  ExpressionPtr dynamic_;
  bool broken_ = false;
};

}  // namespace kamel::languages
