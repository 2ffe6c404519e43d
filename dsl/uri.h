// Endpoint URIs: scheme:path?parameters, as Camel reads them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics.h"

namespace kamel {

/// A parameter of an endpoint, from the query or from a `parameters:` map.
struct Parameter {
  std::string name;
  std::string value;  // decoded; RAW(…) and RAW{…} taken off
  bool raw = false;   // it was RAW: a secret, most likely, and never shown
  Mark mark;
};

/// An endpoint, taken apart. `kafka:orders?brokers=x` is scheme "kafka", path "orders".
struct EndpointUri {
  std::string scheme;
  std::string path;  // between the scheme's colon (and slashes, if any) and the '?', not decoded
  std::vector<Parameter> parameters;
  Mark mark;

  const Parameter* find(std::string_view name) const noexcept;
  std::optional<std::string> get(std::string_view name) const;
  /// "scheme://path?sorted=parameters", as Camel prints an endpoint; secrets (RAW values and the names Camel masks) as xxxxxx.
  std::string text() const;
  /// The same with all parameters and secrets in clear, for identity only: never for people.
  std::string identity() const;
};

/// Takes apart `uri`. A bare scheme is accepted: its path may come from parameters. A name that is given twice stands twice in `parameters`.
/// Errors go to `diagnostics` (a missing scheme, a stray &, an unclosed RAW) with the column inside the text. nullopt when there was one.
std::optional<EndpointUri> parse_uri(std::string_view uri, const Mark& mark, Diagnostics& diagnostics);

/// Where the path is empty: takes the parameters that a component's syntax ("kafka:topic", "language:languageName:resourceUri") names and makes
/// them the path, so that `uri: mock` with `parameters: {name: a}` is mock:a.
void fill_path(EndpointUri& uri, std::string_view syntax);

/// Percent-decoding, and its reverse for a query value. A bad escape is kept as it is.
std::string percent_decode(std::string_view text, bool plus_is_space = false);
std::string percent_encode(std::string_view text);

}  // namespace kamel
