#include "connectors/file/fields.h"

#include "connectors/threads/schedule.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kJava = "it names a Java class";
constexpr std::string_view kLocks[] = {"none", "markerFile", "fileLock", "rename", "changed", "idempotent", "idempotent-changed", "idempotent-rename"};
constexpr std::string_view kExists[] = {"Override", "Append", "Fail", "Ignore", "Move", "TryRename"};

constexpr Field in(std::string_view name, FieldType type, std::string_view summary, std::string_view fallback = {}) {
  return {.name = name, .type = type, .summary = summary, .fallback = fallback, .scope = "consumer"};
}
constexpr Field out(std::string_view name, FieldType type, std::string_view summary, std::string_view fallback = {}) {
  return {.name = name, .type = type, .summary = summary, .fallback = fallback, .scope = "producer"};
}
constexpr Field refused(std::string_view name, std::string_view summary, std::string_view why) {
  return {.name = name, .type = FieldType::Text, .summary = summary, .refused = why};
}
constexpr Field ignored(std::string_view name, FieldType type, std::string_view summary, std::string_view why, std::string_view fallback = {}) {
  return {.name = name, .type = type, .summary = summary, .fallback = fallback, .ignored = why};
}

constexpr Field kOwn[] = {
    {.name = "autoCreate", .type = FieldType::Bool, .summary = "make missing directories", .fallback = "true"},
    {.name = "charset", .type = FieldType::Text, .summary = "encoding of the files, if not UTF-8"},
    {.name = "doneFileName", .type = FieldType::Text, .summary = "a second file that says the first is complete: done, ${file:name}.done"},
    {.name = "fileName", .type = FieldType::Text, .summary = "the file's name, in simple"},
    in("noop", FieldType::Bool, "leave the files where they are, and take each once", "false"),
    in("delete", FieldType::Bool, "delete files after they were processed", "false"),
    in("move", FieldType::Text, "where files go after they were processed: a directory or, in simple, a path; else .camel"),
    in("preMove", FieldType::Text, "where files go before they are processed"),
    in("moveFailed", FieldType::Text, "where files go whose processing failed"),
    in("recursive", FieldType::Bool, "look into sub-directories", "false"),
    in("minDepth", FieldType::Int, "directories above this depth are left out", "0"),
    in("maxDepth", FieldType::Int, "directories below this depth are left out", "2147483647"),
    in("include", FieldType::Text, "regular expression of names to take, case ignored"),
    in("exclude", FieldType::Text, "regular expression of names to leave out, case ignored"),
    in("includeExt", FieldType::Text, "extensions to take: txt,csv"),
    in("excludeExt", FieldType::Text, "extensions to leave out"),
    in("antInclude", FieldType::Text, "Ant patterns of paths to take: **/*.xml"),
    in("antExclude", FieldType::Text, "Ant patterns of paths to leave out"),
    in("antFilterCaseSensitive", FieldType::Bool, "Ant patterns respect case", "true"),
    in("includeHiddenFiles", FieldType::Bool, "take files whose names begin with a dot", "false"),
    in("includeHiddenDirs", FieldType::Bool, "look into directories whose names begin with a dot", "false"),
    in("filterFile", FieldType::Text, "a condition, in simple, that files must meet"),
    in("filterDirectory", FieldType::Text, "a condition, in simple, that sub-directories must meet to be looked into"),
    in("idempotent", FieldType::Bool, "take each file once", "false"),
    in("idempotentEager", FieldType::Bool, "remember a file before it is processed", "true"),
    in("idempotentKey", FieldType::Text, "what tells files apart, in simple; else the path"),
    in("idempotentRepository", FieldType::Reference, "a bean that keeps the keys: of files that were taken, and of readLock=idempotent; else the last 1000 in memory"),
    in("maxMessagesPerPoll", FieldType::Int, "most files per poll; 0: all", "0"),
    in("eagerMaxMessagesPerPoll", FieldType::Bool, "count to maxMessagesPerPoll before files are sorted: only as many are looked at", "true"),
    in("sortBy", FieldType::Text, "file:name, reverse:file:modified, several with ;"),
    in("shuffle", FieldType::Bool, "take files in no order", "false"),
    in("sendEmptyMessageWhenIdle", FieldType::Bool, "send an empty message when there is no file", "false"),
    in("probeContentType", FieldType::Bool, "set CamelFileContentType by the name", "false"),
    in("extendedAttributes", FieldType::Text, "attributes to put into CamelFileExtendedAttributes: basic:size,posix:permissions,posix:*"),
    in("directoryMustExist", FieldType::Bool, "warn with each poll while the directory does not exist", "false"),
    in("startingDirectoryMustExist", FieldType::Bool, "fail when the directory does not exist at the start, and autoCreate does not make it", "false"),
    {.name = "readLock", .type = FieldType::Choice, .summary = "how to make sure that nobody writes the file any more", .fallback = "none", .choices = kLocks, .scope = "consumer"},
    in("readLockMarkerFile", FieldType::Bool, "make a marker file with the other locks, too", "true"),
    in("readLockCheckInterval", FieldType::Duration, "how long a file must not change", "1000"),
    in("readLockTimeout", FieldType::Duration, "how long to wait for that", "10000"),
    in("readLockMinAge", FieldType::Duration, "how old a file must be", "0"),
    in("readLockRemoveOnCommit", FieldType::Bool, "readLock=idempotent: forget a file that was processed, so that one of its name may come again", "false"),
    in("readLockRemoveOnRollback", FieldType::Bool, "readLock=idempotent: forget a file that failed", "true"),
    in("readLockMinLength", FieldType::Int, "how long a file must be", "1"),
    {.name = "fileExist", .type = FieldType::Choice, .summary = "what to do when the file exists", .fallback = "Override", .choices = kExists, .scope = "producer"},
    out("moveExisting", FieldType::Text, "where an existing file goes, in simple, with fileExist=Move"),
    out("tempPrefix", FieldType::Text, "write to a file with this prefix, then rename it"),
    out("tempFileName", FieldType::Text, "write to this file, in simple, then rename it"),
    out("appendChars", FieldType::Text, "text to add after the body with fileExist=Append: \\n"),
    out("flatten", FieldType::Bool, "leave directories out of file names", "false"),
    out("jailStartingDirectory", FieldType::Bool, "refuse to write outside the directory", "true"),
    out("allowNullBody", FieldType::Bool, "write an empty file for a null body", "false"),
    out("chmod", FieldType::Text, "mode of new files, in octal"),
    out("chmodDirectory", FieldType::Text, "mode of new directories, in octal"),
    out("eagerDeleteTargetFile", FieldType::Bool, "delete the target of a move first", "true"),
    out("forceWrites", FieldType::Bool, "sync files to the disk", "true"),
    out("keepLastModified", FieldType::Bool, "take the time of CamelFileLastModified over", "false"),
    out("checksumFileAlgorithm", FieldType::Text, "write a checksum beside the file: MD5, SHA-256, SHA3-512 …, as Java calls them"),
    ignored("preSort", FieldType::Bool, "sort the directory by name first", "directories are read in that order always", "false"),
    ignored("autoCreateStepwise", FieldType::Bool, "make directories one by one", "the result is the same", "false"),
    ignored("browseLimit", FieldType::Int, "how many files can be browsed", "nothing browses", "100"),
    ignored("bufferSize", FieldType::Int, "size of write buffers", "bodies are written from where they are", "131072"),
    ignored("copyAndDeleteOnRenameFail", FieldType::Bool, "copy where a file cannot be renamed", "that is done always", "true"),
    ignored("renameUsingCopy", FieldType::Bool, "copy and delete instead of renaming", "a rename comes first always", "false"),
    ignored("synchronous", FieldType::Bool, "process without asynchronous steps", "the result is the same", "false"),
    ignored("startingDirectoryMustHaveAccess", FieldType::Bool, "check the rights at the start", "what cannot be read is reported", "false"),
    ignored("readLockDeleteOrphanLockFiles", FieldType::Bool, "remove old marker files", "that is done always", "true"),
    ignored("readLockLoggingLevel", FieldType::Text, "level of read lock messages", "there are none", "DEBUG"),
    ignored("readLockIdempotentReleaseAsync", FieldType::Bool, "release lock keys later", "keys are settled when the exchange ends", "false"),
    ignored("readLockIdempotentReleaseAsyncPoolSize", FieldType::Int, "threads that release", "keys are settled when the exchange ends"),
    ignored("readLockIdempotentReleaseDelay", FieldType::Duration, "wait before releasing", "keys are settled when the exchange ends"),
    refused("filter", "a GenericFileFilter", "it names a Java class; use include, antInclude or filterFile"),
    refused("localWorkDirectory", "where remote files are kept", "files here are local"),
    refused("sorter", "a Comparator", "it names a Java class; use sortBy"),
    refused("inProgressRepository", "an IdempotentRepository", kJava),
    refused("exclusiveReadLockStrategy", "a GenericFileExclusiveReadLockStrategy", kJava),
    refused("readLockIdempotentReleaseExecutorService", "a thread pool", kJava),
    refused("processStrategy", "a GenericFileProcessStrategy", kJava),
    refused("onCompletionExceptionHandler", "an ExceptionHandler", kJava),
    refused("moveExistingFileStrategy", "a FileMoveExistingStrategy", kJava),
};
constexpr auto kFields = join(kOwn, kScheduleFields);

}  // namespace

std::span<const Field> file_fields() { return kFields; }

}  // namespace kamel::connectors
