// Resources: the templates, schemas and stylesheets that endpoints name.
#pragma once

#include <string>
#include <string_view>

#include "dsl/slice.h"
#include "dsl/error.h"

namespace kamel::resources {

/// "file:a/b.xsl", "classpath:a/b.xsl" and plain "a/b.xsl" all name a file: there is no classpath, so the working directory stands for it.
/// Fails for http: and the like, which nothing here loads.
Result<std::string> path_of(std::string_view uri);

/// The content of the file; java.io.FileNotFoundException when there is none. Blocks; at most 64 MB.
Result<Slice> read(std::string_view uri);

}  // namespace kamel::resources
