// How the log component writes an exchange: the text of Camel's DefaultExchangeFormatter.
#pragma once

#include <string>
#include <string_view>

#include "engine/exchange.h"

namespace kamel::connectors {

struct LogFormat {
  enum class Style : std::uint8_t { Default, Tab, Fixed };
  bool plain = false;  // the body alone
  bool multiline = false;
  bool show_all = false;
  bool all_properties = false, body = true, body_type = true, cached_streams = true, caught_exception = false, exception = false,
       exchange_id = false, exchange_pattern = false, files = false, headers = false, properties = false, route_group = false,
       route_id = false, stack_trace = false, streams = false, variables = false;
  bool skip_line_separator = true;
  std::int64_t max_chars = 10000;
  Style style = Style::Default;
};

std::string format(Exchange& exchange, const LogFormat& format);
/// Camel's MessageHelper.extractBodyForLogging: what stands for a body in a log.
std::string body_for_logging(const Value& body, const LogFormat& format);

}  // namespace kamel::connectors
