// Bodies that lie in a file.
#include "connectors/bodies/stored_body.h"

#include <gtest/gtest.h>

#include "engine/convert.h"

namespace kamel::connectors {
namespace {

Value store(std::initializer_list<std::string_view> pieces) {
  auto opened = BodyStore::open({});
  EXPECT_TRUE(opened.has_value());
  for (const auto piece : pieces) EXPECT_TRUE((*opened)->append(piece).has_value());
  return (*opened)->finish();
}

TEST(StoredBody, GivesItsBytesPieceByPiece) {
  const Value value = store({"hello ", "world"});
  const auto* body = value.object_as<StoredBody>();
  ASSERT_NE(body, nullptr);
  EXPECT_EQ(body->size(), 11u);
  char bytes[16];
  EXPECT_EQ(body->read(6, bytes, sizeof bytes), 5);
  EXPECT_EQ(std::string_view(bytes, 5), "world");
  EXPECT_EQ(body->read(11, bytes, sizeof bytes), 0);
}

TEST(StoredBody, IsAStreamToWhoeverAsks) {
  const Value value = store({"a,b"});
  EXPECT_EQ(to_text(value).view(), "a,b");
  Slice mapped;
  { mapped = store({"outlives its body"}).object_as<StoredBody>()->map(); }
  EXPECT_EQ(mapped.view(), "outlives its body");
  EXPECT_EQ(to_text(store({})).view(), "");
}

TEST(StoredBody, SaysWhereItCannotBeStored) {
  const auto opened = BodyStore::open({.threshold = 1, .directory = "/nowhere/at/all"});
  ASSERT_TRUE(opened.has_error());
  EXPECT_NE(opened.error().message().find("/nowhere/at/all"), std::string::npos) << opened.error().message();
}

}  // namespace
}  // namespace kamel::connectors
