#include "kamel-cli/test/fields.h"

namespace kamel::cli::test_fields {
namespace {

constexpr Field kMessage[] = {
    {.name = "body", .type = FieldType::Any, .summary = "The whole body. A map or list is compared as JSON, all else as text; ~ is no body"},
    {.name = "bodyFile", .summary = "A file beside the test that holds the whole body"},
    {.name = "bodyContains", .type = FieldType::Texts, .summary = "Texts that the body has in it"},
    {.name = "bodyMatches", .summary = "A regular expression that fits the whole body"},
    {.name = "bodyIncludes", .type = FieldType::Any, .summary = "A part of a JSON body: other keys may be there as well"},
    {.name = "headers", .type = FieldType::Map, .summary = "Headers by name; ~ for one that must not be there. Others are not looked at"},
    {.name = "properties", .type = FieldType::Map, .summary = "Exchange properties, likewise"},
    {.name = "variables", .type = FieldType::Map, .summary = "Variables, likewise"},
    {.name = "that", .type = FieldType::Any, .summary = "Predicates in any language: [ { simple: \"${header.n} > 3\" } ]"},
    {.name = "at", .type = FieldType::Duration, .summary = "When it came, in the test's time since its start"},
    {.name = "exception", .summary = "The Java class, or one above it, of the exception that the exchange failed with"},
    {.name = "message", .summary = "A text that the exception's message has in it"},
};
constexpr Field kArrivals[] = {
    {.name = "count", .type = FieldType::Int, .summary = "How many messages came"},
    {.name = "messages", .type = FieldType::Any, .summary = "What came, in this order; the number counts, too, unless count is given"},
    {.name = "anyOrder", .type = FieldType::Bool, .summary = "The order of the messages does not matter", .fallback = "false"},
};
constexpr Field kAnswer[] = {
    {.name = "body", .type = FieldType::Any, .summary = "The reply's body; a map or list is sent as JSON. Without it the body stays as it is"},
    {.name = "bodyFile", .summary = "A file beside the test that holds the reply's body"},
    {.name = "headers", .type = FieldType::Map, .summary = "Headers that the reply adds"},
    {.name = "fail", .summary = "The Java class of an exception to fail with, for example java.net.ConnectException"},
    {.name = "message", .summary = "That exception's message", .fallback = "failed by the test"},
    {.name = "delay", .type = FieldType::Duration, .summary = "How long the answer takes, in the test's time", .fallback = "0"},
    {.name = "times", .type = FieldType::Int, .summary = "For how many messages; those after it get the next answer, or are just taken", .fallback = "-1"},
};
constexpr Field kMock[] = {
    {.name = "uri", .summary = "Which endpoints: kafka:orders, http:*, or a regular expression", .required = true},
    {.name = "answers", .type = FieldType::Objects, .summary = "What to answer, one after the other", .fields = kAnswer},
    {.name = "real", .type = FieldType::Bool, .summary = "Do not mock it: send to the endpoint itself", .fallback = "false"},
    {.name = "body", .type = FieldType::Any, .summary = "The reply's body; a map or list is sent as JSON. Without it the body stays as it is"},
    {.name = "bodyFile", .summary = "A file beside the test that holds the reply's body"},
    {.name = "headers", .type = FieldType::Map, .summary = "Headers that the reply adds"},
    {.name = "fail", .summary = "The Java class of an exception to fail with, for example java.net.ConnectException"},
    {.name = "message", .summary = "That exception's message", .fallback = "failed by the test"},
    {.name = "delay", .type = FieldType::Duration, .summary = "How long the answer takes, in the test's time", .fallback = "0"},
    {.name = "times", .type = FieldType::Int, .summary = "For how many messages; those after it are just taken", .fallback = "-1"},
};
constexpr std::string_view kPatterns[] = {"InOnly", "InOut"};
constexpr Field kSend[] = {
    {.name = "to", .summary = "The `from` of a route (kafka:orders, platform-http:/hello, timer:tick), a route's id, or direct:…, seda:…", .required = true},
    {.name = "body", .type = FieldType::Any, .summary = "The body; a map or list is sent as JSON"},
    {.name = "bodyFile", .summary = "A file beside the test that holds the body"},
    {.name = "headers", .type = FieldType::Map, .summary = "Headers by name"},
    {.name = "properties", .type = FieldType::Map, .summary = "Exchange properties by name"},
    {.name = "variables", .type = FieldType::Map, .summary = "Variables by name"},
    {.name = "pattern", .type = FieldType::Choice, .summary = "Whether a reply is wanted", .fallback = "InOut", .choices = kPatterns},
    {.name = "repeat", .type = FieldType::Int, .summary = "Send it so many times", .fallback = "1"},
    {.name = "expect", .type = FieldType::Any, .summary = "The reply: a text is its body, a map says more. Without `exception` the exchange must not fail"},
};
constexpr Field kExpect[] = {
    {.name = "order", .type = FieldType::Texts, .summary = "Endpoints in the order in which messages came to them; others are not looked at"},
    {.name = "log", .type = FieldType::Any, .summary = "Texts that are logged in this order; other lines may stand between them"},
    {.name = "notLogged", .type = FieldType::Texts, .summary = "Texts that no line that is logged has in it"},
    {.name = "failures", .type = FieldType::Int, .summary = "How many exchanges that nobody waits for (a Kafka record from another route) end with an exception", .fallback = "0"},
};
constexpr Field kStep[] = {
    {.name = "send", .type = FieldType::Any, .summary = "A message, or a list of them, each sent when the one before has ended"},
    {.name = "wait", .type = FieldType::Duration, .summary = "Lets time pass: 90s, 1h"},
    {.name = "expect", .type = FieldType::Any, .summary = "What has come to the endpoints since the start"},
};
constexpr Field kTest[] = {
    {.name = "name", .summary = "What is tested, as a sentence", .required = true},
    {.name = "send", .type = FieldType::Any, .summary = "A message, or a list of them, each sent when the one before has ended"},
    {.name = "expect", .type = FieldType::Any, .summary = "What has come to the endpoints when all is done, timeouts included"},
    {.name = "steps", .type = FieldType::Objects, .summary = "Instead of send and expect: any number of them, and waits, one after the other", .fields = kStep},
    {.name = "mocks", .type = FieldType::Any, .summary = "How endpoints answer; asked before those of the file"},
    {.name = "properties", .type = FieldType::Map, .summary = "Properties of the routes, over those of the file"},
    {.name = "skip", .summary = "Why the test is not run"},
};
constexpr Field kFile[] = {
    {.name = "routes", .type = FieldType::Texts, .summary = "The files to test, beside this one; without it orders.yaml for orders.test.yaml"},
    {.name = "properties", .type = FieldType::Map, .summary = "Properties of the routes"},
    {.name = "clock", .summary = "When the tests begin, for dates in routes", .fallback = "2026-01-01T00:00:00Z"},
    {.name = "mocks", .type = FieldType::Any, .summary = "How endpoints answer in all tests"},
    {.name = "tests", .type = FieldType::Objects, .summary = "The tests", .required = true, .fields = kTest},
};

}  // namespace

std::span<const Field> file() { return kFile; }
std::span<const Field> test() { return kTest; }
std::span<const Field> mock() { return kMock; }
std::span<const Field> answer() { return kAnswer; }
std::span<const Field> step() { return kStep; }
std::span<const Field> expect() { return kExpect; }
std::span<const Field> arrivals() { return kArrivals; }
std::span<const Field> send() { return kSend; }
std::span<const Field> message() { return kMessage; }

}  // namespace kamel::cli::test_fields
