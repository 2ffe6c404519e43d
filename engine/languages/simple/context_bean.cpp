// The Camel context as a Java object: who it is and that it runs. What has no counterpart here is not found.
#include <array>

#include "engine/languages/simple/exchange_bean.h"
#include "engine/languages/simple/java_enum.h"

namespace kamel::simple {
namespace {

class ContextBean final : public Bean {
 public:
  explicit ContextBean(std::string name) : name_(std::move(name)) {}
  std::string_view java_class() const noexcept override { return "org.apache.camel.impl.DefaultCamelContext"; }
  std::string text() const override { return "CamelContext(" + name_ + ")"; }
  Called call(std::string_view method, bool called, const Arguments& arguments, Exchange& exchange) const override;
  const std::string& name() const noexcept { return name_; }

 private:
  std::string name_;
};

using Self = ContextBean;
using Method = BeanMethod<Self>;

Result<Value> name_of(const Self& self, const Arguments&, Exchange&) { return Value(self.name()); }
Result<Value> nothing(const Self&, const Arguments&, Exchange&) { return Value(); }
Result<Value> yes(const Self&, const Arguments&, Exchange&) { return Value(true); }
Result<Value> no(const Self&, const Arguments&, Exchange&) { return Value(false); }
Result<Value> no_options(const Self&, const Arguments&, Exchange&) { return Value(Map()); }
Result<Value> status(const Self&, const Arguments&, Exchange&) {
  return Value(std::make_unique<JavaEnum>("org.apache.camel.ServiceStatus", "Started", 3));
}

// An expression runs while the context does.
constexpr std::array kMethods = {
    Method{"getName", 0, 0, false, name_of},
    Method{"getManagementName", 0, 0, false, name_of},
    Method{"getDescription", 0, 0, false, nothing},
    Method{"getVersion", 0, 0, false, [](const Self&, const Arguments&, Exchange&) -> Result<Value> { return Value("4.14.0"); }},
    Method{"getStatus", 0, 0, false, status},
    Method{"isStarted", 0, 0, false, yes},
    Method{"isStarting", 0, 0, false, no},
    Method{"isStopped", 0, 0, false, no},
    Method{"isStopping", 0, 0, false, no},
    Method{"isSuspended", 0, 0, false, no},
    Method{"isSuspending", 0, 0, false, no},
    Method{"isRunAllowed", 0, 0, false, yes},
    Method{"isAutoStartup", 0, 0, false, yes},
    Method{"isStreamCaching", 0, 0, false, yes},
    Method{"isTracing", 0, 0, false, no},
    Method{"isMessageHistory", 0, 0, false, no},
    Method{"isLogMask", 0, 0, false, no},
    Method{"isUseMDCLogging", 0, 0, false, no},
    Method{"isDevConsole", 0, 0, false, no},
    Method{"getDelayer", 0, 0, false, nothing},
    Method{"getGlobalOptions", 0, 0, false, no_options},
    Method{"getGlobalOption", 1, 1, false, nothing},
};

Called ContextBean::call(std::string_view method, bool called, const Arguments& arguments, Exchange& exchange) const {
  return call_method<Self>(*this, kMethods, method, called, arguments, exchange);
}

}  // namespace

Value context_bean(std::string_view name) { return Value(std::make_unique<ContextBean>(std::string(name))); }

}  // namespace kamel::simple
