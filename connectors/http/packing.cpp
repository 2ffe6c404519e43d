#include "connectors/http/packing.h"

#include <zlib.h>

#include <algorithm>
#include <charconv>

#include "connectors/http/flows.h"
#include "connectors/http/text.h"
#include "engine/context.h"
#include "engine/named_values.h"

namespace kamel::http {
namespace {

constexpr int kZlibWindow = 15;
constexpr int kGzipWindow = 15 + 16;
constexpr std::size_t kWorthIt = 1024;         // shorter bodies stay as they are
constexpr std::size_t kAtOnce = 64 * 1024;     // longer ones are compressed while they are written
constexpr std::size_t kPiece = 32 * 1024;

int window_of(Encoding encoding) { return encoding == Encoding::Gzip ? kGzipWindow : kZlibWindow; }
std::string_view name_of_encoding(Encoding encoding) { return encoding == Encoding::Gzip ? "gzip" : "deflate"; }

/// "gzip;q=0.5" → 0.5
double quality(std::string_view piece) {
  const std::string_view q = value_parameter(piece, "q");
  double value = 1;
  if (!q.empty()) std::from_chars(q.data(), q.data() + q.size(), value);
  return value;
}

Slice pack_at_once(std::string_view bytes, Encoding encoding) {
  std::string out;
  PackedFlow flow(std::make_unique<SliceFlow>(Slice(bytes)), encoding);
  while (flow.next(out) == Outflow::State::More) {
  }
  return Slice(out);
}

}  // namespace

Encoding encoding_of(std::string_view header) noexcept {
  header = trim(header);
  const auto is = [&](std::string_view name) { return header.size() == name.size() && same_ignoring_case(header, name); };
  if (header.empty() || is("identity")) return Encoding::Identity;
  if (is("gzip") || is("x-gzip")) return Encoding::Gzip;
  return is("deflate") ? Encoding::Deflate : Encoding::Unknown;
}

Encoding best_encoding(std::string_view accepted) noexcept {
  double gzip = -1, deflate = -1, any = -1;
  while (!accepted.empty()) {
    const std::size_t comma = std::min(accepted.find(','), accepted.size());
    const std::string_view piece = trim(accepted.substr(0, comma));
    accepted.remove_prefix(std::min(comma + 1, accepted.size()));
    const std::string_view name = media_type(piece);
    double* which = name == "*" ? &any : nullptr;
    if (encoding_of(name) == Encoding::Gzip) which = &gzip;
    if (encoding_of(name) == Encoding::Deflate) which = &deflate;
    if (which != nullptr) *which = quality(piece);
  }
  if (gzip < 0) gzip = any;
  if (gzip > 0 && gzip >= deflate) return Encoding::Gzip;
  return deflate > 0 ? Encoding::Deflate : Encoding::Identity;
}

Packing Packing::of(const Context& context) {
  const auto flag = [&](std::string_view ours, std::string_view quarkus) {
    auto text = context.property(ours);
    if (!text) text = context.property(quarkus);
    return text && *text == "true";
  };
  Packing packing;
  packing.packs = flag("camel.server.compression", "quarkus.http.enable-compression");
  packing.unpacks = flag("camel.server.decompression", "quarkus.http.enable-decompression");
  packing.types = split_list(context.property("quarkus.http.compress-media-types")
                                 .value_or("text/html,text/plain,text/xml,text/css,text/csv,text/javascript,application/javascript,application/json,application/*+json,"
                                           "application/xml,application/*+xml,application/yaml,image/svg+xml"));
  return packing;
}

namespace {
bool is_of(const std::vector<std::string>& types, std::string_view content_type) {
  const std::string_view type = media_type(content_type);
  return std::ranges::any_of(types, [&](const std::string& range) {
    const std::size_t star = range.find("*+");
    if (star == std::string::npos) return media_matches(range, type);
    return starts_with_ignoring_case(type, range.substr(0, star)) && type.size() > range.size() - star - 1 && type.ends_with(range.substr(star + 1));
  });
}
}  // namespace

void Packing::pack(const Request& request, Response& response) const {
  if (!packs || response.code() < 200 || response.code() == 204 || response.code() == 206 || response.code() == 304) return;
  if (!response.flows() && response.body_size() < kWorthIt) return;
  if (!response.find("Content-Encoding").empty() || !is_of(types, response.find("Content-Type"))) return;
  response.header("vary", "Accept-Encoding");
  const Encoding encoding = best_encoding(request.header("Accept-Encoding"));
  if (encoding == Encoding::Identity) return;
  response.header("content-encoding", name_of_encoding(encoding));
  if (response.flows()) return response.body(std::make_unique<PackedFlow>(response.take_flow(), encoding));
  const Slice plain = response.take_body();
  if (plain.size() <= kAtOnce) return response.body(pack_at_once(plain, encoding));
  response.body(std::make_unique<PackedFlow>(std::make_unique<SliceFlow>(plain), encoding));
}

// --- PackedFlow ------------------------------------------------------------------------------------------------------------------------
PackedFlow::PackedFlow(std::unique_ptr<Outflow> plain, Encoding encoding) : plain_(std::move(plain)), stream_(std::make_unique<z_stream_s>()) {
  deflateInit2(stream_.get(), 5, Z_DEFLATED, window_of(encoding), 8, Z_DEFAULT_STRATEGY);
}

PackedFlow::~PackedFlow() { deflateEnd(stream_.get()); }

Outflow::State PackedFlow::next(std::string& out) {
  piece_.clear();
  const State state = plain_->next(piece_);
  if (state == State::Broken) return state;
  stream_->next_in = reinterpret_cast<Bytef*>(piece_.data());
  stream_->avail_in = static_cast<uInt>(piece_.size());
  const int flush = state == State::End ? Z_FINISH : Z_NO_FLUSH;
  int rc = Z_OK;
  do {
    const std::size_t before = out.size();
    out.resize(before + kPiece);
    stream_->next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream_->avail_out = static_cast<uInt>(kPiece);
    rc = deflate(stream_.get(), flush);
    out.resize(before + kPiece - stream_->avail_out);
  } while (rc != Z_STREAM_END && (stream_->avail_out == 0 || (flush == Z_FINISH && rc == Z_OK)));
  return state;
}

// --- Unpacking -------------------------------------------------------------------------------------------------------------------------
std::size_t Unpacking::input(std::uint64_t at, char* to, std::size_t size) const {
  if (const auto* stored = packed_.object_as<connectors::StoredBody>()) {
    const auto got = stored->read(at, to, size);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }
  const std::string_view bytes = packed_.slice().view();
  return at < bytes.size() ? bytes.substr(at, size).copy(to, size) : 0;
}

/// Whether there is room for them.
bool Unpacking::take(std::string_view bytes) {
  size_ += bytes.size();
  if (size_ > limit_) {
    status_ = 413;
    return false;
  }
  if (!store_ && rules_ != nullptr && memory_->size() + bytes.size() > rules_->threshold) {
    auto opened = connectors::BodyStore::open(*rules_);
    status_ = 507;
    if (opened.has_error()) return false;
    store_ = std::move(*opened);
    if (store_->append(memory_->view()).has_error()) return false;
  }
  if (store_) {
    status_ = 507;
    return store_->append(bytes).has_value();
  }
  memory_->append(bytes);
  return true;
}

int Unpacking::inflate_all() {
  z_stream stream{};
  inflateInit2(&stream, window_of(encoding_));
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
  std::string in(kPiece, '\0'), out(kPiece, '\0');
  std::uint64_t at = 0;
  int rc = Z_OK;
  bool full = false;  // there may be more to come of what has been read
  while (rc != Z_STREAM_END) {
    if (stream.avail_in == 0 && !full) {
      const std::size_t got = input(at, in.data(), in.size());
      if (got == 0) return 400;  // it ends before its end
      at += got;
      stream.next_in = reinterpret_cast<Bytef*>(in.data());
      stream.avail_in = static_cast<uInt>(got);
    }
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    rc = inflate(&stream, Z_NO_FLUSH);
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) return 400;
    full = stream.avail_out == 0;
    if (!take({out.data(), out.size() - stream.avail_out})) return status_;
  }
  return stream.avail_in != 0 || input(at, in.data(), 1) != 0 ? 400 : 0;  // nothing may follow
}

void Unpacking::run() {
  memory_ = std::make_unique<SliceBuilder>(kPiece);
  status_ = encoding_ == Encoding::Unknown ? 415 : inflate_all();
}

int Unpacking::finish(Request& request) {
  if (status_ != 0) return status_;
  request.stored = store_ ? store_->finish() : Value();
  request.body = store_ ? Slice() : memory_->finish();
  std::erase_if(request.headers, [](const HeaderLine& line) {
    return same_ignoring_case(line.name, "Content-Encoding") || same_ignoring_case(line.name, "Content-Length");
  });
  return 0;
}

}  // namespace kamel::http
