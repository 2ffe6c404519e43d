// Media: the media that a context's repositories have open.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine/repositories/medium.h"

namespace kamel {

class Context;

/// Any thread.
class Media {
 public:
  static std::shared_ptr<Media> of(Context& context);
  Media() = default;
  /// Flushes: whoever waits is told while the workers are still there.
  ~Media() { flush(); }
  Media(const Media&) = delete;
  Media& operator=(const Media&) = delete;

  using Open = std::function<Result<std::shared_ptr<Medium>>()>;
  /// The medium of that name, opened by the first who asks and kept while somebody holds it.
  Result<std::shared_ptr<Medium>> open(const std::string& name, const Open& open);

  /// How a Kafka is opened as a medium whose repositories are topics ("" as brokers: as endpoints without brokers do). Told by the connector's room, which this one does not know.
  using OpenKafka = std::function<Result<std::shared_ptr<Medium>>(const std::string& brokers)>;
  void offer_kafka(OpenKafka open);
  Result<std::shared_ptr<Medium>> kafka(const std::string& brokers);

  /// Waits until all that was asked for is durable: before the process ends.
  void flush();

 private:
  std::mutex mutex_;  // guards both
  std::map<std::string, std::weak_ptr<Medium>> media_;
  OpenKafka open_kafka_;
};

}  // namespace kamel
