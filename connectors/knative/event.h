// CloudEvents, as HTTP carries them and as Camel's messages hold them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/error.h"
#include "dsl/value.h"
#include "engine/message.h"

namespace kamel::knative {

/// An attribute that the specification names, and the header that Camel has for it.
struct Attribute {
  std::string_view name;    // "type"
  std::string_view http;    // "ce-type"
  std::string_view camel;   // "CamelCloudEventType"
};
std::span<const Attribute> attributes() noexcept;
const Attribute* find_attribute(std::string_view name) noexcept;

/// One event. Attribute names are those of the specification, lower case; extensions are among them. `datacontenttype` is `content_type`.
struct CloudEvent {
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string content_type;
  Value data;  // bytes, or what a JSON event holds

  const std::string* find(std::string_view name) const noexcept;
  void set(std::string_view name, std::string value);
};

enum class Mode : std::uint8_t { Binary, Structured, Batch };
/// How an event arrives, by the Content-Type.
Mode mode_of(std::string_view content_type) noexcept;

/// The value of a ce- header: unquoted, one pass of percent-decoding. Nothing when it is not UTF-8 afterwards.
std::optional<std::string> decode_header(std::string_view value);
/// The reverse: blanks, quotes, % and all beyond ASCII as %XX.
std::string encode_header(std::string_view value);

/// Reads a structured event, or the events of a batch. Fails with what makes it no CloudEvent.
Result<CloudEvent> parse_structured(const Slice& text);
Result<std::vector<CloudEvent>> parse_batch(const Slice& text);
/// An event as JSON: data as JSON where it is JSON, as text where it is text, else as data_base64.
Slice write_structured(const CloudEvent& event);

/// Puts an event into a message: the attributes as Camel's headers, extensions as ce-… headers, the data as body.
void fill(const CloudEvent& event, Message& message);

}  // namespace kamel::knative
