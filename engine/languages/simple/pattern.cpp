#include "engine/languages/simple/pattern.h"

#include <re2/re2.h>

#include <map>

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

void append_replacement(std::string_view with, const std::vector<re2::StringPiece>& groups, std::string& out) {
  for (std::size_t i = 0; i < with.size(); ++i) {
    if (with[i] == '\\' && i + 1 < with.size()) {
      out += with[++i];
    } else if (with[i] == '$' && i + 1 < with.size() && with[i + 1] >= '0' && with[i + 1] <= '9') {
      const auto group = static_cast<std::size_t>(with[++i] - '0');
      if (group < groups.size() && groups[group].data() != nullptr) out.append(groups[group].data(), groups[group].size());
    } else {
      out += with[i];
    }
  }
}

}  // namespace

Pattern::Pattern(std::unique_ptr<re2::RE2> code) : code_(std::move(code)) {}
Pattern::~Pattern() = default;

bool Pattern::matches(std::string_view text) const { return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *code_); }

std::string Pattern::replace(std::string_view text, std::string_view with, bool all) const {
  std::string out;
  const re2::StringPiece whole(text.data(), text.size());
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(code_->NumberOfCapturingGroups()) + 1);
  std::size_t done = 0, from = 0;
  while (from <= text.size() && code_->Match(whole, from, text.size(), re2::RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size()))) {
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    const std::size_t end = begin + groups[0].size();
    out.append(text.substr(done, begin - done));
    append_replacement(with, groups, out);
    done = end;
    from = end > begin ? end : end + 1;
    if (!all) break;
  }
  if (done < text.size()) out.append(text.substr(done));
  return out;
}

List Pattern::split(const Slice& text, std::int32_t limit) const {
  List out;
  const std::string_view all = text;
  const re2::StringPiece whole(all.data(), all.size());
  std::size_t begin = 0, from = 0;
  re2::StringPiece found;
  while (from <= all.size() && (limit <= 0 || out.size() + 1 < static_cast<std::size_t>(limit)) &&
         code_->Match(whole, from, all.size(), re2::RE2::UNANCHORED, &found, 1)) {
    const auto at = static_cast<std::size_t>(found.data() - all.data());
    const std::size_t end = at + found.size();
    if (end == 0 || (found.empty() && at >= all.size())) {  // nothing before the first character, nor after the last
      from = end + 1;
      continue;
    }
    out.push_back(text.sub(all.substr(begin, at - begin)));
    begin = end;
    from = found.empty() ? end + 1 : end;
  }
  if (out.empty()) return List({Value(text)});
  out.push_back(text.sub(all.substr(begin)));
  while (limit == 0 && !out.empty() && out.items().back().slice().empty()) out.items().pop_back();
  return out;
}

Result<PatternPtr> compile_pattern(std::string_view text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(false);
  auto code = std::make_unique<re2::RE2>(translate(text), options);
  if (!code->ok()) return Error("java.util.regex.PatternSyntaxException", code->error() + " in the regular expression " + std::string(text));
  return PatternPtr(std::make_shared<const Pattern>(std::move(code)));
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
