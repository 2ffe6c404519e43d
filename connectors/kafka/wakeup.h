// Wakeup: lets librdkafka's queues wake a worker's loop.
#pragma once

#include <functional>
#include <memory>

#include "connectors/kafka/handles.h"

namespace kamel {
class Worker;
}

namespace kamel::kafka {

/// A descriptor that queues write to when they stop being empty, watched by a worker's loop. librdkafka writes once per change from
/// empty to not empty, and not again before the queue has been served: `wake` must therefore empty the queue or post itself again.
/// Made and destroyed on the worker's thread, or while its loop does not run.
class Wakeup {
 public:
  Wakeup(Worker& worker, std::function<void()> wake);
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  /// Wakes once at once, for what the queue may hold already. Several queues may share one. The queue must not outlive this object without `unwatch`.
  void watch(rd_kafka_queue_t* queue);
  static void unwatch(rd_kafka_queue_t* queue) { rd_kafka_queue_io_event_enable(queue, -1, nullptr, 0); }

 private:
  struct Watch;
  std::shared_ptr<Watch> watch_;
};

}  // namespace kamel::kafka
