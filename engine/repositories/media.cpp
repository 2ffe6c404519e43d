#include "engine/repositories/media.h"

#include <vector>

#include "engine/context.h"

namespace kamel {

std::shared_ptr<Media> Media::of(Context& context) {
  return context.service<Media>([] { return std::make_shared<Media>(); });
}

Result<std::shared_ptr<Medium>> Media::open(const std::string& name, const Open& open) {
  const std::lock_guard lock(mutex_);
  if (auto known = media_[name].lock()) return known;
  Result<std::shared_ptr<Medium>> opened = open();
  if (opened) media_[name] = *opened;
  return opened;
}

void Media::offer_kafka(OpenKafka open) {
  const std::lock_guard lock(mutex_);
  open_kafka_ = std::move(open);
}

Result<std::shared_ptr<Medium>> Media::kafka(const std::string& brokers) {
  OpenKafka how;
  {
    const std::lock_guard lock(mutex_);
    how = open_kafka_;
  }
  if (!how) return Error("java.lang.UnsupportedOperationException", "there is no Kafka in this program");
  return open("kafka:" + brokers, [&] { return how(brokers); });
}

void Media::flush() {
  std::vector<std::shared_ptr<Medium>> held;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, weak] : media_) {
      if (auto medium = weak.lock()) held.push_back(std::move(medium));
    }
  }
  for (const auto& medium : held) medium->flush();
}

}  // namespace kamel
