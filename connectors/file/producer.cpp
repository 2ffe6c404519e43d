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

std::string text_of(const Expression& expression, Exchange& exchange) {
  const auto value = expression.evaluate(exchange);
  return value && !value->is_null() ? to_text(*value).str() : std::string();
}

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

// Put together, not tidied up: s/../x stays what it is, as in Camel.
Result<std::string> FileProducer::path_of(const std::string& name) const {
  const std::string path = how_.directory + "/" + (how_.flattens ? name.substr(name.rfind('/') + 1) : name);
  const std::string tidy = fs::path(path).lexically_normal().string();
  const std::string jail = (fs::path(how_.directory) / "").lexically_normal().string();
  const bool outside = jail == "./" ? tidy.starts_with("../") || tidy.starts_with("/") : !tidy.starts_with(jail);
  if (how_.jailed && outside) {
    return Error("java.lang.IllegalArgumentException", "Cannot write file with name: " + tidy + " as the filename is jailed to the starting directory: " + jail);
  }
  return path;
}

// On the message as it is; its file name is that of the file to be written where it has none of its own.
std::string FileProducer::temporary_of(Exchange& exchange, const std::string& path) const {
  const auto name = path.rfind('/') + 1;
  Exchange& scratch = exchange.worker().acquire();
  scratch.message = exchange.message;
  scratch.properties = exchange.properties;
  scratch.variables = exchange.variables;
  const Value* given = scratch.message.headers.find("CamelFileName");
  if (given == nullptr || given->is_null()) scratch.message.headers.set(Slice::literal("CamelFileName"), Value(path.substr(name)));
  std::string temporary = path.substr(0, name) + text_of(*how_.temp_name, scratch);
  scratch.discard();
  return fs::path(temporary).lexically_normal().string();
}

// Camel evaluates this without the message: only the file's names are known.
std::string FileProducer::moved_to(Exchange& exchange, const std::string& path) const {
  const auto slash = path.rfind('/');
  const std::string parent = path.substr(0, slash), only = path.substr(slash + 1);
  Exchange& scratch = exchange.worker().acquire();
  Headers& headers = scratch.message.headers;
  headers.set(Slice::literal("CamelFileName"), Value(path));
  headers.set(Slice::literal("CamelFileNameOnly"), Value(only));
  headers.set(Slice::literal("CamelFileParent"), Value(parent));
  std::string to = text_of(*how_.move_existing, scratch);
  scratch.discard();
  if (to.size() > 1 && to.ends_with("/")) to += only;
  return to.starts_with(parent) || to.starts_with("/") ? to : parent + "/" + to;
}

Result<Slice> FileProducer::content_of(Exchange& exchange, const std::string& path) const {
  // From file to file bytes stay what they are, whatever encoding the reader was told.
  const bool copies = how_.charset.empty() && how_.exists != FileWriting::Exists::Append;
  const auto* file = copies ? exchange.message.body.object_as<FileBody>() : nullptr;
  if (file != nullptr) {
    if (auto bytes = file->raw()) return std::move(*bytes);
  }
  auto content = bytes_of(exchange, path);
  if (content && !is_utf8(how_.charset)) return Slice(encode(*content, how_.charset));
  return content;
}

Result<FileWrite> FileProducer::prepare(Exchange& exchange) const {
  const auto name = name_of(exchange);
  if (!name) return name.error();
  auto path = path_of(*name);
  if (!path) return path.error();
  FileWrite write{.path = std::move(*path)};
  Headers& headers = exchange.message.headers;
  if (how_.temp_name) write.temporary = temporary_of(exchange, write.path);
  if (how_.exists == FileWriting::Exists::Move) write.moved_to = moved_to(exchange, write.path);
  // Camel puts the file's name into the header while it writes, and what was there back afterwards, as text: null where nothing was.
  const Value* given = headers.find("CamelFileName");
  headers.set(Slice::literal("CamelFileName"), given == nullptr || given->is_null() ? Value() : Value(to_text(*given)));
  headers.erase("CamelOverruleFileName");
  if (how_.keeps_modified) {
    if (const Value* modified = headers.find("CamelFileLastModified")) write.modified_ms = to_long(*modified).value_or(-1);
  }
  write.null = exchange.message.body.is_null();
  if (is_utf8(how_.charset) && exchange.message.body.object_as<StoredBody>() != nullptr) {
    write.stored = exchange.message.body;
    return write;
  }
  auto content = content_of(exchange, write.path);
  if (!content) return content.error();
  write.content = std::move(*content);
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
        if (!write->left) exchange.message.headers.set(Slice::literal("CamelFileNameProduced"), Value(write->path));
        exchange.resume();
      });
  return Flow::Suspend;
}

}  // namespace kamel::connectors
