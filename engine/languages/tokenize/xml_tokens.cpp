// XML elements found by scanning text.
#include <cctype>
#include <vector>

#include "engine/languages/tokenize/tokens.h"

namespace kamel::languages {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kLongestPrefix = 15;  // a limit of Camel's pattern, which results depend on

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// The end of "name" or "prefix:name" at `place`; kNone when something else stands there.
std::size_t after_name(std::string_view text, std::size_t place, std::string_view name) {
  const auto ends = [&](std::size_t from) {
    return text.substr(from).starts_with(name) ? from + name.size() : kNone;
  };
  if (const std::size_t end = ends(place); end != kNone) return end;
  const std::size_t colon = text.find_first_of(":<>", place);
  if (colon == kNone || text[colon] != ':' || colon == place || colon - place > kLongestPrefix) return kNone;
  return ends(colon + 1);
}

struct Tag {
  std::size_t from = kNone, to = kNone;  // with its brackets
  bool closed = false;                   // <name/>
};

/// The first start tag of that name at or after `from`. Like Camel's pattern, takes a '>' inside an attribute for the tag's end.
Tag find_start(std::string_view text, std::string_view name, std::size_t from) {
  for (std::size_t open = text.find('<', from); open != kNone; open = text.find('<', open + 1)) {
    const std::size_t end = after_name(text, open + 1, name);
    if (end == kNone || end >= text.size()) continue;
    if (text[end] == '>') return {open, end + 1, false};
    if (text.substr(end).starts_with("/>")) return {open, end + 2, true};
    if (!is_space(text[end])) continue;
    const std::size_t close = text.find('>', end);
    if (close != kNone) return {open, close + 1, text[close - 1] == '/'};
  }
  return {};
}

/// The end of the first end tag of that name, whatever its prefix.
std::size_t after_end_tag(std::string_view text, std::string_view name, std::size_t from) {
  for (std::size_t open = text.find("</", from); open != kNone; open = text.find("</", open + 2)) {
    std::size_t end = after_name(text, open + 2, name);
    if (end == kNone) continue;
    while (end < text.size() && is_space(text[end])) ++end;
    if (end < text.size() && text[end] == '>') return end + 1;
  }
  return kNone;
}

/// The namespace declarations of a start tag, each with a blank before it.
std::string declarations(std::string_view tag) {
  std::string found;
  std::size_t from = 0;
  for (std::size_t at = tag.find("xmlns"); at != kNone; at = tag.find("xmlns", from)) {
    std::size_t end = from = at + 5;
    if (end < tag.size() && tag[end] == ':') {
      do ++end;
      while (end < tag.size() && (std::isalnum(static_cast<unsigned char>(tag[end])) != 0 || tag[end] == '_'));
    }
    const std::string_view name = tag.substr(at, end - at);
    while (end < tag.size() && is_space(tag[end])) ++end;
    if (end >= tag.size() || tag[end] != '=') continue;
    do ++end;
    while (end < tag.size() && is_space(tag[end]));
    if (end >= tag.size() || (tag[end] != '"' && tag[end] != '\'')) continue;
    const std::size_t close = tag.find(tag[end], end + 1);
    if (close == kNone) break;
    found.append(" ").append(name).append("=").append(tag.substr(end, close + 1 - end));
    from = close;
  }
  return found;
}

/// End tags for all elements that `text` leaves open, innermost first.
std::string closing(std::string_view text) {
  std::vector<std::string_view> open;
  for (std::size_t at = text.find('<'); at != kNone; at = text.find('<', at + 1)) {
    const std::size_t end = text.find('>', at);
    if (end == kNone || at + 1 >= end) break;
    const char first = text[at + 1];
    if (first == '/') {
      if (!open.empty()) open.pop_back();
    } else if (first != '?' && first != '!' && text[end - 1] != '/') {
      const std::string_view tag = text.substr(at + 1, end - at - 1);
      open.push_back(tag.substr(0, tag.find_first_of(" \t\r\n")));
    }
    at = end;
  }
  std::string tags;
  for (auto name = open.rbegin(); name != open.rend(); ++name) tags.append("</").append(*name).append(">");
  return tags;
}

}  // namespace

XmlTokens::XmlTokens(Slice text, std::string name, std::string inherit) : text_(std::move(text)), name_(std::move(name)), wraps_(inherit == "*") {
  if (inherit.empty() || wraps_) return;
  const Tag parent = find_start(text_.view(), inherit, 0);
  if (parent.from == kNone) return;
  namespaces_ = declarations(text_.view().substr(parent.from, parent.to - parent.from));
  position_ = parent.to;
}

std::optional<Value> XmlTokens::next() {
  const std::string_view text = text_.view();
  for (Tag start = find_start(text, name_, position_); start.from != kNone; start = find_start(text, name_, start.from + 1)) {
    const std::size_t end = start.closed ? start.to : after_end_tag(text, name_, start.to);
    if (end == kNone) continue;
    if (std::exchange(first_, false) && wraps_) {
      before_ = text.substr(0, start.from);
      after_ = closing(before_);
    }
    position_ = end;
    return Value(dress(text.substr(start.from, end - start.from)));
  }
  position_ = text.size();
  return std::nullopt;
}

Slice XmlTokens::dress(std::string_view token) const {
  if (namespaces_.empty() && before_.empty()) return text_.sub(token);
  SliceBuilder dressed(before_.size() + namespaces_.size() + token.size() + after_.size());
  dressed.append(before_);
  std::size_t head = token.find('>');
  if (head > 0 && token[head - 1] == '/') --head;
  dressed.append(token.substr(0, head));
  dressed.append(namespaces_);
  dressed.append(token.substr(head));
  dressed.append(after_);
  return dressed.finish();
}

}  // namespace kamel::languages
