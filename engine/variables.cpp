#include "engine/variables.h"

#include <map>
#include <mutex>

#include "engine/context.h"

namespace kamel {
namespace {

/// Route and global variables, shared by all workers: values go in and out as detached copies.
struct SharedVariables {
  std::mutex mutex;
  std::map<std::string, Value, std::less<>> values;
};

SharedVariables& shared_variables(Exchange& exchange) {
  return *exchange.context().service<SharedVariables>([] { return std::make_shared<SharedVariables>(); });
}

bool is_shared(std::string_view name) noexcept { return name.starts_with("global:") || name.starts_with("route:"); }

// "route:x" is short for "route:<this route>:x".
std::string key_of(Exchange& exchange, std::string_view name) {
  if (!name.starts_with("route:") || name.find(':', 6) != std::string_view::npos) return std::string(name);
  return "route:" + std::string(exchange.route_id()) + ":" + std::string(name.substr(6));
}

std::string_view own_name(std::string_view name) noexcept { return name.starts_with("exchange:") ? name.substr(9) : name; }

}  // namespace

Value get_variable(Exchange& exchange, std::string_view name) {
  if (!is_shared(name)) return exchange.variables.get(own_name(name));
  SharedVariables& shared = shared_variables(exchange);
  const std::lock_guard lock(shared.mutex);
  const auto found = shared.values.find(key_of(exchange, name));
  return found == shared.values.end() ? Value() : found->second.detached();
}

void set_variable(Exchange& exchange, const Slice& name, Value value) {
  if (value.is_null()) return remove_variable(exchange, name);
  if (!is_shared(name)) return exchange.variables.set(own_name(name).size() == name.size() ? name : Slice(own_name(name)), std::move(value));
  SharedVariables& shared = shared_variables(exchange);
  Value copy = value.detached();
  const std::lock_guard lock(shared.mutex);
  shared.values.insert_or_assign(key_of(exchange, name), std::move(copy));
}

void remove_variable(Exchange& exchange, std::string_view name) {
  if (!is_shared(name)) {
    exchange.variables.erase(own_name(name));
    return;
  }
  SharedVariables& shared = shared_variables(exchange);
  const std::lock_guard lock(shared.mutex);
  shared.values.erase(key_of(exchange, name));
}

void set_header_variables(Exchange& exchange, const Slice& name, const Headers& headers) {
  const std::size_t scope = is_shared(name) ? name.view().find(':') + 1 : 0;
  const std::string start = std::string(name.view().substr(0, scope)) + "header:" + std::string(name.view().substr(scope)) + ".";
  for (const auto& [header, value] : headers) set_variable(exchange, Slice(start + header.str()), value);
}

void receive_into_variable(Exchange& exchange, const Slice& name, Message before) {
  set_variable(exchange, name, std::move(exchange.message.body));
  set_header_variables(exchange, name, exchange.message.headers);
  exchange.message = std::move(before);
}

}  // namespace kamel
