#include "connectors/http/front.h"

#include "connectors/http/authentication.h"
#include "connectors/http/cors.h"
#include "connectors/http/rate_limit.h"
#include "connectors/http/static_files.h"
#include "connectors/http/text.h"
#include "engine/context.h"

namespace kamel::http {

Front::Front() = default;
Front::~Front() = default;

Result<std::unique_ptr<Front>> Front::of(const Context& context) {
  std::unique_ptr<Front> front(new Front());
  auto authentication = Authentication::of(context);
  if (authentication.has_error()) return authentication.error();
  auto rate = RateLimit::of(context);
  if (rate.has_error()) return rate.error();
  auto files = StaticFiles::of(context);
  if (files.has_error()) return files.error();
  front->authentication_ = std::move(*authentication);
  front->rate_ = std::move(*rate);
  front->files_ = std::move(*files);
  front->cors_ = Cors::of(context);
  front->packing_ = Packing::of(context);
  const bool asked = front->authentication_ || front->rate_ || front->files_ || front->cors_ || front->packing_.packs || front->packing_.unpacks;
  if (!asked) front.reset();
  return front;
}

Front::Verdict Front::check(Request& request, const Peer& peer, Moment now, int status) const {
  request.user = {};
  if (rate_ && !rate_->admit(peer, now)) return {.status = 429};
  if (cors_ && cors_->is_preflight(request)) return {.answers = true};
  if (authentication_) {
    if (const int refusal = authentication_->check(request); refusal != 0) return {.status = refusal};
  }
  return {.answers = status == 404 && files_ && files_->covers(request)};
}

void Front::answer(const Request& request, Response& response) const {
  if (cors_ && cors_->is_preflight(request)) return cors_->answer_preflight(request, response);
  files_->answer(request, response);
  dress(request, response);
}

bool Front::refuse(int status, Response& response) const {
  if (status == 401 && authentication_) {
    response.status(401);
    for (const std::string& challenge : authentication_->challenges()) response.header("www-authenticate", challenge);
    return true;
  }
  if (status == 429) {
    response.text(429, {}, reason_phrase(429));
    response.header("retry-after", "1");
    return true;
  }
  return false;
}

void Front::dress(const Request& request, Response& response) const {
  if (response.code() == 101) return;
  if (cors_) cors_->dress(request, response);
  packing_.pack(request, response);
}

bool Front::packed(const Request& request) const {
  return packing_.unpacks && request.has_body && encoding_of(request.header("Content-Encoding")) != Encoding::Identity;
}

Unpacking Front::unpacking(const Request& request, const connectors::StoreRules* rules, const Limits& limits) const {
  return Unpacking(request.stored.is_null() ? Value::stream(request.body) : request.stored, encoding_of(request.header("Content-Encoding")), rules,
                   std::min(limits.unpacked_bytes, rules == nullptr ? limits.memory_bytes : limits.unpacked_bytes));
}

}  // namespace kamel::http
