// LeaseElection: a pod that leads while it holds the Lease.
#include "kamel-cli/serve/lease_election.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/operator/kube/fake_api.h"

namespace kamel::cli {
namespace {

using kube::test::Answer;
using kube::test::Asked;
using kube::test::FakeApi;

/// A Lease that is there, and whoever writes it has it.
struct Lease {
  std::string text = R"({"metadata":{"namespace":"shop","name":"orders-lock-tick","resourceVersion":"1"},"spec":{"holderIdentity":""}})";
  FakeApi api{[this](const Asked& asked) {
    if (asked.method == "PUT") text = asked.body;
    return Answer{200, text};
  }};
  std::string holder() const {
    const auto asked = api.asked();
    for (auto one = asked.rbegin(); one != asked.rend(); ++one) {
      if (one->method == "PUT") return kube::text_at(boost::json::parse(one->body).get_object(), {"spec", "holderIdentity"});
    }
    return "nobody yet";
  }
};

TEST(LeaseElection, LeadsWhenItHasTheLeaseAndGivesItBack) {
  Lease lease;
  LeaseElection election(lease.api.access(), "shop", "orders-lock", "pod-1");
  std::promise<bool> leads;
  const auto candidacy = election.stand("Tick", [&](bool now) { leads.set_value(now); });
  EXPECT_TRUE(leads.get_future().get());
  EXPECT_EQ(lease.holder(), "pod-1");
  EXPECT_EQ(lease.api.asked().at(0).target, "/apis/coordination.k8s.io/v1/namespaces/shop/leases/orders-lock-tick");
  std::promise<void> left;
  candidacy->leave([&] { left.set_value(); });
  left.get_future().get();
  EXPECT_EQ(lease.holder(), "");
}

TEST(LeaseElection, LeavesAtOnceWhenAnotherOneLeads) {
  Lease lease;
  lease.text = R"({"metadata":{"namespace":"shop","name":"l","resourceVersion":"1"},"spec":{"holderIdentity":"other","leaseDurationSeconds":1000}})";
  LeaseElection election(lease.api.access(), "shop", "orders-lock", "pod-1");
  const auto candidacy = election.stand("tick", [&](bool) { ADD_FAILURE() << "it must not lead"; });
  ASSERT_TRUE(lease.api.wait_for("leases", 1));
  std::promise<void> left;
  candidacy->leave([&] { left.set_value(); });
  left.get_future().get();
  EXPECT_EQ(lease.holder(), "nobody yet");
}

TEST(LeaseElection, IsThereOnlyWhereTheTraitAsksForIt) { EXPECT_EQ(pod_election(), nullptr); }

}  // namespace
}  // namespace kamel::cli
