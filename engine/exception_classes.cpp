#include "engine/exception_classes.h"

#include <algorithm>

namespace kamel {
namespace {

// Classes of Java and Camel that have no constructor with just a message. Sorted.
constexpr std::string_view kWithoutMessage[] = {
    "java.io.ObjectStreamException",
    "java.io.OptionalDataException",
    "java.io.UncheckedIOException",
    "java.io.WriteAbortedException",
    "java.net.HttpRetryException",
    "java.net.URISyntaxException",
    "java.nio.BufferOverflowException",
    "java.nio.BufferUnderflowException",
    "java.nio.InvalidMarkException",
    "java.nio.ReadOnlyBufferException",
    "java.nio.channels.AcceptPendingException",
    "java.nio.channels.AlreadyBoundException",
    "java.nio.channels.AlreadyConnectedException",
    "java.nio.channels.AsynchronousCloseException",
    "java.nio.channels.CancelledKeyException",
    "java.nio.channels.ClosedByInterruptException",
    "java.nio.channels.ClosedChannelException",
    "java.nio.channels.ClosedSelectorException",
    "java.nio.channels.ConnectionPendingException",
    "java.nio.channels.FileLockInterruptionException",
    "java.nio.channels.IllegalBlockingModeException",
    "java.nio.channels.IllegalChannelGroupException",
    "java.nio.channels.IllegalSelectorException",
    "java.nio.channels.InterruptedByTimeoutException",
    "java.nio.channels.NoConnectionPendingException",
    "java.nio.channels.NonReadableChannelException",
    "java.nio.channels.NonWritableChannelException",
    "java.nio.channels.NotYetBoundException",
    "java.nio.channels.NotYetConnectedException",
    "java.nio.channels.OverlappingFileLockException",
    "java.nio.channels.ReadPendingException",
    "java.nio.channels.ShutdownChannelGroupException",
    "java.nio.channels.UnresolvedAddressException",
    "java.nio.channels.UnsupportedAddressTypeException",
    "java.nio.channels.WritePendingException",
    "java.nio.charset.CharacterCodingException",
    "java.nio.charset.MalformedInputException",
    "java.nio.charset.UnmappableCharacterException",
    "java.nio.file.AtomicMoveNotSupportedException",
    "java.nio.file.ClosedDirectoryStreamException",
    "java.nio.file.ClosedFileSystemException",
    "java.nio.file.ClosedWatchServiceException",
    "java.nio.file.DirectoryIteratorException",
    "java.nio.file.InvalidPathException",
    "java.nio.file.ReadOnlyFileSystemException",
    "java.security.PrivilegedActionException",
    "java.sql.BatchUpdateException",
    "java.sql.DataTruncation",
    "java.sql.SQLClientInfoException",
    "java.text.ParseException",
    "java.time.format.DateTimeParseException",
    "java.util.EmptyStackException",
    "java.util.FormatFlagsConversionMismatchException",
    "java.util.FormatterClosedException",
    "java.util.IllegalFormatCodePointException",
    "java.util.IllegalFormatConversionException",
    "java.util.IllegalFormatException",
    "java.util.IllegalFormatPrecisionException",
    "java.util.IllegalFormatWidthException",
    "java.util.MissingResourceException",
    "java.util.concurrent.CompletionException",
    "java.util.concurrent.ExecutionException",
    "java.util.regex.PatternSyntaxException",
    "org.apache.camel.AlreadyStoppedException",
    "org.apache.camel.CamelAuthorizationException",
    "org.apache.camel.CamelExchangeException",
    "org.apache.camel.CamelExecutionException",
    "org.apache.camel.CamelUnitOfWorkException",
    "org.apache.camel.ExchangeTimedOutException",
    "org.apache.camel.ExpectedBodyTypeException",
    "org.apache.camel.ExpressionEvaluationException",
    "org.apache.camel.FailedToCreateConsumerException",
    "org.apache.camel.FailedToCreateProducerException",
    "org.apache.camel.FailedToCreateRouteFromTemplateException",
    "org.apache.camel.FailedToStartComponentException",
    "org.apache.camel.FailedToStartRouteException",
    "org.apache.camel.InvalidPayloadException",
    "org.apache.camel.InvalidPayloadRuntimeException",
    "org.apache.camel.InvalidPropertyException",
    "org.apache.camel.LoadPropertiesException",
    "org.apache.camel.NoSuchBeanTypeException",
    "org.apache.camel.NoSuchHeaderException",
    "org.apache.camel.NoSuchHeaderOrPropertyException",
    "org.apache.camel.NoSuchPropertyException",
    "org.apache.camel.NoSuchVariableException",
    "org.apache.camel.NoTypeConversionAvailableException",
    "org.apache.camel.PropertyBindingException",
    "org.apache.camel.ProxyInstantiationException",
    "org.apache.camel.RollbackExchangeException",
    "org.apache.camel.RuntimeExchangeException",
    "org.apache.camel.StreamCacheException",
    "org.apache.camel.TypeConversionException",
    "org.apache.camel.TypeConverterExistsException",
    "org.apache.camel.ValidationException",
    "org.apache.camel.VetoCamelContextStartException",
    "org.apache.camel.attachment.NoSuchAttachmentException",
    "org.apache.camel.component.bean.AmbiguousMethodCallException",
    "org.apache.camel.component.bean.MethodNotFoundException",
    "org.apache.camel.component.bean.ParameterBindingException",
    "org.apache.camel.component.direct.DirectConsumerNotAvailableException",
    "org.apache.camel.component.exec.ExecException",
    "org.apache.camel.component.jsonvalidator.JsonValidationException",
    "org.apache.camel.component.jsonvalidator.NoJsonBodyValidationException",
    "org.apache.camel.component.jsonvalidator.NoJsonHeaderValidationException",
    "org.apache.camel.component.kafka.KafkaConsumerFatalException",
    "org.apache.camel.component.kamelet.FailedToCreateKameletException",
    "org.apache.camel.component.kamelet.KameletConsumerNotAvailableException",
    "org.apache.camel.component.kamelet.KameletNotFoundException",
    "org.apache.camel.component.seda.SedaConsumerNotAvailableException",
    "org.apache.camel.dataformat.bindy.WrappedException",
    "org.apache.camel.dsl.yaml.common.exception.DuplicateFieldException",
    "org.apache.camel.dsl.yaml.common.exception.DuplicateKeyException",
    "org.apache.camel.dsl.yaml.common.exception.InvalidEndpointException",
    "org.apache.camel.dsl.yaml.common.exception.InvalidEnumException",
    "org.apache.camel.dsl.yaml.common.exception.InvalidExpressionException",
    "org.apache.camel.dsl.yaml.common.exception.InvalidNodeTypeException",
    "org.apache.camel.dsl.yaml.common.exception.InvalidRouteException",
    "org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException",
    "org.apache.camel.dsl.yaml.common.exception.UnsupportedFieldException",
    "org.apache.camel.dsl.yaml.common.exception.UnsupportedNodeTypeException",
    "org.apache.camel.http.base.HttpOperationFailedException",
    "org.apache.camel.language.bean.RuntimeBeanExpressionException",
    "org.apache.camel.language.csimple.CSimpleException",
    "org.apache.camel.language.groovy.GroovyValidationException",
    "org.apache.camel.language.joor.JoorCompilationException",
    "org.apache.camel.language.simple.types.SimpleIllegalSyntaxException",
    "org.apache.camel.language.simple.types.SimpleParserException",
    "org.apache.camel.language.xpath.InvalidXPathException",
    "org.apache.camel.processor.aggregate.ClosedCorrelationKeyException",
    "org.apache.camel.processor.idempotent.NoMessageIdException",
    "org.apache.camel.processor.resume.NoOffsetException",
    "org.apache.camel.support.processor.PredicateValidationException",
    "org.apache.camel.support.processor.validation.NoXmlBodyValidationException",
    "org.apache.camel.support.processor.validation.NoXmlHeaderValidationException",
    "org.apache.camel.support.processor.validation.SchemaValidationException",
    "org.apache.camel.support.task.TaskRunFailureException",
    "org.apache.camel.util.json.DeserializationException",
    "org.apache.camel.xml.io.XmlPullParserLocationException",
    "org.apache.camel.xml.io.util.XmlStreamReaderException",
};
static_assert(std::ranges::is_sorted(kWithoutMessage));

}  // namespace

Error make_exception(const std::string& type, std::string message) {
  const auto unmade = [&](std::string_view cause, std::string why) {
    return Error("org.apache.camel.CamelExchangeException", "Error creating new instance of class " + type + ". Caused by: [" + std::string(cause) + " - " + why + "]",
                 Error(cause, why));
  };
  Error made(type, std::move(message));
  const bool thrown = made.is_a("java.lang.Exception") && (!type.starts_with("java.") || type.starts_with("java.sql.") || type.ends_with("Exception"));
  if (!thrown || type == "java.lang.Throwable") {
    return unmade("java.lang.ClassCastException", "class " + type + " cannot be cast to class java.lang.Exception");
  }
  if (std::ranges::binary_search(kWithoutMessage, type)) return unmade("java.lang.NoSuchMethodException", type + ".<init>(java.lang.String)");
  return made;
}

bool check_exception_classes(std::span<const std::string> classes, const Mark& mark, Assembler& assembler) {
  const auto unknown = std::ranges::find_if_not(classes, [](const std::string& name) { return is_known_exception(name); });
  if (unknown == classes.end()) return true;
  assembler.error(mark, "no class '" + *unknown + "'", "exceptions of an application need a JVM; use one of Java's or Camel's own", "java.lang.ClassNotFoundException");
  return false;
}

}  // namespace kamel
