#include "dsl/error.h"

#include <stdexcept>

namespace kamel {

struct Error::State {
  std::string type;
  std::string message;
  Error cause;
  std::shared_ptr<const Details> details;
};

Error::Error(std::string_view type, std::string message, Error cause)
    : state_(std::make_shared<const State>(State{std::string(type), std::move(message), std::move(cause), nullptr})) {}
Error::Error(std::string_view type, std::string message, std::shared_ptr<const Details> details)
    : state_(std::make_shared<const State>(State{std::string(type), std::move(message), {}, std::move(details)})) {}

std::string_view Error::type() const noexcept { return state_ ? std::string_view(state_->type) : std::string_view(); }

std::string_view Error::simple_type() const noexcept {
  const std::string_view whole = type();
  const auto dot = whole.find_last_of(".$");
  return dot == std::string_view::npos ? whole : whole.substr(dot + 1);
}

std::string_view Error::message() const noexcept { return state_ ? std::string_view(state_->message) : std::string_view(); }

const Error& Error::cause() const noexcept {
  static const Error none;
  return state_ ? state_->cause : none;
}

const Error::Details* Error::details() const noexcept { return state_ ? state_->details.get() : nullptr; }

std::string Error::text() const {
  std::string out(type());
  if (!message().empty()) out.append(": ").append(message());
  return out;
}

bool Error::is_a(std::string_view java_class) const noexcept {
  if (!state_) return false;
  for (std::string_view type = state_->type; !type.empty(); type = java_superclass(type)) {
    if (type == java_class) return true;
  }
  return false;
}

void throw_exception_from_error(const Error& error, std::source_location where) {
  throw std::logic_error(error.text() + " (unchecked at " + where.file_name() + ":" + std::to_string(where.line()) + ")");
}

}  // namespace kamel
