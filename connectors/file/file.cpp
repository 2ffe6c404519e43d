// The file component: reads the files of a directory, and writes files.
#include <re2/re2.h>

#include <algorithm>

#include "connectors/file/charset.h"
#include "connectors/file/fields.h"
#include "connectors/file/producer.h"
#include "engine/assembler.h"
#include "engine/repositories/idempotent_repository.h"

namespace kamel::connectors {
namespace {

std::string directory_of(const EndpointDecl& decl) {
  std::string directory = percent_decode(decl.uri.path);
  while (directory.size() > 1 && directory.ends_with("/")) directory.pop_back();
  return directory;
}

PathExpression simple(const std::string& text, const Mark& mark, Assembler& assembler) { return PathExpression(assembler.simple(text, mark)); }

PathExpression simple(const EndpointDecl& decl, std::string_view option, Assembler& assembler) {
  const auto text = decl.options.maybe_text(option);
  return text ? simple(*text, decl.options.mark(option), assembler) : nullptr;
}

bool has_function(std::string_view text) { return text.find("${") != std::string_view::npos || text.find("$simple{") != std::string_view::npos; }

// `move=done` names a directory beside the file; one with functions is the new path.
PathExpression target(const EndpointDecl& decl, std::string_view option, std::string text, Assembler& assembler) {
  if (!has_function(text)) {
    if (!text.starts_with("/")) text.insert(0, "${file:parent}/");
    text += text.ends_with("/") ? "${file:onlyname}" : "/${file:onlyname}";
  }
  return simple(text, decl.options.mark(option), assembler);
}

PathExpression target(const EndpointDecl& decl, std::string_view option, Assembler& assembler) {
  const auto text = decl.options.maybe_text(option);
  return text ? target(decl, option, *text, assembler) : nullptr;
}

std::shared_ptr<const RE2> pattern(const std::string& regex, const Mark& mark, bool ignore_case, Assembler& assembler) {
  RE2::Options how(RE2::Quiet);
  how.set_case_sensitive(!ignore_case);
  auto compiled = std::make_shared<RE2>(regex, how);
  if (!compiled->ok()) assembler.error(mark, "'" + regex + "' is not a regular expression: " + compiled->error(), {}, "java.util.regex.PatternSyntaxException");
  return compiled;
}

std::vector<std::string> split(std::string_view list, char separator) {
  std::vector<std::string> items;
  while (!list.empty()) {
    const auto end = std::min(list.find(separator), list.size());
    std::string_view item = list.substr(0, end);
    while (item.starts_with(" ")) item.remove_prefix(1);
    while (item.ends_with(" ")) item.remove_suffix(1);
    if (!item.empty()) items.emplace_back(item);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return items;
}

std::vector<std::shared_ptr<const RE2>> ant(const EndpointDecl& decl, std::string_view option, Assembler& assembler) {
  std::vector<std::shared_ptr<const RE2>> patterns;
  for (const std::string& item : split(decl.options.text(option), ',')) {
    patterns.push_back(pattern(ant_regex(item), decl.options.mark(option), !decl.options.flag("antFilterCaseSensitive"), assembler));
  }
  return patterns;
}

std::vector<std::string> extensions(const Options& options, std::string_view option) {
  std::string text = options.text(option);
  std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  std::vector<std::string> items;  // not trimmed, as in Camel
  for (std::size_t from = 0; from <= text.size() && !text.empty();) {
    const auto end = std::min(text.find(',', from), text.size());
    items.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return items;
}

FileFilter filter_of(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  FileFilter filter;
  filter.directory = directory_of(decl);
  filter.recursive = options.flag("recursive");
  filter.hidden_files = options.flag("includeHiddenFiles");
  filter.hidden_directories = options.flag("includeHiddenDirs");
  filter.min_depth = options.integer("minDepth");
  filter.max_depth = options.integer("maxDepth");
  if (const auto include = options.maybe_text("include")) filter.include = pattern(*include, options.mark("include"), true, assembler);
  if (const auto exclude = options.maybe_text("exclude")) filter.exclude = pattern(*exclude, options.mark("exclude"), true, assembler);
  filter.ant_include = ant(decl, "antInclude", assembler);
  filter.ant_exclude = ant(decl, "antExclude", assembler);
  filter.include_ext = extensions(options, "includeExt");
  filter.exclude_ext = extensions(options, "excludeExt");
  filter.done_file = options.text("doneFileName");
  return filter;
}

ReadLock lock_of(const Options& options) {
  ReadLock lock;
  const std::string kind = options.choice("readLock");
  using Kind = ReadLock::Kind;
  lock.kind = kind == "markerFile"                                  ? Kind::MarkerFile
              : kind == "fileLock"                                  ? Kind::FileLock
              : kind == "rename" || kind == "idempotent-rename"     ? Kind::Rename
              : kind == "changed" || kind == "idempotent-changed"   ? Kind::Changed
                                                                    : Kind::None;
  lock.marker = options.flag("readLockMarkerFile");
  lock.interval = options.duration("readLockCheckInterval");
  lock.timeout = options.duration("readLockTimeout");
  lock.min_age = options.duration("readLockMinAge");
  lock.min_length = options.integer("readLockMinLength");
  return lock;
}

// sortBy=file:name;reverse:file:modified;ignoreCase:${file:ext}
std::vector<FilePlan::SortKey> sort_of(const EndpointDecl& decl, Assembler& assembler) {
  std::vector<FilePlan::SortKey> keys;
  for (std::string item : split(decl.options.text("sortBy"), ';')) {
    FilePlan::SortKey key;
    const auto take = [&](std::string_view prefix) {
      const bool there = item.starts_with(prefix);
      if (there) item.erase(0, prefix.size());
      return there;
    };
    key.reverse = take("reverse:");
    key.ignore_case = take("ignoreCase:");
    key.reverse = take("reverse:") || key.reverse;
    key.what = item.starts_with("file:") ? item.substr(5) : item;
    const bool known = key.what == "name" || key.what == "onlyname" || key.what == "modified" || key.what == "length" || key.what == "size";
    if (!known) key.value = simple(has_function(item) ? item : "${" + item + "}", decl.options.mark("sortBy"), assembler);
    keys.push_back(std::move(key));
  }
  return keys;
}

bool check_charset(const EndpointDecl& decl, Assembler& assembler) {
  const std::string charset = decl.options.text("charset");
  if (charset.empty() || is_charset(charset)) return true;
  assembler.error(decl.options.mark("charset"), "unknown charset '" + charset + "'", {}, "java.nio.charset.UnsupportedCharsetException");
  return false;
}

bool refuse(const Mark& mark, const std::string& why, const std::string& hint, Assembler& assembler) {
  assembler.error(mark, why, hint, "java.lang.IllegalArgumentException");
  return false;
}

bool check(const EndpointDecl& decl, Assembler& assembler) {
  const std::string directory = directory_of(decl);
  if (!has_function(directory)) return check_charset(decl, assembler);
  return refuse(decl.mark, "Invalid directory: " + directory + ". Dynamic expressions with ${ } placeholders is not allowed.", "put what is computed into fileName", assembler);
}

bool check_move(const EndpointDecl& decl, Assembler& assembler) {
  if (!decl.options.flag("delete") || !decl.options.has("move")) return true;
  return refuse(decl.options.mark("move"), "You cannot set both delete=true and move options", "leave one of them out", assembler);
}

bool check_existing(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  const std::string exists = options.choice("fileExist");
  if (exists == "Append" && (options.has("tempPrefix") || options.has("tempFileName"))) {
    return refuse(options.mark("fileExist"), "You cannot set both fileExist=Append and tempPrefix/tempFileName options", "leave the temporary file out", assembler);
  }
  if ((exists == "Move") == options.has("moveExisting")) return true;
  return exists == "Move" ? refuse(decl.mark, "You must configure moveExisting option when fileExist=Move", {}, assembler)
                          : refuse(options.mark("moveExisting"), "You must configure fileExist=Move when moveExisting has been set", {}, assembler);
}

PathExpression predicate(const EndpointDecl& decl, std::string_view option, Assembler& assembler) {
  const auto text = decl.options.maybe_text(option);
  return text ? PathExpression(assembler.simple(*text, decl.options.mark(option), true)) : nullptr;
}

// What is left where it is would come again with each poll: noop remembers files unless idempotent=false.
void find_repositories(const EndpointDecl& decl, FilePlan& plan, Assembler& assembler) {
  const Options& options = decl.options;
  constexpr std::size_t kRemembered = 1000;  // as many as Camel's
  std::shared_ptr<IdempotentRepository> named;
  if (const auto reference = options.maybe_text("idempotentRepository")) {
    named = find_idempotent_repository(*reference, decl.uri.text(), options.mark("idempotentRepository"), assembler);
  }
  const auto repository = [&] { return named ? named : named = memory_idempotent_repository(kRemembered); };
  if (options.has("idempotent") ? options.flag("idempotent") : plan.keeps) plan.keys = repository();
  if (!options.choice("readLock").starts_with("idempotent")) return;
  plan.locks = repository();
  plan.unlocks_done = options.flag("readLockRemoveOnCommit");
  plan.unlocks_failed = options.flag("readLockRemoveOnRollback");
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  if (!check(decl, assembler) || !check_move(decl, assembler)) return nullptr;
  FilePlan plan;
  plan.endpoint = decl.uri.text();
  plan.filter = filter_of(decl, assembler);
  plan.lock = lock_of(options);
  plan.schedule = schedule(options, assembler);
  plan.charset = options.text("charset");
  if (options.text("exchangePattern") == "InOut") plan.pattern = Pattern::InOut;
  plan.keeps = options.flag("noop");
  plan.removes = options.flag("delete");
  plan.pre_move = target(decl, "preMove", assembler);
  if (!plan.keeps) plan.move = target(decl, "move", assembler);  // noop goes before move
  if (!plan.move && !plan.keeps && !plan.removes) plan.move = target(decl, "move", ".camel", assembler);
  plan.move_failed = target(decl, "moveFailed", assembler);
  plan.file_name = simple(decl, "fileName", assembler);
  plan.idempotent_key = simple(decl, "idempotentKey", assembler);
  plan.filter_file = predicate(decl, "filterFile", assembler);
  plan.filter_directory = predicate(decl, "filterDirectory", assembler);
  plan.idempotent_eager = options.flag("idempotentEager");
  find_repositories(decl, plan, assembler);
  plan.sort = sort_of(decl, assembler);
  plan.shuffle = options.flag("shuffle");
  plan.max_messages = options.maybe_integer("maxMessagesPerPoll").value_or(0);
  plan.limits_eagerly = options.flag("eagerMaxMessagesPerPoll");
  plan.sends_empty = options.flag("sendEmptyMessageWhenIdle");
  plan.probes_type = options.flag("probeContentType");
  plan.attributes = split(options.text("extendedAttributes"), ',');
  plan.creates_directory = options.flag("autoCreate");
  plan.must_exist = options.flag("startingDirectoryMustExist");
  plan.warns_without = options.flag("directoryMustExist");
  return std::make_unique<FileSource>(std::move(plan));
}

unsigned mode_of(const EndpointDecl& decl, std::string_view option, Assembler& assembler) {
  const auto text = decl.options.maybe_text(option);
  if (!text) return 0;
  const bool octal = !text->empty() && std::ranges::all_of(*text, [](char c) { return c >= '0' && c <= '7'; });
  if (!octal) assembler.error(decl.options.mark(option), "'" + *text + "' is no file mode", "write it in octal: 640", "java.lang.IllegalArgumentException");
  return octal ? static_cast<unsigned>(std::stoul(*text, nullptr, 8)) : 0;
}

FileWriting::Exists exists_of(const Options& options) {
  using Exists = FileWriting::Exists;
  const std::string mode = options.choice("fileExist");
  return mode == "Append"      ? Exists::Append
         : mode == "Fail"      ? Exists::Fail
         : mode == "Ignore"    ? Exists::Ignore
         : mode == "Move"      ? Exists::Move
         : mode == "TryRename" ? Exists::TryRename
                               : Exists::Override;
}

std::string unescaped(std::string text) {
  for (const auto& [written, meant] : {std::pair("\\n", "\n"), {"\\r", "\r"}, {"\\t", "\t"}}) {
    for (auto at = text.find(written); at != std::string::npos; at = text.find(written)) text.replace(at, 2, meant);
  }
  return text;
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  if (!check(decl, assembler) || !check_existing(decl, assembler)) return nullptr;
  FileWriting how;
  how.endpoint = decl.uri.text();
  how.directory = directory_of(decl);
  how.charset = options.text("charset");
  how.file_name = simple(decl, "fileName", assembler);
  how.exists = exists_of(options);
  how.temp_name = simple(decl, "tempFileName", assembler);
  if (const auto prefix = options.maybe_text("tempPrefix")) how.temp_name = simple(*prefix + "${file:onlyname}", options.mark("tempPrefix"), assembler);
  how.move_existing = target(decl, "moveExisting", assembler);
  how.done_file = options.text("doneFileName");
  how.flattens = options.flag("flatten");
  how.jailed = options.flag("jailStartingDirectory");
  how.allows_null = options.flag("allowNullBody");
  how.creates_directory = options.flag("autoCreate");
  how.eager_delete = options.flag("eagerDeleteTargetFile");
  how.syncs = options.flag("forceWrites");
  how.keeps_modified = options.flag("keepLastModified");
  if (how.exists == FileWriting::Exists::Append) how.append = unescaped(options.text("appendChars"));
  how.checksum = options.text("checksumFileAlgorithm");
  how.mode = mode_of(decl, "chmod", assembler);
  how.directory_mode = mode_of(decl, "chmodDirectory", assembler);
  return std::make_unique<FileProducer>(std::move(how));
}

}  // namespace

ComponentSpec file() {
  return {.scheme = "file",
          .syntax = "file:directoryName",
          .summary = "Read and write files.",
          .fields = file_fields(),
          .example = "file:inbox?delete=true",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
