// Any bytes as CSV: reading ends, and what is written of it reads back the same.
#include <cstdlib>

#include "engine/formats/csv/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kamel::formats::csv_text;
  const kamel::Slice text(std::string_view(reinterpret_cast<const char*>(data), size));
  const Dialect dialect;
  Reader reader(text, dialect);
  for (;;) {
    auto record = reader.next();
    if (!record || !*record) return 0;
    kamel::SliceBuilder out;
    write_record(**record, dialect, out);
    Reader again(out.finish(), dialect);
    auto same = again.next();
    if (!same || !*same || (*same)->size() != (*record)->size()) std::abort();
    for (std::size_t i = 0; i < (*record)->size(); ++i) {
      if (!((**same)[i] == (**record)[i])) std::abort();
    }
  }
}
