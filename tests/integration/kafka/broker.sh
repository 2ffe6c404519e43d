#!/usr/bin/env bash
# A real one-node Apache Kafka (KRaft) on the loopback, from the jars of Maven Central.
#   broker.sh start DIRECTORY [PORT]    prints its address; data and log stay in DIRECTORY; takes PORT, PORT+1 and PORT+2 (free ones)
#   broker.sh stop DIRECTORY            stops it; `kill` does so without a warning
# KAFKA_HOST is another address to listen on (127.0.0.1), KAFKA_PARTITIONS how many a new topic has (4).
# PROXY is a port of the loopback that clients of PORT+2 are told to connect to.
# SECURED=yes adds PORT+3 (SASL: PLAIN, SCRAM-SHA-256 and -512, OAUTHBEARER with unsigned tokens) and PORT+4 (TLS, both sides show certificates). Users: alice with
# alice-secret, and bob with bob-secret. In DIRECTORY/tls are ca.crt, and client/ and other/ with tls.crt and tls.key: other's certificate nobody knows.
# Needs Java 17, Maven and kcat; `start` exits with 77 and says what is missing where one of them is.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command=${1:?usage: $0 start|stop|kill DIRECTORY [PORT]} directory=${2:?usage: $0 start|stop|kill DIRECTORY [PORT]} port=${3:-}
host=${KAFKA_HOST:-127.0.0.1} partitions=${KAFKA_PARTITIONS:-4}
jars=${KAFKA_JARS:-${XDG_CACHE_HOME:-$HOME/.cache}/kamel/kafka-3.9.1}

java_run() { java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$jars/*" "$@"; }

fetch_jars() {
  [ -f "$jars/complete" ] && return
  mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$jars" >/dev/null
  touch "$jars/complete"
}

taken() { (exec 3<>"/dev/tcp/$host/$1") 2>/dev/null; }
free_port() {  # the first of three
  local first; for first in $(shuf -i 20000-29000 -n 50); do taken "$first" || taken $((first + 1)) || taken $((first + 2)) || { echo "$first"; return; }; done
}

users=()
[ -z "${SECURED:-}" ] || for mechanism in SCRAM-SHA-256 SCRAM-SHA-512; do for user in alice bob; do users+=(--add-scram "$mechanism=[name=$user,password=$user-secret]"); done; done

certificate() {  # certificate DIRECTORY AUTHORITY: a key, and a certificate for 127.0.0.1 by that authority
  mkdir -p "$1"
  openssl req -newkey rsa:2048 -nodes -keyout "$1/tls.key" -subj "/CN=$(basename "$1")" -out "$1/request" 2>/dev/null
  openssl x509 -req -in "$1/request" -CA "$2.crt" -CAkey "$2.key" -CAcreateserial -days 2 -extfile <(echo "subjectAltName=IP:127.0.0.1") -out "$1/tls.crt" 2>/dev/null
}
secure() {  # makes certificates; prints the properties of the secured listeners
  local tls=$directory/tls login=org.apache.kafka.common.security name
  if [ ! -d "$tls" ]; then
    mkdir -p "$tls"
    for name in ca stranger; do openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name" -keyout "$tls/$name.key" -out "$tls/$name.crt" 2>/dev/null; done
    certificate "$tls/broker" "$tls/ca"; certificate "$tls/client" "$tls/ca"; certificate "$tls/other" "$tls/stranger"
    cat "$tls/broker/tls.key" "$tls/broker/tls.crt" >"$tls/broker.pem"
  fi
  cat <<P
listener.name.sasl.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER
listener.name.sasl.plain.sasl.jaas.config=$login.plain.PlainLoginModule required user_alice="alice-secret" user_bob="bob-secret";
listener.name.sasl.scram-sha-256.sasl.jaas.config=$login.scram.ScramLoginModule required;
listener.name.sasl.scram-sha-512.sasl.jaas.config=$login.scram.ScramLoginModule required;
listener.name.sasl.oauthbearer.sasl.jaas.config=$login.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";
listener.name.tls.ssl.keystore.type=PEM
listener.name.tls.ssl.keystore.location=$tls/broker.pem
listener.name.tls.ssl.truststore.type=PEM
listener.name.tls.ssl.truststore.location=$tls/ca.crt
listener.name.tls.ssl.client.auth=required
P
}

start() {
  local tool; for tool in java mvn kcat; do command -v $tool >/dev/null || { echo "$tool is missing" >&2; exit 77; }; done
  fetch_jars || { echo "the jars of Kafka could not be fetched" >&2; exit 77; }
  : "${port:=$(free_port)}"
  ! taken "$port" || { echo "port $port is taken" >&2; exit 1; }
  mkdir -p "$directory"; directory=$(realpath "$directory")
  cat >"$directory/server.properties" <<P
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@$host:$((port + 1))
listeners=PLAINTEXT://$host:$port,CONTROLLER://$host:$((port + 1))${PROXY:+,PROXIED://$host:$((port + 2))}${SECURED:+,SASL://$host:$((port + 3)),TLS://$host:$((port + 4))}
advertised.listeners=PLAINTEXT://$host:$port${PROXY:+,PROXIED://127.0.0.1:$PROXY}${SECURED:+,SASL://$host:$((port + 3)),TLS://$host:$((port + 4))}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL
controller.listener.names=CONTROLLER
log.dirs=$directory/logs
num.partitions=$partitions
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
P
  [ -z "${SECURED:-}" ] || secure >>"$directory/server.properties"
  [ -f "$directory/logs/meta.properties" ] || java_run kafka.tools.StorageTool format -t "$(java_run kafka.tools.StorageTool random-uuid)" -c "$directory/server.properties" "${users[@]}" >/dev/null
  setsid java -Xms256m -Xmx1g -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$jars/*" kafka.Kafka "$directory/server.properties" >"$directory/kafka.log" 2>&1 </dev/null &
  echo $! >"$directory/pid"
  for _ in $(seq 300); do
    kill -0 "$(cat "$directory/pid")" 2>/dev/null || break
    kcat -b "$host:$port" -L >/dev/null 2>&1 && { echo "$host:$port"; return; }
    sleep 0.1
  done
  tail -n 20 "$directory/kafka.log" >&2; exit 1
}

stop() {
  local pid; pid=$(cat "$directory/pid" 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
  kill -9 "$pid"
}

kill_() { kill -9 "$(cat "$directory/pid")"; }

case $command in kill) kill_;; *) "$command";; esac
