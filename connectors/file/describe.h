// What Camel tells about a file: the headers of its message, and how expressions about it are evaluated.
#pragma once

#include <string>
#include <string_view>

#include "connectors/file/consumer.h"

namespace kamel {
class Worker;
}

namespace kamel::connectors {

/// Sets what Camel sets on the message of a file.
void describe(const FileEntry& entry, Headers& headers);
/// Sets CamelFileContentType by the name's extension as the JDK does: null where it knows none.
void describe_type(const FileEntry& entry, Headers& headers);
/// Sets the properties that Camel's read locks leave on the exchange, under names that begin with the file's path.
void describe_lock(const Held& held, const std::string& path, ExchangeProperties& properties);

/// An expression about a file that has no exchange yet: on one of its own. On the worker's thread.
Value evaluate(const PathExpression& expression, const FileEntry& entry, const FilePlan& plan, Worker& worker);
std::string evaluate_text(const PathExpression& expression, const FileEntry& entry, const FilePlan& plan, Worker& worker);
/// The same at the end of its exchange: where a file goes is a matter of the file, even if the route has removed or replaced its headers.
std::string evaluate_at_end(const PathExpression& expression, const Exchange& ended, const FileEntry& entry, Worker& worker);

}  // namespace kamel::connectors
