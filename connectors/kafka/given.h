// Given: an endpoint's options, each from its URI or from property camel.component.kafka.NAME.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/kafka/handles.h"
#include "connectors/kafka/mounted_files.h"
#include "engine/context.h"
#include "engine/named_values.h"
#include "engine/spec.h"

namespace kamel::kafka {

/// Reads options and collects the client's properties, each checked against librdkafka when it is set, so that what is wrong is told where
/// it was written. Borrows what it is made from.
class Given {
 public:
  Given(const EndpointDecl& decl, Context& context, Diagnostics& diagnostics) : decl_(decl), context_(context), diagnostics_(diagnostics) {}

  /// What was given, or nothing.
  std::optional<std::string> maybe(std::string_view name) const;
  /// What was given, or the field's default.
  std::string text(std::string_view name) const;
  bool flag(std::string_view name) const;
  /// Numbers and durations alike, durations in milliseconds.
  std::int64_t number(std::string_view name) const;
  std::optional<std::int64_t> maybe_number(std::string_view name) const;

  /// One property of the client; `name` is the option that it comes from.
  void set(std::string_view name, std::string property, std::string value);
  /// One that is read from a file whenever a client is made.
  void set_file(std::string_view name, FileProperty property);
  /// The client is made anew when this file changes.
  void watch(std::string path) { watched_.push_back(std::move(path)); }
  /// The option under librdkafka's name, always (with Camel's default) or only when given.
  void always(std::string_view name, std::string property) { set(name, std::move(property), text(name)); }
  void if_given(std::string_view name, std::string property);
  /// additionalProperties.NAME=value, and parameters that are no option at all, which are errors.
  /// `transactional`: the client's own transactions are ours to set up, so that those properties are left to us.
  void additional(bool transactional = false);

  void error(std::string_view name, std::string message, std::string hint = {});
  bool sets(std::string_view property) const;
  bool failed() const noexcept { return failed_; }
  Properties take_properties() { return std::move(properties_); }
  std::vector<FileProperty> take_files() { return std::move(files_); }
  std::vector<std::string> take_watched() { return std::move(watched_); }

 private:
  const Field& field(std::string_view name) const;
  const EndpointDecl& decl_;
  Context& context_;
  Diagnostics& diagnostics_;
  Properties properties_;
  std::vector<FileProperty> files_;
  std::vector<std::string> watched_;
  bool failed_ = false;
};

/// The security options, which consumers and producers share.
void set_security(Given& given);
/// Whether tokens that are asked for can be had. Once all is set.
void check_tokens(Given& given);

}  // namespace kamel::kafka
