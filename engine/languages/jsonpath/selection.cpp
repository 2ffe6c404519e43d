// Which parts of a document a path looks at, so that the rest of a text need not become a tree.
#include "engine/languages/jsonpath/filter.h"

#include <algorithm>

namespace kamel::languages::json_path {
namespace {

using json::Selection;

/// The place in the selection that a member has; made where there is none.
Selection& member(Selection& of, const std::string& name) {
  const auto found = std::ranges::find(of.members, name, &Selection::Member::name);
  return found != of.members.end() ? found->wanted : of.members.emplace_back(name, Selection()).wanted;
}

class Selector {
 public:
  explicit Selector(Selection& root) : root_(root) {}

  /// `value`: the results themselves are wanted, not only whether there are any.
  void add(const Path& path, std::size_t place, Selection& here, bool value) {
    if (here.whole) return;
    if (place == path.tokens.size()) {
      if (value) here.whole = true;
      return;
    }
    const Token& token = path.tokens[place];
    if (token.kind == Token::Kind::Property) {
      for (const std::string& name : token.names) add(path, place + 1, member(here, name), value);
    } else if (token.kind == Token::Kind::Filter) {
      add(*token.filter, here);
      add(path, place + 1, here, value);
    } else {
      here.whole = true;
      if (token.kind == Token::Kind::Function) root_.whole = true;  // its arguments may be paths from the root
    }
  }

 private:
  void add(const Filter& filter, Selection& item) {
    if (filter.left) add(*filter.left, item);
    if (filter.right) add(*filter.right, item);
    for (const Operand* operand : {&filter.a, &filter.b}) {
      const bool from_root = operand->path != nullptr && operand->path->from_document && filter.kind != Filter::Kind::Exists;
      if (operand->path != nullptr) add(*operand->path, 0, from_root ? root_ : item, true);
    }
  }
  Selection& root_;
};

}  // namespace

void select(const Path& path, bool value, Selection& root) { Selector(root).add(path, 0, root, value); }

}  // namespace kamel::languages::json_path
