// intercept, interceptFrom and interceptSendToEndpoint: steps that are woven into the routes of their file.
#pragma once

#include "engine/scope.h"

namespace kamel {

/// Whether an endpoint's URI is one that interceptSendToEndpoint names: `pattern` as it, or as NamePattern allows, "a:b" or "a://b". An empty one fits all.
bool is_intercepted(std::string_view uri, const std::string& pattern);

/// The options of intercept, interceptFrom and interceptSendToEndpoint.
std::span<const Field> interceptor_fields();

/// The interceptors that apply to one route; the Assembler asks it at each place where one may stand.
class Interceptors {
 public:
  Interceptors(const RouteScope& scope, Assembler& assembler);
  bool empty() const noexcept { return items_.empty(); }

  /// At the start of the route: those whose pattern fits its `from`.
  void from(std::string_view from_uri);
  /// Before the step `id`.
  void before_step(const std::string& id);
  /// Around a send to `uri`: `send` writes the send itself.
  void around_send(std::string_view uri, const std::function<void()>& send);

 private:
  struct Item {
    std::string kind;
    const Node* value;
    std::string id = {};
    Assembler::IdCounters ids = {};  // where the numbers of its steps begin: all its copies have the same ids
  };
  void number(std::string_view from_uri);
  std::uint32_t begin(const Item& item, const Options& options, std::vector<std::pair<Slice, Value>> notes, std::vector<std::pair<Slice, Value>> when_matched);
  Options read(const Item& item);
  Assembler& assembler_;
  std::string from_uri_;
  std::vector<Item> items_;
  bool inside_ = false;  // interceptors are not intercepted
};

}  // namespace kamel
