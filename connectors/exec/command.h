// What an exec endpoint and the headers of a message say is to be run.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/exec/process.h"
#include "engine/context.h"
#include "engine/exchange.h"

namespace kamel::exec {

struct Command {
  Program program;
  std::set<std::int64_t> exit_values;  // that are a success; empty: all
  std::string out_file;                // whose content is the result; "": standard output
  bool error_output = false;           // where there is no standard output, the error output is the result
  LogLevel level = LogLevel::Debug;
  Error bad_arguments = {};  // the endpoint's cannot be taken apart: a failure unless the message brings others
};

/// As Camel's ExecParseUtils: at blanks, but not within "quotes"; ""double quotes"" leave one pair. IllegalArgumentException for a quote that is left open.
Result<std::vector<std::string>> split_arguments(std::string_view text);
/// "0,3" as numbers; IllegalArgumentException (NumberFormatException) for anything else.
Result<std::set<std::int64_t>> exit_values_of(std::string_view text);

/// The endpoint's command, changed by the message's CamelExec* headers, which are taken off.
Result<Command> command_of(const Command& endpoint, Exchange& exchange);

}  // namespace kamel::exec
