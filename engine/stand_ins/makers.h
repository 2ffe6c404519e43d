// The makers of the single stand-ins.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/stand_ins/stand_in.h"

namespace kamel::stand_ins {

/// The message transforms of Camel's Kamelets (kafka.transform), by their class name without package; nullptr: none of these.
StandInPtr transform(std::string_view name, const BeanDecl* bean);
StandInPtr router(std::string_view name, const BeanDecl* bean);
/// AtomicInteger, AtomicLong, AtomicBoolean.
StandInPtr atomic(std::string_view name, const BeanDecl* bean);
/// KafkaHeaderDeserializer, ManualCommit, BatchManualCommit, DefaultKafkaManualCommitFactory.
StandInPtr kafka_helper(std::string_view name, const BeanDecl* bean);

/// What a stand-in is told: a bean's properties; where only a class was named, the exchange properties of the same names.
class Settings {
 public:
  explicit Settings(const BeanDecl* bean);
  std::optional<std::string> get(std::string_view name, const Exchange& exchange) const;
  std::string get(std::string_view name, const Exchange& exchange, std::string_view otherwise) const { return get(name, exchange).value_or(std::string(otherwise)); }

 private:
  bool of_bean_;
  std::map<std::string, std::string, std::less<>> own_;
};

}  // namespace kamel::stand_ins
