// Functions on text.
#include <algorithm>
#include <array>

#include "engine/convert.h"
#include "engine/languages/simple/functions.h"
#include "engine/languages/simple/letters.h"
#include "engine/languages/simple/utf16.h"

namespace kamel::simple {
namespace {

/// `&lt;` and the like, as function arguments write what YAML or XML would not let through.
std::string decode_entities(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto* found = std::ranges::find_if(kEntities, [&](const auto& entity) { return text.substr(i).starts_with(entity.first); });
    out += found != kEntities.end() ? found->second : text[i];
    i += found != kEntities.end() ? found->first.size() : 1;
  }
  return out;
}

/// A function of one text; null stays null.
template <class F>
ExpressionPtr on_text(const Call& call, F change) {
  return compute([subject = call.value_or_body(), change](Exchange& exchange) -> Result<Value> {
    auto text = evaluate_text(*subject, exchange);
    if (!text || text->is_null()) return text;
    return change(text->slice());
  });
}

/// The expression among (text), (exp,text): the body where it is left out.
ExpressionPtr subject_of(const Call& call, const std::vector<Argument>& arguments, std::size_t when) {
  return arguments.size() >= when ? call.value(arguments[0]) : std::make_unique<Body>();
}

Value replaced(const Slice& text, std::string_view from, std::string_view to) {
  const std::string_view all = text;
  if (!from.empty() && all.find(from) == std::string_view::npos) return Value(text);
  SliceBuilder out(all.size() + to.size());
  for (std::size_t i = 0; i <= all.size();) {
    const bool here = all.substr(i).starts_with(from);
    const bool inside =
        i < all.size() && (static_cast<unsigned char>(all[i]) & 0xC0) == 0x80;  // of a character: no place for an empty match
    if (here && !(from.empty() && inside)) out.append(to);
    if (here && !from.empty()) {
      i += from.size();
      continue;
    }
    if (i < all.size()) out.push_back(all[i]);
    ++i;
  }
  return Value(out.finish());
}

ExpressionPtr replace(const Call& call) {
  const auto arguments = call.split(2, 3);
  std::string from = decode_entities(arguments[0].piece.text), to = decode_entities(arguments[1].piece.text);
  if (to == "&empty;") to.clear();
  auto subject = arguments.size() == 3 ? call.value(arguments[2]) : std::make_unique<Body>();
  return compute([subject = std::move(subject), from, to](Exchange& exchange) -> Result<Value> {
    auto text = evaluate_text(*subject, exchange);
    if (!text || text->is_null()) return text;
    return replaced(text->slice(), from, to);
  });
}

/// Cuts characters off at the head and at the tail; one negative number alone is for the tail.
Value cut(const Slice& text, std::int64_t first, std::int64_t second) {
  const bool only_tail = first < 0 && second == 0;
  const std::int64_t head = only_tail ? 0 : std::abs(first), tail = only_tail ? -first : std::abs(second);
  const auto length = static_cast<std::int64_t>(length16(text));
  if (head + tail >= length) return head + tail == 0 ? Value(text) : Value("");
  return Value(text.sub(substring16(text, static_cast<std::size_t>(head), static_cast<std::size_t>(length - tail))));
}

ExpressionPtr substring(const Call& call) {
  const auto arguments = call.split(1, 3);
  auto first = call.value(arguments[0]);
  auto second = arguments.size() > 1 ? call.value(arguments[1]) : constant(0);
  auto subject = arguments.size() == 3 ? call.value(arguments[2]) : std::make_unique<Body>();
  return compute([first = std::move(first), second = std::move(second), subject = std::move(subject)](Exchange& exchange) -> Result<Value> {
    const auto a = evaluate_int(*first, exchange);
    if (!a) return a.error();
    const auto b = evaluate_int(*second, exchange);
    if (!b) return b.error();
    auto text = evaluate_text(*subject, exchange);
    if (!text || text->is_null()) return text;
    return cut(text->slice(), a->value_or(0), b->value_or(0));
  });
}

enum class Side : std::uint8_t { Before, After };

ExpressionPtr substring_at(const Call& call, Side side) {
  const auto arguments = call.split(1, 2);
  auto mark = call.value(arguments.back());
  return compute([subject = subject_of(call, arguments, 2), mark = std::move(mark), side](Exchange& exchange) -> Result<Value> {
    auto text = evaluate_text(*subject, exchange);
    if (!text || text->is_null()) return text;
    const auto what = evaluate_text(*mark, exchange);
    if (!what) return what;
    const std::string_view all = text->slice();
    const std::size_t at = what->is_null() ? std::string_view::npos : all.find(what->slice());
    if (at == std::string_view::npos) return Value();
    return Value(text->slice().sub(side == Side::Before ? all.substr(0, at) : all.substr(at + what->slice().size())));
  });
}

ExpressionPtr substring_between(const Call& call) {
  const auto arguments = call.split(2, 3);
  auto from = call.value(arguments[arguments.size() - 2]), to = call.value(arguments.back());
  return compute(
      [subject = subject_of(call, arguments, 3), from = std::move(from), to = std::move(to)](Exchange& exchange) -> Result<Value> {
        auto text = evaluate_text(*subject, exchange);
        if (!text || text->is_null()) return text;
        const auto a = evaluate_text(*from, exchange), b = evaluate_text(*to, exchange);
        if (!a) return a;
        if (!b) return b;
        const std::string_view all = text->slice();
        const std::size_t begin = all.find(to_text(*a));
        if (begin == std::string_view::npos) return Value();
        const std::size_t start = begin + to_text(*a).size(), end = all.find(to_text(*b), start);
        if (end == std::string_view::npos) return Value();
        return Value(text->slice().sub(all.substr(start, end - start)));
      });
}

ExpressionPtr contains(const Call& call) {
  const auto arguments = call.split(1, 2);
  auto part = call.value(arguments.back());
  return compute([subject = subject_of(call, arguments, 2), part = std::move(part)](Exchange& exchange) -> Result<Value> {
    const auto text = evaluate_text(*subject, exchange), what = evaluate_text(*part, exchange);
    if (!text) return text;
    if (!what) return what;
    if (text->is_null() || what->is_null()) return Value(false);
    return Value(to_lower(text->slice()).view().find(to_lower(what->slice())) != std::string_view::npos);
  });
}

Value trimmed(const Slice& text) {
  std::string_view all = text;
  while (!all.empty() && static_cast<unsigned char>(all.front()) <= ' ') all.remove_prefix(1);
  while (!all.empty() && static_cast<unsigned char>(all.back()) <= ' ') all.remove_suffix(1);
  return Value(text.sub(all));
}

/// The first letter of each word in upper case.
Value capitalized(const Slice& text) {
  SliceBuilder out(text.size());
  bool first = true;
  for (const char c : text.view()) {
    const bool lower = c >= 'a' && c <= 'z';
    out.push_back(first && lower ? static_cast<char>(c - 32) : c);
    first = c == ' ' || c == '\t' || c == '\n';
  }
  return Value(out.finish());
}

Value normalized(const Slice& text) {
  SliceBuilder out(text.size());
  bool blank = false;
  for (const char c : trimmed(text).slice().view()) {
    const bool space = static_cast<unsigned char>(c) <= ' ';
    if (!space || !blank) out.push_back(space ? ' ' : c);
    blank = space;
  }
  return Value(out.finish());
}

Value quoted(const Slice& text) {
  const std::string_view inner = unquote(text);
  SliceBuilder out(inner.size() + 2);
  out.push_back('"');
  out.append(inner);
  out.push_back('"');
  return Value(out.finish());
}

ExpressionPtr safe_quote(const Call& call) {
  return compute([subject = call.value_or_body()](Exchange& exchange) -> Result<Value> {
    auto value = subject->evaluate(exchange);
    if (!value || value->is_null() || value->is_number() || value->is_bool()) return value;
    return quoted(to_text(*value));
  });
}

ExpressionPtr pad(const Call& call) {
  const auto arguments = call.split(2, 3);
  auto subject = call.value(arguments[0]), width = call.value(arguments[1]);
  Slice with(arguments.size() == 3 && !arguments[2].piece.empty() ? arguments[2].piece.text : " ");
  return compute([subject = std::move(subject), width = std::move(width), with](Exchange& exchange) -> Result<Value> {
    const auto text = evaluate_text(*subject, exchange);
    if (!text || text->is_null()) return text;
    const auto wanted = evaluate_int(*width, exchange);
    if (!wanted) return wanted.error();
    const auto size = static_cast<std::int64_t>(length16(text->slice()));
    const std::int64_t missing = std::abs(std::int64_t{wanted->value_or(0)}) - size;
    if (missing <= 0 || missing > (1 << 24)) return *text;
    SliceBuilder out(text->slice().size() + static_cast<std::size_t>(missing));
    if (wanted->value_or(0) > 0) out.append(text->slice());
    const std::size_t units = length16(with);
    for (std::int64_t i = 0; i < missing; ++i) {
      const std::size_t unit = static_cast<std::size_t>(i) % units;
      out.append(substring16(with, unit, unit + 1));
    }
    if (wanted->value_or(0) < 0) out.append(text->slice());
    return Value(out.finish());
  });
}

ExpressionPtr concat_function(const Call& call) {
  const auto arguments = call.split(1, 3);
  auto first = subject_of(call, arguments, 2);
  auto second = call.value(arguments[arguments.size() == 1 ? 0 : 1]);
  Slice between(arguments.size() == 3 ? arguments[2].piece.text : "");
  return compute([first = std::move(first), second = std::move(second), between](Exchange& exchange) -> Result<Value> {
    const auto a = evaluate_text(*first, exchange), b = evaluate_text(*second, exchange);
    if (!a) return a;
    if (!b || a->is_null()) return b;
    if (b->is_null()) return a;
    SliceBuilder out(a->slice().size() + between.size() + b->slice().size());
    out.append(a->slice());
    out.append(between);
    out.append(b->slice());
    return Value(out.finish());
  });
}

/// Whether all characters are of a kind.
template <class F>
ExpressionPtr all_are(const Call& call, F kind) {
  return compute([subject = call.value_or_body(), kind](Exchange& exchange) -> Result<Value> {
    const auto text = evaluate_text(*subject, exchange);
    if (!text) return text;
    if (text->is_null() || text->slice().empty()) return Value(false);
    return Value(std::ranges::all_of(text->slice().view(), [kind](char c) { return kind(static_cast<unsigned char>(c)); }));
  });
}

bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

constexpr std::array kFunctions = {
    FunctionEntry{"replace", "${replace(from,to)} or ${replace(from,to,expression)}", replace},
    FunctionEntry{"substring", "${substring(num)}, ${substring(num,num)}, or ${substring(num,num,expression)}", substring},
    FunctionEntry{"substringBefore", "${substringBefore(before)} or ${substringBefore(exp,before)}",
                  [](const Call& c) { return substring_at(c, Side::Before); }, true},
    FunctionEntry{"substringAfter", "${substringAfter(after)} or ${substringAfter(exp,after)}",
                  [](const Call& c) { return substring_at(c, Side::After); }, true},
    FunctionEntry{"substringBetween", "${substringBetween(after,before)} or ${substringBetween(exp,after,before)}", substring_between,
                  true},
    FunctionEntry{"contains", "${contains(text)} or ${contains(exp,text)}", contains, true},
    FunctionEntry{"trim", "${trim(exp)}", [](const Call& c) { return on_text(c, trimmed); }, true},
    FunctionEntry{"capitalize", "${capitalize(exp)}", [](const Call& c) { return on_text(c, capitalized); }, true},
    FunctionEntry{"normalizeWhitespace", "${normalizeWhitespace(exp)}", [](const Call& c) { return on_text(c, normalized); }, true},
    FunctionEntry{"quote", "${quote(exp)}", [](const Call& c) { return on_text(c, quoted); }, true},
    FunctionEntry{"unquote", "${unquote(exp)}",
                  [](const Call& c) { return on_text(c, [](const Slice& t) { return Value(t.sub(unquote(t))); }); }, true},
    FunctionEntry{"safeQuote", "${safeQuote(exp)}", safe_quote, true},
    FunctionEntry{"uppercase", "${uppercase(exp)}",
                  [](const Call& c) { return on_text(c, [](const Slice& t) { return Value(to_upper(t)); }); }, true},
    FunctionEntry{"lowercase", "${lowercase(exp)}",
                  [](const Call& c) { return on_text(c, [](const Slice& t) { return Value(to_lower(t)); }); }, true},
    FunctionEntry{"pad", "${pad(exp,len)} or ${pad(exp,len,separator)}", pad, true},
    FunctionEntry{"concat", "${concat(exp)}, ${concat(exp,exp)} or ${concat(exp,exp,separator)}", concat_function, true},
    FunctionEntry{"isAlpha", "${isAlpha(exp)}", [](const Call& c) { return all_are(c, is_letter); }, true},
    FunctionEntry{"isNumeric", "${isNumeric(exp)}", [](const Call& c) { return all_are(c, is_digit); }, true},
    FunctionEntry{"isAlphaNumeric", "${isAlphaNumeric(exp)}",
                  [](const Call& c) { return all_are(c, [](unsigned char x) { return is_letter(x) || is_digit(x); }); }, true},
};

}  // namespace

std::span<const FunctionEntry> text_functions() { return kFunctions; }

}  // namespace kamel::simple
