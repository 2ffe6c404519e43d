#include "connectors/dialogues/lines.h"

#include <openssl/rand.h>

#include "connectors/http/text.h"

namespace kamel::connectors {
namespace {

constexpr std::size_t kMostUnwritten = 4 * 1024 * 1024;

std::string random_uuid() {
  unsigned char b[16];
  RAND_bytes(b, sizeof b);
  b[6] = static_cast<unsigned char>((b[6] & 0x0F) | 0x40);
  b[8] = static_cast<unsigned char>((b[8] & 0x3F) | 0x80);
  char text[40];
  std::snprintf(text, sizeof text, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8],
                b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
  return text;
}

}  // namespace

Line::Line(Worker& worker, std::string path) : worker_(worker), key_(random_uuid()), path_(std::move(path)) {}

void Line::send(Slice bytes) {
  worker_.post([self = shared_from_this(), bytes = std::move(bytes)] { self->write(bytes); });
}

void Line::write(std::string_view bytes) {
  if (channel_ == nullptr) return;
  if (channel_->unwritten() + bytes.size() > kMostUnwritten && channel_->unwritten() != 0) return channel_->finish();
  channel_->write(bytes);
}

void Line::finish() {
  if (channel_ != nullptr) channel_->finish();
}

void Line::pause(bool paused) {
  if (channel_ != nullptr) channel_->pause(paused);
}

void Line::sever() {
  severed_ = true;
  finish();
}

void Lines::add(const std::shared_ptr<Line>& line) {
  const std::lock_guard lock(mutex_);
  lines_[line->key()] = line;
}

void Lines::remove(const std::string& key) {
  const std::lock_guard lock(mutex_);
  lines_.erase(key);
}

std::vector<std::shared_ptr<Line>> Lines::at(const std::string& pattern) const {
  const http::PathPattern wanted(pattern);
  std::vector<http::PathParameter> parameters;
  std::vector<std::shared_ptr<Line>> found;
  const std::lock_guard lock(mutex_);
  for (const auto& [key, line] : lines_) {
    if (wanted.matches(line->path(), parameters)) found.push_back(line);
  }
  return found;
}

std::vector<std::shared_ptr<Line>> Lines::with(std::string_view keys) const {
  std::vector<std::shared_ptr<Line>> found;
  const std::lock_guard lock(mutex_);
  for (const std::string& key : http::split_list(keys)) {
    if (const auto line = lines_.find(key); line != lines_.end()) found.push_back(line->second);
  }
  return found;
}

}  // namespace kamel::connectors
