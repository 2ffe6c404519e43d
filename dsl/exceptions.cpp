// The family tree of the Java exceptions that Camel reports, so that catching an ancestor catches its descendants.
#include <algorithm>

#include "dsl/error.h"
#include "dsl/exception_family.h"

namespace kamel {
namespace {

// Sorted by type. Sources: Camel 4.14's own class declarations and those of its libraries.
constexpr Kin kFamily[] = {
    Kin{"com.fasterxml.jackson.core.JsonParseException", "com.fasterxml.jackson.core.exc.StreamReadException"},
    Kin{"com.fasterxml.jackson.core.JsonProcessingException", "java.io.IOException"},
    Kin{"com.fasterxml.jackson.core.exc.StreamReadException", "com.fasterxml.jackson.core.JsonProcessingException"},
    Kin{"com.fasterxml.jackson.core.io.JsonEOFException", "com.fasterxml.jackson.core.JsonParseException"},
    Kin{"com.fasterxml.jackson.databind.JsonMappingException", "com.fasterxml.jackson.core.JsonProcessingException"},
    Kin{"com.fasterxml.jackson.databind.exc.InvalidDefinitionException", "com.fasterxml.jackson.databind.JsonMappingException"},
    Kin{"com.fasterxml.jackson.databind.exc.MismatchedInputException", "com.fasterxml.jackson.databind.JsonMappingException"},
    Kin{"com.jayway.jsonpath.InvalidJsonException", "com.jayway.jsonpath.JsonPathException"},
    Kin{"com.jayway.jsonpath.InvalidPathException", "com.jayway.jsonpath.JsonPathException"},
    Kin{"com.jayway.jsonpath.JsonPathException", "java.lang.RuntimeException"},
    Kin{"com.jayway.jsonpath.PathNotFoundException", "com.jayway.jsonpath.InvalidPathException"},
    Kin{"io.github.resilience4j.bulkhead.BulkheadFullException", "java.lang.RuntimeException"},
    Kin{"io.github.resilience4j.circuitbreaker.CallNotPermittedException", "java.lang.RuntimeException"},
    Kin{"org.apache.camel.AlreadyStoppedException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.CamelAuthorizationException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.CamelException", "java.lang.Exception"},
    Kin{"org.apache.camel.CamelExchangeException", "org.apache.camel.CamelException"},
    Kin{"org.apache.camel.CamelExecutionException", "org.apache.camel.RuntimeExchangeException"},
    Kin{"org.apache.camel.CamelUnitOfWorkException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.ExchangeTimedOutException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.ExpectedBodyTypeException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.ExpressionEvaluationException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.ExpressionIllegalSyntaxException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.FailedToCreateConsumerException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.FailedToCreateProducerException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.FailedToCreateRouteException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.FailedToCreateRouteFromTemplateException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.FailedToStartComponentException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.FailedToStartRouteException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.InvalidPayloadException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.InvalidPayloadRuntimeException", "org.apache.camel.RuntimeExchangeException"},
    Kin{"org.apache.camel.InvalidPropertyException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.LoadPropertiesException", "org.apache.camel.CamelException"},
    Kin{"org.apache.camel.NoFactoryAvailableException", "java.io.IOException"},
    Kin{"org.apache.camel.NoSuchBeanException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.NoSuchBeanTypeException", "org.apache.camel.NoSuchBeanException"},
    Kin{"org.apache.camel.NoSuchEndpointException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.NoSuchHeaderException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.NoSuchHeaderOrPropertyException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.NoSuchLanguageException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.NoSuchPropertyException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.NoSuchVariableException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.NoTypeConversionAvailableException", "org.apache.camel.CamelException"},
    Kin{"org.apache.camel.PropertyBindingException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.ProxyInstantiationException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.ResolveEndpointFailedException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.RollbackExchangeException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.RuntimeCamelException", "java.lang.RuntimeException"},
    Kin{"org.apache.camel.RuntimeExchangeException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.RuntimeExpressionException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.RuntimeTransformException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.StreamCacheException", "org.apache.camel.TypeConversionException"},
    Kin{"org.apache.camel.TypeConversionException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.TypeConverterExistsException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.TypeConverterLoaderException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.ValidationException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.ValueHolderException", "java.lang.Exception"},
    Kin{"org.apache.camel.attachment.NoSuchAttachmentException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.component.bean.AmbiguousMethodCallException", "org.apache.camel.RuntimeExchangeException"},
    Kin{"org.apache.camel.component.bean.MethodNotFoundException", "org.apache.camel.RuntimeExchangeException"},
    Kin{"org.apache.camel.component.bean.ParameterBindingException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.component.direct.DirectConsumerNotAvailableException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.component.exec.ExecException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.component.extension.verifier.ComponentVerifierException", "org.apache.camel.CamelException"},
    Kin{"org.apache.camel.component.extension.verifier.IllegalOptionException", "org.apache.camel.component.extension.verifier.ComponentVerifierException"},
    Kin{"org.apache.camel.component.extension.verifier.NoSuchOptionException", "org.apache.camel.component.extension.verifier.ComponentVerifierException"},
    Kin{"org.apache.camel.component.file.GenericFileOperationFailedException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.component.jsonvalidator.JsonValidationException", "org.apache.camel.ValidationException"},
    Kin{"org.apache.camel.component.jsonvalidator.NoJsonBodyValidationException", "org.apache.camel.ValidationException"},
    Kin{"org.apache.camel.component.jsonvalidator.NoJsonHeaderValidationException", "org.apache.camel.ValidationException"},
    Kin{"org.apache.camel.component.kafka.KafkaConsumerFatalException", "java.lang.RuntimeException"},
    Kin{"org.apache.camel.component.kamelet.FailedToCreateKameletException", "org.apache.camel.CamelException"},
    Kin{"org.apache.camel.component.kamelet.KameletConsumerNotAvailableException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.component.kamelet.KameletNotFoundException", "org.apache.camel.component.kamelet.FailedToCreateKameletException"},
    Kin{"org.apache.camel.component.seda.SedaConsumerNotAvailableException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.dataformat.bindy.WrappedException", "java.lang.RuntimeException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.DuplicateFieldException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.DuplicateKeyException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.InvalidEndpointException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.InvalidEnumException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.InvalidExpressionException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.InvalidNodeTypeException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.InvalidRouteException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.UnsupportedFieldException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.UnsupportedNodeTypeException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException", "org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException"},
    Kin{"org.apache.camel.http.base.HttpOperationFailedException", "org.apache.camel.CamelException"},
    Kin{"org.apache.camel.language.bean.RuntimeBeanExpressionException", "org.apache.camel.RuntimeExpressionException"},
    Kin{"org.apache.camel.language.csimple.CSimpleException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.language.joor.JoorCompilationException", "java.lang.RuntimeException"},
    Kin{"org.apache.camel.language.simple.types.SimpleIllegalSyntaxException", "org.apache.camel.ExpressionIllegalSyntaxException"},
    Kin{"org.apache.camel.language.simple.types.SimpleParserException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.language.xpath.InvalidXPathException", "org.apache.camel.RuntimeExpressionException"},
    Kin{"org.apache.camel.processor.ThrottlerRejectedExecutionException", "java.util.concurrent.RejectedExecutionException"},
    Kin{"org.apache.camel.processor.aggregate.ClosedCorrelationKeyException", "org.apache.camel.CamelExchangeException"},
    Kin{"org.apache.camel.processor.idempotent.NoMessageIdException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.processor.resequencer.MessageRejectedException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.processor.resume.NoOffsetException", "org.apache.camel.RuntimeCamelException"},
    Kin{"org.apache.camel.processor.validation.PredicateValidationException", "org.apache.camel.ValidationException"},
    Kin{"org.apache.camel.support.processor.PredicateValidationException", "org.apache.camel.ValidationException"},
    Kin{"org.apache.camel.support.processor.validation.NoXmlBodyValidationException", "org.apache.camel.ValidationException"},
    Kin{"org.apache.camel.support.processor.validation.NoXmlHeaderValidationException", "org.apache.camel.ValidationException"},
    Kin{"org.apache.camel.support.processor.validation.SchemaValidationException", "org.apache.camel.ValidationException"},
    Kin{"org.apache.camel.support.task.TaskRunFailureException", "java.lang.RuntimeException"},
    Kin{"org.apache.camel.xml.io.XmlPullParserLocationException", "java.lang.RuntimeException"},
    Kin{"org.apache.camel.xml.io.util.XmlStreamReaderException", "java.io.IOException"},
    Kin{"org.apache.hc.client5.http.ClientProtocolException", "java.io.IOException"},
    Kin{"org.apache.hc.client5.http.ConnectTimeoutException", "java.net.SocketTimeoutException"},
    Kin{"org.apache.hc.client5.http.HttpHostConnectException", "java.net.ConnectException"},
    Kin{"org.apache.hc.core5.http.ConnectionClosedException", "java.io.IOException"},
    Kin{"org.apache.hc.core5.http.NoHttpResponseException", "java.io.IOException"},
    Kin{"org.apache.kafka.clients.consumer.CommitFailedException", "org.apache.kafka.common.KafkaException"},
    Kin{"org.apache.kafka.clients.consumer.InvalidOffsetException", "org.apache.kafka.common.KafkaException"},
    Kin{"org.apache.kafka.clients.consumer.NoOffsetForPartitionException", "org.apache.kafka.clients.consumer.InvalidOffsetException"},
    Kin{"org.apache.kafka.clients.consumer.OffsetOutOfRangeException", "org.apache.kafka.clients.consumer.InvalidOffsetException"},
    Kin{"org.apache.kafka.common.InvalidRecordException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.KafkaException", "java.lang.RuntimeException"},
    Kin{"org.apache.kafka.common.config.ConfigException", "org.apache.kafka.common.KafkaException"},
    Kin{"org.apache.kafka.common.errors.ApiException", "org.apache.kafka.common.KafkaException"},
    Kin{"org.apache.kafka.common.errors.AuthenticationException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.AuthorizationException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.ClusterAuthorizationException", "org.apache.kafka.common.errors.AuthorizationException"},
    Kin{"org.apache.kafka.common.errors.CorruptRecordException", "org.apache.kafka.common.errors.RetriableException"},
    Kin{"org.apache.kafka.common.errors.DisconnectException", "org.apache.kafka.common.errors.InvalidMetadataException"},
    Kin{"org.apache.kafka.common.errors.FencedInstanceIdException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.GroupAuthorizationException", "org.apache.kafka.common.errors.AuthorizationException"},
    Kin{"org.apache.kafka.common.errors.InconsistentGroupProtocolException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.InvalidConfigurationException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.InvalidMetadataException", "org.apache.kafka.common.errors.RetriableException"},
    Kin{"org.apache.kafka.common.errors.InvalidProducerEpochException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.InvalidRequiredAcksException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.InvalidTimestampException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.InvalidTopicException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.LeaderNotAvailableException", "org.apache.kafka.common.errors.InvalidMetadataException"},
    Kin{"org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException", "org.apache.kafka.common.errors.RetriableException"},
    Kin{"org.apache.kafka.common.errors.NotEnoughReplicasException", "org.apache.kafka.common.errors.RetriableException"},
    Kin{"org.apache.kafka.common.errors.NotLeaderOrFollowerException", "org.apache.kafka.common.errors.InvalidMetadataException"},
    Kin{"org.apache.kafka.common.errors.OutOfOrderSequenceException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.ProducerFencedException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.RebalanceInProgressException", "org.apache.kafka.common.errors.RetriableException"},
    Kin{"org.apache.kafka.common.errors.RecordBatchTooLargeException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.RecordTooLargeException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.RetriableException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.SaslAuthenticationException", "org.apache.kafka.common.errors.AuthenticationException"},
    Kin{"org.apache.kafka.common.errors.SerializationException", "org.apache.kafka.common.KafkaException"},
    Kin{"org.apache.kafka.common.errors.SslAuthenticationException", "org.apache.kafka.common.errors.AuthenticationException"},
    Kin{"org.apache.kafka.common.errors.TimeoutException", "org.apache.kafka.common.errors.RetriableException"},
    Kin{"org.apache.kafka.common.errors.TopicAuthorizationException", "org.apache.kafka.common.errors.AuthorizationException"},
    Kin{"org.apache.kafka.common.errors.TransactionalIdAuthorizationException", "org.apache.kafka.common.errors.AuthorizationException"},
    Kin{"org.apache.kafka.common.errors.UnknownServerException", "org.apache.kafka.common.errors.ApiException"},
    Kin{"org.apache.kafka.common.errors.UnknownTopicOrPartitionException", "org.apache.kafka.common.errors.InvalidMetadataException"},
    Kin{"org.apache.kafka.common.errors.UnsupportedVersionException", "org.apache.kafka.common.errors.ApiException"},
};
static_assert(std::ranges::is_sorted(kFamily, {}, &Kin::type));

const Kin* find(std::string_view java_class) noexcept {
  for (const std::span<const Kin> family : {java_exceptions(), std::span<const Kin>(kFamily)}) {
    const auto found = std::ranges::lower_bound(family, java_class, {}, &Kin::type);
    if (found != family.end() && found->type == java_class) return &*found;
  }
  return nullptr;
}

}  // namespace

std::string_view java_superclass(std::string_view java_class) noexcept {
  const Kin* found = find(java_class);
  return found != nullptr ? found->parent : "java.lang.Exception";
}

// Any class will do for Camel, java.lang.Object as well; of the packages that are not listed in whole nobody knows which there are.
bool is_known_exception(std::string_view java_class) noexcept {
  for (const std::string_view package : {"java.awt.", "java.beans.", "javax.", "jakarta.", "org.apache.", "org.xml.", "org.w3c.", "com.fasterxml.jackson.", "com.jayway.jsonpath.", "io.github.resilience4j."}) {
    if (java_class.starts_with(package)) return true;
  }
  if (find(java_class) != nullptr) return true;
  constexpr std::string_view kOthers[] = {"java.io.Serializable", "java.lang.Integer", "java.lang.Object", "java.lang.String", "java.util.List", "java.util.Map"};
  return std::ranges::binary_search(kOthers, java_class);
}

}  // namespace kamel
