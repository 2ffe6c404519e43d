#include "connectors/file/producer.h"

#include <filesystem>

#include "connectors/bodies/stored_body.h"
#include "connectors/file/charset.h"
#include "engine/context.h"
#include "engine/convert.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kFailed = "org.apache.camel.component.file.GenericFileOperationFailedException";

// The bytes of a body, as Camel's producer asks for them: an InputStream, of whatever can be one.
Result<Slice> bytes_of(Exchange& exchange, const std::string& path) {
  const Value& body = exchange.message.body;
  if (body.is_null()) return Slice();
  if (body.is_bytes_like()) return body.slice();
  auto stream = convert(body, "java.io.InputStream", &exchange);
  if (stream && stream->is_bytes_like()) return stream->slice();
  const Error cause = stream ? Error() : stream.error();
  const Error invalid("org.apache.camel.InvalidPayloadException",
                      "No body available of type: java.io.InputStream but has type: " + std::string(body.java_class()) + " on: Message. Caused by: " +
                          std::string(cause.message()) + ". Exchange[" + exchange.id().str() + "]. Caused by: [" + cause.text() + "]",
                      cause);
  return Error(kFailed, "Cannot store file: " + path, invalid);
}

}  // namespace

// The endpoint's fileName goes before all that headers say, as in Camel.
Result<std::string> FileProducer::name_of(Exchange& exchange) const {
  if (how_.file_name) {
    auto name = how_.file_name->evaluate(exchange);
    if (!name) return name.error();
    return name->is_null() ? exchange.id().str() : to_text(*name).str();
  }
  for (const std::string_view header : {"CamelOverruleFileName", "CamelFileName"}) {
    const Value* given = exchange.message.headers.find(header);
    if (given != nullptr && !given->is_null()) return to_text(*given).str();
  }
  return exchange.id().str();
}

Result<std::string> FileProducer::path_of(const std::string& name) const {
  const std::string relative = how_.flattens ? fs::path(name).filename().string() : name;
  const std::string path = (fs::path(how_.directory) / fs::path(relative).relative_path()).lexically_normal().string();
  const std::string jail = (fs::path(how_.directory) / "").lexically_normal().string();
  const bool outside = jail == "./" ? path.starts_with("../") || path.starts_with("/") : !path.starts_with(jail);
  if (how_.jailed && outside) {
    return Error("java.lang.IllegalArgumentException", "Cannot write file with name: " + path + " as the filename is jailed to the starting directory: " + jail);
  }
  return path;
}

// With the headers of the file that is to be written, whatever the message has.
std::string FileProducer::evaluate(const PathExpression& expression, Exchange& exchange, const std::string& name, const std::string& path) const {
  Exchange& scratch = exchange.worker().acquire();
  scratch.message = exchange.message;
  scratch.properties = exchange.properties;
  scratch.variables = exchange.variables;
  scratch.message.headers.set(Slice::literal("CamelFileName"), Value(name));
  scratch.message.headers.set(Slice::literal("CamelFileNameOnly"), Value(fs::path(path).filename().string()));
  scratch.message.headers.set(Slice::literal("CamelFileParent"), Value(fs::path(path).parent_path().string()));
  const auto value = expression->evaluate(scratch);
  std::string text = value ? to_text(*value).str() : std::string();
  scratch.discard();
  return text;
}

std::string FileProducer::moved_to(const std::string& evaluated, const std::string& parent) const {
  if (evaluated.starts_with("/") || evaluated.starts_with(how_.directory + "/")) return evaluated;
  return (evaluated.find('/') == std::string::npos ? parent : how_.directory) + "/" + evaluated;
}

Result<FileWrite> FileProducer::prepare(Exchange& exchange) const {
  const auto name = name_of(exchange);
  if (!name) return name.error();
  auto path = path_of(*name);
  if (!path) return path.error();
  FileWrite write;
  write.path = std::move(*path);
  Headers& headers = exchange.message.headers;
  // Camel puts the file's name into the header while it writes, and what was there back afterwards: null where nothing was.
  if (!headers.has("CamelFileName")) headers.set(Slice::literal("CamelFileName"), Value());
  headers.erase("CamelOverruleFileName");
  if (exchange.message.body.is_null() && !how_.allows_null) return Error(kFailed, "Cannot write null body to file: " + write.path);
  const std::string parent = fs::path(write.path).parent_path().string();
  if (!how_.temp_prefix.empty()) write.temporary = parent + "/" + how_.temp_prefix + fs::path(write.path).filename().string();
  if (how_.temp_name) write.temporary = parent + "/" + evaluate(how_.temp_name, exchange, *name, write.path);
  if (how_.move_existing) write.moved_to = moved_to(evaluate(how_.move_existing, exchange, *name, write.path), parent);
  if (how_.keeps_modified) {
    if (const Value* modified = headers.find("CamelFileLastModified")) write.modified_ms = to_long(*modified).value_or(-1);
  }
  if (is_utf8(how_.charset) && exchange.message.body.object_as<StoredBody>() != nullptr) {
    write.stored = exchange.message.body;
    return write;
  }
  auto content = bytes_of(exchange, write.path);
  if (!content) return content.error();
  write.content = is_utf8(how_.charset) ? std::move(*content) : Slice(encode(*content, how_.charset));
  return write;
}

Flow FileProducer::run(Exchange& exchange) const {
  auto prepared = prepare(exchange);
  if (!prepared) return exchange.fail(prepared.error());
  auto write = std::make_shared<FileWrite>(std::move(*prepared));
  // The suspended exchange holds its program, and so this step.
  exchange.worker().offload(
      [this, write] {
        const std::lock_guard lock(mutex_);
        write_file(how_, *write);
      },
      [&exchange, write] {
        if (write->error) return exchange.resume(exchange.fail(write->error));
        exchange.message.headers.set(Slice::literal("CamelFileNameProduced"), Value(write->path));
        exchange.resume();
      });
  return Flow::Suspend;
}

}  // namespace kamel::connectors
