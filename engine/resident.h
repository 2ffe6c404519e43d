// Resident: a step that has something to do besides running the messages that come by.
#pragma once

namespace kamel {

class Intake;

/// Told by the intakes of its route. Each call comes on the intake's worker, but for `unloaded` of a route that could not start.
class Resident {
 public:
  /// The route runs the step's program from now on.
  virtual void loaded(Intake& intake) const = 0;
  /// It does so no more: a new program is there, or the route is gone.
  virtual void unloaded(Intake& intake) const = 0;
  /// The route ends: its source has stopped, and what it took in has come through.
  virtual void stopping(Intake& intake) const = 0;

 protected:
  ~Resident() = default;
};

/// Tells all of the running program's residents.
void tell_residents(Intake& intake, void (Resident::*what)(Intake&) const);

}  // namespace kamel
