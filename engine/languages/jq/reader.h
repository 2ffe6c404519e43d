// Reader: reads a jq program by recursive descent.
#pragma once

#include <string>
#include <string_view>

#include "engine/languages/jq/tree.h"

namespace kamel::languages::jq_lang {

/// A node of the parts that are not nullptr.
NodePtr made(Node::Kind kind, std::string text = {}, NodePtr a = nullptr, NodePtr b = nullptr, NodePtr c = nullptr);
NodePtr literal(Value value);

/// Every function gives nullptr when something is not understood; then libjq is asked. The text must outlive the reader.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  NodePtr program();

 private:
  static constexpr int kDeepest = 100;

  void blanks();
  bool is_name_at(std::size_t at, bool first) const;
  bool take(std::string_view symbol);
  std::string peek_name();
  bool take_word(std::string_view word);
  std::string variable();

  // read_operators.cpp
  NodePtr pipe();
  NodePtr comma();
  bool on_alternative();
  NodePtr alternative();
  NodePtr assignment();
  NodePtr disjunction();
  NodePtr conjunction();
  NodePtr comparison();
  /// A one-character operator that is not the beginning of an assignment or of //.
  char take_one_of(std::string_view operators);
  NodePtr sum();
  NodePtr product();

  // read_terms.cpp
  /// A term and what follows it: .name, [key], [from:to], [], ?
  NodePtr postfix();
  NodePtr field(NodePtr of);
  NodePtr indexed(NodePtr of, NodePtr key);
  NodePtr bracket(NodePtr of);
  NodePtr term();
  NodePtr from_dot();
  NodePtr number();

  // read_values.cpp
  NodePtr format();
  /// A text with \(expressions) in it.
  NodePtr string(const std::string& format);
  /// Adds what has been read of the text between its quotes, and begins anew.
  static bool add_literal(Node& node, std::string& raw);
  NodePtr array();
  NodePtr object();
  bool entry(Node& object);
  /// Anything without a comma.
  NodePtr entry_value();

  // read_words.cpp
  NodePtr word();
  NodePtr condition();
  NodePtr attempt();
  NodePtr reduction();

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace kamel::languages::jq_lang
