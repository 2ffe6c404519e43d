#include "engine/languages/simple/ids.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <random>

#include "engine/context.h"
#include "engine/date.h"
#include "engine/exchange.h"

namespace kamel::simple {
namespace {

std::mt19937_64& generator() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return random;
}

std::string hex(std::uint64_t value, std::size_t digits) {
  std::string out(digits, '0');
  for (std::size_t i = digits; i-- > 0; value >>= 4) out[i] = "0123456789abcdef"[value & 15];
  return out;
}

std::uint64_t next_number() {
  static std::atomic<std::uint64_t> number{0};
  return ++number;
}

Slice classic(Exchange&) {
  static const std::string prefix = [] {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return std::string("ID-") + host.data() + "-" + std::to_string(now_ms()) + "-0-";
  }();
  return Slice(prefix + std::to_string(next_number()));
}

Slice short_id(Exchange&) {
  static const std::string prefix = [] {
    std::string out = hex(generator()(), 5);
    for (char& c : out) c = static_cast<char>(c >= 'a' ? c - 32 : c);
    return out + "-";
  }();
  return Slice(prefix + hex(next_number(), 10));
}

}  // namespace

std::string random_uuid() {
  const std::uint64_t high = (generator()() & ~0xF000ULL) | 0x4000, low = (generator()() & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL;
  const std::string a = hex(high, 16), b = hex(low, 16);
  return a.substr(0, 8) + "-" + a.substr(8, 4) + "-" + a.substr(12, 4) + "-" + b.substr(0, 4) + "-" + b.substr(4);
}

std::int32_t random_between(std::int32_t from, std::int32_t to) {
  return std::uniform_int_distribution<std::int32_t>(from, to - 1)(generator());
}

IdGenerator id_generator(std::string_view name) {
  if (name == "default") return [](Exchange& exchange) { return exchange.context().next_exchange_id(); };
  if (name == "classic") return classic;
  if (name == "short") return short_id;
  if (name == "simple") return [](Exchange&) { return Slice(std::to_string(next_number())); };
  if (name == "random") return [](Exchange&) { return Slice(random_uuid()); };
  return nullptr;
}

}  // namespace kamel::simple
