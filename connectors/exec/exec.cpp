// The exec component: runs a program of the operating system, with the body as its input and its output as the body.
#include <fstream>
#include <sstream>

#include "connectors/exec/command.h"
#include "connectors/threads/schedule.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kJava = "it is a Java object; leave it out";
constexpr Field kFields[] = {
    {.name = "args", .type = FieldType::Text, .summary = "arguments, with blanks between them; those with blanks in \"quotes\"", .scope = "producer"},
    {.name = "workingDir", .type = FieldType::Text, .summary = "directory to run in", .scope = "producer"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "after which the program is ended (exit value 143)", .scope = "producer"},
    {.name = "exitValues", .type = FieldType::Text, .summary = "exit values that are a success: 0,1; none: all are", .scope = "producer"},
    {.name = "outFile", .type = FieldType::Text, .summary = "a file that the program writes: its content is the result", .scope = "producer"},
    {.name = "useStderrOnEmptyStdout", .type = FieldType::Bool, .summary = "without output, the error output is the result", .fallback = "false", .scope = "producer"},
    {.name = "commandLogLevel", .type = FieldType::Choice, .summary = "level of a line per run", .fallback = "DEBUG", .choices = kLogLevels, .scope = "producer"},
    {.name = "binding", .type = FieldType::Reference, .summary = "an ExecBinding", .refused = kJava, .scope = "producer"},
    {.name = "commandExecutor", .type = FieldType::Reference, .summary = "an ExecCommandExecutor", .refused = kJava, .scope = "producer"},
};

constexpr std::string_view kLogger = "org.apache.camel.component.exec.ExecProducer";

/// What a program has left: an org.apache.camel.component.exec.ExecResult. Immutable.
class ExecResult final : public Object {
 public:
  /// Without `content` (the file was not written) it cannot be converted to anything.
  ExecResult(exec::Ended ended, std::optional<Slice> content) : ended_(std::move(ended)), content_(std::move(content)) {}
  std::string_view java_class() const noexcept override { return "org.apache.camel.component.exec.ExecResult"; }
  /// The output, which is what every converter of Camel makes of it.
  std::string text() const override { return content_ ? content_->str() : "org.apache.camel.component.exec.ExecResult@1f"; }
  std::optional<Value> converted() const override { return content_ ? std::optional(Value::stream(*content_)) : std::nullopt; }
  std::optional<Value> property(std::string_view name) const override {
    if (name == "exitValue") return Value(ended_.exit_value);
    if (name == "stdout") return ended_.out.empty() ? Value() : Value::stream(ended_.out);
    if (name == "stderr") return ended_.err.empty() ? Value() : Value::stream(ended_.err);
    return std::nullopt;
  }

 private:
  exec::Ended ended_;
  std::optional<Slice> content_;
};

void tell(const Exchange& exchange, LogLevel level, const std::string& message) {
  if (level >= LogLevel::Info && level < LogLevel::Off) return exchange.context().report(level, message);
  exchange.context().log(kLogger, level, message);
}

// Arguments may hold secrets: they are not named.
Error failure(std::string_view what, const exec::Command& command, Error cause) {
  return Error("org.apache.camel.component.exec.ExecException", std::string(what) + " command ExecCommand [executable=" + command.program.executable + "]", std::move(cause));
}

std::optional<Slice> content_of(const exec::Command& command, const exec::Ended& ended) {
  if (command.out_file.empty()) return ended.out.empty() && command.error_output ? ended.err : ended.out;
  std::ifstream file(command.out_file, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return Slice(text.str());
}

class Exec final : public Step {
 public:
  explicit Exec(exec::Command command) : command_(std::move(command)) {}

  Flow run(Exchange& exchange) const override {
    auto command = exec::command_of(command_, exchange);
    if (!command) return exchange.fail(command.error());
    tell(exchange, command->level, "Executing " + command->program.executable);
    const auto input = convert(exchange.message.body, "java.io.InputStream", &exchange);
    const bool has_input = input && input->is_bytes_like();
    exec::run(exchange.worker(), command->program, has_input ? input->slice() : Slice(),
              [&exchange, command = *command](exec::Ended ended) { ended_with(exchange, command, std::move(ended)); });
    return Flow::Suspend;
  }

 private:
  static void ended_with(Exchange& exchange, const exec::Command& command, exec::Ended ended) {
    if (ended.failed) return exchange.resume(exchange.fail(failure("Unable to execute", command, ended.failed)));
    tell(exchange, command.level, "The command " + command.program.executable + " had exit value " + std::to_string(ended.exit_value));
    if (!command.exit_values.empty() && !command.exit_values.contains(ended.exit_value)) {
      const std::string value = std::to_string(ended.exit_value);
      Error cause("org.apache.commons.exec.ExecuteException", "Process exited with an error: " + value + " (Exit value: " + value + ")");
      return exchange.resume(exchange.fail(failure("Failed to execute", command, std::move(cause))));
    }
    if (command.out_file.empty()) return finish(exchange, ended, content_of(command, ended));
    auto content = std::make_shared<std::optional<Slice>>();
    auto kept = std::make_shared<exec::Ended>(std::move(ended));
    exchange.worker().offload([command, kept, content] { *content = content_of(command, *kept); },
                              [&exchange, kept, content] { finish(exchange, *kept, std::move(*content)); });
  }

  static void finish(Exchange& exchange, const exec::Ended& ended, std::optional<Slice> content) {
    Headers& headers = exchange.message.headers;
    headers.set(Slice::literal("CamelExecStderr"), ended.err.empty() ? Value() : Value::stream(ended.err));
    headers.set(Slice::literal("CamelExecExitValue"), ended.exit_value);
    exchange.message.body = Value(std::unique_ptr<Object>(new ExecResult(ended, std::move(content))));
    exchange.resume();
  }

  exec::Command command_;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  const auto fail = [&](std::string_view option, std::string why, std::string hint) {
    assembler.error(options.mark(option), std::move(why), std::move(hint), "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  };
  exec::Command command;
  command.program.executable = percent_decode(decl.uri.path, true);
  auto arguments = exec::split_arguments(options.text("args"));
  if (arguments) {
    command.program.arguments = std::move(*arguments);
  } else {
    assembler.diagnostics().warning(options.mark("args"), std::string(arguments.error().message()), "close each quote; as it is, each message fails");
    command.bad_arguments = arguments.error();
  }
  command.program.directory = options.text("workingDir");
  command.program.timeout = options.maybe_duration("timeout");
  if (command.program.timeout && command.program.timeout->count() <= 0) return fail("timeout", "the timeout must be positive", "leave it out to wait for ever");
  auto values = exec::exit_values_of(options.text("exitValues"));
  if (!values) return fail("exitValues", "exitValues is no list of numbers", "write exitValues=0,1");
  command.exit_values = std::move(*values);
  command.out_file = options.text("outFile");
  command.error_output = options.flag("useStderrOnEmptyStdout");
  command.level = parse_log_level(options.choice("commandLogLevel"), LogLevel::Debug);
  return std::make_unique<Exec>(std::move(command));
}

}  // namespace

ComponentSpec exec() {
  return {.scheme = "exec",
          .syntax = "exec:executable",
          .summary = "Run a program: the body is its input, its output becomes the body.",
          .fields = kFields,
          .example = "exec:date?args=-u&timeout=10s",
          .producer = producer};
}

}  // namespace kamel::connectors
