#include "engine/languages/jq/missing.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "engine/languages/jq/pieces.h"

namespace kamel::languages::jq_lang {
namespace {

/// What libjq 1.6 has beyond jackson-jq.
constexpr std::array<std::string_view, 64> kBeyond = {
    "acosh", "ascii", "asinh", "atanh", "bsearch", "ceil", "copysign", "date", "dateadd", "datesub", "debug", "drem", "env", "fabs", "fma",
    "fmax", "fmin", "fmod", "frexp", "fromdate", "fromstream", "gamma", "get_search_list", "gmtime", "halt", "halt_error",
    "IN", "INDEX", "input", "input_filename", "input_line_number", "inputs", "isempty", "isvalid", "j0", "j1", "ldexp", "lgamma", "lgamma_r",
    "localtime", "logb", "mktime", "modf", "modulemeta", "nearbyint", "nextafter", "nexttoward", "pow10", "repeat", "rint", "scalb",
    "scalbln", "significand", "stderr", "strflocaltime", "tgamma", "todate", "tostream", "trunc", "truncate_stream", "y0",
    "y1"};

bool in_name(char c) noexcept { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// A program's text, name by name.
class Names {
 public:
  std::string missing(std::string_view text) {
    text_ = text;
    at_ = 0;
    while (at_ < text_.size()) {
      if (std::string found = next(); !found.empty()) return found;
    }
    return {};
  }

 private:
  std::string next() {
    const char c = text_[at_];
    if (c == '"') return quoted(), std::string();
    if (c == '#') return at_ = std::min(text_.find('\n', at_), text_.size()), std::string();
    if (!in_name(c)) return ++at_, std::string();
    const char before = at_ > 0 ? text_[at_ - 1] : ' ';
    const std::size_t start = at_;
    while (at_ < text_.size() && in_name(text_[at_])) ++at_;
    const std::string name(text_.substr(start, at_ - start));
    if (before == '$') return name == "ENV" || name == "__loc__" ? "$" + name + " is not defined" : "";
    if (before == '.' || before == '@' || defines(start, name) || is_key()) return {};
    if (std::ranges::find(kBeyond, name) == kBeyond.end() || std::ranges::find(defined_, name) != defined_.end()) return {};
    return "Function " + name + "/" + std::to_string(arguments()) + " does not exist";
  }
  void quoted() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }
  bool defines(std::size_t start, const std::string& name) {
    const std::size_t last = start == 0 ? std::string_view::npos : text_.find_last_not_of(" \t\n", start - 1);
    const bool defined = last != std::string_view::npos && last >= 2 && text_.substr(last - 2, 3) == "def";
    if (defined) defined_.push_back(name);
    return defined;
  }
  bool is_key() const {
    const std::size_t behind = text_.find_first_not_of(" \t\n", at_);
    return behind != std::string_view::npos && text_[behind] == ':';
  }
  std::size_t arguments() const {
    if (at_ >= text_.size() || text_[at_] != '(') return 0;
    std::size_t count = 1, depth = 0;
    for (std::size_t i = at_; i < text_.size(); ++i) {
      if (text_[i] == '(') ++depth;
      if (text_[i] == ')' && --depth == 0) break;
      if (text_[i] == ';' && depth == 1) ++count;
    }
    return count;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> defined_;
};

}  // namespace

std::string missing_name(std::string_view program) {
  const Pieces pieces = pieces_of(program);
  Names names;
  for (auto piece = pieces.programs.rbegin(); piece != pieces.programs.rend(); ++piece) {  // the outer ones first: the inner ones see their functions
    if (std::string found = names.missing(*piece); !found.empty()) return found;
  }
  return {};
}

std::string called_with_nothing(std::string_view program) {
  const std::size_t open = program.find("()");
  if (open == std::string_view::npos || program.find('"') < open) return {};
  std::size_t begin = open;
  while (begin > 0 && in_name(program[begin - 1])) --begin;
  return begin < open ? "Function " + std::string(program.substr(begin, open - begin)) + "/0 does not exist" : std::string();
}

std::string missing_name_in(std::string_view complaint) {
  const std::size_t end = complaint.find(" is not defined");
  if (end == std::string_view::npos) return complaint.starts_with("module not found") ? std::string(complaint) : std::string();
  const std::size_t blank = complaint.rfind(' ', end == 0 ? 0 : end - 1);
  const std::string name(complaint.substr(blank == std::string_view::npos ? 0 : blank + 1, end - (blank == std::string_view::npos ? 0 : blank + 1)));
  return name.starts_with('$') ? name + " is not defined" : "Function " + name + " does not exist";
}

}  // namespace kamel::languages::jq_lang
