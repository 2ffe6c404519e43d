// What an endpoint's options come to: the properties of its client, and what we do ourselves.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "connectors/kafka/handles.h"
#include "connectors/kafka/mounted_files.h"
#include "connectors/kafka/serde.h"

namespace kamel {
struct EndpointDecl;
class Context;
class Diagnostics;
}  // namespace kamel

namespace kamel::kafka {

/// How many bytes, and how many records, one worker's queue holds before librdkafka stops fetching. In its memory a record takes some 500 bytes besides its own: a
/// queue of short ones must be limited by their number, else a sink that stands still costs ten times the bytes that wait before it.
inline constexpr std::size_t kQueueLimit = 8 * 1024 * 1024;
inline constexpr std::size_t kQueueRecords = 32'000;

/// A client's properties without bootstrap.servers. No brokers: the embedded one.
struct ClientSettings {
  std::string brokers;
  Properties properties;
  std::vector<FileProperty> files = {};     // more properties
  std::vector<std::string> watched = {};    // a client is made anew when one of these files changes
  /// Everything for a client made now, the files read.
  Result<Properties> resolved() const;
  /// Two clients with the same text are interchangeable. Holds secrets.
  std::string identity() const;
};

/// What a crash may do to a record: it comes again, it is gone, neither of them (from Kafka to the same Kafka).
enum class Guarantee : std::uint8_t { AtLeastOnce, AtMostOnce, ExactlyOnce };

/// What happens when a record cannot be deserialised, or the brokers refuse (pollOnError).
enum class PollOnError : std::uint8_t { ErrorHandler, Discard, Reconnect, Retry, Stop };

struct ConsumerSettings {
  ClientSettings client;
  Guarantee guarantee = Guarantee::AtLeastOnce;
  ClientSettings transaction;        // the producer's, without its transactional.id (ExactlyOnce)
  std::string transactional_id;      // as given, or made of group and route; each lane's has the instance and its number besides
  std::string instance;              // as given (groupInstanceId); empty: made
  std::chrono::milliseconds transaction_interval{100};
  std::vector<std::string> topics;  // patterns begin with ^
  std::string group;
  Serde key = Serde::Text;
  Serde value = Serde::Text;
  bool events = false;  // the records are CloudEvents
  std::optional<std::int64_t> seek_to;  // RD_KAFKA_OFFSET_BEGINNING or _END
  std::optional<bool> reset_to_end;  // autoOffsetReset; none: an error
  bool from_end = true;  // where nothing has been committed
  bool auto_commit = true;
  bool manual_commit = false;
  bool break_on_first_error = false;
  PollOnError poll_on_error = PollOnError::ErrorHandler;
  bool batching = false;                            // lists of at most `batch` records
  std::chrono::milliseconds bundle_interval{5000};  // how long they wait for a full one
  std::chrono::milliseconds drain{30000};
  std::chrono::milliseconds commit_timeout{5000};  // of the last commit, before partitions are given up
  std::chrono::milliseconds retry{1000};
  std::size_t batch = 500;
};

struct ProducerSettings {
  ClientSettings client;
  std::string topic;
  std::optional<std::string> key;
  std::optional<std::int32_t> partition;
  Serde key_serde = Serde::Text;
  Serde value_serde = Serde::Text;
  bool use_iterator = true;
  bool events = false;  // the records are CloudEvents
  bool record_metadata = false;
  bool individual_headers = false;  // of items that are exchanges
  bool transacted = false;  // a send outside of such a transaction fails
  bool joins = true;  // the transaction of the record that the exchange came with
  std::chrono::milliseconds maximum_block{60000};
  std::int64_t delivery_timeout_ms = 120000;
};

/// nullopt after having reported what is wrong.
std::optional<ConsumerSettings> consumer_settings(const EndpointDecl& decl, const std::string& route_id, Context& context, Diagnostics& diagnostics);
std::optional<ProducerSettings> producer_settings(const EndpointDecl& decl, Context& context, Diagnostics& diagnostics);

}  // namespace kamel::kafka
