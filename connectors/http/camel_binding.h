// CamelBinding: requests as messages and exchanges as answers, as Camel's platform-http does it.
#pragma once

#include <string>
#include <vector>

#include "connectors/http/server.h"
#include "dsl/value.h"

namespace kamel::http {

struct CamelBindingOptions {
  bool mute_exception = true;
  bool return_request_headers = false;
  bool body_with_form = true;      // a form's fields as the body
  bool read_forms = true;          // useBodyHandler
  bool proxy = false;              // CamelHttpHost for a proxy route
  std::string allowed_extensions;  // of uploaded files, lower case; "": all
};

class CamelBinding : public Binding {
 public:
  /// `path` as it is mounted: its parameters are not sent back as headers.
  CamelBinding(CamelBindingOptions options, const std::string& path)
      : options_(std::move(options)), path_parameters_(PathPattern(path).names()) {}
  bool admit(const Request& request, Response& refusal) const override;
  void fill(const Request& request, Exchange& exchange) const override;
  void answer(Exchange& exchange, Response& response) const override;
  bool stores() const override { return true; }

 private:
  void fill_form(const Request& request, std::string_view type, Exchange& exchange) const;
  void fill_uploads(const std::vector<const struct Part*>& uploads, Exchange& exchange) const;
  bool write_headers(const Exchange& exchange, Response& response) const;
  const CamelBindingOptions options_;
  const std::vector<std::string> path_parameters_;
};

/// The bytes that Camel sends for a body; nullopt where it has no conversion (lists, maps, booleans) and answers 500.
std::optional<Slice> body_bytes(const Value& body, Exchange& exchange);
/// A body that lies in a file, to be read while it is sent; nullptr for all others.
std::unique_ptr<Outflow> body_flow(const Value& body);
/// Sets a header, or adds to a list when it is there.
void append_header(Exchange& exchange, Slice name, Value value);

}  // namespace kamel::http
