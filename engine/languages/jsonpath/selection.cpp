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
  void add_all(const Path& path, bool value) {
    add(path, 0, root_, value);
    while (!later_.empty()) {
      const Path& next = *later_.back();
      later_.pop_back();
      add(next, 0, root_, true);
    }
  }

 private:
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
  void add(const Filter& filter, Selection& item) {
    if (filter.left) add(*filter.left, item);
    if (filter.right) add(*filter.right, item);
    for (const Operand* operand : {&filter.a, &filter.b}) {
      if (operand->path == nullptr) continue;
      if (operand->path->from_document && filter.kind != Filter::Kind::Exists) {
        later_.push_back(operand->path.get());
      } else {
        add(*operand->path, 0, item, true);
      }
    }
  }

  Selection& root_;
  std::vector<const Path*> later_;  // from the root: added once nobody is at work below it, as its members may move then
};

}  // namespace

void select(const Path& path, bool value, Selection& root) { Selector(root).add_all(path, value); }

}  // namespace kamel::languages::json_path
