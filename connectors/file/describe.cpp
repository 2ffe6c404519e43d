#include "connectors/file/describe.h"

#include <algorithm>
#include <filesystem>

#include "engine/convert.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

/// What a Camel user may see in headers and properties, but has nothing to look into for.
class Opaque final : public Object {
 public:
  Opaque(std::string_view java_class, std::string_view text) : java_class_(java_class), text_(text) {}
  std::string_view java_class() const noexcept override { return java_class_; }
  std::string text() const override { return std::string(text_); }

 private:
  std::string_view java_class_, text_;
};
Value opaque(std::string_view java_class, std::string_view text) { return Value(std::unique_ptr<Object>(new Opaque(java_class, text))); }

// Sorted by extension; those of the JDK's own table that are about documents, pictures, sound and archives.
constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {"7z", "application/x-7z-compressed"}, {"aac", "audio/aac"}, {"adoc", "text/plain"}, {"aif", "audio/x-aiff"}, {"aiff", "audio/x-aiff"},
    {"au", "audio/basic"}, {"avi", "application/x-troff-msvideo"}, {"bin", "application/octet-stream"}, {"bmp", "image/bmp"}, {"bz2", "application/bz2"},
    {"c", "text/plain"}, {"cc", "text/plain"}, {"cpio", "application/x-cpio"}, {"css", "text/css"}, {"csv", "text/csv"}, {"doc", "application/msword"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, {"dump", "application/octet-stream"}, {"eps", "application/postscript"},
    {"exe", "application/octet-stream"}, {"flac", "audio/flac"}, {"gif", "image/gif"}, {"gz", "application/gzip"}, {"h", "text/plain"}, {"htm", "text/html"},
    {"html", "text/html"}, {"jar", "application/java-archive"}, {"java", "text/plain"}, {"jfif", "image/jpeg"}, {"jpe", "image/jpeg"}, {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"}, {"js", "text/javascript"}, {"json", "application/json"}, {"latex", "application/x-latex"}, {"m4a", "audio/mp4"}, {"m4v", "video/mp4"},
    {"markdown", "text/markdown"}, {"md", "text/markdown"}, {"mime", "message/rfc822"}, {"mov", "video/quicktime"}, {"mp2", "audio/mpeg"}, {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"}, {"mpeg", "video/mpeg"}, {"mpg", "video/mpeg"}, {"odp", "application/vnd.oasis.opendocument.presentation"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"}, {"odt", "application/vnd.oasis.opendocument.text"}, {"oga", "audio/ogg"}, {"ogg", "audio/ogg"},
    {"ogv", "video/ogg"}, {"opus", "audio/ogg"}, {"pdf", "application/pdf"}, {"php", "text/plain"}, {"pl", "text/plain"}, {"png", "image/png"},
    {"ppt", "application/vnd.ms-powerpoint"}, {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"}, {"ps", "application/postscript"},
    {"py", "text/plain"}, {"rar", "application/vnd.rar"}, {"rtf", "application/rtf"}, {"sh", "application/x-shar"}, {"svg", "image/svg+xml"}, {"svgz", "image/svg+xml"},
    {"tar", "application/x-tar"}, {"tex", "application/x-tex"}, {"text", "text/plain"}, {"tif", "image/tiff"}, {"tiff", "image/tiff"},
    {"tsv", "text/tab-separated-values"}, {"txt", "text/plain"}, {"wav", "audio/x-wav"}, {"webm", "video/webm"}, {"webp", "image/webp"},
    {"xls", "application/vnd.ms-excel"}, {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, {"xml", "application/xml"},
    {"zip", "application/zip"}};

Value content_type(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string extension(name.substr(dot + 1));
  std::ranges::transform(extension, extension.begin(), [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  const auto found = std::ranges::lower_bound(kTypes, extension, {}, [](const auto& type) { return type.first; });
  return found == std::end(kTypes) || found->first != extension ? Value() : Value(Slice::literal(found->second));
}

}  // namespace

void describe(const FileEntry& entry, Headers& headers) {
  const auto set = [&](std::string_view name, Value value) { headers.set(Slice::literal(name), std::move(value)); };
  set("CamelFileAbsolute", entry.absolute);
  set("CamelFileAbsolutePath", entry.absolute_path());
  static const Value resumable = opaque("org.apache.camel.support.resume.Resumables$AnonymousResumable", "org.apache.camel.support.resume.Resumables$AnonymousResumable@1f");
  set("CamelFileInitialOffset", resumable);
  set("CamelFileLastModified", entry.modified_ms);
  set("CamelFileLength", entry.size);
  const Slice name(entry.relative);
  set("CamelFileName", name);
  set("CamelFileNameConsumed", name);
  set("CamelFileNameOnly", entry.only_name());
  set("CamelFileParent", entry.parent());
  set("CamelFilePath", entry.path);
  set("CamelFileRelativePath", entry.moved_to.empty() ? name : Slice(entry.moved_to));
  set("CamelMessageTimestamp", entry.modified_ms);
}

void describe_type(const FileEntry& entry, Headers& headers) { headers.set(Slice::literal("CamelFileContentType"), content_type(entry.only_name())); }

void describe_lock(const Held& held, const std::string& path, ExchangeProperties& properties) {
  const std::string absolute = std::filesystem::absolute(path).lexically_normal().string();
  const auto set = [&](std::string_view name, Value value) { properties.set(Slice(absolute + std::string(name)), std::move(value)); };
  if (!held.marker().empty()) {
    set("-CamelFileLockFileAcquired", true);
    set("-CamelFileLockFileName", absolute + ".camelLock");
  }
  if (held.locked()) {
    set("-CamelFileLockChannelFile", opaque("sun.nio.ch.FileChannelImpl", "sun.nio.ch.FileChannelImpl@1f"));
    set("-CamelFileLockExclusiveLock", opaque("sun.nio.ch.FileLockImpl", "sun.nio.ch.FileLockImpl[0:9223372036854775807 exclusive valid]"));
  }
}

Value evaluate(const PathExpression& expression, const FileEntry& entry, const FilePlan& plan, Worker& worker) {
  Exchange& exchange = worker.acquire();
  describe(entry, exchange.message.headers);
  const Value body{std::unique_ptr<Object>(new FileBody(entry, plan.charset))};
  exchange.properties.set(Slice::literal("CamelFileExchangeFile"), body);
  exchange.message.body = body;
  auto value = expression->evaluate(exchange);
  Value result = value ? std::move(*value) : Value();
  exchange.discard();
  return result;
}

std::string evaluate_text(const PathExpression& expression, const FileEntry& entry, const FilePlan& plan, Worker& worker) {
  const Value value = evaluate(expression, entry, plan, worker);
  return value.is_null() ? std::string() : to_text(value).str();
}

std::string evaluate_at_end(const PathExpression& expression, const Exchange& ended, const FileEntry& entry, Worker& worker) {
  Exchange& exchange = worker.acquire();
  exchange.message = ended.message;
  exchange.properties = ended.properties;
  exchange.variables = ended.variables;
  describe(entry, exchange.message.headers);
  const auto value = expression->evaluate(exchange);
  std::string text = value ? to_text(*value).str() : std::string();
  exchange.discard();
  return text;
}

}  // namespace kamel::connectors
