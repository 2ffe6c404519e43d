#include "connectors/kafka/wakeup.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <system_error>

#include "engine/worker.h"

namespace kamel::kafka {
namespace {
namespace asio = boost::asio;

int make_eventfd() {
  const int fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  return fd;
}
}  // namespace

struct Wakeup::Watch : std::enable_shared_from_this<Watch> {
  Watch(asio::io_context& io, std::function<void()> task) : descriptor(io.get_executor(), make_eventfd()), wake(std::move(task)) {}

  void arm() {
    descriptor.async_wait(asio::posix::descriptor_base::wait_read, [self = shared_from_this()](boost::system::error_code failed) {
      if (failed || !self->wake) return;
      std::uint64_t count = 0;
      [[maybe_unused]] const auto read = ::read(self->descriptor.native_handle(), &count, sizeof count);
      self->wake();
      if (self->wake) self->arm();
    });
  }

  asio::posix::basic_stream_descriptor<asio::io_context::executor_type> descriptor;
  std::function<void()> wake;
};

Wakeup::Wakeup(Worker& worker, std::function<void()> wake) : watch_(std::make_shared<Watch>(worker.io(), std::move(wake))) { watch_->arm(); }

Wakeup::~Wakeup() {
  watch_->wake = nullptr;
  boost::system::error_code ignored;
  watch_->descriptor.close(ignored);
}

void Wakeup::watch(rd_kafka_queue_t* queue) {
  constexpr std::uint64_t one = 1;
  rd_kafka_queue_io_event_enable(queue, watch_->descriptor.native_handle(), &one, sizeof one);
  // What was in the queue before will not wake anybody, and nothing after it would: look once.
  [[maybe_unused]] const auto written = ::write(watch_->descriptor.native_handle(), &one, sizeof one);
}

}  // namespace kamel::kafka
