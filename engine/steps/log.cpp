// log: writes a message to the log.
#include "engine/assembler.h"
#include "engine/charset.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/log_mask.h"

namespace kamel::steps {
namespace {

class Log final : public Step {
 public:
  Log(ExpressionPtr message, ExpressionPtr logger, LogLevel level, bool masks)
      : message_(std::move(message)), logger_(std::move(logger)), level_(level), masks_(masks) {}
  Flow run(Exchange& exchange) const override {
    const LogSink& sink = exchange.context().log();
    Slice named;
    if (logger_) {
      Result<Value> name = logger_->evaluate(exchange);
      if (!name) return exchange.fail(name.error());
      named = to_text(*name);
    }
    const std::string_view logger = logger_ ? named.view() : exchange.route_id();
    if (level_ == LogLevel::Off || !sink.enabled(logger, level_)) return Flow::Next;
    Result<Value> message = message_->evaluate(exchange);
    if (!message) return exchange.fail(message.error());
    const Slice text = to_text(*message, exchange);
    exchange.context().log().log(logger, level_, masks_ ? mask_secrets(text.str()) : text);
    return Flow::Next;
  }

 private:
  ExpressionPtr message_;
  ExpressionPtr logger_;  // nullptr: the route's id
  LogLevel level_;
  bool masks_;  // the route says logMask
};

constexpr std::string_view kLevels[] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"};
constexpr Field kFields[] = {
    {.name = "message", .summary = "What to write; may hold functions of the language", .required = true},
    {.name = "logLanguage", .summary = "The language of the message", .fallback = "simple"},
    {.name = "logName", .summary = "The logger's name; may hold simple functions; the route's id unless given"},
    {.name = "loggingLevel", .type = FieldType::Choice, .summary = "How important it is", .fallback = "INFO", .choices = kLevels},
    {.name = "logger", .type = FieldType::Reference, .refused = "it names a Java object; use logName"},
    {.name = "marker", .summary = "SLF4J marker", .ignored = "markers exist in Java's logging only"},
};

ExpressionPtr compile_message(const StepDecl& decl, Assembler& assembler) {
  const std::string language = decl.options.text("logLanguage");
  if (language == "simple") return assembler.simple(decl.options, "message");
  const LanguageSpec* spec = assembler.registry().language(language);
  if (spec == nullptr) {
    assembler.error(decl.options.mark("logLanguage"), "unknown language '" + language + "'", did_you_mean(language, assembler.registry().language_names()),
                    "org.apache.camel.NoSuchLanguageException");
    return nullptr;
  }
  const Node* message = decl.options.node("message");
  return message != nullptr ? assembler.compile(*spec, *message, message->mark, false) : nullptr;
}

// ${nodeId} is known in this one option only.
ExpressionPtr compile_logger(const StepDecl& decl, Assembler& assembler) {
  std::string name = decl.options.text("logName");
  constexpr std::string_view kNodeId = "${nodeId}";
  for (auto at = name.find(kNodeId); at != std::string::npos; at = name.find(kNodeId, at + decl.id.size())) name.replace(at, kNodeId.size(), decl.id);
  return assembler.simple(name, decl.options.mark("logName"));
}

// Of the route, or, where it does not say, of the integration (camel.main.logMask).
bool masks(const Assembler& assembler) {
  const Node* said = assembler.route() != nullptr ? assembler.route()->options.find("logMask") : nullptr;
  return said != nullptr ? said->text == "true" : assembler.set().properties.get("camel.main.logMask") == "true";
}

void compile(const StepDecl& decl, Assembler& assembler) {
  if (decl.options.text("message").empty()) {
    return assembler.error(decl.mark, "log has nothing to say", "for example log: \"received ${body}\"", "java.lang.IllegalArgumentException");
  }
  ExpressionPtr message = compile_message(decl, assembler);
  if (!message) return;
  const LogLevel level = parse_log_level(decl.options.text("loggingLevel"), LogLevel::Info);
  ExpressionPtr logger = decl.options.has("logName") ? compile_logger(decl, assembler) : nullptr;
  assembler.emit(std::make_unique<Log>(std::move(message), std::move(logger), level, masks(assembler)));
}

}  // namespace

StepSpec log() {
  return {.name = "log",
          .summary = "Writes a message to the log",
          .fields = kFields,
          .shorthand = "message",
          .example = R"(- log: "received ${body}")",
          .compile = compile};
}

}  // namespace kamel::steps
