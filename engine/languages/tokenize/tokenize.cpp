// tokenize: text cut into tokens.
#include "engine/charset.h"
#include "engine/languages/shared/source.h"
#include "engine/languages/shared/text_option.h"
#include "engine/languages/shared/typed.h"
#include "engine/languages/tokenize/tokens.h"

namespace kamel::languages {
namespace {

constexpr Field kFields[] = {
    {.name = "token", .summary = "what stands between the tokens: a Java regular expression, or the start token of a pair, or an XML element's name; may hold simple"},
    {.name = "endToken", .summary = "makes a token what stands between `token` and this; may hold simple"},
    {.name = "inheritNamespaceTagName", .summary = "xml: the element whose namespace declarations each token gets; * wraps each token in its parents"},
    {.name = "regex", .type = FieldType::Bool, .summary = "the token is a regular expression and never simple; without, it is one, too, but may hold simple", .fallback = "false"},
    {.name = "xml", .type = FieldType::Bool, .summary = "the token is the name of XML elements", .fallback = "false"},
    {.name = "includeTokens", .type = FieldType::Bool, .summary = "keep the tokens of a pair", .fallback = "false"},
    {.name = "group", .summary = "how many tokens make one part; may hold simple"},
    {.name = "groupDelimiter", .summary = "what to put between the tokens of a group instead of the token itself"},
    {.name = "skipFirst", .type = FieldType::Bool, .summary = "leave out the first token", .fallback = "false"},
    kSourceField,
    {.name = "resultType", .summary = "the Java type to convert each token to"},
};

/// Everything that `tokenize` may be told.
struct Plan {
  InputSource source;
  TextOption token, end_token, inherit;
  std::shared_ptr<const Pattern> delimiter;  // of a token that is not dynamic and whose pattern is right
  Slice group_delimiter;
  bool has_group_delimiter = false;
  ExpressionPtr group;
  bool xml = false, pair = false, include_tokens = false, skip_first = false;
  std::string result_type;
};

/// A tag's name from "<name>", "name" or "<name".
std::string tag_name(std::string_view text) {
  if (text.starts_with('<')) text.remove_prefix(1);
  if (text.ends_with('>')) text.remove_suffix(1);
  return std::string(text);
}

class Tokenize final : public Expression {
 public:
  explicit Tokenize(Plan plan) : plan_(std::move(plan)) {}

  Result<Value> evaluate(Exchange& exchange) const override {
    Result<Value> input = plan_.source.read(exchange);
    if (!input) return input.error();
    if (input->is_null() || ((plan_.xml || plan_.pair) && !is_readable(*input))) return on_null();
    Result<Slice> token = plan_.token.read(exchange);
    if (!token) return token.error();
    auto tokens = cut(to_text(*input, exchange), *token, exchange);
    if (!tokens) return tokens.error();
    return finish(std::move(*tokens), *token, exchange);
  }

 private:
  using Tokens = std::unique_ptr<Iterator>;

  // What Camel converts to an InputStream; anything else is nothing there.
  static bool is_readable(const Value& input) {
    switch (input.kind()) {
      case Value::Kind::Text:
      case Value::Kind::Bytes:
      case Value::Kind::Stream:
      case Value::Kind::Object: return true;
      default: return false;
    }
  }

  Result<Value> on_null() const {
    if ((plan_.xml || plan_.pair) && plan_.group != nullptr) return Error("java.lang.IllegalArgumentException", "expression: tokenize[] evaluated on Exchange[] must return an java.util.Iterator");
    if (plan_.xml || plan_.pair) return Value();
    return Error("java.lang.NullPointerException", "source");
  }

  Result<Tokens> cut(Slice text, const Slice& token, Exchange& exchange) const {
    if (plan_.xml) {
      Result<Slice> inherit = plan_.inherit.read(exchange);
      if (!inherit) return inherit.error();
      return Tokens(std::make_unique<XmlTokens>(std::move(text), tag_name(token), tag_name(*inherit)));
    }
    if (!plan_.pair) {
      auto delimiter = delimiter_for(token, plan_.token);
      if (!delimiter) return delimiter.error();
      return Tokens(std::make_unique<Scanner>(std::move(text), std::move(*delimiter)));
    }
    Result<Slice> end = plan_.end_token.read(exchange);
    if (!end) return end.error();
    auto delimiter = delimiter_for(*end, plan_.end_token);
    if (!delimiter) return delimiter.error();
    return Tokens(std::make_unique<TokenPairs>(std::move(text), std::move(*delimiter), TokenPairs::Around{token, *end, plan_.include_tokens}));
  }

  Result<std::shared_ptr<const Pattern>> delimiter_for(const Slice& pattern, const TextOption& option) const {
    if (!option.is_dynamic() && plan_.delimiter != nullptr) return plan_.delimiter;
    return compile_pattern(pattern);
  }

  Result<Value> finish(Tokens tokens, const Slice& token, Exchange& exchange) const {
    if (plan_.group != nullptr) {
      Result<std::int64_t> size = group_size(exchange);
      if (!size) return size.error();
      const Slice delimiter = plan_.has_group_delimiter ? plan_.group_delimiter : plan_.xml ? Slice() : token;
      tokens = std::make_unique<Groups>(std::move(tokens), *size, delimiter, plan_.skip_first);
    } else if (plan_.skip_first && !plan_.xml && !plan_.pair && !tokens->next()) {
      return Error("java.util.NoSuchElementException", "");
    }
    if (!plan_.result_type.empty()) tokens = std::make_unique<Converted>(std::move(tokens), plan_.result_type);
    return Value(std::unique_ptr<Object>(std::move(tokens)));
  }

  Result<std::int64_t> group_size(Exchange& exchange) const {
    Result<Value> value = plan_.group->evaluate(exchange);
    if (!value) return value.error();
    Result<Value> number = convert(*value, "java.lang.Integer");
    if (!number) return number.error();
    if (number->is_null()) return Error("org.apache.camel.RuntimeExchangeException", "Group evaluated as null, must be evaluated as a positive number");
    if (number->as_whole() <= 0) {
      return Error("org.apache.camel.RuntimeExchangeException", "Group must be a positive number, was: " + std::to_string(number->as_whole()));
    }
    return number->as_whole();
  }

  Plan plan_;
};

/// The text as written: blanks at its ends are part of a token, so that it must not be trimmed. A line's end may be written as two characters.
std::string token_of(const ExpressionDecl& decl) {
  const auto written = [&]() -> std::string {
    if (auto token = decl.options.maybe_text("token")) return *token;
    if (decl.node == nullptr || !decl.node->is_scalar()) return decl.text;
    const std::string& raw = decl.node->text;
    const std::size_t first = raw.find_first_not_of(" \t\r\n");
    const bool same = first == std::string::npos ? decl.text.empty() : raw.compare(first, decl.text.size(), decl.text) == 0;
    return same ? raw : decl.text;
  };
  std::string token = written();
  if (token.starts_with("\\n")) token.replace(0, 2, "\n");
  return token;
}

bool is_blank(const Slice& text) { return text.view().find_first_not_of(" \t\r\n\f\v") == std::string_view::npos; }

/// Camel's checks, in its order. False after a report.
bool is_sound(const Plan& plan, const Mark& mark, const Options& options, Assembler& assembler) {
  const auto refuse = [&](const Mark& place, std::string what, std::string hint) {
    assembler.error(place, std::move(what), std::move(hint), "java.lang.IllegalArgumentException");
    return false;
  };
  if (plan.include_tokens && !options.has("endToken")) return refuse(options.mark("includeTokens"), "includeTokens requires endToken", "add endToken, or leave includeTokens out");
  if (options.has("endToken") && (plan.xml || options.has("inheritNamespaceTagName")))
    return refuse(options.mark("endToken"), "Cannot have both xml and pair tokenizer enabled.", "leave endToken out, or xml and inheritNamespaceTagName");
  if ((plan.pair || plan.xml) && !plan.token.is_dynamic() && is_blank(plan.token.text())) return refuse(mark, "the start token must not be empty", "say which token begins a part");
  if (plan.pair && !plan.end_token.is_dynamic() && is_blank(plan.end_token.text())) return refuse(options.mark("endToken"), "endToken must be specified and not empty", "say which token ends a part");
  return true;
}

/// Compiles the pattern that cuts. A broken one fails each message in Camel, and no earlier; here it is a warning as well.
void prepare_delimiter(Plan& plan, const Mark& mark, Assembler& assembler) {
  const TextOption& pattern = plan.pair ? plan.end_token : plan.token;
  if (plan.xml || pattern.is_dynamic()) return;
  auto compiled = compile_pattern(pattern.text());
  if (compiled) {
    plan.delimiter = std::move(*compiled);
  } else {
    assembler.diagnostics().warning(mark, "the token is no valid regular expression: " + std::string(compiled.error().message()),
                                    "put a backslash before a special character, e.g. \\\\| or \\\\*");
  }
}

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  const Mark mark = options.has("token") ? options.mark("token") : decl.mark;
  Plan plan;
  plan.source = InputSource(options.text("source"));
  plan.xml = options.flag("xml");
  plan.token = options.flag("regex") && !plan.xml && !options.has("endToken") ? TextOption(token_of(decl)) : TextOption(token_of(decl), mark, assembler);
  plan.pair = !plan.xml && options.has("endToken");
  if (plan.pair) plan.end_token = TextOption(options.text("endToken"), options.mark("endToken"), assembler);
  plan.include_tokens = options.flag("includeTokens");
  plan.skip_first = options.flag("skipFirst");
  plan.result_type = result_type(decl, assembler);
  if (options.has("inheritNamespaceTagName")) {
    plan.inherit = TextOption(options.text("inheritNamespaceTagName"), options.mark("inheritNamespaceTagName"), assembler);
  }
  plan.has_group_delimiter = options.has("groupDelimiter");
  plan.group_delimiter = options.text("groupDelimiter");
  if (plan.token.broken() || plan.end_token.broken() || plan.inherit.broken()) return nullptr;
  if (options.has("group") && (plan.group = assembler.simple(options, "group")) == nullptr) return nullptr;
  if (!is_sound(plan, mark, options, assembler)) return nullptr;
  prepare_delimiter(plan, mark, assembler);
  return std::make_unique<Tokenize>(std::move(plan));
}

}  // namespace

LanguageSpec tokenize() {
  return {.name = "tokenize",
          .summary = "Cuts text into tokens, one at a time: at a delimiter, between two tokens, or into XML elements.",
          .fields = kFields,
          .example = "tokenize: {token: \"\\n\", skipFirst: true, group: 2}",
          .compile = compile};
}

}  // namespace kamel::languages
