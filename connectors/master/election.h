// Election: which one of several processes works, by name. Who starts the runtime brings one: kamel in a pod one of Kubernetes' Leases.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace kamel {
class Context;
}

namespace kamel::connectors {

/// One name that this process stands for, until it leaves. Destroying it leaves without waiting for anybody.
class Candidacy {
 public:
  virtual ~Candidacy() = default;
  /// Lets the others in; `left` is called, once and on a thread of the election's, when they know. Returns at once.
  virtual void leave(std::function<void()> left) = 0;
};

class Election {
 public:
  virtual ~Election() = default;
  /// `changed` is told, on a thread of the election's and never twice the same, whether this process leads from now on. After
  /// `changed(false)` it has some seconds to stop before another process leads.
  virtual std::unique_ptr<Candidacy> stand(const std::string& name, std::function<void(bool)> changed) = 0;

  /// Routes of `context` are elected by `election`. Before routes are applied.
  static void use(Context& context, std::shared_ptr<Election> election);
  /// nullptr when there is none.
  static std::shared_ptr<Election> of(Context& context);
};

}  // namespace kamel::connectors
