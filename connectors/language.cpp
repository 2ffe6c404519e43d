// The language component: runs a script of any language on the message.
#include <fstream>
#include <mutex>
#include <sstream>
#include <unordered_map>

#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kScript = "CamelLanguageScript";
constexpr Field kFields[] = {
    {.name = "script", .type = FieldType::Text, .summary = "the script", .scope = "producer"},
    {.name = "transform", .type = FieldType::Bool, .summary = "the result becomes the body", .fallback = "true", .scope = "producer"},
    {.name = "resultType", .type = FieldType::Text, .summary = "Java type of the result", .scope = "producer"},
    {.name = "binary", .type = FieldType::Bool, .summary = "the resource is content to be loaded, not a script", .fallback = "false", .scope = "producer"},
    {.name = "allowTemplateFromHeader", .type = FieldType::Bool, .summary = "take the script from the header CamelLanguageScript", .fallback = "false", .scope = "producer"},
    {.name = "contentCache", .type = FieldType::Bool, .summary = "read the resource once", .fallback = "true", .scope = "producer"},
    {.name = "cacheScript", .type = FieldType::Bool, .summary = "compile the script once", .fallback = "false", .ignored = "scripts are compiled once always", .scope = "producer"},
    {.name = "allowContextMapAll", .type = FieldType::Bool, .summary = "give scripts the whole context", .fallback = "false", .ignored = "scripts see the exchange", .scope = "producer"},
};

/// Where a script comes from.
struct Script {
  std::string text;
  std::string file;  // instead of the text
};

std::optional<std::string> read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Script script_of(const EndpointDecl& decl, std::string resource) {
  if (const auto script = decl.options.maybe_text("script")) return {*script, {}};
  constexpr std::string_view kResource = "resource:", kFile = "file:", kClasspath = "classpath:";
  if (resource.starts_with(kResource)) resource.erase(0, kResource.size());
  if (resource.starts_with(kFile)) return {{}, resource.substr(kFile.size())};
  if (resource.starts_with(kClasspath)) return {{}, resource.substr(kClasspath.size())};
  return {std::move(resource), {}};
}

/// Compiles scripts, at assembly and, for those of headers, on the way.
class Compiler {
 public:
  Compiler(const LanguageSpec& language, std::string result_type) : language_(language), result_type_(std::move(result_type)) {}

  ExpressionPtr compile(const std::string& script, const Mark& mark, Assembler& assembler) const {
    Node text;
    text.kind = Node::Kind::Scalar;
    text.text = script;
    text.quoted = true;
    text.mark = mark;
    if (result_type_.empty()) return assembler.compile(language_, text, mark, false);
    Node map;
    map.kind = Node::Kind::Map;
    map.mark = mark;
    Node type = text;
    type.text = result_type_;
    map.entries.push_back({"expression", mark, std::move(text)});
    map.entries.push_back({"resultType", mark, std::move(type)});
    return assembler.compile(language_, map, mark, false);
  }

  Result<std::shared_ptr<const Expression>> compile(const std::string& script, Context& context) const {
    Diagnostics diagnostics;
    const RouteSet set;
    Assembler assembler(context, set, "", diagnostics);
    std::shared_ptr<const Expression> expression = compile(script, Mark{}, assembler);
    if (expression && !diagnostics.has_errors()) return expression;
    const auto problems = diagnostics.list();
    return Error("org.apache.camel.ExpressionIllegalSyntaxException", problems.empty() ? "Illegal syntax: " + script : problems.front().message);
  }

 private:
  const LanguageSpec& language_;
  std::string result_type_;
};

Flow no_script(Exchange& exchange) {
  return exchange.fail("org.apache.camel.CamelExchangeException", "No script to evaluate. Exchange[" + exchange.id().str() + "]");
}

/// Runs the script that the endpoint names, or that a header brings.
class Run final : public Step {
 public:
  Run(Compiler compiler, std::shared_ptr<const Expression> script, bool transforms, bool from_header)
      : compiler_(std::move(compiler)), script_(std::move(script)), transforms_(transforms), from_header_(from_header) {}

  Flow run(Exchange& exchange) const override {
    auto script = script_;
    if (const Value* header = from_header_ ? exchange.message.headers.find(kScript) : nullptr) {
      auto made = of_header(to_text(*header).str(), exchange.context());
      if (!made) return exchange.fail(made.error());
      script = *made;
    }
    if (!script) return no_script(exchange);
    auto result = script->evaluate(exchange);
    if (!result) return exchange.fail(result.error());
    if (transforms_) exchange.message.body = std::move(*result);
    return Flow::Next;
  }

 private:
  // A handful of scripts is remembered; a header that holds a new one each time does not fill the memory.
  Result<std::shared_ptr<const Expression>> of_header(const std::string& text, Context& context) const {
    constexpr std::size_t kRemembered = 100;
    const std::lock_guard lock(mutex_);
    if (const auto found = made_.find(text); found != made_.end()) return found->second;
    auto expression = compiler_.compile(text, context);
    if (!expression) return expression;
    if (made_.size() >= kRemembered) made_.clear();
    made_.emplace(text, *expression);
    return expression;
  }

  Compiler compiler_;
  std::shared_ptr<const Expression> script_;
  bool transforms_;
  bool from_header_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::shared_ptr<const Expression>> made_;
};

/// binary: the resource's content becomes the body.
class Load final : public Step {
 public:
  Load(std::string file, bool caches) : file_(std::move(file)), caches_(caches) {}
  Flow run(Exchange& exchange) const override {
    const std::lock_guard lock(mutex_);
    if (!caches_ || !content_) {
      auto text = read(file_);
      if (!text) return exchange.fail("java.io.FileNotFoundException", "Cannot find resource: file:" + file_);
      content_ = Slice(*text);
    }
    exchange.message.body = Value::stream(*content_);
    return Flow::Next;
  }

 private:
  std::string file_;
  bool caches_;
  mutable std::mutex mutex_;
  mutable std::optional<Slice> content_;
};

/// A script whose file is not there: only messages fail for it, as in Camel.
class Missing final : public Step {
 public:
  explicit Missing(std::string file) : file_(std::move(file)) {}
  Flow run(Exchange& exchange) const override { return exchange.fail("java.io.FileNotFoundException", file_ + " does not exist"); }

 private:
  std::string file_;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const std::string path = percent_decode(decl.uri.path);
  const auto colon = path.find(':');
  const std::string name = path.substr(0, colon);
  const LanguageSpec* language = assembler.registry().language(name);
  if (language == nullptr) {
    assembler.error(decl.mark, "Failed to resolve endpoint: " + decl.uri.text() + " due to: No language could be found for: " + name,
                    did_you_mean(name, assembler.registry().language_names()), "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  }
  Script script = script_of(decl, colon == std::string::npos ? "" : path.substr(colon + 1));
  if (!script.file.empty()) {
    if (decl.options.flag("binary")) return std::make_unique<Load>(script.file, decl.options.flag("contentCache"));
    auto text = read(script.file);
    if (!text) return std::make_unique<Missing>(script.file);
    script.text = std::move(*text);
  }
  Compiler compiler(*language, decl.options.text("resultType"));
  std::shared_ptr<const Expression> expression;
  if (!script.text.empty() && !(expression = compiler.compile(script.text, decl.mark, assembler))) return nullptr;
  return std::make_unique<Run>(std::move(compiler), std::move(expression), decl.options.flag("transform"), decl.options.flag("allowTemplateFromHeader"));
}

}  // namespace

ComponentSpec language() {
  return {.scheme = "language",
          .syntax = "language:languageName:resourceUri",
          .summary = "Execute a script in any of the languages on the message.",
          .fields = kFields,
          .example = "language:simple:Hello%20${body}",
          .producer = producer};
}

}  // namespace kamel::connectors
