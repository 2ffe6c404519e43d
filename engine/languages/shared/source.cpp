// Reading an expression's input from a header, a property or a variable.
#include "engine/languages/shared/source.h"

#include "engine/variables.h"

namespace kamel::languages {
namespace {

Error missing(std::string_view java_class, std::string_view name, std::string_view what) {
  Error cause(java_class, "No '" + std::string(name) + "' " + std::string(what) + " available");
  return Error("org.apache.camel.RuntimeCamelException", cause.text(), cause);
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

InputSource::InputSource(std::string_view text) {
  if (text.empty()) return;
  if (take(text, "header:")) {
    kind_ = Kind::Header;
  } else if (take(text, "property:")) {
    kind_ = Kind::Property;
  } else {
    take(text, "variable:");
    kind_ = Kind::Variable;
  }
  name_ = text;
}

Result<Value> InputSource::read(Exchange& exchange) const {
  switch (kind_) {
    case Kind::Body:
      return exchange.message.body;
    case Kind::Header: {
      const Value* found = exchange.message.headers.find(name_);
      if (found == nullptr || found->is_null()) return missing("org.apache.camel.NoSuchHeaderException", name_, "header");
      return *found;
    }
    case Kind::Property: {
      const Value* found = exchange.properties.find(name_);
      if (found == nullptr || found->is_null()) return missing("org.apache.camel.NoSuchPropertyException", name_, "exchange property");
      return *found;
    }
    case Kind::Variable:
      return get_variable(exchange, name_);
  }
  return Value();
}

std::string InputSource::name() const {
  switch (kind_) {
    case Kind::Header:
      return "header(" + name_ + ")";
    case Kind::Property:
      return "exchangeProperty(" + name_ + ")";
    case Kind::Variable:
      return "variable(" + name_ + ")";
    default:
      return "body";
  }
}

}  // namespace kamel::languages
