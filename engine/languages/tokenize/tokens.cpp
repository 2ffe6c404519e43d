// Scanner, token pairs, groups and conversions.
#include "engine/languages/tokenize/tokens.h"

#include "engine/convert.h"

namespace kamel::languages {
namespace {

/// One character further, for a delimiter that matched nothing.
std::size_t after_character(std::string_view text, std::size_t position) {
  ++position;
  while (position < text.size() && (static_cast<unsigned char>(text[position]) & 0xC0) == 0x80) ++position;
  return position;
}

}  // namespace

std::optional<Slice> Scanner::next_token() {
  const std::string_view text = text_.view();
  if (position_ >= text.size()) return std::nullopt;
  if (const auto skipped = delimiter_->at(text, position_)) position_ = skipped->to;
  if (position_ >= text.size()) return std::nullopt;
  auto hit = delimiter_->find(text, position_);
  if (hit && hit->to == position_) hit = delimiter_->find(text, after_character(text, position_));
  const std::size_t end = hit ? hit->from : text.size();
  Slice token = text_.sub(text.substr(position_, end - position_));
  position_ = end;
  return token;
}

std::optional<Value> Scanner::next() {
  std::optional<Slice> token = next_token();
  if (!token) return std::nullopt;
  return Value(std::move(*token));
}

std::optional<Value> TokenPairs::next() {
  if (ended_) return std::nullopt;
  const std::optional<Slice> piece = scanner_.next_token();
  const std::size_t start = piece ? piece->view().find(around_.start.view()) : std::string_view::npos;
  if (start == std::string_view::npos) {
    ended_ = true;
    return std::nullopt;
  }
  Slice inner = piece->sub(piece->view().substr(start + around_.start.size()));
  if (!around_.include) return Value(std::move(inner));
  SliceBuilder whole(around_.start.size() + inner.size() + around_.end.size());
  whole.append(around_.start);
  whole.append(inner);
  whole.append(around_.end);
  return Value(whole.finish());
}

std::optional<Value> Groups::next() {
  std::optional<Value> token = tokens_->next();
  if (!token) return fail(tokens_->failure());
  if (std::exchange(skip_first_, false)) {
    token = tokens_->next();
    if (!token) return Value("");
  }
  SliceBuilder group;
  append_text(*token, group);
  for (std::int64_t count = 1; count < size_; ++count) {
    token = tokens_->next();
    if (!token) break;
    group.append(delimiter_);
    append_text(*token, group);
  }
  return Value(group.finish());
}

std::optional<Value> Converted::next() {
  std::optional<Value> item = items_->next();
  if (!item) return fail(items_->failure());
  Result<Value> converted = convert(*item, type_);
  if (converted) return std::move(*converted);
  if (converted.error().type() == "org.apache.camel.NoTypeConversionAvailableException") return Value();
  return fail(converted.error());
}

}  // namespace kamel::languages
