// intercept, interceptFrom and interceptSendToEndpoint: steps that are woven into the routes of their file.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// The interceptors that apply to one route; the Assembler asks it at each place where one may stand.
class Interceptors {
 public:
  Interceptors(const RouteDecl& route, Assembler& assembler);
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
    std::optional<Assembler::IdCounters> ids = {};  // where its first copy began: the others have the same ids
  };
  std::uint32_t begin(Item& item, const Options& options, std::vector<std::pair<Slice, Value>> notes, std::string_view when_matched);
  Options read(const Item& item);
  Assembler& assembler_;
  std::string from_uri_;
  std::vector<Item> items_;
  bool inside_ = false;  // interceptors are not intercepted
};

}  // namespace kamel
