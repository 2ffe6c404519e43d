#include "engine/languages/simple/functions.h"

#include <array>

#include "dsl/diagnostics.h"
#include "engine/convert.h"

namespace kamel::simple {
namespace {

constexpr std::array kGroups = {text_functions, collection_functions, number_functions,  value_functions,
                                flow_functions, language_functions,   message_functions, attachment_functions};

constexpr unsigned kDeepest = 100;  // recursion follows the text, which may come from anybody

const FunctionEntry* find_entry(std::string_view name, Level level) {
  for (const auto group : kGroups) {
    for (const FunctionEntry& entry : group()) {
      if (entry.name == name && (!entry.since_418 || level != Level::Camel414)) return &entry;
    }
  }
  return nullptr;
}

constexpr std::array<std::string_view, 22> kPlainNames = {
    "body",    "headers", "header",         "variable",  "variables", "exchangeProperty", "exchange", "exception",  "camelContext",
    "camelId", "routeId", "exchangeId",     "id",        "hostname",  "threadName",       "date",     "properties", "env",
    "sys",     "null",    "messageHistory", "prettyBody"};

std::string suggestion(std::string_view name) {
  std::vector<std::string_view> names(kPlainNames.begin(), kPlainNames.end());
  for (const auto group : kGroups) {
    for (const FunctionEntry& entry : group()) names.push_back(entry.name);
  }
  return did_you_mean(name, names);
}

/// name(…): the entry of that name, called.
ExpressionPtr with_parentheses(Compiler& compiler, const Piece& text) {
  const std::size_t open = text.text.find('(');
  if (open == std::string_view::npos) return nullptr;
  const FunctionEntry* entry = find_entry(text.text.substr(0, open), compiler.level());
  if (entry == nullptr) return nullptr;
  // What follows the arguments is OGNL: the parenthesis that closes the first one ends the arguments there, else the last one does.
  const std::size_t close = text.text.rfind(')');
  const Piece nothing = text.from(text.text.size());
  const Call bad{compiler, *entry, text, nothing, nothing};
  if (close == std::string_view::npos || close < open) bad.wrong();
  return entry->compile({compiler, *entry, text, text.sub(text.text.substr(open + 1, close - open - 1)), text.from(close + 1)});
}

}  // namespace

void Call::wrong() const { Compiler::fail(whole, "Valid syntax: " + std::string(entry.syntax) + " was: " + std::string(whole.text)); }

std::vector<Argument> Call::split(std::size_t least, std::size_t most, bool keep_quotes) const {
  auto out = split_arguments(arguments, keep_quotes);
  if (out.size() < least || out.size() > most) wrong();
  return out;
}

ExpressionPtr Call::value_or_body() const {
  const std::string_view text = trim(arguments.text);
  if (text.empty()) return std::make_unique<Body>();
  return compiler.expression(arguments.sub(unquote(text)));
}

std::vector<ExpressionPtr> Call::values_or_body() const {
  std::vector<ExpressionPtr> out;
  for (const Argument& argument : split_arguments(arguments)) out.push_back(value(argument));
  if (out.empty()) out.push_back(std::make_unique<Body>());
  return out;
}

std::string Call::type(const Piece& name) const {
  std::string out(unquote(trim(name.text)));
  return out;
}

ExpressionPtr Compiler::function(const Piece& text) {
  using Reader = ExpressionPtr (*)(Compiler&, const Piece&);
  static constexpr std::array<Reader, 8> kReaders = {plain_function, with_parentheses, message_access, exchange_access,
                                                     date_function,  file_function,    system_access,  attachment_access};
  if (depth_ >= kDeepest) fail(text, "functions are nested more than " + std::to_string(kDeepest) + " deep");
  ++depth_;
  for (const Reader read : kReaders) {
    if (auto node = read(*this, text)) {
      --depth_;
      return node;
    }
  }
  const std::string name(text.text.substr(0, text.text.find_first_of("(.:[")));
  fail(text, "Unknown function: " + std::string(text.text), suggestion(name));
}

}  // namespace kamel::simple
