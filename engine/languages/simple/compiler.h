// Compiler: what the parts of the simple language share while an expression is made into a tree.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "engine/assembler.h"
#include "engine/expression.h"
#include "engine/spec.h"

namespace kamel::simple {

/// A piece of an expression's text that knows where it begins.
struct Piece {
  std::string_view text;
  std::size_t offset = 0;

  /// `part` must be a view into this piece's text.
  Piece sub(std::string_view part) const { return {part, offset + static_cast<std::size_t>(part.data() - text.data())}; }
  Piece from(std::size_t begin) const { return sub(text.substr(begin)); }
  bool empty() const noexcept { return text.empty(); }
};

/// Thrown while an expression is compiled, caught by the language: never at run time.
struct SyntaxError {
  std::size_t offset;
  std::string message;
  std::string hint;
};

/// Which Camel's simple this is. 4.14 rejects what came later; Both accepts later functions, and later operators where 4.14 would have
/// failed; 4.18 also reads `?:`, `? :` and `~>` in expressions, which 4.14 prints as text.
enum class Level : std::uint8_t { Camel414, Both, Camel418 };

class Compiler {
 public:
  Compiler(Assembler& assembler, const ExpressionDecl& decl);

  /// The whole text of the declaration. Throw SyntaxError.
  ExpressionPtr whole_expression();
  ExpressionPtr whole_predicate();

  /// A text with functions in it, as a template: one function alone keeps its type.
  ExpressionPtr expression(const Piece& text);
  /// A text with operators.
  ExpressionPtr predicate(const Piece& text);
  /// What stands between `${` and `}`.
  ExpressionPtr function(const Piece& text);

  Assembler& assembler() noexcept { return assembler_; }
  const ExpressionDecl& decl() const noexcept { return decl_; }
  Level level() const noexcept { return level_; }
  /// Keeps a text that was made while compiling for as long as the compiler lives.
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }
  [[noreturn]] static void fail(const Piece& at, std::string message, std::string hint = {}) {
    throw SyntaxError{at.offset, std::move(message), std::move(hint)};
  }

 private:
  Assembler& assembler_;
  const ExpressionDecl& decl_;
  Level level_;
  unsigned depth_ = 0;  // of functions in functions
  std::deque<std::string> kept_;
};

}  // namespace kamel::simple
