// Judging an item by a filter, with Jayway's rules of comparison.
#include "engine/languages/jsonpath/filter.h"

#include <algorithm>

#include "engine/convert.h"

namespace kamel::languages::json_path {
namespace {

/// One side, evaluated. nullptr: a path that leads nowhere, which equals nothing, not even another.
using Side = const Value*;

bool is_json(const Value& value) { return value.is_list() || value.is_map(); }

int sign(auto left, auto right) { return left < right ? -1 : left > right ? 1 : 0; }

int compare_numbers(const Value& left, const Value& right) {
  if (left.is_whole() && right.is_whole()) return sign(left.as_whole(), right.as_whole());
  return sign(left.number(), right.number());
}

bool equal(const Value& left, const Value& right);

bool equal_lists(const List& left, const List& right) { return std::ranges::equal(left.items(), right.items(), equal); }

bool equal_maps(const Map& left, const Map& right) {
  if (left.size() != right.size()) return false;
  return std::ranges::all_of(left.entries(), [&](const Map::Entry& entry) {
    const Value* other = right.find(entry.key);
    return other != nullptr && equal(entry.value, *other);
  });
}

/// 12 == '12' and '12' == 12 hold; other kinds must be the same.
bool equal(const Value& left, const Value& right) {
  if (left.is_number() && right.is_number()) return compare_numbers(left, right) == 0;
  if (left.is_number() && right.is_text()) {
    const auto number = to_double(right);
    return number && left.number() == *number;
  }
  if (left.is_text() && right.is_number()) return left.slice().view() == to_text(right).view();
  if (left.is_list() && right.is_list()) return equal_lists(left.list(), right.list());
  if (left.is_map() && right.is_map()) return equal_maps(left.map(), right.map());
  return left == right;
}

bool same_kind(const Value& left, const Value& right) {
  if (left.is_number() || right.is_number()) return left.is_number() && right.is_number();
  return left.kind() == right.kind() || (is_json(left) && is_json(right));
}

bool holds(const List& list, const Value& item) {
  return std::ranges::any_of(list.items(), [&](const Value& one) { return equal(item, one); });
}

bool ordered(const Value& left, const Value& right, Operator op) {
  int order = 0;
  if (left.is_number() && right.is_number()) {
    order = compare_numbers(left, right);
  } else if (left.is_text() && right.is_text()) {
    order = sign(left.slice().view(), right.slice().view());
  } else {
    return false;
  }
  switch (op) {
    case Operator::Lt:
      return order < 0;
    case Operator::Le:
      return order <= 0;
    case Operator::Gt:
      return order > 0;
    default:
      return order >= 0;
  }
}

std::optional<std::size_t> size_of(const Value& value) {
  if (value.is_text()) return value.slice().size();
  if (value.is_list()) return value.list().size();
  if (value.is_map()) return value.map().size();
  return std::nullopt;
}

bool sets(const Value& left, const Value& right, Operator op) {
  if (!left.is_list() || !right.is_list()) return false;
  const auto in_right = [&](const Value& item) { return holds(right.list(), item); };
  switch (op) {
    case Operator::SubsetOf:
      return std::ranges::all_of(left.list().items(), in_right);
    case Operator::AnyOf:
      return std::ranges::any_of(left.list().items(), in_right);
    default:
      return std::ranges::none_of(left.list().items(), in_right);
  }
}

bool matches_text(const Pattern& pattern, const Value& value) {
  const Slice text = value.is_text() || value.is_number() || value.is_bool() ? to_text(value) : Slice();
  return pattern.at(text.view(), 0).has_value();
}

bool matches(const Pattern& pattern, const Value& value) {
  if (!value.is_list()) return matches_text(pattern, value);
  return std::ranges::any_of(value.list().items(), [&](const Value& item) { return matches_text(pattern, item); });
}

/// In Jayway a right side that is no list is an InvalidPathException, which makes the whole filter say no; so `nin` is no mere opposite.
bool in_list(Side left, Side right, bool negated) {
  if (!right || !right->is_list()) return false;
  return (left && holds(right->list(), *left)) != negated;
}

bool compare_sides(Side left, Side right, Operator op) {
  switch (op) {
    case Operator::Eq:
      return left && right && equal(*left, *right);
    case Operator::Ne:
      return !(left && right && equal(*left, *right));
    case Operator::StrictEq:
      return left && right && same_kind(*left, *right) && equal(*left, *right);
    case Operator::StrictNe:
      return !(left && right && same_kind(*left, *right) && equal(*left, *right));
    case Operator::In:
    case Operator::NotIn:
      return in_list(left, right, op == Operator::NotIn);
    default:
      break;
  }
  if (!left || !right) return false;
  switch (op) {
    case Operator::Contains:
      if (left->is_text() && right->is_text()) return left->slice().view().find(right->slice().view()) != std::string_view::npos;
      return left->is_list() && holds(left->list(), *right);
    case Operator::Size: {
      const auto size = size_of(*left);
      return size && right->is_number() && static_cast<double>(*size) == right->number();
    }
    case Operator::Empty: {
      const auto size = size_of(*left);
      return size && right->is_bool() && (*size == 0) == right->as_bool();
    }
    case Operator::SubsetOf:
    case Operator::AnyOf:
    case Operator::NoneOf:
      return sets(*left, *right, op);
    case Operator::Lt:
    case Operator::Le:
    case Operator::Gt:
    case Operator::Ge:
      return ordered(*left, *right, op);
    default:
      return false;
  }
}

class Judge {
 public:
  Judge(const Value& item, const Value& document, unsigned options) : item_(item), document_(document), options_(options) {}

  Result<bool> accepts(const Filter& filter) const {
    switch (filter.kind) {
      case Filter::Kind::Not: {
        Result<bool> inner = accepts(*filter.left);
        if (!inner) return inner.error();
        return !*inner;
      }
      case Filter::Kind::And:
      case Filter::Kind::Or: {
        Result<bool> left = accepts(*filter.left);
        if (!left || *left == (filter.kind == Filter::Kind::Or)) return left;
        return accepts(*filter.right);
      }
      case Filter::Kind::Exists:
        return exists(filter.a);
      case Filter::Kind::Compare:
        return compares(filter);
    }
    return false;
  }

 private:
  const Value& start(const Operand& operand) const noexcept { return operand.path->from_document ? document_ : item_; }
  Result<Value> read(const Operand& operand, unsigned options) const { return read_inner(*operand.path, start(operand), document_, options); }
  /// A path alone begins at the item even where it is written with $: so does Jayway have it.
  Result<bool> exists(const Operand& operand) const {
    if (operand.path->straight) return (follow(*operand.path, item_) != nullptr) != operand.negated_path;
    Result<Value> found = read_inner(*operand.path, item_, document_, kRequireProperties);
    if (!found && !found.error().is_a("com.jayway.jsonpath.PathNotFoundException")) return found.error();
    return found.has_value() != operand.negated_path;
  }
  /// `storage` holds the value where it had to be made.
  Result<Side> side(const Operand& operand, Value& storage) const {
    if (operand.kind != Operand::Kind::Path) return Side(&operand.literal);
    if (operand.path->straight && (options_ & kLeafToNull) == 0) {
      const Side found = follow(*operand.path, start(operand));
      return found == nullptr && (options_ & kSuppress) != 0 ? &(storage = Value()) : found;
    }
    Result<Value> found = read(operand, options_);
    if (found) return Side(&(storage = std::move(*found)));
    if (found.error().is_a("com.jayway.jsonpath.PathNotFoundException")) return Side(nullptr);
    return found.error();
  }
  Result<bool> compares(const Filter& filter) const {
    const bool patterns = (filter.a.kind == Operand::Kind::Pattern) || (filter.b.kind == Operand::Kind::Pattern);
    Value left_storage, right_storage;
    const Result<Side> left = side(filter.a, left_storage);
    if (!left) return left.error();
    const Result<Side> right = side(filter.b, right_storage);
    if (!right) return right.error();
    if (filter.op != Operator::Regex) return !patterns && compare_sides(*left, *right, filter.op);
    if (filter.a.kind == Operand::Kind::Pattern && filter.b.kind != Operand::Kind::Pattern) return *right && matches(*filter.a.pattern, **right);
    if (filter.b.kind == Operand::Kind::Pattern && filter.a.kind != Operand::Kind::Pattern) return *left && matches(*filter.b.pattern, **left);
    return false;
  }

  const Value& item_;
  const Value& document_;
  unsigned options_;
};

}  // namespace

Result<bool> accepts(const Filter& filter, const Value& item, const Value& document, unsigned options) {
  Result<bool> judged = Judge(item, document, options).accepts(filter);
  if (!judged && judged.error().is_a("com.jayway.jsonpath.InvalidPathException")) return false;
  return judged;
}

}  // namespace kamel::languages::json_path
