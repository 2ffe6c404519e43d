// The bean component: calls a method of a bean, as the bean step does.
#include "connectors/calls/bean_call.h"

namespace kamel::connectors {

ComponentSpec bean() {
  return {.scheme = "bean",
          .syntax = "bean:beanName",
          .summary = "Call a bean of beans:, of the classes that kamel has natively.",
          .fields = kBeanFields,
          .example = "bean:org.apache.camel.component.kafka.transform.RegexRouter",
          .producer = bean_call};
}

}  // namespace kamel::connectors
