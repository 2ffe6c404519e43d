#include "connectors/seda/fan_out.h"

#include <atomic>

#include "connectors/seda/producer.h"
#include "engine/intake.h"
#include "engine/names.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

SedaParcel copy_of(const SedaParcel& parcel) {
  SedaParcel copy{.message = parcel.message, .properties = parcel.properties, .variables = parcel.variables, .to_endpoint = parcel.to_endpoint, .pattern = parcel.pattern, .waiting = nullptr, .carrier = nullptr};
  copy.message.body = copy.message.body.detached();
  detach(copy.message.headers);
  detach(copy.properties);
  detach(copy.variables);
  return copy;
}

// Deletes itself with the end of the last copy.
class FanOut final : public Origin {
 public:
  FanOut(SedaParcel parcel, std::size_t members) : parcel_(std::move(parcel)), left_(members) {}

  void deliver(Intake& intake, SedaParcel copy) {
    Exchange& exchange = intake.prepare(*this, 0, copy.pattern);
    exchange.message = std::move(copy.message);
    exchange.properties = std::move(copy.properties);
    exchange.variables = std::move(copy.variables);
    exchange.to_endpoint = std::move(copy.to_endpoint);
    exchange.start();
  }

  void settled(Exchange&, Ticket) noexcept override {
    if (left_.fetch_sub(1) != 1) return;
    if (parcel_.waiting) {
      SedaResult result;
      result.has_message = false;
      result.properties.set(Slice::literal(names::kCorrelationId), parcel_.properties.get(names::kCorrelationId));
      answer(parcel_.waiting, std::move(result));
    }
    delete this;
  }

 private:
  SedaParcel parcel_;
  std::atomic<std::size_t> left_;
};

}  // namespace

void fan_out(const std::shared_ptr<SedaQueue>& queue, SedaParcel parcel) {
  const std::vector<Intake*> members = queue->members();
  if (members.empty()) return;
  std::vector<SedaParcel> copies;
  for (std::size_t i = 0; i < members.size(); ++i) {
    copies.push_back(copy_of(parcel));
    copies.back().properties.set(Slice::literal(names::kMulticastIndex), static_cast<std::int32_t>(i));
    copies.back().properties.set(Slice::literal(names::kMulticastComplete), i + 1 == members.size());
  }
  auto* origin = new FanOut(std::move(parcel), members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    auto copy = std::make_shared<SedaParcel>(std::move(copies[i]));
    members[i]->worker().post([origin, intake = members[i], copy] { origin->deliver(*intake, std::move(*copy)); });
  }
}

}  // namespace kamel::connectors
