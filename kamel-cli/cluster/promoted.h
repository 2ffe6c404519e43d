// An Integration or Pipe as another namespace shall have it.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace kamel::cli {

struct Promotion {
  std::string to;           // "": it says no namespace
  std::string operator_id;  // "": it names none
  std::string image;        // "": the one that runs here
};

/// What was declared, without what the cluster has added: the same routes, traits, labels and annotations, run by the same image.
boost::json::object promoted(const boost::json::object& object, const Promotion& promotion);

}  // namespace kamel::cli
