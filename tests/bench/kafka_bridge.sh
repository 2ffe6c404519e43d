#!/usr/bin/env bash
# Kafka to Kafka, kamel against a bridge of plain librdkafka in C: records per second and CPU per record.
#   tests/bench/kafka_bridge.sh [RECORDS] [ROUNDS]        1000000 records, 3 rounds
# Jobs: passthrough; filter (half of the records go on, with one more header). Both contenders: at least once, acks=all, idempotent, linger 5 ms.
# CPU is that of the contender's process, between the first and the last record seen in the output topic. Medians, and kamel / raw.
# KAMEL names the binary (build/release/kamel, a Release build), BROKER a Kafka that runs already. Needs what tests/integration/kafka/broker.sh needs; otherwise SKIPPED.
set -euo pipefail
cd "$(dirname "$0")/../.."
records=${1:-1000000} rounds=${2:-3} kamel=${KAMEL:-build/release/kamel}
state=$(mktemp -d); results=$state/results.tsv
[ -x "$kamel" ] || { echo "SKIPPED: $kamel is not there; build it or set KAMEL"; exit 77; }
trap 'tests/integration/kafka/broker.sh stop "$state/broker"; rm -rf "$state"' EXIT  # nothing to stop where BROKER was given
gcc -O2 -Wall -Wextra -o "$state/raw" tests/bench/raw_bridge.c -lrdkafka
broker=${BROKER:-$(tests/integration/kafka/broker.sh start "$state/broker")} || { [ $? = 77 ] && echo "SKIPPED: no Kafka broker here"; exit 77; }
[ "$("$state/raw" count "$broker" in 2>/dev/null)" = "$records" ] || { "$state/raw" create "$broker" in; "$state/raw" fill "$broker" in "$records"; }
coffee=$("$state/raw" coffee "$records")

route() {  # route passthrough|filter OUT GROUP
  local send="to: 'kafka:$2?brokers=$broker&lingerMs=5'"
  echo "- route:"
  echo "    id: bench"
  echo "    from:"
  echo "      uri: 'kafka:in?brokers=$broker&groupId=$3&autoOffsetReset=earliest${CONSUMER:-}'"
  echo "      steps:"
  if [ "$1" = passthrough ]; then echo "        - $send"; return; fi
  echo "        - filter:"
  echo "            simple: '\${body} contains ''\"kind\":\"coffee\"'''"
  echo "            steps: [ { setHeader: { name: source, constant: bridge } }, { $send } ]"
}
contend() {  # contend CONTENDER JOB ROUND
  local out=out-$1-$2-$3 group=g-$1-$2-$3-$RANDOM expected=$records pid line
  [ "$2" = passthrough ] || expected=$coffee
  "$state/raw" create "$broker" "$out"
  if [ "$1" = raw ]; then "$state/raw" run "$broker" in "$out" "$group" "$2" >"$state/$1.log" 2>&1 &
  else route "$2" "$out" "$group" >"$state/$2.yaml"; "$kamel" run "$state/$2.yaml" --workers "${WORKERS:-1}" --observe-port 0 --log-level warn >"$state/$1.log" 2>&1 &
  fi
  pid=$!
  line=$("$state/raw" measure "$broker" "$out" "$expected" "$records" 120 $pid) || { echo "$1 $2 failed: $line" >&2; tail -5 "$state/$1.log" >&2; }
  kill $pid; wait $pid 2>/dev/null || true
  "$state/raw" remove "$broker" "$out"
  printf '%s\t%s\t%s\n' "$2" "$1" "$line" | tee -a "$results"
}
for round in $(seq "$rounds"); do
  for job in ${JOBS:-passthrough filter}; do for contender in raw kamel; do contend $contender $job "$round"; done; done
done
python3 - "$results" <<'PYTHON'
import collections, statistics, sys
runs = collections.defaultdict(lambda: collections.defaultdict(list))
for line in open(sys.argv[1]):
    job, contender, *values = line.rstrip("\n").split("\t")
    for value in values:
        name, _, number = value.partition("=")
        if number: runs[job, contender][name].append(float(number))
print("job\tcontender\truns\trecords/s\tCPU us/record (min-max)\tRSS MB")
for (job, contender), v in runs.items():
    print(f"{job}\t{contender}\t{len(v['rate'])}\t{statistics.median(v['rate']):,.0f}\t{statistics.median(v['cpu_us']):.2f} ({min(v['cpu_us']):.2f}-{max(v['cpu_us']):.2f})\t{statistics.median(v['rss_mb']):.0f}")
for job in dict.fromkeys(job for job, _ in runs):
    if (job, "raw") in runs and (job, "kamel") in runs:
        print(f"{job}: kamel / raw CPU = {statistics.median(runs[job, 'kamel']['cpu_us']) / statistics.median(runs[job, 'raw']['cpu_us']):.2f}")
PYTHON
