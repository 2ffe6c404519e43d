// The class component: calls a method of a class, as the bean step does with beanType.
#include "connectors/calls/bean_call.h"

namespace kamel::connectors {

ComponentSpec java_class() {
  return {.scheme = "class",
          .syntax = "class:beanName",
          .summary = "Call a method of one of the classes that kamel has natively.",
          .fields = kBeanFields,
          .example = "class:org.apache.camel.component.kafka.transform.RegexRouter",
          .producer = bean_call};
}

}  // namespace kamel::connectors
