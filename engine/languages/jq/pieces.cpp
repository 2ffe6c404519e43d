// Taking the expressions within a jq program's texts out of it.
#include "engine/languages/jq/pieces.h"

#include <algorithm>

namespace kamel::languages::jq_lang {
namespace {

constexpr int kDeepest = 100;

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  Pieces all() && {
    if (text_.find('\0') != std::string_view::npos) {
      fail("there is a character of code 0 in it");
    } else {
      outermost();
    }
    return std::move(pieces_);
  }

 private:
  bool fail(std::string why) {
    pieces_.wrong = std::move(why);
    return false;
  }
  bool fail_at(std::string_view why, std::size_t at) { return fail(std::string(why) + " (character " + std::to_string(at + 1) + ")"); }

  /// Brackets that do not match are libjq's to complain of.
  void outermost() {
    std::string own;
    while (at_ < text_.size()) {
      if (!blank_or_text(own)) return;
    }
    pieces_.programs.push_back(std::move(own));
  }
  /// What is between \( and its ).
  bool inner() {
    const std::size_t start = at_;
    std::string own, open;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ')' && open.empty()) {
        ++at_;
        pieces_.programs.push_back(std::move(own));
        return true;
      }
      if (c == '(' || c == '[' || c == '{') open += c;
      if ((c == ')' || c == ']' || c == '}') && !closes(open, c)) return fail_at(std::string("'") + c + "' closes nothing", at_);
      if (!blank_or_text(own)) return false;
    }
    return fail_at("it ends within the \\( of a text", start - 2);
  }
  static bool closes(std::string& open, char c) {
    const char wanted = c == ')' ? '(' : c == ']' ? '[' : '{';
    if (open.empty() || open.back() != wanted) return false;
    open.pop_back();
    return true;
  }
  /// One character, a comment or a text.
  bool blank_or_text(std::string& own) {
    if (text_[at_] == '"') return text(own);
    if (text_[at_] == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else {
      own += text_[at_++];
    }
    return true;
  }
  bool text(std::string& own) {
    const std::size_t start = at_;
    own += '"';
    for (++at_; at_ < text_.size() && text_[at_] != '"';) {
      const bool escape = text_[at_] == '\\' && at_ + 1 < text_.size();
      if (!escape || text_[at_ + 1] != '(') {
        own += text_.substr(at_, escape ? 2 : 1);
        at_ += escape ? 2 : 1;
        continue;
      }
      at_ += 2;
      if (++depth_ > kDeepest) return fail("its texts are nested too deep");
      if (!inner()) return false;
      --depth_;
    }
    if (at_ >= text_.size()) return fail_at("it ends within a text", start);
    ++at_;
    own += '"';
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Pieces pieces_;
};

}  // namespace

Pieces pieces_of(std::string_view program) { return Cutter(program).all(); }

}  // namespace kamel::languages::jq_lang
