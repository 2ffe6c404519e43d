#include "engine/languages/simple/pattern.h"

#include <re2/re2.h>

#include <map>

#include "engine/languages/shared/backtracking.h"
#include "engine/languages/shared/pattern.h"

namespace kamel::simple {
namespace {

constexpr std::size_t kRemembered = 64;

/// What Java writes differently: possessive marks are dropped, `\h` and `\Z` spelled out.
std::string translate(std::string_view java) {
  std::string out;
  bool in_class = false;
  for (std::size_t i = 0; i < java.size(); ++i) {
    const char c = java[i];
    if (c == '\\' && i + 1 < java.size()) {
      const char next = java[++i];
      if (next == 'h') {
        out += in_class ? " \\t" : "[ \\t]";
      } else if (next == 'Z') {
        out += "\\z";
      } else if (next == 'R' && !in_class) {
        out += "(?:\\r\\n|[\\n\\r])";
      } else {
        out += c;
        out += next;
      }
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    const bool quantifier = !out.empty() && (out.back() == '*' || out.back() == '+' || out.back() == '?' || out.back() == '}');
    if (c == '+' && !in_class && quantifier && (out.size() < 2 || out[out.size() - 2] != '\\')) continue;
    if (c == '(' && java.substr(i).starts_with("(?<") && i + 3 < java.size() && java[i + 3] != '=' && java[i + 3] != '!') {
      out += "(?P<";
      i += 2;
      continue;
    }
    out += c;
  }
  return out;
}

void append_replacement(std::string_view with, const std::vector<std::string_view>& groups, std::string& out) {
  for (std::size_t i = 0; i < with.size(); ++i) {
    if (with[i] == '\\' && i + 1 < with.size()) {
      out += with[++i];
    } else if (with[i] == '$' && i + 1 < with.size() && with[i + 1] >= '0' && with[i + 1] <= '9') {
      const auto group = static_cast<std::size_t>(with[++i] - '0');
      if (group < groups.size()) out += groups[group];
    } else {
      out += with[i];
    }
  }
}

/// Where the character after the one at `at` begins: an empty match goes on there.
std::size_t next_character(std::string_view text, std::size_t at) {
  do {
    ++at;
  } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return at;
}

class Re2Pattern final : public Pattern {
 public:
  explicit Re2Pattern(std::unique_ptr<re2::RE2> code) : code_(std::move(code)) {}

 protected:
  bool find(std::string_view text, std::size_t from, bool whole, Groups& groups) const override {
    std::vector<re2::StringPiece> found(whole ? 0 : static_cast<std::size_t>(code_->NumberOfCapturingGroups()) + 1);
    const re2::StringPiece all(text.data(), text.size());
    if (!code_->Match(all, from, text.size(), whole ? re2::RE2::ANCHOR_BOTH : re2::RE2::UNANCHORED, found.data(),
                      static_cast<int>(found.size())))
      return false;
    groups.clear();
    for (const auto& piece : found)
      groups.emplace_back(piece.data() != nullptr ? std::string_view(piece.data(), piece.size()) : std::string_view());
    return true;
  }

 private:
  std::unique_ptr<re2::RE2> code_;
};

class BacktrackingPattern final : public Pattern {
 public:
  explicit BacktrackingPattern(std::unique_ptr<const languages::Backtracking> code) : code_(std::move(code)) {}

 protected:
  bool find(std::string_view text, std::size_t from, bool whole, Groups& groups) const override {
    using Match = languages::Backtracking::Match;
    return code_->find(text, from, whole ? Match::Whole : Match::First, groups);
  }

 private:
  std::unique_ptr<const languages::Backtracking> code_;
};

}  // namespace

bool Pattern::matches(std::string_view text) const {
  Groups groups;
  return find(text, 0, true, groups);
}

std::string Pattern::replace(std::string_view text, std::string_view with, bool all) const {
  std::string out;
  Groups groups;
  std::size_t done = 0, from = 0;
  while (from <= text.size() && find(text, from, false, groups)) {
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    const std::size_t end = begin + groups[0].size();
    out.append(text.substr(done, begin - done));
    append_replacement(with, groups, out);
    done = end;
    from = end > begin ? end : next_character(text, end);
    if (!all) break;
  }
  if (done < text.size()) out.append(text.substr(done));
  return out;
}

List Pattern::split(const Slice& text, std::int32_t limit) const {
  List out;
  const std::string_view all = text;
  Groups groups;
  std::size_t begin = 0, from = 0;
  while (from <= all.size() && (limit <= 0 || out.size() + 1 < static_cast<std::size_t>(limit)) && find(all, from, false, groups)) {
    const auto at = static_cast<std::size_t>(groups[0].data() - all.data());
    const std::size_t end = at + groups[0].size();
    from = end > at ? end : next_character(all, end);
    if (end == 0 || (end == at && at >= all.size())) continue;  // nothing before the first character, nor after the last
    out.push_back(text.sub(all.substr(begin, at - begin)));
    begin = end;
  }
  if (out.empty()) return List({Value(text)});
  out.push_back(text.sub(all.substr(begin)));
  while (limit == 0 && !out.empty() && out.items().back().slice().empty()) out.items().pop_back();
  return out;
}

Result<PatternPtr> compile_pattern(std::string_view text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto code = std::make_unique<re2::RE2>(languages::with_java_dots(translate(text)), options);
  if (code->ok()) return PatternPtr(std::make_shared<const Re2Pattern>(std::move(code)));
  if (auto other = languages::Backtracking::compile(text)) return PatternPtr(std::make_shared<const BacktrackingPattern>(std::move(other)));
  return Error("java.util.regex.PatternSyntaxException", code->error() + " in the regular expression " + std::string(text));
}

Result<PatternPtr> cached_pattern(std::string_view text) {
  thread_local std::map<std::string, PatternPtr, std::less<>> known;
  if (const auto found = known.find(text); found != known.end()) return found->second;
  auto pattern = compile_pattern(text);
  if (!pattern) return pattern;
  if (known.size() >= kRemembered) known.clear();
  known.emplace(std::string(text), *pattern);
  return pattern;
}

}  // namespace kamel::simple
