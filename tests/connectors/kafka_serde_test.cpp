// Keys, values and headers as Kafka's serializers write and read them.
#include <gtest/gtest.h>

#include "connectors/kafka/serde.h"

namespace kamel::kafka {
namespace {

TEST(KafkaSerde, KnowsTheSerializersByTheirJavaNames) {
  EXPECT_EQ(parse_serde("org.apache.kafka.common.serialization.StringDeserializer"), Serde::Text);
  EXPECT_EQ(parse_serde("org.apache.kafka.common.serialization.ByteArraySerializer"), Serde::Bytes);
  EXPECT_EQ(parse_serde("LongDeserializer"), Serde::Long);
  EXPECT_EQ(parse_serde("io.confluent.kafka.serializers.KafkaAvroDeserializer"), std::nullopt);
}

TEST(KafkaSerde, SharesTheBytesOfText) {
  const Slice bytes = Slice::copy("hello");
  const auto value = deserialize(Serde::Text, bytes);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->slice().data(), bytes.data());
  const auto back = serialize(Serde::Text, *value);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->data(), bytes.data());
}

TEST(KafkaSerde, WritesNumbersAsJavaDoes) {
  EXPECT_EQ(serialize(Serde::Int, Value(258))->view(), std::string_view("\0\0\1\2", 4));
  EXPECT_EQ(serialize(Serde::Long, Value(std::int64_t{-1}))->view(), std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff", 8));
  EXPECT_EQ(deserialize(Serde::Int, Slice::copy(std::string_view("\0\0\1\2", 4)))->as_whole(), 258);
  EXPECT_EQ(deserialize(Serde::Double, *serialize(Serde::Double, Value(2.5)))->as_double(), 2.5);
}

TEST(KafkaSerde, RefusesANumberOfTheWrongSize) {
  const auto value = deserialize(Serde::Int, Slice::copy("abc"));
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().type(), "org.apache.kafka.common.errors.SerializationException");
}

TEST(KafkaSerde, SendsHeadersAsCamelsSerializerDoes) {
  EXPECT_EQ(serialize_header(Value("x"))->view(), "x");
  EXPECT_EQ(serialize_header(Value(true))->view(), "true");
  EXPECT_EQ(serialize_header(Value(1))->size(), 4u);
  EXPECT_EQ(serialize_header(Value(std::int64_t{1}))->size(), 8u);
  EXPECT_EQ(serialize_header(Value(List{Value(1)})), std::nullopt);
  EXPECT_EQ(serialize_header(Value()), std::nullopt);
}

TEST(KafkaSerde, KeepsInternalHeadersInside) {
  EXPECT_TRUE(is_internal_header("CamelFileName"));
  EXPECT_TRUE(is_internal_header("camelThing"));
  EXPECT_TRUE(is_internal_header("kafka.KEY"));
  EXPECT_TRUE(is_internal_header("org.apache.camel.x"));
  EXPECT_FALSE(is_internal_header("kafkaesque"));
  EXPECT_FALSE(is_internal_header("ce_id"));
  EXPECT_FALSE(is_internal_header(""));
}

}  // namespace
}  // namespace kamel::kafka
