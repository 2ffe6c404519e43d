#include "kamel-cli/cluster/objects.h"

#include "dsl/json.h"
#include "dsl/yaml.h"
#include "kamel-cli/output/paint.h"
#include "operator/text/yaml.h"

namespace kamel::cli {

void print_objects(const std::vector<boost::json::object>& objects, const std::string& output) {
  if (output != "json") return print(cluster::to_yaml(objects));
  boost::json::value value = objects.size() == 1 ? boost::json::value(objects[0])
                                                 : boost::json::value(boost::json::object{{"apiVersion", "v1"},
                                                                                          {"kind", "List"},
                                                                                          {"items", boost::json::array(objects.begin(), objects.end())}});
  print(json::write(cluster::to_value(value), json::Style::Pretty).str() + "\n");
}

bool tell(const Diagnostics& diagnostics) {
  print(diagnostics.text(Paint(stderr).on()), stderr);
  return diagnostics.has_errors();
}

}  // namespace kamel::cli
