// JSONPath's functions.
#include <array>
#include <cmath>

#include "engine/convert.h"
#include "engine/languages/jsonpath/path.h"

namespace kamel::languages::json_path {
namespace {

struct Named {
  std::string_view name;
  Function function;
};
constexpr std::array kFunctions = {
    Named{"avg", Function::Avg},       Named{"stddev", Function::StdDev}, Named{"sum", Function::Sum},       Named{"min", Function::Min},
    Named{"max", Function::Max},       Named{"concat", Function::Concat}, Named{"length", Function::Length}, Named{"size", Function::Length},
    Named{"append", Function::Append}, Named{"keys", Function::Keys},     Named{"first", Function::First},   Named{"last", Function::Last},
    Named{"index", Function::Index},
};

Error failure(std::string message) { return Error("com.jayway.jsonpath.JsonPathException", std::move(message)); }

/// The arguments' values, paths read on the whole document.
Result<List> values_of(const Token& token, const Value& document, unsigned options) {
  List values;
  for (const Argument& argument : token.arguments) {
    if (argument.path == nullptr) {
      values.push_back(argument.literal);
      continue;
    }
    Result<Value> value = read_inner(*argument.path, document, document, options);
    if (!value) return value.error();
    values.push_back(std::move(*value));
  }
  return values;
}

/// Calls `take` with each number of the model and of the arguments, lists taken apart one level.
void each_number(const Value& value, const auto& take) {
  if (value.is_number()) take(value.number());
  if (!value.is_list()) return;
  for (const Value& item : value.list()) {
    if (item.is_number()) take(item.number());
  }
}

struct Statistics {
  double count = 0, sum = 0, squares = 0, least = 0, most = 0;
  void add(double number) {
    least = count == 0 ? number : std::fmin(least, number);
    most = count == 0 ? number : std::fmax(most, number);
    ++count;
    sum += number;
    squares += number * number;
  }
  double result(Function function) const {
    switch (function) {
      case Function::Avg:
        return sum / count;
      case Function::StdDev:
        return std::sqrt(squares / count - sum * sum / count / count);
      case Function::Min:
        return least;
      case Function::Max:
        return most;
      default:
        return sum;
    }
  }
};

Result<Value> aggregate(Function function, const Value& model, const List& arguments) {
  Statistics statistics;
  const auto take = [&](double number) { statistics.add(number); };
  if (model.is_list()) each_number(model, take);
  for (const Value& argument : arguments) each_number(argument, take);
  if (statistics.count == 0) return failure("Aggregation function attempted to calculate value using empty array");
  return Value(statistics.result(function));
}

Value concatenate(const Value& model, const List& arguments) {
  SliceBuilder text;
  if (model.is_list()) {
    for (const Value& item : model.list()) {
      if (item.is_text()) text.append(item.slice());
    }
  }
  for (const Value& argument : arguments) {
    if (!argument.is_list()) {
      append_text(argument, text);
      continue;
    }
    for (const Value& item : argument.list()) append_text(item, text);
  }
  return Value(text.finish());
}

Value length(const Value& model, const List& arguments) {
  const Value& counted = !arguments.empty() && arguments[0].is_list() ? arguments[0] : model;
  if (counted.is_list()) return Value(static_cast<std::int32_t>(counted.list().size()));
  if (counted.is_map()) return Value(static_cast<std::int32_t>(counted.map().size()));
  return {};
}

Value append(const Value& model, const List& arguments) {
  if (!model.is_list()) return model;
  List longer = model.list();
  for (const Value& argument : arguments) longer.push_back(argument);
  return Value(std::move(longer));
}

Value keys(const Value& model) {
  if (!model.is_map()) return {};
  List names;
  for (const Map::Entry& entry : model.map()) names.push_back(Value(entry.key));
  return Value(std::move(names));
}

Result<Value> pick(const Value& model, std::int64_t index) {
  if (!model.is_list()) return failure("Aggregation function attempted to calculate value using empty array");
  const List& list = model.list();
  const auto size = static_cast<std::int64_t>(list.size());
  // The first item cannot be counted to from the back: so does Jayway have it.
  if (index < 0 && size + index <= 0) {
    return failure("Target index:" + std::to_string(index) + " larger than object count:" + std::to_string(size));
  }
  const std::int64_t effective = index < 0 ? size + index : index;
  if (effective >= size) {
    return Error("java.lang.IndexOutOfBoundsException", "Index " + std::to_string(effective) + " out of bounds for length " + std::to_string(size));
  }
  return list[static_cast<std::size_t>(effective)];
}

}  // namespace

Function function_named(std::string_view name) noexcept {
  for (const Named& known : kFunctions) {
    if (known.name == name) return known.function;
  }
  return Function::Unknown;
}

Result<Value> call(const Token& function, const Value& model, const Value& document, unsigned options) {
  if (function.function == Function::Unknown) {
    return Error("com.jayway.jsonpath.InvalidPathException", "Function with name: " + function.names[0] + " does not exist.");
  }
  Result<List> arguments = values_of(function, document, options);
  if (!arguments) return arguments.error();
  switch (function.function) {
    case Function::Concat:
      return concatenate(model, *arguments);
    case Function::Length:
      return length(model, *arguments);
    case Function::Append:
      return append(model, *arguments);
    case Function::Keys:
      return keys(model);
    case Function::First:
      return pick(model, 0);
    case Function::Last:
      return pick(model, -1);
    case Function::Index:
      if (arguments->empty() || !(*arguments)[0].is_number()) return failure("index() needs a number");
      return pick(model, static_cast<std::int64_t>((*arguments)[0].number()));
    default:
      return aggregate(function.function, model, *arguments);
  }
}

}  // namespace kamel::languages::json_path
