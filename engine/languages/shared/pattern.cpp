// Patterns: plain text, re2, and Boost.Regex for what re2 cannot.
#include "engine/languages/shared/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>

#include "engine/languages/shared/backtracking.h"

namespace kamel::languages {
namespace {

class PlainText final : public Pattern {
 public:
  explicit PlainText(std::string text) : text_(std::move(text)) {}
  std::optional<Hit> find(std::string_view text, std::size_t from) const override {
    const std::size_t found = text_.size() == 1 ? text.find(text_[0], from) : text.find(text_, from);
    if (found == std::string_view::npos) return std::nullopt;
    return Hit{found, found + text_.size()};
  }
  std::optional<Hit> at(std::string_view text, std::size_t from) const override {
    if (!text.substr(from).starts_with(text_)) return std::nullopt;
    return Hit{from, from + text_.size()};
  }

 private:
  std::string text_;
};

class Re2Pattern final : public Pattern {
 public:
  explicit Re2Pattern(std::unique_ptr<RE2> pattern) : pattern_(std::move(pattern)) {}
  std::optional<Hit> find(std::string_view text, std::size_t from) const override { return match(text, from, RE2::UNANCHORED); }
  std::optional<Hit> at(std::string_view text, std::size_t from) const override { return match(text, from, RE2::ANCHOR_START); }

 private:
  std::optional<Hit> match(std::string_view text, std::size_t from, RE2::Anchor anchor) const {
    const re2::StringPiece whole(text.data(), text.size());
    re2::StringPiece hit;
    if (!pattern_->Match(whole, from, whole.size(), anchor, &hit, 1)) return std::nullopt;
    const auto start = static_cast<std::size_t>(hit.data() - whole.data());
    return Hit{start, start + hit.size()};
  }
  std::unique_ptr<RE2> pattern_;
};

class BacktrackingPattern final : public Pattern {
 public:
  explicit BacktrackingPattern(std::unique_ptr<const Backtracking> pattern) : pattern_(std::move(pattern)) {}
  std::optional<Hit> find(std::string_view text, std::size_t from) const override { return match(text, from, Backtracking::Match::First); }
  std::optional<Hit> at(std::string_view text, std::size_t from) const override { return match(text, from, Backtracking::Match::AtFrom); }

 private:
  std::optional<Hit> match(std::string_view text, std::size_t from, Backtracking::Match how) const {
    std::vector<std::string_view> groups;
    if (!pattern_->find(text, from, how, groups)) return std::nullopt;
    const auto start = static_cast<std::size_t>(groups[0].data() - text.data());
    return Hit{start, start + groups[0].size()};
  }
  std::unique_ptr<const Backtracking> pattern_;
};

bool is_plain(std::string_view pattern) {
  return !pattern.empty() && pattern.find_first_of("\\^$.|?*+()[]{}") == std::string_view::npos;
}

}  // namespace

std::string with_java_dots(std::string_view pattern) {
  if (pattern.find("(?s") != std::string_view::npos || pattern.find("\\Q") != std::string_view::npos) return std::string(pattern);
  std::string out;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '.' && !in_class) {
      out += "[^\\n\\r\\x{85}\\x{2028}\\x{2029}]";
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    out += c;
    if (c == '\\' && i + 1 < pattern.size()) out += pattern[++i];
  }
  return out;
}

Result<std::shared_ptr<const Pattern>> compile_pattern(std::string_view pattern) {
  using Made = std::shared_ptr<const Pattern>;
  if (is_plain(pattern)) return Made(std::make_shared<PlainText>(std::string(pattern)));
  RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_unique<RE2>(with_java_dots(pattern), options);
  if (compiled->ok()) return Made(std::make_shared<Re2Pattern>(std::move(compiled)));
  if (auto other = Backtracking::compile(pattern)) return Made(std::make_shared<BacktrackingPattern>(std::move(other)));
  return Error("java.util.regex.PatternSyntaxException", compiled->error() + " in '" + std::string(pattern) + "'");
}

}  // namespace kamel::languages
