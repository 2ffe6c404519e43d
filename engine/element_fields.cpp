#include "engine/element_fields.h"

#include <algorithm>

namespace kamel {
namespace {

constexpr std::string_view kNoCode = "a bean is data here: its class and its properties";
constexpr std::string_view kNoCalls = "beans have no methods here";

constexpr Field kConfiguration[] = {
    {.name = "errorHandler", .type = FieldType::Any, .summary = "what happens to failures of the routes"},
    {.name = "precondition", .summary = "in simple: the configuration is left out where this is false"},
    {.name = "onException", .type = FieldType::Any, .summary = "what to do with failures, by class"},
    {.name = "onCompletion", .type = FieldType::Any, .summary = "what to do when a message has been processed"},
    {.name = "intercept", .type = FieldType::Any, .summary = "what to do before each step"},
    {.name = "interceptFrom", .type = FieldType::Any, .summary = "what to do with each message that comes in"},
    {.name = "interceptSendToEndpoint", .type = FieldType::Any, .summary = "what to do before, or instead of, a send"},
};

constexpr Field kBean[] = {
    {.name = "name", .summary = "by which it is found", .required = true},
    {.name = "type", .summary = "its class", .required = true},
    {.name = "properties", .type = FieldType::Map, .summary = "what it is set to"},
    {.name = "constructors", .type = FieldType::Map, .summary = "what it is made of"},
    {.name = "initMethod", .ignored = kNoCalls},
    {.name = "destroyMethod", .ignored = kNoCalls},
    {.name = "factoryMethod", .ignored = kNoCalls},
    {.name = "factoryBean", .refused = kNoCode},
    {.name = "builderClass", .refused = kNoCode},
    {.name = "builderMethod", .refused = kNoCode},
    {.name = "script", .refused = kNoCode},
    {.name = "scriptLanguage", .refused = kNoCode},
    {.name = "scriptPropertyPlaceholders", .refused = kNoCode},
};

// Packages of what Camel, Java and their databases bring: whether such a class is known here is told by who uses the bean.
constexpr std::string_view kBrought[] = {"java.",  "javax.",   "jakarta.",  "org.apache.", "org.springframework.", "org.infinispan.", "org.postgresql.", "org.mariadb.",   "org.h2.",
                                         "org.hsqldb.", "org.sqlite.", "com.mysql.", "com.zaxxer.", "com.microsoft.",       "com.ibm.",        "com.fasterxml.",  "com.hazelcast.", "oracle.", "io."};

// Camel makes each bean when it reads it, whether anybody uses it or not.
void check_class(const Options& bean, Assembler& assembler) {
  std::string type = bean.text("type");
  if (type.starts_with("#class:")) type = type.substr(7);
  type.resize(std::min(type.find_first_of("(#"), type.size()));
  if (type.find('.') == std::string::npos || std::ranges::any_of(kBrought, [&](std::string_view package) { return type.starts_with(package); })) return;
  assembler.error(bean.mark("type"), "there is no class '" + type + "' for the bean '" + bean.text("name") + "': kamel runs no Java",
                  "use a class of Camel's own, or take the bean out", "org.apache.camel.RuntimeCamelException");
}

void check_beans(const Node& list, Assembler& assembler) {
  for (const Node& bean : list.items) check_class(Options::read(bean, kBean, {.what = "a bean"}, assembler.diagnostics()), assembler);
}

// Each item is {json: {id: …, …}}, or one such map stands alone.
void check_format(const Node& item, Assembler& assembler) {
  for (const Node::Entry& entry : item.entries) {
    const FormatSpec* format = assembler.registry().format(entry.key);
    if (format != nullptr) Options::read(entry.value, format->fields, {.what = "data format '" + entry.key + "'"}, assembler.diagnostics());
  }
}

}  // namespace

void check_element_fields(const ElementDecl& element, Assembler& assembler) {
  if (element.name == "routeConfiguration") Options::read(element.value, kConfiguration, {.what = "routeConfiguration"}, assembler.diagnostics());
  if (element.name == "beans" && element.value.is_list()) check_beans(element.value, assembler);
  if (element.name != "dataFormats") return;
  check_format(element.value, assembler);
  for (const Node& item : element.value.items) check_format(item, assembler);
}

}  // namespace kamel
