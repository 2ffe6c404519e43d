# What the scripts of this folder share: a cluster, the image in it, an operator outside of it. Sourced; sets up everything, and takes it down at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
kamel=${KAMEL:-build/release/kamel} filter=${1:-} here=$PWD/tests/integration/kube
state=$(mktemp -d); cluster=${CLUSTER:-$state/k}; export CACHE=${CACHE:-$here/cluster/.bin}
passed=0 failed=0 pids=()
finish() {
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  [ -z "${space:-}" ] || k delete namespace "$space" --wait=false >/dev/null 2>&1 || true
  [ -n "${CLUSTER:-}" ] || "$here/cluster/down.sh" "$cluster" || true
  rm -rf "$state"
}
trap finish EXIT
skip() { echo "SKIPPED: $1"; echo "0 passed, 0 failed, 1 skipped"; exit 0; }
[ -x "$kamel" ] || skip "$kamel is not there; build it or set KAMEL"
[ "$(id -u)" = 0 ] || skip "the cluster needs root for its namespaces"
[ -x "$CACHE/kubectl" ] || PATH=$PATH:/usr/local/go/bin command -v go >/dev/null || skip "Go is not installed: Kubernetes is built from its module"
for tool in containerd runc iptables busybox ip; do
  PATH=$PATH:/usr/sbin:/sbin command -v $tool >/dev/null || skip "$tool is missing (apt-get install containerd runc containernetworking-plugins iptables busybox-static iproute2)"
done

# --- the cluster, the image, the operator ---------------------------------------------------------------------------------------------------
KUBECONFIG=$("$here/cluster/up.sh" "$cluster" | tail -1); export KUBECONFIG
space=test-$$
k() { "$CACHE/kubectl" -n "$space" "$@"; }
image=local/kamel:$(sha256sum "$kamel" | cut -c1-12)
load_image() {
  operator/image/build "$kamel" "$image" "$state/image.tar"
  ctr -a "$cluster/containerd.sock" -n k8s.io images import "$state/image.tar" >/dev/null
}
load_image
k create namespace "$space" >/dev/null
"$kamel" install -n "$space" -o yaml >"$state/install.yaml"
python3 - "$state" <<'PYTHON'
import re, sys  # the kinds, and the rights of the operator, which runs outside
documents = re.split(r"(?m)^---$", open(sys.argv[1] + "/install.yaml").read())
kind = lambda document: re.search(r"(?m)^kind: *(\w+)", document).group(1) if document.strip() else ""
write = lambda name, wanted: open(f"{sys.argv[1]}/{name}.yaml", "w").write("\n---\n".join(d for d in documents if wanted(kind(d))))
write("kinds", lambda k: k == "CustomResourceDefinition")
write("rights", lambda k: k in ("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"))
PYTHON
k apply --server-side --force-conflicts -f "$state/kinds.yaml" >/dev/null
k apply --server-side --force-conflicts -f "$state/rights.yaml" >/dev/null
k wait --for=condition=Established crd/integrations.camel.apache.org --timeout=30s >/dev/null
# The operator has exactly the rights of its manifest.
sed "s/\"token\":\"[^\"]*\"/\"token\":\"$(k create token kamel-operator --duration=8h)\"/" "$KUBECONFIG" >"$state/operator.kubeconfig"
start_operator() {  # start_operator [--elect | FLAG]: sets $operator
  local elect=(--no-leader-election ${1:+"$1"}); [ "${1:-}" != --elect ] || elect=()
  "$kamel" operator --kube-config "${OPERATOR_KUBECONFIG:-$state/operator.kubeconfig}" -n "$space" --watch "$space" "${elect[@]}" --image "$image" --health-port 0 --health-host 127.0.0.1 >>"$state/operator.log" 2>&1 &
  operator=$!; pids+=("$operator")
}
wait_for() {  # wait_for SECONDS COMMAND…
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do [ $SECONDS -le $end ] || return 1; sleep 0.02; done
}
start_operator
wait_for 60 grep -q 'looking after' "$state/operator.log" || { cat "$state/operator.log"; exit 1; }

# --- tools ----------------------------------------------------------------------------------------------------------------------------------
hello() {  # hello NAME TEXT [REPLICAS]
  cat <<Y
apiVersion: camel.apache.org/v1
kind: Integration
metadata: {name: $1}
spec:
  replicas: ${3:-1}
  traits: {container: {requestCPU: 10m, requestMemory: 16Mi}}
  flows:
  - from:
      uri: platform-http:/hello
      steps:
      - setBody: {constant: "$2"}
Y
}
pods() { k get pods -l camel.apache.org/integration="$1" --field-selector=status.phase=Running -o "jsonpath={range .items[*]}{.metadata.name} {.status.podIP} {.status.containerStatuses[0].restartCount}{'\n'}{end}"; }
addresses() { pods "$1" | cut -d' ' -f2; }
serve() {  # serve TEXT ADDRESS…: each of them says it
  local ip; for ip in "${@:2}"; do [ "$(curl -s -m 2 "http://$ip:8080/hello")" = "$1" ] || return 1; done
}
answers() { serve "$2" $(addresses "$1"); }  # answers NAME TEXT: every pod says it
condition() { k get it "$1" -o "jsonpath={.status.conditions[?(@.type=='$2')].$3}"; }
is() { [ "$(condition "$1" "$2" status)" = "$3" ]; }
up() { wait_for 60 is "$1" Ready True && wait_for 20 is "$1" RoutesLive True; }
milliseconds() { echo $(($(date +%s%N) / 1000000)); }
check() {  # check NAME COMMAND…
  [[ $1 =~ ${filter:-.} ]] || return 0
  kill -0 "$operator" 2>/dev/null || start_operator  # a case that failed may have left none
  if "${@:2}" >"$state/out" 2>&1; then echo "passed kube/$1: $(tail -1 "$state/out")"; passed=$((passed + 1))
  else echo "FAILED kube/$1"; tail -n 30 "$state/out" "$state/operator.log" | sed 's/^/    /'; failed=$((failed + 1)); fi
}

