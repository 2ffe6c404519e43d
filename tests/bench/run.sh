#!/usr/bin/env bash
# kamel against Apache Camel, in process, one worker against one thread, in one run:  tests/bench/run.sh [SECONDS_PER_MEASUREMENT]
# CAMEL_BENCH names the script that measures Camel (bench.sh ENDPOINT PARTS WARMUP_S MEASURE_S, three rounds); without it, and for a route it does
# not know, only kamel is measured.
# Camel is given 10 s to warm up, kamel 1 s. The best of three rounds counts, for both. KAMEL_BENCH=path takes that route_bench.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=../../.setup
source .setup
seconds=${1:-5}
bench=${KAMEL_BENCH:-build/release/tests/bench/route_bench}
if [ -z "${KAMEL_BENCH:-}" ]; then
  install_packages test
  build build/release route_bench -DKAMEL_SANITIZE= -DKAMEL_TESTS=ON
fi
best() { sed -n 's/.*: \([0-9]*\) in-msgs\/s.*/\1/p' | sort -n | tail -1; }

say "$(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1); load $(cut -d' ' -f1 /proc/loadavg)"
printf '%-46s %12s %12s %8s\n' "messages per second, one worker" kamel Camel ratio
measure() {  # measure ROUTE CAMEL_ENDPOINT PARTS TITLE
  local ours theirs=""
  ours=$("$bench" "$1" "$3" 1 "$seconds" | best)
  if [ -n "${CAMEL_BENCH:-}" ]; then theirs=$("$CAMEL_BENCH" "$2" "$3" 10 "$seconds" 2>/dev/null | best) || theirs=""; fi
  printf '%-46s %12s %12s %8s\n' "$4" "$ours" "${theirs:--}" "$([ -n "$theirs" ] && awk "BEGIN { printf \"%.1f\", $ours / $theirs }" || echo -)"
}
measure split direct:in 10 "split, filter, transform on 10 tokens"
measure simple direct:simple 1 "setHeader, filter, transform"
measure json direct:json 1 "unmarshal JSON, filter, marshal JSON"
measure jsonpath direct:jsonpath 1 "jsonpath filter and header"
measure aggregate direct:aggregate 1 "aggregate, 10 bodies to a list"
measure csv direct:csv 1 "unmarshal CSV, filter, marshal CSV"
