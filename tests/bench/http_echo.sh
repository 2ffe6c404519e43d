#!/usr/bin/env bash
# One worker of kamel's HTTP server, through a route, against one worker of nginx that returns the same constant:  tests/bench/http_echo.sh [SECONDS]
# Prints requests per second and CPU per request (user and system) of both, and the ratios. Fails below 0.8 of nginx's requests or above 1.5 of its CPU.
# KAMEL=path takes that binary instead of build/release/kamel. Needs nginx and wrk.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-4}
rounds=3
kamel=${KAMEL:-build/release/kamel}
for tool in nginx wrk "$kamel"; do command -v "$tool" >/dev/null || { echo "SKIPPED: no $tool"; exit 0; }; done
dir=$(mktemp -d)
pids=()
trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$dir"' EXIT
nginx_port=$((20000 + RANDOM % 10000))
kamel_port=$((nginx_port + 1))

cat >"$dir/nginx.conf" <<CONF
daemon off; master_process off; pid $dir/nginx.pid; error_log /dev/null;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 100000000; server { listen 127.0.0.1:$nginx_port; location / { default_type text/plain; return 200 "hello"; } } }
CONF
cat >"$dir/echo.yaml" <<'ROUTE'
- from:
    uri: platform-http:/hello
    steps:
      - setBody: { constant: hello }
ROUTE
nginx -c "$dir/nginx.conf" -p "$dir" 2>/dev/null & pids+=($!)
"$kamel" run "$dir/echo.yaml" --workers 1 --port "$kamel_port" -p camel.server.host=127.0.0.1 --observe-port 0 >"$dir/kamel.log" 2>&1 & pids+=($!)
for port in "$nginx_port" "$kamel_port"; do
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done
done

cpu_us() { awk -v tick="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print int(($12 + $13) * 1000000 / tick) }' "/proc/$1/stat"; }
# measure PID PORT: "requests-per-second microseconds-of-CPU-per-request"
measure() {
  local before after count rate out
  before=$(cpu_us "$1")
  out=$(wrk -t1 -c32 -d"$seconds" "http://127.0.0.1:$2/hello")
  after=$(cpu_us "$1")
  if grep -q 'Non-2xx' <<<"$out"; then echo "$out" >&2; exit 1; fi
  count=$(awk '/requests in/ { print $1 }' <<<"$out")
  rate=$(awk '/Requests\/sec/ { print $2 }' <<<"$out")
  awk "BEGIN { printf \"%.0f %.2f\n\", $rate, ($after - $before) / $count }"
}
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
printf '%8s %12s %12s %8s %10s %10s %8s\n' round "nginx req/s" "kamel req/s" ratio "nginx us" "kamel us" ratio
best_rate=0
best_cpu=99
for round in $(seq "$rounds"); do
  read -r nginx_rate nginx_cpu < <(measure "${pids[0]}" "$nginx_port")
  read -r kamel_rate kamel_cpu < <(measure "${pids[1]}" "$kamel_port")
  rate=$(awk "BEGIN { printf \"%.2f\", $kamel_rate / $nginx_rate }"); cpu=$(awk "BEGIN { printf \"%.2f\", $kamel_cpu / $nginx_cpu }")
  printf '%8s %12s %12s %8s %10s %10s %8s\n' "$round" "$nginx_rate" "$kamel_rate" "$rate" "$nginx_cpu" "$kamel_cpu" "$cpu"
  best_rate=$(awk "BEGIN { print ($rate > $best_rate) ? $rate : $best_rate }"); best_cpu=$(awk "BEGIN { print ($cpu < $best_cpu) ? $cpu : $best_cpu }")
done
echo "best: $best_rate of nginx's requests per second, $best_cpu of its CPU per request"
awk "BEGIN { exit !($best_rate >= 0.8 && $best_cpu <= 1.5) }"
