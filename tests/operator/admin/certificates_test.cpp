#include "operator/admin/certificates.h"

#include <gtest/gtest.h>

namespace kamel::cluster {
namespace {

TEST(Certificates, AreGoodForAYearUnderTheirOwnAuthorityOnly) {
  const auto authority = make_authority();
  const auto other = make_authority();
  ASSERT_TRUE(authority && other);
  const auto server = issue(*authority, Purpose::Server, "team.admin.kamel.internal");
  ASSERT_TRUE(server) << server.error().text();
  EXPECT_GT(time_left(server->certificate, authority->certificate), std::chrono::hours(364 * 24));
  EXPECT_EQ(time_left(server->certificate, other->certificate).count(), 0);
  EXPECT_EQ(time_left("no certificate", authority->certificate).count(), 0);
  EXPECT_GT(time_left(authority->certificate, authority->certificate), std::chrono::hours(3649 * 24));
}

TEST(Certificates, CannotBeIssuedWithoutAnAuthority) { EXPECT_FALSE(issue({"", ""}, Purpose::Client, "me")); }

}  // namespace
}  // namespace kamel::cluster
