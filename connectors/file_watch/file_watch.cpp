// The file-watch component: a message whenever a file below a directory is created, changed or deleted.
#include <re2/re2.h>

#include <array>
#include <filesystem>

#include "connectors/file/scan.h"
#include "connectors/file_watch/source.h"
#include "connectors/http/text.h"
#include "engine/assembler.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kByEvent = "the kernel tells, no thread polls";

constexpr Field kFields[] = {
    {.name = "antInclude", .summary = "an Ant pattern of relative paths: **/*.csv", .fallback = "**", .scope = "consumer"},
    {.name = "autoCreate", .type = FieldType::Bool, .summary = "make the directory where it is not there", .fallback = "true", .scope = "consumer"},
    {.name = "events", .summary = "which ones: CREATE,MODIFY,DELETE", .fallback = "CREATE,MODIFY,DELETE", .scope = "consumer"},
    {.name = "recursive", .type = FieldType::Bool, .summary = "watch directories below it, too, also those that come later", .fallback = "true", .scope = "consumer"},
    {.name = "useFileHashing", .type = FieldType::Bool, .summary = "MODIFY only where the content is another one", .fallback = "true", .scope = "consumer"},
    {.name = "fileHasher", .type = FieldType::Reference, .summary = "how content is compared", .refused = "it names a Java object; useFileHashing=false tells of each write", .scope = "consumer"},
    {.name = "concurrentConsumers", .type = FieldType::Int, .summary = "threads that run the route", .fallback = "1", .ignored = "one runs after the other; use threads or seda for more", .scope = "consumer"},
    {.name = "pollThreads", .type = FieldType::Int, .summary = "threads that look", .fallback = "1", .ignored = kByEvent, .scope = "consumer"},
    {.name = "queueSize", .type = FieldType::Int, .summary = "events that may wait", .fallback = "2147483647", .ignored = "they wait in the kernel", .scope = "consumer"},
    {.name = "exchangePattern", .summary = "of the exchanges: InOnly, InOut", .scope = "consumer"},
};

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  static constexpr std::array<std::string_view, 3> kEvents{"CREATE", "MODIFY", "DELETE"};
  const Options& options = decl.options;
  FileWatchPlan plan;
  plan.directory = std::filesystem::absolute(percent_decode(decl.uri.path)).lexically_normal().string();
  while (plan.directory.size() > 1 && plan.directory.ends_with('/')) plan.directory.pop_back();
  plan.creates = options.flag("autoCreate");
  plan.recursive = options.flag("recursive");
  plan.hashes = options.flag("useFileHashing");
  plan.pattern = options.text("exchangePattern") == "InOut" ? Pattern::InOut : Pattern::InOnly;
  if (const std::string include = options.text("antInclude"); !include.empty() && include != "**") plan.include = std::make_shared<const re2::RE2>(ant_regex(include));
  plan.events = http::split_list(options.text("events"));
  for (const std::string& event : plan.events) {
    if (std::ranges::find(kEvents, event) != kEvents.end()) continue;
    assembler.error(options.mark("events"), "unknown event '" + event + "'", "CREATE, MODIFY, DELETE", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  return std::make_unique<FileWatchSource>(std::move(plan));
}

}  // namespace

ComponentSpec file_watch() {
  return {.scheme = "file-watch",
          .syntax = "file-watch:path",
          .summary = "A message whenever something below a directory is created, changed (when its writer has closed it) or deleted: CamelFileEventType says which, the body is the file.",
          .fields = kFields,
          .example = "file-watch:inbox?events=CREATE,MODIFY&antInclude=**/*.csv",
          .source = source};
}

}  // namespace kamel::connectors
