// AggregationRepository: where an aggregate's groups are kept.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/repositories/medium.h"

namespace kamel {

class Aggregator;
class Assembler;
struct Mark;

struct AggregationRepository {
  std::shared_ptr<Medium> medium = nullptr;  // none: in memory
  std::string name = {};
  std::vector<Stored> rows = {};  // what the medium holds at the start
  bool recovers = true;
  std::chrono::milliseconds recovery_interval{5000};
  std::int64_t maximum_redeliveries = 0;  // 0: without end
};

/// The repository that `reference` names, opened; another step's option may name one, too (resequence). Without a medium where it is to be in memory. nullopt after a report.
std::optional<AggregationRepository> open_repository(std::string_view reference, const std::string& owner, const Mark& mark, Assembler& assembler);

/// The aggregator whose repository `reference` names: a bean or "#class:…". Steps that name the same bean share it, groups and all, as in Camel; it is kept across
/// live swaps. `dead_letter` is given the repository's deadLetterUri. nullptr after a report.
std::shared_ptr<Aggregator> find_aggregator(std::string_view reference, const std::string& owner, const Mark& mark, Assembler& assembler, std::string& dead_letter);

}  // namespace kamel
