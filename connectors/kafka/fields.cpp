#include "connectors/kafka/fields.h"

#include <array>

namespace kamel::kafka {
namespace {

using enum FieldType;
constexpr std::string_view kConsumer = "consumer";
constexpr std::string_view kProducer = "producer";

constexpr std::array<std::string_view, 3> kResets{"latest", "earliest", "none"};
constexpr std::array<std::string_view, 2> kSeeks{"BEGINNING", "END"};
constexpr std::array<std::string_view, 2> kIsolations{"read_uncommitted", "read_committed"};
constexpr std::array<std::string_view, 5> kPollOnErrors{"DISCARD", "ERROR_HANDLER", "RECONNECT", "RETRY", "STOP"};
constexpr std::array<std::string_view, 5> kCodecs{"none", "gzip", "snappy", "lz4", "zstd"};
constexpr std::array<std::string_view, 4> kAcks{"all", "-1", "0", "1"};
constexpr std::array<std::string_view, 4> kProtocols{"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};

constexpr std::string_view kJavaObject = "it names a Java object; kamel has no JVM";
constexpr std::string_view kEventDriven = "records arrive by event, nothing polls";
constexpr std::string_view kNoPool = "routing goes on on the worker that sent the record; there is no pool";
constexpr std::string_view kRegistry = "schema registries are not supported; use the avro data format with the schema in a file";
constexpr std::string_view kKerberosCli = "librdkafka renews tickets itself";

constexpr Field consumer(std::string_view name, FieldType type, std::string_view summary, std::string_view fallback = {}) {
  return {.name = name, .type = type, .summary = summary, .fallback = fallback, .scope = kConsumer};
}
constexpr Field producer(std::string_view name, FieldType type, std::string_view summary, std::string_view fallback = {}) {
  return {.name = name, .type = type, .summary = summary, .fallback = fallback, .scope = kProducer};
}
constexpr Field common(std::string_view name, FieldType type, std::string_view summary, std::string_view fallback = {}) {
  return {.name = name, .type = type, .summary = summary, .fallback = fallback};
}
constexpr Field choice(Field field, std::span<const std::string_view> choices) {
  field.type = Choice;
  field.choices = choices;
  return field;
}
constexpr Field refused(Field field, std::string_view why) {
  field.refused = why;
  return field;
}
constexpr Field ignored(Field field, std::string_view why) {
  field.ignored = why;
  return field;
}
constexpr Field secret(Field field) {
  field.secret = true;
  return field;
}

const std::array kFields = {
    common("topic", Text, "the topic, where it does not stand in the URI; consumers take a list with commas"),
    common("brokers", Text, "host:port of the brokers, with commas; also camel.component.kafka.brokers"),
    common("clientId", Text, "tells this client from others in the brokers' logs"),
    common("additionalProperties", Map, "more properties of the Kafka client: additionalProperties.NAME=value, by librdkafka's names"),
    common("transacted", Bool,
           "consumers: deliver exactly once. What `to: kafka` sends on the same brokers is committed in one transaction with the offsets (each autoCommitIntervalMs, 100 by "
           "default), or taken back and run again; a record whose route fails is passed over, and nothing that it sent is seen. Producers: false leaves this send out of "
           "the transaction; true makes it fail outside of one (Camel then makes a transaction of each exchange, which is not supported)",
           "false"),
    common("transactionalId", Text,
           "as transacted=true, with this name; each worker of each process has a number of its own besides, which stays the same when it is started again (or groupInstanceId, where "
           "it is given). additionalProperties.transactional.id does the same"),
    choice(common("cloudEvents", Choice,
                  "kamel's own. binary: records are CloudEvents in Kafka's binary mode, and messages have them as HTTP has: ce_type is ce-type, content-type is Content-Type, the body "
                  "stays as it is. Producers take CamelCloudEvent… headers as well, and add what an event must have; partitionkey is the key where there is none",
                  "none"),
           kCloudEvents),
    refused(common("headerFilterStrategy", Reference, "which headers become record headers"),
            "Camel* and kafka.* headers are filtered as by default; use removeHeaders for others"),
    common("reconnectBackoffMs", Int, "first wait before connecting again", "50"),
    common("reconnectBackoffMaxMs", Int, "longest wait before connecting again", "1000"),
    common("retryBackoffMs", Int, "wait before a failed request is sent again", "100"),
    ignored(common("retryBackoffMaxMs", Int, "longest wait before a failed request is sent again", "1000"),
            "librdkafka 2.0 waits retryBackoffMs each time"),
    common("shutdownTimeout", Int, "how long records in flight may take to be settled when partitions are given up or the route stops (ms)", "30000"),
    common("connectionMaxIdleMs", Int, "idle connections are closed after this time", "540000"),
    common("metadataMaxAgeMs", Int, "metadata are fetched again after this time", "300000"),
    common("receiveBufferBytes", Int, "size of the socket's receive buffer", "65536"),
    common("sendBufferBytes", Int, "size of the socket's send buffer", "131072"),
    ignored(common("synchronous", Bool, "strictly synchronous processing", "false"), "sending never blocks a worker, and order is kept anyway"),
    refused(common("kafkaClientFactory", Reference, "makes the clients"), kJavaObject),
    refused(common("interceptorClasses", Text, "interceptors"), kJavaObject),

    consumer("groupId", Text, "the consumer group; a random one where there is none"),
    consumer("groupInstanceId", Text, "makes the member a static one"),
    choice(consumer("autoOffsetReset", Choice, "where to begin without a committed offset", "latest"), kResets),
    choice(consumer("seekTo", Choice, "begin there whatever is committed"), kSeeks),
    consumer("topicIsPattern", Bool, "the topic is a regular expression (POSIX extended), for whole names", "false"),
    choice(consumer("deliveryGuarantee", Choice,
                    "what a crash may do to a record: at-least-once, it may come again; at-most-once, offsets are committed before records are run, one may be gone; exactly-once, as "
                    "transacted=true",
                    "at-least-once"),
           kGuarantees),
    consumer("autoCommitEnable", Bool, "commit offsets of settled records in the background", "true"),
    consumer("autoCommitIntervalMs", Int,
             "how soon offsets of settled records are committed; nothing is sent while there are none. kamel's default is shorter than Camel's 5000, since what a killed process had "
             "not committed comes again: 50,000 records at 10,000 a second",
             "100"),
    consumer("allowManualCommit", Bool, "give each message a CamelKafkaManualCommit header that commits its offset", "false"),
    consumer("breakOnFirstError", Bool, "a record that failed is tried again until it succeeds, instead of being logged and passed over", "false"),
    ignored(consumer("consumersCount", Int, "number of consumers", "1"),
            "one group member serves all partitions: each keeps its order, and they run beside each other"),
    consumer("batching", Bool, "deliver lists of at most maxPollRecords exchanges, each with a record; each worker makes lists of its own partitions, one after the other", "false"),
    consumer("batchingIntervalMs", Int, "how long records wait for a full list at most; pollTimeoutMs by default"),
    consumer("checkCrcs", Bool, "check the CRC32 of record batches", "true"),
    consumer("commitTimeoutMs", Duration, "longest wait for a commit when partitions are given up", "5000"),
    consumer("consumerRequestTimeoutMs", Int, "longest wait for a response", "30000"),
    consumer("fetchMaxBytes", Int, "most bytes per fetch, which come on top of what waits already; kamel's default is smaller than Camel's 52428800, so that many partitions do not take much memory", "8388608"),
    consumer("fetchMinBytes", Int, "fewest bytes per fetch", "1"),
    consumer("fetchWaitMaxMs", Int, "how long the broker waits for fetchMinBytes", "500"),
    consumer("maxPartitionFetchBytes", Int, "most bytes per partition and fetch", "1048576"),
    consumer("maxPollRecords", Int, "most records taken from the client at once, and in a list (batching)", "500"),
    consumer("maxPollIntervalMs", Duration, "a member that was stuck for so long leaves the group", "300000"),
    consumer("pollTimeoutMs", Duration, "how long records wait for a full list (batching); nothing polls otherwise", "5000"),
    choice(consumer("pollOnError", Choice,
                    "what to do with a record that cannot be deserialised, or when the brokers refuse: ERROR_HANDLER logs it as an error and passes it over, DISCARD as a warning; RETRY "
                    "tries the record again, each second; RECONNECT leaves the group and joins again; STOP ends the consumer",
                    "ERROR_HANDLER"),
           kPollOnErrors),
    consumer("heartbeatIntervalMs", Int, "time between heartbeats", "3000"),
    consumer("sessionTimeoutMs", Int, "a member without heartbeats for so long is thrown out", "45000"),
    consumer("partitionAssignor", Text, "RangeAssignor, RoundRobinAssignor or CooperativeStickyAssignor", "org.apache.kafka.clients.consumer.RangeAssignor"),
    choice(consumer("isolationLevel", Choice, "whether records of open and aborted transactions are seen", "read_uncommitted"), kIsolations),
    consumer("keyDeserializer", Text, "StringDeserializer, ByteArrayDeserializer, IntegerDeserializer, LongDeserializer, DoubleDeserializer …",
             "org.apache.kafka.common.serialization.StringDeserializer"),
    consumer("valueDeserializer", Text, "as keyDeserializer", "org.apache.kafka.common.serialization.StringDeserializer"),
    refused(consumer("headerDeserializer", Reference, "turns record headers into values"), "record headers are byte[], as by default; convert them with simple"),
    ignored(consumer("preValidateHostAndPort", Bool, "check the brokers' names at start", "true"), "an unreachable broker is reported and retried"),
    refused(consumer("offsetRepository", Reference, "keeps offsets outside of Kafka"), "offsets are kept in Kafka"),
    refused(consumer("kafkaManualCommitFactory", Reference, "makes manual commits"), "manual commits are built in"),
    refused(consumer("specificAvroReader", Bool, "specific Avro reader", "false"), kRegistry),

    producer("key", Text, "key of all records; wins over header kafka.KEY"),
    producer("partitionKey", Int, "partition of all records; wins over header kafka.PARTITION_KEY"),
    producer("partitioner", Text, "only Kafka's default (murmur2 of the key)"),
    producer("partitionerIgnoreKeys", Bool, "spread records whatever their key", "false"),
    producer("useIterator", Bool, "a list as body is sent as one record per item", "true"),
    producer("recordMetadata", Bool, "put the records' metadata into header kafka.RECORD_META", "false"),
    producer("batchWithIndividualHeaders", Bool, "items of a list that are exchanges or messages send their own headers", "false"),
    choice(producer("requestRequiredAcks", Choice, "what must be acknowledged before a record counts as sent", "all"), kAcks),
    producer("enableIdempotence", Bool, "exactly one copy of each record, in order", "true"),
    choice(producer("compressionCodec", Choice, "compression", "none"), kCodecs),
    producer("lingerMs", Int, "wait for more records to send together", "0"),
    producer("producerBatchSize", Int, "most bytes per batch; kamel's default is larger than Camel's 16384", "1000000"),
    producer("bufferMemorySize", Int, "bytes waiting to be sent", "33554432"),
    producer("queueBufferingMaxMessages", Int, "records waiting to be sent", "100000"),
    producer("maxBlockMs", Int, "how long a record may wait for room among those waiting to be sent", "60000"),
    producer("maxInFlightRequest", Int, "unacknowledged requests per connection", "5"),
    producer("maxRequestSize", Int, "most bytes per request", "1048576"),
    producer("deliveryTimeoutMs", Int, "when a record that could not be delivered fails", "120000"),
    producer("requestTimeoutMs", Int, "how long a broker may take for a request", "30000"),
    producer("retries", Int, "how often a record is sent again; by default until deliveryTimeoutMs"),
    producer("keySerializer", Text, "StringSerializer, ByteArraySerializer, IntegerSerializer, LongSerializer, DoubleSerializer",
             "org.apache.kafka.common.serialization.StringSerializer"),
    producer("valueSerializer", Text, "as keySerializer", "org.apache.kafka.common.serialization.StringSerializer"),
    refused(producer("headerSerializer", Reference, "turns header values into bytes"), "headers are serialised as by default: text as UTF-8, numbers as big-endian bytes"),
    ignored(producer("workerPool", Reference, "pool to go on in"), kNoPool),
    ignored(producer("workerPoolCoreSize", Int, "threads of the pool", "10"), kNoPool),
    ignored(producer("workerPoolMaxSize", Int, "threads of the pool", "20"), kNoPool),
    refused(producer("metricReporters", Text, "metrics reporters"), kJavaObject),
    ignored(producer("metricsSampleWindowMs", Int, "window of the client's metrics", "30000"), "the client's own metrics are not exported"),
    ignored(producer("noOfMetricsSample", Int, "samples of the client's metrics", "2"), "the client's own metrics are not exported"),

    refused(common("schemaRegistryURL", Text, "schema registry"), kRegistry),
    choice(common("securityProtocol", Choice, "how to talk to the brokers", "PLAINTEXT"), kProtocols),
    common("saslMechanism", Text, "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, GSSAPI or OAUTHBEARER", "GSSAPI"),
    secret(common("saslJaasConfig", Text, "login module with username and password, keyTab and principal, or clientId, clientSecret and scope (OAUTHBEARER, from additionalProperties.sasl.oauthbearer.token.endpoint.url); or file:/path of a file with that text, read again when it changes")),
    common("saslKerberosServiceName", Text, "the brokers' Kerberos name"),
    common("kerberosInitCmd", Text, "how to get a ticket", "/usr/bin/kinit"),
    common("kerberosBeforeReloginMinTime", Int, "least time between logins (ms)", "60000"),
    refused(common("kerberosConfigLocation", Text, "krb5.conf"), "set KRB5_CONFIG in the environment"),
    ignored(common("kerberosPrincipalToLocalRules", Text, "rules for names", "DEFAULT"), "they are for brokers"),
    ignored(common("kerberosRenewJitter", Real, "jitter of renewals", "0.05"), kKerberosCli),
    ignored(common("kerberosRenewWindowFactor", Real, "when tickets are renewed", "0.8"), kKerberosCli),
    common("sslTruststoreLocation", Text, "PEM file of the authorities to trust, or a folder with ca.crt; the system's where it is absent. Read again when it changes"),
    secret(ignored(common("sslTruststorePassword", Text, "password of the trust store"), "PEM trust stores have none")),
    common("sslTruststoreType", Text, "PEM", "JKS"),
    common("sslKeystoreLocation", Text, "PKCS12 store, or PEM file, with the client's key and certificate; or a folder with tls.crt and tls.key (or user.crt and user.key). Read again when it changes"),
    secret(common("sslKeystorePassword", Text, "password of the PKCS12 store, or file:/path")),
    common("sslKeystoreType", Text, "PKCS12 or PEM", "JKS"),
    secret(common("sslKeyPassword", Text, "password of the private key, or file:/path")),
    common("sslEndpointAlgorithm", Text, "https: the brokers' names must be those of their certificates; none", "https"),
    common("sslCipherSuites", Text, "OpenSSL cipher list"),
    ignored(common("sslEnabledProtocols", Text, "TLS versions"), "the newest one that both sides have is taken"),
    ignored(common("sslProtocol", Text, "TLS version"), "the newest one that both sides have is taken"),
    ignored(common("sslProvider", Text, "Java's security provider"), "OpenSSL is used"),
    ignored(common("sslKeymanagerAlgorithm", Text, "Java's key manager", "SunX509"), "OpenSSL is used"),
    ignored(common("sslTrustmanagerAlgorithm", Text, "Java's trust manager", "PKIX"), "OpenSSL is used"),
    refused(common("sslContextParameters", Reference, "TLS settings"), "use sslTruststoreLocation and sslKeystoreLocation"),
};

}  // namespace

std::span<const Field> fields() { return kFields; }

}  // namespace kamel::kafka
