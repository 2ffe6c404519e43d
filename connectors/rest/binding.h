// RestBinding: what a REST operation does around its route: checks of the request, bodies as maps and lists, CORS headers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connectors/rest/content_type.h"
#include "dsl/rest.h"
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::rest {

/// What the binding of one operation is made of. Absent content types say nothing.
struct BindingOptions {
  std::string mode = "off";  // off, auto, json, xml, json_xml
  std::optional<std::string> consumes, produces;
  bool skip_on_error_code = true;
  bool validates_request = false, validates_response = false;
  bool cors = false;
  bool no_content = false;
  Pairs cors_headers;
  Pairs defaults;         // of query parameters and headers
  Pairs allowed;          // the same → values, separated by commas
  bool body_required = false;
  std::vector<std::string> required_queries, required_headers;
  Pairs response_types;   // status code → content type, of those that name one
  std::vector<std::string> response_headers;
  Pairs format_options;   // of the JSON format: prettyPrint, json.in.…, json.out.…
};

/// What restConfiguration says for all operations.
BindingOptions common_options(const RestConfiguration& configuration);
/// The options of a route that stands for an operation of `rest`; `binding` is its restBinding option.
BindingOptions operation_options(const Node& binding, const RestConfiguration& configuration);

/// Camel's RestBindingAdvice. Const: shared by all workers.
class RestBinding {
 public:
  /// What `before` found out, for `after`.
  struct State {
    enum class Marshal : std::uint8_t { None, Json, Xml };
    Marshal marshal = Marshal::None;
    std::optional<std::string> accept;
  };

  RestBinding(BindingOptions options, std::unique_ptr<const DataFormat> json_in, std::unique_ptr<const DataFormat> json_out)
      : options_(std::move(options)), json_in_(std::move(json_in)), json_out_(std::move(json_out)) {}

  /// Next; Stop when the exchange holds the answer already; Fail when the body is not what it should be.
  Flow before(Exchange& exchange, State& state) const;
  /// Completes the answer of an exchange that has ended, failed ones included.
  void after(Exchange& exchange, const State& state) const;
  /// The answer to a request that lacks something.
  struct Refusal {
    int status;
    Value body;
  };
  std::optional<Refusal> check_request(Exchange& exchange) const;
  std::optional<Refusal> check_response(Exchange& exchange) const;

 private:
  struct Kinds {
    bool json = false, xml = false;
  };
  bool may_json() const noexcept { return options_.mode == "auto" || options_.mode.find("json") != std::string::npos; }
  bool may_xml() const noexcept { return options_.mode == "auto" || options_.mode.find("xml") != std::string::npos; }
  Kinds request_kinds(const Exchange& exchange) const;
  Kinds answer_kinds(const Exchange& exchange, const State& state) const;
  Flow bind(Exchange& exchange, State& state) const;
  Flow unreadable(Exchange& exchange, Error error, std::string_view what) const;
  void add_cors(Exchange& exchange) const;
  void marshal(Exchange& exchange, const State& state) const;
  void marshal_json(Exchange& exchange) const;

  const BindingOptions options_;
  const std::unique_ptr<const DataFormat> json_in_, json_out_;
};

/// The JSON format with those of `options` that have this prefix (json.in., json.out.) or none; nullptr after a report.
std::unique_ptr<const DataFormat> json_format(const Pairs& options, std::string_view prefix, const Mark& mark, Assembler& assembler);

/// Makes a binding; nullptr after having reported why not.
std::shared_ptr<const RestBinding> make_binding(BindingOptions options, const Mark& mark, Assembler& assembler);

/// The first step of a route that serves: runs `before`, and sees to it that `after` comes.
std::unique_ptr<const Step> binding_step(std::shared_ptr<const RestBinding> binding);

}  // namespace kamel::rest
