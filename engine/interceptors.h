// intercept, interceptFrom and interceptSendToEndpoint: steps that are woven into the routes of their file.
#pragma once

#include "engine/scope.h"

namespace kamel {

/// Whether an endpoint's URI is one that interceptSendToEndpoint names: `pattern` as it, or as NamePattern allows, "a:b" or "a://b". An empty one fits all.
bool is_intercepted(std::string_view uri, const std::string& pattern);

/// The options of intercept, interceptFrom and interceptSendToEndpoint.
std::span<const Field> interceptor_fields();

/// The ids that the interceptors of a set and their steps have been given: one element has the same in all routes. Where a set has an interceptor, ids are
/// seen by messages, and so they are counted through all routes, as in Camel.
struct InterceptorIds {
  struct Given {
    std::string id;
    Assembler::IdCounters steps;     // where the numbers of its steps begin
    std::string route_id, from_uri;  // of the first route that it applies to, whose name it bears in all
  };
  std::map<const Node*, Given> given;
  std::vector<const Node*> sends;  // interceptSendToEndpoint of all routes so far, as they took hold: they see the sends of all
  Assembler::IdCounters counters;
  bool counts = false;
};

/// Whether anything in the set is intercepted.
bool has_interceptors(const RouteSet& set);

/// The interceptors that apply to one route; the Assembler asks it at each place where one may stand.
class Interceptors {
 public:
  Interceptors(const RouteScope& scope, Assembler& assembler, InterceptorIds& ids);
  /// For a program that belongs to the route of `caller`: a Kamelet's, of which only sends are intercepted, or that of the steps behind its sink.
  Interceptors(const Interceptors& caller, Assembler& assembler, bool sends_only);
  bool empty() const noexcept { return items_.empty(); }
  /// Whether from now on only sends are intercepted: what follows are error handlers, or a Kamelet's steps, no steps of the route.
  void sends_only(bool only) noexcept { sends_only_ = only; }
  /// Whether what follows are the steps of an onException. In Camel their endpoints are made before the route's interceptors take hold: only those see sends to
  /// fixed endpoints that another route has brought into force.
  void within_clause(bool within) noexcept { within_clause_ = within; }

  /// First of all: gives them their ids in a route that begins `from_uri`.
  void begin(std::string_view from_uri);
  /// At the start of the route: those whose pattern fits its `from`.
  void from(std::string_view from_uri);
  /// Before the step `id`.
  void before_step(const std::string& id);
  /// The steps of one of the route's onCompletions, which are steps of the route. Where it is not the route's own, Camel does not say of which route.
  void completion(const Node& element, const Node* steps, bool names_route);
  /// Around a send to `uri`: `send` writes the send itself.
  void around_send(std::string_view uri, const std::function<void()>& send);
  /// Around a send to the endpoint that the topmost frame holds (engine/held_send.h).
  void around_held_send(const std::function<void()>& send);
  /// Whether a send to `uri` is intercepted here.
  bool sees(std::string_view uri);
  /// Whether sends are intercepted at all here.
  bool intercepts_sends() const;

 private:
  struct Item {
    std::string kind;
    const Node* value;
    bool own;  // of the route itself
    bool held_before = false;  // interceptSendToEndpoint: a route before this one has brought it into force
    std::string id = {};
    Assembler::IdCounters ids = {};  // where the numbers of its steps begin: all its copies have the same ids
  };
  using Notes = std::vector<std::pair<Slice, Value>>;
  /// How many of the interceptors, in the order in which they take hold, see what is being written. The steps of each are made before it takes hold.
  struct Active {
    std::size_t sends = static_cast<std::size_t>(-1), intercepts = static_cast<std::size_t>(-1);
  };
  /// While one lives an interceptor's steps are being written.
  class Inside {
   public:
    Inside(Interceptors& owner, Active active, bool names_route = false)
        : owner_(owner), active_(std::exchange(owner.active_, active)), names_route_(std::exchange(owner.names_route_, names_route)) {}
    ~Inside() {
      owner_.active_ = active_;
      owner_.names_route_ = names_route_;
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    Interceptors& owner_;
    Active active_;
    bool names_route_;
  };
  std::vector<const Item*> active(std::string_view kind, std::size_t count) const;
  bool sees(const Item& send, std::string_view uri);
  void number(std::string_view from_uri, const RouteScope& scope);
  void give_ids(const Node& value, std::string_view kind);
  std::uint32_t begin(const Item& item, const Options& options, Notes notes, Notes when_matched, std::unique_ptr<const Step> first = nullptr);
  Notes notes_of(const Item& item) const;
  void weave(const Item& item, const Options& options, Notes notes, const std::function<void()>& send);
  Options read(const Item& item);
  const RouteScope& scope_;
  Assembler& assembler_;
  InterceptorIds& ids_;
  std::string from_uri_;
  std::vector<Item> items_;
  std::vector<std::string> completions_;  // ids of the route's onCompletions, which count as steps
  bool sends_only_ = false;
  bool within_clause_ = false;
  bool names_route_ = true;
  Active active_;
};

}  // namespace kamel
